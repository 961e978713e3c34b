"""What was agreed or fixed and breaks a rule or limit by now: a re-run stops, and a person decides each."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from matcher.domain import Facts
from matcher.errors import PinsContradict
from matcher.ledger.log.acts import DELIVERING
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.replan.pins import impossible, pin_of, refuse_overtaken
from matcher.plan import Plan, PlannedAdviser, PlannedGovernance, PlannedMatch
from matcher.policy import Pinned, Policy
from matcher.proof.audit import audit_part
from matcher.rules.rulebooks import rulebook_of
from matcher.runs.setup import Assessments, assess_all, world_of
from matcher.wording.terms import LEADER
from matcher.wording.wording import day


class AgreedMatchesUnlawful(PinsContradict):
    """Agreed matches that break a rule or limit by now. A person must decide each; none is dropped."""

    heading = "These matches were agreed and have become unlawful. A person decides each:"


def refuse_unlawful(
    facts: Facts,
    policy: Policy,
    frozen: tuple[MatchState, ...],
    record: Record,
    ledger_pins: tuple[Pinned, ...] = (),
    governance_days: tuple[Pinned, ...] = (),
    assessed: Callable[[], Assessments] | None = None,
) -> None:
    """Raises AgreedMatchesUnlawful with every frozen match or governance day that breaks a rule, and every limit they
    break together; then PinsOvertaken with every pin of the ledger that cannot hold. `assessed` gives the verdicts."""
    if not (frozen or ledger_pins or governance_days):
        return
    rulebook = rulebook_of(policy)
    assessments = assessed() if assessed else assess_all(facts, policy)
    world = world_of(assessments, facts, policy)
    advisers = world.provider_row["advisers"]
    matches = [(pin, impossible(pin, world, assessments, rulebook)) for pin in map(pin_of, frozen)]
    members = [f"{_named(pin, frozen)}: {_since(pin, record)}{why}" for pin, why in matches if why]
    lost = [(pin, impossible(pin, world, assessments, rulebook)) for pin in governance_days]
    members += [f"{p.recipient_id} and {_who(p, p.leader_id in advisers)}, {p.reason}: {why}" for p, why in lost if why]
    plan = _plan_of(frozen, lost, advisers)
    explained_rules = {"known-ids", "pins"} | {rule.name for rule in rulebook.pairs}  # reported above, pair by pair
    members += [b.message for b in audit_part(world, plan, rulebook) if b.rule not in explained_rules]
    if members:
        way_out = "Record a refusal (or, where support runs, that it stops), or change the register; then propose again"
        raise AgreedMatchesUnlawful(members, way_out)
    refuse_overtaken(ledger_pins, world, assessments, rulebook)


def _plan_of(frozen: tuple[MatchState, ...], beside: Sequence[tuple[Pinned, str]], advisers: Container[str]) -> Plan:
    """The agreed matches as a plan, with the lawful governance days beside them and every adviser.

    `beside`: the pins of governance leaders and advisers, each with why it is unlawful, or ''.
    """
    governance = [p for p, why in beside if not why and p.leader_id not in advisers]
    matches = (PlannedMatch(m.match.recipient, m.match.leader, m.match.days, m.match.team_days) for m in frozen)
    return Plan(
        tuple(sorted(matches)),
        tuple(sorted(PlannedGovernance(p.recipient_id, p.leader_id, p.days or 0) for p in governance)),
        tuple(sorted(PlannedAdviser(p.recipient_id, p.leader_id) for p, _ in beside if p.leader_id in advisers)),
    )


def _since(pin: Pinned, record: Record) -> str:
    """The day on which this pair's leader withdrew, where they did."""
    withdrew = record.withdrawn.get(pin.leader_id)
    return f"the {LEADER} withdrew on {day(withdrew['on'])} (line {withdrew['seq']}); " if withdrew else ""


def _who(pin: Pinned, adviser: bool) -> str:
    return f"{'adviser' if adviser else 'governance leader'} {pin.leader_id}"


def _named(pin: Pinned, frozen: tuple[MatchState, ...]) -> str:
    match_state = next(m for m in frozen if (m.match.recipient, m.match.leader) == (pin.recipient_id, pin.leader_id))
    state = "under way" if match_state.state == DELIVERING else match_state.state
    return f"{pin.recipient_id} and {LEADER} {pin.leader_id}, {state}"
