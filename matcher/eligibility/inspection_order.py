"""All files' rows joined: the order of inspections, and which of them are those of a school through its URNs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from matcher.domain import AreaGrade, Facts, InspectionRow, Judgement
from matcher.eligibility.lineage import Lineage, in_order
from matcher.rules.gates.body import HISTORY
from matcher.rules.gates.inspections.order import Key, Order, key_of

FURTHEST = 50  # inspections followed back; more is a circle


@dataclass(frozen=True, eq=False)
class Inspections:
    """The facts' inspections by key, by URN, and in order."""

    facts: Facts
    lineage: Lineage

    @cached_property
    def order(self) -> Order:
        rows = sorted(self.facts.inspection_rows, key=lambda r: (r.seen_on, r.next_to, r.source))
        before: dict[Key, Key | None] = {}
        loosely: dict[Key, bool] = {}
        for row in rows:  # the latest file's word is the last
            if not (row.urn and row.started):
                continue
            key = row.urn, row.started
            if row.before_urn and row.before_started:
                if row.next_to or loosely.get(key, True):
                    before[key], loosely[key] = (row.before_urn, row.before_started), not row.next_to
            elif row.first and key not in before:
                before[key] = None
        return Order(
            before=before,
            loosely=frozenset(key for key, loose in loosely.items() if loose),
            visits=_most((r.urn, r.started, r.visit) for r in rows if r.visit),
            latest_on={(r.urn, r.started): r.seen_on for r in rows if r.latest and r.urn},
            none_since={(r.urn, r.started): r.none_since for r in rows if r.urn and r.none_since},
            silent={r.school: r.none_since for r in rows if r.urn is None and r.none_since},
            never={r.school: r.seen_on for r in rows if r.urn is None and r.first},
            notices={r.school: (r.notices, r.seen_on) for r in rows if r.notices},
            changes=_changes(self.facts.area_grades),
        )

    @cached_property
    def shown(self) -> frozenset[Key]:
        """Every inspection that a row of some file is about."""
        return frozenset((row.urn, row.started) for row in self.facts.inspection_rows if row.urn)

    @cached_property
    def _judged(self) -> Mapping[Key, Judgement]:
        return {key_of(judgement): judgement for judgement in self.facts.judgements}

    @cached_property
    def _rows_of(self) -> Mapping[str, list[InspectionRow]]:
        """The rows of each school that name an inspection under another URN."""
        found: defaultdict[str, list[InspectionRow]] = defaultdict(list)
        for row in self.facts.inspection_rows:
            if row.urn and (row.urn != row.school or (row.before_urn and row.before_urn != row.school)):
                found[row.school].append(row)
        return found

    def past(self, line: tuple[str, ...], history: HISTORY) -> HISTORY:
        """The judgements of a school: of its line, and those that Ofsted's rows name as its own, in order.

        Of a school under another URN only what came up to the inspection that a row names: it may go on by itself.
        """
        reached = dict.fromkeys(self._named(line))
        known = {key_of(j): j for j in history}
        if not reached and all(older in known for older in map(self.order.before.get, known) if older):
            return history
        own = set(line)
        for urn, until in reached:
            if urn not in own:
                known |= {key_of(j): j for j in self.lineage.history((urn,)) if (j.started or date.max) <= until}
        return in_order(self._back(known).values())

    def _named(self, line: Iterable[str]) -> Iterator[tuple[str, date]]:
        todo, seen = list(line), set(line)
        while todo:
            for row in self._rows_of.get(todo.pop(), ()):
                for urn, started in ((row.urn, row.started), (row.before_urn, row.before_started)):
                    if urn is None or started is None:
                        continue
                    yield urn, started
                    if urn not in seen:
                        seen.add(urn)
                        todo.append(urn)

    def _back(self, known: dict[Key, Judgement]) -> dict[Key, Judgement]:
        """With every inspection that a file names as before one of these."""
        for key in list(known):
            for _ in range(FURTHEST):
                older = self.order.before.get(key)
                if older is None or older in known or older not in self._judged:
                    break
                known[older] = self._judged[older]
                key = older
        return known


def _most(visits: Iterable[tuple[str | None, date | None, int | None]]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for urn, started, visit in visits:
        if urn and visit:
            found[urn, started] = max(visit, found.get((urn, started), 0))
    return found


def _changes(grades: Iterable[AreaGrade]) -> dict[tuple[Key, str], tuple[AreaGrade, ...]]:
    found: defaultdict[tuple[Key, str], list[AreaGrade]] = defaultdict(list)
    for grade in grades:
        found[(grade.urn, grade.started), grade.area].append(grade)
    return {key: tuple(sorted(given, key=lambda g: (g.graded_on, g.seen_on, g.grade))) for key, given in found.items()}
