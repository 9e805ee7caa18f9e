"""What messages are made of: text and its units, HTML, keyboards, files, and chats of them."""
