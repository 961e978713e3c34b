"""Records of the real files that the programme must ignore: other countries, sectors and kinds of group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from matcher.sample.people_and_places import kinds
from matcher.sample.people_and_places.places import Place, SampleAuthority
from matcher.sample.people_and_places.schools import SampleSchool
from matcher.sample.people_and_places.trusts import SampleTrust

OTHER_GROUPS = (
    SampleTrust(
        uid="70001",
        name="Quillness Sure Start",
        kind="Children's Centres Group",
        region="",
        size=0,
        opened=date(1900, 1, 1),
    ),
    SampleTrust(
        uid="70002", name="Quillness Umbrella Trust", kind="Umbrella trust", region="", size=0, opened=date(2012, 9, 1)
    ),
    SampleTrust(
        uid="70003",
        name="QUILLWATER ACADEMIES (DISSOLVED)",
        kind="Multi-academy trust",
        region="",
        size=0,
        opened=date(2011, 9, 1),
        closed=date(2019, 8, 31),
    ),
)

_WALES = SampleAuthority("681", "Cardiff", "Wales (pseudo)", 318, 176, 5, 1)
_WELSH_PLACE = Place(_WALES, "Quillcote", "QX99 9AA", 318_000, 176_000)


def out_of_scope_schools(template: SampleSchool) -> tuple[SampleSchool, ...]:
    """A Welsh school, an independent one, a sixth form and one not yet open; the rest copied from `template`."""
    open_school = replace(
        template, old=(), trust=None, joined=None, federation=None, opened=None, faith="Does not apply"
    )
    return (
        replace(open_school, urn="999901", number=2999, name="Ysgol Quillcote", kind=kinds.WELSH, place=_WELSH_PLACE),
        replace(open_school, urn="999902", number=6001, name="Quillreach House", kind=kinds.INDEPENDENT),
        replace(
            open_school,
            urn="999903",
            number=6699,
            name="Quillreach Sixth Form",
            kind=kinds.FREE_16_TO_19,
            phase="16-plus",
        ),
        replace(
            open_school,
            urn="999904",
            number=2998,
            name="Quillfleet Primary School",
            kind=kinds.FREE,
            status="Proposed to open",
            opened=date(2024, 9, 1),
        ),
    )
