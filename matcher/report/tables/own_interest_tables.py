"""Matches served by the region's own broker or by a possible sponsor, per region, and the cost of the cap on them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from matcher.explain.sponsors import may_sponsor
from matcher.plan import Choices
from matcher.report import words
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.rules import labels
from matcher.rules.choices import pairs_of
from matcher.rules.limits.own_interest import served_by_broker
from matcher.wording.terms import RECIPIENT
from matcher.wording.wording import proper_name
from matcher.world import World


@dataclass(frozen=True, slots=True)
class OwnInterest:
    """One region: its matches, how many its own broker's organisation would serve, and how many an organisation that
    has declared a sponsor interest in that very school or trust. `broker` is empty where nobody brokers the region."""

    region: str
    broker: str
    matches: int
    own: int
    sponsor: int


def own_interest(view: PlanView) -> tuple[OwnInterest, ...]:
    """One line per region of the run."""
    world, choices = view.result.world, _chosen_matches(view)
    region = world.recipient_region[choices.recipient]
    own, sponsor = served_by_broker(world, choices), may_sponsor(world, pairs_of(choices))
    each = [np.bincount(region[mask], minlength=len(world.regions)).tolist() for mask in (region >= 0, own, sponsor)]
    return tuple(
        OwnInterest(name, _brokers(world, name), *figures) for name, *figures in zip(world.regions, *each, strict=True)
    )


def _chosen_matches(view: PlanView) -> Choices:
    result = view.result
    return result.problem.choices.where(np.flatnonzero(result.solution.chosen & result.problem.choices.is_match))


def _brokers(world: World, region: str) -> str:
    return "; ".join(proper_name(o.name or o.id) for o in world.facts.organisations if region in o.broker_for)


def own_interest_table(view: PlanView) -> ReportTable:
    lines = own_interest(view)
    rows = [(x.region, x.broker or "nobody in the registers", *_figures(x)) for x in lines]
    if len(lines) > 1:
        every = OwnInterest("", "", *(sum(getattr(x, name) for x in lines) for name in ("matches", "own", "sponsor")))
        rows.append(("All regions", "", *_figures(every)))
    columns = (
        Column("Region"),
        Column("Broker's organisation"),
        Column("Matches", "count"),
        Column("Served by that broker's organisation", "count"),
        Column("Share", "count"),
        Column(f"Served by an organisation with a declared sponsor interest in that {RECIPIENT}", "count"),
        Column("Share", "count"),
    )
    caption = "Matches that a region's own broker, or a possible sponsor, would serve"
    return ReportTable(caption, columns, tuple(rows), "There was nobody to match.")


def _figures(x: OwnInterest) -> tuple[Cell, ...]:
    return (x.matches, x.own, words.share(x.own, x.matches), x.sponsor, words.share(x.sponsor, x.matches))


def cap_sentence(view: PlanView) -> str:
    """The scenario's cap on the share, and its cost where one sentence is enough."""
    cap = view.result.policy.rules.own_interest_share_at_most
    if cap is None:
        return f"The scenario sets no cap on this share. {_free_caps(view)}"
    sentence = f"The scenario caps this share at {words.setting(cap)} in each region."
    if view.without_cap is None:
        return f"{sentence} It costs nothing: no broker's own organisation may serve anybody in its region."
    if not view.without_cap.consequence.goals:
        return f"{sentence} It costs nothing: planned again without it, no goal would be better."
    return f"{sentence} The table shows what it costs: the same run planned again without it."


def _free_caps(view: PlanView) -> str:
    """Which caps would cost nothing: a plan that satisfies a cap is optimal under it too."""
    shares = [(Fraction(x.own, x.matches), x) for x in own_interest(view) if x.own]
    if not shares:
        return "A cap would change nothing: no match would be served by its own region's broker."
    _, most = max(shares, key=lambda s: s[0])
    return (
        f"The largest share is {most.own} of {most.matches} in {most.region}: a cap at that share or above would change"
        " nothing. What lower ones would cost, 'matcher explain' works out."
    )


def cap_table(view: PlanView) -> ReportTable:
    """Matches and every goal that differs, with the cap and without it."""
    tried = view.without_cap
    columns = (Column("Figure"), Column("With the cap", "count"), Column("Without it", "count"))
    caption = "What the cap on own interest costs"
    if tried is None or not tried.consequence.goals:
        return ReportTable(caption, columns, (), "Nothing.")
    own = sum(x.own for x in own_interest(view))
    rows = [
        ("Matched", f"{view.totals.matched:,}", f"{tried.matched:,}"),
        ("Served by the region's own broker", f"{own:,}", f"{tried.by_own_broker:,}"),
        ("Would be matched without it and are not", "–", f"{len(tried.consequence.joins):,}"),
        ("Are matched and would not be without it", "–", f"{len(tried.consequence.leaves):,}"),
        *((labels.goal(g.goal), *words.two_numbers(g.before, g.after, g.unit)) for g in tried.consequence.goals),
    ]
    if not tried.consequence.settled:
        caption += " (the plan without it is the best found, not proved to be the only best)"
    return ReportTable(caption, columns, tuple(rows))
