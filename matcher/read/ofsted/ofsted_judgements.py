"""The judgements in one file of Ofsted's, each under the URN that the school had on the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from matcher.domain import Judgement
from matcher.read.gias import geography, school_types
from matcher.read.ofsted import ofsted_codes
from matcher.read.ofsted.ofsted_aliases import PREVIOUS, Block
from matcher.read.open_data import public_ids
from matcher.read.open_data.parsed_file import ParsedFile, SchoolFacts, first_few, one_of_two
from matcher.read.run_folders.fact_columns import facts_of_rows
from matcher.read.table_files.file_columns import Columns, real_day

_JUDGED = (
    *("urn", "started", "published", "grade", "category", "regime"),
    *("leadership", "areas", "safeguarding"),
)
LATEST_RANK, EARLIER_RANK = 1, 0  # where two parts of a file disagree on one inspection, the latest part is surer


@dataclass(frozen=True)
class JudgementRows:
    """For each row of the file: the school then, when it was inspected and when that was published."""

    urns: list[str | None]
    started: list[date | None]
    published: list[date | None]


@dataclass
class _UrnsToNote:
    """URNs to be named in the notes, by kind of problem."""

    headline_too_late: list[str] = field(default_factory=list)
    nothing_judged: list[str] = field(default_factory=list)
    no_start: list[str] = field(default_factory=list)
    no_category: list[str] = field(default_factory=list)


def read_judgements(
    block: Block, columns: Columns, current: Sequence[str | None], parsed_file: ParsedFile
) -> JudgementRows:
    """Add the graded inspections of one block of columns. `current` is each row's school of today."""
    rows = JudgementRows(
        columns.parse("urn", public_ids.urn),
        columns.parse("started", real_day),
        columns.parse("published", real_day),
    )
    dated = [day is not None for day in rows.started]
    public_ids.refuse_blanks(columns, "urn", dated, f"the {block.title}")
    urns_to_note = _UrnsToNote()
    rank = EARLIER_RANK if block.aliases is PREVIOUS else LATEST_RANK
    source = f"{columns.table.file}, {block.title}"
    judged = facts_of_rows(Judgement, _JUDGED, list(_graded(block, columns, rows, urns_to_note)), source=source)
    parsed_file.judgements.extend((rank, judgement) for judgement in judged)
    if not block.own_urn:
        _former_schools(columns, rows.urns, current, parsed_file)
    _note(block.title, urns_to_note, parsed_file)
    return rows


def _note(what: str, urns_to_note: _UrnsToNote, parsed_file: ParsedFile) -> None:
    late, nothing, start = urns_to_note.headline_too_late, urns_to_note.nothing_judged, urns_to_note.no_start
    message = f"headline grades of the {what} were left out: there have been none since 2 September 2024"
    parsed_file.note(len(late), f"{message} (URNs {first_few(late)})")
    parsed_file.note(len(nothing), f"rows with a {what} that judged nothing (URNs {first_few(nothing)})")
    unsafe = urns_to_note.no_category
    message = "report cards say that safeguarding is not met, and name no category of concern"
    parsed_file.note(len(unsafe), f"{message} (URNs {first_few(unsafe)})")
    parsed_file.note(len(start), f"judgements of the {what} do not say when it started (URNs {first_few(start)})")


def _headlines(columns: Columns) -> Iterator[tuple[int | None, str | None, bool | None]]:
    """Each row's overall grade, category of concern, and whether safeguarding is met."""
    return zip(
        columns.parse("grade", ofsted_codes.grade),
        columns.parse("category", ofsted_codes.category),
        columns.parse("safeguarding", ofsted_codes.safeguarding),
        strict=True,
    )


def _graded(
    block: Block, columns: Columns, rows: JudgementRows, urns_to_note: _UrnsToNote
) -> Iterator[tuple[Any, ...]]:
    """The fields of `_JUDGED` of each graded inspection."""
    scale = ofsted_codes.report_card if block.card else ofsted_codes.grade
    areas = block.areas
    marks = zip(*(columns.parse(area, scale) for area in areas), strict=True)
    judged_of = cache(
        lambda given: tuple((area, mark) for area, mark in zip(areas, given, strict=True) if mark is not None)
    )
    for urn, started, published, (grade, category, safe), marks_of_row in zip(
        rows.urns, rows.started, rows.published, _headlines(columns), marks, strict=True
    ):
        if urn is None or (started is None and published is None and grade is None):
            continue
        judged = judged_of(marks_of_row)
        if grade is None and category is None and not judged:
            if started is not None and not block.own_urn:  # one row per inspection lists ungraded visits too
                urns_to_note.nothing_judged.append(urn)
            continue
        if grade is not None and started is not None and started > ofsted_codes.LAST_DAY_OF_HEADLINES:
            urns_to_note.headline_too_late.append(urn)
            grade = None
        if started is None:
            urns_to_note.no_start.append(urn)
        if safe is False and category is None:
            urns_to_note.no_category.append(urn)
        regime = "report-card" if block.card else ofsted_codes.regime(started, grade)
        leadership = None if block.card else dict(judged).get("leadership")
        yield urn, started, published, grade, category, regime, leadership, judged, safe


def _former_schools(
    columns: Columns, urns: Sequence[str | None], current: Sequence[str | None], parsed_file: ParsedFile
) -> None:
    """Facts about the school as it was at the inspection: name, type, phase and authority."""
    laestabs = columns.text("laestab")
    places = {laestab: _place(laestab) for laestab in set(laestabs)}
    rows = zip(urns, columns.text("name"), columns.parse("type", _of_type), laestabs, current, strict=True)
    for urn, name, of_type, laestab, now in rows:
        if not urn:
            continue
        facts: SchoolFacts = {"name": name or None, **(of_type or {})}
        parsed_file.former[urn] = one_of_two(facts, parsed_file.former.get(urn))
        place = places[laestab]
        if place is not None:
            parsed_file.fallback[urn] = one_of_two(place, parsed_file.fallback.get(urn))
        if now and now != urn:
            parsed_file.place_of[urn] = min(now, parsed_file.place_of.get(urn, now))


def _of_type(cell: str) -> SchoolFacts:
    """What the type of a school says of it."""
    kind = school_types.by_name(cell)
    phases = school_types.phases_of(kind, None, None, None)
    return {"type_name": kind and kind.name, "sector": kind and kind.sector, "phases": phases}


def _place(laestab: str) -> SchoolFacts | None:
    authority = geography.authority_by_code(laestab) if laestab else None
    return None if authority is None else {"region": authority.region, "local_authority": authority.name}


def note_wrong_dates(latest: JudgementRows, previous: JudgementRows, parsed_file: ParsedFile) -> None:
    """Back-references published only after the next inspection began: kept, since inspections are put in the order in
    which they started, but worth knowing.
    """
    rows = zip(previous.urns, previous.published, latest.started, strict=True)
    odd = [urn for urn, published, start in rows if urn and published and start and published >= start]
    what = "previous inspections were, by their date, published only once the next had begun; start dates decide"
    parsed_file.note(len(odd), f"{what} (URNs {first_few(odd)})")
