"""Random draws of an uncertain year: how many ask, who says no, which leaders drop out, what a day costs.

Each random quantity has its own stream, seeded by (seed, draw, quantity), so a draw does not depend on which others
are made, in which order, on which machine, or on whether another quantity is fixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from matcher.domain import Leader, Recipient
from matcher.explain.why_not.pot_lines import pot_lines
from matcher.policy import Policy
from matcher.read.scenarios.schema.draws import Vary, vary_of
from matcher.rules.limits.pots import left_pence
from matcher.runs.caches.cache import LoadedFacts, RunCache
from matcher.runs.setup import WorldChange
from matcher.study.outcome import Figure, Outcome, outcome_of_solved
from matcher.study.questions.scenario_solver import ScenarioSolver, coverage_result, with_total
from matcher.study.sweeps.demand import Scale, demand_scale
from matcher.world import World

DEMAND, DECLINES, LEADERS, RATES = range(4)
DRAW_FORMAT = 2  # of what a draw's result holds and how it is drawn: an older result is not taken for a newer one
DRAW_FIGURES = {
    "drawn_demand": ("bodies", "schools and trusts that ask in this draw"),
    "drawn_demand_schools": ("bodies", "of these, standalone schools"),
    "drawn_demand_trusts": ("bodies", "of these, trusts"),
    "drawn_months": ("months", "the month of the files that each month of the year's demand was taken from"),
    "drawn_declined": ("bodies", "of these, how many say no"),
    "drawn_leaders_lost": ("leaders", "leaders who drop out"),
    "drawn_trust_ceo_day_pence": ("pence", "what a day of a trust's chief executive costs in this draw"),
    "drawn_nle_day_pence": ("pence", "what a day of a national leader of education costs in this draw"),
    "drawn_equivalent_day_pence": ("pence", "what a day of an equivalent leader costs in this draw"),
    "drawn_governance_day_pence": ("pence", "what a governance day costs in this draw"),
    "needed_pence": (
        "pence",
        "what matching everybody who can be matched would cost if money did not bind, without governance days",
    ),
    "within_pots": ("yes or no", "whether the pots would pay for that"),
    "unmet": ("bodies", "schools and trusts that said yes and are not matched"),
}


@dataclass(frozen=True, slots=True)
class DrawCounts:
    """How many schools and trusts ask and say no, and how many leaders drop out, in one draw.

    `months`: the month (`2021-10`) that each month of demand was taken from; none where demand is not drawn.
    """

    demand_schools: int
    demand_trusts: int
    declined: int
    leaders_lost: int
    months: tuple[str, ...] = ()

    @property
    def demand(self) -> int:
        return self.demand_schools + self.demand_trusts


def sample_world(world: World, vary: Vary, scale: Scale | None, seed: int, draw: int) -> tuple[World, DrawCounts]:
    """Samples the world of one draw. Its recipients and leaders stay sorted by id."""
    asking, months = _demand(world.recipients, scale, _stream(seed, draw, DEMAND)) if scale else (world.recipients, ())
    yes = _stream(seed, draw, DECLINES).random(len(asking)) >= float(vary.declines)
    stay = _stream(seed, draw, LEADERS).random(len(world.leaders)) >= float(vary.leaders_drop_out)
    pinned = {pin.recipient_id for pin in world.policy.pins}  # they have said yes before
    accepting = tuple(r for r, keep in zip(asking, yes.tolist(), strict=True) if keep or r.id in pinned)
    leaders = tuple(x for x, keep in zip(world.leaders, stay.tolist(), strict=True) if keep)
    policy = _still_pinned(_priced(world.policy, vary, _stream(seed, draw, RATES)), accepting, leaders)
    trusts = sum(r.kind == "trust" for r in asking)
    declined, lost = len(asking) - len(accepting), len(world.leaders) - len(leaders)
    counts = DrawCounts(len(asking) - trusts, trusts, declined, lost, months)
    return replace(world, policy=policy, recipients=accepting, leaders=leaders, memo={}), counts


def _still_pinned(policy: Policy, recipients: tuple[Recipient, ...], leaders: tuple[Leader, ...]) -> Policy:
    """Removes the pins whose leader has dropped out or whose school does not ask in this draw."""
    bodies, people = {r.id for r in recipients}, {x.id for x in leaders}
    pins = tuple(pin for pin in policy.pins if pin.recipient_id in bodies and pin.leader_id in people)
    return replace(policy, pins=pins)


def _stream(seed: int, draw: int, thing: int) -> np.random.Generator:
    return np.random.default_rng([seed, draw, thing])


def _demand(
    recipients: tuple[Recipient, ...], scale: Scale, rng: np.random.Generator
) -> tuple[tuple[Recipient, ...], tuple[str, ...]]:
    """Standalone schools scaled group by group, and the months drawn.

    A group that grows has some of its schools twice, as stand-ins.
    """
    scaled = [r for r in recipients if r.kind != "school"]
    drawn = scale.sample(rng)
    for group, members in sorted(scale.members(recipients).items()):
        wanted = len(members) * drawn.factors.get(group, 1.0)
        count = int(wanted) + int(rng.random() < wanted % 1)
        times, rest = divmod(count, len(members))
        some = rng.choice(len(members), size=rest, replace=False).tolist()
        copies = [times + (i in set(some)) for i in range(len(members))]
        for recipient, many in zip(members, copies, strict=True):
            scaled += [replace(recipient, id=recipient.id + "~" * k) for k in range(many)]
    return tuple(sorted(scaled, key=lambda r: r.id)), drawn.months


def _priced(policy: Policy, vary: Vary, rng: np.random.Generator) -> Policy:
    if vary.rates is None:
        return policy
    spans = {key.removesuffix("_day"): span for key, span in vary.rates if span is not None}
    sampled_pence = {what: _between(low, high, rng) for what, (low, high) in spans.items()}
    governance = sampled_pence.pop("governance", policy.rates.governance_day_pence)
    leaders = dict(policy.rates.leader_day_pence) | sampled_pence
    return replace(policy, rates=replace(policy.rates, leader_day_pence=leaders, governance_day_pence=governance))


def _between(low: int, high: int, rng: np.random.Generator) -> int:
    """Whole pounds between whole pounds; else to the penny."""
    step = 1 if low % 100 or high % 100 else 100
    return step * int(rng.integers(low // step, high // step, endpoint=True))


def solve_draw(
    cache: RunCache,
    loaded: LoadedFacts,
    policy: Policy,
    vary_settings: Mapping[str, Any],
    seed: int,
    draw: int,
    key: str,
) -> Outcome:
    """Solves one draw, and again without a limit on money, to find what matching everybody would have cost."""
    vary = vary_of(vary_settings)
    demand = vary.demand
    scale = demand_scale(loaded.facts, policy, demand.years, demand.level) if demand else None
    counts: list[DrawCounts] = []

    def change(world: World) -> World:
        world, draw_counts = sample_world(world, vary, scale, seed, draw)
        counts.append(draw_counts)
        return world

    solved = cache.solve(loaded, policy, change)
    outcome = outcome_of_solved(solved, key)
    needed, within = _needed(ScenarioSolver(cache, loaded, policy), solved.setup.world, change)
    figures = dict(outcome.figures) | drawn_figures(counts[0], solved.setup.world.policy)
    figures |= {
        "needed_pence": needed,
        "within_pots": "yes" if within else "no",
        "unmet": len(solved.setup.world.recipients) - len(outcome.matches),
    }
    return replace(outcome, figures=figures)


def drawn_figures(counts: DrawCounts, policy: Policy) -> dict[str, Figure]:
    """Everything that was drawn, as columns of `points.csv`: a rate that was not drawn is the scenario's own."""
    rates = {f"drawn_{role}_day_pence": pence for role, pence in policy.rates.leader_day_pence.items()}
    return {
        "drawn_demand": counts.demand,
        "drawn_demand_schools": counts.demand_schools,
        "drawn_demand_trusts": counts.demand_trusts,
        "drawn_months": ";".join(counts.months),
        "drawn_declined": counts.declined,
        "drawn_leaders_lost": counts.leaders_lost,
        **rates,
        "drawn_governance_day_pence": policy.rates.governance_day_pence,
    }


def _needed(solver: ScenarioSolver, world: World, change: WorldChange) -> tuple[int, bool]:
    """The least pence that the most matches would cost, and whether every pot could pay its part."""
    policy = solver.policy
    unlimited = solver.solve(with_total(policy, None), change)
    left_by_pot = {pot.name: left_pence(world, pot) for pot in policy.pots if pot.amount_pence is not None}
    pots = pot_lines(unlimited.setup.world, unlimited.setup.problem, unlimited.solution.chosen)
    within = all(pot.committed_pence <= left_by_pot[pot.pot] for pot in pots if pot.pot in left_by_pot)
    return coverage_result(unlimited).pence, within


def running_mean(values: list[int]) -> list[tuple[int, float, float]]:
    """(draws, mean, its standard error) after each draw from the second."""
    means = []
    for n in range(2, len(values) + 1):
        part = np.array(values[:n], dtype=np.float64)
        means.append((n, float(part.mean()), float(part.std(ddof=1) / np.sqrt(n))))
    return means


__all__ = ["DRAW_FIGURES", "sample_world", "solve_draw", "running_mean"]
