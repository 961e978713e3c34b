"""Infeasible pins: which pins and rules contradict each other, and the cheapest relaxation, in the scenario's terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from matcher.domain import Assessment, Leader
from matcher.errors import PinsContradict
from matcher.policy import ANY, Pinned, Policy
from matcher.rules.base import Rulebook
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.distance.measured import minutes_judged, timed
from matcher.rules.pairs.distance.water import one_pair
from matcher.runs.infeasible_pins.relaxations import cheapest_relaxations
from matcher.runs.judged_later import by_id
from matcher.wording.messages import BodyRef, LeaderRef, Listed, Message, message
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.world import World, metres_between

MOST_SHOWN = 5


def pin_text(pin: Pinned) -> str:
    """By ids and place. The reason is left out: a person wrote it freely, and it may hold a name."""
    where = f" [{pin.where}]" if pin.where else ""
    return f"the fixed pair {pin.recipient_id} to {LEADER} {pin.leader_id}{where}"


def pins_elsewhere_notices(world: World) -> tuple[Message, ...]:
    """For page one: which pins are of another region's schools and trusts, and bind nothing in this run."""
    pins = world.pins_elsewhere
    if not pins:
        return ()
    shown = Listed(tuple(_elsewhere(world, pin) for pin in pins[:MOST_SHOWN]), others=max(0, len(pins) - MOST_SHOWN))
    template = "Fixed pairs of other regions, which do not bind here and hold nobody's days: {number} ({pins})"
    return (message(template, number=len(pins), pins=shown),)


def _elsewhere(world: World, pin: Pinned) -> Message:
    body = BodyRef(pin.recipient_id, world.region_of[pin.recipient_id])
    return message("{body} to leader {leader}", body=body, leader=LeaderRef(pin.leader_id))


def check_pins(world: World, assessments: Sequence[Assessment], rulebook: Rulebook) -> None:
    """Raise PinsContradict for the first pin that contradicts a rule by itself: recipient, leader or pairing."""
    standing = by_id(assessments) if world.binding_pins else {}
    contradictions = [
        (pin, against) for pin in world.binding_pins if (against := _contradicted_rule(world, standing, rulebook, pin))
    ]
    if contradictions:
        pin, against = contradictions[0]
        others = [f"{pin_text(p)}, since {why}" for p, why in contradictions[1:]]
        way_out = " or ".join(["Take that fixed pair out", *_allowing_changes(world, rulebook, pin)])
        if others:
            way_out += f". Then these cannot stand either: {'; '.join(others)}"
        raise PinsContradict((pin_text(pin), against), way_out)


def _allowing_changes(world: World, rulebook: Rulebook, pin: Pinned) -> list[str]:
    """Other changes that allow the pair, where one rule alone bars it; each was checked against the rules."""
    r, j = world.recipient_row.get(pin.recipient_id), world.leader_row.get(pin.leader_id)
    if r is None or j is None:
        return []
    return [text for text, changed in _changes(world, pin, r, j) if not _barred(changed, rulebook, r, j)]


