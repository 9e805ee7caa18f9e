"""A small evening at the queue; `make bench-queue` has 500 messages, and looks at the time."""

from collections import Counter

from tests.evening import Evening
from tests.town import Town


async def test_sixty_messages_take_one_act_a_card_which_costs_the_same_from_first_to_last(
    quick_town: Town,
) -> None:
    evening = Evening.begins(quick_town, 60)
    await evening.is_worked_through()
    assert evening.otherwise() == []
    assert Counter((act.what, act.copies) for act in evening.acts) == {
        ("opens", 0): 2,
        ("proposes", 20): 1,  # hiding so many takes two
        ("agrees", 20): 1,
        ("keeps", 20): 1,
        ("hides", 10): 1,
        ("hides", 1): 6,
        ("keeps", 1): 4,
    }
    for what in ("hides", "keeps"):
        alone = [act for act in evening.acts if (act.what, act.copies) == (what, 1)]
        assert len({act.statements for act in alone if not act.last}) == 1
    await quick_town.passes(minutes=10)
    assert evening.desk.notices == ["sent"] * 36  # each hidden author is told
