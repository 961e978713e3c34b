"""What would follow from an act about a match, as messages: shown before anything is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from matcher.explain.bodies import names_of_any, recipient_names
from matcher.explain.why.consequence import consequence, consequence_sentences
from matcher.explain.why.match import if_declined
from matcher.explain.why.pair import why_not
from matcher.ledger import MatchState, Record
from matcher.ledger.log.acts import CANNOT_ANY, FORBID, FROZEN, PIN, PROPOSED, WITHDRAW
from matcher.policy import Pinned
from matcher.rules.pairs.interests.leader_own_trust import OWN_TRUST_SUPPORTED, leaders_at_home
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import solve_without
from matcher.web.content.acts.decision_options import BOTH, HINTS
from matcher.web.project import ReviewRun
from matcher.wording.messages import Count, LeaderRef, Message, Money, heading, message, plain
from matcher.wording.terms import RECIPIENT, in_words
from matcher.year_ahead.wait_words import KEPT

CurrentPlan = FinishedRun | tuple[str, ...]


def consequences(
    act: str, match_state: MatchState, run: ReviewRun, current: CurrentPlan, record: Record
) -> tuple[Message, ...]:
    """What would follow, as messages. `current` is the current plan, or sentences on why there is none."""
    if act == CANNOT_ANY:
        return _cannot_any(match_state, run, current, record)
    if act in _FIXED_CONSEQUENCES:
        return (plain(in_words(_FIXED_CONSEQUENCES[act])),)
    say = _CONSEQUENCE_FUNCTIONS.get(act)
    if say:
        return say(match_state, run, current)
    return (plain(in_words(HINTS[act])),) if HINTS.get(act) else ()


COMPARED = "What people agreed or approved stays as it is, and what they refused does not return."


def _freed(match_state: MatchState) -> Message:
    return message(
        "{days} of {leader} and {money} would be free again.",
        days=Count(match_state.match.days, "day"),
        leader=LeaderRef(match_state.match.leader),
        money=Money(match_state.match.pence),
    )


def _freezes(match_state: MatchState, run: ReviewRun, current: CurrentPlan) -> tuple[Message, ...]:
    days, money = Count(match_state.match.days, "day"), Money(match_state.match.pence)
    return (
        plain("Once both have agreed, no later run may move this match."),
        message("It commits {days} and {money}.", days=days, money=money),
        *_lends_nobody(match_state, run, current),
    )


def _lends_nobody(match_state: MatchState, run: ReviewRun, current: CurrentPlan) -> Iterator[Message]:
    """Whom a proposal made now would have led by somebody whose own trust or school is supported from then on."""
    if run.opened.policy.rules.leader_own_trust.supported != "bar" or not isinstance(current, FinishedRun):
        return
    if OWN_TRUST_SUPPORTED not in run.opened.rulebook.pairs:
        return
    world = current.world
    for leader in (world.leaders[row] for row in leaders_at_home(world, match_state.match.recipient)):
        led = [world.recipients[r].id for r, c in current.match_of.items() if current.leader(c) is leader]
        text = "It is the own trust or school of leader {leader}, who is in no new proposal then"
        others = message("; {who} would need another leader", who=recipient_names(world, led)) if led else ""
        yield message(f"{text}{{others}}.", leader=LeaderRef(leader.id), others=others)


STAYS_PROPOSED = "The match stays proposed until the other side has agreed too: its days and money are held as before."


def _leader_agrees(match_state: MatchState, run: ReviewRun, current: CurrentPlan) -> tuple[Message, ...]:
    if match_state.school_agrees:
        return (plain("Both will then have agreed."), *_freezes(match_state, run, current))
    return (plain(STAYS_PROPOSED),)


def _school_agrees(match_state: MatchState, run: ReviewRun, current: CurrentPlan) -> tuple[Message, ...]:
    """A lone yes holds its pair for the days that the programme gives it."""
    if match_state.leader_agrees:
        return (plain("Both will then have agreed."), *_freezes(match_state, run, current))
    holds = run.opened.policy.rules.yes_holds_days
    if not holds:
        return (plain(STAYS_PROPOSED),)
    text = "No later proposal may move it for {days} from the day of the yes; after that one may, until both agree."
    return (plain(STAYS_PROPOSED), message(text, days=Count(holds, "working day")))


def _ruled_out(match_state: MatchState, run: ReviewRun, current: CurrentPlan) -> tuple[Message, ...]:
    return (_freed(match_state), *_planned_without(match_state, run, current))


def _planned_without(match_state: MatchState, run: ReviewRun, current: CurrentPlan) -> tuple[Message, ...]:
    if not isinstance(current, FinishedRun):
        return _no_plan(current)
    row = current.world.recipient_row[match_state.match.recipient]
    if not _planned(match_state, current):
        return (plain(NOT_HELD),)
    return (*_compared(current, run), *if_declined(current, row))


def _no_plan(reasons: tuple[str, ...]) -> tuple[Message, ...]:
    """Why no proposal could be made now: the programme's own sentences, which name no school or trust."""
    return tuple(map(plain, reasons))


