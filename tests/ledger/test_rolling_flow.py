"""A rolling flow of organisations and advisers: a run each week, milestones and decisions about advisers between."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from matcher.case.records import SchoolCase
from matcher.case.school import case_of
from matcher.case.tasks.tasks import tasks_of
from matcher.commands.decisions import ledger as commands
from matcher.commands.decisions.show import show
from matcher.commands.studies.study import as_decided
from matcher.errors import InputFaults
from matcher.explain.why.adviser import of_recipient
from matcher.ledger import Decision, Ledger, NotRecorded, letters_of, open_ledger, record_workbook
from matcher.ledger.history.case_view import view_of
from matcher.ledger.history.story import story
from matcher.read.inputs import read_inputs
from matcher.runs.opened import OpenedRun, open_run
from tests.ledger.term import TERM, decided, fill
from tests.report.test_supporter_run import (
    ADVISERS,
    ORGANISATIONS,
    RECIPIENTS,
    SCENARIO,
    pairs,
    proposed,
    table,
    written,
)

CASES = "SchoolUrn,SchoolName,ProjectStatus,SupportProjectEligibilityStatus,CurrentDeliveryMilestone"
CASES += ",InitialDiagnosisMatchingDecision,SupportingOrganisationType,SupportOrganisationIdNumber"
CASES += ",RegionalDirectorAppointmentDate\n100002,Ash School,0,0,1,,,,\n"
APPOINTED = "100003,Elm School,0,0,3,Match with a supporting organisation"
APPOINTED += ",Federation or education partnership,P2,2026-01-09T10:00:00\n"
THIRD = "A3,Lou Fox,London,3,0,,534000,181000,2025-09-01\n"
PEOPLE = "id,name,role,regions\nP1,Pat Day,broker,London\nP2,Di Rector,director,London\n"
FRIDAYS = (date(2026, 1, 9), date(2026, 1, 16), date(2026, 1, 23), date(2026, 1, 30))


class Flow:
    """One folder, one ledger, and a run for each week, with acts by day."""

    def __init__(self, path: Path) -> None:
        self.path, self.where, self.week = path, str(path / "book.sqlite"), 0
        sound = ORGANISATIONS.replace("1,0,yes,pending,,,", "2,0,yes,yes,yes,2025-01-01,")
        stale = (ADVISERS + THIRD).replace("2025-09-01", "2024-09-01")
        undecided = RECIPIENTS.replace(",match", ",").replace(",review-progress", ",")
        self.scenario = written(path, organisations=sound, recipients=undecided, advisers=stale, people=PEOPLE)
        (path / "history.csv").write_text("term,recipient_id,leader_id,state\n", encoding="utf-8")
        self.cases(CASES)
        text = SCENARIO.replace("autumn-2025", "spring-2026").replace("people.csv}", "people.csv, cases: cases.csv}")
        self.scenario.write_text(text.replace("2025-11-30", "2026-01-05"), encoding="utf-8")

    def cases(self, text: str) -> None:
        (self.path / "cases.csv").write_text(text, encoding="utf-8")

    def run(self) -> Path:
        self.week += 1
        day = f"as_at={date(2026, 1, 5 + 7 * (self.week - 1))}"
        return proposed(self.scenario, f"week-{self.week}", (day,), self.where)

    @property
    def opened(self) -> OpenedRun:
        return open_run(self.path / f"week-{self.week}")

    def ledger(self) -> Ledger:
        return open_ledger(self.where, now=lambda: datetime(2026, 1, 30, tzinfo=UTC))

    def act(self, name: str, school: str, who: str = "", **detail: str) -> None:
        """Recorded on the Friday of the week; by the director where it is for them."""
        by = "P2" if name in ("director-approves", "appoint") else "P1"
        wanted = Decision(
            act=name,
            on=FRIDAYS[self.week - 1],
            by=by,
            reason="said so",
            recipient=school,
            leader=who,
            run=self.opened.id,
            detail=detail,
        )
        with closing(self.ledger()) as book:
            book.decide([wanted], self.opened)

    def refused(self, name: str, school: str, who: str = "", **detail: str) -> str:
        with pytest.raises(NotRecorded) as raised:
            self.act(name, school, who, **detail)
        (result,) = raised.value.results
        assert result.objection is not None
        return result.objection.message

    def case(self, school: str, day: date) -> SchoolCase:
        with closing(self.ledger()) as book:
            view = view_of(book.record(), self.opened.term, book.words(), self.opened.policy)
        return case_of(self.opened, school, day, view)


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Flow:
    """Lived three weeks, so that each test stands alone: workers share nothing."""
    flow = Flow(tmp_path_factory.mktemp("flow"))
    _three_weeks(flow)
    statuses = {t.code: t.status for t in tasks_of(flow.case("100003", date(2026, 1, 30)))}
    assert statuses["plans-approved"] == "now"
    flow.act("plans-approved", "100003")
    return flow


def _three_weeks(flow: Flow) -> None:
    """Each week's run keeps what people decided since, and gives another adviser where one refused."""
    first = flow.run()
    advised = pairs(first, "adviser_matches.csv", "adviser_id")
    organisation = pairs(first, "matches.csv", "leader_id")
    assert {"100001", "100002", "100003"} <= {*advised, *organisation}
    _first_week(flow, advised, organisation)

    second = flow.run()
    now = pairs(second, "adviser_matches.csv", "adviser_id")
    assert now["100001"] == advised["100001"], "an allocated adviser stays"
    assert now["100002"] != advised["100002"], "one who declined is not proposed again"
    assert pairs(second, "matches.csv", "leader_id")["100003"] == organisation["100003"]
    assert pairs(second, "matches.csv", "state")["100003"] == "appointed"
    _second_week(flow, now)

    flow.run()


