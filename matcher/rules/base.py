"""What a rule of the programme is made of: its citation, and the one function that says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.domain import Answer, Verdict
from matcher.plan import Objective, Choices, Limit, Pairs
from matcher.policy import GoalChoice, Policy
from matcher.world import Bools, World

if TYPE_CHECKING:
    from matcher.rules.gates.body import Body


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a rule comes from: a document of sources.yaml, the clause, and what it says in a few words."""

    document: str
    clause: str
    says: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Who qualifies. `applies` says which bodies the gate is about; `judge` answers with evidence.

    A body is eligible when any gate says so, unless a gate with `veto` says it is not. `answers` gives the verdict's
    answer alone, for a gate whose reasons take long to say.
    """

    name: str
    cite: Cite
    applies: Callable[[Body], bool]
    judge: Callable[[Body, Policy], Verdict]
    veto: bool = False
    answers: Callable[[Body, Policy], Answer] | None = None


@dataclass(frozen=True, slots=True)
class PairRule:
    """Who may support whom. `bars` answers for whole columns of pairs; `why` says it for one pair, in one sentence
    a person can read out, without personal data beyond ids, roles and organisations.

    A `screen` rule (region, phase, role, travel) is counted; a pair barred by any other rule is listed by name.
    """

    name: str
    cite: Cite
    bars: Callable[[World, Pairs], Bools]
    why: Callable[[World, int, int], str]
    screen: bool = False


@dataclass(frozen=True, slots=True)
class FlagRule:
    """Something to show beside a pair that does not bar it: a stale declaration, a shared authority."""

    name: str
    cite: Cite
    flags: Callable[[World, Pairs], Bools]
    why: Callable[[World, int, int], str]


@dataclass(frozen=True, slots=True)
class LimitRule:
    """What must not run out. `rows` gives every row of the rule over these choices; `words` explains one row."""

    name: str
    cite: Cite
    rows: Callable[[World, Choices], Limit]
    words: Callable[[World, str, int, int], str]  # world, subject, used, at_most -> sentence


@dataclass(frozen=True, slots=True)
class GoalRule:
    """What is better. `objective` gives the goal as arrays, or a sentence saying why it is skipped."""

    name: str
    cite: Cite
    objective: Callable[[World, Choices, GoalChoice], Objective | str]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every rule of one programme year, in the order in which they are asked."""

    programme: str
    gates: tuple[Gate, ...]
    pairs: tuple[PairRule, ...]
    flags: tuple[FlagRule, ...]
    limits: tuple[LimitRule, ...]
    goals: tuple[GoalRule, ...]
