"""What changed since the last proposal, by name of school or trust: who lost, got or changed a leader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matcher.language.messages import Reader, render
from matcher.language.terms import LEADER, RECIPIENT
from matcher.language.wording import standing
from matcher.report import words
from matcher.report.tables.groups import organisation
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.report.tables.shared_tables import ReportScope
from matcher.world import World

LOST, GOT, ANOTHER, GONE = "Lost its {0}", "Got {0:a}", "Another {0}", "No longer to be matched"


def has_earlier_proposal(scope: ReportScope) -> bool:
    return bool(_before(scope))


def changes(scope: ReportScope, *, names: bool = False) -> ReportTable:
    """One row per school or trust whose leader is another than in the last proposal. `names`: leaders by name too."""
    rows = tuple(_rows(scope, names))
    kept = sum(m.leader.id == _before(scope).get(m.recipient.id) for m in scope.matches)
    columns = (
        Column("What happened", "long", 18),
        Column(f"{RECIPIENT:C}", "long", 30),
        Column("Before", "long", 30),
        Column("Now", "long", 30),
        Column("Why", "long", 50),
    )
    caption = f"{words.count(len(rows), 'change')} since the last proposal; {kept:,} did not change"
    return ReportTable(caption, columns, rows, "Nothing changed since the last proposal.")


def _before(scope: ReportScope) -> Mapping[str, str]:
    """By the ledger where it has one of this term, refused pairs included; else by the pairs handed to the run."""
    advisers = scope.result.world.provider_row["advisers"]  # a school may have one beside its supporter
    pairs = scope.result.before or scope.result.facts.previous or ()
    return {recipient: leader for recipient, leader in pairs if leader not in advisers}


def _rows(scope: ReportScope, names: bool) -> Iterator[tuple[Cell, ...]]:
    result, before = scope.result, _before(scope)
    world, now = result.world, scope.view.by_recipient
    found: list[tuple[int, tuple[Cell, ...]]] = []
    for body in (r for r in world.recipients if scope.has(r)):
        was, match = before.get(body.id), now.get(body.id)
        told = _label(world, was, names) if was else f"no {LEADER}"
        if was and match is None:
            found.append((0, (LOST.format(LEADER), body.name, told, f"no {LEADER}", _why(scope, body.id, names))))
        elif match is not None and match.leader.id != was:
            kind, reason = (ANOTHER if was else GOT), match.pair.standing
            said = f"{words.capital(standing(reason))}." if reason else ""
            moved = _why(scope, body.id, names) if was else ""
            now_with = _label(world, match.leader.id, names)
            found.append((2 if was else 1, (kind.format(LEADER), body.name, told, now_with, f"{moved} {said}".strip())))
    yield from (row for _, row in sorted(found, key=lambda one: (one[0], str(one[1][1]))))
    yield from _gone(scope, before, names)


def _gone(scope: ReportScope, before: Mapping[str, str], names: bool) -> Iterator[tuple[Cell, ...]]:
    world = scope.result.world
    for a in sorted(scope.assessments, key=lambda a: a.name):
        if a.id in before and a.id not in world.recipient_row:
            yield GONE, a.name, _label(world, before[a.id], names), "–", _why(scope, a.id, names) or a.verdict.reason


def _why(scope: ReportScope, id: str, names: bool) -> str:
    """Why its leader is another or none, as the re-run says it; else why it is unmatched; '' where neither does."""
    result = scope.result
    said = result.moved.get(id)
    if said is None:
        return next((u.reason for u in result.unmatched if u.recipient_id == id), "")
    leaders = {leader.id: leader.name for leader in result.world.leaders} if names else {}
    return render(said, Reader(leaders=leaders))


def _label(world: World, leader_id: str, names: bool) -> str:
    """The leader's organisation, with their name for those who decide; the id where the register has them no more."""
    row = world.leader_row.get(leader_id)
    if row is None:
        return f"{LEADER} {leader_id}, no longer in the register"
    leader = world.leaders[row]
    return f"{leader.name}, {organisation(leader, world)}" if names else organisation(leader, world)
