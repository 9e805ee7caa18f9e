"""A bare python-telegram-bot that says back what it hears: what the same job costs with nothing
kept. Run as a process of its own: `python -m bench.echo TOKEN ADDRESS`."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        await update.message.reply_text(update.message.text or "…")


def main(token: str, address: str) -> None:
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{address}/bot")
        .base_file_url(f"{address}/file/bot")
        .build()
    )
    application.add_handler(MessageHandler(filters.ALL, echo))
    application.run_polling(timeout=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
