"""Builds the rows of a limit (constraint) from whole columns of choices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.plan import Limit
from matcher.world import Bools, Ints


def rows_by_subject(
    rule: str, unit: str, subject: Sequence[str], at_most: Ints, group: Ints, weight: Ints, mask: Bools
) -> Limit:
    """One row per subject: the weights of the choices of its group add up to at most `at_most`.

    `group[c]` is the subject's row for choice c; only choices in `mask` with a weight take part.
    """
    choice = np.flatnonzero(mask & (weight != 0))
    return Limit(rule, unit, group[choice], choice, weight[choice], np.asarray(at_most, dtype=np.int64), tuple(subject))


def ones(choices_count: int) -> Ints:
    return np.ones(choices_count, dtype=np.int64)


def int_array(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
