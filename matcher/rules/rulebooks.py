"""The rulebooks: explicit tuples of rules, one per programme year. Read this page and you know every rule."""

from matcher.rules.base import Rulebook
from matcher.rules.gates import GATES_2022
from matcher.rules.goals import GOALS
from matcher.rules.limits import LIMITS
from matcher.rules.pairs import FLAG_RULES_2022, PAIR_RULES_2022

RULEBOOKS = {
    "tsio-2022-23": Rulebook(
        programme="tsio-2022-23",
        gates=GATES_2022,
        pairs=PAIR_RULES_2022,
        flags=FLAG_RULES_2022,
        limits=LIMITS,
        goals=GOALS,
    ),
}
