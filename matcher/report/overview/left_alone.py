"""Who is in no proposal because somebody said so: who wants no support, by name, and pairs that were refused."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.case.rise.adviser import adviser_named
from matcher.policy import ANY, Pair
from matcher.report import words
from matcher.report.tables.groups import organisation
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.report.tables.shared_tables import ReportScope
from matcher.wording.terms import LEADER, RECIPIENT

LEFT_ALONE = "Left alone"
BY_A_PERSON = "ruled out by a person, who gave a reason"  # which may name an interest: it is shown to nobody


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
    result = scope.result
    own = {(pair.recipient_id, pair.leader_id): pair.reason for pair in result.left_alone}
    for pair in result.policy.forbid:
        body, said = bodies.get(pair.recipient_id), own.get((pair.recipient_id, pair.leader_id))
        if body is not None:
            why = words.capital(said or BY_A_PERSON)
            yield body.name, body.id, body.region, _with(pair, scope, names), why


def _with(pair: Pair, scope: ReportScope, names: bool) -> str:
    if pair.leader_id == ANY:
        return _anybody()
    world = scope.result.world
    if pair.leader_id in world.provider_row["advisers"]:
        return adviser_named(world, pair.leader_id, names)
    row = world.leader_row.get(pair.leader_id)
    if row is None:
        return f"{LEADER} {pair.leader_id}"
    leader = world.leaders[row]
    return f"{leader.name}, {organisation(leader, world)}" if names else organisation(leader, world)
