"""How each journey is measured, and the one wording for it that every table, page and letter uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from matcher.coast.waters import water_at
from matcher.domain import MEASURES
from matcher.plan import Choices, Pairs
from matcher.rules.pairs.distance.measured import (
    NO_LIMIT,
    known_minutes,
    limit_minutes,
    measured,
    measured_by,
    minutes_judged,
    timed,
)
from matcher.rules.pairs.distance.travel import limit_metres, own_metres
from matcher.rules.pairs.distance.water import (
    SAID_FROM,
    island_between,
    judged,
    no_road,
    not_by_distance,
    one_pair,
    over_water,
    water,
)
from matcher.rules.pairs.pair_sets import cached
from matcher.wording import words
from matcher.wording.terms import LEADER
from matcher.world import UNKNOWN, Bools, Ints, World, metres_between

ROAD, REGISTER = MEASURES
ESTIMATED, STRAIGHT, OVER_WATER, NO_ROAD, UNMEASURED = (
    "estimated",
    "straight-line",
    "over-water",
    "no-road",
    "not-known",
)
SAME_PLACE = "same place: ask"


@dataclass(frozen=True, slots=True)
class PairJourney:
    """One pair's journey. `minutes` and `metres` are None where not known; `water` is metres of tidal water on the
    straight line. `measured_by` is one of `MEASURES` or of the names above; `flagged` says that a person is asked."""

    measured_by: str
    minutes: int | None
    metres: int | None
    water: int = 0
    water_name: str = ""
    island: str = ""
    flagged: bool = False

    @property
    def text(self) -> str:
        """As every surface says it."""
        return _text(self)


def journey_of(world: World, recipient_row: int, leader_row: int) -> PairJourney:
    """One pair's journey, worked out once: a page asks for it several times."""
    made, pair = _made(world), (recipient_row, leader_row)
    if pair not in made:
        made[pair] = next(journeys_of(world, one_pair(world, recipient_row, leader_row)))
    return made[pair]


def know_journeys(world: World, asked: Iterable[tuple[int, int]]) -> None:
    """Works out the journeys of many pairs (recipient row, leader row) together, which is ten times quicker than one
    by one: `journey_of` then has them."""
    made = _made(world)
    new = sorted(set(asked) - made.keys())
    if new:
        rows, others = (np.array(one, dtype=np.int64) for one in zip(*new, strict=True))
        pairs = Pairs(rows, others, metres_between(world.recipient_place[rows], world.leader_place[others]))
        made.update(zip(new, journeys_of(world, pairs), strict=True))


def _made(world: World) -> dict[tuple[int, int], PairJourney]:
    return cached(world, "journeys.pairs", lambda _: {})


def journey_suffix(world: World, recipient_row: int, leader_row: int) -> str:
    """The journey in brackets after somebody's id; '' where nothing is known of it."""
    text = journey_of(world, recipient_row, leader_row).text
    return "" if text == words.NOT_KNOWN else f" ({text})"


def journeys_of(world: World, pairs: Pairs) -> Iterator[PairJourney]:
    """The journey of each pair, in order."""
    found, over, apart = water(world, pairs), over_water(world, pairs), no_road(world, pairs)
    settled = judged(world, pairs)
    minutes, names = shown_minutes(world, pairs).tolist(), measures(world, pairs)
    for k, name in enumerate(names):
        wet, (easting, northing) = int(found.metres[k]), found.middle[k].tolist()
        yield PairJourney(
            measured_by=name,
            minutes=None if minutes[k] == UNKNOWN else minutes[k],
            metres=None if pairs.metres[k] == UNKNOWN else int(pairs.metres[k]),
            water=wet,
            water_name=water_at(easting, northing, wet) if wet >= SAID_FROM and not settled[k] else "",
            island=island_between(world, int(pairs.recipient[k]), int(pairs.leader[k])) if apart[k] else "",
            flagged=bool(over[k] or apart[k]),
        )