def _compared(current: FinishedRun, run: ReviewRun) -> tuple[Message, ...]:
    """Notes on the comparison, where decisions recorded since the run are part of it, or the run looks at the year."""
    notes = [] if current is run.finished else [COMPARED]
    return tuple(map(plain, [*notes, *([f"{KEPT}."] if current.keeps else [])]))


def _cannot_any(match_state: MatchState, run: ReviewRun, current: CurrentPlan, record: Record) -> tuple[Message, ...]:
    """What becomes of this match, and the leader's others by name: each is decided by itself."""
    first = plain(in_words(HINTS[CANNOT_ANY]))
    here = (_freed(match_state), *_without_leader(match_state, run, current)) if match_state.state == PROPOSED else ()
    return (first, *_others_of_leader(match_state, run, record), *here)


def _others_of_leader(match_state: MatchState, run: ReviewRun, record: Record) -> Iterator[Message]:
    """The leader's other matches: what is agreed, of whatever term, which is paused; and what this run proposes."""
    known = (*run.states(record), *record.matches.values())
    others = [m for m in known if m.match.leader == match_state.match.leader]
    others = [m for m in others if m.match.recipient != match_state.match.recipient]
    agreed = dict.fromkeys(m.match.recipient for m in others if m.state in FROZEN)
    proposed = dict.fromkeys(m.match.recipient for m in run.states(record) if m in others and m.state == PROPOSED)
    if agreed:
        text = in_words("What is agreed with the same leader for {who} is paused too.")
        yield message(text, who=names_of_any(run.opened.world, agreed))
    if proposed:
        text = in_words("The same leader is proposed to {who} too.")
        yield message(text, who=recipient_names(run.opened.world, proposed))


def _without_leader(match_state: MatchState, run: ReviewRun, current: CurrentPlan) -> tuple[Message, ...]:
    """The plan in which nobody new has this leader: what is agreed with them stays."""
    if not isinstance(current, FinishedRun):
        return _no_plan(current)
    choices, world = current.choices, current.world
    stays = {p.recipient_id for p in current.policy.pins if p.stands and p.leader_id == match_state.match.leader}
    new = np.array([r.id not in stays for r in world.recipients], dtype=bool)
    of_leader = choices.is_match & (choices.provider == world.leader_row[match_state.match.leader])
    change = consequence(current, solve_without(current, np.flatnonzero(of_leader & new[choices.recipient])))
    head = heading("If nobody new had this leader and the rest were planned again:")
    return (*_compared(current, run), head, *consequence_sentences(world, change))


