"""How many matches leaders have room for at most: their own days, their team's, and the deployments they can hold.

Never too few, so that what is short by it is short in every plan: each match is taken at the fewest days any of the
leader's matches could have.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from matcher.explain.why_not.bottlenecks import Links
from matcher.plan import Choices, Problem
from matcher.rules.limits.leader_days import days_left
from matcher.world import Bools, Ints, World

NO_MATCH = np.iinfo(np.int64).max


def links_of(world: World, problem: Problem) -> Links:
    """The pairs that some match of the problem joins, and the capacity of each leader and pool in matches."""
    choices, wide = problem.choices, max(1, len(world.leaders))
    rows = np.flatnonzero(choices.is_match)
    pairs = np.unique(choices.recipient[rows] * wide + choices.provider[rows])
    fewest_days = _FewestDays(choices, rows, len(world.leaders))
    team, many = team_days(world, problem), len(world.recipients)
    days = days_left(world)
    with_team = [
        _most_matches(fewest_days, days, j, team.get(x.organisation_id or "", 0), many)
        for j, x in enumerate(world.leaders)
    ]
    room = np.minimum(np.array([m[-1] for m in with_team], dtype=np.int64), _deployments(world, problem))
    pool, pool_room = _pools(world, fewest_days, team, with_team, room)
    return Links(pairs // wide, pairs % wide, room, many, pool, pool_room)


def team_days(world: World, problem: Problem) -> dict[str, int]:
    """Days that each organisation's leadership team offers, by its id."""
    limit = next((x for x in problem.limits if x.rule == "team-days"), None)
    return {} if limit is None else dict(zip(limit.subject, limit.at_most.tolist(), strict=True))


class _FewestDays:
    """Per leader, the fewest days of any match: own days without the team; own and team days with its help."""

    def __init__(self, choices: Choices, rows: Ints, leaders: int) -> None:
        team = choices.team_days[rows]
        self.alone = _least_per_leader(choices.provider[rows], choices.own_days[rows], team == 0, leaders)
        self.beside = _least_per_leader(choices.provider[rows], choices.own_days[rows], team > 0, leaders)
        self.team = _least_per_leader(choices.provider[rows], team, team > 0, leaders)


def _least_per_leader(leader: Ints, days: Ints, among: Bools, leaders: int) -> list[int]:
    least = np.full(leaders, NO_MATCH, dtype=np.int64)
    np.minimum.at(least, leader[among], days[among])
    days_of: list[int] = least.tolist()
    return days_of


def _most_matches(fewest_days: _FewestDays, days: Ints, j: int, team: int, many: int) -> list[int]:
    """The most matches of leader j when 0, 1, 2 ... of them, or fewer, have the team's help; matches of no days are
    limited by other rules alone."""
    if not fewest_days.alone[j]:
        return [many]
    left, beside, alone = int(days[j]), fewest_days.beside[j], fewest_days.alone[j]
    helped = min(team // fewest_days.team[j], many) if fewest_days.team[j] < NO_MATCH else 0
    if beside:
        helped = min(helped, left // beside)
    matches = [min(k + (left - k * beside if k else left) // alone, many) for k in range(helped + 1)]
    return np.maximum.accumulate(matches).tolist()  # type: ignore[no-any-return]


def _deployments(world: World, problem: Problem) -> Ints:
    room = np.full(len(world.leaders), len(world.recipients), dtype=np.int64)
    for limit in problem.limits:
        if limit.rule == "deployments":
            room[[world.leader_row[x] for x in limit.subject]] = limit.at_most
    return room


def _pools(
    world: World, fewest_days: _FewestDays, team: dict[str, int], with_team: list[list[int]], room: Ints
) -> tuple[Ints, Ints]:
    """Organisations whose team cannot help all of its leaders as much as it could help each: pool and room."""
    of: dict[str, list[int]] = defaultdict(list)
    for j, leader in enumerate(world.leaders):
        if leader.organisation_id and len(with_team[j]) > 1:
            of[leader.organisation_id].append(j)
    pool = np.full(len(world.leaders), -1, dtype=np.int64)
    pool_rooms: list[int] = []
    for organisation, leaders in sorted(of.items()):
        helped = team[organisation] // min(fewest_days.team[j] for j in leaders)
        together = _shared([np.minimum(with_team[j], room[j]).tolist() for j in leaders], helped)
        if together < int(room[leaders].sum()):
            pool[leaders] = len(pool_rooms)
            pool_rooms.append(together)
    return (pool if pool_rooms else np.zeros(0, dtype=np.int64)), np.array(pool_rooms, dtype=np.int64)


def _shared(each: list[list[int]], helped: int) -> int:
    """The most matches together, where at most so many of them in all have the team's help."""
    most = min(helped, sum(len(one) - 1 for one in each))
    best = [0] * (most + 1)
    for one in each:
        best = [max(best[m - k] + one[k] for k in range(min(m + 1, len(one)))) for m in range(most + 1)]
    return best[-1]
