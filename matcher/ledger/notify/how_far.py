"""How far a match has come, as its letters say it: who has agreed, and whether the school was asked or told before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from matcher.ledger.log.acts import AGREED, APPOINTED, ASK, FROZEN, PROPOSED, UNDER_WAY
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import MatchState, Record
from matcher.wording.wording import day

ANSWERS = ("school-wants-support", "school-agrees", "school-wants-another-leader", "school-wants-no-support")


def first_asked(acts: Iterable[LineBody]) -> str:
    """The first day (ISO) on which the school or trust was asked, or answered, by these lines; '' for none."""
    return min((str(b["on"]) for b in acts if b["act"] in (ASK, *ANSWERS)), default="")


def asked_day(record: Record, term: str, recipient: str) -> str:
    """The first day (ISO) of the term on which the school or trust was asked about any leader; '' for none."""
    acts = (b for m in record.of_term(term) if m.match.recipient == recipient for b in m.acts)
    return first_asked(acts)


def how_far(match_state: MatchState, written: Sequence[str]) -> dict[str, Any]:
    """What the templates ask of the record. `written`: the recorded days (ISO) on which the school or trust was told.

    `state` is 'proposed', 'agreed' (the director has not approved) or 'approved' (or later); the days are worded, ''
    for none.
    """
    state = match_state.state
    agreed = state in (*FROZEN, *UNDER_WAY)
    return {
        "state": PROPOSED if not agreed else AGREED if state == AGREED else "approved",
        "begun": state in (APPOINTED, *UNDER_WAY),
        "school_agrees": agreed or match_state.school_agrees,
        "leader_agrees": agreed or match_state.leader_agrees,
        "asked_on": _worded(first_asked(match_state.acts)),
        "written_on": _worded(min(written, default="")),
    }


def _worded(on: str) -> str:
    return day(date.fromisoformat(on)) if on else ""
