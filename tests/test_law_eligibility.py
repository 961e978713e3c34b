"""The gates agree with the law of who qualifies: on small facts with nothing missing, and on every way to fill gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from matcher.domain import Deployment, Facts, Judgement, Membership, Request, School
from matcher.eligibility import assess
from matcher.policy import Eligibility, Policy
from matcher.rules.rulebooks import TSIO_2022
from tests.eligibility.facts import academy, facts, followed, joined, judged, school
from tests.law_eligibility import answer
from tests.rules.gates.builders import a_policy

DAY = timedelta(days=1)
MAINTAINED, ALONE, MEMBERS = "1", "2", ("3", "4", "5", "6")
TRUSTS = ("T1", "T2")
AS_AT = (date(2023, 8, 31), date(2023, 3, 10), date(2022, 12, 31))
# Either side of three years before the year's start, and before each day of a run.
OPENED = date(2012, 9, 1)
EDGES = (date(2019, 9, 1), date(2019, 9, 2), *(day.replace(year=2020) for day in AS_AT))
JOINED = (OPENED, *EDGES, date(2021, 5, 1))
INSPECTED = (
    date(2014, 5, 1),
    date(2018, 3, 1),
    date(2022, 8, 20),
    date(2022, 9, 1),
    date(2023, 2, 20),
    date(2023, 8, 10),
)


def random_policy(dice: Random) -> Policy:
    reading = Eligibility(
        date_basis=dice.choice(("publication", "inspection-start")),
        tenure_at=dice.choice(("as_at", "year_start")),
        schools_at_least=dice.choice((1, 2, 2, 3)),
        years_at_least=dice.choice((0, 3, 3)),
        share_denominator=dice.choice(("inspected", "all")),
        share_at_least=dice.choice((Fraction(1, 2), Fraction(1, 2), Fraction(1, 3), Fraction(1))),
        decline=dice.choice(("net-steps", "net-count", "mean", "pupil-weighted")),
        baseline=dice.choice(("before-joining", "first-in-trust")),
    )
    return replace(a_policy(dice.choice(AS_AT), again=dice.random() < 0.3), eligibility=reading)


def random_facts(dice: Random) -> Facts:
    """A maintained school, one alone in its trust, and up to four in two trusts; some with one predecessor, or two."""
    inside = MEMBERS[: dice.choice((1, 2, 3, 3, 4))]
    stays = [joined(ALONE, "T3", seen_on=None)]
    for urn in inside:
        on = dice.choice(JOINED)
        stays.append(joined(urn, dice.choice((*TRUSTS[:1] * 3, TRUSTS[1])), on, seen_on=None))
        if dice.random() < 0.2:
            stays.append(joined(urn, "T3", date(2011, 1, 1), left=on, seen_on=None))
    schools = [school(MAINTAINED), *(academy(urn, pupils=dice.choice((50, 200, 900))) for urn in (ALONE, *inside))]
    before = [(f"9{urn}{k}", urn) for urn in (ALONE, *inside) for k in range(dice.choice((0, 0, 1, 1, 2)))]
    numbers = Counter(new for _, new in before)
    schools += [school(old, closed=date(2012, 8, 31)) for old, _ in before]
    return facts(
        schools,
        memberships=stays,
        successions=[followed(old, new, plain=numbers[new] == 1, on=date(2012, 9, 1)) for old, new in before],
        judgements=[
            *(j for urn in (MAINTAINED, ALONE, *inside) for j in random_judgements(dice, urn, stays)),
            *(judged(old, dice.choice((1, 2, 3, 4)), date(2010, 5, 1)) for old, new in before if numbers[new] == 1),
        ],
        requests=tuple(random_request(dice, urn) for urn in ("1", "2", "3", "T1") if dice.random() < 0.1),
        history=tuple(random_deployment(dice, urn) for urn in ("1", "2", "3", "T1") if dice.random() < 0.1),
    )


def random_judgements(dice: Random, urn: str, stays: Iterable[Membership]) -> list[Judgement]:
    moved = [m.joined for m in stays if m.urn == urn and m.joined and m.joined.year > 2012]
    days = {*INSPECTED, *moved, *(day - DAY for day in moved)}
    some = sorted(dice.sample(sorted(days), dice.choice((0, 1, 1, 2, 3))))
    return [judged(urn, dice.choice((1, 2, 3, 3, 4)), d, published=d + dice.choice((11, 18, 40)) * DAY) for d in some]


def random_request(dice: Random, id: str) -> Request:
    outcome = dice.choice(("approved", "refused", "pending"))
    day = dice.choice((date(2022, 11, 1), *AS_AT, AS_AT[1] + DAY))
    kind = "trust" if id in TRUSTS else "school"
    return Request(id=id, kind=kind, reason="asked", outcome=outcome, approved_on=None if outcome == "pending" else day)


def random_deployment(dice: Random, id: str) -> Deployment:
    state = dice.choice(("proposed", "agreed", "running", "finished", "declined"))
    return Deployment(term="autumn-2022", recipient_id=id, leader_id="L1", state=state)


def answers(given: Facts, policy: Policy) -> dict[str, str]:
    return {a.id: a.verdict.answer for a in assess(given, policy, TSIO_2022.gates)}


def disagreements(seed: int, gaps: int) -> list[str]:
    """Bodies of one random world of which gates and law say different things, after `gaps` facts were lost."""
    dice = Random(seed)
    policy, whole = random_policy(dice), random_facts(dice)
    given, completions = whole, [whole]
    for _ in range(gaps):
        given, completions = one_lost(dice, given, completions, policy)
    said = answers(given, policy)
    by_law = {body: answer(completions, policy, body) for body in said}
    return [
        f"world {seed}: {body}: gates {said[body]}, law {by_law[body]}" for body in said if said[body] != by_law[body]
    ]


def one_lost(dice: Random, given: Facts, completions: list[Facts], policy: Policy) -> tuple[Facts, list[Facts]]:
    """The facts without one grade, date or number of pupils, and every way in which it might have been."""
    kind = dice.choice(("grade", "published", "started", "pupils", "joined"))
    if kind == "pupils":
        urn = dice.choice([u for u, s in given.schools.items() if s.sector == "academy"])
        filled = [with_pupils(f, urn, number) for f in completions for number in (1, 10_000)]
        return with_pupils(given, urn, None), filled
    if kind == "joined":
        row = dice.choice([k for k, m in enumerate(given.memberships) if m.left is None])
        ways = [(f, day) for f in completions for day in joinings(f, policy)]
        return with_joined(given, row, None), [with_joined(f, row, day) for f, day in ways]
    if not given.judgements:
        return given, completions
    row = dice.randrange(len(given.judgements))
    if kind in ("published", "started") and None in (given.judgements[row].published, given.judgements[row].started):
        return given, completions
    lost = with_judgement(given, row, **{kind: None})
    values = possible(lost.judgements[row], kind, policy)
    return lost, [with_judgement(f, row, **{kind: value}) for f, value in product(completions, values)]


def possible(judgement: Judgement, kind: str, policy: Policy) -> list[Any]:
    """Any grade; a report within a year of its inspection: every day on which something may turn, and the one after."""
    if kind == "grade":
        return [1, 2, 3, 4]
    known = judgement.started or judgement.published
    assert known is not None
    first, last = (known, known + 365 * DAY) if kind == "published" else (known - 365 * DAY, known)
    turns = {policy.as_at, policy.year_from, policy.year_to, *JOINED, *(d - DAY for d in JOINED)}
    days = {day + k * DAY for day in turns for k in (-1, 0, 1)} | {first, last}
    return sorted(day for day in days if first <= day <= last)


def joinings(given: Facts, policy: Policy) -> list[date]:
    """From the day the academy opened to the day of the run: each day on which something may turn."""
    turns = {*JOINED, *(j.started for j in given.judgements if j.started), policy.as_at}
    days = {day + k * DAY for day in turns for k in (-1, 0, 1)}
    return sorted(day for day in days if OPENED <= day <= policy.as_at)


def with_joined(given: Facts, row: int, day: date | None) -> Facts:
    changed: Membership = replace(given.memberships[row], joined=day)
    return replace(given, memberships=(*given.memberships[:row], changed, *given.memberships[row + 1 :]))


def with_judgement(given: Facts, row: int, **change: Any) -> Facts:
    changed = replace(given.judgements[row], **change)
    return replace(given, judgements=(*given.judgements[:row], changed, *given.judgements[row + 1 :]))


def with_pupils(given: Facts, urn: str, pupils: int | None) -> Facts:
    changed: School = replace(given.schools[urn], pupils=pupils)
    return replace(given, schools={**given.schools, urn: changed})


def test_gates_and_law_agree_where_nothing_is_missing() -> None:
    assert [d for seed in range(600) for d in disagreements(seed, 0)] == []


def test_gates_say_cannot_tell_exactly_where_a_completion_would_change_the_answer() -> None:
    assert [d for seed in range(400) for d in disagreements(seed, 1)] == []


@pytest.mark.long
def test_gates_and_law_agree_on_thousands_of_small_facts() -> None:
    assert [d for seed in range(1_000, 21_000) for d in disagreements(seed, 0)] == []


@pytest.mark.long
@pytest.mark.parametrize("gaps", [1, 2])
def test_gates_and_law_agree_on_thousands_of_facts_with_gaps(gaps: int) -> None:
    assert [d for seed in range(30_000, 32_000) for d in disagreements(seed, gaps)] == []


def test_the_worlds_hold_every_answer_for_schools_and_for_trusts() -> None:
    said: Counter[tuple[bool, str]] = Counter()
    for seed in range(300):
        dice = Random(seed)
        policy = random_policy(dice)
        whole = random_facts(dice)
        given, _ = one_lost(dice, whole, [whole], policy)
        said.update((body in TRUSTS, found) for body, found in answers(given, policy).items())
    assert {answer for trust, answer in said if trust} == {"eligible", "not eligible", "cannot tell"}
    assert {answer for trust, answer in said if not trust} == {"eligible", "not eligible", "cannot tell"}
    assert min(said.values()) > 5
