"""GIAS links between establishments: which URN followed which, and whether one to one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from matcher.domain import Succession
from matcher.errors import Fault
from matcher.read.open_data import public_ids
from matcher.read.open_data.parsed_file import ParsedFile, first_few
from matcher.read.parsing import cells
from matcher.read.parsing.file_dates import day_of
from matcher.read.parsing.spelling import did_you_mean, misspelt_as
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.run_folders.fact_columns import facts_of_rows
from matcher.read.table_files.fast_csv import read_columns
from matcher.read.table_files.file_columns import (
    Columns,
    FaultCollector,
    drop_placeholder_dates,
    match_headings,
    named_columns,
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "urn": ("URN",),
    "link": ("LinkURN",),
    "name": ("LinkName",),
    "type": ("LinkType",),
    "on": ("LinkEstablishedDate",),
}
FORWARD = {
    "Successor": True,
    "Successor - merged": False,
    "Successor - amalgamated": False,
    "Successor - Split School": False,
}
BACKWARD = {
    "Predecessor": True,
    "Predecessor - merged": False,
    "Predecessor - amalgamated": False,
    "Predecessor - Split School": False,
}
NO_SUCCESSION = (
    "Sixth Form Centre School",
    "Sixth Form Centre Link",
    "Result of Amalgamation",
    "Other",
    "Expansion",
    "Closure",
    "Merged - expansion in school capacity and changer in age range",
    "Merged - expansion in school capacity and change in age range",
    "Merged - change in age range",
    "Merged - expansion of school capacity",
)

Step = tuple[bool, bool]  # forward, plain


def read_establishment_links(path: Path, as_at: date, faults: list[Fault]) -> ParsedFile | None:
    """Each succession once, although the file lists it under both schools."""
    result = read_columns(
        path, "establishment_links", faults, "LinkURN", lambda header: match_headings(header, COLUMNS).values()
    )
    if result is None:
        return None
    table, header = result
    fault_collector = FaultCollector(path.name, faults)
    columns = named_columns(table, header, COLUMNS, ("urn", "link", "type"), fault_collector)
    parsed_file = ParsedFile(table.input_file(), day_of(path.name))
    parsed_file.notes.extend(f"{path.name}: {note}" for note in table.notes)
    if columns is not None:
        _read(columns, parsed_file)
    fault_collector.close()
    return parsed_file


def _read(columns: Columns, parsed_file: ParsedFile) -> None:
    rows_by_link: dict[tuple[str, str], list[tuple[bool, date | None]]] = defaultdict(list)
    names: dict[str, str] = {}
    other = 0
    steps = columns.parse("type", _step)
    rows = zip(
        columns.parse("urn", public_ids.urn),
        columns.parse("link", public_ids.urn),
        columns.text("name"),
        steps,
        map(drop_placeholder_dates(), columns.parse("on", cells.day)),
        strict=True,
    )
    for urn, link, name, step, on in rows:
        if urn is None or link is None or step is None or urn == link:
            other += 1
            continue
        forward, plain = step
        rows_by_link[(urn, link) if forward else (link, urn)].append((plain, on))
        names[link] = max(name, names.get(link, ""))
    parsed_file.successions = list(_successions(rows_by_link))
    parsed_file.former = {urn: {"name": name or None} for urn, name in names.items()}
    parsed_file.note(other, "links that are no succession (sixth form centres, expansions, ...)")
    for (kind, how), number in sorted(_unknown_kinds(columns.text("type"), steps).items()):
        parsed_file.note(number, f"links of the kind {kind!r}, which is not known here, were read as {how}")
    _note_shape(parsed_file)


def _step(cell: str) -> Step | None:
    """None for a link that is no succession, of a kind that is known here or not.

    A kind of succession that is not known is read as one that is not one to one; a slip in a known one is a fault.
    """
    folded = cell.casefold()
    for kinds, forward in ((FORWARD, True), (BACKWARD, False)):
        for name, plain in kinds.items():
            if folded == name.casefold():
                return forward, plain
    if not cell:
        raise Unreadable("is empty, so the link may be a succession", "Write the type of link")
    if folded in map(str.casefold, NO_SUCCESSION):
        return None
    for word, forward in (("successor", True), ("predecessor", False)):
        if folded.startswith(word):
            return forward, False
    slip = misspelt_as(cell, [*FORWARD, *BACKWARD])
    if slip is not None or "successor" in folded or "predecessor" in folded:
        link_types = [*FORWARD, *BACKWARD]
        raise Unreadable("is no type of succession that is known here", did_you_mean(slip or cell, link_types))
    return None


def _unknown_kinds(kinds: Sequence[str], steps: Sequence[Step | None]) -> Counter[tuple[str, str]]:
    """How many links are of each kind that is named nowhere here, and what they were read as."""
    known = {name.casefold() for name in (*FORWARD, *BACKWARD, *NO_SUCCESSION)}
    unknown = ((kind, step) for kind, step in zip(kinds, steps, strict=True) if kind and kind.casefold() not in known)
    return Counter((kind, "a succession, not one to one" if step else "no succession") for kind, step in unknown)


def _successions(rows_by_link: dict[tuple[str, str], list[tuple[bool, date | None]]]) -> Iterable[Succession]:
    """Plain where every row is and no other link shares either school; dated by the later day, the opening."""
    after = Counter(old for old, _ in rows_by_link)
    before = Counter(new for _, new in rows_by_link)
    found: list[tuple[str, str, bool, date | None]] = []
    for (old, new), rows in sorted(rows_by_link.items()):
        alone = after[old] == 1 and before[new] == 1 and (new, old) not in rows_by_link
        plain, on = all(plain for plain, _ in rows), max([day for _, day in rows if day is not None], default=None)
        found.append((old, new, alone and plain, on))
    return facts_of_rows(Succession, ("old_urn", "new_urn", "plain", "on"), found)


def _note_shape(parsed_file: ParsedFile) -> None:
    pairs = {(s.old_urn, s.new_urn) for s in parsed_file.successions}
    both = [old for old, new in pairs if (new, old) in pairs]
    parsed_file.note(len(both) // 2, f"pairs of schools are each said to follow the other (URNs {first_few(both)})")
    several = sum(1 for s in parsed_file.successions if not s.plain)
    parsed_file.note(several, "successions are not one to one (mergers, splits, several of either)")
    parsed_file.note(sum(1 for s in parsed_file.successions if s.on is None), "successions have no date")
