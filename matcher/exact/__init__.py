"""What follows from the limits by whole-number arithmetic alone; nothing here trusts a solver."""

from matcher.exact.bounds import Weighed, Witness, total, weigh, weigh_packed, whole, worth_to_raise
from matcher.exact.ladder import Ladder, ground, share_rows
from matcher.exact.packing import Packing, chosen, fillings, packed_rows
from matcher.exact.rounding import FEW_WEIGHTS, rounded, roundings
from matcher.exact.rows import ROOM, Origin, Row, Rows, rows_of, stacked

__all__ = [
    "FEW_WEIGHTS",
    "ROOM",
    "Ladder",
    "Origin",
    "Packing",
    "Row",
    "Rows",
    "Weighed",
    "Witness",
    "chosen",
    "fillings",
    "ground",
    "packed_rows",
    "rounded",
    "roundings",
    "rows_of",
    "share_rows",
    "stacked",
    "total",
    "weigh",
    "weigh_packed",
    "whole",
    "worth_to_raise",
]
