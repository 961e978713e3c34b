"""`Cannot tell` is said exactly where the missing facts decide: every completion of small random trusts is tried.

The rule is restated here in plain lines, from the wordings, so that it shares nothing with the gates but their types.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from matcher.domain import Judgement
from matcher.policy import Policy
from matcher.rules.gates.body import Member
from matcher.rules.gates.trust_2022 import TRUST_DECLINE, TRUST_EITHER, TRUST_SHARE
from tests.rules.gates.builders import a_policy, a_trust

AS_AT = date(2023, 8, 31)
CUT = date(2020, 8, 31)
DAY = timedelta(days=1)

Full = tuple[date, Sequence[Judgement], int]  # joined, every judgement of its line, pupils


def declined(schools: Sequence[Full], policy: Policy) -> bool:
    total = Fraction(0)
    compared = 0
    for joined, judgements, pupils in schools:
        known = [j for j in judgements if j.published <= policy.as_at]  # type: ignore[operator]
        since = [j for j in known if j.urn.startswith("own") and j.started >= joined]  # type: ignore[operator]
        if policy.eligibility.baseline == "before-joining":
            first = [j for j in known if j not in since][-1:]
        else:
            first = since[:1]
        if not since or not first:
            continue
        compared += 1
        step = first[0].grade - since[-1].grade  # type: ignore[operator]
        if policy.eligibility.decline == "net-count":
            step = 1 if step > 0 else -1 if step < 0 else 0
        total += step * (pupils if policy.eligibility.decline == "pupil-weighted" else 1)
    if policy.eligibility.decline == "mean" and compared:
        total /= compared
    return total < 0


def half_are_poor(schools: Sequence[Full], policy: Policy) -> bool:
    latest = []
    for joined, judgements, _ in schools:
        since = [
            j
            for j in judgements
            if j.published <= policy.as_at  # type: ignore[operator]
            and j.urn.startswith("own")
            and j.started >= joined  # type: ignore[operator]
        ]
        if since:
            latest.append(since[-1].grade)
    poor = sum(grade in (3, 4) for grade in latest)
    asked_of = len(schools) if policy.eligibility.share_denominator == "all" else len(latest)
    return bool(asked_of) and Fraction(poor, asked_of) >= policy.eligibility.share_at_least


def long_enough(schools: Sequence[Full], policy: Policy) -> bool:
    end = policy.as_at if policy.eligibility.tenure_at == "as_at" else policy.year_from
    cut = end.replace(year=end.year - policy.eligibility.years_at_least)
    there = sum(joined <= cut for joined, _, _ in schools)
    return len(schools) >= 2 and there >= policy.eligibility.schools_at_least


def completions(member: Member) -> Iterator[Full | None]:
    """Every way in which this school's missing facts may fall; None is to be elsewhere."""
    if not member.certain:
        yield None
    days = [member.joined_from + DAY * n for n in range((member.joined_to - member.joined_from).days + 1)]
    for before in ((), *member.predecessors):
        line = [*before, *member.history]
        for joined, pupils in product(days, [member.pupils] if member.pupils else [1, 2, 350, 10_000]):
            for judged in product(*(list(facts_of(j)) for j in line)):
                yield joined, sorted(judged, key=lambda j: j.started), pupils


def facts_of(judgement: Judgement) -> Iterator[Judgement]:
    grades = [judgement.grade] if judgement.grade else [4] if judgement.category else [1, 2, 3, 4]
    published, started = [judgement.published], [judgement.started]
    if judgement.started is None:
        assert judgement.published is not None
        started = [judgement.published - DAY * n for n in range(366)]
    if judgement.published is None:
        assert judgement.started is not None
        published = [judgement.started + DAY * n for n in (0, 1, 40, 200, 364, 365)]
    every = product(grades, published, started)
    yield from (replace(judgement, grade=g, published=p, started=s) for g, p, s in every)


def truth(members: Sequence[Member], policy: Policy) -> tuple[str, str, str]:
    """Decline, share and either, over every completion of everything that is missing."""
    seen: tuple[set[bool], set[bool], set[bool]] = (set(), set(), set())
    for combination in product(*(list(completions(m)) for m in members)):
        schools = [school for school in combination if school is not None]
        years = long_enough(schools, policy)
        decline, share = years and declined(schools, policy), years and half_are_poor(schools, policy)
        for found, value in zip(seen, (decline, share, decline or share), strict=True):
            found.add(value)
    words = {frozenset({True}): "eligible", frozenset({False}): "not eligible"}
    answers = [words.get(frozenset(found), "cannot tell") for found in seen]
    return answers[0], answers[1], answers[2]


