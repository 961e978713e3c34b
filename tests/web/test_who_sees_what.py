"""A reader sees their own regions, names only where they need them, and decides only what is theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.web.project import Project
from matcher.web.serving.app import create_app
from tests.web.conftest import HOST, MATCH, NOW, TRUST, Browser, Opened

OF_THE_RUN = (
    MATCH,
    f"{MATCH}/decide?act=leader-cannot",
    f"/runs/term-1/pairs/{TRUST}/L0041",
    f"/runs/term-1/bodies/{TRUST}",
    "/runs/term-1/report",
    "/runs/term-1/workbook",
)


@pytest.fixture
def newcomer(proposed: Path) -> Browser:
    app, door = create_app(Project(proposed, lambda: NOW), [HOST])
    browser = Browser(app.test_client())
    browser.get(f"/enter/{door.token}")
    return browser


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": "", "role": "", "region": ""}, "Write your name or your id"),
        ({"name": "Nobody Known", "role": "broker", "region": "South West"}, "Nobody of this name or id"),
        ({"name": "P003", "role": "director", "region": "South West"}, "has this person as broker, not director"),
        ({"name": "P003", "role": "broker", "region": "London"}, "London is not a region of this person"),
        ({"name": "P003", "role": "king", "region": "South West"}, "Choose your role"),
    ],
)
def test_the_register_decides_who_a_reader_is(newcomer: Browser, form: dict[str, object], said: str) -> None:
    answer = newcomer.post("/start", form, "/start")
    assert answer.status_code == 422
    assert said in answer.text
    assert "There is a problem" in answer.text
    assert "<title>Error: " in answer.text


@pytest.mark.parametrize("page", OF_THE_RUN)
def test_a_broker_of_another_region_gets_the_answer_for_what_is_not_there(elsewhere: Browser, page: str) -> None:
    answer = elsewhere.get(page)
    assert answer.status_code == 404
    assert "Ebbhaven" not in answer.text
    assert "Hollincross" not in answer.text


def test_a_broker_of_another_region_sees_empty_lists(elsewhere: Browser) -> None:
    for page in ("matches", "unmatched", "queues/not-checked", "queues/longest-waiting"):
        text = elsewhere.get(f"/runs/term-1/{page}").text
        assert "South West" not in text
        assert "Ebbhaven" not in text


def test_a_broker_of_another_region_cannot_decide(elsewhere: Browser) -> None:
    answer = elsewhere.post(f"{MATCH}/decide", {"act": "leader-cannot", "reason": "x"}, "/propose")
    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["/runs/term-1/matches", MATCH, "/runs/term-1/queues/not-checked", "/runs/term-1"])
def test_an_analyst_sees_no_leaders_name_and_no_interest(analyst: Browser, page: str) -> None:
    text = analyst.get(page).text
    for name in ("Hollincross", "Cawlscar", "Tarnweald", "Falmarsh", "Stanestoke"):
        assert name not in text
    assert "Declared interests" not in text


def test_an_analyst_gets_neither_the_page_nor_the_workbook_that_name_leaders(analyst: Browser) -> None:
    assert analyst.get("/runs/term-1/report").status_code == 404
    assert analyst.get("/runs/term-1/workbook").status_code == 404


def test_an_auditor_reads_everything_and_is_offered_nothing_to_decide(opened: Opened) -> None:
    auditor = opened("Anybody", "auditor", "All England")
    text = auditor.get(MATCH).text
    assert "Edwin Hollincross" in text
    assert 'name="act"' not in text
    assert auditor.get(f"{MATCH}/decide?act=leader-cannot").status_code == 404
    assert auditor.post(f"{MATCH}/decide", {"act": "leader-cannot"}, "/").status_code in (404, 422)
    assert auditor.post("/propose", {"scenario": "term.yaml"}, "/").status_code == 403


def test_a_broker_is_not_offered_what_only_a_director_may_do(reader: Browser, director: Browser) -> None:
    assert "director-says-no" not in reader.get(MATCH).text
    assert "director-says-no" in director.get(MATCH).text


@pytest.mark.parametrize(
    "page",
    [
        "/runs/none",
        "/runs/..",
        "/runs/term-1/matches/90008/L9999",
        "/runs/term-1/matches/1/L0013",
        "/runs/term-1/pairs/90008/none",
        "/runs/term-1/bodies/none",
        "/runs/term-1/queues/none",
        "/runs/term-1/reserves/90008",
        "/jobs/none",
        "/registers?scenario=../base.yaml",
        f"{MATCH}/decide?act=none",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(reader: Browser, page: str) -> None:
    answer = reader.get(page)
    assert answer.status_code == 404
    assert "There is nothing at this address, or it is not of your region." in answer.text
