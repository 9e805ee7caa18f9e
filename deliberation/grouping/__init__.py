"""How opinions lie in topics: analyses, ids that last, and what officials make of topics."""