def random_member(chance: random.Random, number: int, unknowns: int, *, alone: bool = False) -> Member:
    """A school with up to two missing facts, its dates close about the days that matter."""
    may_miss = ["place", "joined", "grade", "pupils", "predecessors", "published"]
    missing = chance.sample([*may_miss, "started"] if alone else may_miss, k=unknowns)
    own = f"own{number}"
    joined = chance.choice([date(2013, 9, 1), CUT, CUT + DAY, date(2019, 9, 1), date(2022, 10, 1)])
    days = [joined + DAY * chance.randint(-2, 3), joined + timedelta(days=chance.randint(60, 900))]
    history = [
        Judgement(urn=own, started=day, published=day + DAY * 20, grade=chance.randint(1, 4)) for day in sorted(days)
    ]
    if chance.random() < 0.6:
        old = joined - timedelta(days=chance.randint(100, 900))
        history.insert(0, Judgement(urn="old", started=old, published=old + DAY, grade=chance.randint(1, 4)))
    if "grade" in missing:
        place = chance.randrange(len(history))
        category = chance.choice([None, None, "SM"])
        history[place] = replace(history[place], grade=None, category=category)
    if "published" in missing:
        late = AS_AT - timedelta(days=chance.randint(0, 400))
        history = [*history[:-1], replace(history[-1], started=max(late, history[-1].started), published=None)]  # type: ignore[type-var]
    if "started" in missing and "published" not in missing:
        place = chance.randrange(len(history))
        history[place] = replace(history[place], started=None)
    before = joined - timedelta(days=2000)
    merged = tuple(
        (Judgement(urn=f"merged{n}", started=before, published=before, grade=chance.randint(1, 4)),) for n in range(2)
    )
    wide = DAY * chance.randint(1, 5) if "joined" in missing else DAY * 0
    return Member(
        urn=own,
        line=(own,),
        certain="place" not in missing,
        joined_from=joined,
        joined_to=joined + wide,
        history=tuple(history),
        predecessors=merged if "predecessors" in missing else (),
        pupils=None if "pupils" in missing else chance.choice([50, 200, 950]),
    )


def random_reading(chance: random.Random) -> dict[str, Any]:
    return {
        "tenure_at": chance.choice(["as_at", "year_start"]),
        "years_at_least": chance.choice([0, 3]),
        "schools_at_least": chance.choice([1, 2, 2, 3]),
        "share_denominator": chance.choice(["inspected", "all"]),
        "share_at_least": chance.choice([Fraction(1, 2), Fraction(1, 3), Fraction(2, 3)]),
        "decline": chance.choice(["net-steps", "net-count", "mean", "pupil-weighted"]),
        "baseline": chance.choice(["before-joining", "first-in-trust"]),
    }


def agrees(seed: int) -> tuple[str, str, str]:
    chance = random.Random(seed)
    number = chance.randint(2, 4)
    open_questions = chance.sample(range(number), k=chance.randint(1, 2))
    members = [
        random_member(chance, n, chance.randint(0, 2) if n in open_questions else 0, alone=len(open_questions) == 1)
        for n in range(number)
    ]
    policy = a_policy(**random_reading(chance))
    expected = truth(members, policy)
    body = a_trust(*members)
    found = tuple(gate.judge(body, policy).answer for gate in (TRUST_DECLINE, TRUST_SHARE, TRUST_EITHER))
    assert found == expected, f"seed {seed}: {policy.eligibility} {members}"
    return expected


def test_the_gates_agree_with_every_completion_of_small_random_trusts() -> None:
    seen = [agrees(seed) for seed in range(400)]
    for which in range(3):
        assert {answers[which] for answers in seen} == {"eligible", "not eligible", "cannot tell"}


@pytest.mark.long
def test_the_gates_agree_with_every_completion_of_many_random_trusts() -> None:
    for seed in range(1_000, 11_000):
        agrees(seed)


@pytest.mark.parametrize("block", range(4))
def test_what_several_readings_share_of_a_trust_changes_no_verdict(block: int) -> None:
    """What is worked out once is kept with the body and its schools: those that nobody asked before say the same."""
    for seed in range(50 * block, 50 * block + 50):
        chance = random.Random(seed)
        members = [
            replace(random_member(chance, n, chance.randint(0, 2)), forgets=chance.random() < 0.4)
            for n in range(chance.randint(2, 4))
        ]
        shared = a_trust(*members)
        for _ in range(8):
            reading = {**random_reading(chance), "forgotten": chance.choice(["as-known", "unknown"])}
            policy = replace(a_policy(**reading), as_at=AS_AT - DAY * chance.choice([0, 0, 40, 300]))
            fresh = a_trust(*(replace(member, memo={}) for member in members))
            for gate in (TRUST_DECLINE, TRUST_SHARE, TRUST_EITHER):
                assert gate.judge(shared, policy) == gate.judge(fresh, policy), f"seed {seed}: {reading}"
