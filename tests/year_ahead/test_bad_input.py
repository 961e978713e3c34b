"""What the year ahead cannot work with is a fault with its place and what to write instead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from matcher.commands.studies.year_ahead import test as back_test_command
from matcher.errors import Fault, InputFaults
from matcher.read.inputs import read_inputs

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def faults(tmp_path: Path, *sets: str, expected: str = "") -> list[Fault]:
    """The faults of the term's scenario with these changes and, where it is given, a table of those expected."""
    here = Path(shutil.copytree(SCENARIOS, tmp_path / "scenarios"))
    if expected:
        (here / "expected.csv").write_text(expected, encoding="utf-8")
        sets = (*sets, "data.expected=expected.csv")
    with pytest.raises(InputFaults) as found:
        read_inputs(here / "term.yaml", sets, (), None)
    return list(found.value.faults)


def test_a_share_above_one_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "year_ahead.hold_at_most=1.5")
    assert (fault.column, fault.value, fault.message) == ("year_ahead.hold_at_most", "1.5", "is more than 1")


@pytest.mark.parametrize(("written", "meant"), [("20%", "0.2"), ("12.5 %", "0.125"), ("100%", "1")])
def test_a_share_in_per_cent_is_refused_with_the_share_that_is_meant(tmp_path: Path, written: str, meant: str) -> None:
    (fault,) = faults(tmp_path, f"year_ahead.hold_at_most={written}")
    assert (fault.value, fault.message, fault.suggestion) == (
        written,
        "is in per cent",
        f"Write it as a share: {meant}",
    )


def test_futures_in_which_all_say_no_are_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "year_ahead.use=which-leader", "year_ahead.futures.declines=1")
    assert (fault.column, fault.message) == ("year_ahead.futures.declines", "all who come later would say no")


@pytest.mark.parametrize(
    ("declines", "said"), [("20%", "is in per cent"), ("x", "is not a share"), ("2", "is more than 1")]
)
def test_what_is_asked_of_a_back_test_is_refused_together(tmp_path: Path, declines: str, said: str) -> None:
    with pytest.raises(InputFaults) as found:
        back_test_command(SCENARIOS / "term.yaml", (), (), None, "2021,20x2,", 1, declines, tmp_path, print)
    told = [(f.file, f.value, f.message) for f in found.value.faults]
    assert told == [
        ("--years", "20x2", "is not a year"),
        ("--years", "", "is not a year"),
        ("--declines", declines, said),
    ]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("amount", [("pots.offer.amount=100000", "pots.offer.share=1/9"), ()], ids=["binds", "counted"])
def test_a_pot_whose_period_has_ended_is_refused(tmp_path: Path, amount: tuple[str, ...]) -> None:
    """One that is only counted, too: its end would leave everybody out of the futures."""
    ahead = ("year_ahead.use=who-and-when", *amount, "pots.offer.to=2022-11-30")
    (fault,) = faults(tmp_path, *ahead)
    assert fault.column == "pots.offer.to"
    assert "its period ended before the run's day, 2022-12-31" in fault.message


def test_unknown_regions_months_and_kinds_of_those_expected_are_told_together(tmp_path: Path) -> None:
    rows = "month,region,kind,number\n2023-02,Londn,school,3\n2023-13,London,school,3\n2023-03,London,scool,x\n"
    found = faults(tmp_path, "year_ahead.futures.from=expected", expected=rows)
    assert [(f.row, f.column, f.value) for f in found] == [
        (2, "region", "Londn"),
        (3, "month", "2023-13"),
        (4, "kind", "scool"),
        (4, "number", "x"),
    ]
    assert "London" in found[0].suggestion


def test_expectations_that_are_not_given_are_asked_for(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "year_ahead.use=which-leader", "year_ahead.futures.from=expected")
    assert fault.column == "year_ahead.futures.from"
    assert "data.expected" in fault.suggestion


def test_an_unknown_use_or_limit_is_refused_with_what_there_is(tmp_path: Path) -> None:
    found = faults(tmp_path, "year_ahead.use=who-or-when", "year_ahead.never_hold=[everybody]")
    assert {fault.column for fault in found} == {"year_ahead.use", "year_ahead.never_hold"}


@pytest.mark.parametrize(
    ("goals", "said"),
    [("[spend]", "coverage is not sought"), ("[stability, fit, coverage]", "coverage comes after fit")],
)
def test_goals_that_do_not_put_coverage_first_are_refused(tmp_path: Path, goals: str, said: str) -> None:
    (fault,) = faults(tmp_path, "year_ahead.use=which-leader", f"goals={goals}")
    assert fault.column == "goals"
    assert fault.message.startswith(f"{said}, and year_ahead.use is which-leader")


def test_a_goal_that_looks_at_today_alone_may_come_before_coverage(tmp_path: Path) -> None:
    here = Path(shutil.copytree(SCENARIOS, tmp_path / "scenarios"))
    sets = ("year_ahead.use=who-and-when", "goals=[stability, coverage, fit]")
    read_inputs(here / "term.yaml", sets, (), None)
