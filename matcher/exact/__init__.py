"""What follows from the limits by whole-number arithmetic alone; nothing here trusts a solver."""

from matcher.exact.bounds import Weighed, Witness, total, weigh, whole, worth_to_raise
from matcher.exact.ladder import Ladder, ground, share_rows
from matcher.exact.rounding import FEW_WEIGHTS, rounded, roundings
from matcher.exact.rows import ROOM, Origin, Rows, one_row, rows_of

__all__ = [
    "FEW_WEIGHTS",
    "ROOM",
    "Ladder",
    "Origin",
    "Rows",
    "Weighed",
    "Witness",
    "ground",
    "one_row",
    "rounded",
    "roundings",
    "rows_of",
    "share_rows",
    "total",
    "weigh",
    "whole",
    "worth_to_raise",
]
