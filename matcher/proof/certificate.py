"""The certificate: what a third party needs to check the proofs from a run's tables, with Python alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.bounding import DualBound, Packing, Rows, SubsetRow, Witness
from matcher.plan import SUPPORTS, Objective, Problem, Stage
from matcher.world import Bools, Ints

SCHEMA = "matcher-certificate/1"


@dataclass(frozen=True, eq=False)
class ProvedGoal:
    """The proof of one objective: the bound in its own unit, how it was proved, and the number of rows before it.

    `better` is a plan of the second solver's that is better, checked in whole numbers; `by_clock` is whether its
    backstop stopped it. It does not hold the rows, which take a gigabyte where choices are millions.
    """

    bound: int
    how: str
    witness: Witness
    dual: DualBound | None
    rows_before: int
    better: Bools | None = None
    by_clock: bool = False


def certificate_of(
    problem: Problem, rows: Rows, proofs: list[ProvedGoal], stages: tuple[Stage, ...], chosen: Bools
) -> dict[str, Any]:
    """What is needed to check the proofs from the run's tables: rows, multipliers and each objective's worths.

    `rows` are those before the last objective.
    """
    goals = [_goal(*parts) for parts in zip(problem.objectives, proofs, stages, strict=True)]
    used = {k for proof in proofs for k, _ in proof.witness.multipliers}
    packings = [packing for proof in proofs for packing in proof.witness.packed]
    used |= {k for packing in packings for k in packing.of}
    used |= {k for packing in packings for subset in packing.shared for k in subset.of}
    today = len(problem.choices) - problem.futures
    matches = int(problem.choices.is_match[:today].sum())
    return {
        "schema": SCHEMA,
        "matches": matches,
        "governance": int(problem.choices.is_governance[:today].sum()),
        **({"future_plan": _packed(today + np.flatnonzero(chosen[today:]))} if problem.futures else {}),
        **_beside(problem),
        "rows": {str(k): _row(rows, k) for k in _with_parts(rows, used)},
        "goals": goals,
    }


def _beside(problem: Problem) -> dict[str, int]:
    """How many choices there are of advisers and of what follows from the matches, where there are any."""
    advisers = int(problem.choices.is_adviser.sum())
    links = int((problem.choices.kind >= SUPPORTS).sum())
    return {"advisers": advisers, "links": links} if advisers or links else {}


def _with_parts(rows: Rows, used: set[int]) -> list[int]:
    """The limits and rounding cuts among those used, with the rows they are made of; each after its parts."""
    needed: set[int] = set()
    waiting = [k for k in used if k < len(rows.at_most)]
    while waiting:
        k = waiting.pop()
        if k not in needed and rows.origins[k].kind in ("limit", "rounded"):
            needed.add(k)
            waiting += [part for part, _ in rows.origins[k].parts]
    return sorted(needed)


def _row(rows: Rows, k: int) -> dict[str, Any]:
    origin = rows.origins[k]
    if origin.kind == "rounded":
        return {"rule": origin.name, "subject": origin.subject, "parts": origin.parts, "divide_by": origin.divide_by}
    choice, weight = rows.entries(k)
    entry: dict[str, Any] = {"rule": origin.name, "subject": origin.subject, "at_most": int(rows.at_most[k])}
    return entry | {"choices": _packed(choice), "weights": _packed(weight)}


def _goal(objective: Objective, proof: ProvedGoal, stage: Stage) -> dict[str, Any]:
    """The certificate's entry of one objective; `first_row` is the number of the first row that it adds."""
    witness = proof.witness
    entry: dict[str, Any] = {
        "goal": objective.goal,
        "sense": objective.sense,
        "unit": objective.unit,
        "may_lose": objective.may_lose,
    }
    entry |= {
        "value": stage.value,
        "kept": witness.solved_value,
        "bound": proof.bound,
        "how": proof.how,
        "scale": witness.scale,
    }
    entry |= {"times": {str(k): t for k, t in witness.multipliers}, "first_row": proof.rows_before}
    if objective.sense == "worst-share":
        return entry | {
            "group": _packed(objective.group),
            "size": _packed(objective.size),
            "denied": witness.refuted_share,
        }
    if witness.packed:
        shared = list(dict.fromkeys(subset for packing in witness.packed for subset in packing.shared))
        entry |= {"packed": [_packing(packing, shared) for packing in witness.packed]}
        entry |= {"subset_rows": [{"rows": list(x.of), "times": x.times} for x in shared]} if shared else {}
    return entry | {"worth": _packed(objective.worth)}


def _packing(packing: Packing, shared: Sequence[SubsetRow]) -> dict[str, Any]:
    """The packed row's entry; the subset rows that its fillings pay for by their places among all that are shared."""
    choice, worth = np.array(packing.worth, dtype=np.int64).T
    pays = {"pays": [shared.index(subset) for subset in packing.shared]} if packing.shared else {}
    return {"rows": list(packing.of), "choices": _packed(choice), "worths": _packed(worth)} | pays


def _packed(numbers: Ints) -> str:
    """The numbers as one text, so that a list of millions is one line in an indented file."""
    return " ".join(map(str, numbers.tolist()))
