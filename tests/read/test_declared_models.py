"""A setting is declared once, beside its field of the policy: YAML, schema, reference, labels and policy follow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest
from pydantic import ValidationError

from matcher import policy
from matcher.domain import LEADER_ROLES, RELATIONS
from matcher.errors import InputFaults
from matcher.policy import Policy
from matcher.read.programmes import programme, programme_names
from matcher.read.scenarios.schema.declared_models import built, section_model
from matcher.read.scenarios.schema.scenario_model import ScenarioModel
from matcher.read.scenarios.unread_settings import OF_ORGANISATIONS
from matcher.rules.rulebooks import RULEBOOKS
from matcher.runs.identity import run_id_of
from matcher.setting import (
    Declared,
    Keyed,
    Metres,
    Pence,
    Setting,
    Share,
    SomeOf,
    Switch,
    Whole,
    as_hashed,
    declared,
    settings_by_key,
)
from matcher.study import labels
from tests.read.scenario_files import WHOLE, loaded
from tests.worlds import a_world

LISTS = ("pots", "goals", "pins", "forbid", "yeses", "away", "waits")  # of sections: their keys are no settings
# Fields of the policy that no scenario writes under this name, and why.
NOT_WRITTEN = {
    ("Effort", "workers"),  # the machine's, not the run's
    ("Pinned", "where"),  # the line that says so
    ("Rules", "levels"),  # written as the section conflict_levels
}


@dataclass(frozen=True, kw_only=True)
class Inner:
    pounds: Annotated[Pence, Setting("money", key="amount")]


@dataclass(frozen=True, kw_only=True)
class Outer:
    """A section with a key of every sort."""

    count: Annotated[int, Whole(1, 9, "things"), Setting("how many", label="things")]
    limit: Annotated[Metres | None, Setting("how far", key="limit_km")] = 5_000
    part: Annotated[Share, Setting("which part", written=Share | None)] = Fraction(1)
    kind: Annotated[Literal["a", "b"], Setting("which of them", optional=True)] = "a"
    roles: Annotated[tuple[str, ...], SomeOf(("x", "y")), Setting("who", optional=True)] = ("x",)
    inner: Annotated[tuple[Inner, ...], Setting("within", optional=True)] = ()
    within: Annotated[Metres | None, Setting("up to", key="within_km", optional=True)] = 1_500
    least: Annotated[Share, Setting("at least", optional=True)] = Fraction(1, 4)
    by_name: Annotated[Mapping[str, Switch], Keyed({"one": Setting("the first", key="first")})]
    unseen: int = 3


LEAST: dict[str, Any] = {"count": 2, "limit_km": None, "first": True}


def read(written: dict[str, Any]) -> Outer:
    return built(Outer, section_model(Outer).model_validate(written))


def test_what_is_written_becomes_the_dataclass_in_whole_units() -> None:
    whole = {**LEAST, "limit_km": 1.5, "part": "1/3", "kind": "b", "roles": ["y"], "inner": [{"amount": 2.5}]}
    assert read(whole) == Outer(
        count=2,
        limit=1_500,
        part=Fraction(1, 3),
        kind="b",
        roles=("y",),
        inner=(Inner(pounds=250),),
        by_name={"one": True},
    )


def test_what_may_be_left_out_is_the_fields_own_default() -> None:
    assert read(LEAST) == Outer(count=2, limit=None, by_name={"one": True})
    assert read({**LEAST, "part": None}).part == 1


@pytest.mark.parametrize(
    ("change", "place", "kind"),
    [
        ({"count": 10}, ("count",), "wrong"),
        ({"count": None}, ("count",), "wrong"),
        ({"kind": "c"}, ("kind",), "literal_error"),
        ({"unseen": 4}, ("unseen",), "extra_forbidden"),
        ({"limit": 4}, ("limit",), "extra_forbidden"),
        ({"one": True}, ("one",), "extra_forbidden"),
        ({"inner": [{}]}, ("inner", 0, "amount"), "missing"),
        ({"inner": {}}, ("inner",), "list_type"),
    ],
)
def test_a_fault_is_at_the_key_as_it_is_written(change: dict[str, Any], place: tuple[object, ...], kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(LEAST | change)
    assert [(e["loc"], e["type"]) for e in caught.value.errors()] == [(place, kind)]


def test_a_key_that_is_not_optional_must_be_written() -> None:
    with pytest.raises(ValidationError) as caught:
        read({})
    assert [e["loc"] for e in caught.value.errors()] == [("count",), ("limit_km",), ("first",)]


def test_the_json_schema_has_the_meaning_and_the_bounds() -> None:
    properties = section_model(Outer).model_json_schema()["properties"]
    assert properties["count"] | {"title": ""} == {
        "description": "how many",
        "minimum": 1,
        "maximum": 9,
        "type": "integer",
        "title": "",
    }
    assert list(properties) == ["count", "limit_km", "part", "kind", "roles", "inner", "within_km", "least", "first"]
    defaults = {key: entry["default"] for key, entry in properties.items() if "default" in entry}
    assert defaults == {"part": None, "kind": "a", "roles": ["x"], "inner": [], "within_km": 1.5, "least": 0.25}


@dataclass(frozen=True, kw_only=True)
class Grown:
    """A section after a setting joined it, and what it holds then."""

    old: Annotated[Switch, Setting("as ever")] = False
    new: Annotated[Switch, Setting("joined later", added="2026-11-29")] = False


def test_a_setting_that_joined_later_leaves_older_runs_as_they_were() -> None:
    assert built(Grown, section_model(Grown).model_validate({"old": True})) == Grown(old=True)
    assert as_hashed(Grown(old=False)) == {"old": False}
    assert as_hashed(Grown(new=True)) == {"old": False, "new": True}


def test_a_runs_id_leaves_out_a_later_setting_at_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    world = a_world()
    before = run_id_of(world.facts, world.policy)
    changed = replace(world.policy, partners="as-worded")
    monkeypatch.setattr(
        "matcher.runs.identity.as_hashed", lambda part: {k: v for k, v in as_hashed(part).items() if k != "partners"}
    )
    assert run_id_of(world.facts, changed) == run_id_of(world.facts, world.policy) != before


def settings_in_sections() -> dict[str, Declared]:
    """Every setting that a programme gives, by dotted key."""
    result = {}
    for section in declared(ScenarioModel):
        inner = next((k for k in (section.kind, *get_args(section.kind)) if is_dataclass(k)), None)
        if isinstance(inner, type) and section.key not in LISTS:
            result |= _settings_below(section.key, inner)
    return result


def _settings_below(above: str, section: type) -> dict[str, Declared]:
    result = {}
    for one in declared(section):
        if isinstance(one.kind, type) and is_dataclass(one.kind):
            result |= _settings_below(f"{above}.{one.key}", one.kind)
        else:
            result[f"{above}.{one.key}"] = one
    return result


@pytest.mark.parametrize("name", programme_names())
def test_every_programme_gives_every_setting_and_no_other(name: str) -> None:
    year = programme(name)
    needed = {key for key in settings_in_sections() if not key.startswith("eligibility.")} | read_by(name)
    assert set(year.settings) - {"priority", "goals"} == needed


def read_by(name: str) -> set[str]:
    """The readings that a rule of the programme asks about: a scenario of it may write these and no others."""
    return {f"eligibility.{switch}" for gate in RULEBOOKS[name].gates for switch in gate.reads}


def base_that_reads(key: str) -> str:
    """A whole scenario of a programme in which the setting may be written."""
    if not key.startswith(("eligibility.", *OF_ORGANISATIONS)):
        return WHOLE
    programmes = ("tsio-2022-23", *programme_names())
    switch = key.startswith("eligibility.")
    name = next(name for name in programmes if key in read_by(name)) if switch else "rise-2025-26"
    whole = WHOLE.replace("tsio-2022-23", name).replace("2022-12-31", str(programme(name).year_to))
    if name == "rise-2025-26":
        whole = whole.replace("leaders: leaders.csv", "organisations: organisations.csv, advisers: advisers.csv")
    return whole


def candidates(kind: Any) -> tuple[str, ...]:
    if get_origin(kind) is Literal:
        return get_args(kind)
    for part in (kind, *get_args(kind)):
        if get_origin(part) is Literal:
            return get_args(part)
        for form in get_args(part):
            if isinstance(form, Whole):
                return (str(form.least), str(form.most))
    return (
        "true",
        "false",
        "7",
        "0.4",
        "[nle]",
        "[last-of-region]",
        "[Spring 25]",
        "[trust_ceo]",
        "2025-01-15",
        "2025-01-16",
    )


def without_sources(p: Policy) -> Policy:
    return replace(p, assumptions=())


@pytest.mark.parametrize("key", settings_in_sections())
def test_every_setting_that_is_written_reaches_the_policy(tmp_path: Path, key: str) -> None:
    base = base_that_reads(key)
    before, changed = without_sources(loaded(tmp_path, base=base).policy), []
    for value in candidates(settings_in_sections()[key].kind):
        try:
            changed.append(without_sources(loaded(tmp_path, "", f"{key}={value}", base=base).policy) != before)
        except InputFaults:
            continue
    assert any(changed)


def test_every_field_of_a_section_is_a_setting_or_is_known_to_be_none() -> None:
    sections = (policy.Eligibility, policy.Support, policy.Rules, policy.Rates, policy.FitScale, policy.Effort)
    sections += (policy.Pot, policy.FixedCost, policy.GoalChoice, policy.Pinned, policy.ConflictLevels, policy.Settings)
    silent = {
        (kind.__name__, f.name)
        for kind in sections
        for f in fields(kind)
        if f.name not in {one.field for one in declared(kind)}
    }
    assert silent == NOT_WRITTEN


def test_each_role_has_a_rate_and_each_relation_a_level() -> None:
    assert [one.entry for one in declared(policy.Rates) if one.entry] == list(LEADER_ROLES)
    assert [one.entry for one in declared(policy.ConflictLevels)] == [r for r in RELATIONS if r != "none"]


def test_labels_and_phrases_come_from_the_declaration() -> None:
    limit = settings_by_key(ScenarioModel)["rules.max_travel_km"]
    assert labels.setting("rules.max_travel_km") == limit.label
    assert labels.setting("years_at_least") == labels.setting("eligibility.years_at_least") == "years in the trust"
    assert labels.setting("support.governance_needs_match") == "support.governance_needs_match"
    assert labels.setting_and_value("rules.max_travel_km", 45, "45") == "journeys up to 45 km"
    assert labels.setting_and_value("rules.max_travel_km", None, "none") == "no limit on journeys"
    assert labels.setting_and_value("eligibility.years_at_least", 0, "0") == "no least years in the trust"
    assert labels.setting_and_value("priority", "equal", "equal") == "priority equal"


def test_the_policy_is_declared_without_the_library_that_reads_it() -> None:
    code = "import sys, matcher.policy; print([m for m in ('pydantic', 'yaml', 'rapidfuzz') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
