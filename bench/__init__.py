"""Speed and memory, measured as ratios of two things run side by side: `make bench`."""
