"""Words of which a part was covered stand again as their author wrote them: because somebody else
looked again, or because it was a slip."""

from collections import defaultdict
from collections.abc import Sequence

from deliberation.grouping import counts
from deliberation.work import Work
from storage import flags
from storage import opinions as rows
from storage.models import LogRow, Opinion

MASKED = "opinion.masked"


def own_version(opinion: Opinion, decisions: Sequence[LogRow]) -> int:
    """The version that the author wrote: the one before whatever was covered since."""
    version = opinion.version
    for row in reversed(decisions):
        if row.action == MASKED and row.details["version"] == version - 1:
            version -= 1
    return version


def reasons(work: Work, opinions: Sequence[Opinion]) -> dict[int, str]:
    """opinion -> why a part of it was covered, of those whose words still are as that left them."""
    about: dict[str, list[LogRow]] = defaultdict(list)
    for row in flags.decisions_on(work.session, [each.id for each in opinions]):
        about[row.subject].append(row)
    return {
        each.id: next(row.reason for row in reversed(decided) if row.action == MASKED)
        for each in opinions
        if own_version(each, decided := about[f"opinion:{each.id}"]) < each.version
    }


def own_words(work: Work, opinion: Opinion, decisions: Sequence[LogRow]) -> str:
    """The words as the author wrote them."""
    return rows.words_at(work.session, opinion, own_version(opinion, decisions))


def uncover(work: Work, opinion: Opinion, decisions: Sequence[LogRow]) -> None:
    """The author's own words take the place of those with a part covered, which stay a version."""
    words = own_words(work, opinion, decisions)
    rows.keep_version(work.session, opinion, work.now)
    opinion.text, opinion.reason = words, None
    opinion.version += 1
    work.session.add(opinion)
    work.session.flush()


def take_back(work: Work, covered: Sequence[tuple[Opinion, LogRow]]) -> None:
    """It was a slip: words, version and state are those before the covering. Each comes with the
    row of the log that tells of it; all of one consultation."""
    versions = {opinion.id: int(row.details["version"]) for opinion, row in covered}
    words = rows.take_versions(work.session, versions)
    unseen = []
    for opinion, row in covered:
        opinion.text = words.get(opinion.id, opinion.text)
        opinion.version, opinion.reason = versions[opinion.id], row.details.get("why") or None
        opinion.state = row.details.get("was", rows.SHOWN)
        work.session.add(opinion)
        if opinion.state != rows.SHOWN:
            unseen.append(opinion)
    work.session.flush()
    if unseen:
        counts.went(work, *unseen)
