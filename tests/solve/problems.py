"""Small random problems with limits and goals of every kind, small enough to try every plan."""

from __future__ import annotations

from hashlib import sha256

import numpy as np

from matcher.plan import Choices, Limit, Objective, Problem
from matcher.world import Bools, Ints

Draw = np.random.Generator
GOALS = ("coverage", "stability", "strong-trust-first", "governance", "fairness", "fit", "spend")
PIN_CHANCE = 0.4


def a_limit(
    rule: str, unit: str, entries: list[tuple[int, int, int]], at_most: list[int], subjects: list[str]
) -> Limit:
    """A limit from (row, choice, weight) entries."""
    row, choice, weight = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    return Limit(rule, unit, row, choice, weight, np.array(at_most, dtype=np.int64), tuple(subjects))


def some_choices(draw: Draw, recipients: int, leaders: int, people: int) -> Choices:
    """Pairs at random, trusts (even recipients) also with team days, and governance for trusts."""
    rows = []
    for r in range(recipients):
        days = int(draw.integers(4, 9))
        for leader in range(leaders):
            if draw.random() < 0.6:
                metres, fit = int(draw.integers(-1, 40_000)), int(draw.integers(0, 30))
                rows.append((0, r, leader, days, 0, metres, fit))
                if r % 2 == 0 and draw.random() < 0.5:
                    rows.append((0, r, leader, days, days // 2, metres, fit))
    rows += [(1, r, p, 5, 0, -1, 0) for r in range(0, recipients, 2) for p in range(people) if draw.random() < 0.5]
    kind, recipient, provider, days_, team, metres_, fit_ = np.array(rows, dtype=np.int64).reshape(-1, 7).T
    rate = draw.choice([600, 600, 700], size=leaders)[np.where(kind == 0, provider, 0)] if leaders else kind
    cost = {"leader_days": np.where(kind == 0, days_ * rate, 0), "governance_days": np.where(kind == 1, 2500, 0)}
    return Choices(kind, recipient, provider, days_, team, metres_, fit_, cost)


def all_limits(draw: Draw, c: Choices, recipients: int, leaders: int, people: int) -> tuple[Limit, ...]:
    n, match = np.arange(len(c)), c.is_match
    rs, ls, ps = ([f"{x}{i}" for i in range(k)] for x, k in (("R", recipients), ("L", leaders), ("N", people)))

    def rows(rule: str, of: Ints, weight: Ints, among: Bools, at_most: list[int], subjects: list[str]) -> Limit:
        kept = n[among & (weight != 0)]
        return a_limit(rule, "", [(int(of[i]), int(i), int(weight[i])) for i in kept], at_most, subjects)

    def numbers(low: int, high: int, size: int) -> list[int]:
        return [int(x) for x in draw.integers(low, high, size)]

    one, money = np.ones(len(c), dtype=np.int64), c.total_pence
    pot = int(draw.integers(0, 3 * (int(money.max(initial=0)) + 1)))
    region, broker = c.recipient % 2, c.provider == 0
    switch = rows("governance-needs-match", c.recipient, np.where(match, -1, 1), n >= 0, [0] * recipients, rs)
    limits = [
        rows("one-leader", c.recipient, one, match, [1] * recipients, rs),
        rows("leader-days", c.provider, c.own_days, match, numbers(0, 20, leaders), ls),
        rows("team-days", 0 * one, c.team_days, match, numbers(0, 9, 1), ["O0"]),
        rows("deployments", c.provider, one, match, numbers(0, 4, leaders), ls),
        rows("pots", 0 * one, money, n >= 0, [pot], ["offer"]),
        rows("one-governance-leader", c.recipient, one, ~match, [1] * recipients, rs),
        rows("governance-days", c.provider, c.days, ~match, numbers(0, 12, people), ps),
        switch,
    ]
    if draw.random() < 0.4:
        limits.append(rows("pots", region, money, n >= 0, numbers(0, pot + 2, 2), ["north", "south"]))
    if draw.random() < 0.4:
        limits.append(rows("own-interest", region, np.where(broker, 2, -1), match, [0, 0], ["region 0", "region 1"]))
    return tuple(limits)


def all_objectives(draw: Draw, c: Choices, recipients: int) -> tuple[Objective, ...]:
    """A random selection of goals in a random order, the canonical one last."""
    match, priority = c.is_match, draw.integers(1, 4, recipients)[c.recipient] if recipients else c.recipient
    zero = np.zeros(len(c), dtype=np.int64)
    region = np.where(match, c.recipient % 2, -1)
    present = np.unique(region[region >= 0])
    place = np.searchsorted(present, region)
    size = np.array([(recipients + 1 - g) // 2 for g in present.tolist()], dtype=np.int64)
    worths = {
        "coverage": np.where(match, priority, 0),
        "stability": np.where(match & (c.provider == c.recipient % 2), 1, 0),
        "strong-trust-first": np.where(match & (c.recipient % 2 == 1) & (c.metres >= 0) & (c.metres < 20_000), 1, 0),
        "governance": np.where(match, 0, 5 * (1 + c.recipient % 3)),
        "fit": c.fit,
        "spend": c.total_pence,
    }
    found = []
    for goal in draw.permutation(GOALS)[: int(draw.integers(0, len(GOALS) + 1))].tolist():
        lose = int(draw.integers(0, 3)) if draw.random() < 0.25 else 0
        if goal == "fairness":
            shares = np.where(region >= 0, place, -1)
            found.append(
                Objective(goal, "per thousand", "worst-share", zero, 100 * lose, shares, size, ("a", "b")[: len(size)])
            )
        else:
            found.append(
                Objective(goal, "", "least" if goal == "spend" else "most", worths[goal].astype(np.int64), lose)
            )
    return (*found, Objective("canonical", "hash", "least", names(c)))


def names(c: Choices) -> Ints:
    """The real canonical weights, for ids R0, L0, N0 and so on."""
    keys = (
        f"{k}|R{r}|{'LN'[k]}{p}|{d}|{t}"
        for k, r, p, d, t in zip(
            *(x.tolist() for x in (c.kind, c.recipient, c.provider, c.days, c.team_days)), strict=True
        )
    )
    return np.array([int.from_bytes(sha256(key.encode()).digest()[:3], "big") >> 4 for key in keys], dtype=np.int64)


def random_problem(seed: int, most_choices: int = 11, pins: bool = True) -> Problem:
    """The same problem for the same seed. Its pins, if any, may contradict its limits."""
    draw = np.random.default_rng(seed)
    recipients, leaders, people = (int(draw.integers(a, b)) for a, b in ((1, 6), (0, 4), (0, 3)))
    c = some_choices(draw, recipients, leaders, people)
    kept = np.sort(draw.permutation(len(c))[:most_choices])
    c = c.where(kept)
    limits = all_limits(draw, c, recipients, leaders, people)
    if pins and c.is_match.any() and draw.random() < PIN_CHANCE:
        limits += (some_pins(draw, Problem(c, limits, ())),)
    return Problem(c, limits, all_objectives(draw, c, recipients))


def some_pins(draw: Draw, problem: Problem) -> Limit:
    """Pins on pairs at random, or, half the time and where few enough plans can be tried, on pairs that can hold."""
    c, among = problem.choices, problem.choices.is_match
    if draw.random() < 0.5 and len(c) <= 11:
        plans = [p & among for p in lawful_plans(problem) if (p & among).any()]
        among = plans[int(draw.integers(len(plans)))] if plans else among
    pairs = sorted({(int(c.recipient[i]), int(c.provider[i])) for i in np.flatnonzero(among)})
    picked = [pairs[k] for k in draw.permutation(len(pairs))[: int(draw.integers(1, 4))]]
    entries = [
        (k, int(i), -1)
        for k, (r, p) in enumerate(picked)
        for i in np.flatnonzero(c.is_match & (c.recipient == r) & (c.provider == p))
    ]
    return a_limit("pins", "matches", entries, [-1] * len(picked), [f"R{r}+L{p}" for r, p in picked])


def bare_problem(count: int) -> Problem:
    """Matches of as many recipients, and nothing else: no limit, no goal."""
    n, zero = np.arange(count), np.zeros(count, dtype=np.int64)
    return Problem(Choices(zero, n, zero, zero + 10, zero, zero + 1000, zero, {"leader_days": zero}), (), ())


def lawful_plans(problem: Problem) -> list[Bools]:
    """Every plan that breaks no row, found by trying them all at once."""
    count = len(problem.choices)
    plans = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    dense = problem.matrix.toarray()
    return list(plans[(plans @ dense.T <= problem.at_most).all(axis=1)].astype(np.bool_))


def by_brute_force(problem: Problem) -> tuple[list[int], list[Bools]]:
    """The best value of each goal in its turn, and every plan that is best in the end."""
    plans, best = lawful_plans(problem), []
    for objective in problem.objectives:
        values = [objective.value(p) for p in plans]
        top = min(values) if objective.sense == "least" else max(values)
        best.append(top)
        keep = top + objective.may_lose if objective.sense == "least" else top - objective.may_lose
        plans = [
            p for p, v in zip(plans, values, strict=True) if (v <= keep if objective.sense == "least" else v >= keep)
        ]
    return best, plans
