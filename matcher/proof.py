"""Why nobody can do better: each goal's bound checked by whole numbers, and a certificate for a third party.

The proof walks the goals again by itself. It takes from the solver only the plan and the multipliers, and trusts
neither: multipliers can make a bound weak, never wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from matcher.errors import Defect
from matcher.exact import (
    Ladder,
    Packing,
    Rows,
    Weighed,
    Witness,
    ground,
    share_rows,
    weigh,
    weigh_packed,
    whole,
    worth_to_raise,
)
from matcher.plan import Aim, Problem, Solution, Stage
from matcher.world import Bools, Ints

SCHEMA = "matcher-certificate/1"
ASKED = 100_000  # choices; of more the second solver's first step alone takes longer than its guard, which it misses
FEW, NEAR = 10, 100  # units or parts: a second solver settles what is open by no more, and hardly ever the rest
ALL = 1000  # a share cannot pass a thousand thousandths


class Asked(Protocol):
    """A second solver's answer: `best` with a value, `impossible`, or `none`."""

    @property
    def answer(self) -> str: ...
    @property
    def value(self) -> int | None: ...


class SecondSolver(Protocol):
    """Whoever is asked where a certificate does not close."""

    def prices(self, rows: Rows, open_: Bools, worth: Ints) -> npt.NDArray[np.float64]: ...
    def opinion(self, rows: Rows, open_: Bools, worth: Ints) -> Asked: ...


@dataclass(frozen=True, eq=False)
class Judged:
    """One goal as the proof sees it: the bound in the goal's own unit, how it was shown, and how many rows stood before
    it. Not the rows themselves, which take a gigabyte where choices are millions."""

    bound: int
    how: str
    witness: Witness
    weighed: Weighed | None
    rows_before: int


def certify(
    problem: Problem, solution: Solution, second: SecondSolver | None = None
) -> tuple[Solution, dict[str, Any]]:
    """The solution with each stage proved or not and its exact bound, and the certificate.

    A goal is proved where its certificate closes, or where the second solver, if one is given, agrees; "unique" stays
    only where every goal is proved. Raises Defect where the plan breaks a limit or a goal before it, or where the
    second solver finds a better plan than one the solver called best.
    """
    if not ground(problem).rows.allow(solution.chosen):
        raise Defect("the solver's plan breaks a limit")
    ladder, judged = ground(problem), []
    rows = ladder.rows
    for aim, stage, witness in zip(problem.aims, solution.stages, solution.witnesses, strict=True):
        found = judge(ladder, aim, witness, solution.chosen, stage.bound == witness.kept, second)
        rows, ladder = ladder.rows, ladder.step(aim, witness.kept, found.weighed)
        judged.append(replace(found, weighed=None))
        if not ladder.rows.allow(solution.chosen):
            raise Defect(f"the solver's plan does not keep the goal {aim.goal} at {witness.kept}")
    stages = tuple(_told(stage, found) for stage, found in zip(solution.stages, judged, strict=True))
    unique = solution.unique and all(stage.proved for stage in stages)
    return replace(solution, stages=stages, unique=unique), _certificate(problem, rows, judged, stages)


def _told(stage: Stage, found: Judged) -> Stage:
    return replace(stage, bound=found.bound, proved=found.how != "none", how=found.how)


def judge(
    ladder: Ladder, aim: Aim, witness: Witness, chosen: Bools, claimed: bool, second: SecondSolver | None
) -> Judged:
    """The bound on one goal: by the witness, else by other multipliers, else in the second solver's opinion."""
    weighing = _weigh_share if aim.sense == "worst-share" else _weigh_sum
    found = weighing(ladder, aim, witness)
    if found.how == "none" and second is not None and not witness.times and aim.sense != "worst-share":
        found = weighing(ladder, aim, _priced(ladder, aim, witness, second))
    asked = claimed or _is_near(found)
    if found.how == "none" and second is not None and asked and _agrees(ladder, found, aim, chosen, claimed, second):
        found = replace(found, how="second-solver", bound=witness.kept)
    return found


def _is_near(found: Judged) -> bool:
    """Whether it is worth asking although the solver itself does not call its plan best."""
    open_ = abs(found.bound - found.witness.kept)
    return open_ <= FEW or open_ * NEAR <= abs(found.bound)


def _weigh_sum(ladder: Ladder, aim: Aim, witness: Witness) -> Judged:
    worth = worth_to_raise(aim)
    times = _times(witness, ladder.rows)
    weighed = weigh_packed(ladder.rows, ladder.open, worth, times, witness.scale, witness.packed)
    own = weighed.bound if aim.sense == "most" else -weighed.bound
    return Judged(own, "certificate" if own == witness.kept else "none", witness, weighed, len(ladder.rows.at_most))


def _weigh_share(ladder: Ladder, aim: Aim, witness: Witness) -> Judged:
    """No plan reaches the denied share where the multipliers bound a goal of nought below nought."""
    bound = ALL if len(aim.size) else 0
    if witness.denied is not None:
        rows, nothing = ladder.rows.plus([share_rows(aim, witness.denied, ladder.rows.choices)]), _nothing(ladder)
        if weigh(rows, ladder.open, nothing, _times(witness, rows), witness.scale).most < 0:
            bound = witness.denied - 1
    return Judged(bound, "certificate" if bound == witness.kept else "none", witness, None, len(ladder.rows.at_most))


