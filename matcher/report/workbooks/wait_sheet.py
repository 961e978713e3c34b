"""The sheet of those asked to wait for the year ahead, in which a director decides each; it comes back by `decide`."""

from __future__ import annotations

from matcher.report import year_tables
from matcher.report.tables.report_table import Column, ReportTable, worded
from matcher.report.tables.shared_tables import ReportScope
from matcher.wording.terms import RECIPIENT

WAITS = "Asked to wait"
_DECIDED = (
    Column("Decision", "long", 14, open=True),
    Column("Until", "long", 10, open=True),
    Column("Reason for the decision", "long", 16, open=True),
    Column("Decided by", "long", 10, open=True),
    Column("Decided on", "long", 10, open=True),
    Column("run_id", hidden=True),
    Column("recipient_id", hidden=True),
)


def waits(scope: ReportScope) -> ReportTable:
    """One row for each, as the page has it, with cells for the director's decision."""
    table = year_tables.waiting(scope)
    more = (("", "", "", "", "", scope.result.run_id, id) for id in year_tables.waiting_ids(scope))
    rows = tuple((*row, *cells) for row, cells in zip(table.rows, more, strict=True))
    return ReportTable(table.caption, worded((*table.columns, *_DECIDED)), rows, table.empty)


def sentences(scope: ReportScope) -> tuple[str, ...]:
    """What the first sheet says of it; nothing where nobody is asked to wait."""
    if not year_tables.waiting_ids(scope):
        return ()
    return (
        f"Under {WAITS} are {RECIPIENT:s} that could be supported now and are asked to wait, with those expected later"
        " in view. A director approves or refuses each in the yellow columns there. No match of their region is"
        " approved before.",
    )
