"""The schools and trusts of the sample that ought to qualify, and which of them a leader could support."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.sample.people_and_places.leaders import SampleLeader
from matcher.sample.people_and_places.schools import SampleSchool
from matcher.sample.people_and_places.trusts import SampleTrust

REACH_KM = 40
NEEDY_SCHOOLS = ("ri-in-year", "second-ri-in-year", "ri-published-in-september", "ri-then-not-judged", "ri-then-good")
NEEDY_TRUSTS = ("decline", "share", "falls-far", "few-inspected", "tenure-edge")


@dataclass(frozen=True, slots=True)
class InNeed:
    """A body that ought to qualify: its id, what it is, where it is, and one of its schools."""

    id: str
    kind: str
    region: str
    phases: frozenset[str]
    school: SampleSchool


class BodiesInNeed:
    """Schools and trusts in need, by region."""

    def __init__(self, trusts: Sequence[SampleTrust], schools: Sequence[SampleSchool]) -> None:
        self.all = tuple(_in_need(trusts, schools))
        self._by_region: defaultdict[str, list[InNeed]] = defaultdict(list)
        for body in self.all:
            self._by_region[body.region].append(body)

    def nearest(self, leader: SampleLeader, rank: int, but: frozenset[str] = frozenset()) -> InNeed | None:
        """The `rank`-th nearest body of the leader's region that they could support, except those in `but`."""
        fitting = [x for x in self._by_region[leader.school.region] if x.id not in but and _could(leader, x)]
        fitting.sort(key=lambda x: (_gap(leader.school, x.school), x.id))
        return fitting[rank % len(fitting)] if fitting else None


def _could(leader: SampleLeader, body: InNeed) -> bool:
    if body.kind == "trust" and leader.row["role"] == "nle":
        return False
    own = body.id in (leader.row["organisation_id"], leader.school.urn)
    reach = 1_000 * min(REACH_KM, int(leader.row["max_travel_km"] or REACH_KM))
    return bool(body.phases & leader.phases) and not own and _gap(leader.school, body.school) < reach * reach


def _gap(a: SampleSchool, b: SampleSchool) -> int:
    return (a.place.easting - b.place.easting) ** 2 + (a.place.northing - b.place.northing) ** 2


def _in_need(trusts: Sequence[SampleTrust], schools: Sequence[SampleSchool]) -> list[InNeed]:
    standalone = [s for s in schools if s.story in NEEDY_SCHOOLS and not s.in_multi_academy_trust and s.in_gias]
    members: defaultdict[str, list[SampleSchool]] = defaultdict(list)
    for school in schools:
        if school.trust:
            members[school.trust.uid].append(school)
    falling = [t for t in trusts if t.story in NEEDY_TRUSTS]
    return [InNeed(s.urn, "school", s.region, frozenset({s.phase}), s) for s in standalone] + [
        InNeed(t.uid, "trust", t.region, frozenset(s.phase for s in members[t.uid]), members[t.uid][0]) for t in falling
    ]
