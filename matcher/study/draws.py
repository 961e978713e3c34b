"""One draw of an uncertain year: how many ask, who says no, which leaders drop out, what a day costs.

Each thing drawn has a stream of its own, seeded by (seed, draw, thing): draw 17 is the same alone, in another order, on
another machine, and with another thing left fixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from matcher.domain import Recipient
from matcher.errors import Fault, collect
from matcher.policy import GoalChoice, Policy
from matcher.rules.limits.pots import left_pence
from matcher.study.demand import Scale, demand_scale
from matcher.study.desk import Change, Desk, Held
from matcher.study.outcome import Outcome
from matcher.study.settle import settled
from matcher.world import World

DEMAND, DECLINES, LEADERS, RATES = range(4)
ROLES = ("trust_ceo", "nle", "equivalent")
# what may stand under `draws.vary`, for the reference page and for faults
VARY = {
    "demand": "`history`: judgements of Requires Improvement per region, phase and month, from the files; or"
    " {from: history, years: 3}",
    "declines": "share of schools and trusts that say no, each by itself, before matching: others are then offered",
    "leaders_drop_out": "share of leaders who drop out before matching, each by itself",
    "rates": "{nle_day: [550, 650]}: pounds, evenly between the two, one figure for the whole draw",
}
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
class Vary:
    """What is drawn, read from the scenario. Shares are 0 to 1; rates are pence from and to."""

    demand_years: int = 0  # 0: demand is as it is in the files
    declines: float = 0.0
    leaders_drop_out: float = 0.0
    rates: tuple[tuple[str, int, int], ...] = ()


def vary_of(written: Mapping[str, Any]) -> Vary:
    """Raises InputFaults with everything under `draws.vary` that is not understood."""
    faults = [
        Fault(
            "draws", None, f"vary.{name}", str(name)[:80], "is not a thing that can be drawn", f"There are: {_known()}"
        )
        for name in written
        if name not in VARY
    ]
    shares = {name: _share(name, written.get(name, 0), faults) for name in ("declines", "leaders_drop_out")}
    years, rates = _years(written.get("demand"), faults), _rates(written.get("rates", {}), faults)
    collect(faults)
    return Vary(years, shares["declines"], shares["leaders_drop_out"], rates)


def _known() -> str:
    return ", ".join(VARY)


def _share(name: str, value: Any, faults: list[Fault]) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1:
        faults.append(Fault("draws", None, f"vary.{name}", str(value)[:80], "is not a share from 0 to below 1"))
        return 0.0
    return float(value)


def _years(value: Any, faults: list[Fault]) -> int:
    if value is None:
        return 0
    whole: dict[str, Any] = {"from": "history", "years": 3}
    whole |= value if isinstance(value, Mapping) else {"from": value}
    years = whole["years"]
    if set(whole) != {"from", "years"} or whole["from"] != "history" or not isinstance(years, int) or years < 1:
        faults.append(Fault("draws", None, "vary.demand", str(value)[:80], "is not history", "Write `demand: history`"))
        return 0
    return years


def _rates(value: Any, faults: list[Fault]) -> tuple[tuple[str, int, int], ...]:
    found = []
    for name, span in value.items() if isinstance(value, Mapping) else [("", value)]:
        good = name in {f"{role}_day" for role in ROLES} and isinstance(span, list | tuple) and len(span) == 2
        if not good or not all(isinstance(x, int | float) for x in span) or not 0 <= span[0] <= span[1]:
            hint = "Write rates: {nle_day: [550, 650]}"
            faults.append(Fault("draws", None, f"vary.rates.{name}", str(span)[:80], "is not from and to", hint))
        else:
            found.append((name.removesuffix("_day"), round(100 * span[0]), round(100 * span[1])))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Told:
    """What a draw did to the world."""

    demand: int
    declined: int
    leaders_lost: int


def changed(world: World, vary: Vary, scale: Scale | None, seed: int, draw: int) -> tuple[World, Told]:
    """The world of one draw; its recipients and leaders stay sorted by id."""
    asking = _demand(world.recipients, scale, _stream(seed, draw, DEMAND)) if scale else world.recipients
    yes = _stream(seed, draw, DECLINES).random(len(asking)) >= vary.declines
    stay = _stream(seed, draw, LEADERS).random(len(world.leaders)) >= vary.leaders_drop_out
    accepting = tuple(r for r, keep in zip(asking, yes.tolist(), strict=True) if keep)
    leaders = tuple(x for x, keep in zip(world.leaders, stay.tolist(), strict=True) if keep)
    policy = _priced(world.policy, vary, _stream(seed, draw, RATES))
    told = Told(len(asking), len(asking) - len(accepting), len(world.leaders) - len(leaders))
    return replace(world, policy=policy, recipients=accepting, leaders=leaders, memo={}), told


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
    if not vary.rates:
        return policy
    drawn_pence = {role: int(dice.integers(low, high, endpoint=True)) for role, low, high in vary.rates}
    rates = dict(policy.rates.leader_day_pence) | drawn_pence
    return replace(policy, rates=replace(policy.rates, leader_day_pence=rates))


def drawn(
    desk: Desk, known: Held, policy: Policy, written: Mapping[str, Any], seed: int, draw: int, key: str
) -> Outcome:
    """One draw, solved; and solved again with no limit on money, to see what serving everybody would have cost."""
    vary = vary_of(written)
    scale = demand_scale(known.facts, policy, vary.demand_years) if vary.demand_years else None
    told: list[Told] = []

    def change(world: World) -> World:
        world, how = changed(world, vary, scale, seed, draw)
        told.append(how)
        return world

    found = settled(desk, known, policy, change)
    outcome = found.outcome(key)
    needed, within = _needed(desk, known, found.posed.world, policy, change)
    figures = dict(outcome.figures) | {
        "drawn_demand": told[0].demand,
        "drawn_declined": told[0].declined,
        "drawn_leaders_lost": told[0].leaders_lost,
        "needed_pence": needed,
        "within_pots": "yes" if within else "no",
        "unmet": len(found.posed.world.recipients) - len(outcome.matches),
    }
    return replace(outcome, figures=figures)


def _needed(desk: Desk, known: Held, world: World, policy: Policy, change: Change) -> tuple[int, bool]:
    """The least that reaching the most would cost, and whether each pot has its part of it."""
    free = replace(
        policy,
        pots=tuple(replace(pot, amount_pence=None) for pot in policy.pots),
        goals=(GoalChoice(goal="coverage"), GoalChoice(goal="spend")),
    )
    most = settled(desk, known, free, change).outcome("")
    held = {pot.name: left_pence(world, pot) for pot in policy.pots if pot.amount_pence is not None}
    within = all(pot["committed_pence"] <= held[pot["pot"]] for pot in most.pots if pot["pot"] in held)
    spent = most.figures["spend_pence"]
    return int(spent or 0), within


def running_mean(values: list[int]) -> list[tuple[int, float, float]]:
    """(draws, mean, its standard error) after each draw from the second: how far the answer has settled."""
    found = []
    for n in range(2, len(values) + 1):
        part = np.array(values[:n], dtype=np.float64)
        found.append((n, float(part.mean()), float(part.std(ddof=1) / np.sqrt(n))))
    return found


__all__ = ["DRAWN", "VARY", "changed", "drawn", "running_mean", "vary_of"]
