"""Small facts, policies and worlds with a default for everything, so that a test says only what matters.

`a_leader(role="nle", at=(400_000, 400_000))` gives one leader; `a_world([...], [...], policy=..., interests=[...])`
puts them together, sorted as the reader would sort them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from matcher.domain import (
    Deployment,
    Facts,
    GovernanceLeader,
    Interest,
    JudgedPair,
    Leader,
    Membership,
    Organisation,
    Person,
    Recipient,
    School,
    Succession,
)
from matcher.plan import Plan, PlannedGovernance, PlannedMatch
from matcher.policy import FitScale, GoalChoice, Pinned, Policy, Pot, Rates, Rules, Support
from matcher.world import World

HERE = (400_000, 400_000)
NOWHERE = None
# The programme's level for each relation; a test that is about levels gives its own.
LEVELS = {
    "employed_by": "block",
    "governs": "block",
    "trustee_of": "block",
    "family": "block",
    "business": "block",
    "formerly_employed_by": "sign_off",
    "supplies": "sign_off",
    "other": "sign_off",
    "sponsor_interest": "declare",
    "supported_before": "declare",
}
AS_AT = date(2022, 12, 31)
REGION = "North West"


def a_recipient(
    id: str = "R1",
    *,
    at: tuple[int, int] | None = HERE,
    phases: Iterable[str] = ("primary",),
    areas_of_need: Iterable[str] = (),
    schools: Iterable[str] | None = None,
    **rest: Any,
) -> Recipient:
    """A standalone primary school in the North West, placed at `HERE`."""
    given = {"name": f"School {id}", "kind": "school", "region": REGION} | rest
    own = (id,) if schools is None else tuple(schools)
    return Recipient(
        id=id,
        phases=frozenset(phases),
        areas_of_need=frozenset(areas_of_need),
        schools=own,
        easting=at[0] if at else None,
        northing=at[1] if at else None,
        **given,
    )


def a_trust(id: str = "T1", *, schools: Iterable[str] = ("110001", "110002"), **rest: Any) -> Recipient:
    """A trust as recipient, with two schools."""
    return a_recipient(id, schools=schools, **{"name": f"Trust {id}", "kind": "trust", "trust_id": id} | rest)


def a_leader(
    id: str = "L1",
    *,
    at: tuple[int, int] | None = HERE,
    phases: Iterable[str] = ("primary", "secondary"),
    regions: Iterable[str] | None = None,
    specialisms: Iterable[str] = (),
    **rest: Any,
) -> Leader:
    """A willing trust chief executive with 30 days, at `HERE`, designated and checked in September 2022."""
    given = {
        "name": f"Name of {id}",
        "role": "trust_ceo",
        "region": REGION,
        "days": 30,
        "willing": True,
        "designated_from": date(2022, 9, 1),
        "interests_checked_on": date(2022, 9, 1),
    } | rest
    return Leader(
        id=id,
        phases=frozenset(phases),
        regions=frozenset(regions if regions is not None else (given["region"],)),
        specialisms=frozenset(specialisms),
        easting=at[0] if at else None,
        northing=at[1] if at else None,
        **given,
    )


def a_governance_leader(
    id: str = "G1",
    *,
    at: tuple[int, int] | None = HERE,
    regions: Iterable[str] | None = None,
    **rest: Any,
) -> GovernanceLeader:
    """A governance leader of the North West with 20 days, interests checked in September 2022."""
    given = {
        "name": f"Name of {id}",
        "region": REGION,
        "days": 20,
        "interests_checked_on": date(2022, 9, 1),
    } | rest
    return GovernanceLeader(
        id=id,
        regions=frozenset(regions if regions is not None else (given["region"],)),
        easting=at[0] if at else None,
        northing=at[1] if at else None,
        **given,
    )


def an_organisation(id: str = "O1", *, broker_for: Iterable[str] = (), **rest: Any) -> Organisation:
    return Organisation(id=id, broker_for=frozenset(broker_for), **{"name": f"Organisation {id}"} | rest)


def an_interest(person: str = "L1", party: str = "R1", kind: str = "school", **rest: Any) -> Interest:
    """A family tie, declared by the leader in October 2022, that has not expired."""
    given = {"relation": "family", "declared_by": "leader", "declared_on": date(2022, 10, 1)} | rest
    return Interest(person_id=person, party_id=party, party_kind=kind, **given)


def a_person(id: str = "P1", *, regions: Iterable[str] = (REGION,), **rest: Any) -> Person:
    """A broker of the North West."""
    return Person(id=id, regions=frozenset(regions), **{"name": f"Name of {id}", "role": "broker"} | rest)


def a_school(urn: str = "110001", *, phases: Iterable[str] = ("primary",), **rest: Any) -> School:
    return School(urn=urn, phases=frozenset(phases), **{"name": f"School {urn}", "region": REGION} | rest)


def a_membership(urn: str = "110001", trust: str = "T1", **rest: Any) -> Membership:
    return Membership(urn=urn, trust_uid=trust, **{"joined": date(2015, 9, 1)} | rest)


def a_succession(old: str, new: str, **rest: Any) -> Succession:
    return Succession(old_urn=old, new_urn=new, **{"plain": True} | rest)


def a_deployment(recipient: str = "R1", leader: str = "L1", **rest: Any) -> Deployment:
    given = {"term": "autumn-2022", "state": "running", "days_agreed": 10} | rest
    return Deployment(recipient_id=recipient, leader_id=leader, **given)


def a_judged_pair(recipient: str = "R1", leader: str = "L1", **rest: Any) -> JudgedPair:
    return JudgedPair(recipient_id=recipient, leader_id=leader, **rest)


def a_pin(recipient: str = "R1", leader: str = "L1", reason: str = "agreed at the board") -> Pinned:
    return Pinned(recipient_id=recipient, leader_id=leader, reason=reason)


def a_pot(name: str = "offer", pounds: int | None = 100_000, **rest: Any) -> Pot:
    """A pot that pays for everything, everywhere."""
    given = {"pays_for": ("leader_days", "governance_days", "match_fees", "grants")} | rest
    return Pot(name=name, amount_pence=None if pounds is None else pounds * 100, **given)


def a_policy(
    *,
    rules: Mapping[str, Any] | None = None,
    support: Mapping[str, Any] | None = None,
    rates: Mapping[str, Any] | None = None,
    fit: Mapping[str, Any] | None = None,
    goals: Iterable[str | GoalChoice] = ("coverage", "fit", "spend"),
    **rest: Any,
) -> Policy:
    """The 2022/23 offer as at 31 December 2022: £600 a leader's day, one pot too large to bind."""
    given = {
        "name": "test",
        "programme": "tsio-2022-23",
        "as_at": AS_AT,
        "year_from": date(2022, 9, 1),
        "year_to": date(2023, 8, 31),
        "term": "autumn-2022",
        "pots": (a_pot(pounds=10_000_000),),
    } | rest
    paid = {"leader_day_pence": {"trust_ceo": 60_000, "nle": 60_000, "equivalent": 60_000}} | dict(rates or {})
    return Policy(
        rules=Rules(**({"levels": LEVELS} | dict(rules or {}))),
        support=Support(**dict(support or {})),
        rates=Rates(**paid),
        fit=FitScale(**dict(fit or {})),
        goals=tuple(GoalChoice(goal=g) if isinstance(g, str) else g for g in goals),
        **given,
    )


