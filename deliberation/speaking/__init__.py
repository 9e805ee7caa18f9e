"""What citizens say, change, take back, and read of each other."""
