"""Labels of settings and their values for readers, from the descriptions in the scenario's schema."""

from __future__ import annotations

from matcher.policy import Assumption, GoalChoice, Policy
from matcher.read.parsing import values
from matcher.read.scenarios.schema.scenario_model import ScenarioModel
from matcher.report import words
from matcher.rules import labels
from matcher.setting import settings_by_key
from matcher.wording.terms import in_words
from matcher.wording.words import capital

_LEVELS = {"block": "bars the pair", "sign_off": "needs the Regional Director's sign-off", "declare": "is shown"}
_SWITCH = {"true": "yes", "false": "no"}
_AS_IT_IS = ("reading", "number", "solver's deterministic seconds")


def plain_name(key: str) -> str:
    """What the key means, in the words of the scenario reference up to its first semicolon; the key where unknown."""
    section, _, name = key.partition(".")
    if section == "pots" and name:
        pot, _, what = name.rpartition(".")
        return capital(f"{_POT.get(what, what)} the pot '{pot}'")
    known = settings_by_key(ScenarioModel)
    if key not in known:
        return key
    before = known[section].before if name else ""
    return capital(in_words(known[key].plain or before + known[key].text.partition(";")[0]))


_POT = {"amount": "the money in", "fixed": "a fixed cost of", "share": "this run's share of"}


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
    return labels.goal(setting.goal) + within + lose


def _measured(a: Assumption) -> str:
    if a.unit in _AS_IT_IS:
        return words.setting(a.value)
    if a.unit.startswith("pounds"):
        return _pounds(a)
    if a.unit.startswith("share of"):
        return f"{words.setting(words.fraction(a.value))} of {a.unit.removeprefix('share of ')}"
    items = [item for item in _items(a.value) if item]
    if not items:
        return "none"
    if a.unit == "who":
        return ", ".join(item.replace("-", " ") for item in items)
    if items[-1].endswith((f" {a.unit}", f" {_one(a.unit)}")):  # the value has its unit already: `1 term`
        return " or ".join(items)
    return f"{' or '.join(items)} {_one(a.unit) if items == ['1'] else a.unit}"


def _one(unit: str) -> str:
    """The unit of one thing: `days` is `day`, `working days` is `working day`; `km` stays."""
    return unit.removesuffix("s") if unit.replace(" ", "").isalpha() else unit


def _pounds(a: Assumption) -> str:
    """`£600 a day`; a pot that only counts says so itself."""
    if not a.value.replace(".", "", 1).isdigit():
        return a.value
    return words.pounds(values.pence(values.pounds(a.value))) + a.unit.removeprefix("pounds")


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.strip("[]").split(",")]


def source(a: Assumption) -> str:
    """Where the value comes from, with its date; a default of this program is named as one."""
    own = a.source.removeprefix("matcher: ")
    text = a.source if own == a.source else f"a choice of this program: {in_words(own)}"
    return f"{text} ({a.date})" if a.date else text