def _no_support(match_state: MatchState, run: ReviewRun, current: CurrentPlan) -> tuple[Message, ...]:
    """The consequences of withdrawing the school or trust from the plan altogether."""
    if not isinstance(current, FinishedRun):
        return (_freed(match_state), *_no_plan(current))
    row = current.world.recipient_row[match_state.match.recipient]
    change = consequence(current, solve_without(current, current.choices_for(row)))
    sentences = consequence_sentences(current.world, change, with_leaves=False)
    head = heading(f"If the rest were planned again without this {RECIPIENT}:")
    return (_freed(match_state), *_compared(current, run), head, *sentences)


def _pinned(match_state: MatchState, run: ReviewRun, current: CurrentPlan) -> tuple[Message, ...]:
    if not isinstance(current, FinishedRun):
        return _no_plan(current)
    if _planned(match_state, current):
        return (plain("A proposal made now would hold the pair already: fixing it keeps it, whatever else changes."),)
    return if_pinned(match_state.match.recipient, match_state.match.leader, run, current)


def if_pinned(recipient: str, leader: str, run: ReviewRun, current: FinishedRun) -> tuple[Message, ...]:
    """What would follow if this pair were in the current plan."""
    row, other = current.world.recipient_row[recipient], current.world.leader_row[leader]
    if len(run.finished.choices_of_pair(row, other)) and not len(current.choices_of_pair(row, other)):
        return (plain(RULED_OUT),)
    other_pin = next((p for p in current.policy.pins if p.recipient_id == recipient and p.leader_id != leader), None)
    if other_pin is not None:
        why = _why_held(other_pin, current)
        template = "A proposal made now would not hold this pair. It holds leader {leader}{why}."
        return (message(template, leader=LeaderRef(other_pin.leader_id), why=why),)
    answer = why_not(current, row, other)
    return (*(_compared(current, run) if answer.consequence else ()), *answer.said)


def _why_held(pin: Pinned, current: FinishedRun) -> str:
    """Why a proposal would hold this pair, as the end of a sentence about its leader."""
    if pin.stands is not None:
        return f": its match is {pin.stands}"
    said_yes = {(p.recipient_id, p.leader_id) for p in current.policy.yeses}
    if (pin.recipient_id, pin.leader_id) in said_yes:
        return ", to whom the school has said yes"
    return ", whom somebody fixed"


NOT_HELD = "A proposal made now would not hold this pair, so it would stay as it is."
RULED_OUT = "What people decided since stands against this pair: a refusal, a ruling-out, a conflict, or a withdrawal."


def _planned(match_state: MatchState, current: FinishedRun) -> bool:
    own = current.match_of.get(current.world.recipient_row[match_state.match.recipient])
    return own is not None and current.leader(own).id == match_state.match.leader


_FIXED_CONSEQUENCES = {
    "director-approves": "The leader can then be appointed, on a declaration that is fresh.",
    "appoint": "Delivery can begin. Schools are told in the programme's order.",
    "ask-school": "Its answer is then waited for.",
    "begin": "Days may be claimed from then on.",
    "finish": "No more work is expected; what changed can then be written down.",
    "stop": "Days not claimed are free again.",
    "claim": "Days claimed are never more than the days agreed.",
    "pay": "Days paid are never more than the days claimed.",
    "review": "It is recorded for the file, and never scored.",
    "interests-checked": "A check that finds a conflict stops an approval. A clear one is fresh from its day on.",
    "leader-withdraws": "The leader is no longer offered to anybody.",
    WITHDRAW: "The next proposal is free to hold this pair or not.",
}
_CONSEQUENCE_FUNCTIONS: dict[str, Callable[[MatchState, ReviewRun, CurrentPlan], tuple[Message, ...]]] = {
    BOTH: _freezes,
    "school-agrees": _school_agrees,
    "leader-agrees": _leader_agrees,
    "school-wants-no-support": _no_support,
    "school-wants-another-leader": _ruled_out,
    "leader-cannot": _ruled_out,
    "director-says-no": _ruled_out,
    PIN: _pinned,
    FORBID: _planned_without,
}
