"""The file `.env`: where secrets stand that Madang made itself."""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

ENV = Path(".env")


def fresh(length: int) -> str:
    """So many bytes of chance, in base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(length)).decode()


def put(values: Mapping[str, str]) -> None:
    """Put values into .env, in place of the lines of that name, and close it to others."""
    lines = ENV.read_text(encoding="utf-8").splitlines() if ENV.exists() else ["MADANG_TOKEN="]
    for name, value in values.items():
        at = next((n for n, line in enumerate(lines) if _sets(line, name)), len(lines))
        lines[at : at + 1] = [f"{name}={value}"]
    aside = ENV.with_name(".env.new")
    aside.unlink(missing_ok=True)
    with open(aside, "w", encoding="utf-8", opener=_private) as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(ENV)


def holds(name: str) -> bool:
    """Whether the setting of this name is the file's: the environment goes before it."""
    lines = ENV.read_text(encoding="utf-8").splitlines() if ENV.exists() else []
    return name not in os.environ and any(_sets(line, name) for line in lines)


def _sets(line: str, name: str) -> bool:
    return line.split("=", 1)[0].strip() == name and "=" in line


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_EXCL, 0o600)
