"""One-at-a-time sensitivity analysis: every switch and number of a scenario varied by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.eligibility.readings import other_readings
from matcher.policy import PURPOSES, Policy
from matcher.read.scenarios.scenario import Scenario
from matcher.rules.rulebooks import rulebook_of
from matcher.study.outcome import Outcome
from matcher.study.sweeps.points import Point
from matcher.wording.terms import LEADER

PART = 0.1  # numbers are varied a tenth down and up
HALF = 0.5  # the travel limit is varied by half down and up
DAYS = {"rates.trust_ceo_day": "trust_ceo", "rates.nle_day": "nle", "rates.equivalent_day": "equivalent"}


@dataclass(frozen=True, slots=True)
class Variation:
    """One assumption with another value, as text and as settings of a scenario."""

    what: str
    value: str
    settings: Mapping[str, Any]


def variations_of(scenario: Scenario) -> tuple[Variation, ...]:
    """The unchanged scenario first, then every switch's other values, then every number lower and higher."""
    policy = scenario.policy
    variations = [Variation("as it is", "", {})]
    variations += _readings(policy) if scenario.resolved.get("eligibility") else []
    variations += _switches(policy) + _goals(policy, scenario.resolved) + _numbers(policy)
    return tuple(variations)


def _readings(policy: Policy) -> list[Variation]:
    others = other_readings(policy.eligibility, rulebook_of(policy).gates)
    return [Variation(name, str(value), {f"eligibility.{name}": value}) for name, value in others]


def _switches(policy: Policy) -> list[Variation]:
    alternatives: tuple[tuple[str, Any, tuple[Any, ...]], ...] = (
        ("rules.cross_region", policy.rules.cross_region, ("never", "willing", "always")),
        ("rules.own_interest_share_at_most", policy.rules.own_interest_share_at_most, ("1/5", "1/10")),
        ("rules.trust_leader", list(policy.rules.trust_leader), (["trust_ceo"], ["trust_ceo", "nle", "equivalent"])),
        ("support.standalone_days", list(policy.support.standalone_days), ([5], [5, 10])),
        ("support.trust_days", list(policy.support.trust_days), ([5], [5, 10])),
        ("support.governance_days", policy.support.governance_days, (0, 10)),
        ("support.team_share_at_most", float(policy.support.team_share_at_most), (0, 1)),
        ("support.again", policy.support.again, (True, False)),
        ("priority", policy.priority, ("register", "days-waiting", "equal", "history")),
    )
    return [
        Variation(key, _value_text(value), {key: value})
        for key, own, values in alternatives
        for value in values
        if value != own
    ]


def _goals(policy: Policy, resolved: Mapping[str, Any]) -> list[Variation]:
    """Each goal but coverage left out, and each moved to second place."""
    goals = list(resolved["goals"])
    names = [g if isinstance(g, str) else g["goal"] for g in goals]
    variations = []
    for k, name in enumerate(names):
        rest = [g for i, g in enumerate(goals) if i != k]
        if name != "coverage":
            variations.append(Variation("goals", f"without {name}", {"goals": rest}))
        if name not in ("coverage", *names[1:2]) and names[0] == "coverage":
            variations.append(Variation("goals", f"{name} second", {"goals": [rest[0], goals[k], *rest[1:]]}))
    return variations


def _numbers(policy: Policy) -> list[Variation]:
    variations = []
    if policy.rules.max_travel_metres:
        variations += _lower_and_higher("rules.max_travel_km", policy.rules.max_travel_metres / 1000, HALF)
    for pot in policy.pots:
        if pot.amount_pence and set(pot.pays_for) & set(PURPOSES):
            variations += _lower_and_higher(f"pots.{pot.name}.amount", pot.amount_pence / 100, PART)
    rates = {key: policy.rates.leader_day_pence.get(role, 0) / 100 for key, role in DAYS.items()}
    for part in (1 - PART, 1 + PART):
        settings = {key: round(rate * part, 2) for key, rate in rates.items()}
        variations.append(Variation(f"rates of {LEADER:a}'s day", f"× {part:g}", settings))
    return variations + _lower_and_higher("rates.governance_day", policy.rates.governance_day_pence / 100, PART)


def _lower_and_higher(key: str, own: float, part: float) -> list[Variation]:
    values = [round(own * (1 + direction * part), 2) for direction in (-1, 1)]
    return [Variation(key, f"{value:,g}", {key: int(value) if value == int(value) else value}) for value in values]


def _value_text(value: Any) -> str:
    return " or ".join(map(str, value)) if isinstance(value, list) else str(value).lower()


def points_of_variations(variations: Sequence[Variation]) -> tuple[Point, ...]:
    return tuple(Point(k, one.settings) for k, one in enumerate(variations))


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of one variation: the figure, and how many schools and trusts are added and removed."""

    what: str
    value: str
    figure: int
    added: int
    removed: int


def effects_of(
    variations: Sequence[Variation], outcomes: Mapping[int, Outcome], figure: str
) -> tuple[int, list[Effect]]:
    """The unchanged scenario's figure, and the effects of all finished variations, the widest assumption first."""
    base = outcomes[0]
    own = int(base.figures.get(figure) or 0)
    before = {m.recipient_id for m in base.matches}
    lines = []
    for k, one in enumerate(variations):
        if k and k in outcomes:
            now = {m.recipient_id for m in outcomes[k].matches}
            value = int(outcomes[k].figures.get(figure) or 0)
            lines.append(Effect(one.what, one.value, value, len(now - before), len(before - now)))
    widest = {line.what: 0 for line in lines}
    for line in lines:
        widest[line.what] = max(widest[line.what], abs(line.figure - own))
    churn = {w: max(x.added + x.removed for x in lines if x.what == w) for w in widest}
    return own, sorted(lines, key=lambda x: (-widest[x.what], -churn[x.what], x.what, -abs(x.figure - own)))
