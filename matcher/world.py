"""The data of a run: recipients, leaders and registers in canonical order, with columns as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from matcher.domain import Adviser, Facts, GovernanceLeader, Leader, Organisation, Recipient
from matcher.policy import Pinned, Policy

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

UNKNOWN = -1  # distance not known: a place is missing

Provider = Leader | GovernanceLeader | Adviser
# who gives support: system leaders (or organisations in their place), governance leaders, or advisers
ProviderKind = Literal["leaders", "governance", "advisers"]


@dataclass(frozen=True, eq=False)
class World:
    """Everything a rule may read. Recipients and every kind of provider are sorted by id, as are the arrays.

    In a programme of supporting organisations, `leaders` are made of those (`matcher.rules.supporters`).
    `memo` caches what rules compute once per world; it never holds facts.
    """

    policy: Policy
    facts: Facts
    recipients: tuple[Recipient, ...]
    leaders: tuple[Leader, ...]
    governance_leaders: tuple[GovernanceLeader, ...] = ()
    region_of: Mapping[str, str] = field(default_factory=dict)  # any assessed body's region, by id
    rests_on_forgotten: frozenset[str] = frozenset()  # recipients whose verdict hangs on inspections no longer shown
    qualifying: frozenset[str] = frozenset()  # ids of the bodies that qualify, in the run's regions or not
    advisers: tuple[Adviser, ...] = ()
    memo: dict[str, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def recipient_row(self) -> Mapping[str, int]:
        return {r.id: i for i, r in enumerate(self.recipients)}

    @cached_property
    def leader_row(self) -> Mapping[str, int]:
        return {x.id: i for i, x in enumerate(self.leaders)}

    @cached_property
    def governance_row(self) -> Mapping[str, int]:
        return {x.id: i for i, x in enumerate(self.governance_leaders)}

    @cached_property
    def providers(self) -> Mapping[ProviderKind, tuple[Provider, ...]]:
        """Those who give support, by kind, in the order of their rows."""
        return {"leaders": self.leaders, "governance": self.governance_leaders, "advisers": self.advisers}

    @cached_property
    def binding_pins(self) -> tuple[Pinned, ...]:
        """The policy's pins, but for those of schools and trusts in a region that is not this run's."""
        return tuple(pin for pin in self.policy.pins if not self._is_elsewhere(pin))

    @cached_property
    def pins_elsewhere(self) -> tuple[Pinned, ...]:
        """The pins of bodies in a region that is not this run's: they are told of and bind nothing here."""
        return tuple(pin for pin in self.policy.pins if self._is_elsewhere(pin))

    def _is_elsewhere(self, pin: Pinned) -> bool:
        served, region = self.policy.regions, self.region_of.get(pin.recipient_id)
        return served is not None and bool(region) and region not in served

    @cached_property
    def provider_row(self) -> Mapping[ProviderKind, Mapping[str, int]]:
        """Per kind, the row of each id."""
        advisers = {x.id: i for i, x in enumerate(self.advisers)}
        return {"leaders": self.leader_row, "governance": self.governance_row, "advisers": advisers}

    @cached_property
    def provider_place(self) -> Mapping[ProviderKind, Ints]:
        """Per kind, places with shape (providers, 2), as `recipient_place`."""
        return {
            "leaders": self.leader_place,
            "governance": _places(self.governance_leaders),
            "advisers": _places(self.advisers),
        }

    @cached_property
    def organisations(self) -> Mapping[str, Organisation]:
        return {o.id: o for o in self.facts.organisations}

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Regions that occur among recipients, in alphabetical order."""
        return tuple(sorted({r.region for r in self.recipients}))

    @cached_property
    def recipient_region(self) -> Ints:
        """Per recipient, its row in `regions`."""
        row = {name: i for i, name in enumerate(self.regions)}
        return _ints(row[r.region] for r in self.recipients)

    @cached_property
    def recipient_is_trust(self) -> Bools:
        return np.array([r.kind == "trust" for r in self.recipients], dtype=np.bool_)

    @cached_property
    def recipient_place(self) -> Ints:
        """Shape (recipients, 2): easting and northing in metres, `UNKNOWN` where not known."""
        return _places(self.recipients)

    @cached_property
    def leader_place(self) -> Ints:
        return _places(self.leaders)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _places(bodies: Iterable[Recipient | Provider]) -> Ints:
    flat = [
        (b.easting, b.northing) if b.easting is not None and b.northing is not None else (UNKNOWN, UNKNOWN)
        for b in bodies
    ]
    return np.array(flat, dtype=np.int64).reshape(-1, 2)


def metres_between(here: Ints, there: Ints) -> Ints:
    """Straight-line distance on the national grid in whole metres, rounded down; `UNKNOWN` where a place is missing.

    `here` and `there` have shape (n, 2). Exact: the float root is corrected in integers.
    """
    gap = here - there
    square = (gap * gap).sum(axis=1)
    root: Ints = np.sqrt(square.astype(np.float64)).astype(np.int64)
    root -= root * root > square
    root += (root + 1) * (root + 1) <= square
    both_known = (here[:, 0] != UNKNOWN) & (there[:, 0] != UNKNOWN)
    return np.where(both_known, root, UNKNOWN)


# First days of the terms (month, day): they name a run's term. When schools are open stands in programmes/calendars.
TERM_STARTS = {"autumn": (9, 1), "spring": (1, 1), "summer": (4, 1)}


def season_of(day: date) -> str:
    """The name of the term that a day is in, without its year."""
    begun = {name: start for name, start in TERM_STARTS.items() if start <= (day.month, day.day)}
    return max(begun, key=lambda name: begun[name])


def last_day_of_term(term: str) -> date:
    """The day before the next term begins, of a term named as in `term_day`."""
    begun = term_day(term)
    later = [(month, day) for month, day in TERM_STARTS.values() if (month, day) > (begun.month, begun.day)]
    following = date(begun.year, *min(later)) if later else date(begun.year + 1, *min(TERM_STARTS.values()))
    return following - timedelta(days=1)


def term_day(term: str) -> date:
    """The first day of a term named `autumn-2022`, `spring-2023` or `summer-2023`. Raises ValueError otherwise."""
    season, _, year = term.partition("-")
    if season not in TERM_STARTS or not year.isdigit():
        raise ValueError(f"not a term: {term!r}; write it as autumn-2022")
    return date(int(year), *TERM_STARTS[season])
