"""What must hold between two runs of worlds that differ in one thing: each relation is a function of a seed.

Goals give nothing away here (`may_lose` 0), so that "worse" has one meaning: earlier goals first. Fairness counts the
regions that have a candidate; where a change gives a region its first candidate or takes its last, the measure itself
is another, and the case is passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from hypothesis import assume

from matcher.greedy import greedy
from matcher.plan import Problem, Solution
from matcher.policy import Effort, GoalChoice, Pinned
from matcher.solve import pins_conflict, solve
from matcher.world import World
from tests.perturbed_worlds import packed_bits, parts_of, renamed, renumbered, with_facts, with_leaders
from tests.random_worlds import Size, a_random_world, posed, with_policy
from tests.world_builder import Stream
from tests.worlds import a_leader

MIDDLING = Size(7, 5, 2)
REASON = "agreed at the board"
Pair = tuple[str, str]
Relation = Callable[[int], None]


def a_case(seed: int, pins: bool = True) -> tuple[Stream, World]:
    """A world whose pins, if any, can hold, and in which there is something to choose."""
    world = a_random_world(seed, MIDDLING, pins)
    world = with_policy(world, goals=tuple(replace(g, may_lose=0) for g in world.policy.goals))
    problem = posed(world)
    assume(len(problem.choices) > 0 and pins_conflict(problem) is None)
    return Stream(f"{seed}|changes"), world


def solved(problem: Problem) -> Solution:
    found = solve(problem, greedy(problem), Effort(), lambda _: None)
    assert all(stage.bound == stage.value for stage in found.stages), "so small a world is always settled"
    return found


def reached(problem: Problem) -> dict[str, int]:
    """Each goal's value, so that more is better, the canonical goal aside."""
    return signed(problem, solved(problem))


def signed(problem: Problem, solution: Solution) -> dict[str, int]:
    return {
        objective.goal: -stage.value if objective.sense == "least" else stage.value
        for objective, stage in zip(problem.objectives, solution.stages, strict=True)
        if objective.goal != "canonical"
    }


def pairs_chosen(world: World, problem: Problem, solution: Solution) -> set[tuple[object, ...]]:
    c = problem.choices
    rows = zip(
        *(x[solution.chosen].tolist() for x in (c.kind, c.recipient, c.provider, c.days, c.team_days)), strict=True
    )
    people = world.leaders, world.governance_leaders
    return {(k, world.recipients[r].id, people[k][p].id, d, t) for k, r, p, d, t in rows}


def same_measure(one: Problem, other: Problem) -> None:
    assume([(a.goal, a.group_names) for a in one.objectives] == [(a.goal, a.group_names) for a in other.objectives])


def never_worse(before: World, after: World) -> None:
    one, other = posed(before), posed(after)
    same_measure(one, other)
    assert list(reached(other).values()) >= list(reached(one).values())


def more_money_makes_nothing_worse(seed: int) -> None:
    draw, world = a_case(seed)
    more = tuple(
        p if p.amount_pence is None else replace(p, amount_pence=p.amount_pence + draw.choice((0, 1, 60_000, 600_000)))
        for p in world.policy.pots
    )
    never_worse(world, with_policy(world, pots=more))


def more_days_make_nothing_worse(seed: int) -> None:
    draw, world = a_case(seed)
    leaders = tuple(replace(x, days=x.days + draw.choice((0, 1, 5, 10))) for x in world.leaders)
    people = tuple(replace(x, days=x.days + draw.choice((0, 1, 5))) for x in world.governance_leaders)
    teams = tuple(replace(o, team_days=(o.team_days or 0) + draw.choice((0, 2, 5))) for o in world.facts.organisations)
    after = with_facts(world, leaders=leaders, governance_leaders=people, organisations=teams)
    never_worse(world, replace(after, leaders=leaders, governance_leaders=people, memo={}))


