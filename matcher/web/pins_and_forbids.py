"""What stands about a pair for the next proposals: pins and forbids of the ledger, and of the file that came before it.

Older versions kept them in `pins-and-forbids.csv`. What stands there is still obeyed until the ledger says something
else of the pair; a withdrawal of such a line is written beside it, everything else in the ledger.
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
from matcher.ledger.acts import FORBID, PIN, WITHDRAW
from matcher.policy import Pinned, Policy

FILE = "pins-and-forbids.csv"
_WRITING = Lock()


@dataclass(frozen=True, slots=True)
class PairConstraint:
    """One line: what, about whom, why, by whom (an id), on what day, for which scenario. A later line replaces.

    `line` is that of the ledger; 0 where it stands in the file.
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
    """The last line about each pair of this scenario, unless it withdraws or the ledger has spoken of the pair."""
    pairs_in_ledger = {(b["recipient"], b["leader"]) for b in record.pair_constraints if b["term"] == term}
    last = {(w.recipient, w.leader): w for w in lines(folder) if w.scenario == scenario}
    return tuple(w for pair, w in last.items() if w.kind != WITHDRAW and pair not in pairs_in_ledger)


def pair_constraints_in_force(
    folder: Path, scenario: str, record: Record, term: str, words: Mapping[str, str]
) -> tuple[PairConstraint, ...]:
    """Everything the next proposal of this scenario obeys. `words` are the ledger's reasons by their digest."""
    from_ledger = [_of_line(body, scenario, words) for body in record.in_force(term)]
    return (*from_ledger, *of_file(folder, scenario, record, term))


def _of_line(body: Mapping[str, object], scenario: str, words: Mapping[str, str]) -> PairConstraint:
    reason = words.get(str(body["why"]), "(reason erased)")
    act, recipient, leader, by, on = (str(body[name]) for name in ("act", "recipient", "leader", "role", "on"))
    return PairConstraint(act, recipient, leader, reason, by, on, scenario, int(str(body["seq"])))


def withdraw(folder: Path, pair_constraint: PairConstraint, reason: str, by: str, on: str) -> None:
    """A line that takes back one of the file's; once."""
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
    """Whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(astuple(w)[: len(COLUMNS)] for w in pair_constraints)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def as_sets(policy: Policy, pair_constraints: Sequence[PairConstraint]) -> tuple[str, ...]:
    """The scenario's own pins and forbids with the file's beside them, as `--set` takes them."""
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
