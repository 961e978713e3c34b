"""A validated scenario as the policy a run obeys, in whole units."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from matcher import policy
from matcher.domain import REGIONS
from matcher.read import scenario_model as model
from matcher.read.programmes import Programme
from matcher.read.scenario_assumptions import assumptions
from matcher.read.scenario_faults import mark_at
from matcher.read.yaml_marks import YamlNode


def policy_of(scenario: model.Scenario, programme: Programme, name: str, tree: YamlNode) -> policy.Policy:
    run_regions = region_subset(scenario.regions)
    return policy.Policy(
        name=name,
        programme=programme.name,
        as_at=scenario.as_at,
        year_from=programme.year_from,
        year_to=programme.year_to,
        rates=_rates(scenario.rates),
        term=scenario.term,
        regions=run_regions,
        partners=scenario.partners,
        eligibility=_eligibility(scenario.eligibility),
        support=_support(scenario.support),
        rules=_rules(scenario.rules, scenario.conflict_levels),
        fit=_fit(scenario.fit),
        pots=tuple(_pot(pot, run_regions, str(mark_at(tree, "pots", pot.name))) for pot in scenario.pots),
        priority=scenario.priority,
        goals=tuple(_goal(goal) for goal in scenario.goals),
        pins=_pins(scenario.pins, tree),
        forbid=_pinned("forbid", scenario.forbid, tree),
        effort=policy.Effort(per_goal=scenario.effort.per_goal, seed=scenario.effort.seed),
        assumptions=assumptions(scenario, programme, tree),
    )


def region_subset(regions: frozenset[str] | None) -> frozenset[str] | None:
    """None where the regions are all of England."""
    return None if regions is None or regions == frozenset(REGIONS) else regions


def _eligibility(e: model.Eligibility | None) -> policy.Eligibility:
    if e is None:
        return policy.Eligibility()
    return policy.Eligibility(
        date_basis=e.date_basis,
        tenure_at=e.tenure_at,
        schools_at_least=e.schools_at_least,
        years_at_least=e.years_at_least,
        share_denominator=e.share_denominator,
        share_at_least=e.share_at_least,
        decline=e.decline,
        baseline=e.baseline,
    )


def _support(s: model.Support) -> policy.Support:
    return policy.Support(
        standalone_days=s.standalone_days,
        trust_days=s.trust_days,
        team_share_at_most=s.team_share_at_most,
        governance_days=s.governance_days,
        governance_needs_match=s.governance_needs_match,
        again=s.again,
    )


def _rules(r: model.Rules, levels: model.ConflictLevels) -> policy.Rules:
    return policy.Rules(
        max_travel_metres=r.max_travel_km,
        max_travel_minutes=r.max_travel_minutes,
        cross_region=r.cross_region,
        conflicts_stale_after_days=r.conflicts_stale_after_days,
        own_interest_share_at_most=r.own_interest_share_at_most,
        trust_leader=r.trust_leader,
        standalone_leader=r.standalone_leader,
        levels=levels.model_dump(),
    )


def _rates(r: model.Rates) -> policy.Rates:
    by_role = {"trust_ceo": r.trust_ceo_day, "nle": r.nle_day, "equivalent": r.equivalent_day}
    return policy.Rates(
        leader_day_pence=by_role,
        governance_day_pence=r.governance_day,
        match_fee_pence=r.match_fee,
        grant_pence=r.grant,
    )


def _fit(f: model.Fit) -> policy.FitScale:
    return policy.FitScale(
        distance=f.distance, needs=f.needs, phases=f.phases, faith=f.faith, reference_metres=f.reference_km
    )


def _goal(g: model.Goal) -> policy.GoalChoice:
    return policy.GoalChoice(goal=g.goal, may_lose=g.may_lose, within_metres=g.within_km)


def _pot(pot: model.Pot, run_regions: frozenset[str] | None, where: str) -> policy.Pot:
    return policy.Pot(
        name=pot.name,
        amount_pence=pot.amount,
        pays_for=pot.pays_for,
        regions=region_subset(pot.regions),
        starts=pot.starts,
        ends=pot.ends,
        role=pot.role,
        fixed=tuple(policy.FixedCost(what=f.what, amount_pence=f.amount) for f in pot.fixed),
        share=(pot.share if pot.share is not None and regions_outside_run(pot, run_regions) else Fraction(1)),
        reverts=pot.reverts,
        source=pot.source or where,
        assumed=pot.assumed,
    )


def regions_outside_run(pot: model.Pot, run_regions: frozenset[str] | None) -> frozenset[str]:
    """Regions the pot covers and the run does not."""
    return (pot.regions or frozenset(REGIONS)) - (run_regions or frozenset(REGIONS))


def _pins(pins: list[model.Pin], tree: YamlNode) -> tuple[policy.Pinned, ...]:
    return tuple(
        replace(pinned, days=pin.days, team_days=pin.team_days)
        for pinned, pin in zip(_pinned("pins", list[model.Pair](pins), tree), pins, strict=True)
    )


def _pinned(key: str, pairs: list[model.Pair], tree: YamlNode) -> tuple[policy.Pinned, ...]:
    return tuple(
        policy.Pinned(
            recipient_id=pair.recipient,
            leader_id=pair.leader,
            reason=pair.reason,
            where=str(mark_at(tree, key, i, "recipient")),
        )
        for i, pair in enumerate(pairs)
    )
