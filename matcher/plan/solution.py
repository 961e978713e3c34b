"""What the solver returns: the chosen choices, and how each objective ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matcher.world import Bools


@dataclass(frozen=True, slots=True)
class Stage:
    """The result of one objective. `bound` is None where none is known. `how`: certificate, second-solver or none.

    `effort` is the solver's deterministic time. `seconds` is wall time, for people only. A goal that looks ahead is
    over so many `futures`: its value is that many times today's, which is `today`, and all futures' together.
    """

    goal: str
    unit: str
    sense: str
    value: int
    bound: int | None
    proved: bool
    how: str = "none"
    effort: float = 0.0
    seconds: float = 0.0
    futures: int = 0
    today: int | None = None

    @property
    def now(self) -> int:
        """What the plan is worth today alone."""
        return self.value if self.today is None else self.today

    @property
    def gap(self) -> int | None:
        return None if self.bound is None else abs(self.bound - self.value)


@dataclass(frozen=True, eq=False)
class Solution:
    """What the solver returns: the chosen choices as a mask, and the result of each objective.

    `witnesses` hold, per objective, what the proof needs from the solver (`exact.Witness`); the proof checks all of it.
    """

    chosen: Bools
    stages: tuple[Stage, ...]
    unique: bool
    engine: str
    because: str
    witnesses: tuple[Any, ...] = ()
    stopped_by_clock: tuple[str, ...] = ()  # goals where the second solver's wall-clock backstop struck


Progress = Callable[[str], None]
