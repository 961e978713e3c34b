"""What a reviewer may do to a match now, what each act would come to, and recording it with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from matcher import words
from matcher.explain.consequence import consequence, consequence_said
from matcher.explain.finished import Finished
from matcher.explain.match import if_declined
from matcher.explain.pair import why_not
from matcher.explain.what_if import without
from matcher.ledger import ACT, Act, Asked, Decision, Ledger, MatchState, Objection, act_words
from matcher.ledger.acts import BEFORE_DELIVERY, BOTH_AGREE, CHOICES, FORBID, FROZEN, OF_LEADER, PIN, WISHES, WITHDRAW
from matcher.web.as_it_stands import STAYS
from matcher.web.project import ShownRun
from matcher.web.reviewer import Standing

Stands = Finished | tuple[str, ...]
BOTH = "both-agree"
ELSEWHERE = ("offer-reserve", "mend", "tell", *WISHES)  # said elsewhere: own pages, or the command line
HINTS = {
    BOTH: "Two lines are recorded, together or not at all.",
    "school-agrees": "The leader still has to agree.",
    "leader-agrees": "The school or trust still has to agree.",
    "director-approves": "Only where both have agreed.",
    "school-wants-no-support": "Its days and money are freed, and nobody else is offered to it.",
    "school-wants-another-leader": "The next reserve can be offered.",
    "leader-cannot": "The next reserve can be offered.",
    "director-says-no": "The next reserve can be offered.",
    "leader-withdraws": "From every match and every later proposal of the term.",
    "interests-checked": "The outcome is asked on the next page.",
    PIN: "The next proposal must hold this pair. The match itself stays as it is.",
    WITHDRAW: "The next proposal is free to hold this pair or not.",
    FORBID: "The next proposal may not hold this pair. The match itself stays as it is.",
}
TAKE_BACK = {WITHDRAW: "take back what was decided for the next proposal"}
FIX = {PIN: "fix this pair in the next proposal", FORBID: "rule this pair out of the next proposal"}


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing that may be done now. `name` is what the form sends; `about` is match, leader or next proposal."""

    name: str
    words: str
    hint: str
    about: str = "match"


def offered(held: MatchState, standing: Standing, wished: bool = False) -> tuple[Offered, ...]:
    """What this person may do to this match in its state; the ledger is asked again before anything is recorded."""
    if standing.person is None:
        return ()
    role = standing.person.role
    found = [
        Offered(act.name, act.words, HINTS.get(act.name, ""), "leader" if act.name in OF_LEADER else "match")
        for act in ACT.values()
        if act.name not in ELSEWHERE and _follows(act, held) and role in act.roles and not _done(act.name, held)
    ]
    if held.state == "proposed" and not (held.school_agrees or held.leader_agrees):
        found.insert(0, Offered(BOTH, BOTH_AGREE, HINTS[BOTH]))
    ahead = {} if held.state in FROZEN and not wished else wishes_of(wished)  # what is agreed stays without a pin
    return (*found, *(Offered(name, said, HINTS[name], "next proposal") for name, said in ahead.items()))


def wishes_of(wished: bool) -> Mapping[str, str]:
    """What may be decided about a pair for the next proposal; where something stands, only to take it back."""
    return TAKE_BACK if wished else FIX


def _follows(act: Act, held: MatchState) -> bool:
    """An act about the leader may be recorded whatever the state, as long as the match is open."""
    return held.state in (act.since or BEFORE_DELIVERY)


def words_of(act: str) -> str:
    """The act as its page is titled; '' where it has no page."""
    if act not in (BOTH, *ACT) or act in ELSEWHERE[:3]:
        return ""
    said = BOTH_AGREE if act == BOTH else (FIX | TAKE_BACK).get(act) or act_words(act)
    return f"{said[:1].upper()}{said[1:]}"


def _done(act: str, held: MatchState) -> bool:
    return {"school-agrees": held.school_agrees, "leader-agrees": held.leader_agrees}.get(act, False)


def decisions(
    act: str,
    held: MatchState,
    run: ShownRun,
    standing: Standing,
    on: date,
    reason: str,
    detail: Mapping[str, int | str],
) -> tuple[Decision, ...]:
    """One choice on the page may be two acts."""
    assert standing.person is not None
    names = CHOICES[BOTH_AGREE] if act == BOTH else (act,)
    return tuple(
        Decision(
            act=name,
            on=on,
            by=standing.person.id,
            reason=reason,
            recipient=held.match.recipient,
            leader=held.match.leader,
            run=run.opened.id,
            detail=detail,
        )
        for name in names
    )


def objections(asked: tuple[Asked, ...]) -> tuple[Objection, ...]:
    return tuple(dict.fromkeys(a.objection for a in asked if a.objection))


def tied(act: str, standing: Standing, held: MatchState, run: ShownRun) -> str:
    """Why this person may not take this decision: the interest of theirs in the pair; '' where they may.

    The ledger knows the register of people; the organisation in the register of roles is known here alone.
    """
    names = CHOICES[BOTH_AGREE] if act == BOTH else (act,)
    if not any(ACT[name].decides or name == "offer-reserve" for name in names):
        return ""
    return standing.tie(held.match.recipient, held.match.leader, run.opened.world)


