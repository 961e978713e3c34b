"""A broker needs no terminal: tasks, candidates, leaders, telling, notes, search, and the workbook that came back."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from matcher.ledger import open_ledger
from matcher.ledger.returned_workbook.workbook import BY, DECISION, ON, REASON, SHEET
from tests.web.conftest import DAY, HERE, MATCH, Browser, Opened

RUN = "/runs/term-1"
BODY = f"{RUN}/bodies/90008"


def filled_in(folder: Path, reason: str = "By telephone", on: str = "2023-01-20") -> bytes:
    """The workbook as it was sent, with one decision: school and leader agree, in the first row."""
    book = load_workbook(folder / "runs" / "term-1" / "proposal.xlsx")
    rows = book[SHEET]
    heads = {str(cell.value): cell.column for cell in rows[1]}
    cells = {DECISION: "school and leader agree", REASON: reason, BY: "P003", ON: on}
    for name, value in cells.items():
        rows.cell(2, heads[name]).value = value
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def upload(browser: Browser, content: bytes, name: str = "back.xlsx"):  # type: ignore[no-untyped-def]
    return browser.post(f"{RUN}/returned", {"upload": (BytesIO(content), name)}, f"{RUN}/returned")


def draft_in(page: str) -> str:
    return page.split('name="draft" value="')[1].split('"')[0]


def lines(folder: Path) -> int:
    if not (folder / "runs" / "ledger.sqlite").is_file():
        return 0
    ledger = open_ledger(folder / "runs" / "ledger.sqlite")
    try:
        return sum(line.body["act"] not in ("publish", "migrate") for line in ledger.lines())
    finally:
        ledger.close()


def test_a_match_shows_tasks_flags_and_candidates_with_the_conflicted_last(reader: Browser) -> None:
    page = reader.get(MATCH).text
    assert "review-flag--stops" in page
    assert "Proposed here" in page
    assert page.index("Proposed here") < page.index("Barred: an interest, or their own school or trust")
    assert "Cannot start yet" in page
    assert "Rowanness Church of England Primary School" in page  # who would lose the leader


def test_the_school_is_told_of_before_it_is_asked(broker: Browser, folder: Path) -> None:
    """Everybody who was told on one day is recorded at once with one reason; also whose name is not known yet."""
    page = f"{RUN}/telling"
    keys = re.findall(r'name="whom" value="([^"]+)"', broker.get(page).text)
    assert len(keys) == len(set(keys)) > 2
    assert broker.post(page, {"reason": "By letter", **DAY}, page).status_code == 422
    assert (
        broker.post(page, {"whom": [keys[0], "2-authority-0"], "reason": "By letter", **DAY}, page).status_code == 422
    )
    assert lines(folder) == 0
    assert broker.post(page, {"whom": keys, "reason": "By letter", **DAY}, page).status_code == 303
    assert lines(folder) == len(keys)
    after = broker.get(page).text
    assert "Done" in after
    assert 'name="whom"' not in after


def test_what_a_leader_said_is_recorded_and_shown(broker: Browser, folder: Path) -> None:
    page = f"{RUN}/leaders/L0013/said?said=cannot"
    form: dict[str, object] = {"said": "cannot", "reason": "Illness", **DAY}
    form |= {"until-day": "1", "until-month": "3", "until-year": "2023"}
    assert broker.post(f"{RUN}/leaders/L0013/said", form, page).status_code == 303
    assert "1 March 2023" in broker.get(f"{RUN}/leaders/L0013").text
    assert "Cannot until 1 March 2023" in broker.get(f"{RUN}/leaders").text
    assert lines(folder) == 1


def test_a_day_that_is_none_is_asked_for_again_and_nothing_recorded(broker: Browser, folder: Path) -> None:
    page = f"{RUN}/leaders/L0013/said?said=cannot"
    form: dict[str, object] = {"said": "cannot", "reason": "Illness", **DAY, "until-day": "31", "until-month": "2"}
    answer = broker.post(f"{RUN}/leaders/L0013/said", form, page)
    assert answer.status_code == 422
    assert "Write the last day on which they cannot" in answer.text
    assert lines(folder) == 0


def test_a_leader_who_has_answered_leaves_the_list_of_those_who_have_not(broker: Browser) -> None:
    silent = f"{RUN}/leaders?only=silent"
    assert "L0013" in broker.get(silent).text
    form: dict[str, object] = {"said": "confirmed", "reason": "By telephone", **DAY}
    broker.post(f"{RUN}/leaders/L0013/said", form, f"{RUN}/leaders/L0013/said?said=confirmed")
    assert "L0013" not in broker.get(silent).text


def test_a_note_is_kept_outside_the_record_and_a_long_one_is_given_back(broker: Browser, folder: Path) -> None:
    assert broker.post(f"{BODY}/notes", {"note": "Ring after three"}, BODY).status_code == 303
    page = broker.get(BODY).text
    assert "Ring after three" in page
    assert "Erased on 23 January 2024" in page
    long = broker.post(f"{BODY}/notes", {"note": "x" * 501}, BODY)
    assert long.status_code == 422
    assert "x" * 501 in long.text
    assert lines(folder) == 0


def test_this_week_moves_on_when_the_interests_are_checked(broker: Browser) -> None:
    before = broker.get(f"{RUN}/week").text.count("Check the leader&#39;s interests")
    form: dict[str, object] = {"said": "confirmed", "reason": "By telephone", **DAY}
    broker.post(f"{RUN}/leaders/L0013/said", form, f"{RUN}/leaders/L0013/said?said=confirmed")
    after = broker.get(f"{RUN}/week").text
    assert after.count("Check the leader&#39;s interests") == before - 2  # two of the matches are this leader's
    assert "that support will be offered" in after


def test_search_forgives_a_slip_and_knows_nobody_of_another_region(reader: Browser, elsewhere: Browser) -> None:
    def found(browser: Browser, words: str) -> str:
        return browser.post(f"{RUN}/search", {"words": words}, f"{RUN}/search").text

    assert "Ebbhaven Learning Trust" in found(reader, "ebbhaven")
    assert "Ebbhaven Learning Trust" in found(reader, "90008")
    assert "Closest:" in found(reader, "Ebbhavn")
    assert "Ebbhaven Learning Trust" in found(reader, "Ebbhavn")
    assert "Edwin Hollincross" in found(reader, "hollincross")
    assert "Ebbhaven" not in found(elsewhere, "ebbhaven").replace('value="ebbhaven"', "")


def test_an_upload_is_shown_before_it_is_recorded(broker: Browser, folder: Path) -> None:
    shown = upload(broker, filled_in(folder))
    assert "It would record 2 decisions" in shown.text
    assert lines(folder) == 0
    sent: dict[str, object] = {"draft": draft_in(shown.text)}
    assert broker.post(f"{RUN}/returned/record", sent, f"{RUN}/returned").status_code == 303
    assert lines(folder) == 2
    again = upload(broker, filled_in(folder))
    assert "Everything in the workbook is recorded already" in again.text


def test_an_odd_day_is_recorded_only_when_it_is_ticked(broker: Browser, folder: Path) -> None:
    content = filled_in(folder, on="2022-12-01")  # before the pair was proposed
    shown = upload(broker, content)
    assert "this day is right" in shown.text
    sent: dict[str, object] = {"draft": draft_in(shown.text)}
    broker.post(f"{RUN}/returned/record", sent, f"{RUN}/returned")
    assert lines(folder) == 0
    shown = upload(broker, content)
    broker.post(f"{RUN}/returned/record", {"draft": draft_in(shown.text), "odd": "2"}, f"{RUN}/returned")
    assert lines(folder) == 2


def test_a_workbook_with_a_fault_is_refused_whole_and_not_kept(broker: Browser, folder: Path) -> None:
    answer = upload(broker, filled_in(folder, reason=""))
    assert answer.status_code == 422
    assert "Is empty beside a decision" in answer.text
    assert not list(folder.rglob("*/workbook*.xlsx"))
    assert lines(folder) == 0


def test_who_does_not_see_the_whole_run_uploads_nothing(elsewhere: Browser, opened: Opened) -> None:
    assert elsewhere.get(f"{RUN}/returned").status_code == 404
    auditor = opened("Anybody", "auditor", "South West")
    assert auditor.get(f"{RUN}/returned").status_code == 404
    form = {"draft": "0" * 12 + ".xlsx", "csrf_token": auditor.token("/")}
    answer = auditor.client.post(f"{RUN}/returned/record", data=form, base_url=HERE, headers={"Origin": HERE})
    assert answer.status_code == 404
