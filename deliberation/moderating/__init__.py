"""What is flagged, and what moderators decide about it."""
