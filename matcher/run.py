"""A whole proposal in memory: the run set up, solved, explained and put together as a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from matcher.domain import Facts, ReadingNote
from matcher.eligibility import assess, bodies, readings
from matcher.explain.own_trust import own_trust_lines
from matcher.explain.priorities import other_priorities
from matcher.explain.why.reserve_chains import reserve_chains
from matcher.explain.why.reserves import reserves
from matcher.explain.why_not.pot_lines import pot_lines
from matcher.explain.why_not.shortages import shortages
from matcher.explain.why_not.unmatched import unmatched_by_id
from matcher.garbage import keep_all_there_is, nothing_collected
from matcher.greedy import by_hand
from matcher.journeys import coverage_of, minutes_without_journeys
from matcher.plan import Plan, Problem, Solution
from matcher.policy import Policy
from matcher.proof.second_solver import SECONDS
from matcher.read.open_data.kept_open_data import OpenDataStore
from matcher.result import ByHand, ReadingEffect, Result, Unmatched, YearReport
from matcher.rules.choices import pairs_of
from matcher.rules.limits.commitments import overcommitted_notes
from matcher.rules.pairs.distance.measured import known_minutes
from matcher.rules.pairs.distance.water import no_road, over_water
from matcher.rules.pairs.interests.not_checked import late_check_notices
from matcher.rules.pairs.interests.unknown_parties import set_aside_notices
from matcher.rules.rulebooks import rulebook_of
from matcher.runs.caches.kept_eligibility import Eligibility, kept_eligibility
from matcher.runs.clock import Clock
from matcher.runs.finished import FinishedRun
from matcher.runs.identity import run_id_of, versions
from matcher.runs.infeasible_pins.pins import pins_elsewhere_notices
from matcher.runs.setup import build_run_setup
from matcher.runs.solve import SolvedRun, plan_of, solve_run
from matcher.runs.year_ahead.expectations import expectations
from matcher.runs.year_ahead.report import finished_with, year_report
from matcher.solver_process import shared_processes
from matcher.wording.messages import Day, Listed, Message, Passage, message, plain
from matcher.world import UNKNOWN, Bools, World
from matcher.year_ahead.arrivals import Expectations
from matcher.year_ahead.wait_words import KEPT_GROUP, kept_from

# kinds of notes of reading that page one shows
ALERTED_NOTES = ("references", "brokers")


@shared_processes()
def propose(
    facts: Facts,
    policy: Policy,
    scenario: Mapping[str, Any],
    origins: Mapping[str, str],
    clock: Clock,
    engine: str = "auto",
    store: OpenDataStore | None = None,
) -> Result:
    """A whole run in memory; writes nothing but to `store`. Raises Defect where the audit finds a broken rule.

    `store`: where who qualifies is kept from one run to the next.
    """
    assessments, effects = kept_eligibility(store, facts, policy, lambda: eligibility_of(facts, policy, clock))
    setup = build_run_setup(facts, policy, clock, assessments=assessments)
    with clock.stage("expecting"):
        expected = expectations(facts, policy, assessments, store)
    solved = solve_run(setup, clock, engine, ask_second=True, expected=expected)
    reading_effects = in_run_regions(effects, policy)
    with clock.stage("explaining"):
        result = _run_result(solved, reading_effects, expected)
    return replace(
        result,
        run_id=run_id_of(facts, policy, store=store),
        certificate=solved.certificate,
        scenario=scenario,
        origins=origins,
        seconds=clock.seconds,
        versions=versions(),
    )


@nothing_collected()
def eligibility_of(facts: Facts, policy: Policy, clock: Clock) -> Eligibility:
    """The verdict on every school and trust, and what the other readings of the wordings would move."""
    gates = rulebook_of(policy).gates
    with clock.stage("eligibility"):
        known_bodies = bodies(facts, policy.as_at)
        assessments = assess(facts, policy, gates, known_bodies)
    with clock.stage("readings"):
        effects = readings(facts, policy, gates, known_bodies)
    keep_all_there_is()  # else the end of this function looks for garbage among all of it, a quarter of a second
    return assessments, effects


def rebuilt_result(run: FinishedRun, states: Mapping[str, str], year: YearReport | None) -> Result:
    """The result of a finished run opened again, for the tables that facts, rules and plan give: nothing is solved.

    `year`: its part of the year ahead, worked out again. Without stages and the other plans that a proposal solves.
    """
    solution = Solution(chosen=run.chosen, stages=(), unique=False, engine="", because="")
    world, problem = run.world, run.problem
    run = finished_with(run.setup, run.chosen, year)
    free_now = reserves(world, run.setup.candidates, problem, run.chosen)
    effects = readings(world.facts, world.policy, rulebook_of(world.policy).gates)
    return Result(
        run_id="",
        policy=world.policy,
        facts=world.facts,
        assessments=run.setup.assessments,
        readings=in_run_regions(effects, world.policy),
        world=world,
        candidates=run.setup.candidates,
        problem=problem,
        solution=solution,
        plan=plan_of(world, problem, run.chosen),
        reserves=free_now,
        chains=reserve_chains(run, run.setup.candidates, free_now),
        unmatched=tuple(unmatched_by_id(run).values()),
        pots=pot_lines(world, problem, run.chosen, run.room),
        by_hand=ByHand(Plan((), ()), {}),
        states=states,
        notes=_run_notes(world, problem, run.chosen),
        year=year,
    )


def in_run_regions(effects: tuple[ReadingEffect, ...], policy: Policy) -> tuple[ReadingEffect, ...]:
    """The effects of other readings in the run's own regions only, as all other figures of the run are."""
    return tuple(m for m in effects if policy.regions is None or m.region in policy.regions)


