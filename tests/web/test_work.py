"""Registers are checked before they replace anything, faults are told by row, a proposal runs beside the pages."""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest

from matcher.web.jobs import Job, Jobs
from matcher.web.project import Project
from matcher.web.serving.app import create_app
from tests.web.conftest import HOST, MATCH, NOW, TRUST, Browser

LEADERS = "sample/leaders.csv"
REGISTERS = "/registers?scenario=term.yaml"
SECONDS = 90


def ended(browser: Browser, address: str) -> str:
    """The job's page once it has ended."""
    for _ in range(SECONDS * 5):
        answer = browser.get(address)
        if "Refresh" not in answer.headers:
            return answer.text
        assert "Still running" in answer.text
        time.sleep(0.2)
    raise AssertionError("the job did not end")


def load(browser: Browser, text: str, name: str = "new.csv", file: str = LEADERS) -> str:
    form: dict[str, object] = {"scenario": "term.yaml", "file": file, "upload": (BytesIO(text.encode()), name)}
    answer = browser.post("/registers/load", form, REGISTERS)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_every_file_of_a_scenario_is_listed(reader: Browser) -> None:
    text = reader.get(REGISTERS).text
    for name in ("sample/leaders.csv", "sample/ofsted.csv", "sample/interests.csv"):
        assert name in text


def test_checking_counts_the_rows(broker: Browser) -> None:
    answer = broker.post("/registers/check", {"scenario": "term.yaml"}, REGISTERS)
    assert "leaders.csv: 45 rows" in ended(broker, answer.headers["Location"])


def test_faults_are_shown_by_row_and_nothing_is_replaced(broker: Browser, folder: Path) -> None:
    before = (folder / LEADERS).read_text(encoding="utf-8")
    lines = before.splitlines()
    text = ended(broker, load(broker, "\n".join([*lines[:3], lines[3].replace("yes", "maybe"), *lines[4:]])))
    assert "Nothing was written" in text
    assert "leaders.csv" in text
    assert "Is neither yes nor no" in text
    assert ">4</td>" in text
    assert "Replace" not in text
    assert (folder / LEADERS).read_text(encoding="utf-8") == before
    assert not list((folder / ".review" / "drafts").iterdir())


def test_a_faultless_file_replaces_the_old_one_when_somebody_says_so_and_the_old_is_kept(
    broker: Browser, folder: Path
) -> None:
    before = (folder / LEADERS).read_text(encoding="utf-8")
    renamed = before.replace("Edwin Hollincross", "Edward Hollincross")
    job = load(broker, renamed)
    assert "45 rows and no faults" in ended(broker, job)
    assert (folder / LEADERS).read_text(encoding="utf-8") == before
    for _ in range(2):  # a second press changes nothing
        answer = broker.post("/registers/replace", {"job": job.rsplit("/", 1)[1]}, "/propose")
        assert answer.status_code == 303
    assert (folder / LEADERS).read_text(encoding="utf-8") == renamed
    (kept,) = (folder / ".review" / "before").iterdir()
    assert kept.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"file": "", "upload": (BytesIO(b"x"), "a.csv")}, "Choose which file"),
        ({"file": "../secret", "upload": (BytesIO(b"x"), "a.csv")}, "Choose which file"),
        ({"file": LEADERS}, "Choose a file"),
        ({"file": LEADERS, "upload": (BytesIO(b"x"), "a.exe")}, "ends in .csv"),
    ],
)
def test_a_form_that_names_no_file_is_told_so(broker: Browser, form: dict[str, object], said: str) -> None:
    answer = broker.post("/registers/load", {"scenario": "term.yaml", **form}, REGISTERS)
    assert answer.status_code == 422
    assert said in answer.text


def test_an_uploaded_name_never_becomes_a_path(broker: Browser, folder: Path) -> None:
    ended(broker, load(broker, "id\n1\n", name="../../evil.csv"))
    assert not list(folder.parent.glob("evil*"))


