"""What a case remembers: a yes holds, who cannot is asked, who wants no support is left alone, telling comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from matcher.case.school import case_of
from matcher.ledger import Decision, Ledger, MatchState, NotRecorded, open_ledger
from matcher.ledger.history.case_view import state_words, view_of
from matcher.ledger.log.acts import AGREED, PROPOSED, REFUSED, REPLACED
from matcher.ledger.notify.calendar import working_days_after
from matcher.ledger.notify.telling import asked_earlier, support_notices, telling_decision
from matcher.ledger.notify.telling_letters import support_letter
from matcher.ledger.replan.propose import propose_with_ledger
from matcher.ledger.replan.yeses import moved_yes_notes, open_yeses
from matcher.policy import ANY, Pinned
from matcher.result import Result
from matcher.runs.clock import Clock
from matcher.runs.opened import OpenedRun
from matcher.wording.messages import texts
from matcher.wording.wording import state
from tests.ledger.in_memory import opened_in_memory
from tests.ledger.lived_england import one_region
from tests.ledger.term import BROKER, a_decision, agreed

SAID = date(2023, 1, 12)


@pytest.fixture
def book() -> Ledger:
    return open_ledger(":memory:", now=lambda: datetime(2023, 9, 1, tzinfo=UTC))


def again(ledger: Ledger, publish: bool = True, **policy: Any) -> tuple[Result, tuple[str, ...]]:
    """A proposal of the South West that knows the ledger, and is in it."""
    scenario, facts = one_region()
    changed = replace(scenario.policy, **policy)
    result, said = propose_with_ledger(ledger, facts, changed, scenario.resolved, scenario.origins, Clock(), "auto")
    if publish:
        ledger.open_run(opened_in_memory(result, Path("unused")).published)
    return result, texts(said)


def opened(result: Result) -> OpenedRun:
    return opened_in_memory(result, Path("unused"))


def pairs(result: Result) -> set[tuple[str, str]]:
    return {(m.recipient_id, m.leader_id) for m in result.plan.matches}


def held(ledger: Ledger, run: OpenedRun, place: int = 0) -> MatchState:
    m = run.published.matches[place]
    return ledger.record().matches[run.term, m.recipient, m.leader]


def with_one_yes(ledger: Ledger, place: int = 0) -> tuple[OpenedRun, tuple[str, str]]:
    run = opened(again(ledger)[0])
    ledger.decide([a_decision(run, "school-agrees", place)], run)
    m = run.published.matches[place]
    return run, (m.recipient, m.leader)


def test_a_schools_yes_alone_holds_the_pair_and_the_cost_stands_on_page_one(book: Ledger) -> None:
    _, pair = with_one_yes(book)
    result, said = again(book, as_at=date(2023, 1, 20))
    assert pair in pairs(result)
    assert any(p.recipient_id == pair[0] and p.stands is None for p in result.policy.pins)
    assert any("who has not answered: held until" in line for line in said)
    assert any(line.startswith("Keeping ") and "costs" in line for line in texts(result.alerts))


def test_after_twenty_working_days_it_is_a_goal_and_no_pin(book: Ledger) -> None:
    _, pair = with_one_yes(book)
    last = working_days_after(SAID, 20)
    on_the_day, _ = again(book, publish=False, as_at=last)
    assert {(p.recipient_id, p.leader_id) for p in on_the_day.policy.pins} == {pair}
    after, _ = again(book, publish=False, as_at=date.fromordinal(last.toordinal() + 1))
    assert after.policy.pins == ()
    assert [g.goal for g in after.policy.goals][:3] == ["coverage", "one-yes", "stability"]
    assert [(p.recipient_id, p.leader_id) for p in after.policy.yeses] == [pair]


def test_twenty_working_days_leave_out_weekends_and_bank_holidays() -> None:
    assert working_days_after(date(2023, 1, 12), 20) == date(2023, 2, 9)
    assert working_days_after(date(2023, 4, 6), 1) == date(2023, 4, 11)  # over Easter


def test_a_yes_that_a_later_decision_no_longer_allows_stops_no_run(book: Ledger) -> None:
    run, pair = with_one_yes(book)
    gone = Decision(act="leader-withdraws", on=SAID, by=BROKER, reason="ill", leader=pair[1], run=run.id)
    book.decide([gone], run)
    result, _ = again(book, as_at=date(2023, 1, 20))
    assert pair not in pairs(result)
    assert any(f"to leader {pair[1]} holds no longer" in line for line in texts(result.alerts))
    assert held(book, run).state == PROPOSED, "the old offer stays open until somebody closes it"


def test_a_person_may_release_a_yes_and_close_the_old_offer(book: Ledger) -> None:
    run, pair = with_one_yes(book)
    book.decide([a_decision(run, "release-yes")], run)
    result, _ = again(book, publish=False)
    assert result.policy.pins == () == result.policy.yeses
    book.decide([a_decision(run, "close-offer")], run)
    assert held(book, run).state == REPLACED
    case = case_of(run, pair[0], SAID, view_of(book.record(), run.term))
    assert case.current is None, "a closed offer is over"
    assert [state(o.state) for o in case.offers if o.pair.leader_id == pair[1]] == ["Offer closed on 12 January 2023"]
    with pytest.raises(NotRecorded):
        book.decide([a_decision(run, "release-yes", reason="again")], run)
    assert pair[0] == held(book, run).match.recipient


def test_yes_to_support_is_another_answer_than_yes_to_this_leader(book: Ledger) -> None:
    run = opened(again(book)[0])
    book.decide([a_decision(run, "school-wants-support"), a_decision(run, "leader-agrees")], run)
    assert held(book, run).state == PROPOSED
    assert not held(book, run).one_yes


def test_a_school_cannot_agree_to_two_offers(book: Ledger) -> None:
    run, pair = with_one_yes(book)
    other = next(x.id for x in run.world.leaders if x.id != pair[1])
    (m,) = (m for m in run.published.matches if m.recipient == pair[0])
    twice = replace(run.published, run="second", matches=(replace(m, leader=other),))
    book.open_run(twice)
    assert held(book, run).state == PROPOSED
    book.decide([a_decision(run, "leader-agrees")], run)
    assert held(book, run).state == AGREED
    with pytest.raises(NotRecorded) as refused:
        book.decide([a_decision(run, "school-agrees", leader=other)], run)
    (against,) = (r.objection for r in refused.value.results if r.objection)
    assert f"its match with leader {pair[1]} is agreed" in against.message


def test_a_yes_to_a_leader_whose_own_trust_is_supported_since_holds_no_longer(book: Ledger) -> None:
    run = opened(again(book)[0])
    employer = {x.id: x.organisation_id for x in run.world.leaders}
    matches = run.published.matches
    place = next(i for i, m in enumerate(matches) if employer[m.leader] in {other.recipient for other in matches})
    own = next(i for i, m in enumerate(matches) if m.recipient == employer[matches[place].leader])
    book.decide([a_decision(run, "school-agrees", place), *agreed(run, own)], run)
    result, _ = again(book)
    assert (matches[place].recipient, matches[place].leader) not in pairs(result)
    assert any("holds no longer" in line and "is supported itself" in line for line in texts(result.alerts))


def cannot(run: OpenedRun, place: int = 0, **detail: str) -> Decision:
    return a_decision(run, "leader-cannot-any", place, detail=detail)


def test_an_ill_leaders_agreed_match_is_paused_and_they_are_in_no_new_proposal(book: Ledger) -> None:
    run = opened(again(book)[0])
    book.decide(agreed(run, 0), run)
    ill = run.published.matches[0].leader
    book.decide([cannot(run)], run)
    result, _ = again(book, as_at=date(2023, 1, 20))
    mine = {r for r, leader in pairs(result) if leader == ill}
    assert mine == {run.published.matches[0].recipient}
    assert any(line.startswith("Paused: ") and "has not said until when" in line for line in texts(result.alerts))
    with pytest.raises(NotRecorded):
        book.decide([a_decision(run, "director-approves")], run)
    back = Decision(act="leader-can-again", on=SAID, by=BROKER, reason="well", leader=ill, run=run.id)
    book.decide([back], run)
    book.decide([a_decision(run, "director-approves")], run)
    assert again(book, publish=False)[0].policy.away == ()


def test_a_leader_who_cannot_until_a_day_may_be_proposed_after_it(book: Ledger) -> None:
    run = opened(again(book)[0])
    ill = run.published.matches[0].leader
    book.decide([cannot(run, until="2023-02-01")], run)
    assert held(book, run).state == REFUSED
    assert ill not in {leader for _, leader in pairs(again(book, publish=False, as_at=date(2023, 2, 1))[0])}
    assert ill in {leader for _, leader in pairs(again(book, publish=False, as_at=date(2023, 2, 2))[0])}


@pytest.mark.parametrize("until", ["2023-01-01", "soon"])
def test_a_last_day_that_is_none_or_too_early_is_refused(book: Ledger, until: str) -> None:
    run = opened(again(book)[0])
    with pytest.raises(NotRecorded):
        book.decide([cannot(run, until=until)], run)


def forbidden(result: Result) -> set[tuple[str, str]]:
    return {(p.recipient_id, p.leader_id) for p in result.policy.forbid}


def test_who_wants_no_support_is_left_alone_for_the_programme_year(book: Ledger) -> None:
    run = opened(again(book)[0])
    no, other = run.published.matches[0], run.published.matches[1]
    book.decide([a_decision(run, "school-wants-no-support"), a_decision(run, "leader-cannot", 1)], run)
    spring, _ = again(book, term="summer-2023", as_at=date(2023, 4, 20))
    assert {(no.recipient, ANY), (other.recipient, other.leader)} <= forbidden(spring)
    assert no.recipient not in {r for r, _ in pairs(spring)}
    reopened = Decision(act="reopen", on=SAID, by=BROKER, reason="new head", recipient=no.recipient, run=run.id)
    book.decide([reopened], run)
    later, _ = again(book, publish=False, term="summer-2023", as_at=date(2023, 4, 20))
    assert (no.recipient, ANY) not in forbidden(later)
    with pytest.raises(NotRecorded):
        book.decide([replace(reopened, reason="once more")], run)


def test_what_the_last_term_left_open_counts_for_stability(book: Ledger) -> None:
    run = opened(again(book)[0])
    result, _ = again(book, publish=False, term="summer-2023", as_at=date(2023, 4, 20))
    assert result.facts.previous == tuple(sorted((m.recipient, m.leader) for m in run.published.matches))


def test_a_yes_goes_on_into_the_next_term(book: Ledger) -> None:
    run, pair = with_one_yes(book)
    result, _ = again(book, term="summer-2023", as_at=date(2023, 2, 1))
    assert pair in pairs(result)
    said = result.answers[pair[0]].state
    assert (said.said_yes, said.on) == ("school", SAID), "its row in the workbook says so"
    record = book.record()
    assert record.matches["summer-2023", *pair].one_yes
    assert record.matches[run.term, *pair].state == REPLACED
    assert state_words(record, record.matches[run.term, *pair]) == "Goes on in summer 2023"
    assert case_of(run, pair[0], SAID, view_of(record, run.term)).current is None, "it goes on in the other term"


def test_telling_comes_before_asking_and_is_one_letter_a_body(book: Ledger) -> None:
    run = opened(again(book)[0])
    notices = support_notices(run, book.record())
    assert len({(n.whom, n.name) for n in notices if n.name}) == len([n for n in notices if n.name])
    first = notices[0]
    place = next(i for i, m in enumerate(run.published.matches) if m.recipient == first.recipients[0])
    with pytest.raises(NotRecorded):
        book.decide([a_decision(run, "ask-school", place)], run)
    text = support_letter(first, run, book.record(), SAID)
    assert all(run.world.recipients[run.world.recipient_row[r]].name in text for r in first.recipients)
    assert not any(x.name in text for x in run.world.leaders)
    told = [telling_decision(n, run, BROKER, SAID, "the term's letters", False) for n in notices if n.step == 1]
    told += [telling_decision(n, run, BROKER, SAID, "the term's letters", False) for n in notices if n.step > 1]
    book.decide(told, run)
    assert all(not n.open for n in support_notices(run, book.record()))
    book.decide([a_decision(run, "ask-school", place)], run)
    assert asked_earlier(run, book.record()) == ()


def test_a_school_that_was_asked_earlier_is_recorded_with_a_reason_and_listed(book: Ledger) -> None:
    run = opened(again(book)[0])
    first = support_notices(run, book.record())[0]
    place = next(i for i, m in enumerate(run.published.matches) if m.recipient == first.recipients[0])
    book.decide([a_decision(run, "ask-school", place, detail={"out_of_order": True}, reason="by telephone")], run)
    (early,) = asked_earlier(run, book.record())
    assert early.recipient == first.recipients[0]
    text = support_letter(first, run, book.record(), SAID)
    (name,) = [r.name for r in run.world.recipients if r.id == early.recipient]
    assert f"  - {name} ({early.recipient}), on " in text.partition("Asked already")[2], "it was not told first of it"
    assert "Nobody has been asked yet" not in text
    assert ("We tell you first" in text) == (len(first.recipients) > 1)
    assert book.words()[early.line["why"]] == "by telephone"


def test_who_was_agreed_in_the_last_term_lends_nobody_out_in_the_next(book: Ledger) -> None:
    """The warning of mutual help does not vanish with the term: the ledger knows whose support runs."""
    run = opened(again(book)[0])
    employer = {x.id: x.organisation_id for x in run.world.leaders}
    matches = run.published.matches
    own = next(i for i, m in enumerate(matches) if m.recipient in employer.values())
    book.decide(agreed(run, own), run)
    theirs = {leader for leader, body in employer.items() if body == matches[own].recipient}
    result, _ = again(book, publish=False, term="summer-2023", as_at=date(2023, 4, 20))
    assert matches[own].recipient not in {r for r, _ in pairs(result)}, "it is supported, and not offered again"
    assert not theirs & {leader for _, leader in pairs(result)}
    barred = {(r.rule, leader) for r in result.candidates.barred for leader in (r.leader_id,) if leader in theirs}
    assert {rule for rule, _ in barred} & {"leader-own-trust"}


def test_a_yes_that_a_plan_leaves_is_said_with_the_leader_it_has_now(book: Ledger) -> None:
    """However old it is; one of which it is said why its hold ended is not said twice."""
    run, (recipient, leader) = with_one_yes(book)
    yeses = open_yeses(book.record())
    other = next(x.id for x in run.world.leaders if x.id != leader)
    (moved,) = texts(moved_yes_notes(yeses, (), {recipient: other}, run.world))
    assert f"({recipient}) said yes to leader {leader} on 12 January 2023" in moved
    assert f"it now has leader {other}" in moved
    (nobody,) = texts(moved_yes_notes(yeses, (), {}, run.world))
    assert "it now has nobody" in nobody
    assert not list(moved_yes_notes(yeses, (), {recipient: leader}, run.world))
    ended = Pinned(recipient_id=recipient, leader_id=leader, reason="")
    assert not list(moved_yes_notes(yeses, (ended,), {}, run.world))
