"""What a leader said in the round before the term is on the record of their matches, and binds what may follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matcher.case.leader_said import leader_said
from matcher.case.ledger_view import LedgerView
from matcher.case.pair.flags_shown import flags_of_offer
from matcher.case.school import case_of
from matcher.case.tables.candidates import candidates_of
from matcher.case.tasks.task import DONE
from matcher.case.tasks.tasks import next_task, tasks_of
from matcher.ledger import Decision, Ledger, MatchState
from matcher.ledger.replan.leaders_said import giver_since
from matcher.ledger.replan.offers import next_offers
from matcher.ledger.replan.rerun import ruled_out_since
from matcher.runs.opened import OpenedRun
from matcher.wording import wording
from tests.case.test_record import TODAY, book, leader, offer, run, school
from tests.ledger.term import BROKER, DAY, a_decision, agreed
from tests.worlds import a_deployment

__all__ = ["book", "run"]  # fixtures
NO_LINES = LedgerView()
LATER = date(2026, 11, 29)


def said(run: OpenedRun, act: str, place: int = 0, **detail: object) -> Decision:
    """What the leader of this match said, about no school or trust in particular."""
    m = run.published.matches[place]
    return Decision(act=act, on=DAY, by=BROKER, reason="rang us", leader=m.leader, run=run.id, detail=detail)


def test_a_leader_who_withdraws_refuses_what_is_proposed_to_them(book: Ledger, run: OpenedRun) -> None:
    m = run.published.matches[0]
    book.decide([said(run, "leader-withdraws")], run)
    found = school(book, run)
    assert found.current is None
    assert not tasks_of(found)
    assert wording.state(found.offers[0].state) == f"Refused on {wording.day(DAY)}: the leader withdraws altogether"
    assert flags_of_offer(found.offers[0]) == ()
    assert "leader-withdraws" in {a.act for a in found.acts}
    assert m.recipient in {o.after.match.recipient for o in next_offers(run, book.record(), DAY)}
    ruled_out = {(p.recipient_id, p.leader_id): p.reason for p in ruled_out_since(book.record(), run.term)}
    assert "withdraws altogether" in ruled_out[m.recipient, m.leader]
    yes = book.dry_run([a_decision(run, "school-agrees", 0, on=DAY)], run)
    assert yes[0].objection is not None


def test_an_agreed_match_of_who_withdrew_asks_for_another_leader_and_goes_no_further(
    book: Ledger, run: OpenedRun
) -> None:
    book.decide(agreed(run, 0), run)
    book.decide([said(run, "leader-withdraws")], run)
    found = school(book, run)
    assert f"; the leader withdrew on {wording.day(DAY)}" in wording.state(offer(found).state)
    assert flags_of_offer(offer(found))[0].name == "absent"
    task = next_task(tasks_of(found))
    assert task is not None
    assert (task.title, task.act) == ("Find another leader", "leader-cannot")
    director = next(p.id for p in run.facts.people if p.role == "director" and "South West" in p.regions)
    (result,) = book.dry_run([a_decision(run, "director-approves", 0, by=director)], run)
    assert result.objection is not None
    assert "withdrew altogether" in result.objection.message


def test_a_proposed_match_of_who_cannot_says_so_and_asks_them_again(book: Ledger, run: OpenedRun) -> None:
    book.decide([said(run, "leader-cannot-any", until="2023-04-15")], run)
    found = school(book, run)
    assert wording.state(offer(found).state).endswith("; the leader cannot until 15 April 2023")
    assert "absent" in {f.name for f in flags_of_offer(offer(found))}
    task = next(t for t in tasks_of(found) if t.code == "leader")
    assert (task.act, task.due) == ("leader-can-again", date(2023, 4, 15))
    answered = leader_said(book.record(), run.published.matches[0].leader, LATER, run.policy)
    assert (answered.away, answered.cannot_said, answered.said_on) == (False, True, DAY)


def test_days_and_travel_that_were_said_stand_on_record_match_and_re_run_alike(book: Ledger, run: OpenedRun) -> None:
    m = run.published.matches[0]
    book.decide([said(run, "leader-changed", days=1, travel_km=1)], run)
    about = leader(book, run)
    assert (about.days_offered, about.travels_metres) == (1, 1000)
    assert about.days_left == 1 - about.days_held - about.days_proposed
    names = {f.name for f in flags_of_offer(offer(school(book, run)))}
    assert {"days-said", "travel-said"} <= names
    registered = run.world.leaders[run.world.leader_row[m.leader]]
    now = giver_since(registered, book.record(), run.policy)
    assert (now.days, now.max_travel_metres) == (about.days_offered, about.travels_metres)


def test_a_declaration_that_names_no_school_stands_on_every_match_until_it_is_settled(
    book: Ledger, run: OpenedRun
) -> None:
    book.decide([said(run, "interests-checked", outcome="sign-off")], run)
    for day in (TODAY, LATER):
        found = school(book, run, day=day)
        told = wording.interests(offer(found).pair.interests)
        assert told == f"checked {wording.day(DAY)}, but what was declared is not settled"
        assert told == wording.interests(leader(book, run, day=day).interests)
        assert [(a.act, a.reason) for a in found.acts] == [("interests-checked", "rang us")]


def test_what_nobody_recorded_is_not_done_because_both_agreed(book: Ledger, run: OpenedRun) -> None:
    book.decide(agreed(run, 0), run)
    telling = [t for t in tasks_of(school(book, run)) if t.code in ("find-out", "tell-support")]
    assert telling
    assert not any(t.status == DONE for t in telling)


def test_who_withdrew_or_cannot_is_no_candidate_for_anybody(book: Ledger, run: OpenedRun) -> None:
    def stands(kinds: tuple[str, ...] = ("reserve", "may")) -> dict[str, str]:
        found = candidates_of(run, school(book, run), book.record(), TODAY)
        return {c.pair.leader_id: c.stands for c in found if c.kind in kinds}

    may = sorted(stands())
    asked = Decision(act="leader-withdraws", on=DAY, by=BROKER, reason="retires", leader=may[0], run=run.id)
    book.decide([asked], run)
    assert sorted(stands()) == may[1:]
    assert stands(("refused",))[may[0]] == f"Withdrew on {wording.day(DAY)}"


def test_a_match_that_is_agreed_is_not_called_proposed_in_the_table_of_another(book: Ledger, run: OpenedRun) -> None:
    """Nor is it among those who would lose their leader: no later run may move it."""
    states = {m.leader: m for m in run.published.matches}
    for match in states.values():
        others = [m for m in run.published.matches if m.recipient != match.recipient]
        for other in others:
            case = case_of(run, other.recipient, TODAY)
            table = {c.pair.leader_id: c for c in candidates_of(run, case, book.record(), TODAY)}
            if match.leader in table and "Proposed to" in table[match.leader].stands:
                place = next(i for i, m in enumerate(run.published.matches) if m.recipient == match.recipient)
                book.decide(agreed(run, place), run)
                record = book.record()
                now = candidates_of(run, case, record, TODAY, matches=record.of_term(run.term))
                stands = next(c for c in now if c.pair.leader_id == match.leader)
                assert stands.stands.startswith("Agreed with ")
                assert match.recipient not in stands.costs
                return
    raise AssertionError("no leader of the run may support another school too")


@pytest.mark.parametrize("state", ["appointed", "finished", "proposed"])
def test_who_is_appointed_since_an_earlier_term_is_called_so(run: OpenedRun, state: str) -> None:
    """Also where the school that they support is not to be matched any more; what is over or was only open is not."""
    first = run.published.matches[0]
    cases = [case_of(run, m.recipient, TODAY) for m in run.published.matches]
    tables = ((case, c) for case in cases for c in candidates_of(run, case, NO_LINES, TODAY))
    case, before = next((case, c) for case, c in tables if c.kind in ("reserve", "may"))
    elsewhere = next(id for id in run.assessments if id not in run.world.recipient_row)
    match = replace(first, recipient=elsewhere, leader=before.pair.leader_id)
    earlier = MatchState(term="summer-2022", match=match, run="of before", state=state)
    now = candidates_of(run, case, NO_LINES, TODAY, matches=[earlier])
    found = next(c for c in now if c.pair.leader_id == before.pair.leader_id)
    if state == "appointed":
        assert "greed with " in found.stands
        assert f"{run.assessments[elsewhere].name} ({elsewhere})" in found.stands
    else:
        assert found.stands == before.stands


def test_a_deployment_of_the_register_is_called_agreed_too(run: OpenedRun) -> None:
    cases = [case_of(run, m.recipient, TODAY) for m in run.published.matches]
    tables = ((case, c) for case in cases for c in candidates_of(run, case, NO_LINES, TODAY))
    case, before = next((case, c) for case, c in tables if c.kind in ("reserve", "may"))
    past = a_deployment(recipient="999999", leader=before.pair.leader_id, state="running")
    facts = replace(run.facts, history=(*run.facts.history, past))
    now = candidates_of(replace(run, facts=facts), case, NO_LINES, TODAY)
    found = next(c for c in now if c.pair.leader_id == before.pair.leader_id)
    assert "999999" in found.stands
    assert "greed with " in found.stands
