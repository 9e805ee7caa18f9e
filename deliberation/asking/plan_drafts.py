"""A consultation that is being written: which question is open, and what comes after an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from deliberation.answering.attachments import Attachment
from deliberation.asking import founding
from deliberation.asking.founding import AnswerDueTooEarly, BadSlug, ClosesTooEarly, Plan, SlugTaken
from deliberation.asking.kinds import AIMS
from deliberation.asking.periods import Period
from deliberation.asking.plan_checks import (
    Accepted,
    AskAgain,
    Content,
    Passed,
    SoFar,
    Understood,
    Usual,
    Wrong,
)
from deliberation.asking.plan_steps import STEPS, Step
from deliberation.staff import reviews
from deliberation.work import Work
from storage import consultations
from storage.models import Agency, Consultation, ConsultationDraft

PREVIEW = "preview"
PLACES = {step.name: place for place, step in enumerate(STEPS)}
WRONG_AT: Mapping[type[Wrong], str] = {
    Passed: "opens",
    BadSlug: "slug",
    SlugTaken: "slug",
    ClosesTooEarly: "closes",
    AnswerDueTooEarly: "answer_due",
}
"""Where a plan that was refused as a whole is mended."""


@dataclass(frozen=True)
class Asked:
    """A question of a draft is open, the `place`th of `places`. `known` is an answer that can be
    used as it is, `read` what was understood of the answer before, `wrong` why the last answer
    cannot be taken. `optional`: it may be left out. `period` and `usual` are what is known of the
    time it is open."""

    draft: ConsultationDraft
    agency: Agency
    step: Step
    place: int
    places: int
    period: Period
    usual: Usual | None = None
    optional: bool = False
    known: Content | None = None
    read: Understood | None = None
    wrong: Wrong | None = None


@dataclass(frozen=True)
class Previewed:
    """All is answered: the consultation as it would stand. `insisted`: words were typed where
    a choice is due. `four_eyes`: a second person has to look before it opens."""

    draft: ConsultationDraft
    agency: Agency
    consultation: Consultation
    steps: tuple[Step, ...]
    period: Period
    usual: Usual | None = None
    insisted: bool = False
    four_eyes: bool = False


@dataclass(frozen=True)
class Writing:
    """A draft at work. Each change counts its version up, so that older buttons are spent."""

    work: Work
    draft: ConsultationDraft
    agency: Agency

    @property
    def content(self) -> Content:
        return self.draft.content

    @property
    def so_far(self) -> SoFar:
        return SoFar(self.work, self.agency, self.content)

    @property
    def step(self) -> Step | None:
        """The open question; None where all are answered."""
        return None if self.draft.step == PREVIEW else STEPS[PLACES[self.draft.step]]

    @property
    def steps(self) -> tuple[Step, ...]:
        """What is asked by the procedure that was chosen."""
        so_far = self.so_far
        return tuple(step for step in STEPS if step.counted and step.applies(so_far))

    def stand(self, read: Understood | None = None) -> Asked | Previewed:
        """What the draft waits for now."""
        step = self.step
        return self.preview() if step is None else self.ask(step, read=read)

    def take(self, step: Step, text: str, file: Attachment | None = None) -> Asked | Previewed:
        """An answer. One that cannot be taken leaves everything as it was."""
        taken = step.check(SoFar(self.work, self.agency, self.content, file), text)
        if isinstance(taken, AskAgain):
            return self.open_step(STEPS[PLACES[taken.step]])
        if not isinstance(taken, Accepted):
            return self.ask(step, wrong=taken)
        return self.go_on(taken.content, taken.read)

    def go_on(self, answer: Content, read: Understood | None = None) -> Asked | Previewed:
        """Keep the answer, and open the next question that has none."""
        self.draft.content = {**self.content, **answer}
        self._move(self._next_open())
        return self.stand(read)

    def _next_open(self) -> str:
        so_far = self.so_far
        return next((step.name for step in STEPS if step.is_open(so_far)), PREVIEW)

    def open_step(self, step: Step) -> Asked:
        self._move(step.name)
        return self.ask(step)

    def preview(self, *, insisted: bool = False) -> Asked | Previewed:
        """The consultation as it would stand. What has come to be missing is asked first: days
        that went by make a period shorter."""
        missing = self._next_open()
        if missing != PREVIEW:
            return self.open_step(STEPS[PLACES[missing]])
        drawn = self._outdated() or founding.draw(self.work, self._plan())
        if not isinstance(drawn, Consultation):
            return self._mend(drawn)
        so_far = self.so_far
        return Previewed(
            self.draft,
            self.agency,
            drawn,
            self.steps,
            so_far.period,
            usual=so_far.usual,
            insisted=insisted,
            four_eyes=reviews.needed(self.work, self.agency.id),
        )

    def launch(self) -> Consultation | Asked:
        """Make the consultation; the draft goes. What does not fit any more is asked again."""
        shown = self.preview()
        if isinstance(shown, Asked):
            return shown
        actor = f"contact:{self.draft.contact_id}"
        made = founding.ask(self.work, self._plan(), actor=actor)
        if not isinstance(made, Consultation):
            return self._mend(made)
        self.work.session.delete(self.draft)
        return made

    def suggested_slug(self) -> str:
        """A free short name for the link: the agency's, and a number."""
        session = self.work.session
        number = len(consultations.of_agencies(session, {self.agency.id})) + 1
        while consultations.by_slug(session, self._numbered(number)) is not None:
            number += 1
        return self._numbered(number)

    def _numbered(self, number: int) -> str:
        return f"{self.agency.slug[:24].rstrip('-')}-{number}"

    def ask(
        self, step: Step, *, read: Understood | None = None, wrong: Wrong | None = None
    ) -> Asked:
        """A question as it is asked now."""
        so_far, steps = self.so_far, self.steps
        before = [each for each in steps if PLACES[each.name] <= PLACES[step.name]]
        return Asked(
            self.draft,
            self.agency,
            step,
            len(before),
            len(steps),
            so_far.period,
            usual=so_far.usual,
            optional=step.optional(so_far),
            known=self._known(step),
            read=read,
            wrong=wrong,
        )

    def _known(self, step: Step) -> Content | None:
        if step.counted and step.answered(self.content):
            return {field: self.content[field] for field in step.fills}
        return {"slug": self.suggested_slug()} if step.name == "slug" else None

    def _move(self, step: str) -> None:
        if self.draft.state == "review":  # what was shown to a second person is no more
            self.draft.state = "writing"
            reviews.void(self.work, "consultation", self.draft.id)
        self.draft.step = step
        self.draft.version += 1
        self.draft.changed_at = self.work.now
        self.work.session.add(self.draft)
        self.work.session.flush()

    def _outdated(self) -> Passed | None:
        """An opening that was still to come when it was written."""
        opens = self.so_far.moment("opens")
        return Passed(opens) if opens < self.work.now else None

    def _mend(self, wrong: Wrong) -> Asked:
        """Ask again for what does not fit; the answer it had is forgotten."""
        step = STEPS[PLACES[WRONG_AT.get(type(wrong), "title")]]
        self.draft.content = {
            field: said for field, said in self.content.items() if field not in step.fills
        }
        self._move(step.name)
        return self.ask(step, wrong=wrong)

    def _plan(self) -> Plan:
        said = self.content
        return Plan(
            slug=said["slug"],
            agency=self.agency.slug,
            title=said["title"],
            question=said["question"],
            proposal=said["proposal"],
            opens=datetime.fromisoformat(said["opens"]) if said["opens"] else None,
            closes=datetime.fromisoformat(said["closes"]),
            kind=AIMS[said["aim"]],
            department=said["department"],
            phone=said["phone"],
            other_ways=said["other_ways"],
            answer_due=date.fromisoformat(said["answer_due"]) if said["answer_due"] else None,
            retention_days=int(said["retention_days"]),
            procedure=said["procedure"],
            aim=said["aim"],
            legal_basis=said["legal_basis"] if self.so_far.is_formal else "",
            goal=said["goal"],
            background=background_of(said),
            languages=said["languages"],
            moderation=said["moderation"],
        )


def background_of(said: Content) -> dict[str, str]:
    """What there is to read, as the consultation's row holds it."""
    name, kind = said["background"], said["background_kind"]
    if not kind:
        return {}
    if kind == "link":
        return {"link": name}
    return {"kind": kind, "file_id": said["background_file"], "name": name}
