"""What officials read: briefings, single opinions, what waits for an answer, files to take away."""
