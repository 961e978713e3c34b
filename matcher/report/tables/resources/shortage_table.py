"""What is short, for whom, in a table: money's part first, then the bottlenecks, then those nobody may serve."""

from __future__ import annotations

from matcher.report.maps.shortage_map import shortage_marks
from matcher.report.tables.report_table import Column, ReportTable
from matcher.result import Result
from matcher.wording.terms import LEADER, RECIPIENT, in_words

COUNTED = ("nobody", "people")  # the parts that leaders are told with
PARTS = {
    "money": "Money",
    "own interest": "The cap on own interest",
    "nobody": "There is no leader",
    "people": "Leaders' days and room",
}


def shortages(result: Result) -> ReportTable:
    """Each line holds by itself, whatever the goals."""
    columns = (
        Column("What runs out"),
        Column("On the map"),
        Column("For whom", "long"),
        Column(f"{RECIPIENT:Cs}", "count"),
        Column(f"{LEADER:Cs} who may serve any of them", "count"),
        Column("Most that can be matched", "count"),
        Column("Matched here", "count"),
    )
    rows = tuple(
        (
            in_words(PARTS[s.part]),
            m.symbols,
            s.said,
            len(s.recipients),
            len(s.leaders) if s.part in COUNTED else None,
            s.at_most,
            s.matched,
        )
        for m in shortage_marks(result)
        for s in (m.shortage,)
    )
    empty = f"No group was found that is short of {LEADER:s}, their days and room, or money, taken by itself."
    return ReportTable("What is short, and for whom, however the planning is done", columns, rows, empty)
