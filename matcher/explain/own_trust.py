"""Matches whose leader's own trust needs support: how many, which of those agreed, and what barring them would cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matcher.bounding import Witness
from matcher.explain.bodies import body
from matcher.explain.why.consequence import goal_change_words, goal_changes
from matcher.rules.choices import pairs_of
from matcher.rules.pairs.interests.leader_own_trust import flags, own_is_supported
from matcher.rules.pairs.standing import stands
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import values_without
from matcher.wording.messages import Count, Listed, Message, message
from matcher.world import Bools, Ints


def own_trust_lines(run: FinishedRun, known: Sequence[Witness] = ()) -> tuple[Message, ...]:
    """Messages for page one; none where no match of the plan is flagged. `known` as in `values_without`."""
    choices = run.choices
    pairs = pairs_of(choices)
    numbers = np.flatnonzero(choices.is_match)
    flagged, standing = flags(run.world, pairs), stands(run.world, pairs)
    chosen: Bools = run.chosen[numbers]
    kept = numbers[flagged & standing & chosen]
    new = numbers[flagged & ~standing]
    return (*_kept(run, kept), *_signed_off(run, known, new, int((flagged & ~standing & chosen).sum())))


def _kept(run: FinishedRun, kept: Ints) -> Iterator[Message]:
    if len(kept):
        names = Listed(tuple(body(run.world, run.recipient(k).id) for k in kept.tolist()), last=", ")
        many = Count(len(kept), "agreed or running match", "agreed or running matches")
        text = "For the Regional Director: {many} kept though the leader's own trust needs support: {names}"
        yield message(text, many=many, names=names)


def _signed_off(run: FinishedRun, known: Sequence[Witness], possible: Ints, many: int) -> Iterator[Message]:
    """How many wait for sign-off or are shown, and what it would cost to bar all such pairs: solved again."""
    if not many:
        return
    supported = own_is_supported(run.world)[run.choices.provider[possible]]
    also = f", {int(supported[run.chosen[possible]].sum())} of them supported at present" if supported.any() else ""
    matches = Count(many, "match is", "matches are")
    if run.policy.year_ahead.use != "off":  # solved again for today alone it would be another plan
        yield message(
            "{matches} led by somebody whose own trust or school needs support itself{also}", matches=matches, also=also
        )
        return
    several = len(run.world.regions) > 1  # in one region its share says nothing beside the number of matches
    after = goal_changes(run, values_without(run, possible, known))
    changes = [x for x in after if several or x.goal != "fairness"][:2]
    price = (
        Listed(tuple(map(goal_change_words, changes)), between=". ", last=". ") if changes else "No goal would change"
    )
    yield message(
        "{matches} led by somebody whose own trust or school needs support itself{also}."
        " Barring them (rules.leader_own_trust.qualifies: bar): {price}",
        matches=matches,
        also=also,
        price=price,
    )
