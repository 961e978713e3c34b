"""Those asked to wait for the year ahead: a director approves or refuses each, they are told, a re-run obeys."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from matcher.cli import main
from matcher.errors import InputFaults
from matcher.explain.why.pair import why_not
from matcher.explain.why.refused_wait import HEADING, NO_PLAN, NOBODY_LOSES, if_refused, matched_now
from matcher.ledger import Decision, Ledger, NotRecorded, open_ledger, record_workbook
from matcher.ledger.log.acts import WAIT_CHOICES
from matcher.ledger.replan.changes import for_later
from matcher.ledger.wait_decisions.replanned import decided_waits_of, wait_notes
from matcher.ledger.wait_decisions.standing import (
    APPROVED,
    REFUSED_WAIT,
    TO_DECIDE,
    Wait,
    last_day_of_wait,
    waits_of,
    waits_of_run,
)
from matcher.ledger.wait_decisions.wait_checks import objection_to_wait
from matcher.ledger.wait_decisions.wait_letters import wait_letters
from matcher.proof import certificate_check
from matcher.read.run_folders.holds import read_room
from matcher.report.words import WAIT_DECISIONS
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording.messages import texts
from matcher.year_ahead.wait_words import WAIT_REFUSED, held
from tests.ledger.term import BROKER, DAY, DIRECTOR, TERM, a_decision, agreed, decided

AHEAD = ("priority=history", "regions=all", "year_ahead.futures.scale=none", "year_ahead.futures.number=2")
FREE = ("year_ahead.hold_at_most=1", "year_ahead.never_hold=[]", "year_ahead.wait_at_most=none")
REGION = "South West"  # of BROKER and DIRECTOR


def status(*arguments: str) -> int | str | None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    return stopped.value.code


def propose(out: Path, *more: str) -> OpenedRun:
    sets = [word for one in ("year_ahead.use=who-and-when", *AHEAD, *FREE) for word in ("--set", one)]
    assert status("propose", str(TERM), "--out", str(out), *sets, *more) == 0
    return open_run(out)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> OpenedRun:
    return propose(tmp_path_factory.mktemp("waits") / "run")


@pytest.fixture
def book(run: OpenedRun) -> Ledger:
    ledger = open_ledger(":memory:", now=lambda: datetime(2023, 1, 20, tzinfo=UTC))
    ledger.open_run(run.published)
    return ledger


def here(book: Ledger, run: OpenedRun) -> list[Wait]:
    """The waits of the director's own region."""
    return [w for w in waits_of(book.record(), run.term) if w.region == REGION]


def about(run: OpenedRun, wait: Wait, act: str = "approve-wait", by: str = DIRECTOR, **more: Any) -> Decision:
    fields = {"on": DAY, "by": by, "reason": "the trust can wait", "run": run.id, "recipient": wait.recipient}
    return Decision(act=act, **(fields | more))


def refusal(book: Ledger, run: OpenedRun, decision: Decision) -> str:
    with pytest.raises(NotRecorded) as refused:
        book.decide([decision], run)
    against = refused.value.results[0].objection
    assert against is not None
    return against.message


def test_the_ledger_knows_whom_the_run_asks_to_wait(book: Ledger, run: OpenedRun) -> None:
    waits = waits_of(book.record(), run.term)
    assert {w.recipient for w in waits} == set(run.holds)
    assert {w.state for w in waits} == {TO_DECIDE}
    assert len(here(book, run)) >= 2


def test_a_director_of_the_region_approves_until_a_day_and_the_last_word_stands(book: Ledger, run: OpenedRun) -> None:
    first = here(book, run)[0]
    book.decide([about(run, first, detail={"until": "2023-03-01"})], run)
    assert (here(book, run)[0].state, here(book, run)[0].until) == (APPROVED, date(2023, 3, 1))
    book.decide([about(run, first, "refuse-wait")], run)
    assert here(book, run)[0].state == REFUSED_WAIT
    (decided,) = decided_waits_of(book.record(), run.policy)
    assert (decided.recipient_id, decided.decision) == (first.recipient, "refused")


