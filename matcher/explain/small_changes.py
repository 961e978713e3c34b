"""Sensitivity of a plan: the run solved again with each weight and limit slightly changed, and with ties reversed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from matcher.explain.bodies import recipient_names
from matcher.explain.why.consequence import Consequence, consequence
from matcher.policy import Policy
from matcher.rules.pairs.distance.measured import NO_LIMIT, limit_minutes, measured
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import WhatIfPlan, solve_with_policy, solve_with_reversed_ties, solve_with_world
from matcher.wording import words
from matcher.wording.messages import message
from matcher.wording.terms import LEADER
from matcher.world import World

SMALL_CHANGE_PERCENT = 10  # per cent
MINUTES = 10


@dataclass(frozen=True, slots=True)
class TriedChange:
    """One small change, in words, and what differs in the plan."""

    change: str
    consequence: Consequence


@dataclass(frozen=True, slots=True)
class SmallChanges:
    """`steady` are the recipients whose leader is the same under every change tried; `tied` those whose match could
    be another without loss to any goal."""

    tried: tuple[TriedChange, ...]
    steady: tuple[str, ...]
    tied: tuple[str, ...]
    said: tuple[str, ...]


def small_changes(run: FinishedRun) -> SmallChanges:
    tried = tuple(TriedChange(change, consequence(run, outcome)) for change, outcome in _solved_changes(run))
    ties = consequence(run, solve_with_reversed_ties(run))
    tied = tuple(sorted({*ties.joins, *ties.leaves, *(m.recipient_id for m in ties.moves)}))
    matched = {run.world.recipients[r].id for r in run.match_of}
    moved = {r for t in tried for r in (*t.consequence.leaves, *(m.recipient_id for m in t.consequence.moves))}
    steady = tuple(sorted(matched - moved))
    return SmallChanges(tried, steady, tied, _sentences(run, tried, steady, tied, len(matched)))


def _solved_changes(run: FinishedRun) -> Iterator[tuple[str, WhatIfPlan]]:
    yield from _money(run)
    yield from _travel(run)
    yield from _minutes(run)
    yield from _weights(run)


def _money(run: FinishedRun) -> Iterator[tuple[str, WhatIfPlan]]:
    """The cost of the most expensive match more or less in each pot that can bind."""
    own = run.choices.total_pence[run.choices.is_match]
    step = int(own.max(initial=0))
    for k, pot in enumerate(run.policy.pots):
        if pot.amount_pence is None or not step:
            continue
        for sign, direction in ((1, "more"), (-1, "less")):
            amount = max(0, pot.amount_pence + sign * step)
            pots = (*run.policy.pots[:k], replace(pot, amount_pence=amount), *run.policy.pots[k + 1 :])
            yield (
                f"{words.pounds(step)} {direction} in the pot '{pot.name}'",
                solve_with_policy(run, replace(run.policy, pots=pots)),
            )


def _travel(run: FinishedRun) -> Iterator[tuple[str, WhatIfPlan]]:
    limit = run.policy.rules.max_travel_metres
    if limit is None:
        return
    for sign in (1, -1):
        metres = limit + sign * limit * SMALL_CHANGE_PERCENT // 100
        policy = replace(run.policy, rules=replace(run.policy.rules, max_travel_metres=metres))
        yield f"a travel limit of {words.kilometres(metres)}", _solve_again(run, policy)


def _minutes(run: FinishedRun) -> Iterator[tuple[str, WhatIfPlan]]:
    """Everybody's limit in minutes ten longer, and ten shorter, in a run where minutes decide."""
    if measured(run.world).rate is None or bool((limit_minutes(run.world) == NO_LIMIT).all()):
        return
    for step, text in ((MINUTES, "more"), (-MINUTES, "less")):
        yield f"every limit in minutes {MINUTES} {text}", solve_with_world(run, _with_minutes(run.world, step))


def _with_minutes(world: World, step: int) -> World:
    def changed(minutes: int | None) -> int | None:
        return None if minutes is None else max(0, minutes + step)

    rules = world.policy.rules
    policy = replace(world.policy, rules=replace(rules, max_travel_minutes=changed(rules.max_travel_minutes)))
    leaders = tuple(replace(x, max_travel_minutes=changed(x.max_travel_minutes)) for x in world.leaders)
    return replace(world, policy=policy, leaders=leaders, facts=replace(world.facts, leaders=leaders), memo={})


def _weights(run: FinishedRun) -> Iterator[tuple[str, WhatIfPlan]]:
    """Each part of fit a little heavier and a little lighter, where the scenario asks for fit."""
    if all(setting.goal != "fit" for setting in run.policy.goals):
        return
    for part in ("distance", "needs", "phases", "faith"):
        now = getattr(run.policy.fit, part)
        for sign in (1, -1) if now else ():
            scale = replace(run.policy.fit, **{part: now + sign * now * SMALL_CHANGE_PERCENT // 100})
            text = f"{part} worth {getattr(scale, part)} points of fit instead of {now}"
            yield text, _solve_again(run, replace(run.policy, fit=scale))


def _solve_again(run: FinishedRun, policy: Policy) -> WhatIfPlan:
    return solve_with_world(run, replace(run.world, policy=policy, memo={}))


def _sentences(
    run: FinishedRun, tried: tuple[TriedChange, ...], steady: tuple[str, ...], tied: tuple[str, ...], matched: int
) -> tuple[str, ...]:
    stay = "stays" if len(steady) == 1 else "stay"
    head = f"{len(steady)} of {words.count(matched, 'match', 'matches')} {stay} the same under all"
    head += f" {words.count(len(tried), 'small change')} tried."
    decided = message("Ties decided the match of {whom}.", whom=recipient_names(run.world, tied))
    ties = str(decided) if tied else "No match was decided by a tie."
    return (head, ties, *(f"With {t.change}: {_difference_text(t.consequence)}." for t in tried))


def _difference_text(difference: Consequence) -> str:
    counts = (
        (len(difference.joins), "would be matched too"),
        (len(difference.leaves), "would go without"),
        (len(difference.moves), f"would have another {LEADER}"),
    )
    parts = [f"{number} {what}" for number, what in counts if number]
    return ", ".join(parts) if parts else "nothing would change"
