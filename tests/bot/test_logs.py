"""The log: what happened, in a line; never what somebody wrote."""

import logging
from collections.abc import Iterator

import pytest
import structlog
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot import logs

WORDS = "나무를 더 심어 주세요"


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """What the bot's log says, set up as `madang run` does."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    logs.set_up("text")
    yield capsys
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()  # tests after this one read the log on stdout


def test_a_reply_that_breaks_off_in_somebodys_words_is_not_logged(
    written: pytest.CaptureFixture[str],
) -> None:
    broken = f'{{"ok":true,"result":[{{"message":{{"text":"{WORDS}'.encode()
    with pytest.raises(TelegramError):
        HTTPXRequest.parse_json_payload(broken)
    assert WORDS not in written.readouterr().err
