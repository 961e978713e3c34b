"""The ledger as a case reads it: one term's runs and matches, every check, and the words that were not erased."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.case.ledger_view import LedgerView
from matcher.ledger.acts import act_words
from matcher.ledger.states import Record


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
