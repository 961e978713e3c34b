"""A school qualifies that shows at least so many of a list of signs: a rule that a programme's own file sets out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from matcher.domain import Evidence, SchoolFigure, Verdict
from matcher.policy import Policy, Sign, SignsGate
from matcher.rules.base import Cite, Gate
from matcher.rules.gates.body import Body

COMPARE = {"below": "below", "above": "above", "at_least": "at least", "at_most": "at most"}


class SignValue(NamedTuple):
    """One sign of one school: its figure, None where no table has it, and whether it shows, None where not known."""

    sign: Sign
    figure: SchoolFigure | None
    shows: bool | None


def signs_gate(rule: SignsGate) -> Gate:
    """The gate of this rule. Three-valued: a figure that is withheld or missing may be a sign or none."""

    def applies(body: Body) -> bool:
        return body.kind == "school" and (not rule.phases or bool(body.phases & rule.phases))

    def judge(body: Body, policy: Policy) -> Verdict:
        return _verdict(rule, [seen(sign, body) for sign in rule.signs])

    return Gate(rule.name, Cite(rule.source, rule.clause, rule.says), applies, judge)


def seen(sign: Sign, body: Body) -> SignValue:
    figure = next((one for one in body.figures if one.column == sign.column), None)
    value = None if figure is None or figure.value is None else Fraction(Decimal(figure.value))
    return SignValue(sign, figure, None if value is None else holds(sign, value))


def holds(sign: Sign, value: Fraction) -> bool:
    return {
        "below": value < sign.limit,
        "above": value > sign.limit,
        "at_least": value >= sign.limit,
        "at_most": value <= sign.limit,
    }[sign.compare]


def _verdict(rule: SignsGate, found: list[SignValue]) -> Verdict:
    shown = [one.sign.name for one in found if one.shows]
    unknown = [one.sign.name for one in found if one.shows is None]
    unknown += [f"{rule.unlisted} that no source lists"] if rule.unlisted else []
    possible = len(shown) + sum(one.shows is None for one in found) + rule.unlisted
    cells = tuple(_cell(one.sign, one.figure) for one in found if one.figure is not None)
    said = f"It shows {len(shown)} ({'; '.join(shown) or 'none'}) of {len(rule.signs) + rule.unlisted} signs"
    said += f"; {rule.at_least} are needed."
    if len(shown) >= rule.at_least:
        return Verdict("eligible", said, cells)
    doubt = f" Not known: {'; '.join(unknown)}." if unknown else ""
    if possible < rule.at_least:
        return Verdict("not eligible", said + doubt, cells)
    return Verdict("cannot tell", said + doubt, cells, cause="figure-not-known")


def _cell(sign: Sign, figure: SchoolFigure) -> Evidence:
    limit = f"{COMPARE[sign.compare]} {_plain(sign.limit)} {sign.unit} is a sign"
    value = f"{figure.value} {sign.unit}" if figure.value is not None else f"not published ({figure.withheld})"
    return Evidence(figure.urn, None, f"{sign.name}: {value}; {limit}", figure.source)


def _plain(number: Fraction) -> str:
    return f"{float(number):g}"
