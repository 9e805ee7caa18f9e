"""How good and how fast topics are, beside what peers reach on the same texts."""
