"""What leaders said in the round is before whoever decides; each role finds its work; a workbook says who decided."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from matcher.ledger.returned_workbook.workbook import BY, DECISION, ON, REASON, SHEET
from tests.web.conftest import DAY, MATCH, Browser, Opened, acts

RUN = "/runs/term-1"
RECIPIENT, LEADER = MATCH.split("/")[-2:]
SAID = f"{RUN}/leaders/{LEADER}/said"


def says(broker: Browser, said: str, reason: str, **more: str) -> None:
    form: dict[str, object] = {"said": said, "reason": reason, **DAY, **more}
    assert broker.post(SAID, form, f"{SAID}?said={said}").status_code == 303


def approved_in_workbook(folder: Path) -> bytes:
    """The workbook with the director's approval of the match in its row."""
    book = load_workbook(folder / "runs" / "term-1" / "proposal.xlsx")
    rows = book[SHEET]
    heads = {str(cell.value): cell.column for cell in rows[1]}
    ids = {str(rows.cell(n, heads["recipient_id"]).value): n for n in range(2, rows.max_row + 1)}
    cells = {DECISION: "director approves", REASON: "By letter", BY: "P014", ON: "2023-01-23"}
    for name, value in cells.items():
        rows.cell(ids[RECIPIENT], heads[name]).value = value
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def test_a_declaration_of_no_school_is_before_the_director_who_approves(opened: Opened) -> None:
    broker, director = opened(), opened("P014", "director")
    says(broker, "changed", "a cousin governs a school nearby")
    assert "but what was declared is not settled" in broker.get(MATCH).text
    assert "a cousin governs a school nearby" in broker.get(MATCH).text
    assert "No declared interest joins the two" not in broker.get(MATCH).text
    broker.decide("both-agree")
    page = director.get(f"{MATCH}/decide?act=director-approves").text
    assert "of no school or trust in particular" in page
    assert "a cousin governs a school nearby" in page


def test_a_leader_who_withdrew_is_proposed_nowhere_on_the_pages(broker: Browser) -> None:
    says(broker, "withdraws", "retires")
    page = broker.get(MATCH).text
    assert "the leader withdraws altogether" in page
    assert "School and leader agree" not in page
    assert RECIPIENT not in broker.get(f"{RUN}/week").text
    assert re.search(r"still stands?: [1-9] refused", broker.get(RUN).text)
    assert RECIPIENT in broker.get(f"{RUN}/reserves").text


def test_days_and_travel_that_were_said_are_on_list_leader_and_match(broker: Browser) -> None:
    says(broker, "confirmed", "rang", days="1", km="1")
    assert "1 offered (said on " in broker.get(f"{RUN}/leaders/{LEADER}").text
    row = broker.get(f"{RUN}/leaders").text.split(f'/leaders/{LEADER}"')[1].split("</tr>")[0]
    assert re.search(r"data-label=\"Days offered\"[^>]*>1<", row)
    page = broker.get(MATCH).text
    assert "1 day, and this match is of" in page
    assert "up to 1.0 km, and it is" in page


def test_a_director_finds_the_approval_that_is_due_whatever_the_broker_may_do_first(opened: Opened) -> None:
    broker, director = opened(), opened("P014", "director")
    assert "Director approves" not in director.get(f"{RUN}/week").text
    broker.decide("both-agree")
    assert "Director approves" in director.get(f"{RUN}/week").text
    assert "Director approves" in director.get("/").text
    assert "Director approves" not in broker.get(f"{RUN}/week").text


def test_a_director_s_approval_in_a_broker_s_upload_is_shown_and_asked_about(opened: Opened, folder: Path) -> None:
    broker = opened()
    broker.decide("both-agree")
    back = {"upload": (BytesIO(approved_in_workbook(folder)), "back.xlsx")}
    page = broker.post(f"{RUN}/returned", back, f"{RUN}/returned").text
    assert "(P014), director" in page
    sent: dict[str, object] = {"draft": page.split('name="draft" value="')[1].split('"')[0]}
    refused = broker.post(f"{RUN}/returned/record", sent, f"{RUN}/returned")
    assert refused.status_code == 422
    assert "director-approves" not in acts(folder)
    assert broker.post(f"{RUN}/returned/record", {**sent, "others": "yes"}, f"{RUN}/returned").status_code == 303
    assert "director-approves" in acts(folder)


def test_who_wants_no_support_is_not_fixed_to_anybody(broker: Browser) -> None:
    broker.decide("school-wants-no-support")
    page = broker.get(MATCH).text
    assert "Fix this pair" not in page
    assert "review-flag--stops" not in page.split('id="candidates"')[0]


def test_a_leader_who_cannot_any_says_until_when_and_who_would_go_without(broker: Browser) -> None:
    page = broker.get(f"{MATCH}/decide?act=leader-cannot-any").text
    assert "would be free again" in page
    assert "If nobody new had this leader and the rest were planned again:" in page
    assert "would have leader L0013" not in page, "whoever cannot is given to nobody else"
    until = {"until-day": "1", "until-month": "3", "until-year": "2023"}
    assert broker.decide("leader-cannot-any", **until).status_code == 303
    assert "Cannot until 1 March 2023" in broker.get(f"{RUN}/leaders").text


def test_one_yes_commits_nothing_and_says_how_long_it_holds(broker: Browser) -> None:
    page = broker.get(f"{MATCH}/decide?act=school-agrees").text
    assert "It commits" not in page
    assert "working days from the day of the yes" in page
