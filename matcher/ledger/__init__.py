"""What people decided: added to, sealed, never changed; and what follows from it, this term and the next."""

from matcher.ledger.acts import ACT, ACTS, EXPLORED, FROZEN, OFFERED, OUTCOMES, Act, Decision, act_words
from matcher.ledger.chain import Aside, Line
from matcher.ledger.court import Objection, flags_on
from matcher.ledger.opened import OpenedRun, open_run, published_of, term_of
from matcher.ledger.people import NotKnown, own_interest, person_called
from matcher.ledger.record import Asked, Ledger, NotRecorded, open_ledger
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
    "open_run",
    "own_interest",
    "person_called",
    "published_of",
    "term_of",
    # the workbook
    "read_workbook",
    "record_workbook",
]
