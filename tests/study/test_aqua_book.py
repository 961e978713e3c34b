"""The pack is filled from the study, leaves open what a person must add, and is not assured by its own analyst."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.errors import InputFaults
from matcher.policy import Assumption
from matcher.study.questions.sensitivity import Effect
from matcher.study.tables.aqua_book import AMBER, GREEN, RED, check_signers, impact, quality

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def an_assumption(what: str = "rules.max_travel_km", assumed: bool = True, source: str = "a board") -> Assumption:
    return Assumption(what=what, value="60", unit="km", source=source, date="2022-09-01", assumed=assumed)


@pytest.mark.parametrize(("analyst", "assurer"), [("Ada Lark", "ada  LARK"), ("x", "x")])
def test_the_assurer_is_not_the_analyst(analyst: str, assurer: str) -> None:
    with pytest.raises(InputFaults):
        check_signers(analyst, assurer)


def test_either_may_be_left_open() -> None:
    check_signers("", "")
    check_signers("Ada Lark", "")
    check_signers("Ada Lark", "Bo Finch")


def test_quality_is_of_the_source() -> None:
    assert quality(an_assumption(assumed=False)) == GREEN
    assert quality(an_assumption()) == AMBER
    assert quality(an_assumption(source="")) == RED


@pytest.mark.parametrize(("figure", "colour"), [(90, RED), (110, RED), (98, AMBER), (101, GREEN), (100, GREEN)])
def test_impact_is_what_trying_it_otherwise_moved(figure: int, colour: str) -> None:
    lines = [Effect("rules.max_travel_km", "30", figure, 0, 0)]
    assert impact(an_assumption(), 100, lines) == colour
    assert impact(an_assumption("support.again"), 100, lines) == ""


@pytest.mark.long
def test_a_close_look_writes_its_page_and_its_pack(tmp_path: Path) -> None:
    arguments = [
        "study",
        str(SCENARIOS / "budget.yaml"),
        "--set",
        "regions=[South West]",
        "--set",
        "pots.offer.share=1",
    ]
    with pytest.raises(SystemExit) as ended:
        main(
            [
                *arguments,
                "--out",
                str(tmp_path),
                "--executor",
                "local:1",
                "--analyst",
                "Ada Lark",
                "--assurer",
                "Bo Finch",
            ]
        )
    assert not ended.value.code
    tables = {}
    for path in (tmp_path / "aqua-book").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    assert set(tables) == {"assumptions", "data-log", "decisions-log", "verification-log", "sign-off"}
    assert [row["name"] for row in tables["sign-off"]] == ["Ada Lark", "Bo Finch"]
    assert {row["impact"] for row in tables["assumptions"]} & {RED, AMBER, GREEN}
    assert any(row["setting"] == "pots.offer.amount" and row["value"] == "646225" for row in tables["decisions-log"])
    assert (tmp_path / "study.html").is_file()
