"""The ledger as a case reads it: one term's runs and matches, every check, and the words that were not erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from matcher.case.ledger_view import LedgerView, PairKey
from matcher.case.records import CaseNote
from matcher.case.states import state_of
from matcher.ledger.log.acts import act_words
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.replan.yeses import held_until, open_yeses
from matcher.policy import Policy
from matcher.wording.terms import LEADER
from matcher.wording.wording import state
from matcher.world import term_day


def view_of(
    record: Record,
    term: str,
    texts: Mapping[str, str] | None = None,
    policy: Policy | None = None,
    notes: tuple[CaseNote, ...] = (),
) -> LedgerView:
    """`texts`: names and reasons by digest, as `Ledger.words` gives them; without them they count as erased.

    `policy` says how long a lone yes holds its pair; without it that is not said. `notes`: as `notes_of` gives them.
    """
    others = tuple(m for m in record.matches.values() if m.term != term)
    return LedgerView(
        runs=tuple(run for run in record.runs if run.term == term),
        matches=record.of_term(term),
        of_other_terms=others,
        earlier_this_year=tuple(m for m in others if policy and _of_year(m.term, policy)),
        checks=record.checks,
        withdrawn=record.withdrawn,
        away=record.away,
        told=record.told,
        leader_changes=record.leader_changes,
        pair_constraints=tuple(b for b in record.pair_constraints if b["term"] == term),
        reopened=record.reopened,
        held_until=_held_until(record, policy) if policy else {},
        notes=notes,
        advisers=tuple(record.advisers.values()),
        milestones=record.milestones,
        lines=record.lines,
        texts=texts or {},
        act_words=act_words,
    )


def _of_year(term: str, policy: Policy) -> bool:
    """Whether the term began in the programme year; a term of a name of its own is of none."""
    try:
        return policy.year_from <= term_day(term) <= policy.as_at
    except ValueError:
        return False


def _held_until(record: Record, policy: Policy) -> dict[PairKey, date]:
    """The last day of each lone yes that holds its pair; none where the programme lets no yes hold."""
    if not policy.rules.yes_holds_days:
        return {}
    return {(m.match.recipient, m.match.leader): held_until(m, policy) for m in open_yeses(record)}


def state_words(record: Record, match: MatchState, day: date | None = None) -> str:
    """Where a match stands, its leaders by id: for the terminal and the story, which name them beside it.

    `day`: of the reader, on which a leader may be away.
    """
    run = record.run(match.run)
    as_at = date.fromisoformat(run.as_at) if run else date.min
    leader = f"{LEADER} {match.match.leader}"
    return state(state_of(match, view_of(record, match.term), as_at, {}, day), leader)
