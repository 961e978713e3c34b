"""The England in which terms are lived through: the sample's schools and trusts, and sixty leaders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from matcher.read.inputs import read_inputs
from tests.ledger.term import TERM

FIRST = date(2023, 5, 8)
LATELY = date(2023, 4, 24)
LEADERS = 60


@cache
def england() -> tuple[Any, Any]:
    """The sample's 70 schools and trusts, and 60 leaders: the register's own and twins of some of them elsewhere.

    Two of three were checked lately, since nobody else is offered as a reserve.
    """
    scenario, facts = read_inputs(TERM, ("regions=all", f"as_at={FIRST}"), (), None)
    own = facts.leaders
    twins = (
        replace(
            x,
            id=f"L9{n:03d}",
            organisation_id=None,
            organisation=None,
            base_urn=None,
            easting=y.easting,
            northing=y.northing,
        )
        for n, (x, y) in enumerate(zip(own, reversed(own), strict=True))
    )
    leaders = (*own, *islice(twins, LEADERS - len(own)))
    checked = (replace(x, interests_checked_on=LATELY) if n % 3 else x for n, x in enumerate(leaders))
    return scenario, replace(facts, leaders=tuple(sorted(checked, key=lambda x: x.id)))


@cache
def one_region() -> tuple[Any, Any]:
    return read_inputs(TERM, (), (), None)
