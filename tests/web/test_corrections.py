"""What was recorded by mistake, reopening, the answer for the file, and a ledger that has lost lines: on pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.web.project import Project
from tests.web.conftest import DAY, MATCH, NOW, Browser, Opened, acts

RUN = "/runs/term-1"
BODY = f"{RUN}/bodies/90008"
MISTAKE = f"{RUN}/lines/2/mistake"
STORY = f"{BODY}/story"


def test_a_line_is_taken_back_and_stays_to_be_read(broker: Browser, folder: Path) -> None:
    broker.decide("school-wants-no-support", "The wrong school")
    assert MISTAKE in broker.get(BODY).text
    shown = broker.get(MISTAKE).text
    assert "Ebbhaven Learning Trust" in shown
    assert "The match then stands: Proposed" in shown
    assert broker.post(MISTAKE, {"reason": "It was another school", **DAY}, MISTAKE).status_code == 303
    assert acts(folder) == ["publish", "school-wants-no-support", "mend"]
    assert "Refused" not in broker.get(MATCH).text
    told = broker.get(STORY).text
    assert "A mistake, taken back by line 3" in told
    assert "The wrong school" in told
    assert broker.get(MISTAKE).status_code == 404  # taken back already


def test_a_line_on_which_another_rests_is_not_taken_back_first(broker: Browser, folder: Path) -> None:
    broker.decide("school-agrees")
    broker.decide("leader-agrees")
    assert "It would be refused: line 3 rests on it" in broker.get(MISTAKE).text
    answer = broker.post(MISTAKE, {"reason": "Another school", **DAY}, f"{RUN}/lines/3/mistake")
    assert answer.status_code == 422
    assert "Line 3 rests on it" in answer.text
    assert "mend" not in acts(folder)


def test_only_who_may_record_an_act_takes_it_back(opened: Opened, director: Browser, folder: Path) -> None:
    """A broker does not take back what the Regional Director said."""
    director.decide("director-says-no", "Not this one")
    broker = opened()
    assert "is not for a broker to record or to take back" in broker.get(MISTAKE).text
    answer = broker.post(MISTAKE, {"reason": "I think otherwise", **DAY}, "/propose")
    assert answer.status_code == 422
    assert "mend" not in acts(folder)


def test_a_line_of_another_region_is_as_if_it_were_not_there(broker: Browser, opened: Opened, folder: Path) -> None:
    broker.decide("school-wants-no-support")
    other = opened("P001", "broker", "East Midlands")
    assert other.get(MISTAKE).status_code == other.get(f"{RUN}/lines/999/mistake").status_code == 404
    assert other.post(MISTAKE, {"reason": "Mine", **DAY}, "/propose").status_code == 404
    assert other.get(STORY).status_code == 404


def test_what_a_leader_said_is_taken_back_from_their_page(broker: Browser) -> None:
    form: dict[str, object] = {"said": "withdraws", "reason": "By letter", **DAY}
    broker.post(f"{RUN}/leaders/L0013/said", form, f"{RUN}/leaders/L0013/said?said=withdraws")
    page = broker.get(f"{RUN}/leaders/L0013").text
    assert "Withdrew" in page
    assert MISTAKE in page
    answer = broker.post(MISTAKE, {"reason": "It was somebody else", **DAY}, MISTAKE)
    assert answer.headers["Location"] == f"{RUN}/leaders/L0013"
    assert "Withdrew" not in broker.get(f"{RUN}/leaders/L0013").text


def test_what_was_refused_is_reopened_with_a_reason(broker: Browser, folder: Path) -> None:
    assert broker.get(f"{BODY}/reopen").status_code == 404
    broker.decide("school-wants-no-support")
    page = f"{BODY}/reopen"
    assert page in broker.get(BODY).text
    assert broker.post(page, {"reason": "They asked again", **DAY}, page).status_code == 422  # with whom?
    assert broker.post(page, {"leader": "any", "reason": "They asked again", **DAY}, page).status_code == 303
    assert acts(folder)[-1] == "reopen"
    assert broker.get(page).status_code == 404
    assert "It may be proposed again" in broker.get(BODY).text


def test_the_answer_for_the_file_withholds_what_is_personal_and_is_kept_as_a_page(broker: Browser) -> None:
    broker.decide("leader-cannot", "Because of Quentin Featherstonehaugh")
    whole, withheld = broker.get(STORY).text, broker.get(f"{STORY}?disclosure=yes").text
    assert "Featherstonehaugh" in whole
    assert "Featherstonehaugh" not in withheld
    assert "[withheld: " in withheld
    kept = broker.get(f"{STORY}?disclosure=yes&file=yes")
    assert "attachment" in kept.headers["Content-Disposition"]
    assert "Featherstonehaugh" not in kept.text
    assert broker.get(f"{STORY}?on-day=31&on-month=2&on-year=2023").status_code == 422


def test_a_school_that_wants_no_support_keeps_its_story_in_the_next_proposal(broker: Browser) -> None:
    """It is among those to be matched no more, and the answer for the file is asked about it all the same."""
    broker.decide("school-wants-no-support", "They manage by themselves")
    broker.post("/propose", {"scenario": "term.yaml"}, "/propose")
    jobs = broker.client.application.extensions["matcher"].jobs
    while jobs.running() is not None:
        pass
    page = "/runs/term-2/bodies/90008"
    assert f"{page}/story" in broker.get(page).text
    assert "They manage by themselves" in broker.get(f"{page}/story").text


def test_a_reader_without_names_gets_only_the_version_for_disclosure(broker: Browser, opened: Opened) -> None:
    broker.decide("leader-cannot", "Because of Quentin Featherstonehaugh")
    analyst = opened("Anybody", "analyst", "South West")
    for address in (STORY, f"{STORY}?file=yes"):
        assert "Featherstonehaugh" not in analyst.get(address).text
    assert analyst.get(MISTAKE).status_code == 404


def test_a_table_changed_since_the_run_was_sealed_is_not_quoted(broker: Browser, folder: Path) -> None:
    """The pages hold the run open: its folder is checked against the seal all the same."""
    broker.decide("leader-cannot")
    assert "which is as it was sealed" in broker.get(STORY).text
    table = folder / "runs" / "term-1" / "proposals.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("km", "miles"), encoding="utf-8")
    assert "nothing is quoted from it" in broker.get(STORY).text


@pytest.fixture
def cut(broker: Browser, folder: Path) -> Browser:
    """A ledger that is gone, although a run beside it prints its head."""
    broker.decide("both-agree")
    answer = broker.post("/propose", {"scenario": "term.yaml"}, "/propose")
    for _ in range(600):
        if "still" not in broker.get(answer.headers["Location"]).text or (folder / "runs" / "term-2").is_dir():
            break
    job = broker.client.application.extensions["matcher"].jobs
    while job.running() is not None:
        pass
    for path in (folder / "runs").glob("ledger.sqlite*"):
        path.unlink()
    return broker


def test_a_loss_of_the_ledger_is_accepted_by_a_person_with_a_reason(cut: Browser, folder: Path) -> None:
    page = "/runs/term-2/ledger/loss"
    assert Project(folder, lambda: NOW).run("term-2")
    lost = cut.get("/runs/term-2/matches")
    assert lost.status_code == 409
    assert page in lost.text
    assert "was proposed when this ledger ended with line" in cut.get(page).text
    assert not (folder / "runs" / "ledger.sqlite").exists()  # reading writes nothing
    assert cut.post(page, {"reason": ""}, page).status_code == 422
    assert cut.post(page, {"reason": "The disk broke, and there is no backup"}, page).status_code == 303
    assert acts(folder) == ["accept-loss"]
    assert cut.get("/runs/term-2/matches").status_code == 200
    assert cut.get(page).status_code == 404
