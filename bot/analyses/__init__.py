"""The analysis process, and whoever asks it for topics and pictures."""
