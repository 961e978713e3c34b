"""The kinds of rule (gate, pair rule, flag, limit, goal): a name, a citation and the functions that apply it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.domain import Answer, Verdict
from matcher.plan import Choices, Limit, Objective, Pairs
from matcher.policy import GoalChoice, Policy
from matcher.world import Bools, World

if TYPE_CHECKING:
    from matcher.rules.gates.body import Body


@dataclass(frozen=True, slots=True)
class Cite:
    """The source of a rule: a document of sources.yaml, the clause, and a summary of the clause."""

    document: str
    clause: str
    says: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Who qualifies. `applies` selects the bodies the gate is about; `judge` returns the verdict with its evidence.

    A body is eligible if any gate finds it eligible, unless a gate with `veto` does not. `answers` returns only the
    verdict's answer, for a gate whose reasons are slow to compute.
    """

    name: str
    cite: Cite
    applies: Callable[[Body], bool]
    judge: Callable[[Body, Policy], Verdict]
    veto: bool = False
    answers: Callable[[Body, Policy], Answer] | None = None


@dataclass(frozen=True, slots=True)
class PairRule:
    """Who may support whom. `bars` gives a mask over many pairs; `why` explains one barred pair in one sentence
    a person can read out, without personal data beyond ids, roles and organisations.

    A `screen` rule (region, phase, role, travel) is counted; a pair barred by any other rule is listed by name.
    `why` names no school or trust but the pair's own; where `names_organisation`, the leader's organisation too.
    """

    name: str
    cite: Cite
    bars: Callable[[World, Pairs], Bools]
    why: Callable[[World, int, int], str]
    screen: bool = False
    names_organisation: bool = False


@dataclass(frozen=True, slots=True)
class FlagRule:
    """A warning shown with a pair that does not bar it: a stale declaration, a shared authority."""

    name: str
    cite: Cite
    flags: Callable[[World, Pairs], Bools]
    why: Callable[[World, int, int], str]


@dataclass(frozen=True, slots=True)
class LimitRule:
    """A constraint. `rows` gives every row of the rule over these choices; `words` explains one row."""

    name: str
    cite: Cite
    rows: Callable[[World, Choices], Limit]
    words: Callable[[World, str, int, int], str]  # world, subject, used, at_most -> sentence


@dataclass(frozen=True, slots=True)
class GoalRule:
    """An objective. `objective` gives its coefficients as arrays, or a sentence that explains why it is skipped."""

    name: str
    cite: Cite
    objective: Callable[[World, Choices, GoalChoice], Objective | str]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every rule of one programme year, in the order in which they are evaluated."""

    programme: str
    gates: tuple[Gate, ...]
    pairs: tuple[PairRule, ...]
    flags: tuple[FlagRule, ...]
    limits: tuple[LimitRule, ...]
    goals: tuple[GoalRule, ...]
