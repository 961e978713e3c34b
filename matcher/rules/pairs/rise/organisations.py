"""Who may be a school's supporting organisation: not who runs it, nor who failed due diligence; and what stays open."""

from __future__ import annotations

from matcher.domain import Organisation
from matcher.plan import Pairs
from matcher.rules.base import Cite, FlagRule, PairRule
from matcher.rules.pairs.pair_sets import bools, cached, date_text, in_pairs, ints
from matcher.rules.pairs.rise.bodies import pairs_run_by, run_by
from matcher.rules.supporters import needs_organisation
from matcher.world import Bools, World

_DUE_DILIGENCE = Cite(
    "msi-2026", "due diligence", "capacity and will, the relationship manager, finance, the vendor account"
)


def organisation_of(world: World, row: int) -> Organisation:
    return world.organisations[world.leaders[row].id]


def bars_review(world: World, pairs: Pairs) -> Bools:
    return ~needs_organisation(world)[pairs.recipient]


def why_review(world: World, recipient_row: int, leader_row: int) -> str:
    return f"{world.recipients[recipient_row].name} is to have its progress reviewed, by an adviser alone"


def bars_diligence(world: World, pairs: Pairs) -> Bools:
    refused = cached(
        world, "supporters.refused", lambda w: bools(organisation_of(w, k).due_diligence == "no" for k in _rows(w))
    )
    return refused[pairs.leader]


def _rows(world: World) -> range:
    return range(len(world.leaders))


def why_diligence(world: World, recipient_row: int, leader_row: int) -> str:
    return f"{world.leaders[leader_row].id} did not pass due diligence"


def bars_own(world: World, pairs: Pairs) -> Bools:
    keys = cached(world, "supporters.own", lambda w: pairs_run_by(w, "leaders", ([x.id] for x in w.leaders)))
    return in_pairs(world, pairs, keys)


def why_own(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    if recipient.id == leader.id:
        return f"{leader.id} is {recipient.name} itself"
    if organisation_of(world, leader_row).type == "school":
        return f"{leader.id} is a school of the trust that runs {recipient.name}"
    return f"{leader.id} runs {recipient.name}"


def open_checks(world: World, leader_row: int) -> tuple[str, ...]:
    """What is still to be done before this organisation can be appointed, in words."""
    o = organisation_of(world, leader_row)
    account = o.vendor_account_on
    waits = account is None or account > world.policy.as_at
    from_then = "" if account is None else f" (expected on {date_text(account)})"
    steps = (
        ("whether it is willing is not recorded", o.willing is None),
        ("which phases it supports is not recorded", not o.phases),
        ("due diligence is not done", o.due_diligence in (None, "pending")),
        ("its finances are not checked", o.finance_check in (None, "pending")),
        ("the check of its finances was not passed", o.finance_check == "no"),
        (f"it has no vendor account{from_then}, which takes 15 to 20 days", waits),
    )
    return tuple(words for words, is_open in steps if is_open)


def flags_open(world: World, pairs: Pairs) -> Bools:
    waiting = cached(world, "supporters.open", lambda w: bools(bool(open_checks(w, k)) for k in _rows(w)))
    return waiting[pairs.leader]


def why_open(world: World, recipient_row: int, leader_row: int) -> str:
    return f"{world.leaders[leader_row].id}: {'; '.join(open_checks(world, leader_row))}"


def flags_runs_eligible(world: World, pairs: Pairs) -> Bools:
    many = cached(world, "supporters.runs", lambda w: ints(len(run_by(w, x.id)) for x in w.leaders))
    mask: Bools = many[pairs.leader] > 0
    return mask


def why_runs_eligible(world: World, recipient_row: int, leader_row: int) -> str:
    id = world.leaders[leader_row].id
    many = len(run_by(world, id))
    return f"{id} runs {many} school{'s' if many > 1 else ''} that {'are' if many > 1 else 'is'} in the programme"


REVIEW_PROGRESS = PairRule(
    "review-progress",
    Cite("msi-2026", "decision notes", "a school whose progress is reviewed has an adviser and no organisation"),
    bars_review,
    why_review,
    screen=True,
    of_recipient=True,
    short="its progress is reviewed by an adviser alone",
)
DUE_DILIGENCE = PairRule(
    "due-diligence", _DUE_DILIGENCE, bars_diligence, why_diligence, short="that failed due diligence"
)
RESPONSIBLE_BODY = PairRule(
    "responsible-body",
    Cite("msi-2026", "conflict checks", "the declaration is checked against the school and who runs it"),
    bars_own,
    why_own,
    short="that run the school themselves",
)
CHECKS_OPEN = FlagRule(
    "checks-open",
    _DUE_DILIGENCE,
    flags_open,
    why_open,
    weight="stops",
    label="Checks to be done before the organisation is appointed",
)
RUNS_ELIGIBLE_SCHOOLS = FlagRule(
    "runs-eligible-schools",
    Cite("matcher", "leader's own trust", "who needs support is not sent to support others unseen"),
    flags_runs_eligible,
    why_runs_eligible,
    weight="ask",
    label="The organisation runs schools that are in the programme themselves",
)
