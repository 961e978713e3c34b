"""In a real browser: no fault that axe finds, nothing wider than a small screen, a decision by keyboard alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from matcher.web.server import serve
from tests.web.conftest import MATCH
from tests.web.test_deciding import acts
from tests.web.test_door import PAGES

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SMALL = 320


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def server(folder: Path) -> Iterator[str]:
    """The one-time link of a running server."""
    running, link = serve(folder, 0)
    Thread(target=running.serve_forever, daemon=True).start()
    yield link
    running.shutdown()
    running.server_close()


def come_in(page: Any, link: str) -> None:
    page.goto(link)
    page.fill("#name", "P003")
    page.check("input[value=broker]")
    page.select_option("#region", "South West")
    page.click("main button")


def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_a_small_screen(chromium: Any, server: str) -> None:
    context = chromium.new_context(bypass_csp=True)  # axe is a script, and the pages let none in
    page = context.new_page()
    elsewhere: list[str] = []
    base = server.split("/enter/")[0]
    page.on("request", lambda r: None if r.url.startswith((base, "data:")) else elsewhere.append(r.url))
    come_in(page, server)
    judge, found = axe.Axe(), []
    for address in PAGES:
        page.set_viewport_size({"width": 1200, "height": 900})
        page.goto(base + address)
        found += [f"{address}: {v['id']} at {v['nodes'][0]['target']}" for v in judge.run(page).response["violations"]]
        page.set_viewport_size({"width": SMALL, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{address}: {wide} pixels wide"] if wide > SMALL else []
    context.close()
    assert found == []
    assert elsewhere == []


def test_a_decision_is_taken_with_the_keyboard_alone_and_without_a_script(
    chromium: Any, server: str, folder: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    come_in(page, server)
    page.goto(server.split("/enter/")[0] + MATCH)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.locator("#act").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/decide?act=both-agree")
    page.locator("#reason").focus()
    page.keyboard.type("Both wrote to say so")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{MATCH}")
    assert "Recorded in line" in page.content()
    context.close()
    assert acts(folder) == ["school-agrees", "leader-agrees"]
