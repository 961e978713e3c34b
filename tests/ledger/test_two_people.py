"""Two people decide about one match at one moment: the second is refused inside the transaction, and told why."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from matcher.ledger import Ledger, NotRecorded, open_ledger
from matcher.runs.opened import OpenedRun
from tests.ledger.postgres_server import NEEDS_SERVER, running_server
from tests.ledger.term import ROOT, a_decision

DECIDES = """
import sys
from dataclasses import replace
from pathlib import Path
from matcher.ledger import NotRecorded, open_ledger
from matcher.runs.opened import open_run
from tests.ledger.term import NOW, a_decision
run, ledger = open_run(Path(sys.argv[1])), open_ledger(sys.argv[2], now=lambda: NOW)
decision = replace(a_decision(run, sys.argv[3]), seen=len(ledger.lines()))
print("ready", flush=True)
sys.stdin.readline()
try:
    print("line", ledger.decide([decision], run)[0].line, flush=True)
except NotRecorded as refused:
    print(refused.results[0].objection.message, flush=True)
"""


def at_one_moment(folder: Path, where: str, acts: tuple[str, ...]) -> list[str]:
    """What each process says, which has looked at the match before any of them decides."""
    command = [sys.executable, "-c", DECIDES, str(folder), where]
    people = [
        subprocess.Popen([*command, act], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for act in acts
    ]
    try:
        for person in people:
            assert person.stdout is not None
            assert person.stdout.readline() == "ready\n"
        for person in people:
            assert person.stdin is not None
            person.stdin.write("go\n")
            person.stdin.flush()
        return [person.communicate(timeout=60)[0].strip() for person in people]
    finally:
        for person in people:
            person.kill()


def one_recorded(said: list[str], ledger: Ledger) -> None:
    recorded = [text for text in said if text.startswith("line ")]
    refused = [text for text in said if text.startswith("decided meanwhile: the match is")]
    assert (len(recorded), len(refused)) == (1, len(said) - 1), said
    assert ledger.lines()[0].body["act"] == "publish"
    assert len(ledger.lines()) == 2
    assert ledger.integrity_faults() == ()


def test_of_two_processes_one_is_refused_though_both_acts_could_stand(folder: Path, tmp_path: Path) -> None:
    where = tmp_path / "ledger.sqlite"
    said = at_one_moment(folder, str(where), ("school-agrees", "leader-agrees"))
    one_recorded(said, open_ledger(where))


@NEEDS_SERVER
def test_of_two_processes_at_one_database_one_is_refused(folder: Path) -> None:
    with running_server() as url:
        said = at_one_moment(folder, url, ("school-agrees", "leader-agrees"))
        with closing(open_ledger(url)) as ledger:
            one_recorded(said, ledger)


def test_a_workbooks_two_acts_of_one_row_are_no_two_people(run: OpenedRun, ledger: Ledger) -> None:
    both = [a_decision(run, act, seen=0) for act in ("school-agrees", "leader-agrees")]
    assert [one.line for one in ledger.decide(both, run)] == [2, 3]
    assert [one.already for one in ledger.decide(both, run)] == [2, 3], "what is recorded already is no new decision"


def test_who_looked_before_the_last_line_is_told_of_it(run: OpenedRun, ledger: Ledger) -> None:
    ledger.decide([a_decision(run, "school-agrees")], run)
    for seen in (0, 1):
        with pytest.raises(NotRecorded) as refused:
            ledger.decide([a_decision(run, "leader-agrees", seen=seen)], run)
        against = refused.value.results[0].objection
        assert against is not None
        assert "'school agrees' on 12 January 2023, by a broker (line 2 of the ledger)" in against.message
    assert ledger.decide([a_decision(run, "leader-agrees", seen=2)], run)[0].line == 3


def test_a_line_about_another_match_is_nothing_to_look_at(run: OpenedRun, ledger: Ledger) -> None:
    ledger.decide([a_decision(run, "school-agrees", 1)], run)
    assert ledger.decide([a_decision(run, "school-agrees", 0, seen=1)], run)[0].line == 3


def test_a_reason_beyond_the_limit_is_refused_and_never_cut(run: OpenedRun, ledger: Ledger) -> None:
    with pytest.raises(NotRecorded) as refused:
        ledger.decide([a_decision(run, "school-agrees", reason="x" * 2001)], run)
    against = refused.value.results[0].objection
    assert against is not None
    assert against.message == "the reason has 2,001 characters, and at most 2,000 are kept"
    assert ledger.lines() == ()
    ledger.decide([a_decision(run, "school-agrees", reason="x" * 2000)], run)
    assert "x" * 2000 in ledger.words().values()
