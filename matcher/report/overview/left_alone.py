"""Who is in no proposal because somebody said so: who wants no support, by name, and pairs that were refused."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.language.terms import LEADER, RECIPIENT
from matcher.policy import ANY, Pair
from matcher.report import words
from matcher.report.tables.groups import organisation
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.report.tables.shared_tables import ReportScope

LEFT_ALONE = "Left alone"


def left_alone(scope: ReportScope, *, names: bool = False) -> ReportTable:
    """One row per school or trust, or pair, that this run may not propose, with what was said and where it stands.

    `names`: leaders by name too, for the workbook.
    """
    columns = (
        Column(f"{RECIPIENT:C}", "long", 34),
        Column("Id", width=10),
        Column("Region", width=20),
        Column("Not proposed with", "long", 34),
        Column("Why", "long", 50),
    )
    rows = tuple(sorted(_rows(scope, names), key=lambda row: (row[3] != _anybody(), str(row[0]))))
    return ReportTable("Left alone, as was said", columns, rows, "Nobody is left alone.")


def _anybody() -> str:
    return f"any {LEADER}"


def _rows(scope: ReportScope, names: bool) -> Iterator[tuple[Cell, ...]]:
    bodies = {a.id: a for a in scope.assessments}
    for pair in scope.result.policy.forbid:
        body = bodies.get(pair.recipient_id)
        if body is not None:
            yield body.name, body.id, body.region, _with(pair, scope, names), words.capital(pair.reason)


def _with(pair: Pair, scope: ReportScope, names: bool) -> str:
    if pair.leader_id == ANY:
        return _anybody()
    world = scope.result.world
    row = world.leader_row.get(pair.leader_id)
    if row is None:
        return f"{LEADER} {pair.leader_id}"
    leader = world.leaders[row]
    return f"{leader.name}, {organisation(leader, world)}" if names else organisation(leader, world)
