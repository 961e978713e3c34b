"""Several regions in one ledger: each broker's proposals and decisions leave the others' as they are."""

from __future__ import annotations

from pathlib import Path

from matcher.ledger.log.acts import PROPOSED, REPLACED
from matcher.rules.limits.commitments import days_committed
from matcher.runs.opened import OpenedRun, open_run
from tests.ledger.conftest import exit_status
from tests.ledger.term import TERM, a_decision, a_ledger, agreed

ELSEWHERE = "regions=[West Midlands]"


def again(path: Path, out: Path, *more: object) -> OpenedRun:
    assert exit_status("propose", TERM, "--out", out, "--ledger", path, *more) == 0
    return open_run(out)


def test_a_proposal_for_another_region_replaces_nothing_and_both_may_be_decided(run: OpenedRun, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = a_ledger(path)
    ledger.decide([a_decision(run, "school-agrees", 0)], run)
    ledger.close()
    other = again(path, tmp_path / "west-midlands", "--set", ELSEWHERE)
    ledger = a_ledger(path)
    match_states = ledger.record().of_term(run.term)
    assert {m.state for m in match_states} == {PROPOSED}
    assert {m.match.region for m in match_states} == {"South West", "West Midlands"}
    assert len(match_states) == len(run.published.matches) + len(other.published.matches)
    assert ledger.decide([a_decision(run, "leader-agrees", 0)], run)[0].line
    decided = ledger.decide([a_decision(other, "school-agrees", 0, by="P007")], other)
    assert decided[0].line
    ledger.close()


def test_a_region_is_proposed_again_from_its_own_last_run(run: OpenedRun, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = a_ledger(path)
    ledger.decide([a_decision(run, "leader-cannot", 0)], run)
    ledger.close()
    again(path, tmp_path / "west-midlands", "--set", ELSEWHERE)
    second = again(path, tmp_path / "second")
    notes = (second.folder / "notes.csv").read_text(encoding="utf-8")
    assert f"published pairs kept since run {run.id}" in notes
    states = {m.match.region: set() for m in a_ledger(path).record().of_term(run.term)}
    for m in a_ledger(path).record().of_term(run.term):
        states[m.match.region].add(m.state)
    assert REPLACED not in states["West Midlands"]


def test_what_another_region_agreed_holds_the_leaders_days(run: OpenedRun, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = a_ledger(path)
    ledger.decide(agreed(run, 0), run)
    ledger.close()
    other = again(path, tmp_path / "west-midlands", "--set", ELSEWHERE)
    match = run.published.matches[0]
    assert (
        days_committed(other.world)[match.leader] - days_committed(run.world)[match.leader]
        == match.days - match.team_days
    )
    assert match.recipient not in {m.recipient for m in other.published.matches}
    notes = (other.folder / "notes.csv").read_text(encoding="utf-8")
    assert "Agreed this term in other regions, and holding their leaders' days: 1 match" in notes
