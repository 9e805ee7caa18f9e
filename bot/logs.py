"""Logging: one line an event, a past-tense name with ids; never a person's words, name or chat."""

import logging
import sys

import structlog

Log = structlog.stdlib.BoundLogger
LOUD_ABOUT_URLS = ("httpx", "httpcore")
LOUD_ABOUT_WORDS = "telegram"  # it logs a reply it cannot read, and raises an error besides


def set_up(form: str) -> None:
    """`text` for people, `json` for machines. Libraries that log the token's URL are hushed."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in LOUD_ABOUT_URLS:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(LOUD_ABOUT_WORDS).setLevel(logging.CRITICAL)


def get(name: str) -> Log:
    logger: Log = structlog.get_logger(name)
    return logger
