"""What is held about a person, and its erasing."""
