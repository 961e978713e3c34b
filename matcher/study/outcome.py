"""The stored result of one run: figures, goals, groups and matches, without any person's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from matcher.domain import Recipient
from matcher.explain.why_not.pot_lines import pot_lines
from matcher.plan import Stage
from matcher.policy import Policy
from matcher.report.tables.groups import phase
from matcher.result import PotLine
from matcher.runs.caches.cache import LoadedFacts, RunCache
from matcher.runs.setup import RunSetup
from matcher.runs.solve import SolvedRun
from matcher.study.figures import figures_of
from matcher.world import Bools

Figure = int | str | None


@dataclass(frozen=True, slots=True)
class Match:
    """One match. `metres` is None where the distance is not known; `organisation` is an id, the leader's where none.

    `pence` is the cost of its leader's days, fees and grants, `fees_pence` the fees and grants of it; the governance
    days beside it cost `governance_pence`.
    """

    recipient_id: str
    leader_id: str
    kind: str
    region: str
    phase: str
    organisation: str
    days: int
    team_days: int
    pence: int
    metres: int | None
    fit: int
    fees_pence: int = 0
    governance_pence: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """One group of recipients: how many were to be matched, how many are, and what their matches cost."""

    dimension: str
    name: str
    eligible: int
    matched: int
    days: int
    governance_days: int
    pence: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one run. `eligible`: ids of all schools and trusts to be matched, for comparisons."""

    key: str
    figures: Mapping[str, Figure]
    goals: tuple[Mapping[str, Any], ...]
    pots: tuple[Mapping[str, Any], ...]
    groups: tuple[Group, ...]
    matches: tuple[Match, ...]
    eligible: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_plain(cls, stored: Mapping[str, Any]) -> Outcome:
        return cls(
            stored["key"],
            stored["figures"],
            tuple(stored["goals"]),
            tuple(stored["pots"]),
            tuple(Group(**g) for g in stored["groups"]),
            tuple(Match(**m) for m in stored["matches"]),
            tuple(stored["eligible"]),
        )


def outcome_of(
    key: str, setup: RunSetup, chosen: Bools, stages: tuple[Stage, ...], unique: bool, pots: tuple[PotLine, ...]
) -> Outcome:
    matches = matches_of(setup, chosen)
    groups = groups_of(setup, chosen, matches)
    return Outcome(
        key,
        figures_of(setup, chosen, stages, unique, matches, groups, pots),
        tuple(goal_of(stage) for stage in stages),
        tuple(pot_of(pot) for pot in pots),
        groups,
        matches,
        tuple(r.id for r in setup.world.recipients),
    )


def outcome_of_solved(solved: SolvedRun, key: str) -> Outcome:
    """The outcome of a run solved now, under this key."""
    setup, solution = solved.setup, solved.solution
    pots = pot_lines(setup.world, setup.problem, solution.chosen)
    return outcome_of(key, setup, solution.chosen, solution.stages, solution.unique, pots)


def outcome_of_run(cache: RunCache, loaded: LoadedFacts, policy: Policy) -> Outcome:
    return outcome_of_solved(cache.solve(loaded, policy), loaded.run_id(policy))


def goal_of(stage: Stage) -> dict[str, Any]:
    """The goal by what the plan is worth today. The bound of a goal that looks ahead is one over all its futures, and
    none of today.
    """
    fields = ("goal", "unit", "sense", "proved", "how")
    bound = None if stage.futures else stage.bound
    return {name: getattr(stage, name) for name in fields} | {"value": stage.now, "bound": bound}


def pot_of(pot: PotLine) -> dict[str, Any]:
    fields = ("pot", "role", "amount_pence", "committed_pence", "left_pence", "next_short_pence", "reverts", "assumed")
    return {name: getattr(pot, name) for name in fields}


def matches_of(setup: RunSetup, chosen: Bools) -> tuple[Match, ...]:
    world, choices = setup.world, setup.problem.choices
    pence, matches = choices.total_pence, []
    days_pence, (_, governance_pence) = choices.cost_pence["leader_days"], governance_by_recipient(setup, chosen)
    for i in np.flatnonzero(chosen & choices.is_match).tolist():
        recipient, leader = world.recipients[int(choices.recipient[i])], world.leaders[int(choices.provider[i])]
        metres = int(choices.metres[i])
        matches.append(
            Match(
                recipient.id,
                leader.id,
                recipient.kind,
                recipient.region,
                phase_of(recipient),
                leader.organisation_id or leader.id,
                int(choices.days[i]),
                int(choices.team_days[i]),
                int(pence[i]),
                None if metres < 0 else metres,
                int(choices.fit[i]),
                int(pence[i] - days_pence[i]),
                governance_pence[recipient.id],
            )
        )
    return tuple(sorted(matches, key=lambda m: (m.recipient_id, m.leader_id)))


def phase_of(recipient: Recipient) -> str:
    """The phase of a school or trust, or `Several phases`: one group each, so that groups add up to the whole."""
    names = phase(recipient)
    return names[0] if len(names) == 1 else "Several phases"


DIMENSIONS: dict[str, Callable[[Recipient], str]] = {
    "region": lambda r: r.region,
    "phase": phase_of,
    "kind": lambda r: r.kind,
}


def groups_of(setup: RunSetup, chosen: Bools, matches: tuple[Match, ...]) -> tuple[Group, ...]:
    """Per region, phase and kind; the groups of each add up to the whole."""
    by_id = {m.recipient_id: m for m in matches}
    days, pence = governance_by_recipient(setup, chosen)
    groups = []
    for dimension, group_name in DIMENSIONS.items():
        tally: dict[str, Counter[str]] = {}
        for recipient in setup.world.recipients:
            count, match = tally.setdefault(group_name(recipient), Counter()), by_id.get(recipient.id)
            count["eligible"] += 1
            count["governance_days"] += days[recipient.id]
            count["pence"] += pence[recipient.id] + (match.pence if match else 0)
            count["matched"] += match is not None
            count["days"] += match.days if match else 0
        groups += [
            Group(dimension, name, c["eligible"], c["matched"], c["days"], c["governance_days"], c["pence"])
            for name, c in sorted(tally.items())
        ]
    return tuple(groups)


def governance_by_recipient(setup: RunSetup, chosen: Bools) -> tuple[Counter[str], Counter[str]]:
    choices, days, pence = setup.problem.choices, Counter[str](), Counter[str]()
    for i in np.flatnonzero(chosen & choices.is_governance).tolist():
        recipient_id = setup.world.recipients[int(choices.recipient[i])].id
        days[recipient_id] += int(choices.days[i])
        pence[recipient_id] += int(choices.total_pence[i])
    return days, pence