def facts(**given: Any) -> Facts:
    """Facts from lists in any order, sorted as the reader sorts them. `schools` and `trusts` may be lists too."""
    for table, key in (("schools", "urn"), ("trusts", "uid")):
        if table in given and not isinstance(given[table], Mapping):
            given[table] = {getattr(x, key): x for x in sorted(given[table], key=lambda x: getattr(x, key))}
    in_order = {k: tuple(sorted(v, key=_order)) if isinstance(v, list | tuple) else v for k, v in given.items()}
    return Facts(**in_order)


def _order(fact: Any) -> str:
    return fact.id if hasattr(fact, "id") else repr(fact)


def a_world(
    recipients: Iterable[Recipient] = (),
    leaders: Iterable[Leader] = (),
    governance_leaders: Iterable[GovernanceLeader] = (),
    *,
    policy: Policy | None = None,
    **tables: Any,
) -> World:
    """A world of these bodies under `a_policy()`; other tables by name: `interests=[...]`, `memberships=[...]`."""
    r, x, g = (tuple(sorted(bodies, key=lambda b: b.id)) for bodies in (recipients, leaders, governance_leaders))
    known = facts(recipients=r, leaders=x, governance_leaders=g, **tables)
    return World(policy or a_policy(), known, r, x, g)


def a_plan(*matches: tuple[str, str, int, int], governance: Iterable[tuple[str, str, int]] = ()) -> Plan:
    """A plan from (recipient, leader, days, team days) and (recipient, governance leader, days)."""
    return Plan(
        tuple(sorted(PlannedMatch(*m) for m in matches)),
        tuple(sorted(PlannedGovernance(*g) for g in governance)),
    )
