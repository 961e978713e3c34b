"""The sample's schools: type, phase, place, trust, and the older schools they grew out of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from matcher.sample.people_and_places import kinds
from matcher.sample.people_and_places.kinds import PHASES, Kind, Running
from matcher.sample.people_and_places.places import Gazetteer, Place, SampleAuthority
from matcher.sample.people_and_places.stories import STORIES
from matcher.sample.people_and_places.trusts import STORIES as TRUST_STORIES
from matcher.sample.people_and_places.trusts import SampleTrust, multi_academy_trusts, school_stories
from matcher.sample.random_stream import RandomStream
from matcher.sample.size import HOME_TIMES, Size

GIAS_AS_AT = date(2023, 9, 18)  # schools that opened later are in Ofsted's file and the links, and not in GIAS


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSchool:
    """A school under its newest URN; `old` are those it grew out of, usually one.

    `joined` is the true day; `joined_known` False leaves it out of the files. `federation` is a group's UID.
    """

    urn: str
    number: int
    name: str
    phase: str
    kind: Kind
    place: Place
    story: str
    faith: str
    pupils: int
    quintile: int
    rural: bool
    opened: date | None = None
    closed: date | None = None
    trust: SampleTrust | None = None
    joined: date | None = None
    joined_known: bool = True
    federation: SampleTrust | None = None
    status: str = "Open"
    old: tuple[SampleSchool, ...] = ()

    @property
    def region(self) -> str:
        return self.place.authority.region

    @property
    def laestab(self) -> str:
        return f"{self.place.authority.code}{self.number}"

    @property
    def in_gias(self) -> bool:
        return self.opened is None or self.opened <= GIAS_AS_AT

    @property
    def in_multi_academy_trust(self) -> bool:
        return self.trust is not None and self.trust.kind == "Multi-academy trust"


class SchoolFactory:
    """Creates schools one by one, numbered as the DfE does, from ranges it has never used."""

    def __init__(self, size: Size, seed: int) -> None:
        self.rng = RandomStream(seed, "schools")
        self.gazetteer = Gazetteer(seed, size.regions, size.authorities_each)
        self._urns, self._old_urns, self._uids = count(940_001), count(900_001), count(95_001)
        self._numbers: dict[tuple[str, int], int] = {}

    def create(self, authority: SampleAuthority, phase: str, running: Running, story: str) -> SampleSchool:
        kind = kinds.kind_of(self.rng, running, phase)
        place = self.gazetteer.place(authority)
        faith = kinds.faith_of(self.rng, kind, phase)
        low, high = PHASES[phase].pupils
        return SampleSchool(
            urn=str(next(self._urns)),
            number=self._number(authority, phase),
            name=f"{place.town} {_ending(self.rng, phase, faith, running)}",
            phase=phase,
            kind=kind,
            place=place,
            story=story,
            faith=faith,
            pupils=1_500 if story == "big-down" else self.rng.integer(low, high),
            quintile=self.rng.integer(1, 5),
            rural=self.rng.chance(0.25),
            opened=date(2022, 9, 1) if story == "never-inspected" else None,
        )

    def convert(self, school: SampleSchool, on: date) -> SampleSchool:
        """The same school after its URN changed on this day, holding on to the school it was."""
        old = [self._older(school, on) for _ in range(2 if school.story == "merged" else 1)]
        if len(old) == 2:
            old[1] = replace(old[1], name=old[1].name.replace(old[1].place.town, self.gazetteer.town()))
        return replace(school, opened=on, old=tuple(old))

    def group(self, name: str, kind: str, region: str, opened: date) -> SampleTrust:
        return SampleTrust(
            uid=str(next(self._uids)), name=name, kind=kind, region=region, size=1, opened=opened, story="standalone"
        )

    def _older(self, school: SampleSchool, on: date) -> SampleSchool:
        phase = school.phase
        return replace(
            school,
            urn=str(next(self._old_urns)),
            number=self._number(school.place.authority, phase),
            name=f"{school.place.town} {_ending(self.rng, phase, school.faith, 'maintained')}",
            kind=kinds.kind_of(self.rng, "maintained", phase),
            closed=date.fromordinal(on.toordinal() - 1),
            opened=None,
            status="Closed",
        )

    def _number(self, authority: SampleAuthority, phase: str) -> int:
        start = PHASES[phase].numbered_from
        self._numbers[authority.code, start] = self._numbers.get((authority.code, start), start) + 1
        return self._numbers[authority.code, start]


def create_schools(size: Size, seed: int) -> tuple[list[SampleTrust], list[SampleSchool]]:
    """Every trust and every school of the sample, schools in order of URN."""
    factory = SchoolFactory(size, seed)
    trusts = multi_academy_trusts(size, seed)
    schools = [school for trust in trusts for school in _of_trust(factory, trust)]
    schools += _standalone(factory, size, trusts, size.schools - len(schools))
    return trusts, schools


def _of_trust(factory: SchoolFactory, trust: SampleTrust) -> Iterator[SampleSchool]:
    """The trust's first school is in its home authority, and most others are too."""
    rng, home = factory.rng, factory.gazetteer.authority(trust.region)
    phases = rng.in_shares(kinds.TRUST_PHASES, 40)
    for index, story in enumerate(school_stories(trust)):
        authority = home if not index or rng.chance(0.75) else factory.gazetteer.beside(home)
        running: Running = "free" if story == "free-school" else rng.choice(("converter", "converter", "sponsored"))
        school = factory.create(authority, phases[index % 40], running, story)
        joined = first_of_month(rng.day(*TRUST_STORIES[trust.story].joined))
        opened = date(joined.year - 1, 9, 1) if rng.chance(0.1) else joined
        school = replace(school, opened=opened) if running == "free" else factory.convert(school, opened)
        yield replace(school, trust=trust, joined=joined, joined_known=TRUST_STORIES[trust.story].joined_known)


