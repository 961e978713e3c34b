"""What leaders say: one at a time, and many at once from a sheet that was filled in; a session has its own drafts."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import openpyxl

from matcher.report.workbooks.answer_sheet import ANSWER, ON
from matcher.web.drafts import DRAFTS, KEPT
from tests.web.conftest import DAY, Browser, Opened, recorded

RUN = "/runs/term-1"
PAGE = f"{RUN}/answers"
SAID = f"{RUN}/leaders/L0013/said"


def filled_in(browser: Browser, answer: str = "clear", only: str = "?only=silent") -> bytes:
    """The sheet as the page gives it, with an answer in the row of its first leader."""
    book = openpyxl.load_workbook(BytesIO(browser.get(f"{PAGE}/sheet{only}").data))
    rows = book["Answers"]
    heads = {str(cell.value): cell.column for cell in rows[1]}
    for name, value in ((ANSWER, answer), (ON, "2023-01-20")):
        rows.cell(2, heads[name]).value = value
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def upload(browser: Browser, content: bytes, name: str = "answers.xlsx"):  # type: ignore[no-untyped-def]
    return browser.post(PAGE, {"upload": (BytesIO(content), name)}, PAGE)


def draft_in(page: str) -> str:
    return page.split('name="draft" value="')[1].split('"')[0]


def answers(folder: Path) -> list[tuple[str, str]]:
    return [(body["act"], body["leader"]) for body in recorded(folder) if body["act"] != "publish"]


def test_many_answers_are_shown_before_they_are_recorded(broker: Browser, folder: Path) -> None:
    before = broker.get(PAGE).text
    shown = upload(broker, filled_in(broker, "changed: a cousin governs a school"))
    assert "It would record the answers of 1 leader" in shown.text
    assert "a cousin governs a school" in shown.text
    assert "Of no school or trust in particular" in shown.text
    assert answers(folder) == []
    answer = broker.post(f"{PAGE}/record", {"draft": draft_in(shown.text)}, PAGE)
    assert answer.status_code == 303
    (recorded,) = answers(folder)
    assert recorded[0] == "interests-checked"
    assert not list((folder / DRAFTS).iterdir())
    assert broker.get(PAGE).text != before  # one fewer has not answered
    assert recorded[1] not in broker.get(f"{RUN}/leaders?only=silent").text
    assert "a cousin governs a school" in broker.get(f"{RUN}/leaders/{recorded[1]}").text


def test_no_words_are_put_into_the_mouth_of_who_wrote_none(broker: Browser) -> None:
    shown = upload(broker, filled_in(broker, "clear")).text
    assert 'data-label="In their words" class="govuk-table__cell ">–<' in shown
    assert "Answered in the round" not in shown


def test_a_sheet_with_a_fault_is_not_kept_and_says_where(broker: Browser, folder: Path) -> None:
    answer = upload(broker, filled_in(broker, "perhaps"))
    assert answer.status_code == 422
    assert "Is no answer" in answer.text
    assert "answers.xlsx, sheet Answers" in answer.text
    assert answers(folder) == []
    assert not list((folder / DRAFTS).iterdir())
    assert upload(broker, b"x", "answers.exe").status_code == 422


def test_a_draft_is_of_one_session_and_replaced_by_its_next(broker: Browser, opened: Opened, folder: Path) -> None:
    first = draft_in(upload(broker, filled_in(broker)).text)
    other = opened("P014", "director")
    assert other.post(f"{PAGE}/record", {"draft": first}, PAGE).status_code == 404
    second = draft_in(upload(broker, filled_in(broker)).text)
    assert [path.name for path in (folder / DRAFTS).iterdir()] == [second]
    assert broker.post(f"{PAGE}/record", {"draft": first}, PAGE).status_code == 404
    assert broker.post(f"{RUN}/returned/record", {"draft": second}, PAGE).status_code == 404  # of another kind
    assert answers(folder) == []


def test_what_was_left_behind_is_dropped_after_a_day(broker: Browser, folder: Path) -> None:
    old = folder / DRAFTS / "000000000000.xlsx"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"x")
    upload(broker, filled_in(broker))
    assert old.exists()
    day = old.stat().st_mtime - KEPT.total_seconds() - 60

    os.utime(old, (day, day))
    upload(broker, filled_in(broker))
    assert not old.exists()


def test_an_analyst_gets_no_sheet(analyst: Browser) -> None:
    assert analyst.get(PAGE).status_code == analyst.get(f"{PAGE}/sheet").status_code == 404


def test_the_sheet_holds_the_leaders_of_the_readers_own_list(broker: Browser, folder: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(broker.get(f"{PAGE}/sheet").data))
    ids = {str(row[0].value) for row in book["Answers"].iter_rows(min_row=2)}
    page = broker.get(f"{RUN}/leaders").text
    assert ids
    assert all(f"/leaders/{id}" in page for id in ids)
    nobody = f"leader_id,{ANSWER},{ON}\nL0000,clear,2023-01-12\n".encode()
    assert upload(broker, nobody, "answers.csv").status_code == 422


def test_days_and_travel_are_recorded_with_the_answer(broker: Browser, folder: Path) -> None:
    form: dict[str, object] = {"said": "confirmed", "reason": "By letter", "days": "6", "km": "30", **DAY}
    page = f"{SAID}?said=confirmed"
    assert broker.post(SAID, form | {"days": "many"}, page).status_code == 422
    assert broker.post(SAID, form, page).status_code == 303
    assert answers(folder) == [("interests-checked", "L0013"), ("leader-changed", "L0013")]


def test_a_changed_interest_is_recorded_with_the_school_that_it_concerns(broker: Browser, folder: Path) -> None:
    form: dict[str, object] = {"said": "changed", "reason": "They govern there now", "party": "90008", **DAY}
    page = f"{SAID}?said=changed"
    wrong = broker.post(SAID, form | {"party": "940250"}, page)  # of another region
    assert wrong.status_code == 422
    assert wrong.text.count("No school or trust of your regions has this number") == 2
    assert broker.post(SAID, form | {"party": "none"}, page).status_code == 422
    assert broker.post(SAID, form, page).status_code == 303
    assert "They govern there now" in broker.get(f"{RUN}/bodies/90008").text
