"""Where the sample's leaders work: strong trusts, good schools and teaching hubs, and a few that are in need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

from matcher.sample.people_and_places.schools import SampleSchool
from matcher.sample.people_and_places.trusts import SampleTrust
from matcher.sample.random_stream import RandomStream
from matcher.sample.size import Size

STRONG_STORIES = ("good", "outstanding", "improved", "top", "up", "short-converted")


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a leader works: a school of a region, and the organisation that employs them."""

    school: SampleSchool
    organisation_id: str
    organisation: str


def trust_workplaces(trusts: Sequence[SampleTrust], schools: Sequence[SampleSchool]) -> list[Workplace]:
    """Strong trusts first, each at its first school; then others, some of which are in need themselves."""
    first: dict[str, SampleSchool] = {}
    for school in schools:
        if school.trust and school.in_gias:
            first.setdefault(school.trust.uid, school)
    ranked = sorted(trusts, key=lambda t: (t.story != "strong", t.story != "ordinary"))
    return [Workplace(first[t.uid], t.uid, t.name) for t in ranked if t.uid in first]


def school_workplaces(rng: RandomStream, number: int, size: Size, schools: Sequence[SampleSchool]) -> list[Workplace]:
    """Good and outstanding schools in the regions' shares, and in second place one that is itself in need."""
    strong = rng.shuffled([s for s in schools if s.story in STRONG_STORIES and s.in_gias])
    in_need = [s for s in schools if s.story == "second-ri-in-year" and s.in_gias][:1]
    by_region = {r: cycle(_spread([s for s in strong if s.region == r] or strong)) for r in size.regions}
    chosen = [next(by_region[region]) for region in size.regions_for(number)]
    return [_at_school(school) for school in [*chosen[:1], *in_need, *chosen[1:]]]


def hub_workplaces(rng: RandomStream, number: int, size: Size, schools: Sequence[SampleSchool]) -> list[Workplace]:
    """Hubs that are no trust, with ids of their own that begin with zeros."""
    secondary = rng.shuffled([s for s in schools if s.phase == "secondary" and s.in_gias])
    by_region = {r: cycle(_spread([s for s in secondary if s.region == r] or secondary)) for r in size.regions}
    workplaces = []
    for index, region in enumerate(reversed(size.regions_for(max(1, number // 6)))):
        school = next(by_region[region])
        workplaces.append(Workplace(school, f"004{index:03d}", f"{school.place.town} Teaching Hub"))
    return workplaces


def _spread(schools: Sequence[SampleSchool]) -> list[SampleSchool]:
    """One of each authority, then a second of each, and so on."""
    seen: Counter[str] = Counter()
    rounds = []
    for school in schools:
        code = school.place.authority.code
        seen[code] += 1
        rounds.append((seen[code], school))
    return [school for _, school in sorted(rounds, key=lambda x: x[0])]


def _at_school(school: SampleSchool) -> Workplace:
    if school.trust:
        return Workplace(school, school.trust.uid, school.trust.name)
    return Workplace(school, "", school.name)
