"""A run of organisations and advisers from its files: the tables it writes, its audit, its certificate, its study."""

from __future__ import annotations

import csv
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from matcher.commands.audit import audit
from matcher.commands.explain import ExplainRequest, explain
from matcher.commands.propose import propose
from matcher.errors import CheckFailed, InputFaults
from matcher.ledger import open_ledger
from matcher.ledger.history.evidence_as_shown import DECLARED
from matcher.rules.labels import BEFORE_APPOINTMENT, FLAGS
from matcher.runs.opened import open_run
from tests.ledger.term import a_decision

SCENARIO = """\
schema: matcher/1
name: rise-test
programme: rise-2025-26
term: autumn-2025
as_at: 2025-11-30
data: {recipients: recipients.csv, organisations: organisations.csv, advisers: advisers.csv, history: history.csv,
  people: people.csv}
pots: [{name: grants, amount: null, pays_for: [grants], regions: all, source: counted, assumed: true}]
"""
RECIPIENTS = """\
id,name,kind,region,phases,trust_id,easting,northing,cohort,decision
100001,Oak School,school,London,primary,5001,530000,180000,Spring 25,match
100002,Ash School,school,London,primary,5001,531000,180000,Autumn 25,match
100003,Elm School,school,London,primary,5002,532000,180000,,match
100004,Yew School,school,London,primary,5002,533000,180000,,review-progress
"""
ORGANISATIONS = """\
organisation_id,name,type,number,region,phases,capacity,running,willing,due_diligence,finance_check,vendor_account_on,easting,northing,interests_checked_on
O1,Pine Trust,federation,P1,London,primary,2,0,yes,yes,yes,2025-01-01,530500,180000,2025-09-01
O2,Fir Trust,federation,P2,London,primary,1,0,yes,pending,,,532500,180000,2025-09-01
"""
ADVISERS = """\
id,name,region,caseload,running,employer_id,easting,northing,interests_checked_on
A1,Kim Lee,London,3,0,O1,530000,181000,2025-09-01
A2,Sam Roe,London,3,0,,533000,181000,2025-09-01
"""
PEOPLE = "id,name,role,regions\nP1,Pat Day,broker,London\n"
HISTORY = "term,recipient_id,leader_id,state\nautumn-2025,100003,A1,running\n"


def written(folder: Path, **changed: str) -> Path:
    tables = {"recipients": RECIPIENTS, "organisations": ORGANISATIONS, "advisers": ADVISERS}
    tables |= {"history": HISTORY, "people": PEOPLE}
    for name, text in {**tables, **changed}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    path = folder / "rise.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def proposed(scenario: Path, run: str = "run", sets: tuple[str, ...] = (), ledger: str | None = None) -> Path:
    folder = scenario.parent / run
    propose(scenario, sets, (), None, folder, False, "auto", lambda _: None, ledger)
    return folder


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return proposed(written(tmp_path_factory.mktemp("rise")))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def pairs(folder: Path, name: str, who: str) -> dict[str, str]:
    return {row["recipient_id"]: row[who] for row in table(folder, name)}


def test_schools_of_one_trust_have_one_supporter_and_one_has_an_adviser_alone(run: Path) -> None:
    assert pairs(run, "matches.csv", "leader_id") == {"100001": "O1", "100002": "O1", "100003": "O2"}
    advisers = pairs(run, "adviser_matches.csv", "adviser_id")
    # O1 employs A1, so its two schools are advised by A2; Elm School keeps the adviser that it has
    assert advisers == {"100001": "A2", "100002": "A2", "100003": "A1", "100004": "A1"} | {"100004": advisers["100004"]}


def test_what_a_person_copies_back_has_no_status_and_no_name_of_an_adviser(run: Path) -> None:
    first = next(row for row in table(run, "paste_back.csv") if row["SchoolUrn"] == "100001")
    assert first["SupportOrganisationName"] == "Pine Trust"
    assert first["SupportingOrganisationType"] == "Federation or education partnership"
    assert "employs an adviser of the programme" in first["conflicts_seen"]
    assert len(first["reason"]) <= 500
    assert "Kim Lee" not in (run / "paste_back.csv").read_text(encoding="utf-8")
    assert not any("status" in name.casefold() for name in first)


