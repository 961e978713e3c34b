"""Pairs that people fix or rule out: sealed in the ledger, obeyed by the next proposal, withdrawn by a later line."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from matcher.ledger import Ledger, NotRecorded, Objection, PinsOvertaken, rerun_inputs
from matcher.ledger.log.acts import Decision
from matcher.ledger.replan.unlawful import AgreedMatchesUnlawful, refuse_unlawful
from matcher.policy import Pinned
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording.messages import texts
from matcher.wording.wording import day
from tests.ledger.conftest import exit_status
from tests.ledger.term import BROKER, DAY, DIRECTOR, TERM, a_decision, a_ledger, agreed


def other_pairs(run: OpenedRun) -> dict[str, str]:
    """Another leader who could support a matched school, by school."""
    proposed = dict(pairs(run))
    with (run.folder / "candidates.csv").open(encoding="utf-8") as file:
        rows = ((row["recipient_id"], row["leader_id"]) for row in csv.DictReader(file))
        return {r: leader for r, leader in rows if proposed.get(r, leader) != leader}


def place(run: OpenedRun) -> int:
    """A match whose school another leader could support too."""
    return next(i for i, m in enumerate(run.published.matches) if m.recipient in other_pairs(run))


def another(run: OpenedRun) -> str:
    return other_pairs(run)[run.published.matches[place(run)].recipient]


def a_pin(run: OpenedRun) -> Decision:
    return a_decision(run, "pin", place(run), leader=another(run))


def refused(ledger: Ledger, decision: Decision, run: OpenedRun) -> Objection:
    with pytest.raises(NotRecorded) as error:
        ledger.decide([decision], run)
    (against,) = [a.objection for a in error.value.results if a.objection]
    return against


def pairs(run: OpenedRun) -> set[tuple[str, str]]:
    return {(m.recipient, m.leader) for m in run.published.matches}


def test_a_pin_of_the_ledger_is_in_the_next_proposal_and_said(
    run: OpenedRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, school = tmp_path / "ledger.sqlite", run.published.matches[place(run)].recipient
    ledger = a_ledger(path)
    ledger.decide([a_pin(run)], run)
    ledger.close()
    assert exit_status("propose", TERM, "--out", tmp_path / "second", "--ledger", path) == 0
    second, said = open_run(tmp_path / "second"), capsys.readouterr().out
    assert (school, another(run)) in pairs(second)
    sentence = f"From the ledger, {day(DAY)}: {school} and leader {another(run)} fixed by a broker (line 2)"
    assert sentence in said
    assert sentence in (second.folder / "report.html").read_text(encoding="utf-8")
    assert exit_status("audit", second.folder) == 0
    sealed_text = (second.folder / "scenario.resolved.yaml").read_text(encoding="utf-8")
    assert "fixed by a broker on" in sealed_text
    assert "telephone" not in sealed_text, "the reason stays in the ledger, where it can be erased"


def test_a_pair_that_is_ruled_out_is_not_proposed_until_that_is_withdrawn(run: OpenedRun, ledger: Ledger) -> None:
    match = run.published.matches[0]
    inputs: tuple[Any, ...] = (run.facts, run.policy, {})
    ledger.decide([a_decision(run, "forbid")], run)
    assert (match.recipient, match.leader) in {
        (p.recipient_id, p.leader_id) for p in rerun_inputs(*inputs, ledger.record()).policy.forbid
    }
    ledger.decide([a_decision(run, "withdraw")], run)
    assert rerun_inputs(*inputs, ledger.record()).policy.forbid == run.policy.forbid
    assert ledger.record().in_force(run.term) == ()


def test_a_pair_may_be_fixed_again_after_it_was_set_free(run: OpenedRun, ledger: Ledger) -> None:
    pin, free = a_pin(run), a_pin(run)
    free = replace(free, act="withdraw")
    assert [a.line for a in ledger.decide([pin, free, pin], run)] == [2, 3, 4]
    assert [a.already for a in ledger.decide([pin], run)] == [4], "twice is the same as once"


def test_a_mistaken_pin_is_mended(run: OpenedRun, ledger: Ledger) -> None:
    ledger.decide([a_pin(run)], run)
    ledger.decide([a_decision(run, "mend", recipient="", leader="", detail={"line": 2})], run)
    assert ledger.record().in_force(run.term) == ()


@pytest.mark.parametrize(
    ("before", "then", "said"),
    [
        ((), ("withdraw", {}), "this pair is neither fixed nor ruled out"),
        (("pin",), ("pin", {"reason": "twice"}), "this pair is fixed already, by a broker on 12 January 2023 (line 2"),
        (("pin",), ("forbid", {}), "this pair is fixed already"),
        (("forbid",), ("pin", {}), "this pair is ruled out already"),
        (("forbid",), ("school-agrees", {}), "this pair is ruled out"),
        (("leader-cannot",), ("pin", {}), "this match was refused: leader cannot"),
        (("school-agrees", "leader-agrees"), ("pin", {}), "this match is agreed"),
        (("school-agrees", "leader-agrees"), ("forbid", {}), "this match is agreed"),
        ((), ("pin", {"leader": "L9999"}), "not among those of the run"),
        ((), ("pin", {"recipient": "000001"}), "no school or trust of this run has this id"),
        ((), ("pin", {"by": "P018"}), "not for a board to record"),
        ((), ("pin", {"by": "P002"}), "is not this person's"),
        ((), ("pin", {"reason": " "}), "the reason is missing"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_what_stands(
    run: OpenedRun, ledger: Ledger, before: tuple[str, ...], then: tuple[str, dict[str, Any]], said: str
) -> None:
    if before:
        ledger.decide([a_decision(run, act) for act in before], run)
    assert said in refused(ledger, a_decision(run, then[0], **then[1]), run).message


def test_two_leaders_are_not_fixed_for_one_school(run: OpenedRun, ledger: Ledger) -> None:
    ledger.decide([a_pin(run)], run)
    assert f"fixed to leader {another(run)} already" in refused(ledger, a_decision(run, "pin", place(run)), run).message


def test_a_pair_that_a_rule_bars_is_not_fixed(run: OpenedRun, ledger: Ledger) -> None:
    leaders = tuple(replace(x, willing=False) if x.id == another(run) else x for x in run.world.leaders)
    barred = replace(run, world=replace(run.world, leaders=leaders, memo={}))
    assert "the rule 'willingness'" in refused(ledger, a_pin(run), barred).message


def test_nobody_fixes_a_pair_of_their_own_organisation(run: OpenedRun, ledger: Ledger) -> None:
    own_place = next(i for i, m in enumerate(run.published.matches) if "own-interest" in m.flags)
    own = a_decision(run, "pin", own_place, by=BROKER)
    assert "own organisation" in refused(ledger, own, run).message
    ledger.decide([replace(own, by=DIRECTOR)], run)


def test_a_pin_ends_where_people_decided_about_the_match(run: OpenedRun, ledger: Ledger) -> None:
    match = run.published.matches[0]
    ledger.decide([a_decision(run, "pin"), a_decision(run, "leader-cannot", on=DAY + timedelta(days=1))], run)
    inputs = rerun_inputs(run.facts, run.policy, {}, ledger.record())
    assert inputs.policy.pins == run.policy.pins
    assert any(f"leader {match.leader} fixed" in n and "no longer needed: refused" in n for n in texts(inputs.notes))


def test_a_pin_ends_where_the_school_agreed_with_somebody_else(run: OpenedRun, ledger: Ledger) -> None:
    ledger.decide([a_pin(run), *agreed(run, place(run))], run)
    inputs = rerun_inputs(run.facts, run.policy, {}, ledger.record())
    assert [p.leader_id for p in inputs.policy.pins] == [run.published.matches[place(run)].leader]


def test_a_pin_that_can_no_longer_hold_is_put_before_a_person(run: OpenedRun, ledger: Ledger) -> None:
    ledger.decide([a_pin(run)], run)
    ledger.decide([a_decision(run, "leader-withdraws", recipient="", leader=another(run))], run)
    with pytest.raises(PinsOvertaken) as error:
        rerun_inputs(run.facts, run.policy, {}, ledger.record())
    assert "line 2 of the ledger" in error.value.members[0]
    ledger.decide([replace(a_pin(run), act="withdraw")], run)
    rerun_inputs(run.facts, run.policy, {}, ledger.record())


def test_wishes_are_of_their_term(run: OpenedRun, ledger: Ledger) -> None:
    ledger.decide([a_pin(run)], run)
    later = replace(run.policy, term="spring-2023")
    assert rerun_inputs(run.facts, later, {}, ledger.record()).policy.pins == run.policy.pins


def test_the_command_withdraws_what_stands_about_a_school(
    run: OpenedRun, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, school = tmp_path / "ledger.sqlite", run.published.matches[place(run)].recipient
    inputs = ("--ledger", path, "--recipient", school, "--by", BROKER, "--on", "2023-01-12", "--reason", "the board")
    assert exit_status("ledger", "act", folder, "pin", *inputs, "--leader", another(run)) == 0
    assert exit_status("ledger", "show", path, "--recipient", school) == 0
    assert "the pair is fixed for the next proposals (line 2)" in capsys.readouterr().out
    assert exit_status("ledger", "act", folder, "withdraw", *inputs) == 0
    assert a_ledger(path).record().in_force(run.term) == ()


def test_a_re_run_says_that_people_fixed_or_ruled_out_what_it_moved(run: OpenedRun, tmp_path: Path) -> None:
    path, match = tmp_path / "ledger.sqlite", run.published.matches[place(run)]
    other = next(i for i, m in enumerate(run.published.matches) if i != place(run) and "own-interest" not in m.flags)
    ledger = a_ledger(path)
    ledger.decide([a_pin(run), a_decision(run, "forbid", other, by=DIRECTOR)], run)
    ledger.close()
    assert exit_status("propose", TERM, "--out", tmp_path / "second", "--ledger", path) == 0
    notes = (tmp_path / "second" / "notes.csv").read_text(encoding="utf-8")
    assert (
        f"({match.recipient}): was leader {match.leader}, now leader {another(run)}. Leader {another(run)} was fixed"
        in notes
    )
    gone = run.published.matches[other]
    assert f"Leader {gone.leader} was ruled out for it by a director (line 3 of the ledger)." in notes


def test_what_stands_beside_a_match_is_asked_about_though_no_match_stands_itself(
    run: OpenedRun, ledger: Ledger
) -> None:
    """An allocated adviser has no match of their own beneath: governance days of a school stand for one here."""
    school = next(r.id for r in run.world.recipients if r.kind == "school")
    helper = run.world.governance_leaders[0].id
    pin = Pinned(recipient_id=school, leader_id=helper, reason="the adviser is allocated", stands="agreed")
    policy = replace(run.policy, pins=(*run.policy.pins, pin))
    with pytest.raises(AgreedMatchesUnlawful) as wrong:
        refuse_unlawful(run.facts, policy, (), ledger.record(), (), (pin,))
    assert f"{school} and governance leader {helper}" in str(wrong.value.members)
