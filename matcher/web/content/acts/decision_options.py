"""The acts a reviewer may record about a match now, and the decisions that one choice stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matcher.ledger import ACT, Act, Decision, DecisionResult, Ledger, MatchState, Objection, act_words
from matcher.ledger.checks.decision_checks import GOES_ON
from matcher.ledger.log.acts import (
    ASK,
    BEFORE_DELIVERY,
    BOTH_AGREE,
    CAN_AGAIN,
    CHOICES,
    FORBID,
    FROZEN,
    LEADER_CHANGED,
    OF_LEADER,
    OF_WAIT,
    PAIR_CONSTRAINT_ACTS,
    PIN,
    WITHDRAW,
)
from matcher.ledger.notify.notification_order import InOrder, TooEarly
from matcher.web.project import ReviewRun
from matcher.web.reviewer import Permissions
from matcher.wording.terms import in_words

BOTH, NO_SUPPORT = "both-agree", "school-wants-no-support"
WITH_PAGES = ("offer-reserve", "mend", "tell", "tell-of-support", "reopen", LEADER_CHANGED, *OF_WAIT)  # of their own
ELSEWHERE = (*WITH_PAGES, *PAIR_CONSTRAINT_ACTS)
OF_DAYS = ("claim", "pay")  # only where a match is of days
OF_ONE_YES = ("release-yes", "close-offer")  # only where the school has said yes and the leader has not answered
HINTS = {
    BOTH: "Two lines are recorded, together or not at all.",
    "school-agrees": "The leader still has to agree.",
    "leader-agrees": "The school or trust still has to agree.",
    "director-approves": "Only where both have agreed.",
    "school-wants-no-support": "Its days and money are freed, and nobody else is offered to it.",
    "school-wants-another-leader": "The next reserve can be offered.",
    "leader-cannot": "The next reserve can be offered.",
    "leader-cannot-any": "In no new proposal until they have answered; an agreed match is paused, and kept.",
    "leader-can-again": "They may be proposed again.",
    "school-wants-support": "Support is wanted; whether from this leader is another answer.",
    "release-yes": "Later proposals may move this leader. The offer stays open.",
    "close-offer": "The offer is over; the school may be proposed to another leader.",
    "ask-school": "Only when those who are told first were told.",
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
class AvailableAct:
    """One act that may be recorded now. `name` is the form value; `about` is match, leader or next proposal."""

    name: str
    words: str
    hint: str
    about: str = "match"


def available_acts(
    match_state: MatchState,
    permissions: Permissions,
    constrained: bool = False,
    away: bool = False,
    ended: bool = False,
) -> tuple[AvailableAct, ...]:
    """The acts open to this person in this state; the ledger validates again before anything is recorded.

    `constrained`: the pair is fixed or ruled out; `away`: its leader has said that they cannot; `ended`: the school's
    diagnosis left it to an adviser alone, so that the match goes no further.
    """
    if permissions.person is None:
        return ()
    role = permissions.person.role
    acts = [
        AvailableAct(
            act.name,
            act_words(act.name),
            in_words(HINTS.get(act.name, "")),
            "leader" if act.name in OF_LEADER else "match",
        )
        for act in ACT.values()
        if act.about == "match"
        and act.name not in ELSEWHERE
        and _follows(act, match_state)
        and role in act.roles
        and (act.name not in OF_ONE_YES or match_state.one_yes)
        and (act.name != CAN_AGAIN or away)
        and (act.name not in OF_DAYS or match_state.match.days)
        and not _done(act.name, match_state)
        and not (ended and act.name in (*GOES_ON, ASK))
    ]
    if match_state.state == "proposed" and not ended and not (match_state.school_agrees or match_state.leader_agrees):
        acts.insert(0, AvailableAct(BOTH, in_words(BOTH_AGREE), HINTS[BOTH]))
    # agreed matches need no pin, and who wants no support gets none
    settled = match_state.state in FROZEN or match_state.refusal == NO_SUPPORT
    ahead = {} if settled and not constrained else constraint_choices(constrained)
    return (*acts, *(AvailableAct(name, text, in_words(HINTS[name]), "next proposal") for name, text in ahead.items()))


def constraint_choices(constrained: bool) -> Mapping[str, str]:
    """Pin or forbid for the next proposal; where the pair has one already, only its withdrawal."""
    return TAKE_BACK if constrained else FIX


def _follows(act: Act, match_state: MatchState) -> bool:
    """An act about the leader may be recorded whatever the state, as long as the match is open."""
    return match_state.state in (act.since or BEFORE_DELIVERY)


def words_of(act: str) -> str:
    """The title of the act's page; '' where it has no page."""
    if act not in (BOTH, *ACT) or act in WITH_PAGES or (act != BOTH and ACT[act].about != "match"):
        return ""
    text = in_words(BOTH_AGREE) if act == BOTH else (FIX | TAKE_BACK).get(act) or act_words(act)
    return f"{text[:1].upper()}{text[1:]}"


def _done(act: str, match_state: MatchState) -> bool:
    return {"school-agrees": match_state.school_agrees, "leader-agrees": match_state.leader_agrees}.get(act, False)


def decisions(
    act: str,
    match_state: MatchState,
    run: ReviewRun,
    permissions: Permissions,
    on: date,
    reason: str,
    detail: Mapping[str, int | str],
) -> tuple[Decision, ...]:
    """The decisions that one choice on the page stands for: one, or two where both sides agree."""
    assert permissions.person is not None
    names = CHOICES[BOTH_AGREE] if act == BOTH else (act,)
    return tuple(
        Decision(
            act=name,
            on=on,
            by=permissions.person.id,
            reason=reason,
            recipient=match_state.match.recipient,
            leader=match_state.match.leader,
            run=run.opened.id,
            detail=detail,
        )
        for name in names
    )


ANOTHER_DAY = (
    "If it was decided on another day, write that day; else have it checked, and record that on the match page"
)
IT_HAPPENED_SO = "Record that first; or, if it happened so, tick that below and say why as the reason"


def suggestion_on_page(objection: Objection) -> str:
    """What to do about it here: the ledger's own suggestion names an option of the command, where there is one."""
    if isinstance(objection, TooEarly):
        return IT_HAPPENED_SO
    if isinstance(objection, InOrder):
        return "Take the tick away"
    if objection.of_day:
        return ANOTHER_DAY
    return (
        "Look at the year and the month; if they are right, tick that below"
        if objection.question
        else objection.suggestion
    )


def objections(results: tuple[DecisionResult, ...]) -> tuple[Objection, ...]:
    return tuple(dict.fromkeys(a.objection for a in results if a.objection))


def reader_conflict(act: str, permissions: Permissions, match_state: MatchState, run: ReviewRun) -> str:
    """The interest in the pair that keeps this person from deciding; '' for none.

    The ledger checks the register of people; the organisation in the register of roles is checked only here.
    """
    names = CHOICES[BOTH_AGREE] if act == BOTH else (act,)
    if not any(ACT[name].decides or name == "offer-reserve" for name in names):
        return ""
    return permissions.tie(match_state.match.recipient, match_state.match.leader, run.opened.world)


def would_object(ledger: Ledger, wanted: tuple[Decision, ...], run: ReviewRun) -> tuple[Objection, ...]:
    """Objections to the decisions in a dry run, before a reason is written."""
    return objections(ledger.dry_run(wanted, run.opened))
