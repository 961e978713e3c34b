"""The case as the pages read it: as of today, for the reader of the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from matcher.case.leader import leader_case_of
from matcher.case.ledger_view import LedgerView
from matcher.case.records import CaseNote, LeaderCase, SchoolCase
from matcher.case.school import case_of
from matcher.case.states import state_of
from matcher.case.visible import leader_labels
from matcher.ledger import MatchState, Record
from matcher.ledger.history.case_view import view_of
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions
from matcher.wording.wording import state

NO_TEXTS: Mapping[str, str] = {}


def ledger_view(
    run: ReviewRun, record: Record, texts: Mapping[str, str] = NO_TEXTS, notes: tuple[CaseNote, ...] = ()
) -> LedgerView:
    """Of the run's term and regions; `texts` holds names and reasons that were not erased."""
    policy = run.opened.policy
    mine = record.within(policy.regions, run.opened.world.region_of)
    return view_of(mine, run.opened.term, texts, policy, notes)


def case_on(
    run: ReviewRun,
    record: Record,
    permissions: Permissions,
    id: str,
    on: date,
    texts: Mapping[str, str] = NO_TEXTS,
    notes: tuple[CaseNote, ...] = (),
) -> SchoolCase:
    """The case of a school or trust that the run assessed."""
    view = ledger_view(run, record, texts, notes)
    return case_of(run.opened, id, on, view, reader_of(permissions), run.unmatched)


def leader_case_on(
    run: ReviewRun,
    record: Record,
    permissions: Permissions,
    id: str,
    on: date,
    texts: Mapping[str, str] = NO_TEXTS,
    notes: tuple[CaseNote, ...] = (),
) -> LeaderCase:
    """The case of a leader of the run's register."""
    return leader_case_of(run.opened, id, on, ledger_view(run, record, texts, notes), reader_of(permissions))


def state_words(run: ReviewRun, record: Record, permissions: Permissions, match: MatchState, on: date) -> str:
    """Where a match stands: `Proposed, facts as at D`, `Said yes to N on D`, `Replaced by N, ...`."""
    names = leader_labels(run.opened.world, reader_of(permissions))
    found = state_of(match, ledger_view(run, record), run.opened.policy.as_at, names, on)
    return state(found, names.get(match.match.leader, match.match.leader))