def _nothing(ladder: Ladder) -> Ints:
    return np.zeros(ladder.rows.choices, dtype=np.int64)


def _times(witness: Witness, rows: Rows) -> Ints:
    times: Ints = np.zeros(len(rows.at_most), dtype=np.int64)
    for k, t in witness.times:
        times[k] = t
    return times


def _priced(ladder: Ladder, aim: Aim, witness: Witness, second: SecondSolver) -> Witness:
    worth = worth_to_raise(aim)
    times, scale = whole(ladder.rows, worth, second.prices(ladder.rows, ladder.open, worth))
    used = np.flatnonzero(times).tolist()
    return replace(witness, times=tuple((k, int(times[k])) for k in used), scale=scale, packed=())


def _agrees(ladder: Ladder, found: Judged, aim: Aim, chosen: Bools, claimed: bool, second: SecondSolver) -> bool:
    """Whether the second solver, too, finds nothing better than what the goal reached."""
    kept = found.witness.kept
    if found.weighed is None:
        rows = ladder.rows.plus([share_rows(aim, kept + 1, ladder.rows.choices)])
        opinion = second.opinion(rows, ladder.open, _nothing(ladder))
        agrees, better = opinion.answer == "impossible", opinion.answer == "best"
    else:
        worth, value = worth_to_raise(aim), -kept if aim.sense == "least" else kept
        among = (ladder.open & found.weighed.can_reach(value + 1)) | chosen
        if among.sum() > ASKED:
            return False
        opinion = second.opinion(ladder.rows, among, worth)
        agrees = opinion.answer == "best" and opinion.value is not None and opinion.value <= value
        better = opinion.answer == "best" and not agrees
    if better and claimed and not found.witness.in_floats:  # from a word in floats it would be no contradiction
        raise Defect(f"the second solver finds a better plan for {aim.goal} than {kept}, which was called best")
    return agrees


def _certificate(problem: Problem, rows: Rows, judged: list[Judged], stages: tuple[Stage, ...]) -> dict[str, Any]:
    """Everything needed to check the proved goals from the run's tables: rows (those before the last goal), multipliers
    and each goal's worths."""
    goals = [_goal(*parts) for parts in zip(problem.aims, judged, stages, strict=True)]
    used = {k for found in judged for k, _ in found.witness.times}
    used |= {k for found in judged for packing in found.witness.packed for k in packing.of}
    matches = int(problem.choices.is_match.sum())
    return {
        "schema": SCHEMA,
        "matches": matches,
        "governance": len(problem.choices) - matches,
        "rows": {str(k): _row(rows, k) for k in _with_parts(rows, used)},
        "goals": goals,
    }


def _with_parts(rows: Rows, used: set[int]) -> list[int]:
    """Limits and rounded rows among those used, with the rows they are made of; each after its parts."""
    found: set[int] = set()
    waiting = [k for k in used if k < len(rows.at_most)]
    while waiting:
        k = waiting.pop()
        if k not in found and rows.origins[k].kind in ("limit", "rounded"):
            found.add(k)
            waiting += [part for part, _ in rows.origins[k].parts]
    return sorted(found)


def _row(rows: Rows, k: int) -> dict[str, Any]:
    origin = rows.origins[k]
    if origin.kind == "rounded":
        return {"rule": origin.name, "subject": origin.subject, "parts": origin.parts, "divide_by": origin.divide_by}
    choice, weight = rows.entries(k)
    told: dict[str, Any] = {"rule": origin.name, "subject": origin.subject, "at_most": int(rows.at_most[k])}
    return told | {"choices": _packed(choice), "weights": _packed(weight)}


def _goal(aim: Aim, found: Judged, stage: Stage) -> dict[str, Any]:
    """`first_row` numbers the first row this goal gives to those after it, or that asks for its denied share."""
    witness = found.witness
    told: dict[str, Any] = {"goal": aim.goal, "sense": aim.sense, "unit": aim.unit, "may_lose": aim.may_lose}
    told |= {"value": stage.value, "kept": witness.kept, "bound": found.bound, "how": found.how, "scale": witness.scale}
    told |= {"times": {str(k): t for k, t in witness.times}, "first_row": found.rows_before}
    if aim.sense == "worst-share":
        return told | {"group": _packed(aim.group), "size": _packed(aim.size), "denied": witness.denied}
    if witness.packed:
        told |= {"packed": [_packing(packing) for packing in witness.packed]}
    return told | {"worth": _packed(aim.worth)}


def _packing(packing: Packing) -> dict[str, Any]:
    choice, worth = np.array(packing.worth, dtype=np.int64).T
    return {"rows": list(packing.of), "choices": _packed(choice), "worths": _packed(worth)}


def _packed(numbers: Ints) -> str:
    """A list of numbers as text, so that a file of millions stays one line each however it is indented."""
    return " ".join(map(str, numbers.tolist()))
