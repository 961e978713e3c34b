"""Every number and switch a run obeys, with its unit, its source, its date and whether it is assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from matcher.domain import LEADER_ROLES
from matcher.policy import Assumption, Pot
from matcher.read.parsing.yaml_marks import YamlNode, plain_value
from matcher.read.programmes import Programme, ProgrammeSetting
from matcher.read.scenarios.scenario_faults import find_node, is_written
from matcher.read.scenarios.schema.scenario_model import ScenarioModel
from matcher.read.scenarios.unread_settings import unread
from matcher.wording.terms import in_words
from matcher.wording.words import amount


def assumptions(scenario: ScenarioModel, programme: Programme, tree: YamlNode) -> tuple[Assumption, ...]:
    """The programme's settings, those the scenario changed under the scenario's name, then its pots."""
    unused = "eligibility." if not is_written(tree, "eligibility") else "\n"
    unpaid = _rates_of_no_role(programme)
    settings = [_setting(k, s, programme, scenario, tree) for k, s in programme.settings.items() if k not in unpaid]
    pots = [line for pot in scenario.pots for line in _pot(pot, scenario, tree)]
    foreign = (unused, *unread(programme.rules_of))
    return tuple(a for a in settings if not a.what.startswith(foreign)) + tuple(pots)


def _rates_of_no_role(programme: Programme) -> set[str]:
    """Rates of roles that the programme does not have: nobody is paid by them."""
    roles = set(programme.words.role_names)
    none = {f"rates.{role}_day" for role in LEADER_ROLES if role not in roles}
    return none if roles - set(LEADER_ROLES) else {*none, "rates.own_role_day"}


def _setting(
    key: str, setting: ProgrammeSetting, programme: Programme, scenario: ScenarioModel, tree: YamlNode
) -> Assumption:
    _, node, _ = find_node(tree, key.split("."))
    is_changed = node.mark.file != programme.written_in
    return Assumption(
        what=key,
        value=text_of(plain_value(node)),
        unit=setting.unit,
        source=str(node.key_mark or node.mark) if is_changed else f"{setting.source}: {setting.clause}",
        date=scenario.as_at.isoformat() if is_changed else setting.date,
        assumed=is_changed or setting.assumed,
        impact=in_words(setting.impact),
    )


def _pot(pot: Pot, scenario: ScenarioModel, tree: YamlNode) -> Iterator[Assumption]:
    _, node, _ = find_node(tree, ("pots", pot.name, "amount"))
    source = f"{pot.source} ({node.mark})" if pot.source else str(node.mark)
    when = (pot.starts or scenario.as_at).isoformat()
    purposes = ", ".join(in_words(p.replace("_", " ")) for p in pot.pays_for) or "nothing else"
    lines = [("amount", _amount(pot.amount_pence), f"how much may be spent on {purposes}")]
    lines += [("fixed", _amount(f.amount_pence), f"taken first: {f.what}") for f in pot.fixed]
    for what, value, impact in lines:
        yield _of_pot(f"pots.{pot.name}.{what}", value, "pounds", source, when, pot.assumed, impact)
    if is_written(tree, "pots", pot.name, "share"):
        impact = "what a run of some regions may spend of it"
        where = find_node(tree, ("pots", pot.name, "share"))[1].mark
        yield _of_pot(f"pots.{pot.name}.share", str(pot.share), "share", str(where), when, True, impact)


def _of_pot(what: str, value: str, unit: str, source: str, when: str, assumed: bool, impact: str) -> Assumption:
    return Assumption(what=what, value=value, unit=unit, source=source, date=when, assumed=assumed, impact=impact)


def _amount(pence: int | None) -> str:
    return amount(pence, always_pence=False) or "counted, never binding"


def text_of(value: object) -> str:
    """A value as one would write it in YAML, on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {text_of(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(text_of, value)) + "]"
    return str(value)
