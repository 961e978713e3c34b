"""A past term lived again: the pages judge as of a chosen day, never silently, and lines keep the day of writing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from matcher.commands.decisions.review import review
from matcher.errors import InputFaults
from matcher.ledger import open_ledger
from tests.web.conftest import MATCH, Browser, come_in

RUN = "/runs/term-1"
LATER = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
LIVED = date(2023, 1, 23)


def broker_of_the_past(folder: Path, lived_on: date | None = LIVED) -> Browser:
    return come_in(folder, "P003", "broker", "South West", LATER, lived_on)


def test_what_was_checked_then_is_not_out_of_date_and_every_page_says_which_day_it_is(folder: Path) -> None:
    browser = broker_of_the_past(folder)
    assert browser.decide("interests-checked", outcome="clear").status_code == 303
    page = browser.get(MATCH).text
    assert "clear, checked 23 January 2023. As of 23 January 2023." in page
    for address in ("/", MATCH, f"{RUN}/week", f"{RUN}/queues/not-checked", f"{RUN}/leaders"):
        text = browser.get(address).text
        assert "A past term, lived again." in text
        assert "judged as of 23 January 2023, and today is 29 November 2026" in text
        assert "As of today" not in text
    now = broker_of_the_past(folder, None).get(MATCH).text
    assert "out of date: last checked 23 January 2023" in now
    assert "lived again" not in now
    assert "As of today, 29 November 2026" in now


def test_what_is_recorded_is_written_down_with_the_real_day(folder: Path) -> None:
    browser = broker_of_the_past(folder)
    browser.decide("interests-checked", outcome="clear")
    ledger = open_ledger(folder / "runs" / "ledger.sqlite")
    try:
        line = ledger.lines()[-1]
    finally:
        ledger.close()
    assert line.body["on"] == "2023-01-23"
    assert str(line.body["at"]).startswith("2026-11-29")


def test_a_note_is_kept_as_long_as_one_of_today(folder: Path) -> None:
    browser = broker_of_the_past(folder)
    page = f"{RUN}/bodies/90008"
    assert browser.post(f"{page}/notes", {"note": "ring after four"}, page).status_code == 303
    assert "ring after four" in browser.get(page).text


def test_a_day_that_has_not_come_in_the_lived_term_is_no_day_of_a_decision(folder: Path) -> None:
    browser = broker_of_the_past(folder)
    day = {"on-day": "24", "on-month": "1", "on-year": "2023"}
    assert browser.decide("school-agrees", **day).status_code == 422


@pytest.mark.parametrize("day", ["2999-01-01", "soon"])
def test_only_a_day_that_is_over_can_be_lived_again(folder: Path, day: str) -> None:
    with pytest.raises(InputFaults):
        review(folder, 0, False, day, lambda _: None)
