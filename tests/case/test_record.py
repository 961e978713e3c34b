"""What a case holds beside the match: who was told, pauses, days, public pages; and a leader's record whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from matcher.case.leader import leader_case_of
from matcher.case.ledger_view import LedgerView
from matcher.case.records import LeaderCase, LeaderOffer, SchoolCase
from matcher.case.school import case_of
from matcher.domain import Deployment
from matcher.ledger import Decision, Ledger, open_ledger
from matcher.ledger.history.case_view import view_of
from matcher.ledger.notify.telling import support_notices, telling_decision
from matcher.ledger.replan.propose import propose_with_ledger
from matcher.plan import Plan
from matcher.runs.clock import Clock
from matcher.runs.opened import OpenedRun
from matcher.wording import wording
from tests.ledger.in_memory import opened_in_memory
from tests.ledger.lived_england import one_region
from tests.ledger.term import BROKER, DAY, a_decision, agreed, place_of

TODAY = date(2023, 1, 23)
NOTHING = Plan((), ())


@pytest.fixture
def book() -> Ledger:
    return open_ledger(":memory:", now=lambda: datetime(2023, 9, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def run() -> OpenedRun:
    scenario, facts = one_region()
    empty = open_ledger(":memory:", now=lambda: datetime(2023, 9, 1, tzinfo=UTC))
    given = (facts, scenario.policy, scenario.resolved, scenario.origins, Clock(), "auto")
    return opened_in_memory(propose_with_ledger(empty, *given)[0], Path("unused"))


def view(book: Ledger, run: OpenedRun) -> LedgerView:
    return view_of(book.record(), run.term, book.words(), run.policy)


def school(book: Ledger, run: OpenedRun, place: int = 0, day: date = TODAY) -> SchoolCase:
    return case_of(run, run.published.matches[place].recipient, day, view(book, run))


def leader(book: Ledger, run: OpenedRun, place: int = 0, day: date = TODAY) -> LeaderCase:
    return leader_case_of(run, run.published.matches[place].leader, day, view(book, run))


def offer(found: SchoolCase) -> LeaderOffer:
    assert found.current is not None
    return found.current


def test_who_was_told_that_support_will_be_offered_stands_in_the_case(book: Ledger, run: OpenedRun) -> None:
    notice = next(n for n in support_notices(run, book.record_with(run)) if n.step == 1 and n.name)
    place = next(i for i, m in enumerate(run.published.matches) if m.recipient == notice.recipients[0])
    assert {t.on for t in school(book, run, place).support_told} == {None}
    book.decide([telling_decision(notice, run, BROKER, DAY, "the term's letters")], run)
    told = {(t.whom, t.name): t.on for t in school(book, run, place).support_told}
    assert told[notice.whom, notice.name] == DAY
    (act,) = [x for x in school(book, run, place).acts if x.act == "tell-of-support"]
    assert (act.whom, act.on, act.leader_id) == (f"{notice.whom} {notice.name}", DAY, "")
    others = {m.recipient for m in run.published.matches} - set(notice.recipients)
    elsewhere = next(i for i, m in enumerate(run.published.matches) if m.recipient in others)
    assert not [x for x in school(book, run, elsewhere).acts if x.act == "tell-of-support"]
    early = {"out_of_order": True} if None in told.values() else {}
    book.decide([a_decision(run, "ask-school", place, detail=early)], run)
    assert offer(school(book, run, place)).asked_on == DAY


def test_a_lone_yes_says_until_when_it_is_kept(book: Ledger, run: OpenedRun) -> None:
    book.decide([a_decision(run, "school-agrees")], run)
    said = wording.state(offer(school(book, run)).state, "leader X")
    assert said == "Said yes to leader X on 12 January 2023, kept until 9 February 2023"
    over = wording.state(offer(school(book, run, day=date(2023, 2, 10))).state, "leader X")
    assert over == "Said yes to leader X on 12 January 2023, was kept until 9 February 2023"
    book.decide([a_decision(run, "release-yes")], run)
    assert wording.state(offer(school(book, run)).state, "leader X") == "Said yes to leader X on 12 January 2023"


def test_an_agreed_match_of_an_ill_leader_is_paused_until_the_day_they_gave(book: Ledger, run: OpenedRun) -> None:
    book.decide(agreed(run, 0), run)
    book.decide([a_decision(run, "leader-cannot-any", detail={"until": "2023-02-01"})], run)
    assert wording.state(offer(school(book, run)).state) == "Paused until 1 February 2023"
    assert (leader(book, run).away, leader(book, run).away_until) == (True, date(2023, 2, 1))
    assert [o.state.code for o in leader(book, run).agreed] == ["paused"]
    after = date(2023, 2, 2)
    assert wording.state(offer(school(book, run, day=after)).state) == "Agreed, stays"
    assert not leader(book, run, day=after).away


def test_days_agreed_claimed_and_paid_stand_with_the_offer(book: Ledger, run: OpenedRun) -> None:
    place = place_of(run, flagged=False)
    steps = [*agreed(run, place), a_decision(run, "director-approves", place)]
    more = [a_decision(run, "interests-checked", place, detail={"outcome": "clear"}), a_decision(run, "appoint", place)]
    days = [a_decision(run, "claim", place, detail={"days": 4}), a_decision(run, "pay", place, detail={"days": 3})]
    book.decide([*steps, *more, a_decision(run, "begin", place), *days], run)
    found = offer(school(book, run, place))
    assert (found.days, found.days_claimed, found.days_paid) == (run.published.matches[place].days, 4, 3)
    assert [o.pair.recipient_id for o in leader(book, run, place).running] == [found.pair.recipient_id]


def test_a_school_links_to_its_public_pages(book: Ledger, run: OpenedRun) -> None:
    for place, m in enumerate(run.published.matches):
        found = school(book, run, place)
        assert found.gias.endswith(m.recipient)
        assert found.ofsted.endswith(m.recipient) if m.kind == "school" else not found.ofsted


def test_the_record_of_a_leader_names_the_organisation_and_its_standing(book: Ledger, run: OpenedRun) -> None:
    by_organisation = {x.organisation_id: i for i, x in enumerate(run.world.leaders) if x.organisation_id}
    matches = run.published.matches
    own = next(i for i, m in enumerate(matches) if m.kind == "trust" and m.recipient in by_organisation)
    ceo = run.world.leaders[by_organisation[matches[own].recipient]]
    before = leader_case_of(run, ceo.id, TODAY, view(book, run))
    assert before.organisation not in ("", ceo.organisation_id)
    assert (before.own_trust.standing, before.own_trust.id) == ("qualifies", ceo.organisation_id)
    assert before.own_trust.name == run.assessments[ceo.organisation_id].name
    book.decide(agreed(run, own), run)
    supported = leader_case_of(run, ceo.id, TODAY, view(book, run)).own_trust
    assert (supported.standing, supported.id) == ("supported", ceo.organisation_id)
    base = "0"  # before every other id
    run = replace(run, assessed=(*run.assessed, replace(run.assessed[0], id=base)))
    based = tuple(replace(x, base_urn=base) if x.id == ceo.id else x for x in run.world.leaders)
    with_base = replace(run, world=replace(run.world, leaders=based, memo={}))
    named = leader_case_of(with_base, ceo.id, TODAY, view(book, run)).own_trust
    assert named.id == ceo.organisation_id, "what is supported is named, not the school where they are based"


def test_an_own_trust_that_the_history_says_is_supported_is_known(book: Ledger, run: OpenedRun) -> None:
    ceo = next(x for x in run.world.leaders if x.role == "trust_ceo" and x.organisation_id in run.facts.trusts)
    running = Deployment(term="autumn-2022", recipient_id=ceo.organisation_id, leader_id="L-elsewhere", state="running")
    facts = replace(run.facts, history=(*run.facts.history, running))
    world = replace(run.world, facts=facts, memo={})
    then = replace(run, facts=facts, world=world, plan=NOTHING)
    assert leader_case_of(then, ceo.id, TODAY).own_trust.standing == "supported"


def test_an_organisation_that_is_in_no_register_is_named_by_the_file_of_trusts(run: OpenedRun) -> None:
    ceo = next(x for x in run.world.leaders if x.role == "trust_ceo" and x.organisation_id in run.facts.trusts)
    leaders = tuple(replace(x, organisation=None) if x.id == ceo.id else x for x in run.world.leaders)
    facts = replace(run.facts, leaders=leaders, organisations=())
    world = replace(run.world, leaders=leaders, facts=facts, memo={})
    found = leader_case_of(replace(run, facts=facts, world=world, plan=NOTHING), ceo.id, TODAY)
    assert found.organisation == wording.proper_name(run.facts.trusts[ceo.organisation_id or ""].name or "")


def test_a_withdrawal_and_an_answer_are_on_the_leaders_record(book: Ledger, run: OpenedRun) -> None:
    m = run.published.matches[0]
    gone = Decision(act="leader-withdraws", on=DAY, by=BROKER, reason="retires", leader=m.leader, run=run.id)
    book.decide([gone], run)
    assert leader(book, run).withdrawn_on == DAY
    assert m.recipient in {o.pair.recipient_id for o in leader(book, run).in_state("refused")}
    assert not leader(book, run).proposed
