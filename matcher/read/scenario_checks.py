"""Whether the parts of a scenario make sense together: its files, its programme, its goals."""

from __future__ import annotations

from matcher.errors import Fault
from matcher.read.programmes import Programme
from matcher.read.scenario_faults import is_written, mark_at
from matcher.read.scenario_model import Scenario
from matcher.read.yaml_marks import YamlNode, fault_at


def data_faults(model: Scenario, used: Programme, tree: YamlNode) -> list[Fault]:
    data, mark = model.data, mark_at(tree, "data")
    faults = []
    if data.leaders is None and data.registers is None:
        faults.append(fault_at(mark, "data.leaders", "is missing", "Name the table of system leaders"))
    if not data.ofsted and data.recipients is None and data.registers is None:
        hint = "Name `ofsted` files, or a table of `recipients` that are known to qualify"
        faults.append(
            fault_at(mark, "data", "nobody could be matched: there are no Ofsted files and no recipients", hint)
        )
    if used.rulebook is not None and not is_written(tree, "eligibility"):
        where = mark_at(tree, "eligibility")
        faults.append(fault_at(where, "eligibility", "is empty", "Leave the key out to take the programme's"))
    if used.rulebook is None and (data.ofsted or is_written(tree, "eligibility")):
        message = (
            f"who qualifies for {used.title} is not worked out by this program yet, "
            "so only registered recipients can be used with it"
        )
        hint = "Name a table of `data.recipients` and leave out `data.ofsted` and `eligibility`"
        faults.append(fault_at(mark_at(tree, "programme"), "programme", message, hint, used.name))
    return faults


def goals_twice(model: Scenario, tree: YamlNode) -> list[Fault]:
    names = [goal.goal for goal in model.goals]
    return [
        fault_at(mark_at(tree, "goals", i), f"goals[{i}]", "this goal is sought twice", "Keep the first", name)
        for i, name in enumerate(names)
        if name in names[:i]
    ]
