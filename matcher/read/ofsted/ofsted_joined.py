"""What several Ofsted files say of the same inspections, put together: each thing once, contradictions told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from matcher.domain import AreaGrade, InspectionRow
from matcher.read.ofsted.inspection_deduplication import listed
from matcher.read.open_data.parsed_file import ParsedFile, first_few

Grades = dict[tuple[str, date, str], dict[tuple[date, int], AreaGrade]]


def rows_of_all(parsed_files: Iterable[ParsedFile], notes: list[str]) -> tuple[InspectionRow, ...]:
    """Every row of every file, by school, then by inspection and by file, whatever the order of files and rows."""
    found = sorted({row for parsed_file in parsed_files for row in parsed_file.inspection_rows}, key=_order)
    before: defaultdict[tuple[str, date], dict[tuple[str, date], InspectionRow]] = defaultdict(dict)
    for row in found:
        if row.urn and row.started and row.before_urn and row.before_started and row.next_to:
            before[row.urn, row.started][row.before_urn, row.before_started] = row
    differing = [urn for (urn, _), named in before.items() if len(named) > 1]
    if differing:
        said = "inspections follow a different one in different files; the latest file was believed"
        notes.append(f"{len(differing):,} {said} (URNs {first_few(differing)})")
        notes += listed([_another_before(urn, day, rows) for (urn, day), rows in before.items() if len(rows) > 1])
    return tuple(found)


def _another_before(urn: str, day: date, rows: Mapping[tuple[str, date], InspectionRow]) -> str:
    """The school, and each inspection that is said to come before, with the row that says so, the latest file first."""
    in_order = sorted(rows.items(), key=lambda item: (item[1].seen_on, item[1].source), reverse=True)
    values = "; ".join(f"that of {before} (URN {other}) in {row.source}" for (other, before), row in in_order)
    return f"URN {urn}, inspected on {day}: before it came {values}; the first was believed"


def grades_of_all(parsed_files: Iterable[ParsedFile]) -> tuple[AreaGrade, ...]:
    """Areas that were graded on another day than their inspection, with every grade that the files show of them."""
    found: Grades = {}
    for parsed_file in parsed_files:
        for one in parsed_file.area_grades:
            same = found.setdefault((one.urn, one.started, one.area), {})
            known = same.get((one.graded_on, one.grade))
            day = min(one.seen_on, known.seen_on) if known else one.seen_on
            same[one.graded_on, one.grade] = replace(one, seen_on=day)
    changed = [same for same in found.values() if len(same) > 1 or any(g.graded_on != g.started for g in same.values())]
    return tuple(sorted((grade for same in changed for grade in same.values()), key=_by_day))


def _order(row: InspectionRow) -> tuple[object, ...]:
    return (
        row.school,
        row.urn or "",
        row.started or date.min,
        row.seen_on,
        row.latest,
        row.before_urn or "",
        row.before_started or date.min,
        row.visit or 0,
        row.notices or 0,
        row.first,
        row.none_since or date.min,
        row.source,
    )


def _by_day(one: AreaGrade) -> tuple[str, date, str, date, int]:
    return one.urn, one.started, one.area, one.graded_on, one.grade
