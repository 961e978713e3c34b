"""The headings of Ofsted's files from 2019 to 2026, by what they mean.

Checked on the files of February 2022 and August 2025. The names of one-row-per-inspection files and of those since
November 2025 are as others report them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.read.table_files.file_columns import match_headings

Aliases = dict[str, tuple[str, ...]]

SCHOOL: Aliases = {
    "urn": ("URN",),
    "laestab": ("LAESTAB",),
    "name": ("School name",),
    "phase": ("Ofsted phase", "Phase of education"),
    "type": ("Type of education",),
    "opened": ("School open date",),
    "faith": ("Faith grouping",),
    "region": ("Region",),
    "authority": ("Local authority",),
    "trust uid": ("Multi-academy trust UID",),
    "trust name": ("Multi-academy trust name",),
    "postcode": ("Postcode",),
    "deprivation": ("The income deprivation affecting children index (IDACI) quintile", "IDACI quintile"),
    "pupils": ("Total number of pupils",),
    "low age": ("Statutory lowest age",),
    "high age": ("Statutory highest age",),
}

LATEST: Aliases = {
    "urn": ("URN at time of latest graded inspection", "URN at time of latest full inspection"),
    "laestab": ("LAESTAB at time of latest graded inspection", "LAESTAB at time of latest full inspection"),
    "name": ("School name at time of latest graded inspection", "School name at time of latest full inspection"),
    "type": ("School type at time of latest graded inspection", "School type at time of latest full inspection"),
    "started": ("Inspection start date",),
    "published": ("Publication date", "First published date"),
    "grade": ("Overall effectiveness",),
    "category": ("Category of concern",),
    "quality-of-education": ("Quality of education",),
    "behaviour": ("Behaviour and attitudes",),
    "personal-development": ("Personal development",),
    "leadership": ("Effectiveness of leadership and management",),
    "early-years": ("Early years provision (where applicable)",),
    "sixth-form": ("Sixth form provision (where applicable)",),
}

PREVIOUS: Aliases = {
    "urn": (
        "URN at time of previous graded inspection",
        "URN at time of previous full inspection",
        "URN at time of previous inspection",
    ),
    "laestab": (
        "LAESTAB at time of previous graded inspection",
        "LAESTAB at time of previous full inspection",
        "LAESTAB at time of previous inspection",
    ),
    "name": (
        "School name at time of previous graded inspection",
        "School name at time of previous full inspection",
        "School name at time of previous inspection",
    ),
    "type": (
        "School type at time of previous graded inspection",
        "School type at time of previous full inspection",
        "School type at time of previous inspection",
    ),
    "started": ("Previous inspection start date",),
    "published": ("Previous publication date", "Previous first published date"),
    "grade": (
        "Previous graded inspection overall effectiveness",
        "Previous full inspection overall effectiveness",
        "Previous overall effectiveness",
    ),
    "category": ("Previous category of concern",),
    "quality-of-education": ("Previous quality of education",),
    "behaviour": ("Previous behaviour and attitudes",),
    "personal-development": ("Previous personal development",),
    "leadership": ("Previous effectiveness of leadership and management",),
    "early-years": ("Previous early years provision (where applicable)",),
    "sixth-form": ("Previous sixth form provision (where applicable)",),
}

OEIF: Aliases = {  # the last inspection before report cards, in files since November 2025
    "urn": ("URN at time of latest OEIF graded inspection",),
    "laestab": ("LAESTAB at time of latest OEIF graded inspection",),
    "name": ("School name at time of latest OEIF graded inspection",),
    "type": ("School type at time of latest OEIF graded inspection",),
    "started": ("Inspection start date of latest OEIF graded inspection",),
    "published": ("Publication date of latest OEIF graded inspection",),
    "grade": ("Latest OEIF overall effectiveness",),
    "category": ("Latest OEIF category of concern",),
    "quality-of-education": ("Latest OEIF quality of education",),
    "behaviour": ("Latest OEIF behaviour and attitudes",),
    "personal-development": ("Latest OEIF personal development",),
    "leadership": ("Latest OEIF effectiveness of leadership and management",),
    "early-years": ("Latest OEIF early years provision (where applicable)",),
    "sixth-form": ("Latest OEIF sixth form provision (where applicable)",),
}

REPORT_CARD: Aliases = {
    **{meaning: LATEST[meaning] for meaning in ("urn", "laestab", "name", "type", "started", "published", "category")},
    "safeguarding": ("Safeguarding standards", "Safeguarding"),
    "inclusion": ("Inclusion",),
    "curriculum-and-teaching": ("Curriculum and teaching",),
    "achievement": ("Achievement",),
    "attendance-and-behaviour": ("Attendance and behaviour",),
    "personal-development-and-wellbeing": ("Personal development and wellbeing", "Personal development and well-being"),
    "early-years": ("Early years (where applicable)", "Early years"),
    "post-16": ("Post-16 provision (where applicable)", "Post-16 provision"),
    "leadership-and-governance": ("Leadership and governance",),
}

BODY = ("urn", "laestab", "name", "type", "started", "published", "grade", "category", "safeguarding")


@dataclass(frozen=True)
class Block:
    """The columns that describe one inspection. `own_urn`: the row is the inspection, and the URN its school's."""

    title: str
    aliases: Aliases
    needed: tuple[str, ...]
    own_urn: bool = False
    card: bool = False

    @property
    def areas(self) -> tuple[str, ...]:
        return tuple(meaning for meaning in self.aliases if meaning not in BODY)

    @property
    def expected(self) -> Aliases:
        """The columns that a file of this kind has; a row that is the inspection does not name its school again."""
        if not self.own_urn:
            return self.aliases
        return {meaning: names for meaning, names in self.aliases.items() if meaning not in ("laestab", "name", "type")}


GRADED = ("urn", "started", "published", "grade", "leadership")
ONE_ROW = Block("inspection", {**LATEST, "urn": ("URN",)}, ("urn", "started", "published", "grade"), own_urn=True)
ONE_CARD = Block(
    "inspection",
    {**REPORT_CARD, "urn": ("URN",)},
    ("urn", "started", "published", "leadership-and-governance"),
    own_urn=True,
    card=True,
)
BEFORE = Block("previous inspection", PREVIOUS, GRADED)


def blocks_of(header: Sequence[str]) -> tuple[Block, ...]:
    """The blocks of inspection columns in a header, the most reliable first."""
    has_oeif = "grade" in match_headings(header, OEIF)
    has_card = "curriculum-and-teaching" in match_headings(header, REPORT_CARD)
    if has_card and not has_oeif and "urn" not in match_headings(header, LATEST):
        return (ONE_CARD,)
    if has_oeif or has_card:
        card = Block(
            "report card", REPORT_CARD, ("urn", "started", "published", "leadership-and-governance"), card=True
        )
        older = Block("latest graded inspection", OEIF, GRADED)
        has_before = {"urn", "started", "grade"} <= match_headings(header, PREVIOUS).keys()
        return (card, older, BEFORE) if has_before else (card, older)
    if "urn" in match_headings(header, LATEST):
        return (Block("latest inspection", LATEST, GRADED), BEFORE)
    has_before = "grade" in match_headings(header, PREVIOUS)
    return (ONE_ROW, BEFORE) if has_before else (ONE_ROW,)
