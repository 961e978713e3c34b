"""What changed since the last proposal, by name of school or trust: who lost, got or changed a leader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from matcher.case.rise.adviser import adviser_named
from matcher.case.tables.changes import GONE, KINDS, ChangedCase, changed_cases, kind_words
from matcher.domain import School
from matcher.policy import ANY
from matcher.report import words
from matcher.report.tables.groups import organisation
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.report.tables.shared_tables import ReportScope
from matcher.runs.closing import closed, closed_by
from matcher.wording.messages import Reader, render
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import standing
from matcher.world import World


def has_earlier_proposal(scope: ReportScope) -> bool:
    return bool(_before(scope))


def changes(scope: ReportScope, *, names: bool = False) -> ReportTable:
    """One row per school or trust whose leader is another than in the last proposal. `names`: leaders by name too."""
    found, here = _found(scope), {r.id for r in scope.result.world.recipients if scope.has(r)}
    rows = (*_rows(scope, found, names), *_advisers(scope, names))
    moved = {x.recipient_id for x in found if x.kind != GONE} | {x.recipient_id for x, _ in scope.result.advisers_moved}
    kept = len(here - moved)
    columns = (
        Column("What happened", "long", 18),
        Column(f"{RECIPIENT:C}", "long", 30),
        Column("Before", "long", 30),
        Column("Now", "long", 30),
        Column("Why", "long", 50),
    )
    caption = f"{words.count(len(rows), 'change')} since the last proposal; {kept:,} did not change"
    return ReportTable(caption, columns, rows, "Nothing changed since the last proposal.")


def _advisers(scope: ReportScope, names: bool) -> Iterator[tuple[Cell, ...]]:
    """Those with another adviser, or none any more: those who lost one first."""
    world = scope.result.world
    for x, why in sorted(scope.result.advisers_moved, key=lambda one: bool(one[0].now)):
        school = world.recipients[world.recipient_row[x.recipient_id]]
        if scope.has(school):
            was, now = (adviser_named(world, id, names) if id else "no adviser" for id in (x.was, x.now))
            yield x.words, school.name, was, now, render(why, Reader())


def _before(scope: ReportScope) -> Mapping[str, str]:
    """By the ledger where it has one of this term, refused pairs included; else by the pairs handed to the run."""
    advisers = scope.result.world.provider_row["advisers"]  # a school may have one beside its supporter
    pairs = scope.result.before or scope.result.facts.previous or ()
    return {recipient: leader for recipient, leader in pairs if leader not in advisers}


def _found(scope: ReportScope) -> tuple[ChangedCase, ...]:
    """Those of whom the leader is another, or none, in the scope."""
    before, now = _before(scope), {id: m.leader.id for id, m in scope.view.by_recipient.items()}
    here = tuple(r.id for r in scope.result.world.recipients if scope.has(r))
    names = _names(scope)
    return tuple(x for x in changed_cases(before, now, here, scope.result.known_before) if x.recipient_id in names)


def _names(scope: ReportScope) -> Mapping[str, str]:
    """Id -> name: of schools closed since, of those to be matched, and of everybody assessed."""
    closed_since = {
        s.urn: s.name for s in _schools(scope, {*_before(scope), *(scope.result.known_before or ())}) if scope.has(s)
    }
    here = {r.id: r.name for r in scope.result.world.recipients if scope.has(r)}
    return closed_since | here | {a.id: a.name for a in scope.assessments}


def _rows(scope: ReportScope, found: Iterable[ChangedCase], names: bool) -> Iterator[tuple[Cell, ...]]:
    """By what happened, then by name."""
    called = _names(scope)
    for x in sorted(found, key=lambda x: (KINDS.index(x.kind), called[x.recipient_id])):
        was, then = (_label(scope.result.world, leader, names) for leader in (x.was, x.now))
        yield kind_words(x.kind), called[x.recipient_id], was, "–" if x.kind == GONE else then, _why(scope, x, names)


def _schools(scope: ReportScope, ids: Iterable[str]) -> Iterator[School]:
    """Those of the ids that are schools of the files, open or closed."""
    schools = scope.result.facts.schools
    return (schools[id] for id in ids if id in schools)


def _why(scope: ReportScope, x: ChangedCase, names: bool) -> str:
    """Why its leader is another or none, as the re-run says it; with a leader also how near and fit that one is."""
    moved = _moved(scope, x, names)
    if x.kind == GONE:
        return moved or _why_gone(scope, x.recipient_id)
    if not x.now:
        reasons = (u.reason for u in scope.result.unmatched if u.recipient_id == x.recipient_id)
        return moved or next(reasons, "")
    reason = scope.view.by_recipient[x.recipient_id].pair.standing
    said = f"{words.capital(standing(reason))}." if reason else ""
    return f"{moved} {said}".strip()


def _why_gone(scope: ReportScope, id: str) -> str:
    """That it has closed, and as which it goes on; else its verdict."""
    ended = closed_by(scope.result.facts, id, scope.result.policy.as_at)
    if ended is not None:
        return f"It {closed(ended)}."
    return next((a.verdict.reason for a in scope.assessments if a.id == id), "")


def _moved(scope: ReportScope, x: ChangedCase, names: bool) -> str:
    """What the re-run says of it; '' where it says nothing."""
    result = scope.result
    said = result.moved.get(x.recipient_id)
    if said is None:
        pairs = {(x.recipient_id, leader) for leader in (ANY, x.was)}
        alone = (words.capital(p.reason) for p in result.left_alone if (p.recipient_id, p.leader_id) in pairs)
        return next(alone, "")
    leaders = {leader.id: leader.name for leader in result.world.leaders} if names else {}
    return render(said, Reader(leaders=leaders))


def _label(world: World, leader_id: str, names: bool) -> str:
    """The leader's organisation, with their name for those who decide; the id where the register has them no more."""
    if not leader_id:
        return f"no {LEADER}"
    row = world.leader_row.get(leader_id)
    if row is None:
        return f"{LEADER} {leader_id}, no longer in the register"
    leader = world.leaders[row]
    return f"{leader.name}, {organisation(leader, world)}" if names else organisation(leader, world)
