"""One draw of an uncertain year: how many ask, who says no, which leaders drop out, what a day costs.

Each thing drawn has a stream of its own, seeded by (seed, draw, thing): draw 17 is the same alone, in another order, on
another machine, and with another thing left fixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from matcher.domain import Leader, Recipient
from matcher.explain.pot_lines import pot_lines
from matcher.policy import Policy
from matcher.read.scenario_draws import Vary, vary_of
from matcher.rules.limits.pots import left_pence
from matcher.study.asking import Question, told, with_total
from matcher.study.demand import Scale, demand_scale
from matcher.study.desk import Change, Desk, Held
from matcher.study.outcome import Outcome
from matcher.study.settle import settled
from matcher.world import World

DEMAND, DECLINES, LEADERS, RATES = range(4)
DRAWN = {
    "drawn_demand": ("bodies", "schools and trusts that ask in this draw"),
    "drawn_declined": ("bodies", "of these, how many say no"),
    "drawn_leaders_lost": ("leaders", "leaders who drop out"),
    "needed_pence": (
        "pence",
        "what matching everybody who can be matched would cost if money did not bind, without governance days",
    ),
    "within_pots": ("yes or no", "whether the pots would pay for that"),
    "unmet": ("bodies", "schools and trusts that said yes and are not matched"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a draw did to the world."""

    demand: int
    declined: int
    leaders_lost: int


def changed(world: World, vary: Vary, scale: Scale | None, seed: int, draw: int) -> tuple[World, Told]:
    """The world of one draw; its recipients and leaders stay sorted by id."""
    asking = _demand(world.recipients, scale, _stream(seed, draw, DEMAND)) if scale else world.recipients
    yes = _stream(seed, draw, DECLINES).random(len(asking)) >= float(vary.declines)
    stay = _stream(seed, draw, LEADERS).random(len(world.leaders)) >= float(vary.leaders_drop_out)
    pinned = {pin.recipient_id for pin in world.policy.pins}  # they have said yes before
    accepting = tuple(r for r, keep in zip(asking, yes.tolist(), strict=True) if keep or r.id in pinned)
    leaders = tuple(x for x, keep in zip(world.leaders, stay.tolist(), strict=True) if keep)
    policy = _still_pinned(_priced(world.policy, vary, _stream(seed, draw, RATES)), accepting, leaders)
    told = Told(len(asking), len(asking) - len(accepting), len(world.leaders) - len(leaders))
    return replace(world, policy=policy, recipients=accepting, leaders=leaders, memo={}), told


def _still_pinned(policy: Policy, recipients: tuple[Recipient, ...], leaders: tuple[Leader, ...]) -> Policy:
    """A pin falls where its leader has dropped out, or where its school does not ask in this draw."""
    bodies, people = {r.id for r in recipients}, {x.id for x in leaders}
    pins = tuple(pin for pin in policy.pins if pin.recipient_id in bodies and pin.leader_id in people)
    return replace(policy, pins=pins)


def _stream(seed: int, draw: int, thing: int) -> np.random.Generator:
    return np.random.default_rng([seed, draw, thing])


def _demand(recipients: tuple[Recipient, ...], scale: Scale, dice: np.random.Generator) -> tuple[Recipient, ...]:
    """Standalone schools scaled group by group; a group that grows has some of its schools twice, as stand-ins."""
    kept = [r for r in recipients if r.kind != "school"]
    factors = scale.drawn(dice)
    for group, members in sorted(scale.members(recipients).items()):
        wanted = len(members) * factors.get(group, 1.0)
        count = int(wanted) + int(dice.random() < wanted % 1)
        times, rest = divmod(count, len(members))
        some = dice.choice(len(members), size=rest, replace=False).tolist()
        copies = [times + (i in set(some)) for i in range(len(members))]
        for recipient, many in zip(members, copies, strict=True):
            kept += [replace(recipient, id=recipient.id + "~" * k) for k in range(many)]
    return tuple(sorted(kept, key=lambda r: r.id))


def _priced(policy: Policy, vary: Vary, dice: np.random.Generator) -> Policy:
    if vary.rates is None:
        return policy
    spans = {key.removesuffix("_day"): span for key, span in vary.rates if span is not None}
    drawn_pence = {what: _between(low, high, dice) for what, (low, high) in spans.items()}
    governance = drawn_pence.pop("governance", policy.rates.governance_day_pence)
    leaders = dict(policy.rates.leader_day_pence) | drawn_pence
    return replace(policy, rates=replace(policy.rates, leader_day_pence=leaders, governance_day_pence=governance))


def _between(low: int, high: int, dice: np.random.Generator) -> int:
    """Whole pounds between whole pounds; else to the penny."""
    step = 1 if low % 100 or high % 100 else 100
    return step * int(dice.integers(low // step, high // step, endpoint=True))


def drawn(
    desk: Desk, known: Held, policy: Policy, written: Mapping[str, Any], seed: int, draw: int, key: str
) -> Outcome:
    """One draw, solved; and solved again with no limit on money, to see what serving everybody would have cost."""
    vary = vary_of(written)
    scale = demand_scale(known.facts, policy, vary.demand.years) if vary.demand else None
    how: list[Told] = []

    def change(world: World) -> World:
        world, one = changed(world, vary, scale, seed, draw)
        how.append(one)
        return world

    found = settled(desk, known, policy, change)
    outcome = found.outcome(key)
    needed, within = _needed(Question(desk, known, policy), found.posed.world, change)
    figures = dict(outcome.figures) | {
        "drawn_demand": how[0].demand,
        "drawn_declined": how[0].declined,
        "drawn_leaders_lost": how[0].leaders_lost,
        "needed_pence": needed,
        "within_pots": "yes" if within else "no",
        "unmet": len(found.posed.world.recipients) - len(outcome.matches),
    }
    return replace(outcome, figures=figures)


def _needed(question: Question, world: World, change: Change) -> tuple[int, bool]:
    """The least that reaching the most would cost, and whether each pot has its part of it."""
    policy = question.policy
    most = question.solved(with_total(policy, None), change)
    held = {pot.name: left_pence(world, pot) for pot in policy.pots if pot.amount_pence is not None}
    pots = pot_lines(most.posed.world, most.posed.problem, most.solution.chosen)
    within = all(pot.committed_pence <= held[pot.pot] for pot in pots if pot.pot in held)
    return told(most).pence, within


def running_mean(values: list[int]) -> list[tuple[int, float, float]]:
    """(draws, mean, its standard error) after each draw from the second: how far the answer has settled."""
    found = []
    for n in range(2, len(values) + 1):
        part = np.array(values[:n], dtype=np.float64)
        found.append((n, float(part.mean()), float(part.std(ddof=1) / np.sqrt(n))))
    return found


__all__ = ["DRAWN", "changed", "drawn", "running_mean"]
