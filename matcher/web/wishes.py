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
class Wish:
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


COLUMNS = tuple(f.name for f in fields(Wish) if f.name != "line")


def lines(folder: Path) -> tuple[Wish, ...]:
    """Every line of the file, in order."""
    path = folder / FILE
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Wish(*itemgetter(*COLUMNS)(row)) for row in csv.DictReader(file))


def of_file(folder: Path, scenario: str, record: Record, term: str) -> tuple[Wish, ...]:
    """The last line about each pair of this scenario, unless it withdraws or the ledger has spoken of the pair."""
    spoken = {(b["recipient"], b["leader"]) for b in record.wishes if b["term"] == term}
    last = {(w.recipient, w.leader): w for w in lines(folder) if w.scenario == scenario}
    return tuple(w for pair, w in last.items() if w.kind != WITHDRAW and pair not in spoken)


def standing_wishes(
    folder: Path, scenario: str, record: Record, term: str, words: Mapping[str, str]
) -> tuple[Wish, ...]:
    """Everything the next proposal of this scenario obeys. `words` are the ledger's reasons by their digest."""
    found = [_of_line(body, scenario, words) for body in record.standing(term)]
    return (*found, *of_file(folder, scenario, record, term))


def _of_line(body: Mapping[str, object], scenario: str, words: Mapping[str, str]) -> Wish:
    reason = words.get(str(body["why"]), "(reason erased)")
    act, recipient, leader, by, on = (str(body[name]) for name in ("act", "recipient", "leader", "role", "on"))
    return Wish(act, recipient, leader, reason, by, on, scenario, int(str(body["seq"])))


def withdraw(folder: Path, wish: Wish, reason: str, by: str, on: str) -> None:
    """A line that takes back one of the file's; once."""
    with _WRITING:
        before = lines(folder)
        of_pair = [
            w for w in before if (w.recipient, w.leader, w.scenario) == (wish.recipient, wish.leader, wish.scenario)
        ]
        if of_pair and of_pair[-1].kind != WITHDRAW:
            taken = Wish(WITHDRAW, wish.recipient, wish.leader, reason, by, on, wish.scenario)
            _write(folder / FILE, (*before, taken))


def _write(path: Path, wishes: Iterable[Wish]) -> None:
    """Whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(astuple(w)[: len(COLUMNS)] for w in wishes)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def as_sets(policy: Policy, wishes: Sequence[Wish]) -> tuple[str, ...]:
    """The scenario's own pins and forbids with the file's beside them, as `--set` takes them."""
    said = [*_said("pins", policy.pins, PIN, wishes), *_said("forbid", policy.forbid, FORBID, wishes)]
    return tuple(said) if wishes else ()


def _said(key: str, own: Sequence[Pinned], kind: str, wishes: Sequence[Wish]) -> Iterable[str]:
    pairs = {(p.recipient_id, p.leader_id): p.reason for p in own}
    pairs |= {(w.recipient, w.leader): w.reason for w in wishes if w.kind == kind}
    if pairs:
        value = [{"recipient": r, "leader": leader, "reason": why} for (r, leader), why in sorted(pairs.items())]
        yield f"{key}={json.dumps(value, ensure_ascii=False)}"
