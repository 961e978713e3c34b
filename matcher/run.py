"""A whole run in memory: eligibility, candidates, model, solve, proof, audit and result."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from importlib.metadata import version
from time import perf_counter
from typing import Any

import numpy as np

from matcher import __version__
from matcher.audit import audit
from matcher.candidates import find_candidates
from matcher.digest import facts_digest
from matcher.domain import Assessment, Facts
from matcher.eligibility import Bodies, assess, bodies, readings
from matcher.errors import Defect
from matcher.explain.pins import check_pins, contradiction
from matcher.explain.pot_lines import pot_lines
from matcher.explain.priorities import other_priorities
from matcher.explain.reserves import reserves
from matcher.explain.shortages import shortages
from matcher.explain.unmatched import unmatched
from matcher.greedy import by_hand, greedy
from matcher.journeys import coverage_of, minutes_without_journeys
from matcher.plan import Plan, PlannedGovernance, PlannedMatch, Problem, Progress, Solution
from matcher.policy import ANY, Policy
from matcher.problem import build_problem
from matcher.proof import certify
from matcher.result import ByHand, Candidates, ReadingEffect, Result
from matcher.rules.base import Rulebook
from matcher.rules.choices import pairs_of
from matcher.rules.limits.commitments import overcommitted_notes
from matcher.rules.pairs.measured import known_minutes
from matcher.rules.pairs.water import no_road, over_water
from matcher.rules.rulebooks import RULEBOOKS
from matcher.second_solver import HighsSecondSolver
from matcher.solve import pins_conflict, solve
from matcher.world import UNKNOWN, Bools, World


@dataclass
class Clock:
    """Wall-clock seconds per stage, for reporting only: no decision depends on them."""

    seconds: dict[str, float] = field(default_factory=dict)
    progress: Progress = lambda _: None

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.progress(name)
        began = perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - began


@dataclass(frozen=True, eq=False)
class RunSetup:
    """A run before it is solved: assessments, world, candidates and the optimisation problem."""

    assessments: tuple[Assessment, ...]
    world: World
    candidates: Candidates
    problem: Problem
    rulebook: Rulebook


def build_run_setup(facts: Facts, policy: Policy, clock: Clock, known_bodies: Bodies | None = None) -> RunSetup:
    """From facts to a problem. Raises PinsContradict where a pin contradicts a rule by itself.

    `known_bodies` are the facts' bodies on the day, where the caller has computed them already.
    """
    rulebook = RULEBOOKS[policy.programme]
    with clock.stage("eligibility"):
        assessments = assess(facts, policy, rulebook.gates, known_bodies)
        world = world_of(assessments, facts, policy)
    check_pins(world, assessments, rulebook)
    with clock.stage("candidates"):
        candidates = find_candidates(world, rulebook.pairs, rulebook.flags)
    with clock.stage("posing"):
        problem = build_problem(world, candidates.choices, rulebook)
    return RunSetup(assessments, world, candidates, problem, rulebook)


def world_of(assessments: tuple[Assessment, ...], facts: Facts, policy: Policy) -> World:
    """The eligible recipients of the run's regions, with all leaders and governance leaders, each sorted by id.

    A recipient forbidden with any leader (ANY), because it declined support, is left out.
    """
    inside = policy.regions
    out = {pair.recipient_id for pair in policy.forbid if pair.leader_id == ANY}
    recipients = sorted(
        (
            a.recipient
            for a in assessments
            if a.recipient and a.id not in out and (inside is None or a.recipient.region in inside)
        ),
        key=lambda r: r.id,
    )
    return World(
        policy=policy,
        facts=facts,
        recipients=tuple(recipients),
        leaders=tuple(sorted(facts.leaders, key=lambda x: x.id)),
        governance_leaders=tuple(sorted(facts.governance_leaders, key=lambda x: x.id)),
        region_of={a.id: a.region for a in assessments},
    )


def solve_run_setup(
    setup: RunSetup,
    policy: Policy,
    clock: Clock,
    engine: str = "auto",
    check_unique: bool = True,
    warm_start: Bools | None = None,
) -> Solution:
    """The best plan of a run. Raises PinsContradict where pins contradict limits or one another.

    `warm_start` is a plan to start the search from, instead of the greedy one: a mask over the choices.
    """
    if policy.pins:
        conflict = pins_conflict(setup.problem)
        if conflict is not None:
            raise contradiction(setup.world, setup.rulebook, conflict)
    with clock.stage("start"):
        start = greedy(setup.problem) if warm_start is None else warm_start
    with clock.stage("solving"):
        return solve(setup.problem, start, policy.effort, clock.progress, engine=engine, check_unique=check_unique)


def plan_of(world: World, problem: Problem, chosen: Bools) -> Plan:
    """The chosen choices by ids, sorted."""
    c = problem.choices
    rows = np.flatnonzero(chosen)
    matches, governance = [], []
    for i in rows.tolist():
        recipient, days = world.recipients[int(c.recipient[i])].id, int(c.days[i])
        if c.is_match[i]:
            matches.append(PlannedMatch(recipient, world.leaders[int(c.provider[i])].id, days, int(c.team_days[i])))
        else:
            governance.append(PlannedGovernance(recipient, world.governance_leaders[int(c.provider[i])].id, days))
    return Plan(tuple(sorted(matches)), tuple(sorted(governance)))


def propose(
    facts: Facts,
    policy: Policy,
    scenario: Mapping[str, Any],
    origins: Mapping[str, str],
    clock: Clock,
    engine: str = "auto",
) -> Result:
    """A whole run in memory; writes nothing. Raises Defect where the audit finds a broken rule."""
    with clock.stage("eligibility"):
        known_bodies = bodies(facts, policy.as_at)
    setup = build_run_setup(facts, policy, clock, known_bodies)
    solution = solve_run_setup(setup, policy, clock, engine)
    with clock.stage("proving"), HighsSecondSolver() as second:
        solution, certificate = certify(setup.problem, solution, second)
    plan = plan_of(setup.world, setup.problem, solution.chosen)
    with clock.stage("auditing"):
        refuse_breaches(setup, plan)
    with clock.stage("readings"):
        reading_effects = in_run_regions(readings(facts, policy, setup.rulebook.gates, known_bodies), policy)
    with clock.stage("explaining"):
        result = _run_result(facts, policy, setup, solution, plan, reading_effects, clock)
    return replace(
        result,
        run_id=run_id_of(facts, policy),
        certificate=certificate,
        scenario=scenario,
        origins=origins,
        seconds=clock.seconds,
        versions=versions(),
    )


def in_run_regions(effects: tuple[ReadingEffect, ...], policy: Policy) -> tuple[ReadingEffect, ...]:
    """The effects of other readings in the run's own regions only, as all other figures of the run are."""
    return tuple(m for m in effects if policy.regions is None or m.region in policy.regions)


