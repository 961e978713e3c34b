"""No page names a school, trust or organisation of another region, whatever its id or name looks like."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from matcher.case.visible import ELSEWHERE, organisation_seen
from matcher.explain.bodies import body, recipient_names
from matcher.ledger import Decision, open_ledger
from matcher.web.project import Project, ReviewRun
from matcher.wording.messages import Reader, message, render
from tests.web import awkward
from tests.web.awkward import LEADERS, OURS, RECIPIENTS
from tests.web.conftest import NOW, Browser, come_in

ACTS = ("both-agree", "school-agrees", "school-wants-no-support", "school-wants-another-leader", "leader-cannot",
        "pin", "forbid", "interests-checked", "director-says-no", "leader-withdraws")  # fmt: skip
NAMES = (r"Ash School(?! and Nursery)", r"Elm & Oak", r"Fir \(North\)", r"St John", r"Holly", r"NW-12", r"3012001",
         r"\bA\.B\b", r"TR-9", r"\(10\)")  # fmt: skip
FOREIGN = re.compile("|".join(NAMES))
MINE_ONLY = Reader(regions=frozenset({OURS}))
MINE = [id for id, _, _, region in RECIPIENTS if region == OURS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return awkward.project(tmp_path_factory.mktemp("awkward") / "project")


@pytest.fixture(scope="module")
def review_run(folder: Path) -> ReviewRun:
    run = Project(folder, lambda: NOW).run("two-1")
    assert run
    return run


def pages() -> Iterator[str]:
    run = "/runs/two-1"
    yield from ("/", run, *(f"{run}/{name}" for name in ("matches", "unmatched", "queues", "reserves")))
    names = ("cannot-tell", "not-checked", "sign-off", "exceptions", "longest-waiting")
    yield from (f"{run}/queues/{name}" for name in names)
    for id in MINE:
        yield f"{run}/bodies/{id}"
        yield f"{run}/reserves/{id}"
        for leader, *_ in LEADERS:
            yield f"{run}/pairs/{id}/{leader}"
            yield f"{run}/matches/{id}/{leader}"
            yield f"{run}/matches/{id}/{leader}/telling"
            yield from (f"{run}/matches/{id}/{leader}/decide?act={act}" for act in ACTS)


def read(browser: Browser) -> dict[str, str]:
    answers = ((page, browser.get(page)) for page in pages())
    return {page: unescape(answer.text) for page, answer in answers if answer.status_code == 200}


def told_in(texts: dict[str, str]) -> dict[str, list[str]]:
    return {page: names for page, text in texts.items() if (names := FOREIGN.findall(text))}


READERS = [("P003", "broker"), ("P014", "director"), ("A", "analyst"), ("A", "auditor")]


@pytest.fixture(scope="module")
def texts_for(folder: Path) -> Callable[[str, str], dict[str, str]]:
    """What a reader of our region is shown, by page; asked once."""
    return cache(lambda name, role: read(come_in(folder, name, role, OURS)))


@pytest.mark.parametrize(("name", "role"), READERS)
def test_no_page_names_a_body_of_another_region(
    texts_for: Callable[[str, str], dict[str, str]], name: str, role: str
) -> None:
    texts = texts_for(name, role)
    assert len(texts) > 20
    assert told_in(texts) == {}
    assert sum("in another region" in t or "in other regions" in t for t in texts.values()) > 3


def test_a_leader_of_an_organisation_elsewhere_is_not_shown_as_one_of_none(folder: Path, review_run: ReviewRun) -> None:
    world = review_run.opened.world
    leader = next(x for x in world.leaders if organisation_seen(world, x, MINE_ONLY) == ELSEWHERE)
    page = unescape(come_in(folder, "P003", "broker", OURS).get("/runs/two-1/leaders").text)
    row = page.split(f'/leaders/{leader.id}"')[1].split("</th>")[0]
    assert row.count(ELSEWHERE) == 1
    assert not FOREIGN.search(row)
    whole = unescape(come_in(folder, "A", "auditor", "All England").get("/runs/two-1/leaders").text)
    assert ELSEWHERE not in whole


def test_a_reader_of_all_regions_is_shown_the_names(folder: Path) -> None:
    names_by_page = told_in(read(come_in(folder, "A", "auditor", "All England")))
    assert {"Elm & Oak", "3012001"} <= {name for names in names_by_page.values() for name in names}
    assert len(names_by_page) > 10


def test_the_way_of_a_conflict_is_shown_without_the_trust_it_leads_through(folder: Path) -> None:
    page = "/runs/two-1/pairs/SW-2/L-4"
    text = unescape(come_in(folder, "P003", "broker", OURS).get(page).text)
    assert "person L-4 and one in another region: a declared interest" in text
    assert "one in another region and school SW-2: school of the trust" in text
    whole = unescape(come_in(folder, "A", "auditor", "All England").get(page).text)
    assert "trust A.B and school SW-2: school of the trust" in whole


def test_days_that_are_another_regions_id_stay(texts_for: Callable[[str, str], dict[str, str]]) -> None:
    """One school elsewhere has the id 10, and matches have ten days."""
    texts = texts_for("P003", "broker")
    text = texts["/runs/two-1/pairs/SW-1/L-1"] + texts["/runs/two-1/matches/SW-4/L-3/decide?act=leader-cannot"]
    assert "10 days of L-3" in text
    assert "Ash School and Nursery" in texts["/runs/two-1/unmatched"]


def test_a_refusal_and_its_reserves_name_nobody_else(folder: Path, review_run: ReviewRun, tmp_path: Path) -> None:
    own = Path(shutil.copytree(folder, tmp_path / "project"))
    run = Project(own, lambda: NOW).run("two-1")
    assert run
    match = next(m for m in run.opened.published.matches if m.region == OURS)
    ledger = open_ledger(own / "runs" / "ledger.sqlite", lambda: NOW)
    refused = Decision(act="leader-cannot", on=NOW.date(), by="P003", reason="Ill", recipient=match.recipient,
                       leader=match.leader, run=run.opened.id, detail={})  # fmt: skip
    ledger.decide((refused,), run.opened)
    ledger.close()
    texts = read(come_in(own, "P003", "broker", OURS))
    assert f"/runs/two-1/reserves/{match.recipient}" in texts
    assert told_in(texts) == {}


@pytest.mark.parametrize("id", [id for id, _, _, region in RECIPIENTS if region != OURS])
def test_every_awkward_id_is_left_out_of_a_sentence(review_run: ReviewRun, id: str) -> None:
    world = review_run.opened.world
    sentence = message("{one}: {all} and 10 days", one=body(world, id), all=recipient_names(world, ["SW-1", id]))
    assert render(sentence, Reader(frozenset({OURS}))) == (
        "one in another region: Ash School and Nursery (SW-1) and one in another region and 10 days"
    )
