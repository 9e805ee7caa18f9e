"""The Bot API's methods: a table of them, and what each does to the world."""