def would_object(ledger: Ledger, wanted: tuple[Decision, ...], run: ShownRun) -> tuple[Objection, ...]:
    """What stands against the act before anybody writes a reason."""
    return objections(ledger.try_(wanted, run.opened))


# What each act would come to, told before anybody decides.


def consequences(act: str, held: MatchState, run: ShownRun, stands: Stands) -> tuple[str, ...]:
    """`stands` is what a proposal made now would come to, or what stands against one."""
    if act in _PLAIN:
        return (_PLAIN[act],)
    say = _SAYS.get(act)
    return say(held, run, stands) if say else ()


COMPARED = "What people agreed or approved stays as it is, and what they refused does not return."


def _freed(held: MatchState) -> str:
    match = held.match
    return f"{words.count(match.days, 'day')} of {match.leader} and {words.pounds(match.pence)} would be free again."


def _freezes(held: MatchState, *_: object) -> tuple[str, ...]:
    match = held.match
    return (
        "Once both have agreed, no later run may move this match.",
        f"It commits {words.count(match.days, 'day')} and {words.pounds(match.pence)}.",
    )


def _one_side(held: MatchState, *_: object) -> tuple[str, ...]:
    other = held.leader_agrees or held.school_agrees
    after = "Both will then have agreed." if other else "The match stays proposed until the other side has agreed too."
    return (after, *_freezes(held))


def _ruled_out(held: MatchState, run: ShownRun, stands: Stands) -> tuple[str, ...]:
    return (_freed(held), *_planned_without(held, run, stands))


def _planned_without(held: MatchState, run: ShownRun, stands: Stands) -> tuple[str, ...]:
    if not isinstance(stands, Finished):
        return stands
    row = stands.world.recipient_row[held.match.recipient]
    if not _planned(held, stands):
        return (NOT_HELD,)
    return (*_compared(stands, run), *if_declined(stands, row))


def _compared(stands: Finished, run: ShownRun) -> tuple[str, ...]:
    """Said once somebody has decided something that the comparison keeps."""
    return () if stands is run.finished else (COMPARED,)


def _no_support(held: MatchState, run: ShownRun, stands: Stands) -> tuple[str, ...]:
    """The whole body leaves: nobody else is offered to it."""
    if not isinstance(stands, Finished):
        return (_freed(held), *stands)
    row = stands.world.recipient_row[held.match.recipient]
    found = consequence(stands, without(stands, stands.choices_for(row)))
    said = [s for s in consequence_said(stands.world, found) if "would go without a match" not in s]
    head = "If the rest were planned again without this school or trust:"
    return (_freed(held), *_compared(stands, run), head, *said)


def _pinned(held: MatchState, run: ShownRun, stands: Stands) -> tuple[str, ...]:
    if not isinstance(stands, Finished):
        return stands
    if _planned(held, stands):
        return ("A proposal made now would hold the pair already: fixing it keeps it, whatever else changes.",)
    return fixed(held.match.recipient, held.match.leader, run, stands)


def fixed(recipient: str, leader: str, run: ShownRun, stands: Finished) -> tuple[str, ...]:
    """What would follow if this pair were in the plan, as the match stands now."""
    row, other = stands.world.recipient_row[recipient], stands.world.leader_row[leader]
    if len(run.finished.choices_of_pair(row, other)) and not len(stands.choices_of_pair(row, other)):
        return (RULED_OUT,)
    other_pin = next((p for p in stands.policy.pins if p.recipient_id == recipient and p.leader_id != leader), None)
    if other_pin is not None:
        why = f": its match is {other_pin.reason}" if other_pin.reason in STAYS else ", whom somebody fixed"
        return (f"A proposal made now would not hold this pair. It holds leader {other_pin.leader_id}{why}.",)
    found = why_not(stands, row, other)
    return (*(_compared(stands, run) if found.consequence else ()), *found.said)


NOT_HELD = "A proposal made now would not hold this pair, so it would stay as it is."
RULED_OUT = "What people decided since stands against this pair: a refusal, a ruling-out, a conflict, or a withdrawal."


def _planned(held: MatchState, stands: Finished) -> bool:
    own = stands.match_of.get(stands.world.recipient_row[held.match.recipient])
    return own is not None and stands.leader(own).id == held.match.leader


_PLAIN = {
    "director-approves": "The leader can then be appointed, on a declaration that is fresh.",
    "appoint": "Delivery can begin. Schools are told in the programme's order.",
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
_SAYS: dict[str, Callable[[MatchState, ShownRun, Stands], tuple[str, ...]]] = {
    BOTH: _freezes,
    "school-agrees": _one_side,
    "leader-agrees": _one_side,
    "school-wants-no-support": _no_support,
    "school-wants-another-leader": _ruled_out,
    "leader-cannot": _ruled_out,
    "director-says-no": _ruled_out,
    PIN: _pinned,
    FORBID: _planned_without,
}
