"""What an agency asks: planned, opened, changed, closed, and told of on the way."""
