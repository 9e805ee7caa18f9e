"""A consultation that is being written: which question is open, and what comes after an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from deliberation import founding
from deliberation.dates import Moment
from deliberation.founding import AnswerDueTooEarly, BadSlug, ClosesTooEarly, Plan, SlugTaken
from deliberation.plan_steps import STEPS, Accepted, Content, Passed, SoFar, Step, Wrong
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
    """A question of a draft is open. `known` is an answer that can be used as it is, `read` what
    was understood of a time said before, `wrong` why the last answer cannot be taken."""

    draft: ConsultationDraft
    agency: Agency
    step: Step
    known: Content | None = None
    read: Moment | date | None = None
    wrong: Wrong | None = None

    @property
    def place(self) -> int:
        """Counted from 1."""
        return PLACES[self.step.name] + 1


@dataclass(frozen=True)
class Previewed:
    """All is answered: the consultation as it would stand. `insisted`: words were typed where
    a choice is due."""

    draft: ConsultationDraft
    agency: Agency
    consultation: Consultation
    insisted: bool = False


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
    def step(self) -> Step | None:
        """The open question; None where all are answered."""
        return None if self.draft.step == PREVIEW else STEPS[PLACES[self.draft.step]]

    def stand(self, read: Moment | date | None = None) -> Asked | Previewed:
        """What the draft waits for now."""
        step = self.step
        return self.preview() if step is None else self._asked(step, read=read)

    def take(self, step: Step, text: str) -> Asked | Previewed:
        """An answer. One that cannot be taken leaves everything as it was."""
        taken = step.check(SoFar(self.work, self.agency, self.content), text)
        if not isinstance(taken, Accepted):
            return self._asked(step, wrong=taken)
        return self.go_on(taken.content, taken.read)

    def go_on(self, answer: Content, read: Moment | date | None = None) -> Asked | Previewed:
        """Keep the answer, and open the next question that has none."""
        self.draft.content = {**self.content, **answer}
        unanswered = (step.name for step in STEPS if not step.answered(self.content))
        self._move(next(unanswered, PREVIEW))
        return self.stand(read)

    def open_step(self, step: Step) -> Asked:
        self._move(step.name)
        return self._asked(step)

    def preview(self, *, insisted: bool = False) -> Asked | Previewed:
        drawn = self._outdated() or founding.draw(self.work, self._plan())
        if not isinstance(drawn, Consultation):
            return self._mend(drawn)
        return Previewed(self.draft, self.agency, drawn, insisted)

    def launch(self) -> Consultation | Asked:
        """Make the consultation; the draft goes. What does not fit any more is asked again."""
        actor = f"contact:{self.draft.contact_id}"
        made = self._outdated() or founding.ask(self.work, self._plan(), actor=actor)
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

    def _asked(
        self, step: Step, *, read: Moment | date | None = None, wrong: Wrong | None = None
    ) -> Asked:
        return Asked(self.draft, self.agency, step, self._known(step), read, wrong)

    def _known(self, step: Step) -> Content | None:
        if step.answered(self.content):
            return {field: self.content[field] for field in step.fills}
        return {"slug": self.suggested_slug()} if step.name == "slug" else None

    def _move(self, step: str) -> None:
        self.draft.step = step
        self.draft.version += 1
        self.draft.changed_at = self.work.now
        self.work.session.add(self.draft)
        self.work.session.flush()

    def _outdated(self) -> Passed | None:
        """An opening that was still to come when it was written."""
        opens = SoFar(self.work, self.agency, self.content).moment("opens")
        return Passed(opens) if opens < self.work.now else None

    def _mend(self, wrong: Wrong) -> Asked:
        """Ask again for what does not fit; the answer it had is forgotten."""
        step = STEPS[PLACES.get(WRONG_AT.get(type(wrong), ""), 0)]
        self.draft.content = {
            field: said for field, said in self.content.items() if field not in step.fills
        }
        self._move(step.name)
        return self._asked(step, wrong=wrong)

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
            department=said["department"],
            phone=said["phone"],
            other_ways=said["other_ways"],
            answer_due=date.fromisoformat(said["answer_due"]) if said["answer_due"] else None,
        )
