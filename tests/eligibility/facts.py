"""Small open data, with a default for everything, so that a test says only what matters. The day is 31 August 2023."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from matcher.domain import (
    Assessment,
    Facts,
    Judgement,
    Membership,
    Recipient,
    School,
    Succession,
    Trust,
)
from matcher.eligibility import assess
from matcher.policy import Policy
from matcher.rules.rulebooks import TSIO_2022
from tests.rules.gates.builders import a_policy

LINKS, OFSTED = date(2022, 7, 18), date(2025, 8, 31)  # the days that the two files of memberships describe


def school(urn: str, sector: str = "maintained", **rest: Any) -> School:
    given: dict[str, Any] = {
        "name": f"School {urn}",
        "phases": frozenset({"primary"}),
        "region": "North West",
        "local_authority": "Bolton",
        "easting": 400_000,
        "northing": 400_000,
        "pupils": 200,
    } | rest
    return School(urn=urn, sector=sector, **given)  # type: ignore[arg-type]


def academy(urn: str, **rest: Any) -> School:
    return school(urn, "academy", **{"opened": date(2012, 9, 1)} | rest)


def judged(urn: str, grade: int | None = 3, started: date = date(2023, 1, 10), **rest: Any) -> Judgement:
    given: dict[str, Any] = {"published": started + timedelta(days=28), "source": "ofsted.csv"} | rest
    return Judgement(urn=urn, started=started, grade=grade, **given)


def joined(urn: str, uid: str, on: date | None = date(2012, 9, 1), **rest: Any) -> Membership:
    """A row of the group links."""
    return Membership(urn=urn, trust_uid=uid, joined=on, **{"seen_on": LINKS} | rest)


def shown(urn: str, uid: str, seen_on: date = OFSTED) -> Membership:
    """A row of Ofsted's file: no joining date."""
    return Membership(urn=urn, trust_uid=uid, joined=None, seen_on=seen_on)


def followed(old: str, new: str, *, plain: bool = True, on: date | None = None) -> Succession:
    return Succession(old_urn=old, new_urn=new, plain=plain, on=on)


def facts(
    schools: Iterable[School],
    *,
    judgements: Iterable[Judgement] = (),
    memberships: Iterable[Membership] = (),
    successions: Iterable[Succession] = (),
    **rest: Any,
) -> Facts:
    stays = tuple(memberships)
    trusts = {m.trust_uid: Trust(uid=m.trust_uid, name=f"Trust {m.trust_uid}", multi=True) for m in stays}
    return Facts(
        schools={s.urn: s for s in schools},
        trusts=rest.pop("trusts", trusts),
        memberships=stays,
        successions=tuple(successions),
        judgements=tuple(judgements),
        **rest,
    )


def assessed(given: Facts, policy: Policy | None = None) -> dict[str, Assessment]:
    return {a.id: a for a in assess(given, policy or a_policy(), TSIO_2022.gates)}


def answers(given: Facts, policy: Policy | None = None) -> dict[str, str]:
    return {key: a.verdict.answer for key, a in assessed(given, policy).items()}


def registered(id: str, **rest: Any) -> Recipient:
    given: dict[str, Any] = {"name": f"Listed {id}", "kind": "school", "region": "London"} | rest
    return Recipient(id=id, phases=given.pop("phases", frozenset()), source="recipients.csv, row 2", **given)
