"""The page: phones in a browser. Its HTML, CSS and JavaScript lie here, and what serves them."""
