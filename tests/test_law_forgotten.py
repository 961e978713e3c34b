"""`eligibility.forgotten`: gates and law agree on every history that Ofsted's file, which keeps two, may cut short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest

from matcher.domain import Facts, Judgement
from matcher.eligibility import assess
from matcher.policy import Policy
from matcher.rules.rulebooks import TSIO_2022
from tests.eligibility.facts import judged
from tests.law_eligibility import answer, the_one_before
from tests.test_law_eligibility import DAY, INSPECTED, JOINED, random_facts, random_policy

SIZED, WHOLE = 150, 3_000


def test_gates_and_law_agree_on_what_a_file_may_have_dropped() -> None:
    assert [line for seed in range(SIZED) for line in disagreements(seed)] == []


@pytest.mark.long
def test_gates_and_law_agree_on_many_more() -> None:
    assert [line for seed in range(WHOLE) for line in disagreements(seed)] == []


def test_every_kind_of_answer_hangs_on_it_in_some_world() -> None:
    changed = Counter(change for seed in range(SIZED) for change in changes(seed))
    assert {"school not eligible", "trust not eligible", "trust eligible"} <= set(changed)


def changes(seed: int) -> Iterator[str]:
    """The verdicts that rest on what was dropped, as the assessment says."""
    policy, given = world(seed)
    as_known = replace(policy, eligibility=replace(policy.eligibility, forgotten="as-known"))
    for a in assess(given, as_known, TSIO_2022.gates):
        if a.rests_on_forgotten:
            yield f"{a.kind} {a.verdict.answer}"


def disagreements(seed: int) -> list[str]:
    """Unknown: the gates follow the law. As known: those verdicts that would differ, and no others, rest on it."""
    policy, given = world(seed)
    as_known = replace(policy, eligibility=replace(policy.eligibility, forgotten="as-known"))
    ways = list(completions(given))
    found = []
    before = {a.id: a for a in assess(given, as_known, TSIO_2022.gates)}
    for a in assess(given, policy, TSIO_2022.gates):
        by_law = answer(ways, policy, a.id)
        known = before[a.id]
        if a.verdict.answer != by_law:
            found.append(f"world {seed}: {a.id}: gates {a.verdict.answer}, law {by_law}")
        if known.rests_on_forgotten != (known.verdict.answer != by_law and known.verdict.answer != "cannot tell"):
            found.append(f"world {seed}: {a.id}: rests on it {known.rests_on_forgotten}, law {by_law}")
    return found


def world(seed: int) -> tuple[Policy, Facts]:
    """One school with two inspections, so that older ones may have been dropped; of every other one or none."""
    dice = Random(seed)
    policy, whole = random_policy(dice), random_facts(dice)
    policy = replace(policy, eligibility=replace(policy.eligibility, forgotten="unknown"))
    chosen = dice.choice([urn for urn in whole.schools if len(urn) == 1])
    new = dice.choice(("Free schools", "Academy converter"))
    schools = {**whole.schools, chosen: replace(whole.schools[chosen], type_name=new)}
    whole = replace(whole, schools=schools)
    kept: list[Judgement] = []
    for urn in whole.schools:
        own = sorted((j for j in whole.judgements if j.urn == urn), key=lambda j: j.started or date.min)
        kept += own[-1:] if urn != chosen and len(urn) == 1 else []
    first, second = sorted(
        dice.sample([*INSPECTED[1:], date(2024, 5, 1), date(2025, 2, 1), *(day + 30 * DAY for day in JOINED)], 2)
    )
    two = [judged(chosen, dice.choice((1, 2, 3, 4)), day, published=day + 11 * DAY) for day in (first, second)]
    return policy, replace(whole, judgements=tuple(sorted((*kept, *two), key=lambda j: (j.urn, j.started or date.min))))


def completions(given: Facts) -> Iterator[Facts]:
    """The facts as they are, and with up to two older inspections of the school of which two are shown."""
    counts = Counter(j.urn for j in given.judgements)
    (urn,) = [urn for urn, number in counts.items() if number == 2]
    first = min(j.started for j in given.judgements if j.urn == urn and j.started)
    school, stays = given.schools[urn], [m.joined for m in given.memberships if m.urn == urn and m.joined]
    days = {date(2009, 1, 1), date(2022, 9, 1), *stays, *(day - DAY for day in stays)}
    # 1103: an academy that was a school before has a past, even where no link of the files names it
    is_new = school.type_name == "Free schools" and not the_one_before(given, urn)
    since = (school.opened or date.min) if is_new else date.min
    possible = sorted(day for day in days if since <= day < first)
    yield given
    for day, grade in product(possible, (1, 2, 3, 4)):
        older = judged(urn, grade, day, published=day)
        yield replace(given, judgements=(older, *given.judgements))
        for earlier, before in product([d for d in possible if d < day], (1, 2, 3, 4)):
            yield replace(given, judgements=(judged(urn, before, earlier, published=earlier), older, *given.judgements))
