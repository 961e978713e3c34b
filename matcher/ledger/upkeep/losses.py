"""What a ledger has lost, by the run folders beside it: each says with which line it ended when that run was proposed.

A loss that a person has accepted, or that a new ledger was begun in spite of, is no longer one.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from matcher.errors import Fault, InputFaults
from matcher.ledger.log.acts import ACCEPT_LOSS, NEW_LEDGER, PROPOSED
from matcher.ledger.log.chain import Line
from matcher.ledger.log.states import Record
from matcher.read.run_folders.older_formats import ledger_of_format_1
from matcher.read.run_folders.run_folder import MOST_RECORD, RECORD
from matcher.wording.terms import LEADER

TODO = (
    "Restore the ledger from its backup, or name the right one with --ledger; 'matcher ledger accept-loss' goes on"
    " without what is lost, and --new-ledger begins an empty one"
)


class LedgerLost(InputFaults):
    """The ledger has lost lines, by what the runs beside it print; a person may accept that."""


@dataclass(frozen=True, slots=True)
class PrintedHead:
    """With which line a ledger ended when the run of this folder was proposed. `lines` 0 is not known."""

    folder: Path
    run: str
    head: str
    lines: int


def printed_heads(folder: Path, name: str) -> tuple[PrintedHead, ...]:
    """The heads that the run folders in this folder print of the ledger of this name, by folder."""
    found = []
    for path in sorted(folder.glob(f"*/{RECORD}")):
        if path.parent.name.startswith("."):
            continue
        status = path.stat()
        printed, of = _printed(path, status.st_mtime_ns, status.st_size)
        found += [printed] if printed is not None and of == name else []
    return tuple(found)


@lru_cache(maxsize=1000)
def _printed(path: Path, changed: int, size: int) -> tuple[PrintedHead | None, str]:
    """The head that one record prints, and the ledger's name; a record that cannot be read prints none."""
    try:
        record = json.loads(path.read_text(encoding="utf-8")) if size <= MOST_RECORD else {}
    except (OSError, ValueError, RecursionError):
        return None, ""  # whoever opens the run is told
    known = record.get("ledger") if isinstance(record, dict) else None
    if known is None and isinstance(record, dict) and "format" not in record:
        known = ledger_of_format_1(path.parent)
    if not isinstance(known, dict) or not isinstance(known.get("head"), str) or not known["head"].strip("0"):
        return None, ""
    lines = known.get("lines")
    run = str(record.get("run_id", ""))[:40]
    return PrintedHead(path.parent, run, known["head"], lines if isinstance(lines, int) else 0), str(known.get("name"))


def losses(lines: Sequence[Line], printed: Iterable[PrintedHead]) -> tuple[PrintedHead, ...]:
    """The printed heads that the ledger no longer has, without those that were accepted."""
    present = {line.hash for line in lines}
    for line in lines:
        body = line.body
        if body["act"] in (ACCEPT_LOSS, NEW_LEDGER):
            present.update(body["detail"]["heads"])
    return tuple(p for p in printed if p.head not in present)


def refuse_losses(where: str, lines: Sequence[Line], printed: Iterable[PrintedHead]) -> None:
    """Raises LedgerLost with one fault for each folder whose head the ledger no longer has."""
    faults = [Fault(where, None, "", "", _sentence(loss, lines), TODO) for loss in losses(lines, printed)]
    if faults:
        raise LedgerLost(faults)


def _sentence(loss: PrintedHead, lines: Sequence[Line]) -> str:
    had = f"line {loss.lines} (head {loss.head[:12]})" if loss.lines else f"the head {loss.head[:12]}"
    has = f"has {len(lines)} lines, and not that one" if lines else "has no lines"
    return (
        f"the run in {loss.folder.name} was proposed when this ledger ended with {had}; it now {has}:"
        " its end was cut off, or it is another ledger"
    )


def lost_decisions(loss: PrintedHead, record: Record) -> Iterator[str]:
    """What the folder's matches say was decided, and the ledger no longer knows; ids alone."""
    for row in _matches(loss.folder):
        known = [m for key, m in record.matches.items() if key[1:] == (row["recipient_id"], row["leader_id"])]
        if row["state"] != PROPOSED and all(m.state == PROPOSED for m in known):
            yield f"{row['recipient_id']} and {LEADER} {row['leader_id']}: {row['state']}, by run {loss.run}"


def _matches(folder: Path) -> list[dict[str, str]]:
    try:
        with (folder / "matches.csv").open(encoding="utf-8-sig", newline="") as file:
            return [r for r in csv.DictReader(file) if {"recipient_id", "leader_id", "state"} <= r.keys()]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []  # whoever opens the run is told


def loss_lines(lost: Sequence[PrintedHead], lines: Sequence[Line], record: Record) -> tuple[str, ...]:
    """The list of what is lost, as far as the folders tell, a sentence each."""
    sentences = [_sentence(loss, lines) for loss in lost]
    decisions = dict.fromkeys(text for loss in lost for text in lost_decisions(loss, record))
    return (*sentences, *(f"lost: {text}" for text in decisions))


def loss_detail(lost: Iterable[PrintedHead], decisions: Iterable[str] = ()) -> dict[str, Any]:
    """What the line that accepts the losses keeps of them."""
    known = tuple(lost)
    return {
        "heads": sorted({p.head for p in known}),
        "runs": sorted({p.run for p in known}),
        "lines": max((p.lines for p in known), default=0),
        "lost": list(decisions),
    }