def refuse_breaches(setup: RunSetup, plan: Plan) -> None:
    """Raises Defect where the plan breaks a rule. The audit works from facts and rules alone, not from the solver."""
    breaches = audit(setup.world, plan, setup.rulebook)
    if breaches:
        words = "; ".join(f"{b.rule} ({b.subject}): {b.message}" for b in breaches[:10])
        raise Defect(f"the audit found {len(breaches)} broken rule(s) in the solver's plan: {words}")


def _run_result(
    facts: Facts, policy: Policy, setup: RunSetup, solution: Solution, plan: Plan, reading_effects: Any, clock: Clock
) -> Result:
    world, problem, chosen = setup.world, setup.problem, solution.chosen
    baseline = by_hand(problem)
    return Result(
        run_id="",
        policy=policy,
        facts=facts,
        assessments=setup.assessments,
        readings=reading_effects,
        world=world,
        candidates=setup.candidates,
        problem=problem,
        solution=solution,
        plan=plan,
        reserves=reserves(world, setup.candidates, problem, chosen),
        unmatched=unmatched(world, setup.candidates, problem, chosen, setup.rulebook),
        pots=pot_lines(world, problem, chosen),
        by_hand=ByHand(plan_of(world, problem, baseline), _values(problem, baseline)),
        priorities=tuple(other_priorities(world, problem, chosen, setup.rulebook)),
        shortages=shortages(world, setup.candidates, problem, chosen),
        notes=(
            *facts.notes,
            *_skipped_goal_notes(problem),
            *overcommitted_notes(world),
            *filter(None, (coverage_of(world, problem.choices, chosen),)),
        ),
        alerts=(
            *_trusts_left_out(world, plan),
            *_odd_distances(world, problem, chosen),
            *filter(None, (minutes_without_journeys(world),)),
            *overcommitted_notes(world),
            *_alert_notes(facts),
        ),
    )