def _standalone(factory: SchoolFactory, size: Size, trusts: list[SampleTrust], number: int) -> Iterator[SampleSchool]:
    rng = factory.rng
    shares = {k: s.eventful_share if size.eventful else s.share for k, s in STORIES.items() if s.share}
    phases = iter(rng.in_shares(kinds.STANDALONE_PHASES, number))
    regions = size.regions_for(number, home_times=HOME_TIMES)
    runs = iter(rng.in_shares({"maintained": 80, "single": 11, "lone": 4, "foundation": 3, "federation": 3}, number))
    for region, story in rng.in_shares_over(regions, shares):
        authority = factory.gazetteer.authority(region)
        phase, run = next(phases), next(runs)
        if STORIES[story].converts:
            yield _changes_hands(factory, authority, phase, story, trusts)
        elif run in ("single", "lone") and phase != "nursery":
            yield _academy_alone(factory, authority, phase, story, run)
        else:
            yield _maintained(factory, factory.create(authority, phase, "maintained", story), run)


def _changes_hands(
    factory: SchoolFactory, authority: SampleAuthority, phase: str, story: str, trusts: list[SampleTrust]
) -> SampleSchool:
    """A school that became an academy during or after the year: alone, or in a strong trust of its region."""
    on = STORIES[story].converts or GIAS_AS_AT
    school = factory.create(authority, "primary" if phase == "nursery" else phase, "converter", story)
    strong = [t for t in trusts if t.story == "strong"]
    nearby = [t for t in strong if t.region == authority.region] or strong
    if STORIES[story].into_trust and nearby:
        trust = nearby[0]
    else:
        trust = factory.group(school.name.upper(), "Single-academy trust", authority.region, on)
    return replace(factory.convert(school, on), trust=trust, joined=on)


def _academy_alone(
    factory: SchoolFactory, authority: SampleAuthority, phase: str, story: str, run: str
) -> SampleSchool:
    """A single-academy trust, or a multi-academy trust with one school, which counts as standalone."""
    on = first_of_month(factory.rng.day(date(2011, 4, 1), date(2013, 9, 1)))
    school = factory.create(authority, phase, "converter", story)
    kind = "Single-academy trust" if run == "single" else "Multi-academy trust"
    trust = factory.group(f"{school.place.town} Trust".upper(), kind, authority.region, on)
    if run == "lone" and int(school.urn) % 2:
        trust = replace(trust, closed=date(2022, 3, 31))  # closed, and yet its school is still linked to it
    if story == "never-inspected":
        return replace(school, kind=kinds.kind_of(factory.rng, "free", phase), trust=trust, joined=school.opened)
    return replace(factory.convert(school, on), trust=trust, joined=on)


def _maintained(factory: SchoolFactory, school: SampleSchool, run: str) -> SampleSchool:
    if run == "foundation":
        name, kind = f"{school.place.town} Co-operative Learning Trust", "Trust"
    elif run == "federation":
        name, kind = f"The Federation of {school.name}", "Federation"
    else:
        return school
    return replace(school, federation=factory.group(name, kind, school.region, date(2010, 9, 1)))


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def _ending(rng: RandomStream, phase: str, faith: str, running: Running) -> str:
    """What follows the town in a school's name. The apostrophe is the curly one of Windows, as in the real files."""
    if phase == "nursery":
        return "Children’s Nursery School"
    if phase in ("special", "alternative-provision"):
        return "School" if phase == "special" else "Pupil Referral Unit"
    church = {"Church of England": "Church of England ", "Roman Catholic": "Catholic "}.get(faith, "")
    stage = {"primary": "Primary", "middle": "Middle", "secondary": "High", "all-through": "All-Through"}[phase]
    return f"{church}{stage} {'Academy' if running != 'maintained' and rng.chance(0.6) else 'School'}"
