"""The review pages of a run of another programme speak its words: every page that links lead to, and the letters."""

from __future__ import annotations

import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from matcher.commands.propose import propose
from matcher.ledger import MatchState, letters_of
from matcher.ledger.log.replay import record_of
from matcher.runs.opened import open_run
from tests.test_own_programmes import ALLOWED, SHIPPED, USUAL_WORDS
from tests.web.conftest import Browser, come_in

PEOPLE = "id,name,role,organisation_id,regions\nP1,Ann Other,broker,,South West\nP2,Dee Rector,director,,South West\n"
MOST_PAGES = 120


@pytest.fixture(scope="module")
def hubs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hubs")
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    scenario = folder / "attendance.yaml"
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text.replace("recipients:", "people: people.csv, recipients:"), encoding="utf-8")
    propose(scenario, (), (), None, folder / "runs" / "hubs-1", False, "auto", lambda _: None)
    return folder


def walked(browser: Browser, first: str) -> dict[str, str]:
    """Address to what a reader sees there, of every page that links lead to from the first."""
    seen: dict[str, str] = {}
    waiting = [first]
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or not address.startswith("/") or "/static/" in address:
            continue
        page = browser.get(address)
        html = page.text if page.mimetype == "text/html" else ""
        seen[address] = unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL))
        waiting += [unescape(link) for link in re.findall(r'href="([^"#]+)"', html)]
    return seen


def test_no_page_speaks_of_leaders(hubs: Path) -> None:
    seen = walked(come_in(hubs, "P2", "director", "South West"), "/runs/hubs-1/matches")
    assert len(seen) > 40
    said = {address: USUAL_WORDS.search(text) for address, text in seen.items()}
    left = {a: seen[a][max(0, m.start() - 60) : m.end() + 40] for a, m in said.items() if m}
    assert {address: text for address, text in left.items() if not ALLOWED.search(text)} == {}
    assert any("lead school" in text for text in seen.values())


def test_no_letter_speaks_of_leaders(hubs: Path) -> None:
    run = open_run(hubs / "runs" / "hubs-1")
    first = run.published.matches[0]
    for state in ("proposed", "agreed", "approved"):
        match = MatchState(term=run.term, match=first, run=run.id, state=state)
        letters = letters_of(match, run, record_of(()), date(2023, 1, 10))  # a day of a school calendar that is known
        assert letters
        text = "\n".join(letter.text + str(letter.held_back) for letter in letters)
        assert [m[0] for m in USUAL_WORDS.finditer(text.replace("your own leaders", ""))] == []
        assert "a lead school" in text
