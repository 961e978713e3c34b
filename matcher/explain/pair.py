"""Why not that one: a school or trust and a leader who were not matched, barred, out of room or worse by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from matcher import words
from matcher.explain.consequence import Consequence, consequence, consequence_said
from matcher.explain.finished import Finished
from matcher.explain.full import Full, full_for, full_said
from matcher.explain.what_if import Outcome, with_demand
from matcher.rules.base import PairRule
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.columns import in_words, ints
from matcher.rules.pairs.interests import ConflictPath, conflict_paths

Standing = Literal["matched", "barred", "no days fit", "no room", "possible", "impossible"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One rule that forbids the pair: what it says of them, and the clause it comes from."""

    rule: str
    why: str
    document: str
    clause: str
    says: str


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """`paths` are there only for those who may see declared interests: they are personal data."""

    recipient_id: str
    leader_id: str
    standing: Standing
    metres: int
    bars: tuple[Bar, ...] = ()
    full: tuple[Full, ...] = ()
    consequence: Consequence | None = None
    paths: tuple[ConflictPath, ...] = ()
    said: tuple[str, ...] = ()


def why_not(run: Finished, recipient_row: int, leader_row: int, with_interests: bool = False) -> PairAnswer:
    """One pair. What would follow if it were fixed is solved again, not guessed."""
    world = run.world
    ids = world.recipients[recipient_row].id, world.leaders[leader_row].id
    pair = pairs_at(world, ints([recipient_row]), ints([leader_row]))
    metres = int(pair.metres[0])
    paths = conflict_paths(world, recipient_row, leader_row) if with_interests else ()
    bars = tuple(
        _bar(run, rule, recipient_row, leader_row) for rule in run.posed.rulebook.pairs if _bars(run, rule, pair)
    )
    if bars:
        return PairAnswer(*ids, "barred", metres, bars, paths=paths, said=(*_barred_said(bars), *_paths_said(paths)))
    own = run.choices_of_pair(recipient_row, leader_row)
    if not len(own):
        said = "No number of days is on offer that suits this pair."
        return PairAnswer(*ids, "no days fit", metres, paths=paths, said=(said, *_paths_said(paths)))
    if run.chosen[own].any():
        said = "They are matched in this proposal."
        return PairAnswer(*ids, "matched", metres, paths=paths, said=(said, *_paths_said(paths)))
    return _possible(run, ids, metres, own, paths)


def _bars(run: Finished, rule: PairRule, pair: object) -> bool:
    return bool(rule.bars(run.world, pair)[0])  # type: ignore[arg-type]


def _bar(run: Finished, rule: PairRule, recipient_row: int, leader_row: int) -> Bar:
    why = rule.why(run.world, recipient_row, leader_row)
    return Bar(rule.name, why, rule.cite.document, rule.cite.clause, rule.cite.says)


def _possible(
    run: Finished, ids: tuple[str, str], metres: int, own: np.ndarray, paths: tuple[ConflictPath, ...]
) -> PairAnswer:
    """The rules allow it: is there room, and what would follow if somebody fixed it?"""
    best = min(own.tolist(), key=lambda c: (len(run.broken.get(c, ())), c))
    full = full_for(run, best)
    outcome = with_demand(run, own, "+".join(ids))
    said = [_room_said(bool(full)), *(full_said(run, x) for x in full)]
    if not isinstance(outcome, Outcome):
        said.append(_impossible_said(run, outcome))
        return PairAnswer(*ids, "impossible", metres, full=full, paths=paths, said=(*said, *_paths_said(paths)))
    found = consequence(run, outcome)
    said += ["If this pair were fixed and the rest planned again:", *consequence_said(run.world, found, ids[0])]
    standing: Standing = "no room" if full else "possible"
    return PairAnswer(*ids, standing, metres, (), full, found, paths, (*said, *_paths_said(paths)))


def _room_said(full: bool) -> str:
    if full:
        return "The rules allow this pair, but there is no room for it unless others move."
    return "The rules allow this pair and there is room for it."


def _impossible_said(run: Finished, conflict: tuple[tuple[str, str], ...]) -> str:
    """Why no plan at all holds the pair: the limits, and the pins of others, that stand against it."""
    pins = [subject for rule, subject in conflict if rule == "pins"]
    limits = [f"'{rule}' of {subject}" for rule, subject in conflict if rule != "pins"]
    others = f" with {words.count(len(pins) - 1, 'other pin')}" if len(pins) > 1 else ""
    against = f" It contradicts the limit {' and '.join(limits)}{others}." if limits else ""
    return f"No plan can hold this pair.{against}"


def _barred_said(bars: tuple[Bar, ...]) -> tuple[str, ...]:
    many = "One rule forbids" if len(bars) == 1 else f"{len(bars)} rules forbid"
    return (
        f"{many} this pair.",
        *(f"Rule '{bar.rule}': {bar.why}. Source: {bar.document}, {bar.clause}." for bar in bars),
    )


def _paths_said(paths: tuple[ConflictPath, ...]) -> tuple[str, ...]:
    if not paths:
        return ()
    return ("Personal data follow: what was declared, for those who may see it.", *(_path_said(p) for p in paths))


def _path_said(path: ConflictPath) -> str:
    by = f" by the {path.declared_by}" if path.declared_by else ""
    state = "" if path.active else " It has expired."
    way = "; ".join(path.steps)
    return f"Relation {path.relation}, level {path.level}, declared{by} on {in_words(path.declared_on)}.{state} {way}."
