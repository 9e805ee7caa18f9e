"""From what an answer became to the call that Telegram gets."""