def _values(problem: Problem, chosen: Bools) -> dict[str, int]:
    return {objective.goal: objective.value(chosen) for objective in problem.objectives}


def _skipped_goal_notes(problem: Problem) -> tuple[str, ...]:
    return tuple(f"The goal '{goal}' was skipped: {why}" for goal, why in problem.skipped_goals)


def _odd_distances(world: World, problem: Problem, chosen: Bools) -> tuple[str, ...]:
    """Alerts on matches of unknown distance, which no travel limit applies to, on those at distance zero, and on
    those whose straight line crosses water."""
    pairs = pairs_of(problem.choices.where(np.flatnonzero(chosen & problem.choices.is_match)))
    unknown = int(((pairs.metres == UNKNOWN) & (known_minutes(world, pairs) == UNKNOWN)).sum())
    zero = int((pairs.metres == 0).sum())
    wet, apart = int(over_water(world, pairs).sum()), int(no_road(world, pairs).sum())
    counted = (
        (apart, f"No road: {apart} of the matches lead to or from an island; the Regional Director signs them off"),
        (wet, f"Over water: the straight line of {wet} of the matches crosses 2 km or more; ask how they would travel"),
        (unknown, f"Distance not known: {unknown} of the matches, and no travel limit was applied to them"),
        (zero, f"No distance at all: {zero} of the matches; ask whether the leader is from that very school"),
    )
    return tuple(words for number, words in counted if number)


def _alert_notes(facts: Facts) -> tuple[str, ...]:
    """Notes from reading that must be seen: an interest that concerns nobody, an authority without a broker."""
    return tuple(note for note in facts.notes if note.startswith(("interests", "Brokers")))


def _trusts_left_out(world: World, plan: Plan) -> tuple[str, ...]:
    """An alert where no trust is matched because the goal 'strong-trust-first' counts standalone schools alone."""
    trusts = {r.id for r in world.recipients if r.kind == "trust"}
    matched = {m.recipient_id for m in plan.matches}
    preferred = any(setting.goal == "strong-trust-first" for setting in world.policy.goals)
    if not trusts or not matched or matched & trusts or not preferred:
        return ()
    none = "The one trust is not matched" if len(trusts) == 1 else f"None of the {len(trusts):,} trusts is matched"
    some = "1 standalone school is" if len(matched) == 1 else f"{len(matched):,} standalone schools are"
    return (
        f"{none}, and {some}: where not everybody can be matched, the goal 'strong-trust-first' prefers standalone"
        " schools, because it counts them alone",
    )


def run_id_of(facts: Facts, policy: Policy, digest: str | None = None) -> str:
    """A hash of the parsed, sorted facts, the policy the scenario came to, and the program's version.

    `digest` is that of the facts where it is known already: a sweep asks for many ids over the same facts.

    Never of bytes, row order, paths, Python or time: where a number was written (`where`, `assumptions`) is left out.
    """
    bare = replace(
        policy,
        assumptions=(),
        pots=tuple(replace(pot, source="") for pot in policy.pots),
        pins=tuple(replace(pin, where="") for pin in policy.pins),
        forbid=tuple(replace(pair, where="") for pair in policy.forbid),
    )
    whole = f"{digest or facts_digest(facts)}|{_plain(asdict(bare))}|{__version__}"
    return sha256(whole.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Mappings and sets in one order, so that their text is the same whatever the hash seed."""
    if isinstance(value, Mapping):
        return [(str(k), _plain(value[k])) for k in sorted(value, key=str)]
    if isinstance(value, frozenset | set):
        return sorted(str(v) for v in value)
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return str(value)


def versions() -> dict[str, str]:
    """Versions that a repeat of this run would need."""
    packages = ("ortools", "numpy", "scipy", "pandas")
    return {"matcher": __version__, "python": platform.python_version()} | {p: version(p) for p in packages}
