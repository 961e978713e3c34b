"""Why a school or trust and a leader were not matched: barred by rules, no room, or by how much the plan is worse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from matcher.explain.bodies import subject_of, why
from matcher.explain.why.consequence import Consequence, consequence, consequence_sentences
from matcher.explain.why_not.full_limits import FullLimit, full_limit_text, full_limits
from matcher.rules.base import PairRule
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.interests.conflict_paths import ConflictPath, conflict_paths
from matcher.rules.pairs.pair_sets import date_text, ints
from matcher.runs.finished import FinishedRun
from matcher.runs.overruns import shortfall
from matcher.runs.what_if import WhatIfPlan, solve_with_pair_required
from matcher.wording.messages import Count, Listed, Message, Passage, heading, message, plain
from matcher.year_ahead.wait_words import TODAY_ALONE

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
    full: tuple[FullLimit, ...] = ()
    consequence: Consequence | None = None
    paths: tuple[ConflictPath, ...] = ()
    said: tuple[Message, ...] = ()


def why_not(run: FinishedRun, recipient_row: int, leader_row: int, with_interests: bool = False) -> PairAnswer:
    """Why one pair is not matched. What would follow from a pin on it is solved again."""
    world = run.world
    ids = world.recipients[recipient_row].id, world.leaders[leader_row].id
    pair = pairs_at(world, ints([recipient_row]), ints([leader_row]))
    metres = int(pair.metres[0])
    paths = conflict_paths(world, recipient_row, leader_row) if with_interests else ()
    bars = tuple(
        _bar(run, rule, recipient_row, leader_row) for rule in run.setup.rulebook.pairs if _bars(run, rule, pair)
    )
    if bars:
        return PairAnswer(
            *ids,
            "barred",
            metres,
            bars,
            paths=paths,
            said=(*_barred_sentences(run, bars, recipient_row, leader_row), *_path_sentences(paths)),
        )
    own = run.choices_of_pair(recipient_row, leader_row)
    if not len(own):
        sentence = plain("No number of days is on offer that suits this pair.")
        return PairAnswer(*ids, "no days fit", metres, paths=paths, said=(sentence, *_path_sentences(paths)))
    if run.chosen[own].any():
        sentence = plain("They are matched in this proposal.")
        return PairAnswer(*ids, "matched", metres, paths=paths, said=(sentence, *_path_sentences(paths)))
    return _possible(run, ids, metres, own, paths)


def _bars(run: FinishedRun, rule: PairRule, pair: object) -> bool:
    return bool(rule.bars(run.world, pair)[0])  # type: ignore[arg-type]


def _bar(run: FinishedRun, rule: PairRule, recipient_row: int, leader_row: int) -> Bar:
    why = rule.why(run.world, recipient_row, leader_row)
    return Bar(rule.name, why, rule.cite.document, rule.cite.clause, rule.cite.says)


def _possible(
    run: FinishedRun, ids: tuple[str, str], metres: int, own: np.ndarray, paths: tuple[ConflictPath, ...]
) -> PairAnswer:
    """The answer for a pair that the rules allow: whether there is room, and what would follow from a pin on it."""
    best = min(own.tolist(), key=lambda c: (shortfall(run.overruns.get(c, ())), c))
    full = full_limits(run, best)
    outcome = solve_with_pair_required(run, own, "+".join(ids))
    sentences = [_room_sentence(bool(full)), *(full_limit_text(run, x) for x in full)]
    if not isinstance(outcome, WhatIfPlan):
        sentences.append(_impossible_sentence(run, outcome))
        return PairAnswer(
            *ids, "impossible", metres, full=full, paths=paths, said=(*sentences, *_path_sentences(paths))
        )
    difference = consequence(run, outcome)
    sentences += [
        heading("If this pair were fixed and the rest planned again:"),
        *consequence_sentences(run.world, difference, ids[0]),
        *([plain(f"{TODAY_ALONE}.")] if run.keeps else []),
    ]
    standing: Standing = "no room" if full else "possible"
    return PairAnswer(*ids, standing, metres, (), full, difference, paths, (*sentences, *_path_sentences(paths)))


def _room_sentence(full: bool) -> Message:
    if full:
        return plain("The rules allow this pair, but there is no room for it unless others move.")
    return plain("The rules allow this pair and there is room for it.")


def _impossible_sentence(run: FinishedRun, conflict: tuple[tuple[str, str], ...]) -> Message:
    """Why no plan at all holds the pair: the limits, and the pins of others, that stand against it."""
    pins = [subject for rule, subject in conflict if rule == "pins"]
    limits = [
        message("'{rule}' of {subject}", rule=rule, subject=subject_of(run.world, rule, subject))
        for rule, subject in conflict
        if rule != "pins"
    ]
    if not limits:
        return plain("No plan can hold this pair.")
    others = message(" with {pins}", pins=Count(len(pins) - 1, "other fixed pair")) if len(pins) > 1 else ""
    return message(
        "No plan can hold this pair. It contradicts the limit {limits}{others}.",
        limits=Listed(tuple(limits), between=" and "),
        others=others,
    )


def _barred_sentences(
    run: FinishedRun, bars: tuple[Bar, ...], recipient_row: int, leader_row: int
) -> tuple[Message, ...]:
    rules = {rule.name: rule for rule in run.setup.rulebook.pairs}
    return (
        plain("One rule forbids this pair.") if len(bars) == 1 else message("{n} rules forbid this pair.", n=len(bars)),
        *(
            message(
                "Rule '{rule}': {why}. Source: {document}, {clause}.",
                rule=bar.rule,
                why=why(run.world, rules[bar.rule], recipient_row, leader_row),
                document=bar.document,
                clause=bar.clause,
            )
            for bar in bars
        ),
    )


def _path_sentences(paths: tuple[ConflictPath, ...]) -> tuple[Message, ...]:
    """A path may lead through any school or trust."""
    if not paths:
        return ()
    head = plain("Personal data follow: what was declared, for those who may see it.")
    return (head, *(message("{path}", path=Passage(_path_sentence(p))) for p in paths))


def _path_sentence(path: ConflictPath) -> str:
    by = f" by the {path.declared_by}" if path.declared_by else ""
    state = "" if path.active else " It has expired."
    steps = "; ".join(path.steps)
    return (
        f"Relation {path.relation}, level {path.level}, declared{by} on {date_text(path.declared_on)}.{state} {steps}."
    )
