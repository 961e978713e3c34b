"""Constraints, cuts and dual bounds in whole-number arithmetic; nothing here relies on a solver."""

from matcher.bounding.bounds import (
    Answered,
    DualBound,
    Witness,
    dual_bound,
    dual_bound_with_packings,
    exact_sum,
    integer_multipliers,
    worth_to_maximise,
)
from matcher.bounding.knapsack import has_wide_room, is_wide
from matcher.bounding.packing import (
    FEW_ROOMS,
    Packing,
    best_filling,
    charges_of,
    choices_of_trail,
    fillings,
    fillings_with_charges,
    in_order,
    packed_rows,
)
from matcher.bounding.rounding_cuts import FEW_WEIGHTS, rounded_row, rounding_cuts
from matcher.bounding.rows import MAX_SUM, Origin, Row, Rows, rows_from, rows_of
from matcher.bounding.search_space import (
    SearchSpace,
    initial_space,
    multiplier_array,
    needed_for_share,
    rows_at_least,
    share_rows,
)
from matcher.bounding.subset_rows import SubsetCharges, SubsetRow, most_of, weights_in

__all__ = [
    "SubsetCharges",
    "SubsetRow",
    "most_of",
    "weights_in",
    "fillings_with_charges",
    "charges_of",
    "Answered",
    "FEW_WEIGHTS",
    "MAX_SUM",
    "SearchSpace",
    "Origin",
    "Packing",
    "Row",
    "Rows",
    "DualBound",
    "Witness",
    "best_filling",
    "choices_of_trail",
    "has_wide_room",
    "is_wide",
    "FEW_ROOMS",
    "fillings",
    "in_order",
    "initial_space",
    "multiplier_array",
    "needed_for_share",
    "packed_rows",
    "rounded_row",
    "rounding_cuts",
    "rows_of",
    "rows_at_least",
    "share_rows",
    "rows_from",
    "exact_sum",
    "dual_bound",
    "dual_bound_with_packings",
    "integer_multipliers",
    "worth_to_maximise",
]
