"""Who runs the sample's schools: trusts of every kind and the story each is meant to tell an eligibility gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice

from matcher.sample.people_and_places.places import WORDS
from matcher.sample.random_stream import RandomStream
from matcher.sample.size import HOME_TIMES, Size

# The seven partners' areas of 2022/23; the partners themselves are invented.
BROKERED = (
    ("East Midlands",),
    ("North West", "Yorkshire and the Humber"),
    ("South West",),
    ("North East",),
    ("East of England",),
    ("South East", "London"),
    ("West Midlands",),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustStory:
    """What a trust's schools went through (see `inspections`), repeated to its size, and when they joined."""

    share: float
    eventful_share: float
    schools: tuple[str, ...]
    joined: tuple[date, date] = (date(2012, 4, 1), date(2018, 9, 1))
    sizes: tuple[int, int] = (2, 7)
    joined_known: bool = True


STORIES = {
    "strong": TrustStory(share=46, eventful_share=33, schools=("top", "up", "steady", "up-two"), sizes=(3, 7)),
    "decline": TrustStory(share=7, eventful_share=15, schools=("down", "steady", "steady")),
    "share": TrustStory(share=7, eventful_share=11, schools=("lifted-to-ri", "still-ri", "up-two")),
    "ordinary": TrustStory(share=24, eventful_share=7, schools=("steady", "uninspected", "up", "free-school")),
    "young": TrustStory(
        share=5,
        eventful_share=7,
        schools=("down", "steady"),
        joined=(date(2020, 9, 1), date(2021, 4, 1)),
        sizes=(2, 5),
    ),
    "unknown-joined": TrustStory(
        share=1, eventful_share=7, schools=("down", "steady"), sizes=(2, 3), joined_known=False
    ),
    "several-before": TrustStory(
        share=1, eventful_share=4, schools=("merged", "steady", "steady", "steady"), sizes=(3, 4)
    ),
    "big-one-falls": TrustStory(share=2, eventful_share=4, schools=("big-down", "up", "up", "steady"), sizes=(4, 4)),
    "falls-far": TrustStory(share=2, eventful_share=4, schools=("far-down", "top", "steady", "steady"), sizes=(4, 4)),
    "few-inspected": TrustStory(
        share=2, eventful_share=4, schools=("still-ri", "uninspected", "uninspected"), sizes=(3, 3)
    ),
    "tenure-edge": TrustStory(
        share=2,
        eventful_share=4,
        schools=("down", "steady"),
        joined=(date(2019, 10, 1), date(2019, 12, 1)),
        sizes=(2, 3),
    ),
    "both-since": TrustStory(share=1, eventful_share=4, schools=("both-since", "steady", "steady"), sizes=(3, 3)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTrust:
    """A group of GIAS. `kind` is its Group Type; `size` how many schools a multi-academy trust is to have."""

    uid: str
    name: str
    kind: str
    region: str
    size: int
    opened: date
    story: str = ""
    broker_for: tuple[str, ...] = ()
    sponsor_uid: str | None = None
    closed: date | None = None

    @property
    def ukprn(self) -> str:
        """Of a form that no real trust has: real numbers begin with 10."""
        return f"190{self.uid}"

    @property
    def group_id(self) -> str:
        return f"TR{self.uid}" if self.kind in ("Multi-academy trust", "Single-academy trust") else ""


def multi_academy_trusts(size: Size, seed: int) -> list[SampleTrust]:
    """Trusts for a little under half of the schools; the first seven strong ones are the delivery partners."""
    rng = RandomStream(seed, "trusts")
    number = max(15, size.schools * (12 if size.eventful else 9) // 100)
    shares = {name: story.eventful_share if size.eventful else story.share for name, story in STORIES.items()}
    brokered = iter(BROKERED)
    trusts, room = [], size.schools * 48 // 100
    for index, (home, story) in enumerate(rng.in_shares_over(size.regions_for(number, home_times=HOME_TIMES), shares)):
        broker_for = next(brokered, ()) if story == "strong" else ()
        region = home
        if broker_for and broker_for[0] in size.regions:
            region = broker_for[0]
        trust = _trust(rng, index, story, region, broker_for)
        if trust.size <= room:
            trusts.append(trust)
            room -= trust.size
    return trusts


def school_stories(trust: SampleTrust) -> list[str]:
    return list(islice(cycle(STORIES[trust.story].schools), trust.size))


def _trust(rng: RandomStream, index: int, story: str, region: str, broker_for: tuple[str, ...]) -> SampleTrust:
    low, high = STORIES[story].sizes
    word = rng.choice(WORDS)
    name = f"{word} {rng.choice(('Learning Trust', 'Academies Trust', 'Education Partnership', 'Schools’ Trust'))}"
    return SampleTrust(
        uid=str(90_001 + index),
        name=name.upper() if index % 3 == 0 else name,
        kind="Multi-academy trust",
        region=region,
        size=12 if broker_for == BROKERED[1] else rng.integer(low, high),
        opened=rng.day(date(2011, 3, 1), date(2012, 3, 31)),
        story=story,
        broker_for=broker_for,
        sponsor_uid=str(80_001 + index) if index % 2 == 0 else None,
    )
