"""Matches whose leader's own trust needs support: how many, which of those agreed, and what barring them would cost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.explain.why.consequence import consequence, goal_sentence
from matcher.language.messages import texts
from matcher.language.terms import LEADER
from matcher.language.words import count
from matcher.rules.choices import pairs_of
from matcher.rules.pairs.interests.leader_own_trust import flags, own_is_supported, stands
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import solve_without
from matcher.world import Bools, Ints


def own_trust_lines(run: FinishedRun) -> tuple[str, ...]:
    """Sentences for page one; none where no match of the plan is flagged."""
    choices = run.choices
    pairs = pairs_of(choices)
    numbers = np.flatnonzero(choices.is_match)
    flagged, standing = flags(run.world, pairs), stands(run.world, pairs)
    chosen: Bools = run.chosen[numbers]
    kept = numbers[flagged & standing & chosen]
    new = numbers[flagged & ~standing]
    return (*_kept(run, kept), *_signed_off(run, new, int((flagged & ~standing & chosen).sum())))


def _kept(run: FinishedRun, kept: Ints) -> Iterator[str]:
    if len(kept):
        names = ", ".join(run.recipient(k).name for k in kept.tolist())
        many = count(len(kept), "agreed or running match", "agreed or running matches")
        yield f"For the Regional Director: {many} kept though the {LEADER}'s own trust needs support: {names}"


def _signed_off(run: FinishedRun, possible: Ints, many: int) -> Iterator[str]:
    """How many wait for sign-off or are shown, and what it would cost to bar all such pairs: solved again."""
    if not many:
        return
    supported = own_is_supported(run.world)[run.choices.provider[possible]]
    also = f", {int(supported[run.chosen[possible]].sum())} of them supported at present" if supported.any() else ""
    matches = count(many, "match is", "matches are")
    difference = consequence(run, solve_without(run, possible))
    changes = [goal for goal in difference.goals if goal.goal != "canonical"][:2]
    price = " ".join(texts(map(goal_sentence, changes))) if changes else "No goal would change."
    yield (
        f"{matches} led by somebody whose own trust or school needs support itself{also}."
        f" Barring them (rules.leader_own_trust.qualifies: bar): {price.rstrip('.')}"
    )
