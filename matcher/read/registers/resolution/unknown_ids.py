"""Ids of registers that nothing in the data has: counted by column, with the nearest known id; or faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from matcher.errors import WITHHELD, Fault
from matcher.read.parsing.personal_data import withhold_name
from matcher.read.parsing.spelling import closest_spelling
from matcher.read.registers.resolution.resolve import Resolved, Unknown

MOST_SHOWN = 5
DAMAGED_FROM = 2  # one id that finds nothing is a slip, not a damaged column
_TODO = "Write an id that is in the data, or yes under outside where the party is known to lie outside"
MARK = "References: "  # begins a note of this room


def tell_unknown(
    resolved: Resolved, names: Mapping[str, str], groups: bool, strict: bool, faults: list[Fault]
) -> tuple[str, ...]:
    """One note a column. With `strict` each id is a fault; where every trust is known (`groups`), so is a column of
    organisations of which more than half finds nothing. `names` are those of schools and trusts, by id.
    """
    told: list[str] = []
    for (table, column), several in groupby(sorted(resolved.unknown, key=_order), key=lambda u: (u.table, u.column)):
        unknown, cells = list(several), resolved.cells[table, column]
        if strict:
            faults.extend(_fault(u, names) for u in unknown)
            continue
        if groups and column == "organisation_id" and len(unknown) >= DAMAGED_FROM and 2 * len(unknown) > cells:
            faults.append(_damaged(unknown, cells, names))
            continue
        told.append(_note(table, column, unknown, cells, names))
    return tuple(told)


def _order(u: Unknown) -> tuple[str, str, str, int]:
    return u.table, u.column, u.file, u.row


def _fault(u: Unknown, names: Mapping[str, str]) -> Fault:
    todo = _nearest(u, names) or _TODO
    message = "is the id of nothing in the data"
    return Fault(u.file, u.row, u.column, withhold_name(u.shown, todo) if u.shown else WITHHELD, message, todo)


def _damaged(unknown: list[Unknown], cells: int, names: Mapping[str, str]) -> Fault:
    first = unknown[0]
    message = f"{len(unknown):,} of {cells:,} ids of organisations find nothing in the data: the column is damaged"
    shown = ", ".join(withhold_name(u.shown) for u in unknown[:MOST_SHOWN])
    return Fault(
        first.file, first.row, first.column, shown, message, _nearest(first, names) or "Take it from its source"
    )


def _note(table: str, column: str, unknown: list[Unknown], cells: int, names: Mapping[str, str]) -> str:
    rows = ", ".join(_shown(u, names) for u in unknown[:MOST_SHOWN])
    more = f" and {len(unknown) - MOST_SHOWN} more" if len(unknown) > MOST_SHOWN else ""
    return f"{MARK}{table}, column {column}: {len(unknown):,} of {cells:,} find nothing in the data (row {rows}{more})"


def _shown(u: Unknown, names: Mapping[str, str]) -> str:
    if not u.shown:  # whom an interest is about is personal data
        return f"{u.row}: {_article(u.party_kind)}"
    nearest = _nearest(u, names)
    return f"{u.row}: {withhold_name(u.shown, nearest)!r}" + (f", {nearest[0].lower()}{nearest[1:]}" if nearest else "")


def _nearest(u: Unknown, names: Mapping[str, str]) -> str:
    """The known id, or the known name's id, that is most like it."""
    if u.advice:
        return u.advice
    if not u.shown:
        return ""
    if not any(c.isdigit() for c in u.shown):
        by_name = {name: id_ for id_, name in names.items()}
        name = closest_spelling(u.shown, by_name, at_least=85)
        return f"Did you mean {by_name[name]!r} ({name})?" if name else ""
    id_ = closest_spelling(u.shown, _alike(u.shown, names), at_least=75)
    return f"Did you mean {id_!r} ({names[id_]})?" if id_ else ""


def _alike(shown: str, names: Mapping[str, str]) -> Iterable[str]:
    """Only ids of about the same length, so that a whole country's ids are not measured for each slip."""
    return [id_ for id_ in names if abs(len(id_) - len(shown)) <= 1 and id_[:1] == shown[:1]]


def _article(kind: str) -> str:
    return f"an {kind}" if kind[:1] in "ao" else f"a {kind}"
