"""A change to the facts or the money: what it is, and the run solved again with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from matcher.domain import Leader
from matcher.policy import Policy
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import WhatIfPlan, solve_allowing_pair, solve_with_limits, solve_with_world
from matcher.wording import words
from matcher.world import World

ChangeKind = Literal["days", "pounds", "kilometres", "minutes", "region", "willing leader", "new leader", "priority"]
CHANGE_ORDER: tuple[ChangeKind, ...] = (
    "days",
    "pounds",
    "kilometres",
    "minutes",
    "region",
    "willing leader",
    "new leader",
    "priority",
)


@dataclass(frozen=True, slots=True)
class Change:
    """`leaders` are leaders as they would then be, or new ones; `pots` adds pence to a pot by name; `pair` is a
    recipient and a leader, by id, who would be allowed although a rule bars them; `priority` is the recipient's own.
    """

    what: tuple[ChangeKind, ...]
    amount: int
    said: str
    leaders: tuple[Leader, ...] = ()
    pots: tuple[tuple[str, int], ...] = ()
    pair: tuple[str, str] | None = None
    priority: tuple[str, int] | None = None

    @property
    def rank(self) -> tuple[int, int, int]:
        """Fewest things to change first, then by kind, then by how much."""
        return len(self.what), max(CHANGE_ORDER.index(x) for x in self.what), self.amount


def solve_with_change(run: FinishedRun, change: Change) -> WhatIfPlan:
    """The best plan of the run with this change and nothing else different."""
    world = changed_world(run.world, change)
    if change.pair:
        recipient, leader = change.pair
        return solve_allowing_pair(run, world, world.recipient_row[recipient], world.leader_row[leader])
    opens = {"willing leader", "new leader"} & set(change.what)
    return solve_with_world(run, world) if opens else solve_with_limits(run, world)


def changed_world(world: World, change: Change) -> World:
    """The world with the change's leaders, money and priority in it."""
    leaders = {x.id: x for x in world.leaders} | {x.id: x for x in change.leaders}
    in_order = tuple(leaders[i] for i in sorted(leaders))
    recipients = world.recipients
    if change.priority:
        recipient_id, value = change.priority
        recipients = tuple(replace(r, priority=value) if r.id == recipient_id else r for r in recipients)
    return replace(
        world,
        policy=_with_more_money(world.policy, dict(change.pots)),
        facts=replace(world.facts, leaders=in_order),
        leaders=in_order,
        recipients=recipients,
        memo={},
    )


def _with_more_money(policy: Policy, more: dict[str, int]) -> Policy:
    """Each pot's amount raised so that this run may spend so many pence more of it."""
    pots = tuple(
        replace(pot, amount_pence=pot.amount_pence + -(-more[pot.name] * pot.share.denominator // pot.share.numerator))
        if pot.name in more and pot.amount_pence is not None
        else pot
        for pot in policy.pots
    )
    return replace(policy, pots=pots)


def pots_text(pots: Iterable[tuple[str, int]]) -> str:
    return " and ".join(f"{words.pounds(pence)} more in the pot '{name}'" for name, pence in pots)
