"""The same bot in several processes, with what they share, as several machines would have it."""
