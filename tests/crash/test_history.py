"""The checker notices every broken promise: one thing is wrong, one thing is named."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from playground.world import Delivered
from tests.crash.history import Delivery, History, Kill, Rows, broken, compare

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LETTER = "We plant trees."
TO_ADA = Delivered(NOW, 1, "sendMessage", "no. 1")
ANSWER = Delivered(NOW, 2, "sendMessage", f"You said trees. {LETTER}")
AGAIN = Delivered(NOW, 3, "sendMessage", f"Perhaps once more: {LETTER}")
RECEIPT = Delivery(7, "receipt", "sendMessage", "sent", False, 1, 1)
LETTER_ROW = Delivery(7, "answer", "", "sent", False, 1, 2)
RESENT = replace(LETTER_ROW, doubted=True, attempts=2, message_id=3)
ONE_KILL = (Kill("SIGKILL", in_flight=1),)

SEEN = History({"trees": 7}, {10}, {7: [TO_ADA, ANSWER]}, {LETTER: {7}}, ONE_KILL)
KEPT = Rows({10: "done"}, Counter(["trees"]), [RECEIPT, LETTER_ROW])
TWICE = replace(SEEN, delivered={7: [TO_ADA, ANSWER, AGAIN]})


def named(history: History, rows: Rows) -> list[str]:
    return list(broken(compare(history, rows)))


def test_where_all_is_well_nothing_is_named() -> None:
    assert named(SEEN, KEPT) == []


def test_an_answer_sent_twice_is_well_where_it_is_listed_and_was_in_flight() -> None:
    assert named(TWICE, replace(KEPT, outbox=[RECEIPT, RESENT])) == []


def test_an_uncertain_message_may_have_come_or_not() -> None:
    unsure = replace(KEPT, outbox=[replace(RECEIPT, state="uncertain", doubted=True), LETTER_ROW])
    assert named(SEEN, unsure) == []
    assert named(replace(SEEN, delivered={7: [ANSWER]}), unsure) == []


@pytest.mark.parametrize(
    ("history", "rows", "what"),
    [
        (SEEN, replace(KEPT, opinions=Counter()), "opinions that were said and are not kept"),
        (SEEN, replace(KEPT, opinions=Counter(["trees"] * 2)), "once more than said"),
        (SEEN, replace(KEPT, updates={10: "failed"}), "without a final state"),
        (SEEN, replace(KEPT, updates={}), "acknowledged to Telegram"),
        (replace(SEEN, kills=(Kill("SIGKILL", 1, 1),)), KEPT, "acknowledged to Telegram"),
        (replace(SEEN, delivered={7: [TO_ADA]}), KEPT, "said to be sent that never came"),
        (TWICE, KEPT, "came twice and are not listed"),
        (replace(TWICE, kills=()), replace(KEPT, outbox=[RECEIPT, RESENT]), "were in flight"),
        (SEEN, replace(KEPT, outbox=[RECEIPT, LETTER_ROW, RECEIPT]), "more than there were"),
        (
            replace(SEEN, said={"trees": 7, "benches": 7}),
            replace(KEPT, opinions=Counter(["trees", "benches"])),
            "without a row of an answer",
        ),
        (SEEN, replace(KEPT, outbox=[RECEIPT, replace(LETTER_ROW, state="sending")]), "final"),
    ],
)
def test_what_is_broken_is_named(history: History, rows: Rows, what: str) -> None:
    assert what in " ".join(named(history, rows))
