"""Pins that cannot hold: which pins and rules contradict each other, and the cheapest way out, in the user's words."""

from __future__ import annotations

import numpy as np

from matcher.domain import Assessment
from matcher.errors import PinsContradict
from matcher.plan import Pairs
from matcher.policy import Pinned
from matcher.rules.base import Rulebook
from matcher.world import World, metres_between


def pinned_words(pin: Pinned) -> str:
    where = f" [{pin.where}]" if pin.where else ""
    return f"the pin of {pin.recipient_id} to leader {pin.leader_id}, '{pin.reason}'{where}"


def check_pins(world: World, assessments: tuple[Assessment, ...], rulebook: Rulebook) -> None:
    """Raise PinsContradict for the first pin that contradicts a rule by itself: recipient, leader or pairing."""
    standing = {a.id: a for a in assessments}
    for pin in world.policy.pins:
        against = _against(world, standing, rulebook, pin)
        if against:
            raise PinsContradict((pinned_words(pin), against), "Remove the pin, or change what stands against it")


def _against(world: World, standing: dict[str, Assessment], rulebook: Rulebook, pin: Pinned) -> str:
    if pin.recipient_id not in world.recipient_row:
        body = standing.get(pin.recipient_id)
        if body is None:
            return f"{pin.recipient_id} is not a school or trust that could be supported"
        if body.recipient is None:
            return f"{body.name} ({body.id}) is {body.verdict.answer}: {body.verdict.reason}"
        return f"{body.name} ({body.id}) is in {body.region}, which is not in this run"
    if pin.leader_id not in world.leader_row:
        return f"leader {pin.leader_id} is not on the register"
    return _barred(world, rulebook, world.recipient_row[pin.recipient_id], world.leader_row[pin.leader_id])


def _barred(world: World, rulebook: Rulebook, recipient: int, leader: int) -> str:
    one, other = np.array([recipient]), np.array([leader])
    pair = Pairs(one, other, metres_between(world.recipient_place[one], world.leader_place[other]))
    for rule in rulebook.pairs:
        if rule.bars(world, pair)[0]:
            return f"the rule '{rule.name}': {rule.why(world, recipient, leader)}"
    return ""


def contradiction(world: World, rulebook: Rulebook, conflict: tuple[tuple[str, str], ...]) -> PinsContradict:
    """The smallest set of pins and limits that cannot hold together, in words; `conflict` is (rule, subject) rows."""
    by_subject = {f"{p.recipient_id}+{p.leader_id}": p for p in world.policy.pins}
    pins = [pinned_words(by_subject[subject]) for rule, subject in conflict if rule == "pins"]
    says = {rule.name: rule.cite.says for rule in rulebook.limits}
    limits = [f"the limit '{rule}' of {subject} ({says[rule]})" for rule, subject in conflict if rule != "pins"]
    one = "that pin" if len(pins) == 1 else "any one of those pins"
    way_out = f"Remove {one}" + (f", or raise {limits[0]}" if limits else "")
    return PinsContradict((*pins, *limits), way_out)
