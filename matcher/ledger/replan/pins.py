"""Pair constraints from the ledger: pairs fixed (pin) or ruled out (forbid) for a term until withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from matcher.domain import Assessment
from matcher.errors import PinsContradict
from matcher.ledger.checks.interest_checks import last_check
from matcher.ledger.log.acts import DELIVERING, FORBID, FROZEN, PIN, REFUSED, Decision, Objection, act_words
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import MatchState, Record
from matcher.policy import Pinned
from matcher.rules.base import Rulebook
from matcher.runs.infeasible_pins.pins import contradicted_rule
from matcher.runs.opened import OpenedRun
from matcher.wording.messages import BodyRef, LeaderRef, Message, message
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import day
from matcher.world import World

GOVERNANCE_PIN_REASON = "governance days beside a match that is "
_SAID = {PIN: "fixed", FORBID: "ruled out"}


class PinsOvertaken(PinsContradict):
    """Pins of the ledger that contradict the rules by now. A person must withdraw each; the program does not."""

    heading = "These pairs were fixed by people and can no longer be proposed:"


def objection_to_pair_constraint(decision: Decision, run: OpenedRun, record: Record) -> Objection | None:
    """Why this pair may not be pinned, ruled out or set free now; None where it may."""
    own = _constraint_in_force(decision, run, record)
    if decision.act not in _SAID:
        todo = "'matcher ledger show' lists what stands"
        return None if own else Objection("recipient", "this pair is neither fixed nor ruled out", todo)
    if decision.recipient not in run.world.recipient_row or decision.leader not in run.world.leader_row:
        return Objection("recipient", "this pair is not among those of the run", "Look at both ids, zeros and all")
    if own is not None:
        todo = "Withdraw that first" if own["act"] != decision.act else "Nothing need be done"
        return Objection("recipient", f"this pair is {_SAID[own['act']]} already, {_by(own)}", todo)
    match_state = record.matches.get((run.term, decision.recipient, decision.leader))
    if match_state is not None and match_state.state in FROZEN:
        todo = "Record a refusal of the match instead" if decision.act == FORBID else "It stays without being fixed"
        return Objection("recipient", f"this match is {match_state.state}", todo)
    return _to_pin(decision, run, record, match_state) if decision.act == PIN else None


def objection_to_ruled_out_pair(decision: Decision, run: OpenedRun, record: Record) -> Objection | None:
    """The objection to agreeing to a pair that is ruled out; None where it is not."""
    own = _constraint_in_force(decision, run, record)
    if own is None or own["act"] != FORBID:
        return None
    return Objection("decision", f"this pair is ruled out, {_by(own)}", "Withdraw that first, or refuse the match")


def _constraint_in_force(decision: Decision, run: OpenedRun, record: Record) -> LineBody | None:
    pair = decision.recipient, decision.leader
    return next((b for b in record.in_force(run.term) if (b["recipient"], b["leader"]) == pair), None)


def _by(body: LineBody) -> str:
    return f"by a {body['role']} on {day(body['on'])} (line {body['seq']} of the ledger)"


def _to_pin(decision: Decision, run: OpenedRun, record: Record, match_state: MatchState | None) -> Objection | None:
    if match_state is not None and match_state.state == REFUSED and match_state.last is not None:
        message = f"this match was refused: {act_words(match_state.refusal)}, {_by(match_state.last)}"
        return Objection("recipient", message, "Mend that line first, if it was a mistake")
    other = _fixed(decision.recipient, run.term, record)
    if other:
        return Objection("recipient", f"this {RECIPIENT} {other}", "Withdraw or refuse that first")
    against = _impossible_now(decision, run, record)
    return Objection("recipient", against, "Choose another pair, or change what stands against it") if against else None


def _fixed(recipient: str, term: str, record: Record) -> str:
    """Which pin or agreed match this school or trust has already; '' for none."""
    for body in record.in_force(term):
        if body["act"] == PIN and body["recipient"] == recipient:
            return f"is fixed to {LEADER} {body['leader']} already, {_by(body)}"
    for match_state in record.of_term(term):
        if match_state.state in FROZEN and match_state.match.recipient == recipient:
            return f"has a match that is {match_state.state}, with {LEADER} {match_state.match.leader}"
    return ""


def _impossible_now(decision: Decision, run: OpenedRun, record: Record) -> str:
    if decision.leader in record.withdrawn:
        return f"the {LEADER} has withdrawn altogether"
    if record.is_away(decision.leader, decision.on):
        return f"the {LEADER} cannot support any school at present"
    check = last_check(record, decision.recipient, decision.leader, decision.on)
    if check is not None and check["detail"]["outcome"] == "conflict":
        return f"the check of {day(check['on'])} found a conflict of interest"
    policy = replace(run.policy, pins=tuple(p for p in run.policy.pins if p.stands), forbid=())
    pin = Pinned(recipient_id=decision.recipient, leader_id=decision.leader, reason="")
    world = replace(run.world, policy=policy, memo={})
    return impossible(pin, world, tuple(run.assessments.values()), run.rulebook)


def impossible(pin: Pinned, world: World, assessments: Sequence[Assessment], rulebook: Rulebook) -> str:
    """Why this pair, beside the matches that stand, breaks a rule; '' where it does not."""
    standing = tuple(p for p in world.policy.pins if p.stands and p != pin)
    alone = replace(world, policy=replace(world.policy, pins=(*standing, pin)), memo={})
    return contradicted_rule(alone, assessments, rulebook, pin)


def pin_of(match_state: MatchState) -> Pinned:
    """The pin of a match that people agreed to, or that runs."""
    m, last = match_state.match, match_state.last
    reason = f"{match_state.state} (line {last['seq'] if last else 0} of the ledger)"
    return Pinned(
        recipient_id=m.recipient,
        leader_id=m.leader,
        reason=reason,
        days=m.days or None,  # a programme that counts no days
        team_days=m.team_days,
        stands="running" if match_state.state == DELIVERING else "agreed",
        source="ledger",
    )


def pins_of(record: Record, term: str) -> tuple[Pinned, ...]:
    """The pairs that a proposal of this term must contain, without people's own reasons."""
    return tuple(_pinned(b) for b in record.in_force(term) if b["act"] == PIN and not _overtaken(b, record))


