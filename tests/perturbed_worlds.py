"""Worlds and problems changed in one thing, for relations between two runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from matcher.plan import Choices, Objective, Problem
from matcher.policy import Pot
from matcher.world import Ints, World
from tests.world_builder import Stream


def with_facts(world: World, **tables: Any) -> World:
    return replace(world, facts=replace(world.facts, **tables), memo={})


def with_leaders(world: World, leaders: tuple[Any, ...]) -> World:
    known = tuple(sorted(leaders, key=lambda x: x.id))
    return replace(with_facts(world, leaders=known), leaders=known)


def parts_of(draw: Stream, pot: Pot, regions: tuple[str, ...]) -> tuple[Pot, ...]:
    cuts = sorted(draw.randint(0, pot.amount_pence or 0) for _ in regions[1:])
    ends = zip([0, *cuts], [*cuts, pot.amount_pence or 0], strict=True)
    return tuple(
        replace(pot, name=f"{pot.name}-{region}", regions=frozenset({region}), amount_pence=high - low)
        for region, (low, high) in zip(regions, ends, strict=True)
    )


def renumbered(problem: Problem, order: Ints, draw: Stream) -> Problem:
    """Choice order[k] of the old problem is choice k of the new; limits and their rows are mixed too."""
    place = np.argsort(order)
    limits = []
    for limit in draw.sample(problem.limits, len(problem.limits)):
        rows = np.array(draw.sample(range(len(limit.at_most)), len(limit.at_most)), dtype=np.int64)
        to = np.argsort(rows)
        subject = tuple(limit.subject[k] for k in rows)
        limits.append(
            replace(limit, row=to[limit.row], choice=place[limit.choice], at_most=limit.at_most[rows], subject=subject)
        )
    objectives = tuple(
        replace(a, worth=a.worth[order], group=a.group[order] if len(a.group) else a.group) for a in problem.objectives
    )
    return Problem(problem.choices.where(order), tuple(limits), objectives)


def renamed(world: World) -> World:
    bodies = [*world.recipients, *world.leaders, *world.governance_leaders]
    ids = sorted({b.id for b in bodies} | {"O1", "O2", "T1", "P0", "P1", "X1", "X2"})
    to = {id: f"{chr(ord('z') - k)}{k}" for k, id in enumerate(ids)}
    tables = {
        "organisations", "interests", "people", "pairs", "history", "leaders", "recipients", "governance_leaders",
    }  # fmt: skip
    changed = {t: tuple(sorted((_renamed(x, to) for x in getattr(world.facts, t)), key=_order)) for t in tables}
    previous = world.facts.previous and tuple((to[r], to[x]) for r, x in world.facts.previous)
    policy = replace(
        world.policy,
        pins=tuple(_renamed(p, to) for p in world.policy.pins),
        forbid=tuple(_renamed(p, to) for p in world.policy.forbid),
    )
    facts = replace(world.facts, previous=previous, **changed)
    of = {to[id]: region for id, region in world.region_of.items()}
    return World(policy, facts, facts.recipients, facts.leaders, facts.governance_leaders, of)


ID_FIELDS = ("id", "recipient_id", "leader_id", "organisation_id", "trust_id", "person_id", "party_id")


def _renamed(fact: Any, to: Mapping[str, str]) -> Any:
    """Parties may also be authorities and dioceses, which have no id here."""
    held = {name: getattr(fact, name) for name in ID_FIELDS if getattr(fact, name, None) is not None}
    changed = {name: to.get(id, id) for name, id in held.items()}
    if hasattr(fact, "schools"):
        changed["schools"] = tuple(to.get(s, s) for s in fact.schools)
    return replace(fact, **changed)


def _order(fact: Any) -> str:
    return fact.id if hasattr(fact, "id") else repr(fact)


def packed_bits(one: Problem, two: Problem) -> Problem:
    n, recipients = len(one.choices), int(one.choices.recipient.max()) + 1
    providers = int(one.choices.provider.max()) + 1
    c, d = one.choices, two.choices
    joined = {f: np.concatenate([getattr(c, f), getattr(d, f)]) for f in ("kind", "days", "team_days", "metres", "fit")}
    choices = Choices(
        recipient=np.concatenate([c.recipient, d.recipient + recipients]),
        provider=np.concatenate([c.provider, d.provider + providers]),
        cost_pence={k: np.concatenate([v, d.cost_pence[k]]) for k, v in c.cost_pence.items()},
        **joined,
    )
    moved = tuple(replace(limit, choice=limit.choice + n) for limit in two.limits)
    objectives = tuple(_summed(a, b) for a, b in zip(one.objectives, two.objectives, strict=True))
    return Problem(choices, (*one.limits, *moved), objectives)


def _summed(one: Objective, two: Objective) -> Objective:
    assert one.goal == two.goal
    return replace(one, worth=np.concatenate([one.worth, two.worth]))
