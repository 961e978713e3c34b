"""The registers together, as they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.domain import (
    Adviser,
    Crossing,
    Deployment,
    ExpectedArrivals,
    GovernanceLeader,
    InputFile,
    Interest,
    Journey,
    JudgedPair,
    Leader,
    Organisation,
    Person,
    Recipient,
    Request,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """Every register, each sorted by id. `ids` are those that a table names at all, rows with a fault included,
    so that one bad cell is not reported again wherever its row is referred to; None where it could not be read.
    """

    recipients: tuple[Recipient, ...] = ()
    leaders: tuple[Leader, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    governance_leaders: tuple[GovernanceLeader, ...] = ()
    advisers: tuple[Adviser, ...] = ()
    interests: tuple[Interest, ...] = ()
    people: tuple[Person, ...] = ()
    pairs: tuple[JudgedPair, ...] = ()
    requests: tuple[Request, ...] = ()
    history: tuple[Deployment, ...] = ()
    journeys: tuple[Journey, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    expected: tuple[ExpectedArrivals, ...] = ()
    files: tuple[InputFile, ...] = field(default=(), compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)
    ids: Mapping[str, frozenset[str] | None] = field(default_factory=dict, compare=False)