def measures(world: World, pairs: Pairs) -> list[str]:
    """Per pair, how its journey is measured: by road, as registered, estimated, or what is known of the line."""
    by = measured_by(world, pairs)
    straight = np.where(pairs.metres == UNKNOWN, UNMEASURED, STRAIGHT).astype(object)
    straight[over_water(world, pairs)] = OVER_WATER
    straight[no_road(world, pairs)] = NO_ROAD
    straight[timed(world, pairs) & (straight == STRAIGHT)] = ESTIMATED
    for code, name in enumerate(MEASURES):
        straight[by == code] = name
    return [str(name) for name in straight.tolist()]


def shown_minutes(world: World, pairs: Pairs) -> Ints:
    """Minutes as the tables give them: measured ones, and estimates where they decide; `UNKNOWN` elsewhere."""
    known = known_minutes(world, pairs)
    estimated = timed(world, pairs) & ~not_by_distance(world, pairs)
    return np.where((known == UNKNOWN) & estimated, minutes_judged(world, pairs), known)


def limit_text(world: World, recipient_row: int, leader_row: int) -> str:
    """The limit that this pair's journey is held to, and whose it is: `60.0 km, the programme's`."""
    pair, leader = one_pair(world, recipient_row, leader_row), world.leaders[leader_row]
    by_time = bool(timed(world, pair)[0])
    metres = int((own_metres(world) if by_time else limit_metres(world))[leader_row])
    minutes = int(limit_minutes(world)[leader_row])
    parts = [f"{words.count(minutes, 'minute')}, {_whose(minutes, leader.max_travel_minutes)}"] if by_time else []
    if metres != NO_LIMIT:
        parts.append(f"{words.kilometres(metres)}, {_whose(metres, leader.max_travel_metres)}")
    return " and ".join(parts) or "no limit"


def _whose(limit: int, own: int | None) -> str:
    return f"the {LEADER}'s own" if limit == own else "the programme's"


def _text(j: PairJourney) -> str:
    if j.measured_by in MEASURES:
        how = "by road" if j.measured_by == ROAD else "as registered"
        taken = f"{words.count(j.minutes or 0, 'minute')}{' ' if j.measured_by == ROAD else ', '}{how}"
        return f"{taken}; no road: {j.island}" if j.island else taken
    if j.island:
        return f"no road: {j.island}"
    if j.metres == 0:
        return SAME_PLACE
    if j.measured_by == ESTIMATED:
        return f"about {words.count(j.minutes or 0, 'minute')}, estimated{_small_water(j)}"
    if j.metres is None:
        return words.NOT_KNOWN
    line = f"{words.kilometres(j.metres)} in a straight line"
    if j.flagged:
        return f"{line}, crossing {words.kilometres(j.water)} of {j.water_name}: check"
    return line + _small_water(j)


def _small_water(j: PairJourney) -> str:
    return f"; crosses {j.water_name}: check the road" if j.water_name else ""


def minutes_without_journeys(world: World) -> str:
    """What to say where limits in minutes are set and no minutes are known; '' elsewhere."""
    limited = int((limit_minutes(world) != NO_LIMIT).sum())
    if not limited or len(measured(world).key):
        return ""
    who = words.count(limited, f"{LEADER} has", f"{LEADER:s} have")
    return f"Minutes are not known: {who} a limit in minutes, and kilometres decided instead"


def coverage_of(world: World, choices: Choices, chosen: Bools) -> str:
    """How many journeys are measured, in one sentence; '' in a run without any minutes."""
    rows = np.flatnonzero(choices.is_match)
    key = choices.recipient[rows] * (len(world.leaders) + 1) + choices.provider[rows]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    pairs = Pairs(choices.recipient[rows][first], choices.provider[rows][first], choices.metres[rows][first])
    taken = np.add.reduceat(chosen[rows].astype(np.int64), first) > 0 if len(first) else np.zeros(0, dtype=np.bool_)
    return _coverage(world, pairs, taken)


def _coverage(world: World, pairs: Pairs, matched: Bools) -> str:
    if not len(measured(world).key) or not len(pairs):
        return ""
    names = np.array(measures(world, pairs), dtype=object)
    known = np.isin(names, MEASURES)
    by_road = int((known & matched & (names == ROAD)).sum())
    proposed = int(matched.sum())
    return (
        f"Minutes known for {int(known.sum()):,} of {len(pairs):,} pairs; {by_road:,} of {proposed:,} proposed"
        f" {'is' if by_road == 1 else 'are'} by road"
    )