def forbidden_by(record: Record, term: str) -> tuple[Pinned, ...]:
    """The pairs that a proposal of this term may not contain."""
    return tuple(_pinned(b) for b in record.in_force(term) if b["act"] == FORBID)


def _pinned(body: LineBody) -> Pinned:
    reason = f"{_SAID[body['act']]} {_by(body)}"
    where = f"line {body['seq']} of the ledger, {day(body['on'])}"
    return Pinned(recipient_id=body["recipient"], leader_id=body["leader"], reason=reason, source="ledger", where=where)


def _overtaken(pin: LineBody, record: Record) -> str:
    """The later decision that makes this pin unnecessary; '' where the pin still applies."""
    for match_state in record.of_term(pin["term"]):
        if match_state.match.recipient != pin["recipient"]:
            continue
        if match_state.state in FROZEN:
            return f"the match with {LEADER} {match_state.match.leader} is {match_state.state}"
        if match_state.state == REFUSED and (
            match_state.match.leader == pin["leader"] or match_state.refusal == "school-wants-no-support"
        ):
            return f"refused: {act_words(match_state.refusal)}"
    return ""


def pair_constraint_lines(record: Record, term: str, region_of: Mapping[str, str]) -> Iterator[Message]:
    """One message for each pin and forbid that a proposal takes from the ledger, or that a later decision overtook."""
    for body in record.in_force(term):
        overtaken = _overtaken(body, record) if body["act"] == PIN else ""
        said = message(
            "From the ledger, {day}: {who} and leader {leader} {what} by a {role} (line {line})",
            day=day(body["on"]),
            who=BodyRef(body["recipient"], region_of.get(body["recipient"], "")),
            leader=LeaderRef(body["leader"]),
            what=_SAID[body["act"]],
            role=body["role"],
            line=body["seq"],
        )
        yield message("{said}; no longer needed: {why}", said=said, why=overtaken) if overtaken else said


def refuse_overtaken(pins: Iterable[Pinned], world: World, assessments: Sequence[Assessment], book: Rulebook) -> None:
    """Raises PinsOvertaken with every pin of the ledger that contradicts a rule by itself."""
    against = ((pin, impossible(pin, world, assessments, book)) for pin in pins)
    members = tuple(f"{p.recipient_id} and {LEADER} {p.leader_id} ({p.where}): {why}" for p, why in against if why)
    if members:
        way_out = "Withdraw each with 'matcher ledger act RUN withdraw', or change what stands against it"
        raise PinsOvertaken(members, f"{way_out}; then propose again")


def governance_pins(frozen: Iterable[MatchState], record: Record) -> Iterator[Pinned]:
    """Pins for the governance days that were proposed with a match when people agreed to it."""
    for match_state in frozen:
        run = record.run(match_state.run)
        for g in run.governance if run else ():
            if g.recipient == match_state.match.recipient:
                yield Pinned(
                    recipient_id=g.recipient,
                    leader_id=g.leader,
                    reason=GOVERNANCE_PIN_REASON + match_state.state,
                    days=g.days,
                    source="ledger",
                )
