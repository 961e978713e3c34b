"""What a study's page on money takes for granted: who says no, what is claimed and when. The keys under `forecast`."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from matcher.read.scenarios.schema.draws import part_below_one
from matcher.read.scenarios.schema.scenario_values import SHARE, Seed, ValueType, invalid, whole
from matcher.read.scenarios.schema.section import Section, setting

# 2018/19: 79 % and 85 % of those offered the two tiers of support took it up (DfE's figures, reported on 16 May 2019)
ASSUMED_DECLINES = Fraction(1, 5)


def _claimed(value: Any) -> Literal["history"] | tuple[Fraction, Fraction]:
    if value == "history":
        return "history"
    if not isinstance(value, list) or len(value) != 2:
        raise invalid("is neither `history` nor two shares", "Write history, or from and to, such as [0.6, 1]")
    low, high = (SHARE.check(part) for part in value)
    if high < low:
        raise invalid("goes from more to less", "Write the lower share first")
    return low, high


CLAIMED = {"anyOf": [{"const": "history"}, {"type": "array", "items": SHARE.schema, "minItems": 2, "maxItems": 2}]}
Claimed = Annotated[Any, ValueType(_claimed, CLAIMED)]


DeclinesOrNull = Annotated[Fraction | None, ValueType(part_below_one, SHARE.schema).or_null()]


class Forecast(Section):
    declines: DeclinesOrNull = setting(
        "share of those matched that say no; without it the share under `draws`, else a fifth, which is assumed",
        default=None,
    )
    claimed: Claimed = setting(
        "share of the days agreed that is claimed: `history` draws from the finished deployments, or from and to",
        default="history",
    )
    claimed_after: Annotated[int, whole(0, 6, "terms")] = setting(
        "how many terms after the support its days are claimed; assumed", default=1
    )
    number: Annotated[int, whole(10, 100_000, "draws")] = setting("how many draws the bands rest on", default=1000)
    seed: Seed = setting("the same seed draws the same", default=1)
