"""What agencies promise, and what becomes of it."""
