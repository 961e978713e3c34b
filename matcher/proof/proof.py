"""The proof of optimality: each objective's bound computed again in whole numbers, and a certificate for third parties.

It goes through the objectives by itself. From the solver it takes only the plan and the multipliers, and checks both:
wrong multipliers make a bound weak, never wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from matcher.bounding import (
    Answered,
    Rows,
    SearchSpace,
    Witness,
    dual_bound,
    initial_space,
    integer_multipliers,
    multiplier_array,
    rows_at_least,
    share_rows,
    worth_to_maximise,
)
from matcher.errors import Defect
from matcher.plan import Objective, Problem, Solution, Stage
from matcher.proof.certificate import ProvedGoal, certificate_of
from matcher.solver_process import encode_as_it_stands, encode_with_counts, question_of
from matcher.world import Bools, Ints

MAX_CHOICES_ASKED = 100_000  # with more, the second solver's first step alone overruns its time limit
# the second solver is asked where the gap is at most 10 units or a hundredth of the bound: it seldom closes larger ones
SMALL_GAP_UNITS, SMALL_GAP_PARTS = 10, 100
FULL_SHARE = 1000  # shares are in thousandths


class SecondAnswer(Protocol):
    """The second solver's answer: `best` with a value, `impossible`, `none`, or `clock` where its backstop stopped it.

    `plan` is a plan of its own that breaks no row, where it has one.
    """

    @property
    def answer(self) -> str: ...
    @property
    def value(self) -> int | None: ...
    @property
    def plan(self) -> Bools | None: ...


class SecondSolver(Protocol):
    """A solver that is asked where the exact bound does not meet the value."""

    def prices(self, rows: Rows, open_: Bools, worth: Ints) -> npt.NDArray[np.float64]: ...
    def opinion(self, rows: Rows, open_: Bools, worth: Ints) -> SecondAnswer: ...


# solves on from a better plan for the objective with this number; the objectives before it are kept as they are
Resume = Callable[[Solution, Bools, int], Solution]


def certify(
    problem: Problem, solution: Solution, second: SecondSolver | None = None, resume: Resume | None = None
) -> tuple[Solution, dict[str, Any]]:
    """The solution with each stage proved or not and its exact bound, and the certificate.

    An objective is proved where its exact bound equals its value, or where the second solver, if one is given, agrees;
    "unique" stays only where every objective is proved. Where the second solver finds a better plan than one that was
    not claimed to be optimal, `resume` solves on from it and the proof goes on with what comes of that. Raises Defect
    where the plan breaks a limit or an earlier objective, or where the second solver finds a better plan than one that
    the solver claimed is optimal.
    """
    if not initial_space(problem).rows.allow(solution.chosen):
        raise Defect("the solver's plan breaks a limit")
    space, proofs = initial_space(problem), list[ProvedGoal]()
    rows = space.rows
    while len(proofs) < len(problem.objectives):
        number = len(proofs)
        objective, stage, witness = problem.objectives[number], solution.stages[number], solution.witnesses[number]
        proof = prove_objective(space, objective, witness, solution.chosen, stage.bound == witness.solved_value, second)
        if proof.better is not None and resume is not None:
            solution = resume(solution, proof.better, number)
            continue
        rows, space = space.rows, space.fix(objective, witness.solved_value, proof.dual)
        proofs.append(replace(proof, dual=None))
        if not space.rows.allow(solution.chosen):
            raise Defect(f"the solver's plan does not keep the goal {objective.goal} at {witness.solved_value}")
    stages = tuple(_proved_stage(stage, proof) for stage, proof in zip(solution.stages, proofs, strict=True))
    unique = solution.unique and all(stage.proved for stage in stages)
    stopped = tuple(stage.goal for stage, proof in zip(stages, proofs, strict=True) if proof.by_clock)
    witnesses = tuple(proof.witness for proof in proofs)  # as the certificate has them
    solution = replace(solution, stages=stages, unique=unique, stopped_by_clock=stopped, witnesses=witnesses)
    return solution, certificate_of(problem, rows, proofs, stages, solution.chosen)


def _proved_stage(stage: Stage, proof: ProvedGoal) -> Stage:
    return replace(stage, bound=proof.bound, proved=proof.how != "none", how=proof.how)


def prove_objective(
    space: SearchSpace,
    objective: Objective,
    witness: Witness,
    chosen: Bools,
    claimed_optimal: bool,
    second: SecondSolver | None,
) -> ProvedGoal:
    """The bound on one objective: by the witness, else by the second solver's multipliers, else by its agreement."""
    prove = _prove_share if objective.sense == "worst-share" else _prove_sum
    proof = prove(space, objective, witness)
    if proof.how == "none" and second is not None and not witness.multipliers and objective.sense != "worst-share":
        proof = prove(space, objective, _priced_witness(space, objective, witness, second))
    ask = claimed_optimal or _is_small_gap(proof)
    if proof.how == "none" and second is not None and ask:
        return _with_second_opinion(space, proof, objective, chosen, claimed_optimal, second)
    return proof


