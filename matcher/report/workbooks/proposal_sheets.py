"""The sheets of the matches: Proposals, which reads on A4; Details, the figures and reserves; Tasks before asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from matcher.case.pair.flags_shown import NOTHING, to_settle
from matcher.case.pair.reason import reason, role_and_organisation
from matcher.case.rise.adviser import adviser_called
from matcher.report import words
from matcher.report.tables.groups import organisation
from matcher.report.tables.plan_view import MatchDetails, Reserve
from matcher.report.tables.report_table import Cell, Column, ReportTable, worded
from matcher.report.tables.shared_tables import ReportScope
from matcher.result import ReserveChain
from matcher.rules.rulebooks import rulebook_of
from matcher.wording import wording
from matcher.wording.answers import answers
from matcher.wording.messages import texts
from matcher.wording.wording import proper_name
from matcher.world import World
from matcher.year_ahead.wait_words import kept_days

PROPOSALS, DETAILS = "Proposals", "Details"
DECISION = "Decision"
TO_SETTLE = "To settle first"

# Widths in characters of Arial 10: together 148, which print at 9 points across A4.
_PROPOSAL_COLUMNS = (
    Column("No.", "count", 4),
    Column("School or trust", "long", 21),
    Column("Leader", "long", 23),
    Column("Journey and why", "long", 20),
    Column(TO_SETTLE, "long", 24),
    Column(DECISION, "long", 13, open=True),
    Column("Until", "long", 10, open=True),
    Column("Reason for the decision", "long", 13, open=True),
    Column("Decided by", "long", 10, open=True),
    Column("Decided on", "long", 10, open=True),
    Column("run_id", hidden=True),
    Column("recipient_id", hidden=True),
    Column("leader_id", hidden=True),
)
_DETAIL_COLUMNS = (
    Column("Region", "long", 13),
    Column("Days", "count", 6),
    Column("Of which team days", "count", 9),
    Column("Cost", "pence", 11),
    Column("Distance, km", "metres", 9),
    Column("Minutes", "count", 8),
    Column("Fit of 1,000", "count", 7),
    Column("Why this leader", "long", 36),
    Column("Reserves, in order", "long", 38),
)
_OF_DAYS = ("Days", "Of which team days")


def proposals(scope: ReportScope) -> ReportTable:
    """One row a match, by number."""
    rows = tuple(_proposal(m, scope) for m in _by_number(scope))
    return ReportTable("Proposed matches", worded(_PROPOSAL_COLUMNS), rows, "Nobody could be matched: see Unmatched.")


def _by_number(scope: ReportScope) -> Sequence[MatchDetails]:
    number = scope.view.number_of
    return sorted(scope.matches, key=lambda m: number[m.recipient.id])


def _proposal(m: MatchDetails, scope: ReportScope) -> tuple[Cell, ...]:
    r, placed = m.recipient, m.pair.standing
    recorded = scope.result.answers.get(r.id)
    known = answers(recorded, proper_name(m.leader.name)) if recorded else ()
    lines = to_settle(m.to_settle)
    why = [words.capital(wording.standing(placed))] if placed else []
    return (
        scope.view.number_of[r.id],
        f"{proper_name(r.name)}\n{words.kind(r.kind)}, {r.local_authority or r.region}",
        "\n".join([*_leader(m), *_adviser(m, scope)]),
        "\n".join([words.capital(m.journey.text), *why]),
        "\n".join([*known, *([] if known and lines == NOTHING else [lines])]),
        *("", "", "", "", "", scope.result.run_id, r.id, m.leader.id),
    )


def _leader(m: MatchDetails) -> tuple[str, str]:
    """The name, then role and organisation; of an organisation that supports schools the role alone."""
    name = proper_name(m.leader.name)
    own = m.pair.organisation == name
    return name, words.role(m.pair.role) if own else role_and_organisation(m.pair)


def _adviser(m: MatchDetails, scope: ReportScope) -> list[str]:
    """The adviser proposed beside the match; nothing where the programme has none."""
    id = next((a.adviser_id for a in scope.result.plan.advisers if a.recipient_id == m.recipient.id), "")
    return [f"Adviser {adviser_called(scope.result.world, id).name} ({id})"] if id else []


def details(scope: ReportScope) -> ReportTable:
    """The figures, reasons and reserves of each match, by number; nothing here is read back."""
    rows = tuple(
        (scope.view.number_of[m.recipient.id], proper_name(m.recipient.name), proper_name(m.leader.name), *more)
        for m, more in zip(_by_number(scope), detail_cells(scope), strict=True)
    )
    names = (Column("No.", "count", 5), Column("School or trust", "long", 28), Column("Leader", "long", 18))
    columns = (*worded(names), *detail_columns(scope))
    return ReportTable("Details of the matches", columns, rows, "Nobody could be matched.")


def detail_columns(scope: ReportScope) -> tuple[Column, ...]:
    """Without days, where a match is of an organisation."""
    days = rulebook_of(scope.result.policy).counts_days
    return worded(tuple(c for c in _DETAIL_COLUMNS if days or c.title not in _OF_DAYS))


def detail_cells(scope: ReportScope) -> Iterator[tuple[Cell, ...]]:
    """Of each match, by number."""
    days = rulebook_of(scope.result.policy).counts_days
    behind = Counter(leader for leaders in scope.result.reserves.values() for leader in leaders)
    for m in _by_number(scope):
        chains = scope.result.chains.get(m.recipient.id, ())
        yield (
            m.recipient.region,
            *((m.days, m.team_days) if days else ()),
            *(m.pence, m.metres, m.journey.minutes, m.fit),
            reason(m.pair, m.team_days),
            _reserves(m, scope.result.world, behind, chains),
        )


def _reserves(m: MatchDetails, world: World, behind: Mapping[str, int], chains: Sequence[ReserveChain]) -> str:
    """Those free as things stand; else chains; else why there is none."""
    free = "\n".join(_reserve(place, x, world, behind) for place, x in enumerate(m.reserves, start=1))
    return free or "\n".join(texts(c.said for c in chains)) or wording.no_reserve(m.no_reserve)


def _reserve(place: int, x: Reserve, world: World, behind: Mapping[str, int]) -> str:
    """Who, of which organisation, how far away, whether others count on the same leader, and what is kept."""
    others = behind.get(x.leader.id, 1) - 1
    shared = f"; shared: a reserve for {words.count(others, 'other match', 'other matches')} too" if others else ""
    of = organisation(x.leader, world)
    who = x.leader.name if of == proper_name(x.leader.name) else f"{x.leader.name}, {of}"
    kept = f"; {kept_days(x.days_kept)}" if x.days_kept else ""
    return f"{place}. {who} ({x.journey.text}){shared}{kept}"
