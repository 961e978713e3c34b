"""Builds the optimisation problem: choices, limits and objectives from a world and its rulebook."""

from __future__ import annotations

from dataclasses import replace

from matcher.plan import Choices, Objective, Problem
from matcher.rules.base import Rulebook
from matcher.rules.goals import canonical
from matcher.world import World


def build_problem(world: World, choices: Choices, rulebook: Rulebook) -> Problem:
    """The problem of this world: every limit of the rulebook, the scenario's goals in its order, the canonical last.

    A goal that has no meaning here is skipped, with its reason in `skipped_goals`.
    """
    limits = tuple(rule.rows(world, choices) for rule in rulebook.limits)
    return with_goals_of(world, Problem(choices, limits, ()), rulebook)


def with_goals_of(world: World, problem: Problem, rulebook: Rulebook) -> Problem:
    """The problem with this world's goals in the place of its own; its limits as they are, and how it settles ties."""
    choices, goals = problem.choices, {rule.name: rule for rule in rulebook.goals}
    built = [(setting.goal, goals[setting.goal].objective(world, choices, setting)) for setting in world.policy.goals]
    objectives = [objective for _, objective in built if isinstance(objective, Objective)]
    skipped = tuple((name, objective) for name, objective in built if isinstance(objective, str))
    ties = [x for x in problem.objectives if x.goal == canonical.NAME] or [canonical.objective(world, choices)]
    return replace(problem, objectives=(*objectives, *ties), skipped_goals=skipped)
