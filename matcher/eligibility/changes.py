"""Two days compared: who came in, who went out, of whom nothing can be said any more, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from matcher.domain import Answer, Assessment
from matcher.wording.terms import RECIPIENT

Move = Literal["joined", "left", "no longer told", "now told"]

MOVES: tuple[Move, ...] = ("joined", "left", "no longer told", "now told")


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """One body whose verdict differs. `was` and `now` are None where it was not looked at on that day."""

    id: str
    name: str
    region: str
    move: Move
    was: Answer | None
    now: Answer | None
    reason: str


def changes(
    before: Iterable[Assessment], now: Iterable[Assessment], id_by_alias: Mapping[str, str]
) -> tuple[VerdictChange, ...]:
    """By region and id. `id_by_alias` gives today's id of a body under an earlier one: a new URN is no new school."""
    earlier = {id_by_alias.get(a.id, a.id): a for a in before}
    later = {a.id: a for a in now}
    found = [
        _change(earlier.get(id_), later.get(id_))
        for id_ in {*earlier, *later}
        if _answer(earlier.get(id_)) != _answer(later.get(id_))
    ]
    return tuple(sorted((c for c in found if c), key=lambda c: (c.region, c.id)))


def _answer(assessed: Assessment | None) -> Answer | None:
    return assessed.verdict.answer if assessed else None


def _change(before: Assessment | None, now: Assessment | None) -> VerdictChange | None:
    was, is_ = _answer(before), _answer(now)
    move = _move(was, is_)
    known = now or before
    if move is None or known is None:
        return None
    return VerdictChange(known.id, known.name, known.region, move, was, is_, _reason(move, now))


def _move(was: Answer | None, now: Answer | None) -> Move | None:
    if now == "eligible":
        return "joined"
    if was == "eligible" and now != "cannot tell":
        return "left"
    if now == "cannot tell":
        return "no longer told"
    return "now told" if was == "cannot tell" else None


def _reason(move: Move, now: Assessment | None) -> str:
    if now is None:
        return f"The files no longer show it as an open {RECIPIENT}; support underway is not ended."
    if move == "left":
        return f"The files no longer show that it qualifies; support underway is not ended. {now.verdict.reason}"
    return now.verdict.reason
