"""Which schools were judged below good twice running, as far as the files show: for priority by history, and holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from matcher.domain import Facts, Judgement, Recipient
from matcher.rules.gates.body import grades_possible
from matcher.rules.pairs.pair_sets import cached
from matcher.world import World

BELOW_GOOD = 3  # Requires Improvement; 4 is Inadequate

JudgementsByUrn = Mapping[str, tuple[Judgement, ...]]


def judgements_by_urn(facts: Facts) -> JudgementsByUrn:
    found: defaultdict[str, list[Judgement]] = defaultdict(list)
    for judgement in facts.judgements:
        found[judgement.urn].append(judgement)
    return {urn: tuple(own) for urn, own in found.items()}


def below_good_twice(recipient: Recipient, known: JudgementsByUrn, day: date) -> bool | None:
    """Whether the last two graded inspections published by the day were both certainly below good; None where the files
    show only the last of them.

    Of a school alone, under any URN of its line; never of a trust. A judgement without a date is not counted.
    """
    if recipient.kind != "school":
        return False
    own = (j for urn in recipient.schools for j in known.get(urn, ()))
    graded = sorted({(_dates(j), min(grades_possible(j))) for j in own if _published(j) <= day})
    last = [best >= BELOW_GOOD for _, best in graded[-2:]]
    return None if last == [True] else last == [True, True]


def all_below_good_twice(world: World) -> frozenset[str]:
    """The ids of the world's recipients that certainly were, on the run's day."""
    return cached(world, "below-good-twice", lambda w: of_recipients(w.recipients, w.facts, w.policy.as_at))


def of_recipients(recipients: Iterable[Recipient], facts: Facts, day: date) -> frozenset[str]:
    known = judgements_by_urn(facts)
    return frozenset(r.id for r in recipients if below_good_twice(r, known, day))


def _published(judgement: Judgement) -> date:
    return judgement.published or judgement.started or date.max


def _dates(judgement: Judgement) -> tuple[date, date]:
    return judgement.started or _published(judgement), _published(judgement)
