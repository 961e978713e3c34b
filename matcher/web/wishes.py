"""Pairs that a reviewer fixes or rules out for the next run: kept beside the scenarios, handed to the next proposal."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from threading import Lock

from matcher.policy import Pinned, Policy

FILE = "pins-and-forbids.csv"
PIN, FORBID, WITHDRAW = "pin", "forbid", "withdraw"
_WRITING = Lock()


@dataclass(frozen=True, slots=True)
class Wish:
    """One line: what, about whom, why, by whom (an id), on what day, for which scenario. A later line replaces."""

    kind: str
    recipient: str
    leader: str
    reason: str
    by: str
    on: str
    scenario: str


COLUMNS = tuple(f.name for f in fields(Wish))


def lines(folder: Path) -> tuple[Wish, ...]:
    """Every line ever written, in order."""
    path = folder / FILE
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Wish(*(row[name] for name in COLUMNS)) for row in csv.DictReader(file))


def standing_wishes(folder: Path, scenario: str) -> tuple[Wish, ...]:
    """Those that the next proposal of this scenario obeys: the last line about each pair, unless it withdraws."""
    last = {(w.recipient, w.leader): w for w in lines(folder) if w.scenario == scenario}
    return tuple(w for w in last.values() if w.kind != WITHDRAW)


def add(folder: Path, wish: Wish) -> bool:
    """Whether it was new: the same wish about a pair is not written twice."""
    with _WRITING:
        before = lines(folder)
        of_pair = [
            w for w in before if (w.recipient, w.leader, w.scenario) == (wish.recipient, wish.leader, wish.scenario)
        ]
        if of_pair and of_pair[-1].kind == wish.kind:
            return False
        _write(folder / FILE, (*before, wish))
        return True


def _write(path: Path, wishes: Iterable[Wish]) -> None:
    """Whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(astuple(w) for w in wishes)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def as_sets(policy: Policy, wishes: Sequence[Wish]) -> tuple[str, ...]:
    """The scenario's own pins and forbids with these beside them, as `--set` takes them."""
    said = [*_said("pins", policy.pins, PIN, wishes), *_said("forbid", policy.forbid, FORBID, wishes)]
    return tuple(said) if wishes else ()


def _said(key: str, own: Sequence[Pinned], kind: str, wishes: Sequence[Wish]) -> Iterable[str]:
    pairs = {(p.recipient_id, p.leader_id): p.reason for p in own}
    pairs |= {(w.recipient, w.leader): w.reason for w in wishes if w.kind == kind}
    if pairs:
        value = [{"recipient": r, "leader": leader, "reason": why} for (r, leader), why in sorted(pairs.items())]
        yield f"{key}={json.dumps(value, ensure_ascii=False)}"
