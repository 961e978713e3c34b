"""The ledger: an append-only, hash-chained log of decisions, and what is derived from it for this term and the next.

`templates` has the letters and the printed story of a school.
"""

from matcher.ledger.checks.interest_checks import flags_on, last_check
from matcher.ledger.checks.people import PersonNotFound, own_interest, person_called
from matcher.ledger.history.deployment_history import days_csv, history_csv, history_of
from matcher.ledger.history.overruled import Share, share_lines, shares, shares_csv
from matcher.ledger.log.acts import (
    ACT,
    ACTS,
    EXPLORED,
    FROZEN,
    OFFERED,
    OUTCOMES,
    PAIR_CONSTRAINT_ACTS,
    Act,
    Decision,
    Objection,
    act_words,
)
from matcher.ledger.log.chain import Line, PersonalText
from matcher.ledger.log.record import DecisionResult, Ledger, NotRecorded
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.notify.letters import Letter, letters_of, mail_merge
from matcher.ledger.notify.notifications import Notice, notices_of
from matcher.ledger.published_run import published_of
from matcher.ledger.replan.changes import ChangedPair, changes_since, free_gains, newly_eligible, rerun_lines
from matcher.ledger.replan.offers import Offer, next_offers, offer_decision, why_not_offered
from matcher.ledger.replan.pins import PinsOvertaken, governance_pins
from matcher.ledger.replan.rerun import (
    RerunInputs,
    rerun_goals,
    rerun_history,
    rerun_inputs,
    ruled_out_since,
)
from matcher.ledger.replan.unlawful import AgreedMatchesUnlawful
from matcher.ledger.returned_workbook.workbook import read_workbook, record_workbook
from matcher.ledger.upkeep.opening import open_ledger

__all__ = [
    # acts and decisions
    "ACT",
    "ACTS",
    "EXPLORED",
    "FROZEN",
    "OFFERED",
    "OUTCOMES",
    "PAIR_CONSTRAINT_ACTS",
    "Act",
    "Decision",
    "act_words",
    # the ledger
    "DecisionResult",
    "PersonalText",
    "Ledger",
    "Line",
    "NotRecorded",
    "Objection",
    "open_ledger",
    # the state after replaying the ledger
    "MatchState",
    "Record",
    # the published run under decision
    "PersonNotFound",
    "flags_on",
    "last_check",
    "own_interest",
    "person_called",
    "published_of",
    # after a refusal
    "Offer",
    "next_offers",
    "offer_decision",
    "why_not_offered",
    # the re-run, and the next term
    "ChangedPair",
    "RerunInputs",
    "AgreedMatchesUnlawful",
    "PinsOvertaken",
    "changes_since",
    "rerun_inputs",
    "days_csv",
    "free_gains",
    "governance_pins",
    "rerun_history",
    "history_csv",
    "history_of",
    "newly_eligible",
    "rerun_goals",
    "ruled_out_since",
    "rerun_lines",
    # the share of proposals that people changed
    "Share",
    "shares",
    "shares_csv",
    "share_lines",
    # notifications and letters
    "Letter",
    "Notice",
    "letters_of",
    "mail_merge",
    "notices_of",
    # the workbook
    "read_workbook",
    "record_workbook",
]
