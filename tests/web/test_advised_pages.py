"""The pages of a programme of advisers: who advises, how far a case has come, and recording both."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from matcher.web.project import Project
from matcher.web.serving.app import create_app
from tests.report.test_supporter_run import ADVISERS, proposed, written
from tests.web.conftest import HOST, Browser

RUN = "/runs/rise-1"
STEPS = f"{RUN}/bodies/100001/steps"
DAY = {"on-day": "3", "on-month": "12", "on-year": "2025"}
PEOPLE = "id,name,role,regions\nP1,Pat Day,broker,London\nP2,Di Rector,director,London\nP3,Bo Ard,board,London\n"
NOW = datetime(2025, 12, 5, 9, 0, tzinfo=UTC)


def come_in(folder: Path, name: str, role: str) -> Browser:
    app, door = create_app(Project(folder, lambda: NOW), [HOST])
    browser = Browser(app.test_client())
    assert browser.get(f"/enter/{door.token}").status_code == 303
    assert browser.post("/start", {"name": name, "role": role, "region": "London"}, "/start").status_code == 303
    return browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("advised")
    scenario = written(path, people=PEOPLE)
    (path / "runs").mkdir()
    proposed(scenario, "runs/rise-1")
    return path


@pytest.fixture(scope="module")
def browser(folder: Path) -> Browser:
    return come_in(folder, "P1", "broker")


def record(browser: Browser, step: str, **more: str) -> str:
    form: dict[str, object] = {"step": step, "reason": "told us by letter", **DAY, "seen": "yes", **more}
    answer = browser.post(STEPS, form, STEPS)
    return answer.text if answer.status_code != 303 else browser.get(STEPS).text


def test_match_and_school_show_the_adviser_with_employer_load_and_milestone(browser: Browser) -> None:
    for address in (f"{RUN}/matches/100001/O1", f"{RUN}/bodies/100001"):
        page = browser.get(address).text
        assert "Sam Roe (A2)" in page
        assert "0 of 3 schools taken, 3 proposed" in page
        assert "No case yet" in page
        assert "employed by nobody that is recorded" in page


def test_the_list_of_advisers_names_employer_and_schools(browser: Browser) -> None:
    page = browser.get(f"{RUN}/advisers").text
    assert "Kim Lee (A1)" in page
    assert "Pine Trust" in page
    assert "Oak School" in page


def test_a_school_without_an_organisation_has_its_tasks_and_steps(browser: Browser) -> None:
    page = browser.get(f"{RUN}/bodies/100004").text
    assert "Formally inform responsible body" in page
    assert "/bodies/100004/steps" in page


def test_a_case_is_led_from_step_to_step(browser: Browser) -> None:
    page = browser.get(STEPS).text
    assert "Milestone: formally inform responsible body" in page
    assert "Adviser is allocated" not in page, "the body has to be informed first"
    assert "Choose what happened" in record(browser, "")
    assert "Formally inform responsible body on 3 December 2025" in record(browser, "body-informed")
    after = record(browser, "adviser-allocated")
    assert "allocated on 3 December 2025" in after
    assert "comes first" in record(browser, "initial-diagnosis:match")
    assert "stands only beside an adviser who cannot" in record(
        browser, "first-meeting", **{"until-day": "1", "until-month": "1", "until-year": "2026"}
    )
    until = {"until-day": "1", "until-month": "2", "until-year": "2026"}
    assert "paused until 1 February 2026" in record(browser, "adviser-cannot-any", **until)
    assert "Cannot until 1 February 2026" in browser.get(f"{RUN}/advisers").text
    assert "adviser cannot (any school)" in browser.get(f"{RUN}/bodies/100001").text.casefold()


def test_nothing_is_recorded_before_what_would_follow_was_shown(browser: Browser) -> None:
    before = browser.get(STEPS).text
    page = record(browser, "adviser-withdraws", seen="")
    assert "What would follow" in page
    assert "Schools they have: " in page
    assert "Oak School (100001), allocated" in page
    assert record(browser, "allocate", seen="").count("Choose what happened"), "no act of a step"
    assert browser.get(STEPS).text.count("Withdrew") == before.count("Withdrew")
    assert "Adviser withdraws" not in browser.get(f"{RUN}/bodies/100001").text


def test_a_diagnosis_that_leaves_a_school_to_its_adviser_ends_its_match_and_is_shown(browser: Browser) -> None:
    assert "First RISE meeting on 3 December 2025" in record(browser, "first-meeting")
    shown = record(browser, "initial-diagnosis:review-progress", seen="")
    assert "goes no further" in shown
    assert "free again" in shown
    after = record(browser, "initial-diagnosis:review-progress")
    assert "Initial diagnosis on 3 December 2025: review school&#39;s progress" in after
    assert "Next milestone" not in after
    match = browser.get(f"{RUN}/matches/100001/O1").text
    assert "This match goes no further" in match
    assert "supporting organisation agree" not in match.casefold()
    assert "Ask the supporting organisation" not in match
    assert "Matching complete" not in browser.get(f"{RUN}/bodies/100001").text


def test_who_may_not_see_names_sees_no_adviser_by_name(folder: Path) -> None:
    plain = come_in(folder, "Ana Lyst", "analyst")
    for address in (f"{RUN}/bodies/100001", f"{RUN}/advisers", STEPS):
        page = plain.get(address).text
        assert "Sam Roe" not in page
        assert "Kim Lee" not in page


def test_no_page_counts_days_or_speaks_of_governance(browser: Browser) -> None:
    pages = ("/matches", "/matches/100001/O1", "/bodies/100001", "/leaders", "/leaders/O1", "", "/advisers", "/week")
    for address in pages:
        page = browser.get(RUN + address)
        assert page.status_code == 200
        text = re.sub(r"<style.*?</style>|<[^>]+>", " ", page.text, flags=re.DOTALL)
        assert not re.search(r"\b0 days|Days offered|Days left|[Gg]overnance|[Ll]eaders?\b", text), address


def test_a_run_without_advisers_has_no_such_page(browser: Browser) -> None:
    assert browser.get(f"{RUN}/bodies/999999/steps").status_code == 404


def test_a_check_of_an_adviser_and_an_employer_elsewhere_are_said(tmp_path: Path) -> None:
    """The employer of an adviser is of another region: that there is one is said, and never that nobody is recorded."""
    scenario = written(tmp_path, people=PEOPLE, advisers=ADVISERS.replace("Kim Lee,London", "Kim Lee,South East"))
    (tmp_path / "runs").mkdir()
    proposed(scenario, "runs/rise-1")
    browser = come_in(tmp_path, "P1", "broker")
    page = browser.get(f"{RUN}/advisers").text
    assert "an organisation of another region" in page
    record(browser, "body-informed")
    record(browser, "adviser-checked:clear")
    page = browser.get(f"{RUN}/advisers").text
    assert "for Oak School on 3 December 2025" in page
    body = browser.get(f"{RUN}/bodies/100001").text
    assert "Adviser Sam Roe (A2)" in body, "the table of what is recorded names the adviser as one"


def test_in_a_region_without_a_broker_the_director_has_the_tasks(tmp_path: Path) -> None:
    people = "\n".join(line for line in PEOPLE.splitlines() if "broker" not in line) + "\n"
    scenario = written(tmp_path, people=people)
    (tmp_path / "runs").mkdir()
    folder = proposed(scenario, "runs/rise-1")
    browser = come_in(tmp_path, "P2", "director")
    assert "Oak School" in browser.get(f"{RUN}/week").text
    assert "Waiting for the broker" not in browser.get(f"{RUN}/bodies/100001").text
    who = [row[4] for row in load_workbook(folder / "proposal.xlsx")["Tasks"].values if len(row) > 4]
    assert "Regional Director" in who
    assert "Broker" not in who


def test_a_reserve_that_has_room_is_not_said_to_have_none(browser: Browser) -> None:
    page = browser.get(f"{RUN}/matches/100001/O1").text
    assert "has no room for it" not in page
    assert "days and room" not in page, "organisations give no days"


def test_a_supporting_organisation_is_not_named_twice_in_one_place(browser: Browser) -> None:
    for address in (f"{RUN}/matches/100001/O1", f"{RUN}/leaders", f"{RUN}/leaders/O1"):
        page = browser.get(address).text
        assert "Pine Trust" in page
        assert not re.search(r"review-small\">[^<]*Pine Trust", page), address
        assert not re.search(r"<dd[^>]*>\s*Pine Trust\s*</dd>", page), address


def test_the_list_of_matches_shows_whatever_the_page_of_a_match_has_to_settle(tmp_path: Path) -> None:
    """Also what is to be settled of the school's adviser: it stood on the match's page alone."""
    advisers = re.sub(r",London", ",South East", ADVISERS)
    scenario = written(tmp_path, people=PEOPLE, advisers=advisers)
    (tmp_path / "runs").mkdir()
    proposed(scenario, "runs/rise-1")
    run, browser = Project(tmp_path, lambda: NOW).run("rise-1"), come_in(tmp_path, "P1", "broker")
    assert run is not None
    listed = html.unescape(browser.get(f"{RUN}/matches").text)
    found: list[str] = []
    for m in run.opened.published.matches:
        page = html.unescape(browser.get(f"{RUN}/matches/{m.recipient}/{m.leader}").text)
        settle = page.split(">To settle</dt>")[1].split("</dd>")[0]
        found += re.findall(r"</span> ([^<]+)</li>", settle)
    assert any("dviser" in text for text in found), found
    assert [text for text in found if text not in listed] == []


def test_a_school_with_an_adviser_alone_is_named_among_those_without_a_match(browser: Browser) -> None:
    page = browser.get(f"{RUN}/unmatched").text
    assert "With an adviser alone, as their progress is to be reviewed: 1" in page
    assert "/bodies/100004" in page
    assert "Every eligible" not in page
