"""What Ofsted found in the sample's schools: graded inspections, the newest two of which its file keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from matcher.sample.calendar import in_term, published, visit
from matcher.sample.people_and_places.schools import SampleSchool
from matcher.sample.people_and_places.stories import NOT_JUDGED, STORIES
from matcher.sample.random_stream import RandomStream

NO_SUB_JUDGEMENTS_BEFORE = date(2019, 9, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One graded inspection as Ofsted's file words it: cells, not facts (9, 8 and 0 are its codes for none)."""

    number: str
    type: str
    grouping: str
    event: str
    started: date
    published: date | None
    under: SampleSchool
    grade: str
    category: str
    quality: str
    behaviour: str
    development: str
    leadership: str
    safeguarding: str
    early_years: str
    sixth_form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ungraded:
    """The newest ungraded visit since the graded one."""

    number: str
    under: SampleSchool
    on: date
    published: date
    converted: bool
    outcome: str


def inspected(school: SampleSchool, rng: RandomStream) -> tuple[Inspection, ...]:
    """A school's graded inspections, oldest first."""
    story = STORIES[school.story]
    inspections: list[Inspection] = []
    for window, grade in story.events:
        started = visit(rng, window, school.joined, inspections[-1].started if inspections else None)
        inspections.append(_inspection(rng, school, started, grade, window, inspections))
    if not story.published:
        return (*inspections[:-1], _without_publication(inspections[-1]))
    return tuple(inspections)


def ungraded_visit(school: SampleSchool, graded: tuple[Inspection, ...], rng: RandomStream) -> Ungraded | None:
    """Good and outstanding schools get ungraded visits; a few are turned into graded ones."""
    if not graded or graded[-1].grade not in ("1", "2"):
        return None
    newest = graded[-1]
    converted = newest.event.endswith("Section 8 conversion")
    if not converted and not rng.chance(0.4):
        return None
    on = newest.started if converted else in_term(rng.day(date(2022, 9, 13), date(2025, 6, 17)))
    if on < newest.started:
        return None
    stays = "School remains Good" if newest.grade == "2" else "School remains Outstanding"
    outcome = rng.choice((stays, stays, f"{stays} (Concerns) - S5 Next", "Standards maintained"))
    return Ungraded(
        number=newest.number if converted else _number(school, on, 8),
        under=_then(school, on),
        on=on,
        published=published(rng, on),
        converted=converted,
        outcome="" if converted else outcome,
    )


def _inspection(
    rng: RandomStream, school: SampleSchool, started: date, grade: int, window: str, before: list[Inspection]
) -> Inspection:
    kind, grouping, event = _types(window, before[-1].grade if before else "")
    marks = _marks(rng, school, started, grade)
    return Inspection(
        number=_number(school, started, len(before)),
        type=kind,
        grouping=grouping,
        event=event,
        started=started,
        published=published(rng, started),
        under=_then(school, started),
        grade="Not judged" if grade == NOT_JUDGED else str(grade),
        category=_category(rng, grade, window),
        **marks,
    )


def _marks(rng: RandomStream, school: SampleSchool, started: date, grade: int) -> dict[str, str]:
    overall = grade or rng.choice((2, 2, 2, 3))
    better = max(1, overall - 1)
    marks = {
        "quality": str(overall),
        "behaviour": str(rng.choice((overall, better))),
        "development": str(better),
        "leadership": str(overall if rng.chance(0.7) else better),
        "safeguarding": "No" if overall == 4 and rng.chance(0.5) else "Yes",
        "early_years": "9",
        "sixth_form": "9",
    }
    if started < NO_SUB_JUDGEMENTS_BEFORE:
        marks |= dict.fromkeys(("quality", "behaviour", "development", "safeguarding"), "9")
    if school.phase in ("primary", "nursery"):
        marks["early_years"] = rng.choice((str(overall), str(overall), str(better), "8", "0"))
    if school.phase in ("secondary", "all-through"):
        marks["sixth_form"] = rng.choice((str(better), "9", "9"))
    return marks


def _category(rng: RandomStream, grade: int, window: str) -> str:
    if window == "notice":
        return "NTI"
    if grade == 4:
        return rng.choice(("SM", "SWK"))
    return "SWK" if grade == NOT_JUDGED and rng.chance(0.1) else ""


def _types(window: str, before: str) -> tuple[str, str, str]:
    """Inspection type, its grouping, and the event's grouping with the long dash of Windows."""
    if window == "short":
        return (
            "Maintained Academy and School Short inspection",
            "Section 8 conversion",
            "Schools – Section 8 conversion",
        )
    if window == "after":
        return ("S8 No Formal Designation Visit", "Section 8 deemed section 5", "Schools - S8 deemed S5")
    kind = {"3": "Requires Improvement S5 Reinspection Visit 1", "4": "Special Measures S5 ReInspection"}
    named = kind.get(before, "S5 Inspection")
    return (named, named, "Schools - S5")


def _then(school: SampleSchool, day: date) -> SampleSchool:
    """The school as it was on that day: under its old URN if it had not yet changed hands."""
    return school.old[0] if school.old and school.opened is not None and day < school.opened else school


def _without_publication(last: Inspection) -> Inspection:
    return replace(last, published=None)


def _number(school: SampleSchool, started: date, order: int) -> str:
    return f"ITS{school.urn}" if started.year < 2016 else f"{10 + order}{school.urn}"