def test_the_third_week_keeps_what_was_decided(flow: Flow) -> None:
    third, advised = flow.opened.folder, {"100001": flow.case("100001", date(2026, 1, 30)).adviser}
    last = pairs(third, "adviser_matches.csv", "adviser_id")
    assert "100001" not in pairs(third, "matches.csv", "leader_id"), "its progress is to be reviewed"
    assert advised["100001"] is not None
    assert last["100001"] == advised["100001"].adviser_id
    assert pairs(third, "matches.csv", "state")["100003"] == "appointed"
    row = next(r for r in table(third, "eligibility.csv") if r["id"] == "100003")
    assert row["verdict"] == "eligible", "the department's list confirms what the ledger has, and ends nothing"


def _first_week(flow: Flow, advised: dict[str, str], organisation: dict[str, str]) -> None:
    assert "comes before an adviser is allocated" in flow.refused("adviser-allocated", "100001", advised["100001"])
    assert "'formally inform responsible body' comes first" in flow.refused("first-meeting", "100001")
    flow.act("body-informed", "100001")
    assert "declaration is unchecked" in flow.refused("adviser-allocated", "100001", advised["100001"])
    flow.act("adviser-checked", "100001", advised["100001"], outcome="sign-off")
    assert "Regional Director to sign off" in flow.refused("adviser-allocated", "100001", advised["100001"])
    flow.act("adviser-checked", "100001", advised["100001"], outcome="clear")
    flow.act("adviser-allocated", "100001", advised["100001"])
    other = next(x for x in ("A1", "A2", "A3") if x != advised["100001"])
    assert "never proposed" in flow.refused("adviser-allocated", "100001", other)
    flow.act("adviser-cannot", "100002", advised["100002"], until="2026-02-01")
    assert "is reached already" in flow.refused("body-informed", "100002"), "the department's list has a later one"
    for act in ("school-agrees", "leader-agrees", "director-approves"):
        flow.act(act, "100003", organisation["100003"])
    flow.act("interests-checked", "100003", organisation["100003"], outcome="clear")
    flow.act("appoint", "100003", organisation["100003"])


def _second_week(flow: Flow, advised: dict[str, str]) -> None:
    flow.act("first-meeting", "100001")
    assert "what the diagnosis decided" in flow.refused("initial-diagnosis", "100001")
    flow.act("initial-diagnosis", "100001", outcome="review-progress")
    assert "progress is to be reviewed" in flow.refused("matching-complete", "100001")
    assert "comes first" in flow.refused("matching-complete", "100003")
    flow.act("adviser-cannot-any", "", advised["100001"])
    flow.cases(CASES + APPOINTED)