def test_the_reason_to_be_pasted_names_in_words_only_what_holds_an_appointment(run: Path) -> None:
    said = {row["SchoolUrn"]: row for row in table(run, "paste_back.csv")}
    assert said["100003"]["reason"].endswith(
        "To settle before appointment: Checks to be done before the organisation is appointed."
    )
    assert "Distance: 0.5 km in a straight line." in said["100001"]["reason"]
    assert "employs an adviser of the programme" in said["100001"]["conflicts_seen"]
    assert "To settle" not in said["100001"]["reason"], "a flag that is only shown holds no appointment"
    assert not any(name in row["reason"] for row in said.values() for name in ("checks-open", "fellow-adviser"))


def test_no_flag_that_holds_an_appointment_tells_of_a_declared_interest() -> None:
    assert not set(BEFORE_APPOINTMENT) & {*DECLARED, "own-interest"}
    assert set(BEFORE_APPOINTMENT) <= set(FLAGS)


def test_grants_are_counted_by_cohort_with_the_top_band_of_its_day(run: Path) -> None:
    rows = {row["cohort"]: row for row in table(run, "grants.csv")}
    assert [rows[c]["improvement_grant_most"] for c in ("Spring 25", "Autumn 25", "Flow")] == [
        "120000.00",
        "100000.00",
        "100000.00",
    ]
    assert rows["Spring 25"]["planning_grant"] == "3000.00"
    assert rows["Spring 25"]["improvement_grant_expected"] == "80000.00"
    (expected,) = (row for row in table(run, "assumptions.csv") if row["what"] == "improvement_grant.expected")
    assert (expected["value"], expected["assumed"]) == ("each band as likely as another", "yes")


def test_the_audit_of_the_folder_finds_nothing_and_of_an_edited_plan_what_is_wrong(run: Path, tmp_path: Path) -> None:
    audit(run, None, lambda _: None)
    edited = tmp_path / "matches.csv"
    edited.write_text((run / "matches.csv").read_text(encoding="utf-8").replace(",O2,", ",O1,"), encoding="utf-8")
    said: list[str] = []
    with pytest.raises(CheckFailed):
        audit(run, edited, said.append)
    broken = {line.split(":")[0] for line in said}
    assert {"deployments", "same-employer"} <= broken


