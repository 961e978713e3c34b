from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from matcher.domain import Interest
from matcher.ledger import AgreedMatchesUnlawful, Ledger, published_of, rerun_inputs
from matcher.ledger.replan.propose import propose_with_ledger
from matcher.read.inputs import read_inputs
from matcher.rules.limits.commitments import days_committed, team_days_committed
from matcher.runs.clock import Clock
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording.wording import day
from tests.ledger.conftest import exit_status
from tests.ledger.term import DAY, TERM, a_decision, a_ledger, agreed, place_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def again(path: Path, out: Path, *more: object) -> OpenedRun:
    assert exit_status("propose", TERM, "--out", out, "--ledger", path, *more) == 0
    return open_run(out)


def notes(run: OpenedRun) -> str:
    return (run.folder / "notes.csv").read_text(encoding="utf-8")


def test_a_re_run_without_decisions_is_the_same_plan(run: OpenedRun, path: Path, tmp_path: Path) -> None:
    a_ledger(path).open_run(run.published)
    assert again(path, tmp_path / "second").plan == run.plan


def test_agreed_matches_stay_refused_ones_do_not_return_and_the_audit_agrees(
    run: OpenedRun, path: Path, tmp_path: Path
) -> None:
    ledger = a_ledger(path)
    ledger.decide([*agreed(run, 0), *agreed(run, 3), a_decision(run, "school-wants-no-support", 1)], run)
    ledger.decide([a_decision(run, "leader-cannot", 2)], run)
    ledger.close()
    second = again(path, tmp_path / "second")
    kept_match, gone = [run.published.matches[i] for i in (0, 3)], [run.published.matches[i] for i in (1, 2)]
    now = {(m.recipient, m.leader, m.days, m.team_days) for m in second.published.matches}
    assert all((m.recipient, m.leader, m.days, m.team_days) in now for m in kept_match)
    assert not any((m.recipient, m.leader) in {(r, j) for r, j, *_ in now} for m in gone)
    assert gone[0].recipient not in {r for r, *_ in now}, "it wants no support at all"
    assert exit_status("audit", second.folder) == 0
    with (second.folder / "matches.csv").open(encoding="utf-8") as file:
        states = {row["recipient_id"]: row["state"] for row in csv.DictReader(file)}
    assert {states[m.recipient] for m in kept_match} == {"agreed"}


def test_it_says_what_moved_why_and_what_a_free_re_run_would_gain(run: OpenedRun, path: Path, tmp_path: Path) -> None:
    ledger = a_ledger(path)
    ledger.decide([a_decision(run, "school-wants-no-support", 1)], run)
    ledger.close()
    lines = notes(again(path, tmp_path / "second"))
    moved_match = run.published.matches[1]
    assert (
        f"({moved_match.recipient}): was leader {moved_match.leader}, now nobody. Refused: school wants no support."
        in lines
    )
    assert f"published pairs kept since run {run.id}" in lines
    assert "free re-run" in lines or "free to move" in lines


def test_frozen_days_and_money_count_once(run: OpenedRun, path: Path, tmp_path: Path) -> None:
    ledger = a_ledger(path)
    ledger.decide([d for i in range(len(run.published.matches)) for d in agreed(run, i)], run)
    ledger.close()
    second = again(path, tmp_path / "second")
    assert set(run.plan.matches) <= set(second.plan.matches)
    with (second.folder / "pots.csv").open(encoding="utf-8") as file:
        (pot,) = csv.DictReader(file)
    with (run.folder / "pots.csv").open(encoding="utf-8") as file:
        (before,) = csv.DictReader(file)
    assert pot["committed_before"] == before["committed_before"]


