"""What would follow from an act is worked out from the matches as they stand: what people decided is never moved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matcher.explain.why.consequence import Consequence, consequence
from matcher.ledger import Decision, Ledger, MatchState, open_ledger
from matcher.policy import Pinned
from matcher.rules.limits.commitments import days_committed
from matcher.runs.finished import FinishedRun
from matcher.runs.published import PublishedMatch
from matcher.runs.what_if import leaders_by_recipient, solve_without
from matcher.web.jobs import Job
from matcher.web.project import Project, ReviewRun
from matcher.web.proposal_job import propose_in_background
from tests.web.conftest import NOW, Browser, Opened


@pytest.fixture
def review_run(folder: Path) -> ReviewRun:
    found = Project(folder, lambda: NOW).run("term-1")
    assert found
    return found


@pytest.fixture
def ledger(folder: Path) -> Ledger:
    return open_ledger(folder / "runs" / "ledger.sqlite", lambda: NOW)


def record(ledger: Ledger, review_run: ReviewRun, match: PublishedMatch, *acts: str) -> None:
    about = {"recipient": match.recipient, "leader": match.leader, "run": review_run.opened.id}
    ledger.decide([Decision(act=a, on=NOW.date(), by="P003", reason="x", **about) for a in acts], review_run.opened)


def current(ledger: Ledger, review_run: ReviewRun) -> FinishedRun:
    found = review_run.current_plan(ledger.record(), len(ledger.lines()))
    assert isinstance(found, FinishedRun)
    return found


def if_out(run: FinishedRun, match: PublishedMatch) -> Consequence:
    row, other = run.world.recipient_row[match.recipient], run.world.leader_row[match.leader]
    return consequence(run, solve_without(run, run.choices_of_pair(row, other)))


def moved(found: Consequence) -> set[str]:
    return {*found.leaves, *(m.recipient_id for m in found.moves)}


def moving(review_run: ReviewRun) -> tuple[PublishedMatch, PublishedMatch]:
    """A match that, were it ruled out, would take another with it: and that other."""
    of = {m.recipient: m for m in review_run.opened.published.matches}
    for match in of.values():
        for other in sorted(moved(if_out(review_run.finished, match)) - {match.recipient}):
            if other in of:
                return match, of[other]
    raise AssertionError("no act of this run moves anybody: the test needs another run")


def test_an_agreed_match_is_not_among_what_an_act_would_move(review_run: ReviewRun, ledger: Ledger) -> None:
    match, other = moving(review_run)
    assert other.recipient in moved(if_out(review_run.finished, match))
    record(ledger, review_run, other, "school-agrees", "leader-agrees")
    now = current(ledger, review_run)
    assert other.recipient not in moved(if_out(now, match))
    ours = now.world.recipient_row[other.recipient]
    assert now.leader(now.match_of[ours]).id == other.leader


def test_a_refused_pair_does_not_return_and_a_school_that_wants_nobody_gets_nobody(
    review_run: ReviewRun, ledger: Ledger
) -> None:
    refused, gone = review_run.opened.published.matches[:2]
    record(ledger, review_run, refused, "leader-cannot")
    record(ledger, review_run, gone, "school-wants-no-support")
    now = current(ledger, review_run)
    rows, leaders = now.world.recipient_row, now.world.leader_row
    assert len(now.choices_of_pair(rows[refused.recipient], leaders[refused.leader])) == 0
    assert len(now.choices_for(rows[refused.recipient])) > 0
    assert len(now.choices_for(rows[gone.recipient])) == 0


def test_a_leader_who_withdrew_is_left_only_what_was_agreed(review_run: ReviewRun, ledger: Ledger) -> None:
    match, other = next(
        (a, b)
        for a in review_run.opened.published.matches
        for b in review_run.opened.published.matches
        if a.leader == b.leader and a.recipient != b.recipient
    )
    record(ledger, review_run, match, "school-agrees", "leader-agrees", "leader-withdraws")
    now = current(ledger, review_run)
    rows, leader = now.world.recipient_row, now.world.leader_row[match.leader]
    assert len(now.choices_of_pair(rows[match.recipient], leader)) > 0
    assert len(now.choices_of_pair(rows[other.recipient], leader)) == 0


def test_nothing_is_worked_out_again_before_anybody_decided(review_run: ReviewRun, ledger: Ledger) -> None:
    assert current(ledger, review_run) is review_run.finished


def test_the_pages_say_what_the_comparison_keeps(opened: Opened, review_run: ReviewRun) -> None:
    broker: Browser = opened()
    match, other = moving(review_run)
    act = f"/runs/term-1/matches/{match.recipient}/{match.leader}/decide?act=leader-cannot"
    assert f"({other.recipient})" in broker.get(act).text
    agreed = f"/runs/term-1/matches/{other.recipient}/{other.leader}"
    assert broker.decide("both-agree", match=agreed).status_code == 303
    text = broker.get(act).text
    assert "What people agreed or approved stays as it is, and what they refused does not return." in text
    assert f"({other.recipient})" not in text
    pair = broker.get(f"/runs/term-1/pairs/{other.recipient}/{match.leader}").text
    assert f"It holds leader {other.leader}: its match is agreed." in pair or match.leader == other.leader


def test_what_another_region_agreed_holds_its_leaders_days_here_too(review_run: ReviewRun, ledger: Ledger) -> None:
    run, decisions = review_run.finished, ledger.record()
    match = review_run.opened.published.matches[0]
    elsewhere = replace(match, recipient="999999", region="West Midlands")
    act = {"act": "school-agrees", "on": "2022-12-01", "seq": 1}
    agreed = MatchState(term=review_run.opened.term, match=elsewhere, run="another", state="agreed", acts=(act,))
    now = review_run.current_plan(replace(decisions, matches={**decisions.matches, agreed.key: agreed}), 1)
    assert isinstance(now, FinishedRun)
    own = match.days - match.team_days
    assert days_committed(now.world)[match.leader] - days_committed(run.world)[match.leader] == own > 0
    given = sum(days_of_leader(now, match.leader))
    room = run.leader(run.match_of[run.world.recipient_row[match.recipient]]).days
    assert given <= room - days_committed(now.world)[match.leader]


def test_governance_days_that_a_re_run_kept_go_with_their_match(
    folder: Path, review_run: ReviewRun, ledger: Ledger
) -> None:
    """The second run seals them as a pin of its own: it ends when the school wants no support after all."""
    beside = review_run.opened.published.governance[0].recipient
    match = next(m for m in review_run.opened.published.matches if m.recipient == beside)
    record(ledger, review_run, match, "school-agrees", "leader-agrees")
    propose_in_background(folder, "term.yaml", folder / "runs" / "term-2", lambda: NOW, Job("1", "Proposing"))
    again = Project(folder, lambda: NOW).run("term-2")
    assert again
    assert len(again.finished.policy.pins) == 2
    decisions, key = ledger.record(), (again.opened.term, match.recipient, match.leader)
    act = {"seq": 99, "act": "school-wants-no-support", "on": "2022-12-01", "detail": {}}
    agreed = decisions.matches[key]
    refused = replace(agreed, state="refused", refusal=act["act"], acts=(*agreed.acts, act))
    now = again.current_plan(replace(decisions, matches={**decisions.matches, key: refused}), 99)
    assert isinstance(now, FinishedRun), now
    assert not now.policy.pins


def days_of_leader(run: FinishedRun, leader: str) -> list[int]:
    rows = [c for c in run.match_of.values() if run.leader(c).id == leader]
    return [int(run.choices.days[c] - run.choices.team_days[c]) for c in rows]


def test_it_is_the_plan_that_a_new_proposal_comes_to(folder: Path, review_run: ReviewRun, ledger: Ledger) -> None:
    agreed, refused, *others = review_run.opened.published.matches
    employer = {x.id: x.organisation_id for x in review_run.opened.world.leaders}
    # whose own trust is supported may not be fixed: that would be told, and no proposal would come of it
    fixed, out, *_ = (m for m in others if employer[m.leader] != agreed.recipient)
    record(ledger, review_run, agreed, "school-agrees", "leader-agrees")
    record(ledger, review_run, refused, "leader-cannot")
    record(ledger, review_run, fixed, "pin")
    record(ledger, review_run, out, "forbid")
    now = current(ledger, review_run)
    propose_in_background(folder, "term.yaml", folder / "runs" / "term-2", lambda: NOW, Job("1", "Proposing"))
    again = Project(folder, lambda: NOW).run("term-2")
    assert again
    theirs = {m.recipient: m.leader for m in again.opened.published.matches}
    assert leaders_by_recipient(now.world, now.choices, now.chosen) == theirs
    assert theirs != {m.recipient: m.leader for m in review_run.opened.published.matches}


def test_a_lone_yes_is_kept_by_the_pages_own_re_run(review_run: ReviewRun, ledger: Ledger) -> None:
    """What a proposal made now would hold, the estimate holds: another act does not move it."""
    match, other = moving(review_run)
    record(ledger, review_run, other, "school-agrees")
    now = current(ledger, review_run)
    assert other.recipient not in moved(if_out(now, match))
    assert [g.goal for g in now.policy.goals][:3] == ["coverage", "one-yes", "stability"]
    assert [(p.recipient_id, p.leader_id) for p in now.policy.pins] == [(other.recipient, other.leader)]
    record(ledger, review_run, other, "release-yes")
    assert current(ledger, review_run).policy.pins == ()


def test_what_an_earlier_re_run_took_from_the_ledger_is_no_pin_of_the_scenario(
    review_run: ReviewRun, ledger: Ledger
) -> None:
    """An agreed match is a pin of the run's own; refused since, nothing of it stays."""
    match = review_run.opened.published.matches[0]
    fixed = Pinned(recipient_id=match.recipient, leader_id=match.leader, reason="in any words", source="ledger")
    policy = replace(review_run.opened.policy, pins=(fixed,))
    again = replace(
        review_run,
        opened=replace(
            review_run.opened, policy=policy, world=replace(review_run.opened.world, policy=policy, memo={})
        ),
    )
    record(ledger, review_run, match, "school-wants-no-support")
    assert current(ledger, again).policy.pins == ()
