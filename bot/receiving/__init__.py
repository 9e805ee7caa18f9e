"""From an update as Telegram brings it to the handler that answers it."""