def test_an_earlier_proposal_keeps_its_own_waits_and_says_that_they_no_longer_stand(
    book: Ledger, run: OpenedRun
) -> None:
    first, refused = here(book, run), here(book, run)[0]
    book.decide((about(run, refused, act="refuse-wait"),), run)
    book.open_run(replace(run.published, run="later", waits=()))
    record = book.record()
    then = [w for w in waits_of_run(record, run.id) if w.region == REGION]
    assert [w.recipient for w in then] == [w.recipient for w in first]
    assert not any(w.stands or w.to_decide for w in then)
    assert {w.state for w in then if w.recipient == refused.recipient} == {REFUSED_WAIT}
    assert all("a later proposal" in w.words for w in then if w.recipient != refused.recipient)
    assert waits_of_run(record, "later") == ()


def test_an_approval_without_a_day_is_for_the_term_in_which_it_is_decided(book: Ledger, run: OpenedRun) -> None:
    """The run's own day is the last of autumn, and the director decides in January."""
    book.decide([about(run, here(book, run)[0])], run)
    assert (run.term, DAY) == ("autumn-2022", date(2023, 1, 12))
    assert here(book, run)[0].until == date(2023, 3, 31)


@pytest.mark.parametrize(
    ("term", "decided_on", "last"),
    [
        ("autumn-2022", date(2022, 10, 3), date(2022, 12, 31)),
        ("autumn-2022", date(2022, 12, 30), date(2022, 12, 31)),
        ("autumn-2022", date(2022, 12, 31), date(2023, 3, 31)),  # it begins the day after
        ("autumn-2022", date(2023, 1, 17), date(2023, 3, 31)),
        ("spring-2023", date(2022, 12, 20), date(2023, 3, 31)),  # decided before the run's term began
        ("summer-2023", date(2023, 8, 31), date(2023, 8, 31)),  # never beyond the programme year
        ("autumn-2022", date(2026, 11, 29), date(2023, 8, 31)),
    ],
)
def test_a_wait_lasts_to_the_end_of_the_term_in_which_it_begins(term: str, decided_on: date, last: date) -> None:
    assert last_day_of_wait(term, decided_on) == last


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2023-04-01", "nobody may be asked to wait beyond 31 March 2023 (year_ahead.wait_at_most)"),
        ("2023-01-11", "the wait would end before it is decided, on 12 January 2023"),
        ("2023-03-31", ""),
    ],
)
def test_a_term_of_waiting_is_that_of_the_decision(until: str, said: str, book: Ledger, run: OpenedRun) -> None:
    limited = replace(run.policy, year_ahead=replace(run.policy.year_ahead, wait_at_most="1 term"))
    wanted = about(run, here(book, run)[0], detail={"until": until})
    (director,) = (p for p in run.facts.people if p.id == DIRECTOR)
    against = objection_to_wait(wanted, director, replace(run, policy=limited), book.record())
    assert (against.message if against else "") == said


def test_a_later_term_says_that_a_wait_of_before_no_longer_binds_it(book: Ledger, run: OpenedRun) -> None:
    book.decide([about(run, here(book, run)[0])], run)
    shipped = replace(run.policy.year_ahead, never_hold=("waited-a-term",), wait_at_most="1 term")
    for as_at, ahead, said in (
        (run.policy.as_at, shipped, ""),
        (date(2023, 2, 1), shipped, "; a term is over since it was asked, so this run asks it no more to wait"),
        (date(2023, 2, 1), run.policy.year_ahead, ""),
        (date(2023, 5, 1), shipped, "; that day is over"),
    ):
        policy = replace(run.policy, as_at=as_at, year_ahead=ahead)
        (note,) = wait_notes(book.record(), policy, {})
        assert str(note).endswith(f"was approved until 31 March 2023 (line {book.record().waits[0]['seq']}){said}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"by": BROKER}, "is not for a broker to record"),
        ({"by": "P010"}, "is not this person's"),
        ({"recipient": "no-such"}, "is not asked to wait"),
        ({"detail": {"until": "2024-01-01"}}, "nobody may be asked to wait beyond 31 August 2023"),
        ({"act": "tell-of-wait", "by": BROKER}, "no director has approved the wait"),
    ],
)
def test_what_may_not_be_recorded_of_a_wait(change: dict[str, Any], said: str, book: Ledger, run: OpenedRun) -> None:
    assert said in refusal(book, run, about(run, here(book, run)[0], **change))


