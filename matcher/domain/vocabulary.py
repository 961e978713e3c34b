"""The fixed vocabularies of the programme (phases, regions, roles, relations), and the field type for provenance."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Literal

PHASES = ("nursery", "primary", "middle", "secondary", "all-through", "special", "alternative-provision", "16-plus")
AREAS = (
    "leadership",
    "governance",
    "curriculum",
    "teaching",
    "behaviour",
    "attendance",
    "personal-development",
    "safeguarding",
    "early-years",
    "sixth-form",
    "send",
    "inclusion",
)
REGIONS = (
    "East Midlands",
    "East of England",
    "London",
    "North East",
    "North West",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and the Humber",
)
LEADER_ROLES = ("trust_ceo", "nle", "equivalent")
PEOPLE_ROLES = ("broker", "director", "approver", "board")
RELATIONS = (
    "employed_by",
    "governs",
    "trustee_of",
    "family",
    "business",
    "formerly_employed_by",
    "supplies",
    "sponsor_interest",
    "supported_before",
    "other",
    "none",
)
PARTY_KINDS = ("school", "trust", "authority", "diocese", "person", "organisation")
LEVELS = ("declare", "sign_off", "block")  # from mildest to strictest
SUPPORTER_TYPES = ("school", "trust", "authority", "traded-service", "federation")  # organisations that support schools
CHECK_STATES = ("yes", "no", "pending")  # of an organisation's due diligence, and of the check of its finances
COHORTS = ("Spring 25", "Summer 25", "Autumn 25", "Spring 26", "Flow")  # of RISE, by when a school was identified
MATCHING_DECISIONS = ("match", "review-progress")
HISTORY_STATES = ("proposed", "agreed", "running", "finished", "declined")
STANDING_STATES = ("agreed", "approved", "appointed", "delivering")  # of a match that only a person may end
MEASURES = ("road", "register")  # who says how long a journey takes: an engine on roads, or a person

Kind = Literal["school", "trust"]
Sector = Literal["maintained", "academy", "other"]
Regime = Literal["headline", "sub-judgements", "report-card"]


def added(on: str, default: Any = None) -> Any:
    """A field that joined on that day; older sealed runs lack it. At its default it leaves a run's id as it was."""
    return field(default=default, metadata={"added": on})


def provenance() -> Any:
    """A field that records where a fact was read; left out of the run's identity."""
    return field(default="", metadata={"provenance": True}, compare=False)
