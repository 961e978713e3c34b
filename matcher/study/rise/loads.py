"""The plan from the side of those who give support, and who waits: counts, and no names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matcher.case.rise.progress import open_cases, progress_of
from matcher.rules.choices import pairs_at
from matcher.rules.limits.commitments import advised
from matcher.rules.pairs.rise.bodies import responsible_bodies
from matcher.rules.rulebooks import rulebook_of
from matcher.runs.solve import SolvedRun
from matcher.world import World


@dataclass(frozen=True, slots=True)
class AdviserLoad:
    """One adviser: the schools they have, those of the plan, their room, and how many schools a conflict bars."""

    adviser: str
    region: str
    caseload: int
    before: int
    proposed: int
    outside_region: int
    barred_by_conflict: int


@dataclass(frozen=True, slots=True)
class BodySupport:
    """One responsible body: its schools in the run, those matched, and how many different supporters they have."""

    body: str
    schools: int
    matched: int
    supporters: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Schools of one region at one milestone, by two clocks: the longest and median weeks since they became eligible,
    and since the last step that their case records."""

    region: str
    milestone: str
    schools: int
    longest_weeks: int | None
    median_weeks: int | None
    longest_weeks_since_step: int | None
    median_weeks_since_step: int | None


def adviser_loads(solved: SolvedRun) -> tuple[AdviserLoad, ...]:
    world, plan = solved.setup.world, solved.plan
    before, region = advised(world), {r.id: r.region for r in world.recipients}
    schools: dict[str, list[str]] = defaultdict(list)
    for line in plan.advisers:
        schools[line.adviser_id].append(region[line.recipient_id])
    barred = _barred_by_conflict(world)
    return tuple(
        AdviserLoad(
            x.id,
            x.region,
            x.caseload,
            before[x.id],
            len(schools[x.id]),
            sum(r != x.region for r in schools[x.id]),
            int(barred[k]),
        )
        for k, x in enumerate(world.advisers)
    )


def _barred_by_conflict(world: World) -> np.ndarray:
    """Per adviser, the schools that an employment or a declared interest keeps them from."""
    recipients, advisers = np.arange(len(world.recipients)), np.arange(len(world.advisers))
    pairs = pairs_at(world, np.repeat(recipients, len(advisers)), np.tile(advisers, len(recipients)), "advisers")
    rules = rulebook_of(world.policy).provider("advisers").pairs
    barred = np.zeros(len(pairs), dtype=np.bool_)
    for rule in rules:
        if not rule.screen:
            barred |= rule.bars(world, pairs)
    return np.bincount(pairs.leader[barred], minlength=len(world.advisers))


def supporters_of_bodies(solved: SolvedRun) -> tuple[BodySupport, ...]:
    """Bodies with two schools or more in the run, those with most supporters first."""
    world = solved.setup.world
    body_of = {r.id: body[1] for r, body in zip(world.recipients, responsible_bodies(world), strict=True)}
    schools, supporters = Counter(body_of.values()), defaultdict[str, list[str]](list)
    for match in solved.plan.matches:
        supporters[body_of[match.recipient_id]].append(match.leader_id)
    found = [
        BodySupport(body, count, len(supporters[body]), len(set(supporters[body])))
        for body, count in schools.items()
        if count > 1
    ]
    return tuple(sorted(found, key=lambda b: (-b.supporters, -b.schools, b.body)))


def waiting(solved: SolvedRun) -> tuple[Waiting, ...]:
    """By region and milestone; a school without a case stands before the first milestone."""
    world = solved.setup.world
    case_of, day = open_cases(world.facts), world.policy.as_at
    clocks: dict[tuple[str, str], list[tuple[int | None, int | None]]] = defaultdict(list)
    for r in world.recipients:
        progress = progress_of(r, case_of.get(r.id), day)
        at = r.region, progress.milestone or "no case yet"
        clocks[at].append((progress.weeks_eligible, progress.weeks_since_step))
    return tuple(
        Waiting(region, milestone, len(given), *_both_clocks(given))
        for (region, milestone), given in sorted(clocks.items())
    )


def _both_clocks(weeks: list[tuple[int | None, int | None]]) -> tuple[int | None, int | None, int | None, int | None]:
    eligible, step = (_longest_and_median(clock) for clock in zip(*weeks, strict=True))
    return *eligible, *step


def _longest_and_median(weeks: Iterable[int | None]) -> tuple[int | None, int | None]:
    known = sorted(w for w in weeks if w is not None)
    return (known[-1], known[len(known) // 2]) if known else (None, None)
