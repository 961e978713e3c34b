"""Pins and forbids for the next proposals, from the ledger and from the file that earlier versions wrote.

A line of `pins-and-forbids.csv` applies until the ledger has a line about the pair. Withdrawing a line of the file
appends to the file; everything else is recorded in the ledger.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from operator import itemgetter
from pathlib import Path
from threading import Lock

from matcher.ledger import Record
from matcher.ledger.log.acts import FORBID, PIN, WITHDRAW
from matcher.policy import Pinned, Policy

FILE = "pins-and-forbids.csv"
_WRITING = Lock()


@dataclass(frozen=True, slots=True)
class PairConstraint:
    """One pin, forbid or withdrawal of a pair for a scenario; a later line replaces an earlier one.

    `by` is a person's id or role, `on` an ISO date, `line` the ledger's line or 0 for a line of the file.
    """

    kind: str
    recipient: str
    leader: str
    reason: str
    by: str
    on: str
    scenario: str
    line: int = 0


COLUMNS = tuple(f.name for f in fields(PairConstraint) if f.name != "line")


def lines(folder: Path) -> tuple[PairConstraint, ...]:
    """Every line of the file, in order."""
    path = folder / FILE
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(PairConstraint(*itemgetter(*COLUMNS)(row)) for row in csv.DictReader(file))


def of_file(folder: Path, scenario: str, record: Record, term: str) -> tuple[PairConstraint, ...]:
    """The file's last line about each pair of this scenario, without withdrawals and pairs that the ledger decides."""
    pairs_in_ledger = {(b["recipient"], b["leader"]) for b in record.pair_constraints if b["term"] == term}
    last = {(w.recipient, w.leader): w for w in lines(folder) if w.scenario == scenario}
    return tuple(w for pair, w in last.items() if w.kind != WITHDRAW and pair not in pairs_in_ledger)


def pair_constraints_in_force(
    folder: Path, scenario: str, record: Record, term: str, words: Mapping[str, str]
) -> tuple[PairConstraint, ...]:
    """Every pin and forbid in force for the next proposal. `words` maps digests to the ledger's reasons."""
    from_ledger = [_of_line(body, scenario, words) for body in record.in_force(term)]
    return (*from_ledger, *of_file(folder, scenario, record, term))


def _of_line(body: Mapping[str, object], scenario: str, words: Mapping[str, str]) -> PairConstraint:
    reason = words.get(str(body["why"]), "(reason erased)")
    act, recipient, leader, by, on = (str(body[name]) for name in ("act", "recipient", "leader", "role", "on"))
    return PairConstraint(act, recipient, leader, reason, by, on, scenario, int(str(body["seq"])))


def withdraw(folder: Path, pair_constraint: PairConstraint, reason: str, by: str, on: str) -> None:
    """Append a withdrawal of a line of the file; nothing where it is withdrawn already."""
    with _WRITING:
        before = lines(folder)
        of_pair = [
            w
            for w in before
            if (w.recipient, w.leader, w.scenario)
            == (pair_constraint.recipient, pair_constraint.leader, pair_constraint.scenario)
        ]
        if of_pair and of_pair[-1].kind != WITHDRAW:
            withdrawal = PairConstraint(
                WITHDRAW, pair_constraint.recipient, pair_constraint.leader, reason, by, on, pair_constraint.scenario
            )
            _write(folder / FILE, (*before, withdrawal))


def _write(path: Path, pair_constraints: Iterable[PairConstraint]) -> None:
    """Replace the file atomically."""
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(astuple(w)[: len(COLUMNS)] for w in pair_constraints)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def as_sets(policy: Policy, pair_constraints: Sequence[PairConstraint]) -> tuple[str, ...]:
    """`--set` values for the scenario's own pins and forbids together with the file's; none where the file has none."""
    options = [
        *_said("pins", policy.pins, PIN, pair_constraints),
        *_said("forbid", policy.forbid, FORBID, pair_constraints),
    ]
    return tuple(options) if pair_constraints else ()


def _said(key: str, own: Sequence[Pinned], kind: str, pair_constraints: Sequence[PairConstraint]) -> Iterable[str]:
    pairs = {(p.recipient_id, p.leader_id): p.reason for p in own}
    pairs |= {(w.recipient, w.leader): w.reason for w in pair_constraints if w.kind == kind}
    if pairs:
        value = [{"recipient": r, "leader": leader, "reason": why} for (r, leader), why in sorted(pairs.items())]
        yield f"{key}={json.dumps(value, ensure_ascii=False)}"
