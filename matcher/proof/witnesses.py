"""What a certificate says for its proofs, read back: multipliers, packed rows, and the plan of the futures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from matcher.bounding import Packing, SubsetRow, Witness
from matcher.world import Bools, Ints


def witnesses_of(certificate: Mapping[str, Any]) -> tuple[Witness, ...]:
    """One for each goal, as the proof had them. Raises ValueError, KeyError or TypeError for what is no certificate."""
    return tuple(_witness(goal) for goal in certificate["goals"])


def _witness(goal: Mapping[str, Any]) -> Witness:
    shared = [SubsetRow(tuple(row["rows"]), int(row["times"])) for row in goal.get("subset_rows", ())]
    return Witness(
        solved_value=int(goal["kept"]),
        multipliers=tuple((int(row), int(times)) for row, times in goal["times"].items()),
        scale=int(goal["scale"]),
        refuted_share=goal.get("denied"),
        packed=tuple(_packing(packed, shared) for packed in goal.get("packed", ())),
    )


def _packing(packed: Mapping[str, Any], shared: Sequence[SubsetRow]) -> Packing:
    worths = zip(numbers(packed["choices"]).tolist(), numbers(packed["worths"]).tolist(), strict=True)
    pays = tuple(shared[k] for k in packed.get("pays", ()))
    return Packing(of=tuple(packed["rows"]), worth=tuple(worths), shared=pays)


def future_plan(certificate: Mapping[str, Any], first: int, futures: int) -> Bools:
    """A mask over so many choices of drawn futures, which are numbered from `first` on. Raises IndexError beyond."""
    chosen = np.zeros(futures, dtype=np.bool_)
    own = numbers(certificate.get("future_plan", "")) - first
    if (own < 0).any():
        raise IndexError("the plan of the futures holds choices of today")
    chosen[own] = True
    return chosen


def numbers(text: str) -> Ints:
    """Whole numbers that stand in one text. Raises ValueError, AttributeError."""
    return np.array(text.split(), dtype=np.int64)