def test_the_certificate_is_checked_with_python_alone(run: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", str(run / "check_certificate.py"), str(run)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "coverage: 4 priority points" in done.stdout


def test_a_cap_on_fellow_advisers_costs_schools(run: Path) -> None:
    capped = proposed(run.parent / "rise.yaml", "capped", ("rules.fellow_adviser.share_at_most=0",))
    assert pairs(capped, "matches.csv", "leader_id") == {"100003": "O2"}


def test_a_pinned_adviser_who_may_not_advise_is_refused_with_the_rule(run: Path) -> None:
    from matcher.errors import PinsContradict

    scenario = run.parent / "pinned.yaml"
    pin = "pins: [{recipient: '100003', leader: A2, reason: asked for}]\n"
    scenario.write_text(SCENARIO + pin, encoding="utf-8")
    with pytest.raises(PinsContradict) as raised:
        proposed(scenario, "pinned")
    assert "adviser-allocated" in " ".join(raised.value.members)


def test_a_goal_of_another_programme_is_a_fault(run: Path) -> None:
    scenario = run.parent / "goal.yaml"
    scenario.write_text(SCENARIO + "goals: [coverage, strong-trust-first]\n", encoding="utf-8")
    with pytest.raises(InputFaults) as raised:
        proposed(scenario, "goal")
    (fault,) = raised.value.faults
    assert fault.message == "is no goal of RISE targeted intervention 2025/26"


def test_a_run_without_advisers_register_says_what_is_missing(run: Path) -> None:
    scenario = run.parent / "alone.yaml"
    scenario.write_text(SCENARIO.replace(", advisers: advisers.csv", ""), encoding="utf-8")
    with pytest.raises(InputFaults) as raised:
        proposed(scenario, "alone")
    assert "data.advisers" in {fault.column.split()[-1] for fault in raised.value.faults}


def explained(run: Path, **request: str) -> str:
    said: list[str] = []
    explain(run, ExplainRequest(**request), said.append)
    return "\n".join(said)


def test_a_schools_explanation_tells_of_its_organisation_and_of_its_adviser(run: Path) -> None:
    said = explained(run, recipient="100001")
    assert "Leader O1 is proposed" in said or "O1" in said
    assert "Adviser A2 of London is proposed, 3.2 km away in a straight line." in said
    assert "The adviser is employed by nobody that is recorded and has 0 of 3 schools already." in said
    assert "To note, of the adviser: The adviser's employer is not recorded." in said
    assert "The adviser is employed by Pine Trust" in explained(run, leader="A1")


def test_a_school_with_an_adviser_alone_is_not_among_the_unmatched(run: Path) -> None:
    assert "it has an adviser and no supporting organisation" in explained(run, recipient="100004")
    assert "By the department's case list: no case yet." in explained(run, recipient="100004")
    assert table(run, "unmatched.csv") == []


def test_an_adviser_is_explained_by_their_load_and_by_the_rule_that_keeps_them_from_a_school(run: Path) -> None:
    assert "Adviser A1 can advise 3 schools at once and has 0 already." in explained(run, leader="A1")
    said = explained(run, recipient="100003", leader="A2")
    assert said == "Rule 'adviser-allocated': Elm School is advised by A1 already."


def test_a_run_of_the_next_week_keeps_what_was_agreed(run: Path) -> None:
    """Elm School agrees to Fir Trust; then an organisation comes that would suit it better."""
    path = run.parent / "weeks"
    path.mkdir()
    ledger, scenario = str(path / "book.sqlite"), written(path)
    first = open_run(proposed(scenario, "week-1", ledger=ledger))
    place = next(k for k, m in enumerate(first.published.matches) if m.recipient == "100003")
    with closing(open_ledger(ledger)) as book:
        acts = ("school-agrees", "leader-agrees")
        book.decide([a_decision(first, act, place, on=date(2025, 12, 1), by="P1") for act in acts], first)
    nearer = "O3,Oak Trust,federation,P3,London,primary,3,0,yes,yes,yes,2025-01-01,532000,180000,2025-09-01\n"
    (path / "organisations.csv").write_text(ORGANISATIONS + nearer, encoding="utf-8")
    again = proposed(scenario, "week-2", ledger=ledger)
    states = {row["recipient_id"]: row["state"] for row in table(again, "matches.csv")}
    assert pairs(again, "matches.csv", "leader_id")["100003"] == "O2"
    assert states["100003"] == "agreed"
    advised = pairs(first.folder, "adviser_matches.csv", "adviser_id")["100003"]
    assert pairs(again, "adviser_matches.csv", "adviser_id")["100003"] == advised
    assert pairs(again, "adviser_matches.csv", "state") == pairs(again, "matches.csv", "state") | {"100004": "proposed"}
    assert open_run(again).policy.pins[-1].leader_id == advised
    alone = proposed(scenario, "without")
    assert pairs(alone, "matches.csv", "leader_id")["100003"] == "O3"


def test_page_and_workbook_show_each_schools_adviser(run: Path) -> None:
    page = (run / "report.html").read_text(encoding="utf-8")
    assert "Advisers proposed" in page
    assert "Organisations that employ an adviser" in page
    sheets = load_workbook(run / "proposal.xlsx", read_only=True).sheetnames
    assert "Advisers" in sheets


def test_a_schools_own_page_tells_of_an_adviser_by_region_and_never_by_name(run: Path, tmp_path: Path) -> None:
    page = tmp_path / "oak.html"
    explain(run, ExplainRequest(recipient="100001", page=page), lambda _: None)
    text = page.read_text(encoding="utf-8")
    assert "An adviser of London, 3.2 km away, is proposed as well." in text
    assert not {"Kim Lee", "Sam Roe", "0 days"} & {name for name in ("Kim Lee", "Sam Roe", "0 days") if name in text}


def test_an_unmatched_school_hears_of_the_room_it_lacks_and_of_changes_that_were_tried(tmp_path: Path) -> None:
    """Pine Trust is too far away and Fir Trust has one place: two schools go without."""
    far = ORGANISATIONS.replace("530500,180000", "430500,180000")
    run = proposed(written(tmp_path, organisations=far))
    first, *_ = table(run, "unmatched.csv")
    assert first["nearest_change"].endswith("with room for 1 more deployment from that supporting organisation")
    said: list[str] = []
    explain(run, ExplainRequest(recipient=first["recipient_id"], try_changes=True), said.append)
    assert "Supporting organisation O1 being allowed the 99.5 km to it." in said
    overview: list[str] = []
    explain(run, ExplainRequest(), overview.append)
    assert "3 primary schools in London: 1 supporting organisation may serve any of them" in "\n".join(overview)
    assert not any("nobody on the register" in line for line in overview)


def test_the_summary_counts_those_with_an_adviser_alone(run: Path) -> None:
    said: list[str] = []
    folder = run.parent / "summary"
    propose(run.parent / "rise.yaml", (), (), None, folder, False, "auto", said.append)
    assert said[0].startswith("3 of 4 schools matched")
    assert said[1] == "1 more with an adviser alone, as their progress is to be reviewed"
    assert "days" not in said[2]


def test_no_sheet_has_one_heading_twice_nor_a_name_in_capitals(tmp_path: Path) -> None:
    """Where the supporter is an organisation, a second column for its organisation would say it again."""
    capitals = ORGANISATIONS.replace("Pine Trust", "PINE LEARNING TRUST").replace("Fir Trust", "FIR LEARNING TRUST")
    stale = capitals.replace("2025-09-01", "2023-09-01")
    propose(written(tmp_path, organisations=stale), (), (), None, tmp_path / "runs" / "a", False, "auto", str)
    book = load_workbook(tmp_path / "runs" / "a" / "proposal.xlsx", read_only=True)
    for sheet in book:
        rows = list(sheet.iter_rows(values_only=True))
        heads = [head for head in (rows[0] if rows else ()) if head is not None]
        assert len(heads) == len(set(heads)), sheet.title
        assert not [c for row in rows for c in row if isinstance(c, str) and "LEARNING" in c], sheet.title
    assert "Pine Learning Trust" in str(list(book["Not checked"].iter_rows(values_only=True)))
    (room,) = {row[6] for row in book["Advisers"].iter_rows(min_row=2, values_only=True) if row[3] == "A1"} or {None}
    taken = sum(row[3] == "A1" for row in book["Advisers"].iter_rows(min_row=2, values_only=True))
    assert room == f"{taken} of 3", "with the schools of this proposal"


def test_what_is_to_settle_of_an_adviser_stands_wherever_matches_have_theirs(tmp_path: Path) -> None:
    """A2, who advises Oak, Ash and perhaps Yew School, has no declaration that was checked."""
    folder = proposed(written(tmp_path, advisers=ADVISERS.replace("533000,181000,2025-09-01", "533000,181000,")))
    schools = {r for r, a in pairs(folder, "adviser_matches.csv", "adviser_id").items() if a == "A2"}
    assert {"100001", "100002"} <= schools
    book = load_workbook(folder / "proposal.xlsx", read_only=True)
    cells = {name: [[str(c or "") for c in row] for row in book[name].values] for name in book.sheetnames}
    for name in ("Proposals", "Not checked"):
        rows = [" ".join(row) for row in cells[name] if any("Oak School" in cell for cell in row)]
        assert any("Adviser: interests never checked" in row for row in rows), name
    assert any(row[1] == "Check the adviser's interests" and "Oak School" in row[3] for row in cells["Tasks"])
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Adviser: interests" in page


def test_a_re_run_tells_of_every_adviser_who_is_another_and_calls_them_advisers(tmp_path: Path) -> None:
    """A1 withdraws: Elm School loses the adviser that it had, and nobody calls A1 an organisation."""
    ledger, scenario = str(tmp_path / "book.sqlite"), written(tmp_path, history="term,recipient_id,leader_id,state\n")
    first = open_run(proposed(scenario, "week-1", ledger=ledger))
    before = pairs(first.folder, "adviser_matches.csv", "adviser_id")
    school = next(r for r, a in before.items() if a == "A1")
    acts = [
        a_decision(first, act, 0, on=date(2025, 12, 1), by="P1", recipient=school, leader="A1")
        for act in ("another-adviser", "adviser-withdraws")
    ]
    with closing(open_ledger(ledger)) as book:
        book.decide(acts, first)
    said: list[str] = []
    propose(scenario, (), (), None, tmp_path / "week-2", False, "auto", said.append, ledger)
    after = pairs(tmp_path / "week-2", "adviser_matches.csv", "adviser_id")
    changed = [r for r in before if before[r] != after.get(r)]
    assert school in changed
    told = [line for line in said if "its adviser was" in line]
    assert len(told) == len(changed) == 2
    assert any("was A1, now A2. The adviser withdrew (line " in line for line in told)
    assert any("was A2, now nobody. The rules still allow the two: adviser A2 now advises" in line for line in told)
    workbook = load_workbook(tmp_path / "week-2" / "proposal.xlsx", read_only=True)
    rows = [[str(cell or "") for cell in row] for row in workbook["What changed"].values]
    assert sum(row[0] in ("Another adviser", "Lost its adviser") for row in rows) == len(changed)
    assert any(row[2] == "adviser Kim Lee (A1)" for row in rows)
    alone = [[str(cell or "") for cell in row] for row in workbook["Left alone"].values]
    assert any("adviser Kim Lee (A1)" in row for row in alone)
    assert not any("organisation A1" in cell for row in (*rows, *alone) for cell in row)
