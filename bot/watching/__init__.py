"""Addresses of our own, and what can be read there."""
