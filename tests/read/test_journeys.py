"""Journeys and judged crossings as they are read, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher.domain import Crossing, Journey
from matcher.errors import InputFaults
from matcher.read.facts import load_facts
from tests.read.register_files import USUAL, a, write_csv

AS_AT = date(2022, 12, 31)
RECIPIENTS = [a("recipients", id="100001", easting="450000", northing="300000"), a("recipients", id="100002")]
LEADERS = [a("leaders", id="L1", easting="450000", northing="320000", postcode="AB1 2CD"), a("leaders", id="L2")]


def registers(folder: Path, **tables: list[dict[str, str]]) -> dict[str, Path]:
    return {name: write_csv(folder / f"{name}.csv", rows, USUAL[name]) for name, rows in tables.items()}


def read(folder: Path, *journeys: dict[str, str], **more: list[dict[str, str]]) -> tuple[tuple[Journey, ...], str]:
    tables = {"recipients": RECIPIENTS, "leaders": LEADERS, **more}
    facts = load_facts(registers(folder, **tables, **({"journeys": list(journeys)} if journeys else {})), AS_AT)
    return facts.journeys, "\n".join(map(str, facts.notes))


def way(here: str = "L1", there: str = "100001", minutes: str = "30", by: str = "road", **rest: str) -> dict[str, str]:
    return {"from": here, "to": there, "minutes": minutes, "measured_by": by, **rest}


def faults(folder: Path, *journeys: dict[str, str], **more: list[dict[str, str]]) -> list[str]:
    with pytest.raises(InputFaults) as refused:
        read(folder, *journeys, **more)
    return [f"{f.file} {f.row} {f.column}: {f.message}" for f in refused.value.faults]


def test_a_journey_with_everything(tmp_path: Path) -> None:
    (found,), notes = read(tmp_path, way(by="road: OSRM 26.10", km="31.5", on="01/11/2022"))
    assert found == Journey(
        start="L1",
        end="100001",
        minutes=30,
        metres=31_500,
        measured_by="road",
        engine="OSRM 26.10",
        on=date(2022, 11, 1),
    )
    assert "journey" not in notes


def test_a_postcode_is_an_end_in_any_spelling(tmp_path: Path) -> None:
    (found,), notes = read(tmp_path, way("ab12cd"))
    assert found.start == "AB1 2CD"
    assert "stand for nobody" not in notes


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (way(minutes="half an hour"), "journeys.csv 2 minutes: is not a whole number"),
        (way(minutes=""), "journeys.csv 2 minutes: is empty, and this column is required"),
        (way(by="car"), "journeys.csv 2 measured_by: does not say how the journey was measured"),
        (way(minutes="5"), "journeys.csv 2 minutes: is faster than 130 km/h: the ends are 20.0 km apart in a"),
        (way(minutes="5", km="12"), "journeys.csv 2 minutes: is faster than 130 km/h over the 12 km of this row"),
    ],
)
def test_what_is_wrong_with_a_row(tmp_path: Path, row: dict[str, str], said: str) -> None:
    (found,) = faults(tmp_path, row)
    assert found.startswith(said)


def test_twenty_kilometres_in_ten_minutes_is_not_too_fast(tmp_path: Path) -> None:
    assert len(read(tmp_path, way(minutes="10"))[0]) == 1


def test_the_same_journey_twice_is_a_fault(tmp_path: Path) -> None:
    assert "the same journey stands here" in faults(tmp_path, way(), way(minutes="31"))[0]


def test_other_minutes_in_pairs_are_a_fault_and_the_same_are_not(tmp_path: Path) -> None:
    pair = {"recipient_id": "100001", "leader_id": "L1", "minutes": "40"}
    (said,) = faults(tmp_path, way(), pairs=[pair])
    assert said == "pairs.csv 2 minutes: is not the 30 minutes of journeys.csv row 2"
    assert read(tmp_path, way(), pairs=[{**pair, "minutes": "30"}])[0]


def test_an_end_that_is_nobodys_is_counted_with_the_nearest(tmp_path: Path) -> None:
    rows = [way(), way("L2"), way("L1", "100002"), way("L11", "100001")]
    _, notes = read(tmp_path, *rows)
    assert "journeys: 1 of 4 in the column 'from' stand for nobody in the data; row 5: did you mean 'L1'?" in notes


def test_a_column_of_which_more_than_half_is_nobodys_is_damaged(tmp_path: Path) -> None:
    rows = [way("X1"), way("X2"), way("L1")]
    (said,) = faults(tmp_path, *rows)
    assert said == "journeys.csv 2 from: stands for nobody in the data, as do 2 of the 3 cells of this column"


def test_one_way_only_and_slow_ones_are_told(tmp_path: Path) -> None:
    rows = [way(), way("100001", "L1"), way("L1", "100002"), way("L2", "100001", minutes="60", km="3.5")]
    _, notes = read(tmp_path, *rows)
    assert "journeys.csv: 2 of 4 journeys are given one way only; it stands for both" in notes
    slow = [way(minutes="401"), way("L2", "100001")]
    assert "journeys: 1 are slower than 3 km/h in a straight line (row 2): check them" in read(tmp_path, *slow)[1]


def test_a_judged_crossing(tmp_path: Path) -> None:
    row = {"a": "L1", "b": "100001", "ok": "yes", "by": "P. Broker", "on": "2022-12-01"}
    facts = load_facts(registers(tmp_path, recipients=RECIPIENTS, leaders=LEADERS, crossings=[row]), AS_AT)
    assert facts.crossings == (Crossing(a="L1", b="100001", ok=True, by="P. Broker", on=date(2022, 12, 1)),)
