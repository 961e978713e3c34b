"""Pages that one run of the sample does not have, in a real browser: those of advisers, and of a past term lived again;
and what comes out on paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from matcher.web.serving.server import create_local_server
from tests.report.test_supporter_run import proposed as proposed_run
from tests.report.test_supporter_run import written
from tests.web.conftest import MATCH
from tests.web.test_accessible import BODY, chromium, come_in, faults, pytestmark  # noqa: F401
from tests.web.test_advised_pages import PEOPLE

LIVED = date(2025, 12, 5)
PAGES_OF_ADVISERS = (
    *("/runs/rise-1/advisers", "/runs/rise-1/bodies/100001/steps", "/runs/rise-1/bodies/100004"),
    *("/runs/rise-1/matches/100001/O1", "/runs/rise-1/week", "/runs/rise-1/queues/sign-off"),
)
PAPER = 680  # of A4's width, in pixels, within its margins


@contextmanager
def served(folder: Path, lived_on: date | None = None) -> Iterator[str]:
    running, link = create_local_server(folder, 0, None, lived_on)
    Thread(target=running.serve_forever, daemon=True).start()
    yield link
    running.shutdown()
    running.server_close()


@pytest.mark.long
def test_pages_of_advisers_lived_on_a_past_day_have_no_fault(chromium: Any, tmp_path: Path) -> None:  # noqa: F811
    scenario = written(tmp_path, people=PEOPLE)
    (tmp_path / "runs").mkdir()
    proposed_run(scenario, "runs/rise-1")
    with served(tmp_path, LIVED) as link:
        context = chromium.new_context(bypass_csp=True)
        page = context.new_page()
        come_in(page, link, "P1", "London")
        base = link.split("/enter/")[0]
        found = [fault for address in PAGES_OF_ADVISERS for fault in faults(page, base + address)]
        page.goto(base + PAGES_OF_ADVISERS[1])
        page.locator("main input[type=radio]").first.check()
        page.fill("#reason", "told us by letter")
        page.click("main button")  # what would follow, before anything is recorded
        assert "A past term, lived again" in page.content()
        found += faults(page, page.url) if page.url.endswith("steps") else []
        context.close()
    assert found == []


def test_on_paper_no_table_is_cut_and_what_is_folded_is_open(chromium: Any, proposed: Path) -> None:  # noqa: F811
    with served(proposed, date(2023, 1, 23)) as link:
        page = chromium.new_page()
        come_in(page, link)
        for address in (MATCH, "/runs/term-1/matches", BODY):
            page.goto(link.split("/enter/")[0] + address)
            page.emulate_media(media="print")
            page.set_viewport_size({"width": PAPER, "height": 900})
            assert page.evaluate(CUT) == [], address
            assert page.evaluate(FOLDED) == [], address
        page.close()


CUT = """() => [...document.querySelectorAll('table')]
    .filter(t => t.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(t => t.innerText.slice(0, 40))"""
FOLDED = """() => [...document.querySelectorAll('details')]
    .filter(d => getComputedStyle(d, '::details-content').contentVisibility === 'hidden'
        || getComputedStyle(d.lastElementChild).display === 'none').map(d => d.innerText.slice(0, 40))"""
