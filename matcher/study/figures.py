"""The figures of one run, each by a name that tables, acceptance lines and charts share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from matcher.plan import Stage
from matcher.policy import GOALS
from matcher.result import PotLine
from matcher.runs.setup import RunSetup
from matcher.world import Bools

_GOAL_UNITS = {"fairness": "per thousand", "spend": "pence"}
# name -> unit, what it means; the order is that of every table
FIGURES: dict[str, tuple[str, str]] = {
    "eligible": ("bodies", "schools and trusts to be matched"),
    "matched": ("bodies", "schools and trusts matched"),
    "eligible_schools": ("bodies", "standalone schools to be matched"),
    "matched_schools": ("bodies", "standalone schools matched"),
    "eligible_trusts": ("bodies", "trusts to be matched"),
    "matched_trusts": ("bodies", "trusts matched"),
    "cannot_tell": ("bodies", "schools and trusts of which the files do not tell whether they qualify"),
    "coverage": ("per thousand", "share of those to be matched who are"),
    "days": ("days", "leaders' days, their teams' included"),
    "team_days": ("days", "of these, their teams' days"),
    "governance_days": ("days", "governance days"),
    "governance_offers": ("bodies", "trusts offered governance days"),
    "spend_pence": ("pence", "proposed spending"),
    "leader_days_pence": ("pence", "proposed spending on leaders' days"),
    "governance_pence": ("pence", "proposed spending on governance days"),
    "left_pence": ("pence", "left in pots that have an amount and pay for something"),
    "next_short_pence": ("pence", "least a pot lacks for one more match; empty where money stops nobody"),
    "median_metres": ("metres", "median journey"),
    "p90_metres": ("metres", "nine in ten journeys are no longer than this"),
    "worst_metres": ("metres", "longest journey"),
    "distance_unknown": ("matches", "matches whose distance is not known"),
    "leaders_used": ("leaders", "leaders with a match"),
    "most_per_leader": ("matches", "most matches of one leader"),
    "organisations_used": ("organisations", "organisations that serve somebody"),
    "top5_share": ("per thousand", "share of matches served by the five largest organisations"),
    "hhi": ("points", "Herfindahl index of organisations' shares of the matches, 0 to 10,000"),
    "worst_region_share": ("per thousand", "share matched in the region served worst"),
    "best_region_share": ("per thousand", "share matched in the region served best"),
    "fit": ("fit points", "sum of fit over the matches"),
    "goals_proved": ("goals", "goals proved best, the tie-break left out"),
    "goals_asked": ("goals", "goals asked, the tie-break left out"),
    "coverage_gap": ("priority points", "how far coverage may be from the best possible; 0 is proved"),
    "unique": ("yes or no", "whether no other plan is as good"),
} | {f"goal_{name}": (_GOAL_UNITS.get(name, "its own unit"), f"value of the goal {name}") for name in GOALS}


def figures_of(
    setup: RunSetup,
    chosen: Bools,
    stages: tuple[Stage, ...],
    unique: bool,
    matches: Sequence[Any],
    groups: Sequence[Any],
    pots: tuple[PotLine, ...],
) -> dict[str, int | str | None]:
    choices = setup.problem.choices
    kinds = {g.name: g for g in groups if g.dimension == "kind"}
    figures: dict[str, int | str | None] = dict.fromkeys(FIGURES)
    figures |= {"eligible": len(setup.world.recipients), "matched": len(matches)}
    for kind, plural in (("school", "schools"), ("trust", "trusts")):
        group = kinds.get(kind)
        figures[f"eligible_{plural}"] = group.eligible if group else 0
        figures[f"matched_{plural}"] = group.matched if group else 0
    governance = chosen & choices.is_governance
    figures |= {
        "cannot_tell": _cannot_tell(setup),
        "coverage": per_thousand(len(matches), len(setup.world.recipients)),
        "days": sum(m.days for m in matches),
        "team_days": sum(m.team_days for m in matches),
        "governance_days": int(choices.days[governance].sum()),
        "governance_offers": int(governance.sum()),
        "spend_pence": int(choices.total_pence[chosen].sum()),
        "leader_days_pence": int(choices.cost_pence["leader_days"][chosen].sum()),
        "governance_pence": int(choices.cost_pence["governance_days"][chosen].sum()),
        "left_pence": sum(p.left_pence or 0 for p in pots if p.role == "pays" and p.left_pence is not None),
        "next_short_pence": min((p.next_short_pence for p in pots if p.next_short_pence), default=None),
        "fit": sum(m.fit for m in matches),
    }
    return figures | travel(matches) | load(matches) | _spread(groups) | _proof_figures(stages, unique)


def _cannot_tell(setup: RunSetup) -> int:
    inside = setup.world.policy.regions
    unsure = (a for a in setup.assessments if a.verdict.answer == "cannot tell")
    return sum(inside is None or a.region in inside for a in unsure)


def per_thousand(part: int, whole: int) -> int | None:
    return 1000 * part // whole if whole else None


def travel(matches: Sequence[Any]) -> dict[str, int | str | None]:
    """Median, ninth decile and longest journey in metres, each the journey of a match (the lower of two medians)."""
    metres = sorted(m.metres for m in matches if m.metres is not None)
    return {
        "median_metres": quantile(metres, 1, 2),
        "p90_metres": quantile(metres, 9, 10),
        "worst_metres": metres[-1] if metres else None,
        "distance_unknown": len(matches) - len(metres),
    }


def quantile(ordered: Sequence[int], part: int, whole: int) -> int | None:
    """The smallest value with at least part/whole of the sorted values at or below it; None where there are none."""
    return ordered[max(0, -(-len(ordered) * part // whole) - 1)] if ordered else None


def load(matches: Sequence[Any]) -> dict[str, int | str | None]:
    leaders = Counter(m.leader_id for m in matches)
    organisations = Counter(m.organisation for m in matches)
    largest = sum(count for _, count in organisations.most_common(5))
    return {
        "leaders_used": len(leaders),
        "most_per_leader": max(leaders.values(), default=0),
        "organisations_used": len(organisations),
        "top5_share": per_thousand(largest, len(matches)),
        "hhi": herfindahl(organisations.values()),
    }


def herfindahl(counts: Iterable[int]) -> int | None:
    """The Herfindahl index from 0 to 10,000 (one organisation serves all), rounded down; None where there are none."""
    counted = np.array(list(counts), dtype=np.int64)
    whole = int(counted.sum())
    return int(10_000 * (counted * counted).sum() // (whole * whole)) if whole else None


def _spread(groups: Sequence[Any]) -> dict[str, int | str | None]:
    shares = [1000 * g.matched // g.eligible for g in groups if g.dimension == "region" and g.eligible]
    return {"worst_region_share": min(shares, default=None), "best_region_share": max(shares, default=None)}


def _proof_figures(stages: tuple[Stage, ...], unique: bool) -> dict[str, int | str | None]:
    """Goals by what the plan is worth today: a goal that looks ahead is told beside runs that do not. The goals that
    come in with the futures only split ties of coverage's worth, and are no figures of their own.
    """
    stages_asked = [s for s in stages if s.goal != "canonical"]
    coverage = next((s for s in stages_asked if s.goal == "coverage"), None)
    return {
        "goals_proved": sum(s.proved for s in stages_asked),
        "goals_asked": len(stages_asked),
        "coverage_gap": 0 if coverage and coverage.proved else _gap_a_future(coverage) if coverage else None,
        "unique": "yes" if unique else "no",
    } | {f"goal_{s.goal}": s.now for s in stages_asked if s.goal in GOALS}


def _gap_a_future(stage: Stage) -> int | None:
    """How far the goal may be from the best; of a goal that looks ahead, today with one future on average."""
    return None if stage.gap is None else -(-stage.gap // max(1, stage.futures))