def one_more_leader_makes_nothing_worse(seed: int) -> None:
    draw, world = a_case(seed)
    at = (400_000 + draw.randint(0, 40_000), 400_000 + draw.randint(0, 40_000))
    role = draw.choice(("trust_ceo", "nle", "equivalent"))
    regions = sorted({r.region for r in world.recipients})
    more = a_leader(
        draw.choice(("A0", "Z9")), at=at, role=role, regions=regions, organisation_id=draw.choice((None, "O1"))
    )
    never_worse(world, with_leaders(world, (*world.leaders, more)))


def further_travel_makes_nothing_worse(seed: int) -> None:
    draw, world = a_case(seed)
    more, rules = draw.choice((1, 5_000, 30_000)), world.policy.rules
    leaders = tuple(
        x if x.max_travel_metres is None else replace(x, max_travel_metres=x.max_travel_metres + more)
        for x in world.leaders
    )
    limit = None if rules.max_travel_metres is None else rules.max_travel_metres + more
    after = with_policy(with_leaders(world, leaders), rules=replace(rules, max_travel_metres=limit))
    never_worse(world, after)


def a_duplicate_of_a_leader_makes_nothing_worse(seed: int) -> None:
    draw, world = a_case(seed)
    twin = replace(draw.choice(world.leaders), id=draw.choice(("A0", "Z9")))
    never_worse(world, with_leaders(world, (*world.leaders, twin)))


def a_pot_split_by_region_never_helps(seed: int) -> None:
    """History and fixed costs aside: they may name the pot split, or a part may be too small for them."""
    draw, world = a_case(seed, pins=False)
    pots = tuple(replace(p, fixed=()) for p in world.policy.pots)
    world = with_policy(with_facts(world, history=()), pots=pots)
    whole = [p for p in pots if p.amount_pence is not None and p.regions is None]
    assume(whole and len({r.region for r in world.recipients}) > 1)
    pot = draw.choice(whole)
    split = with_policy(world, pots=(*(p for p in pots if p is not pot), *parts_of(draw, pot, world.regions)))
    same_measure(posed(world), posed(split))
    assert list(reached(posed(split)).values()) <= list(reached(posed(world)).values())


def shuffled_rows_give_the_same_plan(seed: int) -> None:
    draw, world = a_case(seed)
    tables = ("organisations", "interests", "people", "pairs", "history", "leaders", "recipients", "governance_leaders")
    mixed = {t: tuple(draw.sample(rows := getattr(world.facts, t), len(rows))) for t in tables}
    pots, forbid = (tuple(draw.sample(x, len(x))) for x in (world.policy.pots, world.policy.forbid))
    pins = tuple(draw.sample(world.policy.pins, len(world.policy.pins)))
    same_plan(world, with_policy(with_facts(world, **mixed), pots=pots, forbid=forbid, pins=pins))


def same_plan(one: World, other: World) -> None:
    first, second = posed(one), posed(other)
    a, b = solved(first), solved(second)
    before, after = signed(first, a), signed(second, b)
    assert {k: before[k] for k in before.keys() & after.keys()} == {k: after[k] for k in before.keys() & after.keys()}
    assert a.unique
    assert pairs_chosen(one, first, a) == pairs_chosen(other, second, b)


def renumbered_choices_and_rows_give_the_same_plan(seed: int) -> None:
    draw, world = a_case(seed)
    problem = posed(world)
    order = np.array(draw.sample(range(len(problem.choices)), len(problem.choices)))
    mixed = renumbered(problem, order, draw)
    a, b = solved(problem), solved(mixed)
    assert signed(problem, a) == signed(mixed, b)
    assert a.unique
    assert (a.chosen[order] == b.chosen).all()


def renamed_ids_give_the_same_goal_values(seed: int) -> None:
    """Names that sort the other way round, so that every order in which anything is numbered changes."""
    _, world = a_case(seed)
    assert reached(posed(renamed(world))) == reached(posed(world))