def _run_result(solved: SolvedRun, reading_effects: tuple[ReadingEffect, ...], expected: Expectations) -> Result:
    setup, solution, plan = solved.setup, solved.solution, solved.plan
    world, problem, chosen = setup.world, setup.problem, solution.chosen
    year = year_report(setup, chosen, expected, solved.year)
    run = finished_with(setup, chosen, year)
    unmatched = tuple(unmatched_by_id(run).values())
    baseline = by_hand(problem)
    free_now = reserves(world, setup.candidates, problem, chosen)
    return Result(
        run_id="",
        policy=world.policy,
        facts=world.facts,
        assessments=setup.assessments,
        readings=reading_effects,
        world=world,
        candidates=setup.candidates,
        problem=problem,
        solution=solution,
        plan=plan,
        reserves=free_now,
        chains=reserve_chains(run, setup.candidates, free_now),
        unmatched=unmatched,
        pots=pot_lines(world, problem, chosen, run.room),
        by_hand=ByHand(plan_of(world, problem, baseline), _values(problem, baseline)),
        priorities=tuple(other_priorities(run)),
        shortages=shortages(world, setup.candidates, problem, chosen),
        notes=_run_notes(world, problem, chosen),
        year=year,
        alerts=(
            *(map(plain, year.lines) if year else ()),
            *left_out_for_later(unmatched),
            *_stopped_by_clock(solution),
            *own_trust_lines(run, solution.witnesses),
            *_trusts_left_out(world, plan),
            *_odd_distances(world, problem, chosen),
            *_world_alerts(world),
        ),
    )


def left_out_for_later(unmatched: Sequence[Unmatched]) -> Iterator[Message]:
    """A line on those who are not asked to wait, and whom what is kept for later leaves without a leader."""
    number = sum(x.group == KEPT_GROUP for x in unmatched)
    if number:
        yield plain(kept_from(number))


def _world_alerts(world: World) -> Iterator[Message]:
    """What must be seen whatever is proposed."""
    yield from filter(None, (plain(minutes_without_journeys(world)),))
    yield from overcommitted_notes(world)
    yield from set_aside_notices(world)
    yield from pins_elsewhere_notices(world)
    yield from late_check_notices(world)
    yield from pots_that_ended(world.policy)
    yield from _reading_alerts(world.facts)


