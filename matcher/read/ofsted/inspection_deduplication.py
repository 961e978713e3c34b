"""One judgement for each inspection, although several rows and files may hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from matcher.domain import Judgement
from matcher.read.open_data.parsed_file import first_few

InspectionRecord = tuple[date, int, Judgement]  # the day of the file, how sure its columns are, what they say


def deduplicate_inspections(records: Iterable[InspectionRecord], notes: list[str]) -> tuple[Judgement, ...]:
    """By URN at the time and start date, in that order. Where grades differ, the later file wins, and in one
    file the columns of the latest inspection before those of the previous one; the reader is told.
    """
    by_inspection: dict[tuple[str, date | None], list[InspectionRecord]] = defaultdict(list)
    for one in records:
        by_inspection[one[2].urn, one[2].started].append(one)
    unique = []
    differing: list[str] = []
    for (urn, _), several in by_inspection.items():
        if len(several) > 1:
            several.sort(key=_sureness, reverse=True)
            if len({(j.grade, j.regime == "report-card") for _, _, j in several}) > 1:
                differing.append(urn)
        unique.append(several[0][2])
    if differing:
        message = (
            "inspections are told with different grades; the later file was believed, then the latest inspection's"
        )
        notes.append(f"{len(differing):,} {message} columns (URNs {first_few(differing)})")
    return tuple(sorted(unique, key=_order))


def _sureness(one: InspectionRecord) -> tuple[date, int, bool, str]:
    day, rank, judgement = one
    return day, rank, judgement.grade is not None, repr(judgement)


def _order(judgement: Judgement) -> tuple[str, date, date]:
    return judgement.urn, judgement.started or date.min, judgement.published or date.min
