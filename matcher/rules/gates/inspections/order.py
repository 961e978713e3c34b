"""Which inspection came before which, as Ofsted's files show it: the facts that several gates read of a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from matcher.domain import AreaGrade, Judgement

Key = tuple[str, date | None]  # one inspection: the school's URN at the time, and the day it started

LEADERSHIP = "leadership-and-governance"


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """What the files say of the order of all inspections.

    `before`: the graded inspection before each, None where there was none; one that is not a key is not known.
    `loosely`: those whose `before` may have others in between. `visits`: the nth re-inspection of a school that
    requires improvement. `latest_on`: the last day on which a file shows it as its school's latest. `none_since`:
    there was none from that day until this one. `silent`: the schools without any inspection in a file that shows none
    before a day, which is given. `never`: the last day on which a file says that the school has had none at all.
    `notices`: warning notices of a school in the academic year of the last file that counts any, and that file's day.
    `changes`: areas of report cards graded on a day of their own.
    """

    before: Mapping[Key, Key | None] = field(default_factory=dict)
    loosely: frozenset[Key] = frozenset()
    visits: Mapping[Key, int] = field(default_factory=dict)
    latest_on: Mapping[Key, date] = field(default_factory=dict)
    none_since: Mapping[Key, date] = field(default_factory=dict)
    silent: Mapping[str, date] = field(default_factory=dict)
    never: Mapping[str, date] = field(default_factory=dict)
    notices: Mapping[str, tuple[int, date]] = field(default_factory=dict)
    changes: Mapping[tuple[Key, str], tuple[AreaGrade, ...]] = field(default_factory=dict)


NO_ORDER = Order()


def key_of(judgement: Judgement) -> Key:
    return judgement.urn, judgement.started