def test_a_proposal_from_the_pages_keeps_what_was_agreed_and_obeys_what_was_ruled_out(
    broker: Browser, folder: Path
) -> None:
    broker.decide("both-agree")
    ruled_out = "/runs/term-1/matches/900169/L0017"
    broker.decide("forbid", "They fell out", match=ruled_out)
    answer = broker.post("/propose", {"scenario": "term.yaml"}, "/propose")
    text = ended(broker, answer.headers["Location"])
    assert "Read the proposal term-2" in text
    matches = (folder / "runs" / "term-2" / "matches.csv").read_text(encoding="utf-8")
    assert f"{TRUST},Ebbhaven Learning Trust,trust,South West,L0013" in matches
    assert "L0017" not in next((x for x in matches.splitlines() if x.startswith("900169,")), "")
    listed = broker.get("/runs/term-2/matches").text
    assert "Agreed" in listed
    assert broker.get(MATCH.replace("term-1", "term-2")).status_code == 200
    home = broker.get("/").text
    assert "Replaced by term-2 on 23 January 2023" in home
    assert home.index("Current") < home.index("Replaced by term-2")
    changed = broker.get("/runs/term-2/changes").text
    assert "since 23 January 2023" in changed
    assert "/runs/term-2/bodies/900169" in changed  # its pair was ruled out
    assert f"/runs/term-2/bodies/{TRUST}" not in changed
    assert "no proposal before this one" in broker.get("/runs/term-1/changes").text


def test_a_proposal_of_one_region_does_not_set_another_regions_matches_aside(broker: Browser, folder: Path) -> None:
    """A later run of a term replaces what is open in its own regions: the others' are another broker's."""
    broker.decide("both-agree")
    only = "schema: matcher/1\nname: only\nextends: term.yaml\nregions: [West Midlands]\n"
    (folder / "only.yaml").write_text(only, encoding="utf-8")
    answer = broker.post("/propose", {"scenario": "only.yaml"}, "/propose")
    assert "This is a proposal" in ended(broker, answer.headers["Location"])
    assert (folder / "runs" / "only-1").exists()
    assert "Agreed" in broker.get("/runs/term-1/matches").text
    assert "Replaced by" not in broker.get("/").text  # its regions are not all proposed for again


def test_choosing_no_scenario_is_told(broker: Browser) -> None:
    answer = broker.post("/propose", {"scenario": ""}, "/propose")
    assert answer.status_code == 422
    assert "Choose a scenario" in answer.text


def test_a_second_press_starts_no_second_job() -> None:
    jobs, go = Jobs(), Event()

    def waits(_: Job) -> None:
        go.wait(10)

    first = jobs.start("one", waits)
    assert jobs.start("two", lambda _: None) is first
    go.set()


def test_an_unexpected_error_in_a_job_tells_places_and_no_values() -> None:
    def fails(job: Job) -> None:
        raise KeyError("Edwin Hollincross")

    jobs = Jobs()
    job = jobs.start("one", fails)
    for _ in range(100):
        if job.state != "running":
            break
        time.sleep(0.05)
    assert job.state == "failed"
    assert "KeyError" in job.outcome_lines[0]
    assert "Hollincross" not in " ".join(job.outcome_lines)


def test_a_run_that_was_changed_after_it_was_sealed_is_not_opened(broker: Browser, folder: Path) -> None:
    path = folder / "runs" / "term-1" / "inputs" / "leaders.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("L0013,", "L0913,", 1), encoding="utf-8")
    record = folder / "runs" / "term-1" / "run.json"
    record.touch()
    answer = broker.get("/runs/term-1/matches")
    assert answer.status_code == 409
    assert "This cannot be opened" in answer.text


def test_home_counts_the_readers_own_regions_and_names_the_next_task(reader: Browser, elsewhere: Browser) -> None:
    own, other = reader.get("/").text, elsewhere.get("/").text
    assert "Your term: South West, autumn 2022" in own
    assert "Next: <a" in own
    assert "Current; nothing is recorded yet" in own
    assert "None of your regions" not in own
    assert "None of your regions" in other


def test_an_empty_folder_says_what_to_do_first(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    app, door = create_app(Project(empty, lambda: NOW), [HOST])
    browser = Browser(app.test_client())
    browser.get(f"/enter/{door.token}")
    browser.post("/start", {"name": "Me", "role": "broker", "region": "London"}, "/start")
    assert "There is no proposal in this folder yet." in browser.get("/").text
    assert "There is no scenario in this folder." in browser.get("/registers").text
    assert "There is no scenario in this folder." in browser.get("/propose").text
