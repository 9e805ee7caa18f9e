"""Queries about everything that is held about one person: only rows that are theirs, only columns
that tell of them."""

from collections.abc import Sequence

from sqlmodel import Session, and_, col, func, or_, select

from storage.models import (
    Agency,
    Answer,
    AnswerVersion,
    Audience,
    Commitment,
    CommitmentDraft,
    Consent,
    Consultation,
    ConsultationDraft,
    Flag,
    Follower,
    Inbox,
    Invite,
    LogRow,
    Look,
    Membership,
    Opinion,
    Outbox,
    Participation,
    Revision,
    Role,
    Room,
    Topic,
)


def consultation_ids(session: Session) -> list[int]:
    return list(session.exec(select(Consultation.id).order_by(col(Consultation.id))).all())


def has_flagged(session: Session, pseudonyms: Sequence[str]) -> bool:
    query = select(Flag.id).where(col(Flag.flagged_by).in_(pseudonyms)).limit(1)
    return session.exec(query).first() is not None


def flagged_under(session: Session, pseudonyms: Sequence[str]) -> list[str]:
    """Under which of these pseudonyms something was flagged."""
    query = select(Flag.flagged_by).where(col(Flag.flagged_by).in_(pseudonyms)).distinct()
    return list(session.exec(query))


def flags_by(session: Session, pseudonyms: Sequence[str]) -> list[tuple[Flag, str]]:
    """The flags of one person, who is named by pseudonyms, with the consultation's title."""
    query = (
        select(Flag, Consultation.title)
        .join(Opinion, col(Opinion.id) == Flag.opinion_id)
        .join(Consultation, col(Consultation.id) == Opinion.consultation_id)
        .where(col(Flag.flagged_by).in_(pseudonyms))
        .order_by(col(Flag.id))
    )
    return list(session.exec(query).all())


def participations(
    session: Session, contact_id: int
) -> list[tuple[Participation, Consultation, Agency]]:
    query = (
        select(Participation, Consultation, Agency)
        .join(Consultation, col(Consultation.id) == Participation.consultation_id)
        .join(Agency, col(Agency.id) == Consultation.agency_id)
        .where(Participation.contact_id == contact_id)
        .order_by(col(Participation.id))
    )
    return list(session.exec(query).all())


def consents(session: Session, participation_id: int) -> list[Consent]:
    query = select(Consent).where(Consent.participation_id == participation_id)
    return list(session.exec(query.order_by(col(Consent.id))).all())


def opinions(session: Session, participation_id: int) -> list[Opinion]:
    query = select(Opinion).where(Opinion.participation_id == participation_id)
    return list(session.exec(query.order_by(col(Opinion.no))).all())


def revisions(session: Session, participation_id: int) -> list[Revision]:
    query = (
        select(Revision)
        .join(Opinion, col(Opinion.id) == Revision.opinion_id)
        .where(Opinion.participation_id == participation_id)
        .order_by(col(Revision.id))
    )
    return list(session.exec(query).all())


def flags_on(session: Session, participation_id: int) -> list[tuple[int, str, int]]:
    """(opinion id, reason, how many) of the flags on a person's words; not who raised them."""
    query = (
        select(Flag.opinion_id, Flag.reason, func.count())
        .join(Opinion, col(Opinion.id) == Flag.opinion_id)
        .where(
            Opinion.participation_id == participation_id,
            col(Flag.source).not_in(("author", "policy")),
        )
        .group_by(col(Flag.opinion_id), col(Flag.reason))
        .order_by(col(Flag.opinion_id), col(Flag.reason))
    )
    return list(session.exec(query).all())


def appeals(session: Session, participation_id: int) -> list[Flag]:
    """What this person asked to have looked at again."""
    query = (
        select(Flag)
        .join(Opinion, col(Opinion.id) == Flag.opinion_id)
        .where(Opinion.participation_id == participation_id, Flag.flagged_by == "appeal")
        .order_by(col(Flag.id))
    )
    return list(session.exec(query).all())


def topics_in(session: Session, participation_id: int, run_id: int) -> dict[int, Topic | None]:
    """opinion id -> the topic it lay in, None for on its own; of one run."""
    query = (
        select(Membership.opinion_id, Topic)
        .join(Opinion, col(Opinion.id) == Membership.opinion_id)
        .join(Topic, col(Topic.id) == Membership.topic_id, isouter=True)
        .where(Membership.run_id == run_id, Opinion.participation_id == participation_id)
    )
    return dict(session.exec(query).all())


def log_about(session: Session, subjects: Sequence[str]) -> list[LogRow]:
    """What was done to these, in order."""
    query = select(LogRow).where(col(LogRow.subject).in_(subjects)).order_by(col(LogRow.id))
    return list(session.exec(query).all())