def test_a_director_with_an_interest_of_their_own_does_not_decide(book: Ledger, run: OpenedRun) -> None:
    """The director's organisation, for once, is that of the leader who could support the school."""
    wait = here(book, run)[0]
    leader = run.world.leaders[run.world.leader_row[wait.leader]]
    people = tuple(
        replace(p, organisation_id=leader.organisation_id) if p.id == DIRECTOR else p for p in run.facts.people
    )
    tied = replace(run, facts=replace(run.facts, people=people))
    assert "this person may not decide here" in refusal(book, tied, about(tied, wait))


def test_no_match_of_the_region_is_approved_before_every_wait_is_decided(book: Ledger, run: OpenedRun) -> None:
    place = next(i for i, m in enumerate(run.published.matches) if m.region == REGION)
    book.decide(agreed(run, place), run)
    assert f"the run is not final in {REGION}" in refusal(book, run, a_decision(run, "director-approves", place))
    book.decide([about(run, w) for w in here(book, run)], run)
    result = book.dry_run([a_decision(run, "director-approves", place)], run)[0]
    assert result.objection is None or "not final" not in result.objection.message


def test_whoever_waits_is_told_once_it_is_approved(book: Ledger, run: OpenedRun) -> None:
    first, second, *_ = here(book, run)
    book.decide([about(run, first), about(run, second, "refuse-wait")], run)
    letters = wait_letters(tuple(here(book, run)), run, DAY)
    assert len(letters) == 1
    (text,) = letters.values()
    name = run.world.recipients[run.world.recipient_row[first.recipient]].name
    assert f"{name} qualifies for support. We ask you to wait for it until 31 March 2023" in text
    assert not any(leader.name in text for leader in run.world.leaders)
    book.decide([about(run, first, "tell-of-wait", BROKER)], run)
    assert wait_letters(tuple(here(book, run)), run, DAY) == {}
    assert "told on 12 January 2023" in here(book, run)[0].words
    assert "this is recorded already" in refusal(book, run, about(run, first, "tell-of-wait", BROKER, reason="again"))


def test_a_decision_may_be_mended(book: Ledger, run: OpenedRun) -> None:
    first = here(book, run)[0]
    (done,) = book.decide([about(run, first)], run)
    book.decide(
        [Decision(act="mend", on=DAY, by=DIRECTOR, reason="wrong school", run=run.id, detail={"line": done.line})], run
    )
    assert here(book, run)[0].state == TO_DECIDE


