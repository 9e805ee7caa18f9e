"""Telegram: what a person says comes in here, what they read goes out here."""
