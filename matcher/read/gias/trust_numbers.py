"""A trust's other numbers in the groups file: Group ID and UKPRN, which lead from the department's cases to the UID."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from matcher.domain import TrustNumber
from matcher.read.open_data import public_ids
from matcher.read.open_data.parsed_file import ParsedFile
from matcher.read.parsing.unreadable import Unreadable
from matcher.read.table_files.file_columns import Columns

_UKPRN = re.compile(r"1[0-9]{7}")


def ukprn(cell: str) -> str | None:
    """Eight digits that begin with 1; copies through a spreadsheet may have added `.0`."""
    if cell in ("", "NULL"):
        return None
    bare = cell.removesuffix(".0")
    if not _UKPRN.fullmatch(bare):
        raise Unreadable("is not a UKPRN", "Write the eight digits, which begin with 1")
    return bare


def read_numbers(columns: Columns, multi: Sequence[bool | None]) -> Iterator[TrustNumber]:
    """Of the academy trusts of the file, those that have a number."""
    uids = columns.parse("uid", public_ids.trust_uid)
    rows = zip(uids, columns.text("group id"), columns.text("ukprn"), multi, strict=True)
    for uid, group_id, number, kind in rows:
        if uid and kind is not None and (group_id or number):
            yield TrustNumber(uid=uid, group_id=group_id or None, ukprn=number.removesuffix(".0") or None)


def numbers_of_all(parsed_files: Iterable[ParsedFile]) -> tuple[TrustNumber, ...]:
    """One for each trust, in order of UID, as the file that is believed first gives it."""
    found: dict[str, TrustNumber] = {}
    for parsed_file in parsed_files:
        for number in parsed_file.trust_numbers:
            found.setdefault(number.uid, number)
    return tuple(found[uid] for uid in sorted(found))