def _is_small_gap(proof: ProvedGoal) -> bool:
    """Whether the gap is small enough to ask the second solver although the first does not claim optimality."""
    open_ = abs(proof.bound - proof.witness.solved_value)
    return open_ <= SMALL_GAP_UNITS or open_ * SMALL_GAP_PARTS <= abs(proof.bound)


def _prove_sum(space: SearchSpace, objective: Objective, witness: Witness) -> ProvedGoal:
    dual = space.dual_of(objective, witness)
    own = dual.bound if objective.sense == "most" else -dual.bound
    return ProvedGoal(
        own, "certificate" if own == witness.solved_value else "none", witness, dual, len(space.rows.at_most)
    )


def _prove_share(space: SearchSpace, objective: Objective, witness: Witness) -> ProvedGoal:
    """The share is refuted where the multipliers bound the zero objective over its rows below zero."""
    bound = FULL_SHARE if len(objective.size) else 0
    if witness.refuted_share is not None:
        rows, nothing = (
            space.rows.plus([share_rows(objective, witness.refuted_share, space.rows.choices)]),
            _nothing(space),
        )
        if dual_bound(rows, space.open, nothing, multiplier_array(witness, rows), witness.scale).most < 0:
            bound = witness.refuted_share - 1
    return ProvedGoal(
        bound, "certificate" if bound == witness.solved_value else "none", witness, None, len(space.rows.at_most)
    )


def _nothing(space: SearchSpace) -> Ints:
    return np.zeros(space.rows.choices, dtype=np.int64)


def _priced_witness(space: SearchSpace, objective: Objective, witness: Witness, second: SecondSolver) -> Witness:
    worth = worth_to_maximise(objective)
    multipliers, scale = integer_multipliers(space.rows, worth, second.prices(space.rows, space.open, worth))
    used = np.flatnonzero(multipliers).tolist()
    return replace(witness, multipliers=tuple((k, int(multipliers[k])) for k in used), scale=scale, packed=())


def _with_second_opinion(
    space: SearchSpace,
    proof: ProvedGoal,
    objective: Objective,
    chosen: Bools,
    claimed_optimal: bool,
    second: SecondSolver,
) -> ProvedGoal:
    """The proof with the second solver's agreement, or with its better plan, or neither.

    Raises Defect where it contradicts an exact claim.
    """
    reached = proof.witness.solved_value
    if proof.dual is None:
        rows = space.rows.plus([share_rows(objective, reached + 1, space.rows.choices)])
        if _is_answered(rows, space.open, _nothing(space), None, proof.witness.answered):
            return replace(proof, how="second-solver", bound=reached)
        opinion = second.opinion(rows, space.open, _nothing(space))
        agrees = opinion.answer == "impossible"
    else:
        worth, value = worth_to_maximise(objective), -reached if objective.sense == "least" else reached
        among = space.open & proof.dual.can_reach(value + 1)
        if _is_answered(space.rows, among, worth, value, proof.witness.answered):
            return replace(proof, how="second-solver", bound=reached)
        among = among | chosen
        if among.sum() > MAX_CHOICES_ASKED:
            return proof
        opinion = second.opinion(space.rows, among, worth)
        agrees = opinion.answer == "best" and opinion.value is not None and opinion.value <= value
    better = _better_plan(space, objective, reached, opinion.plan)
    contradicts = better is not None or (opinion.answer == "best" and not agrees)
    if (
        contradicts and claimed_optimal and not proof.witness.in_floats
    ):  # a claim in floats may be wrong without a defect
        raise Defect(
            f"the second solver finds a better plan for {objective.goal} than {reached}, which was called best"
        )
    if agrees and better is None:
        return replace(proof, how="second-solver", bound=reached)
    return replace(proof, better=better, by_clock=opinion.answer == "clock")


def _is_answered(rows: Rows, among: Bools, worth: Ints, value: int | None, answered: Answered | None) -> bool:
    """Whether HiGHS has said already that no plan over these choices is worth more than `value`, or, where that is
    None, that there is none.

    It was asked by the solver, and would answer the very same programme the same way again: so the programme is built
    here anew, with counts or as it stands, from the proof's own rows, and only where it is the same to the last number
    does the answer count.
    """
    if answered is None or (among & ~answered.open).any():
        return False
    if answered.value is not None and (value is None or answered.value > value):
        return False
    if answered.at_least is not None:
        if value is None or answered.at_least > value + 1:
            return False
        rows = rows_at_least(rows, worth, answered.at_least)
    asked = (encode(rows, answered.open, worth) for encode in (encode_with_counts, encode_as_it_stands))
    return any(question_of(request) == answered.question for request in asked)


def _better_plan(space: SearchSpace, objective: Objective, reached: int, plan: Bools | None) -> Bools | None:
    """The second solver's plan where it is better and breaks no row, both in whole numbers."""
    if plan is None or not objective.better(objective.value(plan), reached) or not space.rows.allow(plan):
        return None
    return plan
