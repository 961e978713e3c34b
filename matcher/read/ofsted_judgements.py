"""The judgements in one file of Ofsted's, each under the URN that the school had on the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from matcher.domain import Judgement
from matcher.read import cells, ofsted_codes, places, school_types
from matcher.read.columns import Columns, known_day, school_urn
from matcher.read.gathered import Reading, SchoolFacts, some
from matcher.read.ofsted_aliases import PREVIOUS, Block

LATEST_RANK, EARLIER_RANK = 1, 0  # where two parts of a file disagree on one inspection, the latest part is surer


@dataclass(frozen=True)
class Rows:
    """For each row of the file: the school then, when it was inspected and when that was published."""

    urns: list[str | None]
    started: list[date | None]
    published: list[date | None]


@dataclass
class _Seen:
    """What is worth a note, by URN."""

    headline_too_late: list[str]
    nothing_judged: list[str]
    no_start: list[str]


def read_judgements(block: Block, columns: Columns, current: Sequence[str], reading: Reading) -> Rows:
    """Add the graded inspections of one block of columns. `current` is each row's school of today."""
    rows = Rows(
        columns.parsed("urn", school_urn),
        list(map(known_day(), columns.parsed("started", cells.day))),
        list(map(known_day(), columns.parsed("published", cells.day))),
    )
    seen = _Seen([], [], [])
    rank = EARLIER_RANK if block.aliases is PREVIOUS else LATEST_RANK
    reading.judgements.extend((rank, judgement) for judgement in _graded(block, columns, rows, seen))
    if not block.own_urn:
        _former_schools(columns, current, reading)
    _note(block.title, seen, reading)
    return rows


def _note(what: str, seen: _Seen, reading: Reading) -> None:
    late, nothing, start = seen.headline_too_late, seen.nothing_judged, seen.no_start
    said = f"headline grades of the {what} were left out: there have been none since 2 September 2024"
    reading.note(len(late), f"{said} (URNs {some(late)})")
    reading.note(len(nothing), f"rows with a {what} that judged nothing (URNs {some(nothing)})")
    reading.note(len(start), f"judgements of the {what} do not say when it started (URNs {some(start)})")


def _graded(block: Block, columns: Columns, rows: Rows, seen: _Seen) -> Iterator[Judgement]:
    scale = ofsted_codes.report_card if block.card else ofsted_codes.grade
    marks = zip(*(columns.parsed(area, scale) for area in block.areas), strict=True)
    heads = zip(
        columns.parsed("grade", ofsted_codes.grade), columns.parsed("category", ofsted_codes.category), strict=True
    )
    source = f"{columns.table.file}, {block.title}"
    for urn, started, published, (grade, category), given in zip(
        rows.urns, rows.started, rows.published, heads, marks, strict=True
    ):
        if urn is None or (started is None and published is None and grade is None):
            continue
        judged = tuple((area, mark) for area, mark in zip(block.areas, given, strict=True) if mark is not None)
        if grade is None and category is None and not judged:
            if started is not None and not block.own_urn:  # one row per inspection lists ungraded visits too
                seen.nothing_judged.append(urn)
            continue
        if grade is not None and started is not None and started > ofsted_codes.LAST_DAY_OF_HEADLINES:
            seen.headline_too_late.append(urn)
            grade = None
        if started is None:
            seen.no_start.append(urn)
        yield Judgement(
            urn=urn,
            started=started,
            published=published,
            grade=grade,
            category=category,
            regime="report-card" if block.card else ofsted_codes.regime(started, grade),
            leadership=None if block.card else next((mark for area, mark in judged if area == "leadership"), None),
            areas=judged,
            source=source,
        )


def _former_schools(columns: Columns, current: Sequence[str], reading: Reading) -> None:
    """What is said in passing of the school as it then was."""
    kinds = columns.parsed("type", school_types.by_name)
    rows = zip(columns.text("urn"), columns.text("name"), kinds, columns.text("laestab"), current, strict=True)
    for urn, name, kind, laestab, now in rows:
        if not urn:
            continue
        facts: SchoolFacts = {"name": name or None, "type_name": kind and kind.name, "sector": kind and kind.sector}
        facts["phases"] = school_types.phases_of(kind, None, None, None)
        known = reading.former.get(urn)
        if known is None or repr(facts) > repr(known):  # two rows may name one former school differently
            reading.former[urn] = facts
        authority = places.authority_coded(laestab) if laestab else None
        if authority is not None:
            place = {"region": authority.region, "local_authority": authority.name}
            reading.fallback[urn] = max(place, reading.fallback.get(urn, place), key=repr)
        if now and now != urn:
            reading.place_of[urn] = min(now, reading.place_of.get(urn, now))


def note_wrong_dates(latest: Rows, previous: Rows, reading: Reading) -> None:
    """Back-references published only after the next inspection began: kept, since inspections are put in the order in
    which they started, but worth knowing.
    """
    rows = zip(previous.urns, previous.published, latest.started, strict=True)
    odd = [urn for urn, published, start in rows if urn and published and start and published >= start]
    what = "previous inspections were, by their date, published only once the next had begun; start dates decide"
    reading.note(len(odd), f"{what} (URNs {some(odd)})")
