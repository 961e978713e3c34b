"""What people decided: added to, sealed, never changed; and what follows from it, this term and the next."""

from matcher.ledger.acts import (
    ACT,
    ACTS,
    EXPLORED,
    FROZEN,
    OFFERED,
    OUTCOMES,
    WISHES,
    Act,
    Decision,
    Objection,
    act_words,
)
from matcher.ledger.chain import Aside, Line
from matcher.ledger.changes import Change, changes_since, free_gains, newly_eligible, told
from matcher.ledger.checks import flags_on, last_check
from matcher.ledger.history_out import days_csv, history_csv, history_of
from matcher.ledger.letters import Letter, letters_of, mail_merge
from matcher.ledger.notifications import Notice, who_is_told
from matcher.ledger.offers import Offer, next_offers, offer_decision, why_not_offered
from matcher.ledger.opened import OpenedRun, open_run, published_of, term_of
from matcher.ledger.overruled import Share, shares, shares_csv, shares_told
from matcher.ledger.people import NotKnown, own_interest, person_called
from matcher.ledger.pins import PinsOvertaken
from matcher.ledger.record import Asked, Ledger, NotRecorded, open_ledger
from matcher.ledger.rerun import (
    Continued,
    FrozenUnlawful,
    continued,
    governance_pins,
    history_beside,
    rerun_goals,
    ruled_out_since,
)
from matcher.ledger.states import MatchState, PublishedMatch, PublishedRun, Record
from matcher.ledger.workbook import read_workbook, record_workbook

__all__ = [
    # what may be done, and asking for it
    "ACT",
    "ACTS",
    "EXPLORED",
    "FROZEN",
    "OFFERED",
    "OUTCOMES",
    "WISHES",
    "Act",
    "Decision",
    "act_words",
    # the ledger
    "Asked",
    "Aside",
    "Ledger",
    "Line",
    "NotRecorded",
    "Objection",
    "open_ledger",
    # what it comes to
    "MatchState",
    "PublishedMatch",
    "PublishedRun",
    "Record",
    # the run that is decided about
    "NotKnown",
    "OpenedRun",
    "flags_on",
    "last_check",
    "open_run",
    "own_interest",
    "person_called",
    "published_of",
    "term_of",
    # after a refusal
    "Offer",
    "next_offers",
    "offer_decision",
    "why_not_offered",
    # the re-run, and the next term
    "Change",
    "Continued",
    "FrozenUnlawful",
    "PinsOvertaken",
    "changes_since",
    "continued",
    "days_csv",
    "free_gains",
    "governance_pins",
    "history_beside",
    "history_csv",
    "history_of",
    "newly_eligible",
    "rerun_goals",
    "ruled_out_since",
    "told",
    # the share of proposals that people changed
    "Share",
    "shares",
    "shares_csv",
    "shares_told",
    # who is told
    "Letter",
    "Notice",
    "letters_of",
    "mail_merge",
    "who_is_told",
    # the workbook
    "read_workbook",
    "record_workbook",
]
