"""A Telegram on loopback: start reading in telegram.py."""
