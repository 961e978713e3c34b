"""Facts in words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import matcher
from matcher.plan import Stage
from matcher.report import words
from matcher.result import PotLine
from matcher.rules.rulebooks import RULEBOOKS


def test_every_reading_and_every_cause_that_a_gate_gives_has_words() -> None:
    read = {switch for book in RULEBOOKS.values() for gate in book.gates for switch in gate.reads}
    assert read <= set(words.READINGS)
    gates = Path(matcher.__file__).parent / "rules" / "gates"
    given = {c for path in gates.rglob("*.py") for c in re.findall(r'cause="([a-z-]+)"', path.read_text("utf-8"))}
    assert {"history-forgotten", "plans-not-known"} <= given
    assert given <= set(words.CAUSES)


@pytest.mark.parametrize(
    ("pence", "said"),
    [(64_622_500, "£646,225"), (177_550, "£1,775.50"), (0, "£0"), (-150_000, "−£1,500"), (None, "not known")],
)
def test_money(pence: int | None, said: str) -> None:
    assert words.pounds(pence) == said


@pytest.mark.parametrize(("pence", "said"), [(64_622_500, "£646,225.00"), (5, "£0.05"), (-150_000, "−£1,500.00")])
def test_money_beside_money_has_its_pence(pence: int, said: str) -> None:
    assert words.pounds(pence, always_pence=True) == said


@pytest.mark.parametrize(("part", "of"), [(25, 33), (20, 33), (22, 33), (1, 3), (0, 4), (7, 7), (149, 200), (745, 999)])
def test_a_share_reads_the_same_as_a_goal_and_in_a_table_of_shares(part: int, of: int) -> None:
    assert words.number(1_000 * part // of, "per thousand") == words.share(part, of)


def test_shares_that_are_compared_never_read_as_one() -> None:
    assert words.two_numbers(757, 606, "per thousand") == ("76%", "61%")
    assert words.two_numbers(757, 759, "per thousand") == ("75.7%", "75.9%")
    near = Stage("fairness", "per thousand", "most", 757, 759, False)
    assert words.proof(near) == "Within 0.2 percentage points of the best possible"


def test_a_goal_over_futures_says_its_average_in_its_unit() -> None:
    stage = Stage("governance", "need x days", "most", 411, 411, True, "certificate", futures=8, today=50)
    assert words.proof(stage).startswith("By the year's end 51.3 points of need × days on average. Proved: ")


def test_a_bound_is_said_as_how_far_off() -> None:
    near = Stage("spend", "pence", "least", 100_000, 90_000, False)
    assert words.proof(near) == "Within £100 of the best possible"
    assert words.proof(Stage("fit", "fit points", "most", 1, None, False)) == "Not proved; no bound is known"
    assert words.proof(Stage("fit", "fit points", "most", 1, 1, True, "second-solver")).endswith(
        "(a second, unrelated solver agrees)"
    )


@pytest.mark.parametrize(("place", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (22, "22nd")])
def test_ordinals(place: int, said: str) -> None:
    assert words.ordinal(place) == said


def test_shares_are_rounded_to_the_nearest_whole() -> None:
    assert (words.share(2, 3), words.share(1, 3), words.share(1, 200)) == ("67%", "33%", "1%")
    assert words.share(0, 0) == "–"


def test_a_pot_says_what_of_it_is_kept_for_those_who_come_later() -> None:
    pot = PotLine("offer", "all", 40_000_000, 0, 0, 1_000_000, 39_000_000, None, False, True, "", 36_600_000)
    assert words.left_over(pot) == "£366,000 of what is left is kept for those expected later"
    assert words.left_over(replace(pot, kept_pence=0)) == "Not what stops another match"
