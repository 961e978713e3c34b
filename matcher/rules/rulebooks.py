"""The rulebooks: explicit tuples of rules, one per programme year. Read this page and you know every rule."""

from dataclasses import replace

from matcher.rules.base import Rulebook
from matcher.rules.gates import GATES_2022
from matcher.rules.goals import GOALS
from matcher.rules.limits import LIMITS
from matcher.rules.pairs import FLAG_RULES_2022, PAIR_RULES_2022

TSIO_2022 = Rulebook(
    programme="tsio-2022-23",
    gates=GATES_2022,
    pairs=PAIR_RULES_2022,
    flags=FLAG_RULES_2022,
    limits=LIMITS,
    goals=GOALS,
)

# Years whose gates are not built: only recipients on a register are matched, by the same pairing rules and limits.
REGISTERED_ONLY = ("tsio-2021-22", "sio-2024-25", "rise-2025-26")

RULEBOOKS = {TSIO_2022.programme: TSIO_2022} | {
    name: replace(TSIO_2022, programme=name, gates=()) for name in REGISTERED_ONLY
}
