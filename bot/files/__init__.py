"""Files to take away: a report laid out in words, and one writer for each kind of file."""
