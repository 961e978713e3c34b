"""Nobody comes in without the link, by another name, or with a form that these pages did not write."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from matcher.web.project import Project
from matcher.web.serving.app import create_app
from matcher.web.serving.server import LOOPBACK, create_local_server
from tests.web.conftest import HERE, HOST, MATCH, NOW, Browser, Opened

PAGES = (
    "/",
    "/start",
    "/registers",
    "/registers?scenario=term.yaml",
    "/propose",
    "/runs/term-1",
    "/runs/term-1/matches",
    "/runs/term-1/matches?state=proposed&order=fit",
    "/runs/term-1/unmatched",
    "/runs/term-1/queues",
    "/runs/term-1/queues/not-checked",
    "/runs/term-1/queues/longest-waiting",
    "/runs/term-1/bodies/90022",
    "/runs/term-1/reserves",
    "/runs/term-1/returned",
    "/runs/term-1/search",
    "/runs/term-1/week",
    "/runs/term-1/week?whose=all",
    "/runs/term-1/telling",
    "/runs/term-1/waits",
    "/runs/term-1/downloads",
    "/runs/term-1/changes",
    "/runs/term-1/leaders",
    "/runs/term-1/leaders?only=silent",
    "/runs/term-1/answers",
    "/runs/term-1/leaders/L0013/said?said=changed",
    "/runs/term-1/leaders/L0013",
    "/runs/term-1/leaders/L0013/said?said=cannot",
    "/runs/term-1/pairs/90008/L0041",
    MATCH,
    f"{MATCH}/telling",
    f"{MATCH}/decide?act=leader-cannot",
    f"{MATCH}/decide?act=interests-checked",
    f"{MATCH}/decide?act=pin",
)
FORMS = (
    "/start",
    "/leave",
    "/registers/check",
    "/registers/load",
    "/registers/replace",
    "/propose",
    f"{MATCH}/decide",
    f"{MATCH}/telling",
    "/runs/term-1/reserves/90008",
    "/runs/term-1/returned",
    "/runs/term-1/returned/record",
    "/runs/term-1/search",
    "/runs/term-1/telling",
    "/runs/term-1/waits",
    "/runs/term-1/leaders/L0013/said",
    "/runs/term-1/bodies/90008/notes",
    "/runs/term-1/bodies/90008/reopen",
    "/runs/term-1/bodies/90008/steps",
    "/runs/term-1/lines/2/mistake",
    "/runs/term-1/ledger/loss",
    "/runs/term-1/answers",
    "/runs/term-1/answers/record",
)
# A link that a person may follow, to a body's page at either of two registers; it does not say where they came from.
LINK_TO_A_PUBLIC_PAGE = re.compile(
    r'<a class="govuk-link" rel="noreferrer"'
    r' href="https://(?:get-information-schools\.service|reports\.ofsted)\.gov\.uk/[A-Za-z0-9/]*[A-Za-z0-9]">'
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_without_a_script_and_asks_nothing_of_another_place(reader: Browser, page: str) -> None:
    answer = reader.get(page)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert " on" + "click=" not in answer.text
    assert "javascript:" not in answer.text
    assert "style=" not in answer.text
    assert "//" not in LINK_TO_A_PUBLIC_PAGE.sub("<a>", answer.text)
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES)
def test_no_box_is_ticked_before_somebody_ticks_it(reader: Browser, page: str) -> None:
    assert not re.search(r"<input[^>]*\schecked", reader.get(page).text)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_a_title_a_heading_a_way_past_the_menu_and_a_language(reader: Browser, page: str) -> None:
    text = reader.get(page).text
    assert text.count("<h1") == 1
    assert 'href="#main-content"' in text
    assert 'id="main-content"' in text
    assert '<html lang="en"' in text
    assert " – Matcher review</title>" in text


@pytest.mark.parametrize("page", [*PAGES, "/jobs/none", "/runs/term-1/report", "/runs/term-1/workbook"])
def test_without_the_link_every_page_is_closed(proposed: Path, page: str) -> None:
    app, _ = create_app(Project(proposed, lambda: NOW), [HOST])
    answer = Browser(app.test_client()).get(page)
    assert answer.status_code == 403
    assert "Ebbhaven" not in answer.text


def test_the_link_works_once(proposed: Path) -> None:
    app, door = create_app(Project(proposed, lambda: NOW), [HOST])
    assert Browser(app.test_client()).get(f"/enter/{door.token}").status_code == 303
    assert Browser(app.test_client()).get(f"/enter/{door.token}").status_code == 403


def test_a_false_link_does_not_use_up_the_true_one(proposed: Path) -> None:
    app, door = create_app(Project(proposed, lambda: NOW), [HOST])
    assert Browser(app.test_client()).get("/enter/guess").status_code == 403
    assert Browser(app.test_client()).get(f"/enter/{door.token}").status_code == 303


@pytest.mark.parametrize("host", ["evil.example:5000", "127.0.0.1:5001", "127.0.0.1"])
def test_another_name_for_this_machine_is_refused(reader: Browser, host: str) -> None:
    assert reader.get("/runs/term-1/matches", host=host).status_code == 403


@pytest.mark.parametrize("address", FORMS)
def test_a_form_without_its_token_is_refused(reader: Browser, address: str) -> None:
    answer = reader.client.post(address, data={"act": "leader-cannot"}, base_url=HERE, headers={"Origin": HERE})
    assert answer.status_code == 400
    assert "Nothing was recorded" in answer.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
@pytest.mark.parametrize("address", FORMS)
def test_a_form_from_another_page_is_refused(reader: Browser, address: str, origin: str) -> None:
    assert reader.post(address, {"act": "leader-cannot"}, "/propose", origin).status_code == 403


def test_every_address_that_changes_something_is_among_those_tested(proposed: Path) -> None:
    app, _ = create_app(Project(proposed, lambda: NOW), [HOST])
    posts = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    adapter = app.url_map.bind(HOST)
    tested = {adapter.match(address, method="POST", return_rule=True)[0].rule for address in FORMS}
    assert posts == tested


def test_the_server_listens_on_this_machine_only_and_logs_no_address(
    proposed: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server, link = create_local_server(proposed, 0)
    assert server.server_address[0] == LOOPBACK
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(HTTPError) as closed:  # without a cookie the page behind the link stays closed
            urlopen(link)
        assert closed.value.code == 403
    finally:
        server.shutdown()
        server.server_close()
    output = capfd.readouterr()
    assert "enter" not in output.out + output.err


def test_who_reads_is_asked_before_anything_is_shown(opened: Opened) -> None:
    browser = opened()
    browser.post("/leave", {}, "/")
    answer = browser.get("/runs/term-1/matches")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/start"


def test_a_form_that_did_not_come_from_these_pages_is_refused_for_that_reason(broker: Browser) -> None:
    """And not with the word of a spent link, by which nobody came."""
    form: dict[str, object] = {"act": "school-agrees", "reason": "by letter"}
    answer = broker.post(f"{MATCH}/decide", form, f"{MATCH}/decide?act=school-agrees", origin="")
    assert answer.status_code == 403
    assert "the request did not come from these pages. Nothing was recorded." in answer.text
    assert "works once" not in answer.text
