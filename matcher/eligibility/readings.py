"""The effect of every other reading of the published wordings: bodies that enter, leave or become doubtful."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any

from matcher.domain import Facts
from matcher.eligibility.assess import answer_of, applicable_to
from matcher.eligibility.bodies import Bodies, bodies
from matcher.policy import Eligibility, Policy
from matcher.result import ReadingEffect
from matcher.rules.base import Gate
from matcher.rules.gates.body import REPORT_WITHIN, Body

# the readings that the published wordings leave open; zero years is the letter that names no tenure
SWITCHES: Mapping[str, tuple[Any, ...]] = {
    "date_basis": ("publication", "inspection-start"),
    "tenure_at": ("as_at", "year_start"),
    "years_at_least": (0,),
    "share_denominator": ("inspected", "all"),
    "decline": ("net-steps", "net-count", "mean", "pupil-weighted"),
    "baseline": ("before-joining", "first-in-trust"),
    "forgotten": ("as-known", "unknown"),
    "structure": ("unchanged", "any"),
    "predecessors": ("count", "own-urn"),
    "in_category": ("out", "in"),
    "nurseries": ("out", "in"),
    "under_notice": ("in", "out"),
    "level": ("trust", "school"),
}


def readings(
    facts: Facts, policy: Policy, gates: tuple[Gate, ...], all_bodies: Bodies | None = None
) -> tuple[ReadingEffect, ...]:
    """One row for each other reading, region and kind of body that it moves; a reading that moves none has no row.

    `all_bodies` are the facts' bodies on the day with the gates' cached analyses, computed here where not given.
    """
    all_bodies = all_bodies or bodies(facts, policy.as_at)
    listed = {all_bodies.id_by_alias.get(r.id, r.id) for r in facts.recipients}
    unregistered = [body for body in all_bodies.by_id.values() if body.id not in listed]
    applied = {body.id: applicable_to(body, gates) for body in unregistered}
    before = {body.id: answer_of(body, policy, applied[body.id]) for body in unregistered}
    asked = _bodies_by_switch(unregistered, applied)
    moved: list[ReadingEffect] = []
    for switch, value in other_readings(policy.eligibility, gates):
        about = asked[switch]
        compared, was = policy, before
        if switch == "date_basis":
            compared = known_together(policy)
            was = {body.id: answer_of(body, compared, applied[body.id]) for body in about}
        read_so = replace(compared, eligibility=replace(policy.eligibility, **{switch: value}))
        moved += _moved(switch, value, about, was, read_so, applied)
    return tuple(moved)


def _bodies_by_switch(
    unregistered: Iterable[Body], applied: Mapping[str, tuple[Gate, ...]]
) -> defaultdict[str, list[Body]]:
    """The bodies that each switch may move: those to which a gate applies that reads it."""
    found: defaultdict[str, list[Body]] = defaultdict(list)
    switches = cache(lambda reads: tuple(dict.fromkeys(chain.from_iterable(reads))))
    for body in unregistered:
        for switch in switches(tuple([gate.reads for gate in applied[body.id]])):
            found[switch].append(body)
    return found


def known_together(policy: Policy) -> Policy:
    """The policy asked on a day on which both dates of an inspection are known: its report comes out after it began.
    The days that count are still those up to the policy's own.
    """
    return replace(policy, as_at=policy.as_at + REPORT_WITHIN, year_to=min(policy.year_to, policy.as_at))


def other_readings(reading: Eligibility, gates: Iterable[Gate]) -> Iterator[tuple[str, Any]]:
    """Every other value of every switch that these gates read, one at a time."""
    read = {switch for gate in gates for switch in gate.reads}
    for switch, values in SWITCHES.items():
        if switch in read:
            yield from ((switch, value) for value in values if value != getattr(reading, switch))


def _moved(
    switch: str,
    value: Any,
    unregistered: Iterable[Body],
    before: Mapping[str, str],
    policy: Policy,
    applied: Mapping[str, tuple[Gate, ...]],
) -> list[ReadingEffect]:
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for body in unregistered:
        was, now = before[body.id], answer_of(body, policy, applied[body.id])
        if was != now:
            count = counts[body.region, body.kind]
            count["into"] += now == "eligible"
            count["out"] += was == "eligible"
            count["cannot tell"] += now == "cannot tell"
    return [
        ReadingEffect(switch, str(value), region, kind, count["into"], count["out"], count["cannot tell"])
        for (region, kind), count in sorted(counts.items())
    ]
