"""In a real browser: no fault that axe finds, nothing wider than a small screen, a decision by keyboard alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from matcher.web.project import Project
from matcher.web.serving.app import create_app
from matcher.web.serving.server import create_local_server
from tests.web.conftest import HOST, MATCH, NOW, acts
from tests.web.test_request_guard import PAGES

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SMALL = 320
STACKED = (
    MATCH,
    "/matches",
    "/telling",
    "/longest-waiting",
    "/queues",
    "act=leader-cannot",
)  # otherwise laid out when small
BODY = "/runs/term-1/bodies/90008"
AFTER_A_REFUSAL = (
    *(MATCH, "/runs/term-1/reserves/90008", "/runs/term-1/lines/2/mistake"),
    *(f"{BODY}/reopen", f"{BODY}/story", f"{BODY}/story?disclosure=yes"),
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def server(folder: Path) -> Iterator[str]:
    """The one-time link of a running server."""
    running, link = create_local_server(folder, 0)
    Thread(target=running.serve_forever, daemon=True).start()
    yield link
    running.shutdown()
    running.server_close()


def come_in(page: Any, link: str, name: str = "P003", region: str = "South West") -> None:
    page.goto(link)
    page.fill("#name", name)
    page.check("input[value=broker]")
    page.select_option("#region", region)
    page.click("main button")


def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_a_small_screen(chromium: Any, server: str) -> None:
    context = chromium.new_context(bypass_csp=True)  # axe is a script, and the pages let none in
    page = context.new_page()
    elsewhere: list[str] = []
    base = server.split("/enter/")[0]
    page.on("request", lambda r: None if r.url.startswith((base, "data:")) else elsewhere.append(r.url))
    come_in(page, server)
    faults_found = [fault for address in PAGES for fault in faults(page, base + address)]
    page.goto(base + "/registers?scenario=term.yaml")
    page.click("text=Check every file")
    faults_found += faults(page, page.url)
    page.goto(f"{base}{MATCH}/decide?act=leader-cannot")
    page.fill("#reason", "Illness in the leader's own school")
    page.click("text=Record: leader cannot (this school)")
    faults_found += [x for address in AFTER_A_REFUSAL for x in faults(page, base + address)]
    context.close()
    assert faults_found == []
    assert elsewhere == []


def faults(page: Any, address: str) -> list[str]:
    """What axe finds, on a wide screen and on a small one, and whether the small one must be scrolled sideways."""
    faults_found = []
    for width in (1200, SMALL):
        page.set_viewport_size({"width": width, "height": 900})
        if width > SMALL:  # made narrower, the page is laid out anew: nothing of it is decided as it is sent
            page.goto(address)
        judged = axe.Axe().run(page).response["violations"] if width > SMALL or address.endswith(STACKED) else []
        faults_found += [f"{address}, {width}: {v['id']} at {v['nodes'][0]['target']}" for v in judged]
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults_found += [f"{address}: {wide} pixels wide"] if wide > width else []
    return faults_found


def test_every_page_that_can_be_opened_is_among_those_looked_at(proposed: Path) -> None:
    app, _ = create_app(Project(proposed, lambda: NOW), [HOST])
    adapter = app.url_map.bind(HOST)
    looked = {adapter.match(address.partition("?")[0])[0] for address in (*PAGES, *AFTER_A_REFUSAL)} | {"work.job"}
    others = {"static", "enter", "runs.report", "runs.workbook", "health.alive"}  # files, a door, a word for monitors
    others |= {"downloads.one", "answers.sheet"}  # files
    others |= {"advised.listed", "advised.consider"}  # of a programme with advisers, which this one has not
    others |= {"corrections.loss"}  # there only where the ledger has lost lines; a form like the others
    assert {r.endpoint for r in app.url_map.iter_rules() if "GET" in (r.methods or ())} - looked == others


def test_somebody_signs_in_and_out_in_a_real_browser(chromium: Any, folder: Path) -> None:
    """The cookie comes back from the provider's own site, and no page on the way has a fault."""
    pytest.importorskip("authlib", reason="the packages for signing in are not installed")
    from tests.web.provider import running
    from tests.web.served import by_http

    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    with running() as provider, by_http(folder, provider) as base:
        faults_found = faults(page, f"{base}/sign-in")
        page.click("text=Sign in with your organisation")
        assert "You are not in the register of roles" in page.content()
        faults_found += [v["id"] for v in axe.Axe().run(page).response["violations"]]
        provider.person = {"sub": "sub-broker"}
        page.goto(f"{base}/runs/term-1/matches")
        page.click("text=Sign in with your organisation")
        assert "P003, broker, South West" in page.content()
        page.goto(base + MATCH)
        assert "Ebbhaven" in page.content()
        page.click("text=Sign out")
        page.goto(base + MATCH)
        assert "Ebbhaven" not in page.content()
    context.close()
    assert faults_found == []


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
    assert acts(folder) == ["publish", "school-agrees", "leader-agrees"]
