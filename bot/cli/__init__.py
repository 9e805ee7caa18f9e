"""The command `madang`. Each command loads what it needs when it is called: the bot starts fast."""

from bot.cli.loading import loading


def main() -> None:
    """The console script."""
    with loading():
        from bot.cli.commands import app
    app()
