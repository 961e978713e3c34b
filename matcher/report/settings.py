"""Labels of settings and their values for readers, from the descriptions in the scenario's schema."""

from __future__ import annotations

from matcher.policy import Assumption, GoalChoice, Policy
from matcher.read.scenario_faults import section_in
from matcher.read.scenario_model import Scenario
from matcher.report import words
from matcher.words import capital

_BEFORE = {"conflict_levels": "what follows where somebody ", "fit": "fit: ", "effort": "effort: "}
_TIES = {
    "other": "what follows from any other interest declared",
    "sponsor_interest": "what follows where the leader's trust may one day take it in",
}
_LEVELS = {"block": "bars the pair", "sign_off": "needs the Regional Director's sign-off", "declare": "is shown"}
_SWITCH = {"true": "yes", "false": "no"}
_AS_IT_IS = ("reading", "number", "solver's deterministic seconds")


def plain_name(key: str) -> str:
    """What the key means, in the words of the scenario reference up to its first semicolon; the key where unknown."""
    section, _, name = key.partition(".")
    if section == "pots" and name:
        pot, _, what = name.rpartition(".")
        return capital(f"{_POT.get(what, what)} the pot '{pot}'")
    if section == "conflict_levels" and name in _TIES:
        return capital(_TIES[name])
    description = _description(section, name)
    return capital(_BEFORE.get(section, "") + description.partition(";")[0]) if description else key


_POT = {"amount": "the money in", "fixed": "a fixed cost of", "share": "this run's share of"}


def _description(section: str, name: str) -> str:
    model, field = Scenario, Scenario.model_fields.get(section)
    if name and field is not None:
        inside = section_in(field.annotation)
        field = inside.model_fields.get(name) if inside and inside is not model else None
    return str(field.description or "") if field else ""


def plain_value(a: Assumption, policy: Policy) -> str:
    """The value with its unit, as a person would write it."""
    if a.what == "goals":
        return "; ".join(map(_goal, policy.goals))
    if a.value == "null":
        return "none set"
    if a.unit == "switch":
        return _SWITCH.get(a.value, a.value)
    if a.unit == "level":
        return _LEVELS.get(a.value, a.value)
    if a.unit == "roles":
        return ", ".join(words.role(role) for role in _items(a.value))
    return _measured(a)


def _goal(setting: GoalChoice) -> str:
    within = "" if setting.within_metres is None else f" (within {words.kilometres(setting.within_metres)})"
    lose = f" (may lose {setting.may_lose:,})" if setting.may_lose else ""
    return words.goal(setting.goal) + within + lose


def _measured(a: Assumption) -> str:
    if a.unit in _AS_IT_IS:
        return words.setting(a.value)
    if a.unit.startswith("pounds"):
        return _pounds(a)
    if a.unit.startswith("share of"):
        return f"{words.setting(words.fraction(a.value))} of {a.unit.removeprefix('share of ')}"
    return f"{' or '.join(_items(a.value))} {a.unit}"


def _pounds(a: Assumption) -> str:
    """`£600 a day`; a pot that only counts says so itself."""
    if not a.value.replace(".", "", 1).isdigit():
        return a.value
    whole, _, part = a.value.partition(".")
    return words.pounds(int(whole) * 100 + int(part.ljust(2, "0") or 0)) + a.unit.removeprefix("pounds")


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.strip("[]").split(",")]


def source(a: Assumption) -> str:
    """Where the value comes from, with its date; a default of this program is named as one."""
    own = a.source.removeprefix("matcher: ")
    text = a.source if own == a.source else f"a choice of this program: {own}"
    return f"{text} ({a.date})" if a.date else text
