"""The ledger as a case reads it: one term's runs and matches, every check, and the words that were not erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from matcher.case.ledger_view import LedgerView
from matcher.case.states import state_of
from matcher.language.terms import LEADER
from matcher.language.wording import state
from matcher.ledger.log.acts import act_words
from matcher.ledger.log.states import MatchState, Record


def view_of(record: Record, term: str, texts: Mapping[str, str] | None = None) -> LedgerView:
    """`texts`: names and reasons by digest, as `Ledger.words` gives them; without them they count as erased."""
    return LedgerView(
        runs=tuple(run for run in record.runs if run.term == term),
        matches=record.of_term(term),
        checks=record.checks,
        withdrawn=record.withdrawn,
        texts=texts or {},
        act_words=act_words,
    )


def state_words(record: Record, match: MatchState) -> str:
    """Where a match stands, its leaders by id: for the terminal and the story, which name them beside it."""
    run = record.run(match.run)
    as_at = date.fromisoformat(run.as_at) if run else date.min
    leader = f"{LEADER} {match.match.leader}"
    return state(state_of(match, view_of(record, match.term), as_at, {}), leader)
