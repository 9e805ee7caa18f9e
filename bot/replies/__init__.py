"""Outcomes become words and keyboards. A `match` that forgets an outcome fails the type check."""
