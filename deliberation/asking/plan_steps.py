"""What is asked for a new consultation, one question at a time.

A further question is one entry in STEPS, its check in `plan_checks`, and its words.
"""

from collections.abc import Callable
from dataclasses import dataclass

from deliberation.asking import plan_checks as checks
from deliberation.asking.founding import LONGEST_QUESTION, LONGEST_TITLE
from deliberation.asking.kinds import AIMS, MODERATIONS
from deliberation.asking.plan_checks import Check, Content, SoFar
from deliberation.asking.procedures import PROCEDURES

When = Callable[[SoFar], bool]


def always(_so_far: SoFar) -> bool:
    return True


def never(_so_far: SoFar) -> bool:
    return False


def if_formal(so_far: SoFar) -> bool:
    return so_far.is_formal


def if_free(so_far: SoFar) -> bool:
    return not so_far.is_formal


def if_too_short(so_far: SoFar) -> bool:
    return so_far.is_too_short


@dataclass(frozen=True)
class Step:
    """One question. `check` reads the answer; what is `optional` can be left out. `choices` are
    answers that a button gives. One that is not `counted` is asked in between, about the answer
    before."""

    name: str
    check: Check
    optional: When = never
    fields: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    applies: When = always
    counted: bool = True

    @property
    def fills(self) -> tuple[str, ...]:
        return self.fields or (self.name,)

    def answered(self, content: Content) -> bool:
        return all(field in content for field in self.fills)

    def is_open(self, so_far: SoFar) -> bool:
        """Whether it has to be asked yet."""
        if not self.counted:
            return self.applies(so_far)
        return self.applies(so_far) and not self.answered(so_far.content)


STEPS: tuple[Step, ...] = (
    Step("procedure", checks.procedure, choices=tuple(PROCEDURES)),
    Step("aim", checks.aim, choices=tuple(AIMS)),
    Step("title", checks.title),
    Step("question", checks.words("question", LONGEST_QUESTION)),
    Step("proposal", checks.words("proposal", LONGEST_QUESTION), optional=always),
    Step("goal", checks.goal, optional=always),
    Step("department", checks.department, optional=if_free, fields=("department", "phone")),
    Step("legal_basis", checks.words("legal_basis", LONGEST_TITLE), applies=if_formal),
    Step("other_ways", checks.words("other_ways", LONGEST_QUESTION), optional=if_free),
    Step(
        "background",
        checks.background,
        optional=always,
        fields=("background", "background_kind", "background_file"),
    ),
    Step("languages", checks.languages, optional=always, choices=checks.LANGUAGES),
    Step("opens", checks.opens, optional=always),  # left out: now
    Step("closes", checks.closes),
    Step("period", checks.period, choices=("again", "keep"), applies=if_too_short, counted=False),
    Step("answer_due", checks.answer_due, optional=always),
    Step("moderation", checks.moderation, choices=MODERATIONS),
    Step("retention", checks.retention, fields=("retention_days",), choices=("365", "1095")),
    Step("slug", checks.slug),
)
