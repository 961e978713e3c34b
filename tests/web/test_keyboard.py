"""In a real browser, with Tab alone: whatever can be pressed or filled in is reached, with a focus to be seen."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tests.web.conftest import MATCH
from tests.web.test_accessible import AFTER_A_REFUSAL, chromium, come_in, server
from tests.web.test_request_guard import PAGES

__all__ = ["chromium", "server"]  # fixtures

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine")

# one stop for each group of radio buttons: the arrows move within it
OPERABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(x => !x.disabled && x.checkVisibility({visibilityProperty: true}) && x.tabIndex >= 0);
  const groups = new Set();
  window.wanted = all.filter(x => {
    if (x.type !== 'radio') return true;
    const first = !groups.has(x.name); groups.add(x.name); return first;
  });
  window.reached = new Map();
  document.addEventListener('focusin', e => {
    const style = getComputedStyle(e.target), box = e.target.getBoundingClientRect();
    const filled = style.backgroundColor !== 'rgba(0, 0, 0, 0)';
    const shown = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || filled;
    const seen = box.bottom > 0 && box.top < innerHeight;
    const key = e.target.type === 'radio' ? 'radio ' + e.target.name : e.target;
    window.reached.set(key, shown && seen);
  });
  return window.wanted.length;
}"""
MISSED = """() => window.wanted.map(x => [x, window.reached.get(x.type === 'radio' ? 'radio ' + x.name : x)])
  .filter(([x, well]) => !well)
  .map(([x, well]) => (well === undefined ? 'not reached: ' : 'no focus to be seen: ') + x.outerHTML.slice(0, 90))"""


def out_of_reach(page: Any, address: str) -> list[str]:
    """What cannot be reached on this page by Tab, or shows no focus there."""
    page.goto(address)
    for _ in range(page.evaluate(OPERABLE) + 2):
        page.keyboard.press("Tab")
    return [f"{address}: {fault}" for fault in page.evaluate(MISSED)]


def walked(chromium: Any, link: str, addresses: tuple[str, ...]) -> list[str]:
    context = chromium.new_context()
    page = context.new_page()
    base = link.split("/enter/")[0]
    come_in(page, link)
    found = [fault for address in addresses for fault in out_of_reach(page, base + address)]
    context.close()
    return found


def test_a_match_and_a_form_are_walked_through_with_tab(chromium: Any, server: str) -> None:
    assert walked(chromium, server, (MATCH, f"{MATCH}/decide?act=leader-cannot")) == []


@pytest.mark.long
def test_every_page_is_walked_through_with_tab(chromium: Any, server: str) -> None:
    assert walked(chromium, server, (*PAGES, *AFTER_A_REFUSAL[1:2])) == []


def test_what_cannot_be_reached_is_seen(chromium: Any) -> None:
    page = chromium.new_page()
    page.set_content(
        "<a href='#a'>one</a><button style='outline:none;background:none;box-shadow:none'>two</button>"
        "<a href='#b' onfocus='this.blur()'>three</a><input onfocusin='event.stopImmediatePropagation()'>"
    )
    page.evaluate(OPERABLE)
    for _ in range(2):
        page.keyboard.press("Tab")
    faults = page.evaluate(MISSED)
    page.close()
    assert [fault.split(":")[0] for fault in faults] == ["no focus to be seen", "not reached", "not reached"]
