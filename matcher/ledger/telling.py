"""In what order people hear of a match: nobody before those who are told first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from matcher.explain.who_is_told import told_of
from matcher.ledger.acts import FROZEN, Decision, Objection
from matcher.ledger.opened import OpenedRun
from matcher.ledger.states import MatchState


def may_be_written_about(held: MatchState) -> bool:
    """Agreed, or a proposal about which somebody has begun to tell people; never a proposal that nobody has touched."""
    return held.state in FROZEN or bool(told_on(held))


def steps_of(held: MatchState, run: OpenedRun) -> Mapping[str, int]:
    """Who is told of this match, and at which step; the same word twice stands for its first step."""
    row = run.world.recipient_row.get(held.match.recipient)
    if row is None:
        return {}
    found: dict[str, int] = {}
    for told in told_of(run.world.recipients[row], run.facts, run.policy):
        found[told.step.who] = min(told.step.step, found.get(told.step.who, told.step.step))
    return dict(sorted(found.items(), key=lambda item: (item[1], item[0])))


def told_on(held: MatchState) -> Mapping[str, str]:
    """Who was told, as recorded, and on which day first."""
    found: dict[str, str] = {}
    for body in held.acts:
        if body["act"] == "tell":
            whom = str(body["detail"].get("whom"))
            found[whom] = min(body["on"], found.get(whom, body["on"]))
    return found


def told_first(whom: str, held: MatchState, run: OpenedRun, day: date | None = None) -> tuple[str, ...]:
    """Those who are told before this one and of whom it is not recorded that they were, by this day; in order."""
    steps, told = steps_of(held, run), told_on(held)
    by = day.isoformat() if day else ""
    done = {name for name, on in told.items() if not by or on <= by}
    return tuple(name for name, step in steps.items() if step < steps.get(whom, 0) and name not in done)


def objection_to_telling(decision: Decision, held: MatchState, run: OpenedRun) -> Objection | None:
    """Why it may not be recorded that somebody was told: nobody of the list, or out of order and not said to be so."""
    whom, steps = str(decision.detail.get("whom", "")), steps_of(held, run)
    if not whom:
        return Objection("whom", "who was told is missing", "Write who it was, as the list of who is told names them")
    if whom not in steps:
        known = ", ".join(steps) or "nobody, since this run does not hold the pair"
        return Objection("whom", "nobody of this name is on the list of who is told", f"The list has: {known}")
    before, said = told_first(whom, held, run, decision.on), bool(decision.detail.get("out_of_order"))
    if before and not said:
        message = f"the {' and the '.join(before)} must be told before the {whom}, and that is not recorded"
        todo = "Record that first; or, if it happened so, add --out-of-order and say why as the reason"
        return Objection("whom", message, todo)
    if said and not before:
        return Objection("whom", "this is in order", "Leave out --out-of-order")
    return None