def pots_that_ended(policy: Policy) -> Iterator[Message]:
    for pot in policy.pots:
        if pot.ends is not None and pot.ends < policy.as_at:
            yield message(
                "Pot {pot}: its period ended on {ended}, before this proposal's day; what is proposed is charged to it"
                " all the same. Mend its period, or ask who pays.",
                pot=pot.name,
                ended=Day(pot.ends),
            )


def _values(problem: Problem, chosen: Bools) -> dict[str, int]:
    return {objective.goal: objective.value(chosen) for objective in problem.objectives}


def _run_notes(world: World, problem: Problem, chosen: Bools) -> tuple[Message, ...]:
    return (
        *map(_of_reading, world.facts.notes),
        *_skipped_goal_notes(problem),
        *overcommitted_notes(world),
        *filter(None, (plain(coverage_of(world, problem.choices, chosen)),)),
    )


def _skipped_goal_notes(problem: Problem) -> Iterator[Message]:
    for goal, why in problem.skipped_goals:
        yield message("The goal '{goal}' was skipped: {why}", goal=goal, why=why)


def _stopped_by_clock(solution: Solution) -> Iterator[Message]:
    """An alert where the second solver's wall-clock backstop struck: on a faster machine the answer may be a proof."""
    if solution.stopped_by_clock:
        yield message(
            "The second solver was stopped by its limit of {seconds} seconds by the clock on: {goals}. Nothing was"
            " taken from it there; on a machine with less to do the goal may be proved",
            seconds=f"{SECONDS:.0f}",
            goals=Listed(solution.stopped_by_clock, last=", "),
        )


def _odd_distances(world: World, problem: Problem, chosen: Bools) -> Iterator[Message]:
    """Alerts on matches of unknown distance, which no travel limit applies to, on those at distance zero, and on
    those whose straight line crosses water."""
    pairs = pairs_of(problem.choices.where(np.flatnonzero(chosen & problem.choices.is_match)))
    unknown = int(((pairs.metres == UNKNOWN) & (known_minutes(world, pairs) == UNKNOWN)).sum())
    zero = int((pairs.metres == 0).sum())
    wet, apart = int(over_water(world, pairs).sum()), int(no_road(world, pairs).sum())
    counted = (
        (apart, "No road: {many} of the matches lead to or from an island; the Regional Director signs them off"),
        (wet, "Over water: the straight line of {many} of the matches crosses 2 km or more; ask how they would travel"),
        (unknown, "Distance not known: {many} of the matches, and no travel limit was applied to them"),
        (zero, "No distance at all: {many} of the matches; ask whether the leader is from that very school"),
    )
    return (message(words, many=number) for number, words in counted if number)


def _reading_alerts(facts: Facts) -> Iterator[Message]:
    """What reading found that must be seen: an id that is nowhere in the data, an authority without a broker."""
    return (_of_reading(note) for note in facts.notes if note.kind in ALERTED_NOTES)


def _of_reading(note: ReadingNote) -> Message:
    """A note of reading may repeat what a file says, so it could name anybody."""
    return message("{note}", note=Passage(note.text))


def _trusts_left_out(world: World, plan: Plan) -> Iterator[Message]:
    """An alert where no trust is matched and 'strong-trust-first' was set to count standalone schools alone."""
    trusts = {r.id for r in world.recipients if r.kind == "trust"}
    matched = {m.recipient_id for m in plan.matches}
    preferred = any(g.goal == "strong-trust-first" and g.counts == "schools" for g in world.policy.goals)
    if not trusts or not matched or matched & trusts or not preferred:
        return
    none = "The one trust is not matched" if len(trusts) == 1 else f"None of the {len(trusts):,} trusts is matched"
    some = "1 standalone school is" if len(matched) == 1 else f"{len(matched):,} standalone schools are"
    yield message(
        "{none}, and {some}: where not everybody can be matched, the goal 'strong-trust-first' prefers standalone"
        " schools, because it counts them alone",
        none=none,
        some=some,
    )
