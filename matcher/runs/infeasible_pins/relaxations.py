"""The cheapest relaxation of infeasible pins: fewer pins, or more days, deployments or money. Each is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from matcher.candidates import find_candidates
from matcher.plan import Problem
from matcher.policy import Pinned, Pot
from matcher.problem import build_problem
from matcher.rules.base import Rulebook
from matcher.rules.limits.commitments import days_committed, deployments_committed, overspent_pence
from matcher.rules.limits.own_interest import served_by_broker
from matcher.solve import pins_conflict
from matcher.solve.feasibility_relaxation import RaisedLimits, cheapest_raise, fewest_pins_to_drop, is_feasible_without
from matcher.wording import words
from matcher.wording.terms import LEADER
from matcher.world import World

LimitRow = tuple[str, str]
CAP_PRICE = 10**10  # more than any money: a cap is lifted only where nothing else helps


def pair_of(pin: Pinned) -> str:
    return f"{pin.recipient_id}+{pin.leader_id}"


def cheapest_relaxations(
    world: World, rulebook: Rulebook, conflict: Sequence[LimitRow], say: Callable[[Pinned], str]
) -> str:
    """What to remove, or what to add, so that the pins can hold; each was checked by solving again."""
    problem = _build_problem(world, rulebook)
    relaxations = [_drop_pins(world, problem, conflict, say), _raise_limits(world, rulebook, problem)]
    possible = [relaxation for relaxation in relaxations if relaxation]
    return "; or ".join(possible) if possible else "Take fixed pairs out until the rest hold together"


def _build_problem(world: World, rulebook: Rulebook) -> Problem:
    return build_problem(world, find_candidates(world, rulebook).choices, rulebook)


# Fewer pins.


def _drop_pins(world: World, problem: Problem, conflict: Sequence[LimitRow], say: Callable[[Pinned], str]) -> str:
    text_of = {pair_of(pin): say(pin) for pin in world.policy.pins}
    alone = [row for row in dict.fromkeys(conflict) if row[0] == "pins" and is_feasible_without(problem, [row])]
    if alone:
        each = [text_of[subject] for _, subject in alone]
        return f"Remove {each[0]}" if len(each) == 1 else f"Remove one of these: {'; '.join(each)}"
    fewest = fewest_pins_to_drop(problem)
    if not fewest or not is_feasible_without(problem, fewest):
        return ""
    return f"Remove these {len(fewest)}, the fewest that will do: {'; '.join(text_of[s] for _, s in fewest)}"


# More days, room, money.


def _raise_limits(world: World, rulebook: Rulebook, problem: Problem) -> str:
    raised = cheapest_raise(problem, _prices(world, problem))
    if raised is None or not raised.by:
        return ""
    after = _relaxed_world(world, problem, raised)
    if pins_conflict(_build_problem(after, rulebook)) is not None:
        return ""
    *most, last = [_sentence(world, after, row, raised) for row in sorted(raised.by)]
    return f"keep every fixed pair with {', '.join(most)} and {last}" if most else f"keep every fixed pair with {last}"


def _prices(world: World, problem: Problem) -> dict[LimitRow, int]:
    """Price in pence of one unit more of each limit: a day at its rate, a deployment at one penny."""
    rates = world.policy.rates
    dearest = rates.dearest_day_pence(world.policy.words.role_names)
    day = {x.id: rates.day_pence(x.role) for x in world.leaders}
    price: Mapping[str, Callable[[str], int]] = {
        "leader-days": lambda leader: max(1, day[leader]),
        "team-days": lambda _: max(1, dearest),
        "deployments": lambda _: 1,
        "pots": lambda _: 1,
        "own-interest": lambda _: CAP_PRICE,
    }
    return {(x.rule, s): price[x.rule](s) for x in problem.limits if x.rule in price for s in x.subject}


def _relaxed_world(world: World, problem: Problem, raised: RaisedLimits) -> World:
    """The world in which each row allows as much more, whatever history already holds of it."""
    room = {(x.rule, s): int(b) for x in problem.limits for s, b in zip(x.subject, x.at_most, strict=True)}
    need = {row: room[row] + more for row, more in raised.by.items()}
    days, committed = days_committed(world), deployments_committed(world)
    leaders = tuple(
        replace(
            x,
            days=need[("leader-days", x.id)] + days[x.id] if ("leader-days", x.id) in need else x.days,
            max_matches=need[("deployments", x.id)] + committed[x.id]
            if ("deployments", x.id) in need
            else x.max_matches,
        )
        for x in world.leaders
    )
    organisations = tuple(
        replace(o, team_days=need.get(("team-days", o.id), o.team_days)) for o in world.facts.organisations
    )
    facts = replace(world.facts, leaders=leaders, organisations=organisations)
    policy = replace(
        world.policy,
        pots=tuple(_raised_pot(world, pot, raised.by.get(("pots", pot.name), 0)) for pot in world.policy.pots),
    )
    if any(rule == "own-interest" for rule, _ in raised.by):
        policy = replace(
            policy, rules=replace(policy.rules, own_interest_share_at_most=_lowest_cap(world, problem, raised))
        )
    return replace(world, policy=policy, facts=facts, leaders=leaders, memo={})


def _raised_pot(world: World, pot: Pot, pence: int) -> Pot:
    """As much more that this run may spend so many pence more of it, what is overspent made up first."""
    if not pence or pot.amount_pence is None:
        return pot
    short = pence + max(0, overspent_pence(world, pot))
    return replace(pot, amount_pence=pot.amount_pence + -(-short * pot.share.denominator // pot.share.numerator))


def _lowest_cap(world: World, problem: Problem, raised: RaisedLimits) -> Fraction:
    """The largest part of a region's matches that its broker's organisation serves in the plan that holds the pins."""
    c, chosen_matches = problem.choices, raised.chosen & problem.choices.is_match
    own = chosen_matches & served_by_broker(world, c)
    region = world.recipient_region[c.recipient]
    ours, all_ = (np.bincount(region[mask], minlength=len(world.regions)).tolist() for mask in (own, chosen_matches))
    return max(Fraction(o, a) for o, a in zip(ours, all_, strict=True) if a)


def _sentence(world: World, after: World, row: LimitRow, raised: RaisedLimits) -> str:
    rule, subject = row
    if rule == "pots":
        old, new = (next(p.amount_pence or 0 for p in w.policy.pots if p.name == subject) for w in (world, after))
        return f"{words.pounds(new - old)} more in the pot '{subject}'"
    if rule == "own-interest":
        share = after.policy.rules.own_interest_share_at_most
        return f"rules.own_interest_share_at_most raised to {share} (for {subject})"
    if rule == "team-days":
        return f"{words.count(raised.by[row], 'more team day')} from organisation {subject}"
    leader, raised_leader = (w.leaders[world.leader_row[subject]] for w in (world, after))
    if rule == "leader-days":
        return f"{words.count(raised_leader.days - leader.days, 'more day')} from {LEADER} {subject}"
    room = (raised_leader.max_matches or 0) - (leader.max_matches or 0)
    return f"room for {words.count(room, 'more deployment')} by {LEADER} {subject}"
