"""Acts: everything a person may do to a match, the states it may start from, and the roles that may record it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from matcher.domain import DIAGNOSES, MILESTONE_CODES, MILESTONES, STANDING_STATES
from matcher.wording.messages import NOTHING, Message
from matcher.wording.terms import in_words

PROPOSED, AGREED, APPROVED, APPOINTED, DELIVERING = "proposed", "agreed", "approved", "appointed", "delivering"
FINISHED, STOPPED, REFUSED, REPLACED = "finished", "stopped", "refused", "replaced"
ALLOCATED = "allocated"  # of an adviser

FROZEN = STANDING_STATES  # no re-run may move these
STATE_ORDER = (PROPOSED, AGREED, APPROVED, APPOINTED, DELIVERING, FINISHED)
BEFORE_DELIVERY = (PROPOSED, AGREED, APPROVED, APPOINTED)
UNDER_WAY = (DELIVERING, FINISHED, STOPPED)

RECORDERS = ("broker", "director", "approver")  # who may record what a school or a leader answered
DIRECTORS = ("director",)


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of act. `words` is its text in the drop-down; `since`: the states it may follow (none: any).

    `about`: a match; a school's adviser; or a milestone of its case, which follows the one before it.
    """

    name: str
    words: str
    since: tuple[str, ...]
    roles: tuple[str, ...] = RECORDERS
    refuses: bool = False
    decides: bool = False  # takes a decision, and so is closed to whoever has an interest
    about: Literal["match", "adviser", "milestone"] = "match"


MILESTONE_ACTS = MILESTONE_CODES
BODY_INFORMED, DIAGNOSIS, MATCHED = (MILESTONE_ACTS[k] for k in (0, 2, 3))
OF_ADVISERS = (
    Act("adviser-allocated", "adviser is allocated", (PROPOSED,), decides=True, about="adviser"),
    Act("adviser-cannot", "adviser cannot (this school)", (PROPOSED, ALLOCATED), refuses=True, about="adviser"),
    Act("another-adviser", "another adviser is wanted", (PROPOSED, ALLOCATED), refuses=True, about="adviser"),
    Act("adviser-cannot-any", "adviser cannot (any school)", (PROPOSED, ALLOCATED), about="adviser"),
    Act("adviser-can-again", "the adviser can again", (), about="adviser"),
    Act("adviser-withdraws", "the adviser withdraws altogether", (), about="adviser"),
    Act("adviser-checked", "the adviser's interests were checked", (), about="adviser"),
)
ALLOCATE, ADVISER_CANNOT, ANOTHER_ADVISER, ADVISER_CANNOT_ANY, ADVISER_CAN_AGAIN, ADVISER_WITHDRAWS, ADVISER_CHECKED = (
    act.name for act in OF_ADVISERS
)
OF_MILESTONES = tuple(
    Act(name, f"milestone: {text}", (), about="milestone")
    for name, text in zip(MILESTONE_ACTS, MILESTONES, strict=True)
)

ACTS = (
    Act("school-wants-support", "school says yes to support", (PROPOSED,)),
    Act("school-agrees", "school agrees", (PROPOSED,)),
    Act("leader-agrees", "leader agrees", (PROPOSED,)),
    Act("director-approves", "director approves", (AGREED,), DIRECTORS, decides=True),
    Act("appoint", "appoint", (APPROVED,), decides=True),
    Act("school-wants-no-support", "school wants no support", BEFORE_DELIVERY, refuses=True),
    Act("school-wants-another-leader", "school wants another leader", BEFORE_DELIVERY, refuses=True),
    Act("leader-cannot", "leader cannot (this school)", BEFORE_DELIVERY, refuses=True),
    Act("leader-cannot-any", "leader cannot (any school)", (*BEFORE_DELIVERY, DELIVERING)),
    Act("director-says-no", "director says no", BEFORE_DELIVERY, DIRECTORS, refuses=True, decides=True),
    Act("begin", "delivery begins", (APPOINTED,)),
    Act("finish", "delivery ends", (DELIVERING,)),
    Act("stop", "delivery stops early", (DELIVERING,)),
    Act("claim", "days claimed", UNDER_WAY),
    Act("pay", "days paid", UNDER_WAY),
    Act("review", "what changed, and what came of the talk about trusts", (FINISHED, STOPPED)),
    Act("offer-reserve", "the next reserve is offered", (), RECORDERS),
    Act("tell", "somebody was told", (*BEFORE_DELIVERY, *UNDER_WAY)),
    Act("interests-checked", "the leader's interests were checked", ()),
    Act("leader-withdraws", "the leader withdraws altogether", ()),
    Act("leader-can-again", "the leader can again", ()),
    Act("leader-changed", "the leader's days or travel changed", ()),
    Act("release-yes", "the hold of the school's yes is released", (PROPOSED,)),
    Act("close-offer", "the old offer is closed", (PROPOSED,)),
    Act("reopen", "it may be proposed again", ()),
    Act("tell-of-support", "told that support will be offered, no leader named", ()),
    Act("ask-school", "the school was asked", (PROPOSED,)),
    Act("pin", "the pair is fixed for the next proposals", (), decides=True),
    Act("forbid", "the pair is ruled out for the next proposals", (), decides=True),
    Act("withdraw", "a fixed pair or a ruling-out is withdrawn", (), decides=True),
    Act("approve-wait", "director approves the wait", (), DIRECTORS, decides=True),
    Act("refuse-wait", "director refuses the wait", (), DIRECTORS, decides=True),
    Act("tell-of-wait", "told that it is asked to wait", ()),
    Act("mend", "an earlier line was a mistake", ()),
    *OF_ADVISERS,
    *OF_MILESTONES,
)
ACT = {act.name: act for act in ACTS}

