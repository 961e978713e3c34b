"""A goal: *own-region*, as many matches as possible by a leader of the recipient's own region."""

from __future__ import annotations

from tests.walks.walk import Step, Walk, before

GOAL = '''"""Own region: as many matches as possible are led by somebody of the recipient's own region."""

from __future__ import annotations

import numpy as np

from matcher.plan import Choices, Objective
from matcher.policy import GoalChoice
from matcher.rules.base import Cite, GoalRule
from matcher.world import World


def objective(world: World, choices: Choices, setting: GoalChoice) -> Objective:
    worth = np.zeros(len(choices), dtype=np.int64)
    for row in np.flatnonzero(choices.is_match).tolist():
        recipient, leader = world.recipients[choices.recipient[row]], world.leaders[choices.provider[row]]
        worth[row] = recipient.region == leader.region
    return Objective("own-region", "matches", "most", worth, setting.may_lose)


OWN_REGION = GoalRule(
    "own-region",
    Cite("matcher", "region", "leaders are mostly sent within their region"),
    objective,
    label="Prefer leaders of the same region",
)
'''

LAW = """        "own-region": sum(of_one_region(*who(world, m.recipient_id, m.leader_id)) for m in plan.matches),
        "spend": spend(world, plan),
"""

BY_HAND = """def of_one_region(recipient: Recipient, leader: Leader) -> bool:
    return recipient.region == leader.region


def who(world: World"""

GOALS = "tests/rules/goals/test_goals.py"
WALK = Walk(
    "A goal",
    (
        Step(
            "the name, in the default order",
            "matcher/policy/goals.py",
            (
                (
                    '"strong-trust-first", "governance", "fairness"',
                    '"strong-trust-first", "governance", "own-region", "fairness"',
                ),
            ),
            tests=(GOALS,),
            says=r"GOALS in matcher/policy/goals\.py .* must be the same: own-region",
        ),
        Step("the objective and its `label`", "matcher/rules/goals/own_region.py", text=GOAL),
        Step(
            "listed",
            "matcher/rules/rulebooks.py",
            (
                before(
                    "from matcher.rules.goals.spend import SPEND\n",
                    "from matcher.rules.goals.own_region import OWN_REGION\n",
                ),
                ("GOVERNANCE_BENEFIT, FAIRNESS, FIT, SPEND)", "GOVERNANCE_BENEFIT, OWN_REGION, FAIRNESS, FIT, SPEND)"),
            ),
            tests=("tests/rules/test_listed.py",),
            says=r"list it in matcher/rules/rulebooks\.py: own-region",
        ),
        Step(
            "the law's value",
            "tests/law_goals.py",
            (
                ('        "spend": spend(world, plan),\n', LAW),
                ("def who(world: World", BY_HAND),
            ),
            tests=("tests/test_law.py::test_every_goal_is_worth_what_the_law_says",),
            says=r"give its value in tests/law_goals\.py: own-region",
        ),
        Step(
            "a break",
            "tests/breaks/breaks.py",
            (
                (
                    '    Break("governance", "rules/goals/governance_benefit.py",',
                    '    Break("own-region", "rules/goals/own_region.py", "== leader", "!= leader"),\n'
                    '    Break("governance", "rules/goals/governance_benefit.py",',
                ),
            ),
            tests=("tests/breaks/test_breaks.py::test_the_list_breaks_every_rule_and_is_long_enough",),
            says=r"add a Break in tests/breaks for: own-region",
        ),
    ),
    at_most=3,
    quick=(GOALS, "tests/read/test_scenario_reference.py"),
    tests=(
        "tests/rules/test_listed.py",
        "tests/test_law.py::test_every_goal_is_worth_what_the_law_says",
        "tests/read/test_scenario_ready.py",
        "tests/test_house.py",
    ),
    makes=True,
)
