"""The parts of the bot's work that a process can be given."""

from enum import StrEnum


class Part(StrEnum):
    """On PostgreSQL any number of processes do any of them, side by side; but one polls."""

    INTAKE = "intake"
    DISPATCH = "dispatch"
    SENDER = "sender"
    ANALYSIS = "analysis"