def log_by(session: Session, actor: str) -> list[LogRow]:
    query = select(LogRow).where(LogRow.actor == actor).order_by(col(LogRow.id))
    return list(session.exec(query).all())


def answers_received(
    session: Session, participation_id: int
) -> list[tuple[Answer, Audience, str, Outbox | None]]:
    """Answers meant for this participation, with their words and their delivery."""
    delivered = and_(col(Outbox.audience_id) == Audience.id, col(Outbox.kind) == "answer")
    query = (
        select(Answer, Audience, AnswerVersion.text, Outbox)
        .join(Audience, col(Audience.answer_id) == Answer.id)
        .join(AnswerVersion, col(AnswerVersion.answer_id) == Answer.id)
        .join(Outbox, delivered, isouter=True)
        .where(
            Audience.participation_id == participation_id,
            AnswerVersion.version == Answer.version,
        )
        .order_by(col(Answer.id))
    )
    return list(session.exec(query).all())


def answers_written(session: Session, contact_id: int) -> list[tuple[Answer, AnswerVersion]]:
    """Every version of answers this person wrote or confirmed, sent or not."""
    query = (
        select(Answer, AnswerVersion)
        .join(AnswerVersion, col(AnswerVersion.answer_id) == Answer.id)
        .where(or_(Answer.written_by == contact_id, Answer.confirmed_by == contact_id))
        .order_by(col(Answer.id), col(AnswerVersion.version))
    )
    return list(session.exec(query).all())


def roles(session: Session, contact_id: int) -> list[tuple[Role, str]]:
    query = (
        select(Role, Agency.name)
        .join(Agency, col(Agency.id) == Role.agency_id)
        .where(Role.contact_id == contact_id)
        .order_by(col(Role.id))
    )
    return list(session.exec(query).all())


def invites(session: Session, contact_id: int) -> list[tuple[Invite, str]]:
    """Invitations this person made or used."""
    query = (
        select(Invite, Agency.name)
        .join(Agency, col(Agency.id) == Invite.agency_id)
        .where(or_(Invite.made_by == contact_id, Invite.used_by == contact_id))
        .order_by(col(Invite.id))
    )
    return list(session.exec(query).all())


def drafts(session: Session, contact_id: int) -> list[tuple[ConsultationDraft, str]]:
    query = (
        select(ConsultationDraft, Agency.name)
        .join(Agency, col(Agency.id) == ConsultationDraft.agency_id)
        .where(ConsultationDraft.contact_id == contact_id)
        .order_by(col(ConsultationDraft.id))
    )
    return list(session.exec(query).all())


def promise_drafts(session: Session, contact_id: int) -> list[tuple[CommitmentDraft, str]]:
    query = (
        select(CommitmentDraft, Agency.name)
        .join(Agency, col(Agency.id) == CommitmentDraft.agency_id)
        .where(CommitmentDraft.contact_id == contact_id)
        .order_by(col(CommitmentDraft.id))
    )
    return list(session.exec(query).all())


def follows(session: Session, contact_id: int) -> list[tuple[Follower, Commitment, str]]:
    """The promises this person is told of, or was, with the agencies' names."""
    query = (
        select(Follower, Commitment, Agency.name)
        .join(Commitment, col(Commitment.id) == Follower.commitment_id)
        .join(Agency, col(Agency.id) == Commitment.agency_id)
        .where(Follower.contact_id == contact_id)
        .order_by(col(Commitment.id))
    )
    return list(session.exec(query).all())


def looks(session: Session, contact_id: int) -> list[tuple[Look, str]]:
    query = (
        select(Look, Consultation.title)
        .join(Consultation, col(Consultation.id) == Look.consultation_id)
        .where(Look.contact_id == contact_id)
        .order_by(col(Look.consultation_id))
    )
    return list(session.exec(query).all())


def rooms(session: Session, contact_id: int) -> list[Room]:
    """Groups this person made a moderators' room."""
    query = select(Room).where(Room.linked_by == contact_id).order_by(col(Room.id))
    return list(session.exec(query).all())


def calls(session: Session, contact_id: int) -> list[Outbox]:
    """What was sent to this person, or waits; the words of what was sent are not kept."""
    query = select(Outbox).where(Outbox.contact_id == contact_id).order_by(col(Outbox.id))
    return list(session.exec(query).all())


def given_up(session: Session, lane: bytes) -> list[Inbox]:
    """Updates of a chat that could not be answered and lie sealed until they go."""
    query = select(Inbox).where(Inbox.lane == lane, Inbox.state == "dead")
    return list(session.exec(query.order_by(col(Inbox.update_id))).all())
