"""Twenty messages a second through a bad network: what is answered, how fast, and at what pace."""
