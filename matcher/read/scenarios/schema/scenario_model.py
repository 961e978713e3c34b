"""What a scenario holds besides the policy's settings: its files, and how many runs it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from matcher import policy
from matcher.read.scenarios.schema.declared_models import section_model
from matcher.read.scenarios.schema.draws import Draws
from matcher.read.scenarios.schema.forecast import Forecast
from matcher.read.scenarios.schema.scenario_values import FILES, TextOrNull
from matcher.read.scenarios.schema.section import Section, setting
from matcher.setting import Setting, Text


class Data(Section):
    ofsted: Annotated[tuple[str, ...], FILES] = setting("Ofsted inspection files, one or a list", default=())
    group_links: TextOrNull = setting("GIAS group links, with the dates on which schools joined", default=None)
    groups: TextOrNull = setting("GIAS groups: trusts, open and closed", default=None)
    establishment_links: TextOrNull = setting("GIAS predecessors and successors", default=None)
    establishments: TextOrNull = setting("GIAS establishments", default=None)
    coordinates: TextOrNull = setting("eastings and northings by URN, where GIAS is silent", default=None)
    recipients: TextOrNull = setting("schools and trusts already known to qualify", default=None)
    leaders: TextOrNull = setting("system leaders and the days they offer", default=None)
    organisations: TextOrNull = setting("organisations of leaders, or that support schools themselves", default=None)
    governance_leaders: TextOrNull = setting("national leaders of governance, or pools of their days", default=None)
    advisers: TextOrNull = setting("advisers, the schools they can advise and who employs them", default=None)
    interests: TextOrNull = setting("declared interests", default=None)
    people: TextOrNull = setting("those who broker, approve and decide", default=None)
    pairs: TextOrNull = setting("somebody's judgement of single pairs", default=None)
    requests: TextOrNull = setting("schools and trusts put forward by exception", default=None)
    history: TextOrNull = setting("earlier and running deployments", default=None)
    journeys: TextOrNull = setting("minutes from place to place, as somebody measured them", default=None)
    crossings: TextOrNull = setting("somebody's judgement of the water between two places", default=None)
    expected: TextOrNull = setting("how many are expected to qualify, by month, region and kind", default=None)
    postcodes: Annotated[tuple[str, ...], FILES] = setting(
        "files of postcodes with eastings and northings, in ONSPD's columns, one or a list", default=()
    )
    registers: TextOrNull = setting(
        "one .xlsx workbook with registers as sheets, instead of or beside files", default=None
    )
    cases: TextOrNull = setting("the department's own case list, as its service exports it", default=None)
    signs: Annotated[tuple[str, ...], FILES] = setting(
        "tables of schools' figures by URN, which a programme's own gates ask for, one or a list", default=()
    )
    previous: TextOrNull = setting("the run folder of the last proposal", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioModel(policy.Settings):
    """A scenario once everything is merged: what a run obeys."""

    schema_: Annotated[Literal["matcher/1"], Setting("the version of this language", key="schema", position="name")] = (
        "matcher/1"
    )
    data: Annotated[
        Data,
        Setting("files, relative to the scenario that names them, inside the project folder", position="eligibility"),
    ]
    conflict_levels: Annotated[
        policy.ConflictLevels,
        Setting(
            "`block`, `sign_off` or `declare`, by relation",
            before="what follows where somebody ",
            position="pots",
        ),
    ]
    sweep: Annotated[
        dict[str, Any] | None,
        Setting("settings to try one after another: a list, or from, to and step", optional=True),
    ] = None
    draws: Annotated[Draws | None, Setting("uncertain settings to draw at random", optional=True)] = None
    forecast: Annotated[
        Forecast | None,
        Setting("what a study of the money takes for granted: who says no, what is claimed", optional=True),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFile(ScenarioModel):
    """A scenario as it is written: any part may be left to what it extends, or to the programme."""

    extends: Annotated[Text | None, Setting("another scenario file to start from", optional=True)] = None
    blocks: Annotated[
        dict[str, dict[str, Any]] | None,
        Setting("named sets of changes, chosen when it is run", optional=True),
    ] = None
    override: Annotated[dict[str, Any] | None, Setting("changes by dotted key, made last", optional=True)] = None


SCENARIO = section_model(ScenarioModel)
SCENARIO_FILE = section_model(ScenarioFile)
SCENARIO_FILE.__doc__ = ScenarioFile.__doc__  # the description of the whole JSON Schema
