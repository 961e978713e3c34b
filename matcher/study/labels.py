"""Labels of figures and settings, and values in the reader's units: pounds, kilometres, per cent."""

from __future__ import annotations

from typing import Any

from matcher.read.scenarios.schema.scenario_model import ScenarioModel
from matcher.report import words
from matcher.rules.labels import goal
from matcher.setting import Setting, settings_by_key
from matcher.study.figures import FIGURES
from matcher.study.sweeps.draws import DRAW_FIGURES
from matcher.wording.terms import in_words

NAMES = {
    "eligible": "To be matched",
    "matched": "Matched",
    "eligible_schools": "Standalone schools to be matched",
    "matched_schools": "Standalone schools matched",
    "eligible_trusts": "Trusts to be matched",
    "matched_trusts": "Trusts matched",
    "cannot_tell": "Cannot tell whether they qualify",
    "coverage": "Share matched",
    "days": "Leaders' days",
    "team_days": "Of these, their teams'",
    "governance_days": "Governance days",
    "governance_offers": "Trusts offered governance days",
    "spend_pence": "Spending",
    "leader_days_pence": "On leaders' days",
    "governance_pence": "On governance days",
    "left_pence": "Left in the pots",
    "next_short_pence": "Short of one more match by",
    "median_metres": "Median journey",
    "p90_metres": "Nine in ten journeys within",
    "worst_metres": "Longest journey",
    "distance_unknown": "Distance not known",
    "leaders_used": "Leaders with a match",
    "most_per_leader": "Most matches of one leader",
    "organisations_used": "Organisations that serve",
    "top5_share": "Served by the five largest organisations",
    "hhi": "Concentration (Herfindahl, 0 to 10,000)",
    "worst_region_share": "Region served worst",
    "best_region_share": "Region served best",
    "fit": "Fit points",
    "goals_proved": "Goals proved best",
    "goals_asked": "Goals asked",
    "coverage_gap": "Coverage may be short of the best by",
    "unique": "The only best plan",
    "drawn_demand": "Schools and trusts that ask",
    "drawn_demand_schools": "Of these, standalone schools",
    "drawn_demand_trusts": "Of these, trusts",
    "drawn_declined": "Say no",
    "drawn_leaders_lost": "Leaders who drop out",
    "needed_pence": "Money to match all who can be",
    "unmet": "Said yes and not matched",
}


def name(figure: str) -> str:
    if figure.startswith("goal_"):
        return f"Goal: {goal(figure.removeprefix('goal_'))}"
    return in_words(NAMES.get(figure) or (FIGURES | DRAW_FIGURES).get(figure, ("", figure))[1].capitalize())


def unit(figure: str) -> str:
    return (FIGURES | DRAW_FIGURES)[figure][0]


def setting(key: str) -> str:
    """The label of a setting; its key where it has no label."""
    parts = key.split(".")
    if len(parts) == 3 and parts[0] == "pots":
        return f"{'money in' if parts[2] == 'amount' else parts[2] + ' of'} the pot “{parts[1]}”" + (
            " (£)" if parts[2] == "amount" else ""
        )
    known = _declared(key)
    return in_words(known.label if known else "") or key


def _declared(key: str) -> Setting | None:
    """The declaration of a setting; a reading of the rule of eligibility may be named without its section."""
    known = settings_by_key(ScenarioModel)
    return known.get(key) or known.get(f"eligibility.{key}")


def setting_and_value(key: str, own: Any, value_text: str) -> str:
    """A setting and its value in one phrase: `£646,225 in the pot “offer”`."""
    parts = key.split(".")
    if len(parts) == 3 and parts[0] == "pots" and parts[2] == "amount":
        return f"{words.pounds(own * 100) if isinstance(own, int) else value_text} in the pot “{parts[1]}”"
    known = settings_by_key(ScenarioModel).get(key)
    if known and str(own) in known.values:
        return known.values[str(own)]
    if known and known.phrase:
        return known.phrase.format(value=value_text)
    return f"{setting(key)} {value_text}"


def value(number: int | str | None, unit: str) -> str:
    if number is None:
        return "–"
    if isinstance(number, str):
        return number
    if unit == "pence":
        return words.pounds(number)
    if unit == "metres":
        return words.kilometres(number)
    return f"{number / 10:.1f} %" if unit == "per thousand" else f"{number:,}"


def change(number: int | None, unit: str) -> str:
    """A change with its sign; empty where it is zero or not known."""
    if not number:
        return ""
    sign, size = ("+", number) if number > 0 else ("−", -number)
    return f"{sign}{value(size, unit)}"


def value_with_change(number: int | str | None, difference: int | None, unit: str) -> str:
    """A value and its change: `148 (+43)`."""
    text = change(difference, unit)
    return value(number, unit) + (f" ({text})" if text else "")
