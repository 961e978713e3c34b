"""Synthetic problems with the shape of the real ones, at any size, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.plan import Choices, Limit, Objective, Problem

Draw = np.random.Generator


@dataclass(frozen=True)
class Size:
    """How many recipients, leaders and regions, how far leaders travel, and how wide the country is, in km."""

    recipients: int
    leaders: int
    regions: int
    reach_km: int
    width_km: int


SIZES = {
    "village": Size(24, 12, 1, 60, 60),
    "region": Size(150, 80, 1, 60, 130),
    "england": Size(700, 600, 9, 60, 400),
    "national": Size(2000, 1200, 9, 40, 400),
    "stress": Size(10_000, 5000, 9, 40, 400),
    "schools": Size(22_000, 8000, 9, 40, 400),
}


@dataclass(frozen=True)
class People:
    """Everybody of an instance, as columns."""

    place: Any
    region: Any
    trust: Any
    priority: Any
    need: Any
    days_needed: Any
    leader_place: Any
    chief: Any
    leader_days: Any
    most: Any
    rate: Any
    team: Any


def people(draw: Draw, size: Size, mixed: bool) -> People:
    width, r, n = size.width_km * 1000, size.recipients, size.leaders
    centres = draw.integers(0, width, (max(12, r // 15), 2))

    def around(count: int) -> Any:
        return centres[draw.integers(0, len(centres), count)] + draw.normal(0, 12_000, (count, 2)).astype(np.int64)

    place, side = around(r), int(np.ceil(np.sqrt(size.regions)))
    cell = np.clip(place * side // width, 0, side - 1)
    return People(
        place,
        (cell[:, 0] * side + cell[:, 1]) % size.regions,
        draw.random(r) < 0.25,
        draw.choice([1, 2, 3], r, p=[0.6, 0.3, 0.1]),
        draw.integers(0, 4, r),
        draw.integers(5, 16, r) if mixed else np.full(r, 10),
        around(n),
        draw.random(n) < 0.45,
        draw.choice([10, 20, 30, 40], n),
        draw.choice([1, 2, 3, 4], n),
        draw.integers(450, 700, n) * 100 if mixed else np.full(n, 60_000),
        draw.choice([0, 5, 10], n),
    )


def pairs(size: Size, p: People) -> tuple[Any, Any, Any]:
    """Recipient, leader and metres of every pair within reach, a trust's by a chief executive alone."""
    found = []
    for r in range(size.recipients):
        metres = np.hypot(*(p.leader_place - p.place[r]).T).astype(np.int64)
        near = np.flatnonzero((metres < size.reach_km * 1000) & (p.chief | ~p.trust[r]))
        found.append((np.full(len(near), r), near, metres[near]))
    recipient, leader, metres = map(np.concatenate, zip(*found, strict=True))
    return recipient, leader, metres


def choices(draw: Draw, size: Size, p: People) -> Choices:
    r, x, metres = pairs(size, p)
    fit = 500 - 500 * metres // (size.reach_km * 1000) + draw.integers(0, 11, len(r)) * 40
    rows = np.concatenate([np.arange(len(r)), np.flatnonzero(p.trust[r])])
    team = np.where(np.arange(len(rows)) < len(r), 0, p.days_needed[r[rows]] // 2)
    order = np.lexsort((team, x[rows], r[rows]))
    rows, team = rows[order], team[order]
    trusts = np.flatnonzero(p.trust & (p.need > 0))
    helpers = draw.integers(0, max(2, size.leaders // 8), (len(trusts), 3))
    gr, gp = np.repeat(trusts, 3), np.sort(helpers, axis=1).ravel()
    keep = np.r_[True, (gr[1:] != gr[:-1]) | (gp[1:] != gp[:-1])]
    gr, gp = gr[keep], gp[keep]
    m, g = len(rows), len(gr)
    days, none = p.days_needed[r[rows]], np.zeros(g, dtype=np.int64)
    cost = {
        "leader_days": np.r_[days * p.rate[x[rows]], none],
        "governance_days": np.r_[np.zeros(m, dtype=np.int64), none + 250_000],
    }
    kind = np.r_[np.zeros(m, dtype=np.int64), none + 1]
    columns = (np.r_[r[rows], gr], np.r_[x[rows], gp], np.r_[days, none + 5], np.r_[team, none])
    return Choices(kind, *columns, np.r_[metres[rows], none - 1], np.r_[fit[rows], none], cost)


def limit(rule: str, of: Any, weight: Any, among: Any, at_most: Any) -> Limit:
    held = np.flatnonzero(among & (weight != 0))
    names = tuple(str(k) for k in range(len(at_most)))
    return Limit(rule, "", of[held], held, weight[held], np.asarray(at_most, dtype=np.int64), names)


def problem(name: str, mixed: bool, seed: int, share: float = 0.4) -> Problem:
    """Goals in the default order (no last proposal), one national pot for `share` of the recipients."""
    size, draw = SIZES[name], np.random.default_rng(seed)
    p = people(draw, size, mixed)
    c = choices(draw, size, p)
    match, one, every = c.is_match, np.ones(len(c), dtype=np.int64), np.ones(len(c), dtype=np.bool_)
    leader, helper = np.where(match, c.provider, 0), np.where(match, 0, c.provider)
    pot = int(c.total_pence[match].mean() * size.recipients * share) + 422_500
    helpers = max(2, size.leaders // 8)
    limits = (
        limit("one-leader", c.recipient, one, match, np.ones(size.recipients)),
        limit("leader-days", leader, c.own_days, match, p.leader_days),
        limit("team-days", leader, c.team_days, match, p.team),
        limit("deployments", leader, one, match, p.most),
        limit("pots", 0 * one, c.total_pence, every, [pot]),
        limit("one-governance-leader", c.recipient, one, ~match, np.ones(size.recipients)),
        limit("governance-days", helper, c.days, ~match, draw.choice([5, 10, 15, 20], helpers)),
        limit("governance-needs-match", c.recipient, np.where(match, -1, 1), every, np.zeros(size.recipients)),
    )
    return Problem(c, limits, objectives(draw, size, p, c))


def objectives(draw: Draw, size: Size, p: People, c: Choices) -> tuple[Objective, ...]:
    match, zero = c.is_match, np.zeros(len(c), dtype=np.int64)
    served = np.unique(p.region[c.recipient[match]])
    group = np.where(match, np.searchsorted(served, p.region[c.recipient]), -1)
    sizes = np.bincount(p.region, minlength=size.regions)[served]
    near = match & ~p.trust[c.recipient] & p.chief[np.where(match, c.provider, 0)] & (c.metres < 40_000)
    return (
        Objective("coverage", "priority", "most", np.where(match, p.priority[c.recipient], 0)),
        Objective("strong-trust-first", "matches", "most", near.astype(np.int64)),
        Objective("governance", "need x days", "most", np.where(match, 0, 5 * p.need[c.recipient])),
        Objective("fairness", "per thousand", "worst-share", zero, 0, group, sizes, tuple(map(str, served))),
        Objective("fit", "points", "most", c.fit),
        Objective("spend", "pence", "least", c.total_pence),
        Objective("canonical", "hash", "least", draw.integers(0, 1 << 20, len(c))),
    )