def test_a_frozen_match_that_became_unlawful_is_put_before_a_person(
    run: OpenedRun, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = a_ledger(path)
    match = run.published.matches[4]
    ledger.decide(agreed(run, 4), run)
    ledger.decide([a_decision(run, "leader-withdraws", recipient="", leader=match.leader)], run)
    assert exit_status("propose", TERM, "--out", tmp_path / "second", "--ledger", path) == 3
    message = capsys.readouterr().err
    assert f"{match.recipient} and leader {match.leader}, agreed: the leader withdrew on {day(DAY)} (line 4)" in message
    assert not (tmp_path / "second").exists()
    later = a_decision(run, "leader-cannot", 4, on=DAY + timedelta(days=1))
    ledger.decide([later], run)
    assert exit_status("propose", TERM, "--out", tmp_path / "second", "--ledger", path) == 0


def test_every_unlawful_match_is_told_not_only_the_first(run: OpenedRun, ledger: Ledger) -> None:
    ledger.decide([*agreed(run, 0), *agreed(run, 4), *agreed(run, 1)], run)
    leaders = tuple(replace(x, willing=False) for x in run.facts.leaders)
    with pytest.raises(AgreedMatchesUnlawful) as error:
        rerun_inputs(replace(run.facts, leaders=leaders), run.policy, {}, ledger.record())
    assert len(error.value.members) == 3


def test_frozen_matches_beyond_a_leaders_days_are_told_too(run: OpenedRun, ledger: Ledger) -> None:
    match = run.published.matches[4]
    ledger.decide(agreed(run, 4), run)
    leaders = tuple(replace(x, days=1) if x.id == match.leader else x for x in run.facts.leaders)
    with pytest.raises(AgreedMatchesUnlawful) as error:
        rerun_inputs(replace(run.facts, leaders=leaders), run.policy, {}, ledger.record())
    assert f"leader {match.leader} would give 10 days of their own and has 1 left" in error.value.members


def test_coverage_comes_first_and_fewest_changes_second_whatever_the_scenario_says(
    run: OpenedRun, ledger: Ledger
) -> None:
    turned = replace(run.policy, goals=tuple(reversed(run.policy.goals)))
    inputs = rerun_inputs(run.facts, turned, {"goals": [g.goal for g in turned.goals]}, ledger.record())
    assert [g.goal for g in inputs.policy.goals][:2] == ["coverage", "stability"]
    assert inputs.resolved["goals"][:2] == ["coverage", "stability"]


def test_a_check_of_interests_clears_the_flag_in_the_next_run(run: OpenedRun, path: Path, tmp_path: Path) -> None:
    ledger = a_ledger(path)
    match = next(m for m in run.published.matches if "not-checked" in m.flags)
    check = a_decision(run, "interests-checked", recipient="", leader=match.leader, detail={"outcome": "clear"})
    ledger.decide([check], run)
    ledger.close()
    second = again(path, tmp_path / "second")
    kept_match = next(m for m in second.published.matches if (m.recipient, m.leader) == (match.recipient, match.leader))
    assert "not-checked" not in kept_match.flags


def test_a_conflict_found_between_a_pair_keeps_it_out_of_the_next_run(
    run: OpenedRun, path: Path, tmp_path: Path
) -> None:
    ledger = a_ledger(path)
    match = run.published.matches[4]
    ledger.decide([a_decision(run, "interests-checked", 4, detail={"outcome": "conflict"})], run)
    ledger.close()
    second = again(path, tmp_path / "second")
    assert (match.recipient, match.leader) not in {(m.recipient, m.leader) for m in second.published.matches}


def test_the_next_term_starts_from_the_ledger(run: OpenedRun, path: Path, tmp_path: Path) -> None:
    ledger = a_ledger(path)
    ledger.decide([*agreed(run, 4), *agreed(run, 5), a_decision(run, "director-approves", 4)], run)
    ledger.decide([a_decision(run, act, 4) for act in ("appoint", "begin")], run)
    ledger.decide([a_decision(run, "claim", 4, detail={"days": 3})], run)
    ledger.close()
    scenarios = tmp_path / "scenarios"
    shutil.copytree(TERM.parent, scenarios)
    spring = scenarios / "spring.yaml"
    text = TERM.read_text(encoding="utf-8").replace("autumn-2022", "spring-2023").replace("2022-12-31", "2023-03-31")
    spring.write_text(text, encoding="utf-8")
    assert exit_status("propose", spring, "--out", tmp_path / "spring", "--ledger", path) == 0
    spring_run = open_run(tmp_path / "spring")
    supported = {run.published.matches[i].recipient for i in (4, 5)}
    assert not supported & {m.recipient for m in spring_run.published.matches}, "nobody supported is offered again"
    states = {
        d.recipient_id: (d.state, d.days_claimed) for d in spring_run.facts.history if d.recipient_id in supported
    }
    assert set(states.values()) == {("running", 3), ("agreed", None)}
    assert "Newly eligible since the last term's run" in notes(spring_run)
    waiting = set(run.published.eligible) & set(spring_run.published.eligible)
    assert waiting
    assert all(run.published.eligible[r] == spring_run.published.eligible[r] for r in waiting), "days waiting go on"
    again_offered = scenarios / "again.yaml"
    again_offered.write_text(text + "support: {again: true}\n", encoding="utf-8")
    assert exit_status("propose", again_offered, "--out", tmp_path / "again", "--ledger", path) == 0
    assert supported & set(open_run(tmp_path / "again").published.eligible)


def test_a_frozen_match_can_be_explained(
    run: OpenedRun, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = a_ledger(path)
    ledger.decide(agreed(run, 4), run)
    ledger.close()
    second = again(path, tmp_path / "second")
    match = run.published.matches[4]
    assert exit_status("explain", second.folder, "--recipient", match.recipient) == 0
    assert "agreed (line 3 of the ledger)" in capsys.readouterr().out


def with_governance(run: OpenedRun) -> int:
    """An agreed match whose trust was proposed governance days too."""
    return next(
        i
        for i, m in enumerate(run.published.matches)
        if any(g.recipient == m.recipient for g in run.published.governance)
    )


def test_governance_days_stay_beside_an_agreed_match(run: OpenedRun, ledger: Ledger) -> None:
    place = with_governance(run)
    ledger.decide(agreed(run, place), run)
    inputs = rerun_inputs(run.facts, run.policy, {"goals": []}, ledger.record())
    governance_days = next(g for g in run.published.governance if g.recipient == run.published.matches[place].recipient)
    assert (governance_days.recipient, governance_days.leader, governance_days.days) in {
        (p.recipient_id, p.leader_id, p.days) for p in inputs.policy.pins
    }
    assert not any(d.recipient_id == governance_days.recipient for d in inputs.facts.history if d.term == run.term)


def test_governance_days_are_kept_where_the_re_run_would_give_them_elsewhere(
    run: OpenedRun, path: Path, tmp_path: Path
) -> None:
    ledger = a_ledger(path)
    place = with_governance(run)
    ledger.decide(agreed(run, place), run)
    ledger.close()
    governance_days = next(g for g in run.published.governance if g.recipient == run.published.matches[place].recipient)
    second = again(path, tmp_path / "second", "--set", "goals=[coverage, spend]")
    assert governance_days.leader in {
        g.leader for g in second.published.governance if g.recipient == governance_days.recipient
    }
    assert exit_status("audit", second.folder) == 0
    assert open_run(second.folder).policy.pins, "the pins, the governance leader's among them, are read back"


def test_governance_days_that_can_no_longer_be_given_are_put_before_a_person(run: OpenedRun, ledger: Ledger) -> None:
    place = with_governance(run)
    ledger.decide(agreed(run, place), run)
    governance_days = next(g for g in run.published.governance if g.recipient == run.published.matches[place].recipient)
    left = tuple(x for x in run.facts.governance_leaders if x.id != governance_days.leader)
    with pytest.raises(AgreedMatchesUnlawful) as error:
        rerun_inputs(replace(run.facts, governance_leaders=left), run.policy, {}, ledger.record())
    assert (
        f"governance leader {governance_days.leader}, governance days beside a match that is agreed"
        in error.value.members[0]
    )


def test_a_teams_days_weigh_on_the_team_in_the_next_term_as_in_their_own(run: OpenedRun, ledger: Ledger) -> None:
    place = next(i for i, m in enumerate(run.published.matches) if m.team_days)
    match = run.published.matches[place]
    ledger.decide(agreed(run, place), run)
    later = rerun_inputs(run.facts, replace(run.policy, term="spring-2023"), {}, ledger.record())
    own = next(d for d in later.facts.history if d.recipient_id == match.recipient and d.leader_id == match.leader)
    assert (own.days_agreed, own.team_days) == (match.days, match.team_days)
    world = replace(run.world, facts=later.facts, memo={})
    before = replace(run.world, memo={})
    assert days_committed(world)[match.leader] - days_committed(before)[match.leader] == match.days - match.team_days
    pool = run.world.leaders[run.world.leader_row[match.leader]].organisation_id or ""
    assert team_days_committed(world)[pool] - team_days_committed(before)[pool] == match.team_days


def test_an_agreed_match_on_a_declaration_that_grew_old_stays_and_is_flagged(run: OpenedRun, ledger: Ledger) -> None:
    place = place_of(run, flagged=False)
    match = run.published.matches[place]
    ledger.decide(agreed(run, place), run)
    scenario, facts = read_inputs(TERM, (), (), None)
    leaders = tuple(
        replace(x, interests_checked_on=date(2020, 1, 1)) if x.id == match.leader else x for x in facts.leaders
    )
    inputs = (replace(facts, leaders=leaders), scenario.policy, scenario.resolved, scenario.origins, Clock(), "auto")
    second = published_of(propose_with_ledger(ledger, *inputs)[0])
    kept_match = next(m for m in second.matches if m.recipient == match.recipient)
    assert kept_match.leader == match.leader
    assert "not-checked" in kept_match.flags


def test_an_interest_declared_after_the_agreement_is_put_before_a_person_without_saying_what_it_is(
    run: OpenedRun, ledger: Ledger
) -> None:
    match = run.published.matches[4]
    ledger.decide(agreed(run, 4), run)
    declared = Interest(
        person_id=match.leader,
        party_id=match.recipient,
        party_kind=match.kind,
        relation="family",
        level="block",
        declared_by="leader",
        declared_on=date(2022, 12, 1),
    )
    with pytest.raises(AgreedMatchesUnlawful) as error:
        rerun_inputs(
            replace(run.facts, interests=(*run.facts.interests, declared)), run.policy, {"goals": []}, ledger.record()
        )
    (member,) = error.value.members
    assert f"{match.recipient} and leader {match.leader}, agreed: the rule 'declared-interest'" in member
    assert "family" not in member


def test_what_was_answered_is_in_the_next_workbook_by_name(run: OpenedRun, path: Path, tmp_path: Path) -> None:
    """A yes to support, a school that was asked, a lone yes and one that wants no support: each in its row or table."""
    ledger = a_ledger(path)
    wants, asked, yes, alone = (run.published.matches[i] for i in range(4))
    ledger.decide(
        [
            a_decision(run, "ask-school", 1, detail={"out_of_order": True}),
            a_decision(run, "school-wants-support", 0),
            a_decision(run, "school-agrees", 2),
            a_decision(run, "school-wants-no-support", 3),
        ],
        run,
    )
    ledger.close()
    second = again(path, tmp_path / "second")
    book = openpyxl.load_workbook(second.folder / "proposal.xlsx")
    rows = {row[11]: row for row in book["Proposals"].iter_rows(min_row=2, values_only=True)}
    said = {id_: row[4].splitlines()[0] for id_, row in rows.items()}
    assert said[wants.recipient] == f"Said yes to support on {day(DAY)}"
    assert said[asked.recipient] == f"Asked on {day(DAY)}"
    leader = second.world.leaders[second.world.leader_row[yes.leader]].name
    assert said[yes.recipient].startswith(f"Said yes to {leader} on {day(DAY)}, kept until ")
    name = next(a.name for a in second.assessments.values() if a.id == alone.recipient)
    left = [row[:5] for row in book["Left alone"].iter_rows(min_row=2, values_only=True)]
    assert [row[:2] + row[3:] for row in left] == [
        (name, alone.recipient, "any leader", f"School wants no support, {day(DAY)} (line 5 of the ledger)")
    ]
    changed = {row[1]: row[4] for row in book["What changed"].iter_rows(min_row=2, values_only=True)}
    assert changed[name] == "Refused: school wants no support."
    page = (second.folder / "report.html").read_text(encoding="utf-8")
    assert f"School wants no support, {day(DAY)}" in page
    assert f"Said yes to support on {day(DAY)}" in page


def test_a_proposal_beside_a_ledger_that_was_not_given_says_so(run: OpenedRun, tmp_path: Path) -> None:
    """By whatever name: what people decided is not in it."""
    a_ledger(tmp_path / "term.sqlite").open_run(run.published)
    assert exit_status("propose", TERM, "--out", tmp_path / "second") == 0
    said = (
        "A ledger stands beside this run and was not used: what people decided in term.sqlite is not in this proposal"
    )
    assert said in (tmp_path / "second" / "report.html").read_text(encoding="utf-8")


def test_whoever_proposes_again_after_an_act_that_no_rule_asks_for_has_a_run_of_its_own(
    path: Path, tmp_path: Path
) -> None:
    """A school was asked, nothing was: what is sealed says what the ledger said, so the id does too."""
    first = again(path, tmp_path / "first")
    second = again(path, tmp_path / "second")
    a_ledger(path).decide([a_decision(second, "ask-school", detail={"out_of_order": True})], second)
    third = again(path, tmp_path / "third")
    fourth = again(path, tmp_path / "fourth")
    assert len({first.id, second.id, third.id, fourth.id}) == 4
    assert [exit_status("audit", run.folder) for run in (first, third, fourth)] == [0, 0, 0]


def test_the_audit_finds_a_re_run_that_names_another_ledger(path: Path, tmp_path: Path) -> None:
    run = again(path, tmp_path / "run")
    record = json.loads((run.folder / "run.json").read_text(encoding="utf-8"))
    record["ledger"]["head"] = "0" * 64
    (run.folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    assert exit_status("audit", run.folder) == 1