LEADER_CHANGED = "leader-changed"
OF_LEADER = ("interests-checked", "leader-withdraws", "leader-can-again", LEADER_CHANGED)  # not about one match
CANNOT_ANY, CAN_AGAIN = "leader-cannot-any", "leader-can-again"
YES, RELEASE, CLOSE, REOPEN = "school-agrees", "release-yes", "close-offer", "reopen"
# about a school or trust that is asked to wait for the year ahead, and no leader
APPROVE_WAIT, REFUSE_WAIT, TELL_OF_WAIT = OF_WAIT = "approve-wait", "refuse-wait", "tell-of-wait"
TELL, MEND = "tell", "mend"
TELL_OF_SUPPORT, ASK = "tell-of-support", "ask-school"  # telling, part one; then the school may be asked
# about a pair in later proposals, not about its match
PIN, FORBID, WITHDRAW = PAIR_CONSTRAINT_ACTS = ("pin", "forbid", "withdraw")
PUBLISH, ERASE = "publish", "erase"  # lines that no person of the register records
MIGRATE, NEW_LEDGER = "migrate", "new-ledger"  # likewise: about the ledger itself
ACCEPT_LOSS, ACCEPT_SEAL = "accept-loss", "accept-seal"  # a person of the register, about a ledger or a run
OF_LEDGER_WORDS: Mapping[str, str] = {
    PUBLISH: "a run was published",
    ERASE: "personal data were erased",
    MIGRATE: "the ledger was brought to a later format",
    NEW_LEDGER: "a new ledger was begun, though an earlier one is known",
    ACCEPT_LOSS: "the loss of earlier lines was accepted",
    ACCEPT_SEAL: "another answer to a run's question was accepted",
}
REASON_AT_MOST = 2000  # characters

IN_WORKBOOK = (
    *("school-wants-support", "school-agrees", "leader-agrees", "director-approves", "appoint"),
    *("leader-cannot-any", "begin", "finish", "stop"),
    *("leader-can-again", "release-yes", "close-offer", "ask-school"),
)
WAIT_CHOICES: dict[str, str] = {ACT[name].words: name for name in OF_WAIT}  # the drop-down of those asked to wait
BOTH_AGREE = "school and leader agree"
# what the workbook's drop-down means; one choice may be two acts
CHOICES: dict[str, tuple[str, ...]] = {
    BOTH_AGREE: ("school-agrees", "leader-agrees"),
    "agree": ("school-agrees", "leader-agrees"),
    "leader cannot": ("leader-cannot",),
} | {act.words: (act.name,) for act in ACTS if act.about == "match" and (act.refuses or act.name in IN_WORKBOOK)}
# beside them, where a programme has advisers: the act, and what an initial diagnosis decided
ADVISER_CHOICES: dict[str, tuple[str, str]] = {
    act.words: (act.name, "") for act in (*OF_ADVISERS[:5], *OF_MILESTONES) if act.name != DIAGNOSIS
} | {f"{ACT[DIAGNOSIS].words}: {decided}": (DIAGNOSIS, code) for code, decided in DIAGNOSES.items()}
# the drop-down, in order; what earlier workbooks offered in other words is still understood
NOT_IN_LIST = ("agree", "leader cannot")
OFFERED = tuple(words for words in CHOICES if words not in NOT_IN_LIST)

SUPPORT_STILL_WANTED = (
    *("school-wants-another-leader", "leader-cannot", CANNOT_ANY, "leader-withdraws", "director-says-no"),
)
EXPLORED = ("yes", "no", "not asked")  # whether a trust partnership was explored: recorded, never scored
OUTCOMES = ("clear", "sign-off", "conflict")  # of a check of interests


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One act that somebody asks to record: the act, its day, the id of the person, the pair, the reason and the run.

    `detail` holds numbers, ids and words of fixed sets, never a person's name: days claimed, who was told, the line
    that is mended. `dates_accepted`: somebody was asked about a day that contradicts the record, and stands by it.
    `seen` is the last line that whoever decides has seen: a later line about the same match is told first; None where
    nothing was shown.
    """

    act: str
    on: date
    by: str
    reason: str
    recipient: str = ""
    leader: str = ""
    run: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    dates_accepted: bool = False
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an act is not recorded: the field at fault, what is wrong, and what to write or do instead.

    `redactable` is the message as data, where it could name another school or trust than the decision's own.
    `question`: of a workbook, this row is asked about alone, and the others are recorded. `of_day`: on another day it
    may be recorded.
    """

    column: str
    message: str
    suggestion: str
    redactable: Message = NOTHING
    question: bool = False
    of_day: bool = False


def act_words(name: str) -> str:
    """The text of an act for display; the name itself where it is unknown."""
    if name in ACT:
        return in_words(ACT[name].words)
    return OF_LEDGER_WORDS.get(name, name)
