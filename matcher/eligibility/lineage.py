"""One school under its successive URNs: predecessors, successors, opening, closing and judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from matcher.domain import Facts, Judgement, School
from matcher.rules.gates.body import HISTORY

FURTHEST = 20  # successions followed; more is a circle


@dataclass(frozen=True, eq=False)
class Lineage:
    """The successions and judgements of the facts, by URN.

    A school is the same under an earlier URN only where it has exactly one predecessor, in a plain succession.
    """

    facts: Facts

    @cached_property
    def _parents(self) -> Mapping[str, tuple[str, ...]]:
        return _grouped((s.new_urn, s.old_urn) for s in self.facts.successions)

    @cached_property
    def _plain(self) -> frozenset[tuple[str, str]]:
        return frozenset((s.old_urn, s.new_urn) for s in self.facts.successions if s.plain)

    @cached_property
    def _heirs(self) -> Mapping[str, tuple[str, ...]]:
        return _grouped((s.old_urn, s.new_urn) for s in self.facts.successions if s.plain)

    @cached_property
    def _linked_on(self) -> Mapping[tuple[str, str], date]:
        return {(s.old_urn, s.new_urn): s.on for s in self.facts.successions if s.on}

    @cached_property
    def _followed_on(self) -> Mapping[str, date]:
        """When a school followed its one predecessor; not where it absorbed another school, since it existed before."""
        return {new: day for (old, new), day in self._linked_on.items() if self._sole_parent.get(new) == old}

    @cached_property
    def _sole_parent(self) -> Mapping[str, str]:
        """The one predecessor of each school that plainly succeeded exactly one."""
        return {new: old for new, (old, *more) in self._parents.items() if not more and (old, new) in self._plain}

    @cached_property
    def _opened(self) -> Mapping[str, date]:
        """Its first day, or the link's where no file gives it."""
        files = {school.urn: school.opened for school in self.facts.schools.values() if school.opened}
        return {**self._followed_on, **files}

    @cached_property
    def _last_sign(self) -> Mapping[str, date]:
        """The last day on which a school is known to have been there, inspected or seen in a trust."""
        signs = [(j.urn, j.started) for j in self.facts.judgements if j.started]
        signs += [(m.urn, m.seen_on) for m in self.facts.memberships if m.seen_on and not m.left]
        signs += [(school.urn, school.opened) for school in self.facts.schools.values() if school.opened]
        return dict(sorted(signs))

    @cached_property
    def _judged(self) -> Mapping[str, HISTORY]:
        result: defaultdict[str, list[Judgement]] = defaultdict(list)
        for judgement in self.facts.judgements:
            result[judgement.urn].append(judgement)
        return {urn: in_order(judgements) for urn, judgements in result.items()}

    def line(self, urn: str) -> tuple[str, ...]:
        """Its own URN, then that of each sole predecessor, newest first."""
        if urn not in self._sole_parent:
            return (urn,)
        urns = [urn]
        while (older := self._sole_parent.get(urns[-1])) and older not in urns and len(urns) < FURTHEST:
            urns.append(older)
        return tuple(urns)

    def history(self, line: tuple[str, ...]) -> HISTORY:
        parts = [own for urn in line if (own := self._judged.get(urn))]
        return parts[0] if len(parts) == 1 else in_order(chain.from_iterable(parts))

    def several(self, line: tuple[str, ...]) -> tuple[HISTORY, ...]:
        """Where the line begins with a merger or a split: the history of each school there before it opened."""
        parents = self._parents.get(line[-1], ())
        school = self.facts.schools.get(line[-1])
        if not parents or school is None or school.opened is None or parents[0] in line:
            return ()
        opened = school.opened
        histories = (
            tuple(j for j in self.history(self.line(parent)) if (j.started or j.published or opened) < opened)
            for parent in parents
            if parent not in line
        )
        return tuple(dict.fromkeys(h for h in histories if h))

    def today(self, urn: str) -> tuple[str, ...]:
        """The URNs that plainly followed, one after another, nearest first."""
        urns: list[str] = []
        while len(heirs := self._heirs.get(urns[-1] if urns else urn, ())) == 1 and heirs[0] not in (urn, *urns):
            urns.append(heirs[0])
        return tuple(urns)

    def is_open(self, school: School, on: date) -> bool:
        """Open from its first day (or the link's, where it followed another) until its one successor opened.

        That is more reliable than a closing date: future closing dates are plans, and some slip. Without such a
        successor, a school that closes on the day is open still, unless one that follows has opened.
        """
        opened, heirs = self._opened.get(school.urn), self._heirs.get(school.urn, ())
        if opened is not None and opened > on:
            return False
        if not heirs:
            return school.closed is None or school.closed >= on
        last_sign = self._last_sign.get(school.urn, date.min)
        if len(heirs) == 1 and (began := self._opened.get(heirs[0])) and began > last_sign:
            return began > on
        if school.closed is not None and school.closed != on:
            return school.closed > on
        followed = (self._linked_on.get((school.urn, heir)) for heir in heirs)
        return not any(began is not None and last_sign < began <= on for began in followed)


def in_order(judgements: Iterable[Judgement]) -> HISTORY:
    """By the day the inspection started; where that is missing, by the report."""
    return tuple(
        sorted(judgements, key=lambda j: (j.started or j.published or date.min, j.published or date.min, j.urn))
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    result: defaultdict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        result[key].add(value)
    return {key: tuple(sorted(values)) for key, values in result.items()}
