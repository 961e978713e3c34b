"""What an agreement takes from others: who is at home there is in no new proposal, as the rule itself finds them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matcher.case.leader import leader_case_of
from matcher.ledger import MatchState
from matcher.ledger.history.case_view import view_of
from matcher.rules.pairs.interests.leader_own_trust import leaders_at_home
from matcher.runs.opened import open_run
from matcher.web.content.acts import consequences as module
from matcher.web.content.acts.consequences import consequences
from matcher.web.project import NOTHING, ReviewRun
from matcher.wording.messages import EVERYTHING, texts


@pytest.fixture(scope="module")
def run(budget_run: Path) -> ReviewRun:
    return ReviewRun("budget", open_run(budget_run))


def said(run: ReviewRun, place: int) -> str:
    match = run.opened.published.matches[place]
    state = MatchState(term=run.opened.term, match=match, run=run.opened.id)
    return "\n".join(texts(consequences("both-agree", state, run, run.finished, NOTHING)))


def test_whoever_is_at_home_there_by_the_rule_is_named_and_nobody_else(run: ReviewRun) -> None:
    world, seen = run.opened.world, 0
    for place, match in enumerate(run.opened.published.matches):
        home = {world.leaders[row].id for row in leaders_at_home(world, match.recipient)}
        told = {x.id for x in world.leaders if f"of leader {x.id}, who is in no" in said(run, place)}
        assert told == home, match.recipient
        own = {x.id for x in world.leaders if match.recipient in (x.organisation_id, x.base_urn)}
        seen += home != own
    assert seen, "one is at home there by another way than the id of organisation or base"


def test_a_programme_without_that_rule_takes_nobody(run: ReviewRun, monkeypatch: pytest.MonkeyPatch) -> None:
    place = next(
        i for i, m in enumerate(run.opened.published.matches) if leaders_at_home(run.opened.world, m.recipient)
    )
    assert "in no new proposal then" in said(run, place)
    monkeypatch.setattr(module, "OWN_TRUST_SUPPORTED", None)
    assert "in no new proposal then" not in said(run, place)


def test_the_leaders_page_knows_their_own_as_the_rule_does(budget_run: Path) -> None:
    """Agreed since the run with a trust at which a leader is at home by another way than its id: it is supported."""
    run = open_run(budget_run)
    world = run.world
    homes = ((m, world.leaders[row]) for m in run.published.matches for row in leaders_at_home(world, m.recipient))
    match, leader = next((m, x) for m, x in homes if m.recipient not in (x.organisation_id, x.base_urn))
    agreed = MatchState(term=run.term, match=match, run=run.id, state="agreed")
    view = view_of(replace(NOTHING, matches={(run.term, match.recipient, match.leader): agreed}), run.term)
    own = leader_case_of(run, leader.id, run.policy.as_at, view, EVERYTHING).own_trust
    assert (own.standing, own.id) == ("supported", match.recipient)