def a_goal_counted_in_other_units_leaves_the_goal_values(seed: int) -> None:
    draw, world = a_case(seed)
    problem, times = posed(world), draw.choice((2, 3, 7, 1000))
    k = draw.randrange(len(problem.objectives))
    goal = problem.objectives[k].goal
    scaled = replace(problem.objectives[k], worth=problem.objectives[k].worth * times)
    other = replace(problem, objectives=(*problem.objectives[:k], scaled, *problem.objectives[k + 1 :]))
    a, b = solved(problem), solved(other)
    before, after = signed(problem, a), signed(other, b)
    if goal in after and problem.objectives[k].sense != "worst-share":
        assert after[goal] == before[goal] * times
        before[goal] = after[goal]
    assert before == after
    assert (a.chosen == b.chosen).all()


def a_chosen_match_pinned_changes_nothing(seed: int) -> None:
    draw, world = a_case(seed)
    same_plan(world, with_policy(world, pins=(*world.policy.pins, chosen_match(draw, world))))


def chosen_match(draw: Stream, world: World) -> Pinned:
    problem = posed(world)
    chosen = sorted(pairs_chosen(world, problem, solved(problem)))
    taken = {(p.recipient_id, p.leader_id) for p in world.policy.pins}
    free = [(r, x) for kind, r, x, *_ in chosen if kind == 0 and (r, x) not in taken]
    assume(free)
    recipient, leader = draw.choice(free)
    return Pinned(recipient_id=str(recipient), leader_id=str(leader), reason=REASON)


def a_chosen_match_forbidden_never_helps(seed: int) -> None:
    draw, world = a_case(seed)
    without = with_policy(world, forbid=(*world.policy.forbid, chosen_match(draw, world)))
    one, other = posed(world), posed(without)
    same_measure(one, other)
    assert list(reached(other).values()) <= list(reached(one).values())


def an_unused_leader_removed_changes_nothing(seed: int) -> None:
    """A leader without history: what a past deployment cost is worked out at its leader's rate."""
    draw, world = a_case(seed)
    problem = posed(world)
    used = {x for _, _, x, *_ in pairs_chosen(world, problem, solved(problem))}
    used |= {d.leader_id for d in world.facts.history}
    idle = [x for x in world.leaders if x.id not in used]
    assume(idle)
    gone = draw.choice(idle)
    after = with_leaders(world, tuple(x for x in world.leaders if x is not gone))
    others = posed(after)
    groups = [{a.goal: a.group_names for a in p.objectives} for p in (problem, others)]
    assume(groups[0].get("fairness") == groups[1].get("fairness"))
    same_plan(world, after)


def a_later_goal_never_changes_what_earlier_ones_reach(seed: int) -> None:
    draw, world = a_case(seed)
    problem = posed(world)
    k = draw.randint(1, len(problem.objectives))
    fewer = replace(problem, objectives=problem.objectives[:k])
    whole, part = reached(problem), reached(fewer)
    assert {goal: whole[goal] for goal in part} == part


def two_worlds_that_share_nothing_reach_together_what_each_does(seed: int) -> None:
    """Sums add up. Fairness is left out: the better served world would be let down to the other's share."""
    _, world = a_case(seed)
    _, other = a_case(seed + 1)
    goals = tuple(GoalChoice(goal=g) for g in ("coverage", "governance", "fit", "strong-trust-first", "spend"))
    one, two = (posed(with_policy(w, goals=goals)) for w in (world, other))
    apart = [reached(one), reached(two)]
    assert reached(packed_bits(one, two)) == {goal: sum(r[goal] for r in apart) for goal in apart[0]}


RELATIONS: tuple[Relation, ...] = (
    more_money_makes_nothing_worse,
    more_days_make_nothing_worse,
    one_more_leader_makes_nothing_worse,
    further_travel_makes_nothing_worse,
    shuffled_rows_give_the_same_plan,
    renamed_ids_give_the_same_goal_values,
    a_goal_counted_in_other_units_leaves_the_goal_values,
    a_chosen_match_pinned_changes_nothing,
    a_chosen_match_forbidden_never_helps,
    an_unused_leader_removed_changes_nothing,
    a_pot_split_by_region_never_helps,
    a_duplicate_of_a_leader_makes_nothing_worse,
    renumbered_choices_and_rows_give_the_same_plan,
    a_later_goal_never_changes_what_earlier_ones_reach,
    two_worlds_that_share_nothing_reach_together_what_each_does,
)
