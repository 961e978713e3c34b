"""A run before it is solved: who qualifies, the world, the candidate pairs and the optimisation problem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from matcher.candidates import find_candidates
from matcher.domain import Assessment, Facts, Leader
from matcher.eligibility import Bodies, assess
from matcher.garbage import nothing_collected
from matcher.plan import Problem
from matcher.policy import ANY, Policy
from matcher.problem import build_problem
from matcher.result import Candidates
from matcher.rules.base import Rulebook
from matcher.rules.goals import canonical
from matcher.rules.rulebooks import rulebook_of
from matcher.rules.supporters import supporting_leaders
from matcher.runs.clock import Clock
from matcher.runs.infeasible_pins.pins import check_pins
from matcher.runs.judged_later import WhoQualifies
from matcher.world import World

Assessments = Sequence[Assessment]  # a tuple, or those of a run that are judged when they are asked for
WorldChange = Callable[[World], World]


@dataclass(frozen=True, eq=False)
class RunSetup:
    """A run before it is solved: assessments, world, candidates and the optimisation problem."""

    assessments: Assessments
    world: World
    candidates: Candidates
    problem: Problem
    rulebook: Rulebook


def build_run_setup(
    facts: Facts,
    policy: Policy,
    clock: Clock | None = None,
    known_bodies: Bodies | None = None,
    assessments: Assessments | None = None,
    change: WorldChange | None = None,
) -> RunSetup:
    """From facts to a problem. Raises PinsContradict where a pin contradicts a rule by itself.

    `known_bodies` (the facts' bodies on the day) and `assessments` are computed where the caller does not have them.
    `change` is applied to the world before the candidates are found.
    """
    clock, rulebook = clock or Clock(), rulebook_of(policy)
    with clock.stage("eligibility"):
        if assessments is None:
            assessments = assess(facts, policy, rulebook.gates, known_bodies)
        world = world_of(assessments, facts, policy)
    check_pins(world, assessments, rulebook)
    with clock.stage("candidates"):
        world = change(world) if change else world
        candidates = find_candidates(world, rulebook)
    with clock.stage("posing"):
        problem = build_problem(world, candidates.choices, rulebook)
    return RunSetup(assessments, world, candidates, problem, rulebook)


def without_ties(setup: RunSetup) -> RunSetup:
    """The same run without the goal that only tells equal plans apart."""
    objectives = tuple(objective for objective in setup.problem.objectives if objective.goal != canonical.NAME)
    return replace(setup, problem=replace(setup.problem, objectives=objectives))


@nothing_collected()
def assess_all(facts: Facts, policy: Policy, known_bodies: Bodies | None = None) -> Assessments:
    """The verdict on every school and trust, under the gates of the policy's programme."""
    return assess(facts, policy, rulebook_of(policy).gates, known_bodies)


def world_of(assessments: Assessments, facts: Facts, policy: Policy) -> World:
    """The eligible recipients of the run's regions, with all who give support, each sorted by id.

    A recipient forbidden with any leader (ANY), because it declined support, is left out.
    """
    inside, who = policy.regions, WhoQualifies.of(assessments)
    out = {pair.recipient_id for pair in policy.forbid if pair.leader_id == ANY}
    recipients = (r for id_, r in who.recipients.items() if id_ not in out and (inside is None or r.region in inside))
    return World(
        policy=policy,
        facts=facts,
        recipients=tuple(sorted(recipients, key=lambda r: r.id)),
        leaders=_in_a_leaders_place(facts, policy),
        governance_leaders=tuple(sorted(facts.governance_leaders, key=lambda x: x.id)),
        advisers=tuple(sorted(facts.advisers, key=lambda x: x.id)),
        region_of=who.region_of,
        rests_on_forgotten=who.on_forgotten,
        qualifying=frozenset(who.recipients),
    )


def _in_a_leaders_place(facts: Facts, policy: Policy) -> tuple[Leader, ...]:
    if rulebook_of(policy).supporters == "organisations":
        return supporting_leaders(facts)
    return tuple(sorted(facts.leaders, key=lambda x: x.id))