def _changes(world: World, pin: Pinned, recipient: int, leader: int) -> list[tuple[str, World]]:
    policy, rules = world.policy, world.policy.rules
    away = int(metres_between(world.recipient_place[[recipient]], world.leader_place[[leader]])[0])
    kilometres = -(-away // 1000)
    allowed = tuple(p for p in policy.forbid if (p.recipient_id, p.leader_id) != (pin.recipient_id, pin.leader_id))
    own = world.leaders[leader]
    further = replace(own, max_travel_metres=kilometres * 1000)
    serves = replace(own, regions=own.regions | {world.recipients[recipient].region})
    return [
        ("remove the same pair from 'forbid'", _with_policy(world, replace(policy, forbid=allowed))),
        (
            f"set rules.max_travel_km to {kilometres} or more",
            _with_policy(world, replace(policy, rules=replace(rules, max_travel_metres=kilometres * 1000))),
        ),
        (f"have {LEADER} {own.id} offer to travel {kilometres} km or more", _with_leader(world, leader, further)),
        *_longer(world, recipient, leader),
        (
            f"have {LEADER} {own.id} offer to serve {world.recipients[recipient].region}",
            _with_leader(world, leader, serves),
        ),
        (f"have {LEADER} {own.id} say they are willing", _with_leader(world, leader, replace(own, willing=True))),
    ]


def _longer(world: World, recipient: int, leader: int) -> list[tuple[str, World]]:
    """Longer limits in minutes, where minutes decide."""
    pair = one_pair(world, recipient, leader)
    if not timed(world, pair)[0]:
        return []
    minutes, own, policy = int(minutes_judged(world, pair)[0]), world.leaders[leader], world.policy
    rules = replace(policy.rules, max_travel_minutes=minutes)
    offered = replace(own, max_travel_minutes=minutes)
    return [
        (f"set rules.max_travel_minutes to {minutes} or more", _with_policy(world, replace(policy, rules=rules))),
        (f"have {LEADER} {own.id} offer to travel {minutes} minutes or more", _with_leader(world, leader, offered)),
    ]


def _with_policy(world: World, policy: Policy) -> World:
    return replace(world, policy=policy, memo={})


def _with_leader(world: World, row: int, leader: Leader) -> World:
    leaders = (*world.leaders[:row], leader, *world.leaders[row + 1 :])
    return replace(world, leaders=leaders, facts=replace(world.facts, leaders=leaders), memo={})


def contradicted_rule(world: World, assessments: Sequence[Assessment], rulebook: Rulebook, pin: Pinned) -> str:
    """Why this pin of the world's policy contradicts a rule by itself; '' where it does not."""
    return _contradicted_rule(world, by_id(assessments), rulebook, pin)


def _contradicted_rule(world: World, standing: Mapping[str, Assessment], rulebook: Rulebook, pin: Pinned) -> str:
    if pin.recipient_id not in world.recipient_row:
        body = standing.get(pin.recipient_id)
        if body is None:
            return f"{pin.recipient_id} is not {RECIPIENT:a} that could be supported"
        if body.recipient is None:
            return f"{body.verdict_words}: {body.verdict.reason}"
        out = [p for p in world.policy.forbid if p.recipient_id == body.id and p.leader_id == ANY]
        if out:
            where = f" [{out[0].where}]" if out[0].where else ""
            return f"{body.name} ({body.id}) was taken out of the run: it is ruled out with every {LEADER}{where}"
        return f"{body.name} ({body.id}) is in {body.region}, which is not in this run"
    if pin.leader_id in world.governance_row:
        return _contradicted_governance_rule(world, rulebook, pin)
    if pin.leader_id in world.provider_row["advisers"]:
        return _barred_adviser(world, rulebook, pin)
    if pin.leader_id not in world.leader_row:
        return f"{LEADER} {pin.leader_id} is not on the register"
    recipient, leader = world.recipient_row[pin.recipient_id], world.leader_row[pin.leader_id]
    return _barred(world, rulebook, recipient, leader) or _not_on_offer(world, rulebook, pin, recipient, leader)


def _barred_adviser(world: World, rulebook: Rulebook, pin: Pinned) -> str:
    """Why the pin's adviser may not advise its school; empty where they may."""
    recipient, adviser = world.recipient_row[pin.recipient_id], world.provider_row["advisers"][pin.leader_id]
    provider = rulebook.provider("advisers")
    rule = provider.bar(world, pairs_at(world, np.array([recipient]), np.array([adviser]), provider.kind))
    return f"the rule '{rule.name}': {rule.why(world, recipient, adviser)}" if rule else ""


def _contradicted_governance_rule(world: World, rulebook: Rulebook, pin: Pinned) -> str:
    """Why the pin's governance days are not on offer; empty where they are. They have one length and own rules."""
    provider = rulebook.provider("governance")
    pair = pairs_at(
        world,
        np.array([world.recipient_row[pin.recipient_id]]),
        np.array([world.governance_row[pin.leader_id]]),
        provider.kind,
    )
    offered = provider.days.on_offer(world, pair)
    if provider.bar(world, pair) is not None or not offered:
        return f"governance leader {pin.leader_id} may not be offered to {pin.recipient_id} under the rules"
    if not any(pin.days in (None, days) and pin.team_days in (None, team) for days, team in offered):
        return f"its days are not on offer: governance support is of {world.policy.support.governance_days} days"
    return ""


def _not_on_offer(world: World, rulebook: Rulebook, pin: Pinned, recipient: int, leader: int) -> str:
    """Why the pin's days are not on offer to its pair; empty where they are."""
    pair = pairs_at(world, np.array([recipient]), np.array([leader]))
    offered = sorted(rulebook.provider("leaders").days.on_offer(world, pair))
    if any(pin.days in (None, days) and pin.team_days in (None, team) for days, team in offered):
        return ""
    each = " or ".join(f"{days} days, {team} of them the team's" for days, team in offered) or "no days at all"
    return f"its days are not on offer to that pair, which may have {each}"


def _barred(world: World, rulebook: Rulebook, recipient: int, leader: int) -> str:
    rule = rulebook.provider("leaders").bar(world, pairs_at(world, np.array([recipient]), np.array([leader])))
    return f"the rule '{rule.name}': {rule.why(world, recipient, leader)}" if rule else ""


def contradiction(world: World, rulebook: Rulebook, conflict: tuple[tuple[str, str], ...]) -> PinsContradict:
    """The smallest set of pins and limits that cannot hold together, in words; `conflict` is (rule, subject) rows."""
    by_subject = {f"{p.recipient_id}+{p.leader_id}": p for p in world.binding_pins}
    pins = [pin_text(by_subject[subject]) for rule, subject in conflict if rule == "pins"]
    says = {rule.name: rule.cite.says for rule in rulebook.limits}
    limits = [f"the limit '{rule}' of {subject} ({says[rule]})" for rule, subject in conflict if rule != "pins"]
    return PinsContradict((*pins, *limits), cheapest_relaxations(world, rulebook, conflict, pin_text))
