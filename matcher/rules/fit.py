"""How well a leader fits a recipient: points for distance, needs met, phases met and a shared faith; or a judgement.

All in whole numbers. With the scales of the programme (500, 200, 200 and 100 by default):
distance floor(500 x (limit - metres) / limit), in minutes where a limit in minutes decides, nothing where unknown
or where the line goes over water; needs floor(200 x met / needs), nothing where
no need is known; phases floor(200 x met / phases); faith 100 where both are known, the same and religious.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from matcher.domain import AREAS, is_no_faith
from matcher.plan import Pairs
from matcher.rules.pairs.distance.measured import limit_minutes, minutes_judged, timed
from matcher.rules.pairs.distance.travel import NO_LIMIT, limit_metres, metres_of
from matcher.rules.pairs.distance.water import not_by_distance
from matcher.rules.pairs.pair_sets import bitmasks, cached, ints, is_in
from matcher.rules.pairs.phase import covered, needed
from matcher.world import UNKNOWN, Bools, Ints, World

Part = tuple[str, Ints, int]  # its label, the points of each pair, out of how many


def fit(world: World, pairs: Pairs) -> Ints:
    """Points of each pair, 0 to the sum of the scales; replaced by a score of `pairs.csv` where there is one."""
    total: Ints = np.zeros(len(pairs), dtype=np.int64)
    for _, points, _ in parts(world, pairs):
        total += points
    scores = cached(world, "fit.scores", partial(_judged, what="score"))
    return scores.replace(world, pairs, total)


def fit_parts(world: World, recipient_row: int, leader_row: int) -> tuple[tuple[str, int, int], ...]:
    """For one pair: each part's label, its points, and out of how many; one part where somebody judged the pair."""
    row, other = ints([recipient_row]), ints([leader_row])
    pairs = Pairs(row, other, ints([metres_of(world, recipient_row, leader_row)]))
    if cached(world, "fit.scores", partial(_judged, what="score")).has_value(world, pairs)[0]:
        return (("somebody's judgement of the pair", int(fit(world, pairs)[0]), 1000),)
    return tuple((label, int(points[0]), out_of) for label, points, out_of in parts(world, pairs))


def parts(world: World, pairs: Pairs) -> tuple[Part, ...]:
    scale = world.policy.fit
    area_needs, leader_areas = cached(world, "fit.areas", _areas)
    phases, cover = needed(world)[pairs.recipient], covered(world)[pairs.leader]
    needs = area_needs[pairs.recipient]
    return (
        ("distance", _distance(world, pairs), scale.distance),
        ("needs met", _share(scale.needs, needs & leader_areas[pairs.leader], needs), scale.needs),
        ("phases met", _share(scale.phases, phases & cover, phases), scale.phases),
        ("same faith", _faith(world, pairs) * scale.faith, scale.faith),
    )


def _distance(world: World, pairs: Pairs) -> Ints:
    """By minutes where they decide, else by the straight line. A limit of zero leaves full points at no distance.
    Beyond the limit there are none, nor where the line tells nothing of the journey.
    """
    scale = world.policy.fit
    by_time = timed(world, pairs)
    away = np.where(by_time, minutes_judged(world, pairs), pairs.metres)
    limit = limit_metres(world)[pairs.leader]
    limit = np.where(limit == NO_LIMIT, scale.reference_metres, limit)
    limit = np.maximum(np.where(by_time, limit_minutes(world)[pairs.leader], limit), 1)
    left = np.where(away == UNKNOWN, 0, np.maximum(limit - away, 0))
    points = np.where(away == 0, scale.distance, scale.distance * left // limit)
    return np.where(not_by_distance(world, pairs), 0, points)


def _areas(world: World) -> tuple[Ints, Ints]:
    return (
        bitmasks((r.areas_of_need for r in world.recipients), AREAS),
        bitmasks((x.specialisms for x in world.leaders), AREAS),
    )


def _share(scale: int, met: Ints, all_of: Ints) -> Ints:
    """floor(scale x met / all) by counting bits; nothing where there is nothing to meet."""
    many = np.bitwise_count(all_of).astype(np.int64)
    return scale * np.bitwise_count(met).astype(np.int64) // np.maximum(many, 1)


def _faith(world: World, pairs: Pairs) -> Bools:
    recipients, leaders = cached(world, "fit.faith", _faiths)
    same: Bools = (recipients[pairs.recipient] == leaders[pairs.leader]) & (leaders[pairs.leader] != UNKNOWN)
    return same


def _faiths(world: World) -> tuple[Ints, Ints]:
    """A number for each faith; unknown and non-faith alike share with nobody."""
    here = [(r.faith or "").strip().casefold() for r in world.recipients]
    there = [(x.faith or "").strip().casefold() for x in world.leaders]
    code = {name: k for k, name in enumerate(sorted(x for x in {*here, *there} if not is_no_faith(x)))}
    return ints(code.get(x, UNKNOWN) for x in here), ints(code.get(x, UNKNOWN) for x in there)


@dataclass(frozen=True, eq=False)
class JudgedColumn:
    """One column of `pairs.csv` where it is given: sorted keys of pairs, and the value of each."""

    key: Ints
    value: Ints

    def has_value(self, world: World, pairs: Pairs) -> Bools:
        return is_in(self.key, _key(world, pairs))

    def replace(self, world: World, pairs: Pairs, column: Ints) -> Ints:
        """The column with the judged values put in where there are any."""
        mask = self.has_value(world, pairs)
        if not mask.any():
            return column
        out = column.copy()
        out[mask] = self.value[np.searchsorted(self.key, _key(world, pairs)[mask])]
        return out


def _key(world: World, pairs: Pairs) -> Ints:
    return pairs.recipient * len(world.leaders) + pairs.leader


def judged_days(world: World) -> JudgedColumn:
    return cached(world, "fit.days", partial(_judged, what="days"))


def _judged(world: World, what: str) -> JudgedColumn:
    values = {
        world.recipient_row[p.recipient_id] * len(world.leaders) + world.leader_row[p.leader_id]: getattr(p, what)
        for p in world.facts.pairs
        if p.recipient_id in world.recipient_row and p.leader_id in world.leader_row
    }
    items = sorted((key, value) for key, value in values.items() if value is not None)
    return JudgedColumn(ints(key for key, _ in items), ints(value for _, value in items))
