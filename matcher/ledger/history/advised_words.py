"""Where a school's case and its adviser stand by the ledger, in words: ids, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from matcher.case.rise.progress import reached_of
from matcher.domain import DIAGNOSES, MILESTONE_CODES, MILESTONES
from matcher.ledger.log.acts import act_words
from matcher.ledger.log.case_steps import AdviserState
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import Record
from matcher.wording.wording import day


def milestone_words(lines: Sequence[LineBody]) -> str:
    """`formally inform responsible body, 2 February 2026; initial diagnosis, 6 April 2026 (Match with ...)`."""
    return "; ".join(_milestone(body) for body in lines)


def _milestone(body: LineBody) -> str:
    decided = DIAGNOSES.get(str(body["detail"].get("outcome", "")), "")
    return f"{MILESTONES[MILESTONE_CODES.index(body['act'])]}, {day(body['on'])}" + (f" ({decided})" if decided else "")


def adviser_words(state: AdviserState, away: bool = False) -> str:
    """`allocated on 2 February 2026`, `refused on D: adviser cannot (this school)`, `proposed`."""
    on = f" on {day(state.since)}" if state.since else ""
    if state.refusal and state.state == "refused":
        return f"refused{on}: {act_words(state.refusal)}"
    paused = ", paused: the adviser cannot at present" if away else ""
    return f"{state.state}{on if state.state == 'allocated' else ''}{paused}"


def advised_lines(record: Record, recipient: str, today: date) -> Iterator[str]:
    """A line for each school's milestones and each of its advisers; of one school, or of all for ''."""
    for id, lines in record.milestones.items():
        if recipient in ("", id):
            reached = reached_of(None, lines)
            yield f"{id}: milestone {MILESTONES[reached.place]}, since {day(reached.on)}"
    for state in record.advisers.values():
        if recipient in ("", state.recipient):
            away = record.is_away(state.adviser, today)
            yield f"{state.recipient} and adviser {state.adviser}: {adviser_words(state, away)}"
