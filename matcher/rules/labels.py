"""The labels of flags and goals by name: each is said on its rule, and is looked up here by whoever shows it."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.rules.goals import canonical
from matcher.rules.rulebooks import RULEBOOKS
from matcher.wording.terms import in_words

# goals that come in where a run looks at the year ahead
AHEAD = {
    "match-now": "Of plans as good for the year, match as many as possible now",
    "keep-leaders": "Keep the leaders whom later arrivals will need",
}
BOOKS = tuple(RULEBOOKS.values())
FLAGS = {rule.name: rule.label for book in BOOKS for provider in book.providers for rule in provider.flags}
WEIGHTS = {rule.name: rule.weight for book in BOOKS for provider in book.providers for rule in provider.flags}
GOALS = {rule.name: rule.label for book in BOOKS for rule in book.goals} | {canonical.NAME: canonical.LABEL, **AHEAD}
# those that stop an appointment until they are settled, by their own weight; none tells of a declared interest
BEFORE_APPOINTMENT = tuple(name for name, weight in WEIGHTS.items() if weight == "stops")
# those with which nobody stands as a reserve: all of these but what is about the school or trust and so stands with
# every leader, and what was declared
OF_THE_SUPPORTED = ("history-forgotten",)
NO_RESERVE_WITH = (
    *(name for name in BEFORE_APPOINTMENT if name not in OF_THE_SUPPORTED),
    *("sign-off", "declared", "broker-interest", "potential-sponsor", "declined-before"),
)


def flag(name: str) -> str:
    """Its label; the name as words where no rule has it any more, as in a ledger of an earlier version."""
    return in_words(FLAGS.get(name) or _as_words(name))


def flags(names: Sequence[str]) -> str:
    return "; ".join(flag(name) for name in names)


def goal(name: str) -> str:
    return in_words(GOALS.get(name) or _as_words(name))


def _as_words(name: str) -> str:
    return name.replace("-", " ").capitalize()
