"""`python -m bot.cli` is `madang`."""

from bot.cli import main

main()
