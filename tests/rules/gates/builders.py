"""Bodies, members and judgements with a default for everything, so that a test says only what matters.

Unless told otherwise a trust has two Good schools for ten years, neither inspected since; the day is 31 August 2023.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from matcher.domain import Judgement, Request
from matcher.policy import Eligibility, Policy, Rates, Support
from matcher.rules.gates.body import Body, Member

AS_AT = date(2023, 8, 31)


def a_policy(as_at: date = AS_AT, *, again: bool = False, **reading: Any) -> Policy:
    return Policy(
        name="a test",
        programme="tsio-2022-23",
        as_at=as_at,
        year_from=date(2022, 9, 1),
        year_to=date(2023, 8, 31),
        rates=Rates(leader_day_pence={}),
        eligibility=Eligibility(**reading),
        support=Support(again=again),
    )


def a_judgement(grade: int | None = 3, *, urn: str = "100001", **rest: Any) -> Judgement:
    """Inspected on 10 January 2023 and published four weeks later."""
    started = rest.pop("started", date(2023, 1, 10))
    published = rest.pop("published", started + timedelta(days=28) if started else None)
    return Judgement(urn=urn, started=started, published=published, grade=grade, source="ofsted.csv, row 2", **rest)


def a_school(*history: Judgement, urn: str = "100001", **rest: Any) -> Body:
    """A maintained school that stands alone."""
    given: dict[str, Any] = {"sector": "maintained", "alone": True, "line": (urn,), "region": "North West"} | rest
    return Body(id=urn, name=f"School {urn}", kind="school", history=history, **given)


def a_member(urn: str, *grades: tuple[int, int | None], joined: date | None = date(2013, 1, 1), **rest: Any) -> Member:
    """A school in the trust since 2013; `grades` are (year inspected on 1 March, grade) under its own URN."""
    history = rest.pop(
        "history", tuple(a_judgement(grade, urn=urn, started=date(year, 3, 1)) for year, grade in grades)
    )
    given: dict[str, Any] = {"joined_from": joined, "joined_to": joined, "certain": True, "pupils": 200} | rest
    return Member(urn=urn, line=(urn,), history=history, **given)


def a_trust(*members: Member, id: str = "5001", **rest: Any) -> Body:
    return Body(id=id, name=f"Trust {id}", kind="trust", region="North West", members=members, alone=False, **rest)


def a_request(outcome: str | None = "approved", **rest: Any) -> Request:
    given: dict[str, Any] = {
        "id": "100001",
        "kind": "school",
        "reason": "new headteacher and falling rolls",
        "approver": "D1",
        "received_on": date(2022, 10, 3),
        "approved_on": date(2022, 11, 1) if outcome in ("approved", "refused") else None,
        "source": "requests.csv, row 2",
    } | rest
    return Request(outcome=outcome, **given)


def by_start(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    return tuple(sorted(judgements, key=lambda j: j.started or j.published or date.min))
