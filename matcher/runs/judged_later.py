"""Who qualified in a run whose seal holds, without judging everybody again: those it calls eligible are judged, any
other when somebody asks."""

from __future__ import annotations

import csv
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import overload

from matcher.domain import Assessment, Facts, Recipient
from matcher.eligibility import Bodies, assess, assess_some, bodies
from matcher.garbage import nothing_collected
from matcher.policy import Policy
from matcher.rules.rulebooks import rulebook_of

ELIGIBILITY = "eligibility.csv"  # a table of the run folder, which its seal covers
_COLUMNS = ("id", "region", "verdict", "rests_on_forgotten")
SealedVerdict = tuple[str, str, str, str]  # the cells of these columns


@dataclass(frozen=True, eq=False)
class WhoQualifies:
    """What a world takes from the verdicts: every body's region, the recipients by id, of all regions, and whose
    verdict rests on forgotten inspections."""

    region_of: Mapping[str, str]
    recipients: Mapping[str, Recipient]
    on_forgotten: frozenset[str]

    @classmethod
    def of(cls, assessments: Sequence[Assessment]) -> WhoQualifies:
        if isinstance(assessments, JudgedLater):
            return assessments.who_qualifies
        return cls(
            {a.id: a.region for a in assessments},
            {a.id: a.recipient for a in assessments if a.recipient},
            frozenset(a.id for a in assessments if a.rests_on_forgotten),
        )


def by_id(assessments: Sequence[Assessment]) -> Mapping[str, Assessment]:
    return assessments.by_id if isinstance(assessments, JudgedLater) else {a.id: a for a in assessments}


def sealed_verdicts(folder: Path) -> tuple[SealedVerdict, ...]:
    """Of every school and trust that the run looked at; () where the table has not these columns."""
    with (folder / ELIGIBILITY).open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    if not {*_COLUMNS} <= {*header}:
        return ()
    one, region, verdict, rests = (header.index(name) for name in _COLUMNS)
    return tuple((row[one], row[region], row[verdict], row[rests]) for row in rows)


class JudgedLater(Sequence[Assessment]):
    """The verdicts of a run by what it sealed of them: all are judged, as `assess` would, only where all are asked
    for. Where a body that was eligible is not any more, by the rules as they are now, everybody is judged."""

    def __init__(self, facts: Facts, policy: Policy, sealed: Sequence[SealedVerdict]) -> None:
        self._facts, self._policy, self._sealed = facts, policy, sealed

    @cached_property
    def _bodies(self) -> Bodies:
        return bodies(self._facts, self._policy.as_at)

    @cached_property
    def all(self) -> tuple[Assessment, ...]:
        with nothing_collected():
            return assess(self._facts, self._policy, rulebook_of(self._policy).gates, self._bodies)

    @nothing_collected()
    def some(self, ids: Iterable[str]) -> tuple[Assessment, ...]:
        gates = rulebook_of(self._policy).gates
        return assess_some(frozenset(ids), self._facts, self._policy, gates, self._bodies)

    @cached_property
    def who_qualifies(self) -> WhoQualifies:
        eligible = {id_ for id_, _, verdict, _ in self._sealed if verdict == "eligible"}
        recipients = {a.id: a.recipient for a in self.some(eligible) if a.recipient}
        if recipients.keys() != eligible:
            return WhoQualifies.of(self.all)
        resting = frozenset(id_ for id_, _, _, rests in self._sealed if rests == "yes")
        return WhoQualifies({id_: region for id_, region, _, _ in self._sealed}, recipients, resting)

    @cached_property
    def by_id(self) -> Mapping[str, Assessment]:
        return JudgedById(self, [id_ for id_, *_ in self._sealed])

    @overload
    def __getitem__(self, place: int) -> Assessment: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Assessment]: ...
    def __getitem__(self, place: int | slice) -> Assessment | Sequence[Assessment]:
        return self.all[place]

    def __len__(self) -> int:
        return len(self.all)


class JudgedById(Mapping[str, Assessment]):
    """By id, each judged when it is asked for, and everybody for `values` and `items`."""

    def __init__(self, judged: JudgedLater, ids: Sequence[str]) -> None:
        self._judged, self._ids = judged, dict.fromkeys(ids)
        self._made: dict[str, Assessment] = {}

    def __getitem__(self, id_: str) -> Assessment:
        if id_ not in self._made:
            found = self._judged.some((id_,)) if id_ in self._ids else ()
            if not found:
                raise KeyError(id_)
            self._made[id_] = found[0]
        return self._made[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def values(self) -> ValuesView[Assessment]:
        return {a.id: a for a in self._judged.all}.values()

    def items(self) -> ItemsView[str, Assessment]:
        return {a.id: a for a in self._judged.all}.items()
