"""Those asked to wait for the year ahead stand on a page, and the director of their region decides each there."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.commands.propose import propose
from matcher.explain.why.refused_wait import NO_PLAN
from matcher.ledger import open_ledger
from matcher.read.run_folders.holds import read_without
from matcher.runs.opened import open_run
from tests.ledger.test_waits import AHEAD, FREE
from tests.web.conftest import DAY, NOW, SCENARIOS, Browser, come_in

WAITS = "/runs/year-1/waits"
SETS = ("year_ahead.use=who-and-when", *AHEAD, *FREE)


@pytest.fixture(scope="module")
def ahead(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ahead")
    for name in ("base.yaml", "term.yaml"):
        shutil.copy(SCENARIOS / name, folder)
    shutil.copytree(SCENARIOS / "sample", folder / "sample")
    propose(folder / "term.yaml", SETS, (), None, folder / "runs" / "year-1", False, "auto", lambda _: None)
    return folder


@pytest.fixture
def folder(ahead: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ahead, tmp_path / "project"))


def held(folder: Path) -> list[str]:
    with (folder / "runs" / "year-1" / "holds.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["recipient_id"] for row in csv.DictReader(file)]


def offered(browser: Browser, field: str) -> list[str]:
    return re.findall(rf'name="{field}" type="radio" value="([^"]+)"', browser.get(WAITS).text)


def decide(browser: Browser, recipient: str, act: str, seen: str = "yes", **more: str) -> tuple[int, str]:
    """The answer to the form; without `seen` what would follow is shown first, and nothing recorded."""
    form: dict[str, object] = {"recipient": recipient, "act": act, "reason": "It can wait", "seen": seen, **DAY, **more}
    answer = browser.post(WAITS, form, WAITS)
    return answer.status_code, answer.text


def test_a_director_decides_on_the_page_and_the_ledger_has_it(folder: Path) -> None:
    director = come_in(folder, "P014", "director", "South West")
    own = offered(director, "recipient")
    assert own
    assert set(own) < set(held(folder))
    assert offered(director, "act") == ["approve-wait", "refuse-wait", "tell-of-wait"]
    assert f"Asked to wait</a>: {len(own)}, {len(own)} for the director to decide" in (
        director.get("/runs/year-1").text
    )
    assert decide(director, own[0], "approve-wait", until="1/3/2023")[0] == 303
    ledger = open_ledger(folder / "runs" / "ledger.sqlite", now=lambda: NOW)
    (line,) = ledger.record().waits
    ledger.close()
    assert (line["act"], line["recipient"], line["detail"]) == ("approve-wait", own[0], {"until": "2023-03-01"})
    page = director.get(WAITS).text
    assert "Approved until 1 March 2023" in page
    assert "The plan with and without the year ahead" in page
    so_far = director.get(f"/runs/year-1/bodies/{own[0]}").text
    assert "Director approves the wait" in so_far
    assert "Approved until 1 March 2023" in so_far[: so_far.index("Verdict")]
    assert "Nothing is recorded about it" not in so_far


def test_what_would_follow_is_shown_before_anything_is_recorded(folder: Path) -> None:
    director = come_in(folder, "P014", "director", "South West")
    own = offered(director, "recipient")
    status, page = decide(director, own[0], "approve-wait", seen="", until="1/3/2023")
    assert status == 200
    assert "No new proposal of this term gives it a leader until 1 March 2023" in page
    assert f"{len(own) - 1} wait" in page
    assert 'name="until" value="1/3/2023"' in page
    status, page = decide(director, own[0], "refuse-wait", seen="")
    assert (status, "The next one of the programme year does not ask it to wait" in page) == (200, True)
    assert re.search(rf"\({own[0]}\) would have leader", page) or NO_PLAN in page
    assert not (folder / "runs" / "ledger.sqlite").exists()
    status, page = decide(director, own[0], "approve-wait", seen="", until="1/1/2024")
    assert (status, "Nobody may be asked to wait beyond 31 August 2023" in page) == (422, True)
    assert decide(director, own[0], "approve-wait")[0] == 303
    for one in own[1:]:
        decide(director, one, "refuse-wait")
    assert "Every wait of South West is then decided" in decide(director, own[0], "refuse-wait", seen="")[1]


def test_what_changed_says_who_is_asked_to_wait_and_not_whom_keeping_a_leader_would_cost(folder: Path) -> None:
    """A proposal without the year ahead stood before this one."""
    opened = open_run(folder / "runs" / "year-1")
    like, region_of = opened.published.matches[0], opened.world.region_of
    alone = (
        replace(like, recipient=m.recipient_id, leader=m.leader_id, region=region_of[m.recipient_id])
        for m in read_without(opened.folder).matches
    )
    ledger = open_ledger(folder / "runs" / "ledger.sqlite", now=lambda: NOW)
    ledger.open_run(replace(opened.published, run="before", matches=tuple(alone), waits=()))
    ledger.open_run(opened.published)
    ledger.close()
    page = come_in(folder, "P014", "director", "South West").get("/runs/year-1/changes").text
    mine = [id for id in held(folder) if region_of[id] == "South West"]
    assert mine
    for id in mine:
        line = page[page.index(f"/bodies/{id}") :]
        assert "Asked to wait" in line[: line.index("</tr>")]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"until": "soon"}, "Write the last day as 1/3/2023"),
        ({"act": "refuse-wait", "until": "1/3/2023"}, "A last day stands only beside an approval"),
        ({"until": "1/1/2024"}, "Nobody may be asked to wait beyond 31 August 2023"),
        ({"act": "tell-of-wait"}, "No director has approved the wait"),
        ({"reason": ""}, "Write why"),
        ({"recipient": "999999"}, "Choose one"),
        ({"on-year": "2024"}, "The day has not come yet"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_recorded(
    more: dict[str, str], said: str, ahead: Path
) -> None:
    director = come_in(ahead, "P014", "director", "South West")
    form = {"recipient": offered(director, "recipient")[0], "act": "approve-wait"} | more
    status, page = decide(director, form.pop("recipient"), form.pop("act"), **form)
    assert (status, said in page) == (422, True)
    assert "Approved until" not in director.get(WAITS).text


def test_a_broker_sees_why_and_may_not_decide(ahead: Path) -> None:
    broker = come_in(ahead, "P003", "broker", "South West")
    assert offered(broker, "act") == ["tell-of-wait"]
    assert "Asked to wait although a leader could support it now" in broker.get(WAITS).text
    status, page = decide(broker, offered(broker, "recipient")[0], "approve-wait")
    assert (status, "Choose what is decided" in page) == (422, True)


def test_another_regions_waits_are_not_shown_and_an_analyst_sees_no_name(ahead: Path) -> None:
    mine = set(offered(come_in(ahead, "P014", "director", "South West"), "recipient"))
    assert not mine & set(offered(come_in(ahead, "P001", "broker", "East Midlands"), "recipient"))
    analyst = come_in(ahead, "Anybody", "analyst", "All England").get(WAITS).text
    assert "Could be supported now by" in analyst
    with (ahead / "runs" / "year-1" / "inputs" / "leaders.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert not [name for name in names if name in analyst]


def test_a_director_finds_the_waits_that_are_theirs_to_decide(folder: Path) -> None:
    director = come_in(folder, "P014", "director", "South West")
    for page in ("/", "/runs/year-1/week"):
        text = director.get(page).text
        assert "For the director to decide" in text
        assert "asked to wait" in text


def test_a_leaders_page_says_what_is_kept_of_their_days(folder: Path) -> None:
    with (folder / "runs" / "year-1" / "kept_room.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [list(row.values()) for row in csv.DictReader(file)]
    kept = {row[1]: int(row[2]) for row in rows if row[0] == "leader-days"}
    director = come_in(folder, "P014", "director", "South West")
    pages = {id: director.get(f"/runs/year-1/leaders/{id}") for id in kept}
    shown = {id: page.text for id, page in pages.items() if page.status_code == 200}
    assert shown
    assert all(
        f"{kept[id]} days of theirs at most are kept for those expected later" in page for id, page in shown.items()
    )
