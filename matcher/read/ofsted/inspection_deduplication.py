"""One judgement for each inspection, although several rows and files may hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from matcher.domain import Judgement
from matcher.read.open_data.parsed_file import first_few

MOST_LISTED = 100
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
    told: list[str] = []
    for (urn, _), several in sorted(by_inspection.items(), key=lambda item: (item[0][0], item[0][1] or date.min)):
        if len(several) > 1:
            several.sort(key=_sureness, reverse=True)
            if len({(j.grade, j.regime == "report-card") for _, _, j in several}) > 1:
                differing.append(urn)
                told.append(_contradiction([judgement for _, _, judgement in several]))
        unique.append(several[0][2])
    if differing:
        message = (
            "inspections are told with different grades; the later file was believed, then the latest inspection's"
        )
        notes.append(f"{len(differing):,} {message} columns (URNs {first_few(differing)})")
        notes += listed(told)
    return tuple(sorted(unique, key=_order))


def _contradiction(several: list[Judgement]) -> str:
    """The school, and each grade with the row that gives it, the one that was believed first."""
    first = several[0]
    said = dict.fromkeys((_grade(j), j.source) for j in several)
    grades: dict[str, str] = {}
    for grade, source in said:
        grades.setdefault(grade, source)
    values = "; ".join(f"{grade} in {source}" for grade, source in grades.items())
    day = first.started.isoformat() if first.started else "a day that is not known"
    return f"URN {first.urn}, inspected on {day}: {values}; the first was believed"


def _grade(judgement: Judgement) -> str:
    if judgement.regime == "report-card":
        return "a report card"
    return f"grade {judgement.grade}" if judgement.grade is not None else "no headline grade"


def listed(told: list[str]) -> list[str]:
    """Contradictions one by one, as many as a reader may want to look up."""
    more = [f"Contradiction: {len(told) - MOST_LISTED:,} more like these"] if len(told) > MOST_LISTED else []
    return [*(f"Contradiction: {line}" for line in told[:MOST_LISTED]), *more]


def _sureness(one: InspectionRecord) -> tuple[date, int, bool, str]:
    day, rank, judgement = one
    return day, rank, judgement.grade is not None, repr(judgement)


def _order(judgement: Judgement) -> tuple[str, date, date]:
    return judgement.urn, judgement.started or date.min, judgement.published or date.min
