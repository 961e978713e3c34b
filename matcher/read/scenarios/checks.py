"""Whether the parts of a scenario make sense together: its files, its programme, its goals."""

from __future__ import annotations

from matcher.errors import Fault
from matcher.policy import Eligibility
from matcher.policy.year_ahead import LOOK_AHEAD
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.yaml_marks import YamlNode, fault_at
from matcher.read.programmes import Programme
from matcher.read.scenarios.scenario_faults import is_written, mark_at
from matcher.read.scenarios.schema.scenario_model import ScenarioModel
from matcher.read.scenarios.unread_settings import unread_faults
from matcher.rules.rulebooks import RULEBOOKS
from matcher.setting import settings_by_key


def data_faults(model: ScenarioModel, used: Programme, tree: YamlNode, matching: bool = True) -> list[Fault]:
    data, mark = model.data, mark_at(tree, "data")
    faults = []
    faults += _supporters_missing(model, used, tree) if matching and data.registers is None else []
    if not data.ofsted and not data.signs and data.recipients is None and data.registers is None:
        hint = "Name `ofsted` files, or a table of `recipients` that are known to qualify"
        faults.append(
            fault_at(mark, "data", "nobody could be matched: there are no Ofsted files and no recipients", hint)
        )
    readings = any(key.startswith("eligibility.") for key in used.settings)
    if used.rulebook is not None and readings and not is_written(tree, "eligibility"):
        where = mark_at(tree, "eligibility")
        faults.append(fault_at(where, "eligibility", "is empty", "Leave the key out to take the programme's"))
    faults += [*_not_read(used, tree), *unread_faults(used, tree)]
    faults += _roles_not_known(model, used, tree)
    if used.rulebook is None and (data.ofsted or is_written(tree, "eligibility")):
        message = (
            f"who qualifies for {used.title} is not worked out by this program yet, "
            "so only registered recipients can be used with it"
        )
        hint = "Name a table of `data.recipients` and leave out `data.ofsted` and `eligibility`"
        faults.append(fault_at(mark_at(tree, "programme"), "programme", message, hint, used.name))
    return faults


def _supporters_missing(model: ScenarioModel, used: Programme, tree: YamlNode) -> list[Fault]:
    """Nobody could be matched without the registers of those who give this programme's support."""
    book, mark = RULEBOOKS.get(used.rules_of), mark_at(tree, "data")
    if book is None or book.supporters == "people":
        needed = {"leaders": "Name the table of system leaders"}
    else:
        needed = {
            "organisations": "Name the table of organisations that support schools",
            "advisers": "Name the table of advisers",
        }
    return [
        fault_at(mark, f"data.{key}", "is missing", todo)
        for key, todo in needed.items()
        if getattr(model.data, key) is None
    ]


def goals_unknown(model: ScenarioModel, used: Programme, tree: YamlNode) -> list[Fault]:
    """A goal that no rule of the programme's rulebook seeks."""
    book = RULEBOOKS.get(used.rules_of)
    names = [rule.name for rule in book.goals] if book else []
    message, hint = f"is no goal of {used.title}", "Write one of: " + ", ".join(names)
    return [
        fault_at(mark_at(tree, "goals", i), f"goals[{i}]", message, hint, goal.goal)
        for i, goal in enumerate(model.goals)
        if book is not None and goal.goal not in names
    ]


def _not_read(used: Programme, tree: YamlNode) -> list[Fault]:
    """A reading that no rule of the programme asks about would change nothing, and nobody would be told."""
    if used.rulebook is None or not isinstance(tree.value, dict):
        return []
    given = tree.value.get("eligibility")
    keys = list(given.value) if given is not None and isinstance(given.value, dict) else []
    readable = sorted(key.removeprefix("eligibility.") for key in used.settings if key.startswith("eligibility."))
    message, hint = f"no rule of {used.title} reads this", "Leave it out. This programme reads: " + ", ".join(readable)
    return [
        fault_at(mark_at(tree, "eligibility", key), f"eligibility.{key}", message, hint)
        for key in keys
        if key in settings_by_key(Eligibility) and key not in readable
    ]


def _roles_not_known(model: ScenarioModel, used: Programme, tree: YamlNode) -> list[Fault]:
    """Roles that the programme does not have: nobody could ever lead by them."""
    known, message = used.words.role_names, "is not one of the names known here"
    written = {"trust_leader": model.rules.trust_leader, "standalone_leader": model.rules.standalone_leader}
    return [
        fault_at(mark_at(tree, "rules", key), f"rules.{key}", message, did_you_mean(role, known, "`"), role)
        for key, roles in written.items()
        for role in roles
        if role not in known
    ]


def year_faults(model: ScenarioModel, tree: YamlNode) -> list[Fault]:
    """What the year ahead cannot look forward to: a pot whose period is over, expectations that are not given, and
    goals that put something over drawn futures before who is served."""
    ahead = model.year_ahead
    if ahead.use == "off":
        return []
    over = [pot for pot in model.pots if pot.ends and pot.ends < model.as_at]
    faults = [
        fault_at(
            mark_at(tree, "pots", pot.name, "to"),
            f"pots.{pot.name}.to",
            f"its period ended before the run's day, {model.as_at}, so it pays for nobody who comes later",
            "Mend the period, or leave year_ahead.use off",
            str(pot.ends),
        )
        for pot in over
    ]
    if ahead.futures.source == "expected" and model.data.expected is None and model.data.registers is None:
        hint = "Name the table `data.expected`, or write from: history"
        where = mark_at(tree, "year_ahead", "futures", "from")
        faults.append(
            fault_at(where, "year_ahead.futures.from", "there is no table of those expected", hint, "expected")
        )
    return faults + _nobody_says_yes(model, tree) + _coverage_not_first(model, tree)


def _nobody_says_yes(model: ScenarioModel, tree: YamlNode) -> list[Fault]:
    """Where all who come later would say no, the futures hold nobody."""
    declines = model.year_ahead.futures.declines
    if declines < 1:
        return []
    where, key = mark_at(tree, "year_ahead", "futures", "declines"), "year_ahead.futures.declines"
    hint = "Write a share below 1, such as 0.2"
    return [fault_at(where, key, "all who come later would say no", hint, str(declines))]


def _coverage_not_first(model: ScenarioModel, tree: YamlNode) -> list[Fault]:
    """Drawn futures decide who is served, so coverage is sought, and before the other goals that look ahead."""
    use, names = model.year_ahead.use, [goal.goal for goal in model.goals]
    ahead = [name for name in names if name in LOOK_AHEAD]
    if use not in ("which-leader", "who-and-when") or ahead[:1] == ["coverage"]:
        return []
    before = "coverage is not sought" if "coverage" not in names else f"coverage comes after {ahead[0]}"
    message = f"{before}, and year_ahead.use is {use}: drawn futures first decide who is served"
    hint = "Write coverage before " + ", ".join(LOOK_AHEAD[1:]) + ", or leave year_ahead.use off"
    return [fault_at(mark_at(tree, "goals"), "goals", message, hint, ", ".join(names))]


def goals_twice(model: ScenarioModel, tree: YamlNode) -> list[Fault]:
    names = [goal.goal for goal in model.goals]
    return [
        fault_at(mark_at(tree, "goals", i), f"goals[{i}]", "this goal is sought twice", "Keep the first", name)
        for i, name in enumerate(names)
        if name in names[:i]
    ]
