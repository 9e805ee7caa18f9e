"""Topic ids that last: which cluster of a new run carries on which topic of the run before.

Pure: the same memberships give the same answer.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

KEPT_SHARE = 0.25
"""A cluster carries a topic on when it shares at least this part of the smaller of the two."""


@dataclass(frozen=True)
class Descent:
    """How the clusters of a run come from the topics before it.

    `carried` maps cluster -> topic id; `born` maps the other clusters to the topic most of their
    old members came from (None: all new); those `split` came out of a topic that lives on.
    `ended` maps topics that nobody carries on to the cluster that took most of their members
    (None: nobody did). `shared` counts the opinions of a (cluster, topic).
    """

    carried: Mapping[int, int]
    born: Mapping[int, int | None]
    split: frozenset[int]
    ended: Mapping[int, int | None]
    shared: Mapping[tuple[int, int], int]


def descend(
    before: Mapping[int, int | None],
    now: Mapping[int, int | None],
    carries: Mapping[int, int] = MappingProxyType({}),
) -> Descent:
    """Compare two runs, each opinion id -> topic id or cluster (None: on its own).

    `carries` is what the analysis itself says: cluster -> the topic it was begun from. The other
    pairs are matched greedily by how many opinions they share; ties go to the lower numbers.
    """
    shared = Counter(
        (cluster, before[opinion])
        for opinion, cluster in now.items()
        if cluster is not None and before.get(opinion) is not None
    )
    overlaps = {(c, t): n for (c, t), n in shared.items() if t is not None}
    clusters, topics = _sizes(now), _sizes(before)
    carried = _matched(overlaps, clusters, topics, _begun(carries, clusters, topics))
    born = {c: _most(overlaps, cluster=c) for c in clusters if c not in carried}
    lives_on = set(carried.values())
    split = frozenset(
        c
        for c, parent in born.items()
        if parent in lives_on and overlaps[c, parent] >= KEPT_SHARE * clusters[c]
    )
    ended = {t: _most(overlaps, topic=t) for t in topics if t not in lives_on}
    return Descent(carried, born, split, ended, overlaps)


def _sizes(members: Mapping[int, int | None]) -> Counter[int]:
    return Counter(place for place in members.values() if place is not None)


def _begun(
    carries: Mapping[int, int], clusters: Counter[int], topics: Counter[int]
) -> dict[int, int]:
    """What can be taken of it: clusters and topics that hold opinions, each once."""
    begun: dict[int, int] = {}
    for cluster, topic in sorted(carries.items()):
        if cluster in clusters and topic in topics and topic not in begun.values():
            begun[cluster] = topic
    return begun


def _matched(
    overlaps: Mapping[tuple[int, int], int],
    clusters: Counter[int],
    topics: Counter[int],
    begun: Mapping[int, int],
) -> dict[int, int]:
    carried = dict(begun)
    for (cluster, topic), n in sorted(overlaps.items(), key=lambda each: (-each[1], each[0])):
        enough = n >= KEPT_SHARE * min(clusters[cluster], topics[topic])
        if enough and cluster not in carried and topic not in carried.values():
            carried[cluster] = topic
    return carried


def _most(
    overlaps: Mapping[tuple[int, int], int], *, cluster: int | None = None, topic: int | None = None
) -> int | None:
    """The other side of the largest overlap of a cluster, or of a topic."""
    sides = [
        (n, -(t if topic is None else c), t if topic is None else c)
        for (c, t), n in overlaps.items()
        if c == cluster or t == topic
    ]
    return max(sides)[2] if sides else None
