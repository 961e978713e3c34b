"""What the ledger would refuse for an answer that a person can give: the page offers the box to tick."""

from __future__ import annotations

from pathlib import Path

from tests.web.conftest import MATCH, Browser, acts

ASK = f"{MATCH}/decide?act=ask-school"


def test_a_school_that_was_asked_first_is_recorded_with_a_tick_and_a_reason(broker: Browser, folder: Path) -> None:
    assert 'name="out_of_order"' in broker.get(ASK).text
    refused = broker.decide("ask-school")
    assert refused.status_code == 422
    assert "tick that below" in refused.text
    assert "--out-of-order" not in refused.text
    assert broker.decide("ask-school", "They telephoned us", out_of_order="yes").status_code == 303
    assert acts(folder) == ["publish", "ask-school"]


def test_a_day_before_the_proposal_is_asked_about_and_recorded_where_it_is_right(broker: Browser, folder: Path) -> None:
    early = {"on-year": "2022"}
    assert 'name="day_is_right"' not in broker.get(f"{MATCH}/decide?act=school-agrees").text
    refused = broker.decide("school-agrees", **early)
    assert refused.status_code == 422
    assert 'name="day_is_right"' in refused.text
    assert "--accept-dates" not in refused.text
    assert broker.decide("school-agrees", day_is_right="yes", **early).status_code == 303
    assert acts(folder) == ["publish", "school-agrees"]


def test_every_act_says_what_would_follow(broker: Browser) -> None:
    for act in ("ask-school", "leader-cannot-any", "school-wants-support", "leader-withdraws"):
        page = broker.get(f"{MATCH}/decide?act={act}").text
        assert "Nothing else changes" not in page, act
    assert broker.get(f"{MATCH}/decide?act=leader-can-again").status_code == 404  # nobody said that they cannot
