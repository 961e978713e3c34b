"""A school's own page and a leader's own page: what stands on them, what never does, and that they fit one side."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from matcher.case.pair.facts import of_choice
from matcher.case.pair.reason import LONGEST, reason, reasons
from matcher.errors import InputFaults
from matcher.report.pages.all_pages import write_all
from matcher.report.pages.leader_page import leader_page
from matcher.report.pages.reader_pages import file_name, write_one
from matcher.report.pages.recipient_page import recipient_page
from matcher.runs.finished import FinishedRun
from tests.explain.small_runs import finished_run, random_run
from tests.worlds import a_governance_leader, a_leader, a_recipient, a_trust, a_world, an_interest, an_organisation

WRITTEN = "what somebody wrote"


def a_run(**leader: object) -> FinishedRun:
    """A school with a proposed leader, another whom nobody has days for, and a leader barred by what was declared."""
    given = {"organisation_id": "O1", "organisation": "North Trust", "days": 10} | leader
    return finished_run(
        a_world(
            [a_recipient("R1", local_authority="Leeds", sector="maintained"), a_recipient("R2", phases=["special"])],
            [a_leader("L1", **given), a_leader("L2", phases=["special"])],
            organisations=[an_organisation("O1", broker_for=["North West"])],
            interests=[
                an_interest("L2", "R2", relation="family", source=WRITTEN),
                an_interest("L1", "R1", relation="supplies"),
            ],
        )
    )


def text(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)))


def test_a_matched_schools_page_says_all_that_the_school_must_know() -> None:
    said = text(recipient_page(a_run(), "run-1", 0))
    for wanted in (
        "This is a proposal. A Regional Director decides.",
        "It stands alone and was judged Requires Improvement",
        "10 days of support: Trust chief executive, North Trust",
        "They work with the primary phase.",
        "You can say no.",
        "Any talk of joining a trust binds nobody.",
        "your local authority, Leeds",
        "If a fact is wrong",
        "run-1",
    ):
        assert wanted in said, wanted


def test_an_unmatched_schools_page_says_that_it_still_qualifies_and_names_no_leader() -> None:
    said = text(recipient_page(a_run(), "run-1", 1))
    assert "No leader is proposed for your school at present." in said
    assert "Your school still qualifies" in said
    assert "the leader and their organisation" not in said


NEVER = ("fit", "score", "reserve", "1,000", "declared", "family", "supplies", "broker", WRITTEN, "Name of", "L1", "L2")


@pytest.mark.parametrize("row", [0, 1])
def test_a_schools_page_never_holds_scores_reserves_names_or_what_anybody_declared(row: int) -> None:
    said = text(recipient_page(a_run(), "run-1", row))
    assert [word for word in NEVER if re.search(rf"\b{re.escape(word)}\b", said)] == []


def test_no_page_of_any_random_run_names_a_leader_or_a_score() -> None:
    for seed in range(40):
        run = random_run(seed)
        for row in range(len(run.world.recipients)):
            said = text(recipient_page(run, "run-1", row))
            assert [word for word in NEVER if re.search(rf"\b{re.escape(word)}\b", said)] == []


def test_who_keeps_a_schools_page_cannot_tell_a_declared_interest_from_any_other_bar() -> None:
    """The page of a school barred by what was declared is the page of a school barred by a phase."""
    barred = a_world([a_recipient("R1")], [a_leader("L1")], interests=[an_interest()])
    phase = a_world([a_recipient("R1")], [a_leader("L1", phases=["special"])])
    assert recipient_page(finished_run(barred), "run", 0) == recipient_page(finished_run(phase), "run", 0)


def test_a_trusts_page_offers_team_days_and_governance_days() -> None:
    run = finished_run(
        a_world(
            [a_trust("T1", governance_need=2)],
            [a_leader("L1", days=5, organisation_id="O1")],
            [a_governance_leader()],
            organisations=[an_organisation("O1", team_days=10)],
        )
    )
    said = text(recipient_page(run, "run-1", 0))
    assert "Why your trust can be offered support" in said
    assert "Up to 5 of the days may be given by the leader's own team." in said


def test_a_school_is_told_who_else_hears_of_it_in_the_order_of_the_ledgers_notices() -> None:
    def told(**given: object) -> str:
        run = finished_run(a_world([a_recipient("R1", local_authority="Leeds", **given)], [a_leader("L1")]))
        said = text(recipient_page(run, "run-1", 0))
        return said[said.index("in this order: ") + 15 : said.index(" If a fact is wrong")].replace(" .", ".").strip()

    assert told(sector="maintained") == "your local authority, Leeds; then you; then the leader."
    assert told(sector="academy", trust_name="Elm Trust") == "your trust, Elm Trust; then you; then the leader."
    assert told(sector="maintained", diocese="Diocese of Salford") == (
        "your diocese, Diocese of Salford; then your local authority, Leeds; then you; then the leader."
    )
    assert told(sector="maintained", diocese="Diocese of Chester") == (
        "your local authority, Leeds and your diocese, Diocese of Chester; then you; then the leader."
    )
    assert "your local authority (to be settled first: no file says whether the school is maintained" in told()


def test_a_school_without_a_match_is_told_that_nobody_else_hears() -> None:
    assert "Nobody else, since no leader is proposed." in text(recipient_page(a_run(), "run-1", 1))


def test_days_are_written_on_a_page_as_people_say_them() -> None:
    """The reason is shown as the gate wrote it; gates write no day as a table does."""
    run = a_run()
    reason = "It stands alone and was judged Requires Improvement (published 8 March 2023), in room 2023-99-99."
    body = replace(run.assessment_of["R1"], verdict=replace(run.assessment_of["R1"].verdict, reason=reason))
    said = text(recipient_page(replace(run, setup=replace(run.setup, assessments=(body,))), "run-1", 0))
    assert reason in said


def test_the_reason_for_a_record_is_never_longer_than_500_characters() -> None:
    run = a_run(organisation="N" * 450)
    assert len(reason(of_choice(run, run.match_of[0]), for_school=True)) <= LONGEST
    assert reason(of_choice(run, run.match_of[0]), for_school=True).endswith(".")
    short = a_run()
    pair = of_choice(short, short.match_of[0])
    assert reason(pair) == " ".join(reasons(pair))


def test_names_do_nothing_to_a_page() -> None:
    run = a_run(organisation="<script>alert(1)</script>", name="<b>Bold</b>")
    for page in (recipient_page(run, "run-1", 0), leader_page(run, "run-1", 0)):
        assert "<script>" not in page
        assert "<b>" not in page


def test_a_leaders_page_tells_the_days_the_deployments_and_why() -> None:
    said = text(leader_page(a_run(days=30, max_matches=3), "run-1", 0))
    assert "You offered 30 days this year. This proposal would use 10, so you would have 20 days left." in said
    assert "You could then hold 2 more deployments." in said
    assert "School R1" in said
    assert "You cover the primary phase" in said
    assert "No deployment is proposed for you" in text(leader_page(a_run(), "run-1", 1))


def test_every_page_of_a_run_is_written_to_a_new_folder_only(tmp_path: Path) -> None:
    run = a_run()
    assert write_all(run, "run-1", tmp_path / "pages") == 3
    assert sorted(p.name for p in (tmp_path / "pages").rglob("*.html")) == ["L1.html", "R1.html", "R2.html"]
    with pytest.raises(InputFaults, match="1 fault"):
        write_all(run, "run-1", tmp_path / "pages")


@pytest.mark.parametrize("id_", ["../../etc/passwd", "a/b", "", "C:\\x", "x" * 300, "\ud800"])
def test_an_id_that_cannot_be_a_files_name_is_given_another(id_: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9-]{1,40}~[0-9a-f]{16}\.html", file_name(id_))


@pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium here to print with")
def test_a_page_fits_one_side_of_a4(tmp_path: Path) -> None:
    """The fullest page there can be: long names, four areas met, a diocese, governance and team days."""
    areas = frozenset({"leadership", "curriculum", "teaching", "behaviour"})
    run = finished_run(
        a_world(
            [
                a_trust(
                    "T1",
                    name="The " + "Very " * 15 + "Long Trust",
                    governance_need=2,
                    diocese="Diocese of Chester",
                    areas_of_need=areas,
                    phases=["primary", "secondary", "special"],
                )
            ],
            [a_leader("L1", days=5, organisation_id="O1", organisation="Another " * 10, specialisms=areas)],
            [a_governance_leader()],
            organisations=[an_organisation("O1", team_days=10)],
        )
    )
    assessment = run.assessment_of["T1"]
    verdict = replace(assessment.verdict, reason=assessment.verdict.reason + " and so on" * 30)
    run_setup = replace(run.setup, assessments=(replace(assessment, verdict=verdict),))
    write_one(recipient_page(replace(run, setup=run_setup), "run-1", 0), tmp_path / "page.html")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    command += [f"--print-to-pdf={tmp_path / 'page.pdf'}", "--no-pdf-header-footer", str(tmp_path / "page.html")]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "page.pdf").read_bytes())) == 1
