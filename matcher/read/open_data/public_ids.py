"""The columns of public ids in the DfE and Ofsted files, each read by the one reader of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from matcher.identity import NotAnId
from matcher.identity import authority_code as read_authority_code
from matcher.identity import trust_uid as read_trust_uid
from matcher.identity import urn as read_urn
from matcher.identity.crosswalk import READERS, IdKind, Key
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.file_columns import Columns

NO_TRUST = ("not applicable", "does not apply")  # of a school that is in no trust


def urn(cell: str) -> str | None:
    """A school's number."""
    return _parsed(cell, read_urn)


def trust_uid(cell: str) -> str | None:
    """A trust's UID in GIAS; a Group ID or UKPRN in its place is left for the crosswalk."""
    return None if cell.casefold() in NO_TRUST else _uid(cell)


def own_uid(cell: str) -> str | None:
    """A trust's UID in the file that says which UID each trust has: nothing else may stand in its place there."""
    uid = _uid(cell)
    if uid is not None and not (uid.isdigit() and len(uid) < 8):
        raise Unreadable("is another id than a UID", "Write the UID of the group in GIAS, digits only")
    return uid


def authority_code(cell: str) -> str | None:
    """A local authority's code; `000` stands for none in GIAS."""
    return None if cell.strip("0") == "" else _parsed(cell, read_authority_code)


@lru_cache(maxsize=50_000)  # those of one country: each stands in several columns and files, and takes a while
def _uid(cell: str) -> str | None:
    return _parsed(cell, read_trust_uid)


def _parsed(cell: str, reader: Callable[[str], str]) -> str | None:
    if not cell:
        return None
    try:
        return reader(cell)
    except NotAnId as problem:
        raise Unreadable(problem.message, problem.suggestion) from None


def other_ids(columns: Columns, meaning: str, kind: IdKind, bodies: Sequence[str | None]) -> list[tuple[Key, str]]:
    """What a column says of each row's body under another kind of id. One that cannot be read says nothing: such ids
    only help to find a body, and nothing is decided by them.
    """
    if not columns.has(meaning):
        return []
    values = columns.parse(meaning, lambda cell: _read(kind, cell) if cell else None)
    return [((kind, value), body) for value, body in zip(values, bodies, strict=True) if value and body]


def _read(kind: IdKind, cell: str) -> str | None:
    try:
        return READERS[kind](cell)
    except NotAnId:  # see other_ids: nothing is decided by it
        return None


def refuse_blanks(columns: Columns, meaning: str, rows: Iterable[bool], what: str) -> None:
    """A fault for each of these rows in which the id is missing: what the row says would be of nobody."""
    for number, cell, counts in zip(columns.table.row_numbers, columns.text(meaning), rows, strict=True):
        if counts and not cell:
            heading = columns.names.get(meaning, meaning)
            columns.fault_collector.add(
                number, heading, "", f"{what} has no {heading}", "Write the id, or take out the row"
            )


def joined_laestab(code: str, number: str) -> str | None:
    """From the two columns of GIAS; None where they make none."""
    return _read("laestab", f"{code.removesuffix('.0').zfill(3)}/{number.removesuffix('.0').zfill(4)}")