def test_the_case_tells_of_milestones_by_two_clocks_and_of_its_adviser(flow: Flow) -> None:
    case = flow.case("100001", date(2026, 1, 30))
    assert case.progress is not None
    assert case.adviser is not None
    assert case.reached is not None
    assert (case.progress.milestone, case.progress.weeks_since_step) == ("initial diagnosis", 2)
    assert case.reached.decision == "review-progress"
    assert (case.adviser.state.code, case.adviser.state.until) == ("paused", None)
    statuses = {t.code: t.status for t in tasks_of(case)}
    assert statuses["initial-diagnosis"] == "done"
    assert statuses["adviser"] == "now", "who cannot is asked whether they can again"
    assert "matching-complete" not in statuses


def test_an_appointed_school_goes_on_to_the_milestones_that_follow(flow: Flow) -> None:
    statuses = {t.code: t.status for t in tasks_of(flow.case("100003", date(2026, 1, 30)))}
    assert statuses["matching-complete"] == "done", "by the department's list"
    assert statuses["plans-approved"] == "done"
    said = " ".join(of_recipient(flow.opened.finished, flow.opened.world.recipient_row["100001"]))
    assert "initial diagnosis: review school's progress, 0 weeks since its last step" in said


def test_story_and_listing_tell_of_them(flow: Flow) -> None:
    with closing(flow.ledger()) as book:
        told = story(book, "100001", "", flow.path)
    text = "\n".join("".join(str(getattr(p, "words", p)) for p in e.passages) for s in told.sections for e in s.entries)
    assert "Milestones: formally inform responsible body, 9 January 2026" in text
    assert "initial diagnosis, 16 January 2026 (Review school's progress)" in text
    assert "adviser is allocated, adviser A" in text
    assert "Why, as shown: " in text
    assert "Why, as shown: \n" not in text, "the column is called by the programme's word"
    assert "0 days" not in text
    said: list[str] = []
    show(flow.where, "100001", said.append)
    assert any("milestone initial diagnosis" in line for line in said)
    assert any("and adviser" in line and "paused" in line for line in said)


def test_a_mistake_is_mended_last_first(flow: Flow) -> None:
    with closing(flow.ledger()) as book:
        first = book.record().milestones["100001"][0]["seq"]
    with pytest.raises(NotRecorded) as raised, closing(flow.ledger()) as book:
        book.decide([_mend(flow, first)], flow.opened)
    assert "rests on it" in str(raised.value.results[0].objection)


def _mend(flow: Flow, line: int) -> Decision:
    return Decision(act="mend", on=FRIDAYS[-1], by="P1", reason="a slip", run=flow.opened.id, detail={"line": line})


