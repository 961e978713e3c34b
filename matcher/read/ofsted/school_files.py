"""Ofsted's files on state-funded schools: each school as it now is, its trust, and the judgements on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from matcher.domain import Membership, is_no_faith
from matcher.errors import Fault
from matcher.read.gias import geography, school_types
from matcher.read.ofsted.ofsted_aliases import SCHOOL, blocks_of
from matcher.read.ofsted.ofsted_category import category_heading, note_other_category
from matcher.read.ofsted.ofsted_judgements import note_wrong_dates, read_judgements
from matcher.read.ofsted.ofsted_order import notices_column, order_columns, read_order
from matcher.read.open_data import public_ids
from matcher.read.open_data.parsed_file import ParsedFile, SchoolFacts, one_of_two
from matcher.read.parsing import cells
from matcher.read.parsing.file_dates import day_of
from matcher.read.run_folders.fact_columns import facts_of_rows
from matcher.read.table_files.fast_csv import read_columns
from matcher.read.table_files.file_columns import (
    Columns,
    FaultCollector,
    match_headings,
    missing_headings,
    named_columns,
    real_day,
)
from matcher.read.table_files.tables import Table

HEADER = ("URN", "LAESTAB")
SHEETS = ("mostrecentinspection", "latestinspection")


def read_ofsted(path: Path, as_at: date, faults: list[Fault]) -> ParsedFile | None:
    """Official statistics, management information or one row per inspection, in the names of any year since 2019."""
    result = read_columns(path, "ofsted", faults, HEADER, _wanted, sheets=SHEETS)
    if result is None:
        return None
    table, header = result
    fault_collector = FaultCollector(path.name, faults)
    if "urn" not in match_headings(header, {"urn": SCHOOL["urn"]}):
        message = "the file has no URN for its schools, so it cannot be joined to any other"
        fault_collector.add(None, "URN", "", message, "Use Ofsted's own file, or put the URN back as a column")
        return None
    parsed_file = ParsedFile(table.input_file(), day_of(path.name))
    parsed_file.notes.extend(f"{path.name}: {note}" for note in table.notes)
    _read(table, header, parsed_file, fault_collector, as_at)
    fault_collector.close()
    return parsed_file


def _wanted(header: Sequence[str]) -> set[str]:
    headings = set(match_headings(header, SCHOOL).values())
    for block in blocks_of(header):
        headings |= set(match_headings(header, block.aliases).values())
        headings |= set(order_columns(header, block).values())
    return headings | {heading for heading in (category_heading(header), notices_column(header)) if heading}


def _read(
    table: Table, header: Sequence[str], parsed_file: ParsedFile, fault_collector: FaultCollector, as_at: date
) -> None:
    columns = named_columns(table, header, SCHOOL, ("urn", "name", "region", "authority"), fault_collector)
    blocks = blocks_of(header)
    missing = missing_headings(header, SCHOOL) + [
        heading for block in blocks for heading in missing_headings(header, block.expected)
    ]
    if missing:
        parsed_file.notes.append(
            f"{table.file}: has no column for {', '.join(dict.fromkeys(missing))}; read as not known"
        )
    parts = [named_columns(table, header, block.aliases, block.needed, fault_collector) for block in blocks]
    if columns is not None:
        _schools(columns, parsed_file, one_row_each=not blocks[0].own_urn)
    note_other_category(table, header, blocks, parsed_file, fault_collector)
    current = columns.parse("urn", public_ids.urn) if columns else [None] * table.rows
    dates = [
        read_judgements(block, part, current, parsed_file)
        for block, part in zip(blocks, parts, strict=True)
        if part is not None
    ]
    if len(dates) == len(blocks) > 1:
        note_wrong_dates(dates[-2], dates[-1], parsed_file)
    latest = max((day for rows in dates for day in rows.published if day is not None), default=None)
    parsed_file.date_by(latest, as_at)
    if columns is not None and len(dates) == len(blocks):
        schools = [urn or "" for urn in current]
        read_order(list(zip(blocks, dates, strict=True)), table, header, schools, parsed_file)
    if columns is not None:
        _memberships(columns, current, parsed_file)
        parsed_file.ids += public_ids.other_ids(columns, "laestab", "laestab", current)


def _schools(columns: Columns, parsed_file: ParsedFile, one_row_each: bool) -> None:
    urns = columns.parse("urn", public_ids.urn)
    if one_row_each:
        _no_urn_twice(urns, columns)
    fields: dict[str, Sequence[object]] = {
        "name": columns.text("name"),
        "region": columns.parse("region", geography.region_by_name),
        "local_authority": [a and a.name for a in columns.parse("authority", geography.authority_by_name)],
        "postcode": columns.parse("postcode", cells.text),
        "faith": columns.parse("faith", faith),
        "pupils": columns.parse("pupils", cells.whole),
        "deprivation_quintile": columns.parse("deprivation", partial(cells.whole, at_least=1, at_most=5)),
        "opened": columns.parse("opened", real_day),
    }
    kinds = columns.parse("type", school_types.by_name)
    fields["type_name"] = [kind and kind.name for kind in kinds]
    fields["sector"] = [kind and kind.sector for kind in kinds]
    phases = columns.parse("phase", school_types.phase)
    ages = (columns.parse("low age", cells.whole), columns.parse("high age", cells.whole))
    fields["phases"] = list(map(school_types.phases_of, kinds, phases, *ages))
    _put(urns, fields, columns, parsed_file)


def _put(
    urns: Sequence[str | None], fields: dict[str, Sequence[object]], columns: Columns, parsed_file: ParsedFile
) -> None:
    """Where a school has several rows, one per inspection, the row that is greatest as text is used."""
    for row, urn, *values in zip(columns.table.row_numbers, urns, *fields.values(), strict=True):
        if urn is None:
            columns.fault_collector.add(row, columns.names["urn"], "", "the row has no URN", "Write the school's URN")
            continue
        facts: SchoolFacts = dict(zip(fields, values, strict=True))
        parsed_file.schools[urn] = one_of_two(facts, parsed_file.schools.get(urn))


def _no_urn_twice(urns: Sequence[str | None], columns: Columns) -> None:
    first_rows: dict[str, int] = {}
    for row, urn in zip(columns.table.row_numbers, urns, strict=True):
        if urn is not None and first_rows.setdefault(urn, row) != row:
            message = f"the school stands twice, first in row {first_rows[urn]}"
            columns.fault_collector.add(row, columns.names["urn"], urn, message, "Keep one row for each school")


def faith(cell: str) -> str | None:
    """Ofsted's grouping, which is clean, where the designated character has 28 spellings."""
    return None if is_no_faith(cell) else cell


def _memberships(columns: Columns, urns: Sequence[str | None], parsed_file: ParsedFile) -> None:
    """Who is in which multi-academy trust on the day of the file; the joining date is not in the file."""
    stays: dict[tuple[str, str], None] = {}
    uids = columns.parse("trust uid", public_ids.trust_uid)
    if columns.has("trust uid"):
        named = [bool(name) and name.casefold() not in public_ids.NO_TRUST for name in columns.text("trust name")]
        public_ids.refuse_blanks(columns, "trust uid", named, "the trust that is named")
    rows = zip(urns, uids, columns.text("trust name"), strict=True)
    for urn, uid, name in rows:
        if urn and uid:
            stays[urn, uid] = None
            facts = parsed_file.trusts.setdefault(uid, {"name": name or None, "multi": True})
            facts["name"] = max(filter(None, (facts["name"], name)), default=None)
    same = {"joined": None, "seen_on": parsed_file.day, "source": columns.table.file}
    parsed_file.memberships = list(facts_of_rows(Membership, ("urn", "trust_uid"), list(stays), **same))
