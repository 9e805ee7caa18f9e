"""The rules and use cases. Knows neither Telegram nor SQL."""
