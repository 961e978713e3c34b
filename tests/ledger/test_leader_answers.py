"""The round before the term: a sheet of many answers, and what a later proposal makes of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from matcher.case.leader import leader_case_of
from matcher.case.leader_said import leader_said
from matcher.case.pair.interests import interests_on
from matcher.errors import InputFaults
from matcher.ledger import Ledger, flags_on
from matcher.ledger.history.case_view import view_of
from matcher.ledger.replan.leaders_said import changed_notes, giver_since, interests_since
from matcher.ledger.returned_workbook.leader_answers import IN_THE_ROUND, record_answers, write_answers
from matcher.report.workbooks.answer_sheet import ANSWER, CHANGED, CONCERNS, DAYS_NOW, ID, NAME, ON, TRAVEL_NOW, UNTIL
from matcher.rules.choices import pairs_at
from matcher.rules.rulebooks import RULEBOOKS
from matcher.runs.opened import OpenedRun
from matcher.wording.wording import CLEAR, OPEN
from tests.ledger.conftest import exit_status
from tests.ledger.term import BROKER, a_decision, a_ledger

FIRST, SECOND, THIRD = "L0013", "L0017", "L0041"
Cells = Mapping[str, Mapping[str, object]]


def sheet(run: OpenedRun, to: Path, cells: Cells) -> Path:
    """The sheet for three leaders, filled in: leader id -> heading -> value."""
    into = BytesIO()
    write_answers(
        into,
        run,
        view_of(a_ledger(to.with_suffix(".sqlite")).record(), run.term),
        (FIRST, SECOND, THIRD),
        run.policy.as_at,
    )
    book = openpyxl.load_workbook(into)
    rows = book["Answers"]
    heads = {str(cell.value): cell.column for cell in rows[1]}
    for row in rows.iter_rows(min_row=2):
        for name, value in cells.get(str(row[heads[ID] - 1].value), {}).items():
            rows.cell(row[0].row, heads[name]).value = value
    book.save(to)
    return to


def faults(run: OpenedRun, ledger: Ledger, path: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputFaults) as wrong:
        record_answers(path, run, ledger, BROKER, True)
    assert ledger.lines() == ()
    return [(f.column, f.message) for f in wrong.value.faults]


def test_each_answer_is_recorded_as_what_it_means_and_once(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    answers: Cells = {
        FIRST: {ANSWER: "Clear", ON: "2023-01-12", DAYS_NOW: "6", TRAVEL_NOW: "25"},
        SECOND: {ANSWER: "changed: my sister works at Ebbhaven", ON: date(2023, 1, 13)},
        THIRD: {ANSWER: "cannot", UNTIL: "2023-03-01", ON: "2023-01-14", CHANGED: "an operation"},
    }
    path = sheet(run, tmp_path / "answers.xlsx", answers)
    assert all(x.line is None or x.line for _, x in record_answers(path, run, ledger, BROKER, False))
    assert ledger.lines() == ()
    record_answers(path, run, ledger, BROKER, True)
    told = {(b["leader"], b["act"]): dict(b["detail"]) for b in (x.body for x in ledger.lines()) if b["leader"]}
    assert told == {
        (FIRST, "interests-checked"): {"outcome": "clear"},
        (FIRST, "leader-changed"): {"days": 6, "travel_km": 25},
        (SECOND, "interests-checked"): {"outcome": "sign-off"},
        (THIRD, "leader-cannot-any"): {"until": "2023-03-01"},
    }
    assert {"my sister works at Ebbhaven", "an operation", IN_THE_ROUND} <= set(ledger.words().values())
    again = record_answers(path, run, ledger, BROKER, True)
    assert all(x.already for _, x in again)


def test_everything_that_is_wrong_is_told_together_and_nothing_is_recorded(
    run: OpenedRun, ledger: Ledger, tmp_path: Path
) -> None:
    answers: Cells = {
        FIRST: {ANSWER: "cleer", ON: "2023-02-31", DAYS_NOW: "many"},
        SECOND: {ANSWER: "changed", ON: "2023-01-13", UNTIL: "2023-03-01"},
        THIRD: {CHANGED: "They wrote a letter", NAME: "Somebody Else"},
    }
    told = faults(run, ledger, sheet(run, tmp_path / "answers.xlsx", answers))
    assert {column for column, _ in told} == {ANSWER, ON, DAYS_NOW, CHANGED, UNTIL, NAME}


@pytest.mark.parametrize("cells", [{ANSWER: "clear", CHANGED: "my sister works there"}, {ANSWER: "Clear: my sister"}])
def test_what_is_declared_beside_clear_is_never_recorded_as_clear(
    run: OpenedRun, ledger: Ledger, tmp_path: Path, cells: Mapping[str, object]
) -> None:
    path = sheet(run, tmp_path / "answers.xlsx", {FIRST: {**cells, ON: "2023-01-12"}})
    column = CHANGED if CHANGED in cells else ANSWER
    assert faults(run, ledger, path) == [(column, "something is written beside 'clear'")]


def test_a_changed_interest_is_recorded_about_the_school_or_trust_that_it_concerns(
    run: OpenedRun, ledger: Ledger, tmp_path: Path
) -> None:
    party = run.published.matches[0].recipient
    cells = {ANSWER: "changed", CHANGED: "a cousin governs it", CONCERNS: party, ON: "2023-01-12"}
    record_answers(sheet(run, tmp_path / "answers.xlsx", {FIRST: cells}), run, ledger, BROKER, True)
    lines = [(x.body["recipient"], x.body["detail"]) for x in ledger.lines() if x.body["leader"] == FIRST]
    about = {"outcome": "sign-off", "kind": run.published.matches[0].kind}
    assert lines == [("", {"outcome": "clear"}), (party, about)], "as before with all others, and so answered"
    said = leader_said(ledger.record(), FIRST, date(2023, 1, 12), run.policy)
    assert (said.said_on, said.declared_on) == (date(2023, 1, 12), None)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({CHANGED: "now of the trust ({id})"}, "is empty, and the number stands in the text"),
        ({CHANGED: "a cousin governs it", CONCERNS: "999999"}, "no school or trust has this number"),
        ({ANSWER: "clear", CONCERNS: "{id}"}, "stands only beside 'changed'"),
    ],
)
def test_a_number_that_would_be_held_against_nobody_is_asked_about(
    run: OpenedRun, ledger: Ledger, tmp_path: Path, cells: Mapping[str, str], said: str
) -> None:
    filled = {name: value.format(id=run.published.matches[0].recipient) for name, value in cells.items()}
    path = sheet(run, tmp_path / "answers.xlsx", {FIRST: {ANSWER: "changed", ON: "2023-01-12"} | filled})
    assert faults(run, ledger, path) == [(CONCERNS, said)]


def test_clear_does_not_settle_what_was_declared_before(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    """'Clear: as before' of a leader who declared something: as before is with what they declared."""
    about = {"recipient": "", "leader": FIRST}
    declared = a_decision(run, "interests-checked", **about, on=date(2023, 1, 11), detail={"outcome": "sign-off"})
    ledger.decide([declared], run)
    path = sheet(run, tmp_path / "answers.xlsx", {FIRST: {ANSWER: "clear", ON: "2023-01-12"}})
    with pytest.raises(InputFaults) as wrong:
        record_answers(path, run, ledger, BROKER, True)
    assert [(f.column, f.value) for f in wrong.value.faults] == [(ANSWER, "clear")]
    assert "on 11 January 2023 they declared something" in wrong.value.faults[0].message
    settled = a_decision(run, "interests-checked", **about, on=date(2023, 1, 12), detail={"outcome": "clear"})
    ledger.decide([settled], run)
    assert record_answers(path, run, ledger, BROKER, True), "somebody has looked into it"


def test_a_row_of_nobody_and_one_that_stands_twice_are_faults(run: OpenedRun, ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(
        f"{ID},{ANSWER},{ON}\nL9999,clear,2023-01-12\n{FIRST},clear,2023-01-12\n{FIRST},changed: x,2023-01-12\n",
        encoding="utf-8",
    )
    told = faults(run, ledger, path)
    assert [column for column, _ in told] == [ID, ID]
    assert "stands in row 3 too" in told[1][1]


def test_days_and_travel_count_in_the_next_proposal_and_are_told(run: OpenedRun, ledger: Ledger) -> None:
    changed = a_decision(run, "leader-changed", recipient="", leader=FIRST, detail={"days": 6, "travel_km": 25})
    ledger.decide([changed], run)
    record, leader = ledger.record(), run.world.leaders[run.world.leader_row[FIRST]]
    now = giver_since(leader, record, run.policy)
    assert (now.days, now.max_travel_metres) == (6, 25_000)
    (note,) = map(str, changed_notes(record, run.facts, run.policy))
    assert "6 days, not" in note
    assert "25 km" in note
    ledger.decide([a_decision(run, "mend", recipient="", leader="", detail={"line": 2})], run)
    assert giver_since(leader, ledger.record(), run.policy) == leader


def test_a_changed_interest_is_an_interest_from_then_on(run: OpenedRun, ledger: Ledger) -> None:
    """With the school or trust that it concerns for the director; without, against a party that is to be found out."""
    party, as_at = run.published.matches[0].recipient, run.policy.as_at
    of_pair = a_decision(run, "interests-checked", leader=FIRST, recipient=party, detail={"outcome": "sign-off"})
    general = a_decision(run, "interests-checked", leader=SECOND, recipient="", detail={"outcome": "sign-off"})
    ledger.decide([of_pair, general], run)
    found = {x.person_id: x for x in interests_since(ledger.record(), as_at)}
    assert (found[FIRST].party_id, found[FIRST].relation, found[FIRST].level) == (party, "other", "sign_off")
    assert found[SECOND].party_id not in run.world.recipient_row
    clear = a_decision(
        run, "interests-checked", leader=SECOND, recipient="", on=date(2023, 1, 15), detail={"outcome": "clear"}
    )
    ledger.decide([clear], run)
    assert SECOND not in {x.person_id for x in interests_since(ledger.record(), as_at)}


def test_an_interest_that_names_no_school_stops_every_pair_until_the_pair_is_checked(
    run: OpenedRun, ledger: Ledger
) -> None:
    """Also in the proposal that is out: nobody is appointed on a declaration that nobody has looked into."""
    match = next(m for m in run.published.matches if "not-checked" not in m.flags)
    pair, day = (match.recipient, match.leader), date(2023, 1, 16)
    about = {"recipient": "", "leader": match.leader}
    ledger.decide([a_decision(run, "interests-checked", **about, detail={"outcome": "sign-off"})], run)
    assert "not-checked" in flags_on(run, ledger.record(), *pair, day)
    view = view_of(ledger.record(), run.term)
    assert leader_case_of(run, match.leader, day, view).interests.code == OPEN
    clear = a_decision(run, "interests-checked", recipient=match.recipient, leader=match.leader, on=date(2023, 1, 14))
    ledger.decide([replace(clear, detail={"outcome": "clear"})], run)
    assert "not-checked" not in flags_on(run, ledger.record(), *pair, day)


@pytest.mark.parametrize("detail", [{}, {"days": -1}, {"days": 400}, {"travel_km": 0}, {"days": "6"}])
def test_what_is_no_number_of_days_or_kilometres_is_refused(
    run: OpenedRun, ledger: Ledger, detail: Mapping[str, object]
) -> None:
    wanted = a_decision(run, "leader-changed", recipient="", leader=FIRST, detail=detail)
    assert ledger.dry_run([wanted], run)[0].objection is not None


def test_the_command_writes_the_sheet_and_records_nothing_without_yes(run: OpenedRun, tmp_path: Path) -> None:
    out, ledger = tmp_path / "answers.xlsx", tmp_path / "ledger.sqlite"
    assert exit_status("ledger", "answers", run.folder, "--ledger", ledger, "--out", out) == 0
    assert exit_status("ledger", "answers", run.folder, "--ledger", ledger, "--out", out) == 2  # it is there already
    filled = sheet(run, tmp_path / "filled.xlsx", {FIRST: {ANSWER: "clear", ON: "2023-01-12"}})
    source = ("ledger", "answers", run.folder, "--ledger", ledger, "--from", filled, "--by", BROKER)
    assert exit_status(*source) == 0
    assert not ledger.exists()
    assert exit_status(*source, "--yes") == 0
    assert [x.body["act"] for x in a_ledger(ledger).lines()] == ["publish", "interests-checked"]


def test_a_check_recorded_after_the_runs_day_counts_on_it_and_is_shown_with_its_own_day(
    run: OpenedRun, ledger: Ledger
) -> None:
    """A re-run of the same term stands on the files' day; nobody checked anything on that day."""
    match, day = run.published.matches[0], date(2023, 1, 14)
    about = {"recipient": "", "leader": match.leader, "on": day}
    ledger.decide([a_decision(run, "interests-checked", **about, detail={"outcome": "clear"})], run)
    leaders = tuple(giver_since(x, ledger.record(), run.policy) for x in run.world.leaders)
    again = replace(run.world, leaders=leaders, facts=replace(run.facts, leaders=leaders), memo={})
    rules = RULEBOOKS[run.policy.programme]
    pair = pairs_at(again, np.array([again.recipient_row[match.recipient]]), np.array([again.leader_row[match.leader]]))
    assert not next(f for f in rules.flags if f.name == "not-checked").flags(again, pair)[0]
    assert run.policy.as_at < day
    shown = interests_on(again, (), (), match.recipient, match.leader, run.policy.as_at)
    assert (shown.code, shown.checked_on) == (CLEAR, day)
