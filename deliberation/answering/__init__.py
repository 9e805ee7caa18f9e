"""What an agency answers: drafted, looked at, sent, weighed by citizens, put right."""
