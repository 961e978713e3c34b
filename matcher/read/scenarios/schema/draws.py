"""What may be drawn at random, and from what: the keys under `draws`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import model_validator

from matcher.read.scenarios.schema.scenario_values import MONEY, SHARE, Seed, ValueType, invalid, whole
from matcher.read.scenarios.schema.section import Section, setting


def part_below_one(value: Any) -> Fraction:
    """A share below 1."""
    share: Fraction = SHARE.check(value)
    if share == 1:
        raise invalid("is all of them: nobody would be left", "Write a share below 1, such as 0.2")
    return share


def _span(value: Any) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise invalid("is not two amounts", "Write from and to, such as [550, 650]")
    low, high = (MONEY.check(item) for item in value)
    if high < low:
        raise invalid("goes from more to less", "Write the lower amount first")
    return low, high


SPAN = {"type": "array", "items": MONEY.schema, "minItems": 2, "maxItems": 2}
Part = Annotated[Fraction, ValueType(part_below_one, SHARE.schema)]
SpanOrNull = Annotated[tuple[int, int] | None, ValueType(_span, SPAN).or_null()]
Years = Annotated[int, whole(1, 20, "years")]


class Demand(Section):
    from_: Literal["history"] = setting(
        "Requires Improvement judgements per region, phase and month, as the files have them",
        alias="from",
        default="history",
    )
    years: Years = setting("how many years back; each month of a draw is taken from one of them", default=3)
    level: Literal["own", "history"] = setting(
        "`own`: the draws' mean is the scenario's own demand; `history`: quiet years of the files pull it down",
        default="own",
    )

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, value: Any) -> Any:
        return {"from": value} if isinstance(value, str) else value


class DrawnRates(Section):
    trust_ceo_day: SpanOrNull = setting("pounds, from and to: one rate a draw, evenly between", default=None)
    nle_day: SpanOrNull = setting("pounds, from and to: one rate a draw, evenly between", default=None)
    equivalent_day: SpanOrNull = setting("pounds, from and to: one rate a draw, evenly between", default=None)
    governance_day: SpanOrNull = setting("pounds, from and to: one rate a draw, evenly between", default=None)


class Vary(Section):
    demand: Demand | None = setting(
        "how many standalone schools ask: `history` lets them grow and shrink as judgements do", default=None
    )
    declines: Part = setting(
        "share of schools and trusts that say no, each by itself, before matching: others are then offered",
        default=Fraction(0),
    )
    leaders_drop_out: Part = setting(
        "share of leaders who drop out before matching, each by itself", default=Fraction(0)
    )
    rates: DrawnRates | None = setting("what a day costs, one figure for the whole draw", default=None)


class Draws(Section):
    number: Annotated[int, whole(1, 1_000_000, "draws")] = setting("how many draws")
    seed: Seed = setting("the same seed draws the same", default=1)
    vary: Vary = setting("what is drawn, and from what", default_factory=Vary)


def vary_of(vary: Mapping[str, Any]) -> Vary:
    """What varies, of a scenario that has been read without a fault."""
    return Vary.model_validate(dict(vary))


MEANINGS = {name: str(field.description) for name, field in Vary.model_fields.items()}