def test_the_command_finds_the_schools_adviser(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    fields = {"recipient": "100001", "leader": "", "by": "P1", "on": "2026-01-23", "reason": "well again"}
    folder = flow.path / f"week-{flow.week}"
    who = flow.case("100001", FRIDAYS[-1]).adviser
    assert who is not None
    _recorded(commands.act, folder, flow.where, "adviser-can-again", fields | {"leader": who.adviser_id}, said)
    assert said[0].startswith("the adviser can again: recorded as line")
    state = flow.case("100001", date(2026, 1, 30)).adviser
    assert state is not None
    assert state.state.code == "allocated"


def _recorded(
    act: Callable[..., None], folder: Path, where: str, name: str, fields: dict[str, str], said: list[str]
) -> None:
    act(folder, where, name, fields, {}, said.append)


def test_a_programme_without_advisers_has_neither(run: OpenedRun, ledger: Ledger) -> None:
    wanted = Decision(
        act="body-informed",
        on=date(2023, 1, 12),
        by="P003",
        reason="by letter",
        recipient=run.published.matches[0].recipient,
        run=run.id,
    )
    (result,) = ledger.dry_run([wanted], run)
    assert result.objection is not None
    assert "no advisers and no milestones" in result.objection.message


def test_an_unknown_adviser_is_named_as_such(flow: Flow) -> None:
    assert "no adviser of this run" in flow.refused("adviser-cannot-any", "", "A99")
    with pytest.raises(InputFaults):
        commands.act(flow.path / f"week-{flow.week}", flow.where, "milestone", {}, {}, lambda _: None)


def test_the_workbook_holds_decisions_about_advisers_and_milestones(flow: Flow) -> None:
    book = load_workbook(flow.opened.folder / "proposal.xlsx")
    ids = [row[11].value for row in book["Proposals"].iter_rows(min_row=2)]
    row = ids.index("100002") + 2
    choices = [cell.value for cell in book["Lists"]["A"]]
    assert "milestone: initial diagnosis: Match with a supporting organisation" in choices
    adviser = flow.opened.published.advisers["100002"]
    assert f"({adviser})" in str(book["Proposals"].cell(row=row, column=3).value)
    said = [
        ("adviser cannot (this school)", "adviser-cannot", adviser),
        ("milestone: initial diagnosis: Match with a supporting organisation", "initial-diagnosis", ""),
    ]
    for words, act, who in said:
        cells = decided(words, by="P1", on="23/01/2026")
        filled = fill(flow.opened.folder / "proposal.xlsx", flow.path / "filled.xlsx", {row: cells})
        with closing(flow.ledger()) as ledger:
            ((_, result),) = record_workbook(filled, flow.opened, ledger, really=False)
        assert (result.decision.act, result.decision.leader) == (act, who)
        assert result.objection is None
        assert result.decision.detail == ({"outcome": "match"} if act == "initial-diagnosis" else {})


def test_an_adviser_who_withdraws_leaves_the_school_to_another(flow: Flow) -> None:
    before = pairs(flow.opened.folder, "adviser_matches.csv", "adviser_id")["100001"]
    flow.act("adviser-withdraws", "", before)
    state = flow.case("100001", date(2026, 1, 30)).adviser
    assert state is None
    fourth = flow.run()
    now = pairs(fourth, "adviser_matches.csv", "adviser_id")
    assert before not in now.values()
    assert now["100001"] != before


def test_the_study_counts_who_waits_by_the_ledgers_milestones(flow: Flow) -> None:
    """The facts that the study reads: by region and milestone, with the ledger and without."""
    read, facts = read_inputs(flow.scenario, (), (), None)
    as_it_is, policy = as_decided(facts, read, flow.where)
    by_ledger = {case.urn: case.milestone for case in as_it_is.cases}
    assert {case.urn for case in facts.cases} == {"100002", "100003"}
    assert by_ledger == {"100001": 2, "100002": 1, "100003": 4}
    assert any(pin.recipient_id == "100003" and pin.stands for pin in policy.pins)
    assert as_decided(facts, read, None) == (facts, read.policy)


def test_a_study_of_people_reads_no_ledger() -> None:
    read, facts = read_inputs(TERM, (), (), None)
    with pytest.raises(InputFaults) as raised:
        as_decided(facts, read, "any.sqlite")
    assert "looks at its scenario alone" in raised.value.faults[0].message


def test_letters_name_the_adviser_once_they_are_allocated(flow: Flow) -> None:
    adviser = flow.case("100003", date(2026, 1, 30)).adviser
    assert adviser is not None
    name = next(x.name for x in flow.opened.world.advisers if x.id == adviser.adviser_id)
    assert adviser.state.code == "proposed"
    assert not any(name in text for text in _letters(flow, "100003").values())
    flow.act("adviser-checked", "100003", adviser.adviser_id, outcome="clear")
    flow.act("adviser-allocated", "100003", adviser.adviser_id)
    written = _letters(flow, "100003")
    assert f"The adviser allocated to your school is {name}." in written["school"]
    assert f"The adviser allocated to Elm School is {name}." in written["leader"]


def _letters(flow: Flow, school: str) -> dict[str, str]:
    with closing(flow.ledger()) as book:
        record = book.record()
    state = next(m for m in record.of_term(flow.opened.term) if m.match.recipient == school)
    return {x.notice.whom: " ".join(x.text.split()) for x in letters_of(state, flow.opened, record, FRIDAYS[-1])}