def test_a_rerun_obeys_and_says_so(run: OpenedRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever was refused is asked no more, and matched; whoever was approved waits; the checker trusts it."""
    where = tmp_path / "ledger.sqlite"
    ledger = open_ledger(where, now=lambda: datetime(2023, 1, 20, tzinfo=UTC))
    ledger.open_run(run.published)
    refused, approved, *_ = here(ledger, run)
    ledger.decide([about(run, refused, "refuse-wait"), about(run, approved)], run)
    ledger.close()
    again = propose(tmp_path / "again", "--ledger", str(where))
    said = capsys.readouterr().out
    assert refused.recipient not in again.holds
    assert refused.recipient in {m.recipient_id for m in again.plan.matches}
    assert approved.recipient in again.holds
    assert "was refused (line " in said
    assert "was approved until 31 March 2023" in said
    assert re.search(rf"\({refused.recipient}\): newly matched, to leader \S+ {WAIT_REFUSED}\.", said)
    assert {w.recipient_id: w.decision for w in again.policy.waits} == {
        refused.recipient: "refused",
        approved.recipient: "approved",
    }
    assert status("audit", str(again.folder)) == 0
    certificate_check.check(again.folder)
    with (again.folder / "unmatched.csv").open(encoding="utf-8-sig", newline="") as file:
        reasons = {row["recipient_id"]: row["reason"] for row in csv.DictReader(file)}
    assert reasons[approved.recipient].startswith("Asked to wait")


def test_a_refused_wait_is_told_with_names(run: OpenedRun, book: Ledger) -> None:
    """Whom it would be matched with, and everybody who would lose: those of the best plan that matches it today."""
    finished, told = run.finished, 0
    matched = {m.recipient_id for m in run.plan.matches}
    for id in (w.recipient for w in here(book, run)[:3]):
        row = run.world.recipient_row[id]
        then, (difference, said) = matched_now(finished, row), if_refused(finished, row)
        sentences = texts(said)
        if then is None or difference is None:
            assert sentences == (NO_PLAN,)
            continue
        assert sentences[0] == HEADING
        assert f"({id}) would have leader {then.leader_of[id]}." in sentences[1]
        assert set(difference.leaves) == matched - set(then.leader_of)
        assert (NOBODY_LOSES in sentences) == (not difference.leaves)
        assert all(any(f"({lost})" in s and "go without" in s for s in sentences) for lost in difference.leaves[:1])
        assert not set(run.holds) & (set(then.leader_of) - {id})
        told += 1
    assert told


def test_what_is_kept_for_later_is_the_reason_why_a_published_pair_is_lost(run: OpenedRun) -> None:
    """Whoever waits is told so; of a leader of whom days are left and kept, that they are."""
    for id, hold in run.holds.items():
        assert str(for_later(id, hold.leader_id, run.finished)) == f"{held(hold)}."
    kept = {about: days for (rule, about), days in read_room(run.folder).items() if rule == "leader-days"}
    recipients = [r.id for r in run.world.recipients if r.id not in run.holds]
    pairs = [(recipient, leader) for recipient in recipients for leader in kept]
    said = {(recipient, leader): str(for_later(recipient, leader, run.finished)) for recipient, leader in pairs}
    rows = run.world.recipient_row, run.world.leader_row
    possible = {x for x in pairs if why_not(run.finished, rows[0][x[0]], rows[1][x[1]]).standing == "possible"}
    assert {pair for pair, text in said.items() if text} == possible != set()
    assert all(f"at most {kept[x[1]]} are kept for those expected later" in said[x] for x in possible)


def filled(run: OpenedRun, out: Path, cells: dict[int, dict[str, Any]]) -> Path:
    """The run's workbook with these cells of the sheet of those asked to wait: row -> heading -> value."""
    book = openpyxl.load_workbook(run.folder / "proposal.xlsx")
    sheet = book["Asked to wait"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row, values in cells.items():
        for name, value in values.items():
            sheet.cell(row=row, column=column[name], value=value)
    book.save(out / "filled.xlsx")
    return out / "filled.xlsx"


def place_of(run: OpenedRun, wait: Wait) -> int:
    """The row of the sheet, which is in the order of the ids."""
    return 2 + sorted(run.holds).index(wait.recipient)


def test_the_workbook_comes_back_with_the_directors_decisions(book: Ledger, run: OpenedRun, tmp_path: Path) -> None:
    first, second, *_ = here(book, run)
    cells = {
        place_of(run, first): decided("director approves the wait", by=DIRECTOR) | {"Until": "01/03/2023"},
        place_of(run, second): decided("director refuses the wait", by=DIRECTOR),
    }
    results = record_workbook(filled(run, tmp_path, cells), run, book, really=True)
    assert {row for row, _ in results} == set(cells)
    states = {w.recipient: (w.state, w.until) for w in here(book, run)}
    assert states[first.recipient] == (APPROVED, date(2023, 3, 1))
    assert states[second.recipient] == (REFUSED_WAIT, None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Decision": "director aproves the wait"}, "is not one of the decisions"),
        ({"Decided by": BROKER}, "is not for a broker to record"),
        ({"Reason for the decision": None}, "is empty beside a decision"),
        ({"School or trust": "Another School"}, "the locked cell was altered"),
        ({"run_id": "another"}, "this row is of another run"),
        ({"recipient_id": "999999"}, "is not asked to wait in this run"),
        ({"Decision": "director refuses the wait", "Until": "2023-03-01"}, "stands only beside an approval"),
        ({"Until": "soon"}, "soon"),
    ],
)
def test_a_damaged_row_of_the_sheet_is_refused_with_its_place(
    change: dict[str, Any], said: str, book: Ledger, run: OpenedRun, tmp_path: Path
) -> None:
    place = place_of(run, here(book, run)[0])
    cells = {place: decided("director approves the wait", by=DIRECTOR) | change}
    with pytest.raises(InputFaults) as refused:
        record_workbook(filled(run, tmp_path, cells), run, book, really=True)
    (fault,) = refused.value.faults
    assert fault.file == "filled.xlsx, sheet Asked to wait"
    assert fault.row == place
    assert said in f"{fault.message} {fault.value}"
    assert not book.record().waits


def test_the_sheet_offers_the_acts_that_the_ledger_knows() -> None:
    assert tuple(WAIT_CHOICES) == WAIT_DECISIONS
