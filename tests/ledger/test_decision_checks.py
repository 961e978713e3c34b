from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from matcher.case.pair.flags_shown import STOPS, weight_of
from matcher.ledger import ACTS, Ledger, NotRecorded, Objection, flags_on
from matcher.ledger.log.acts import BEFORE_DELIVERY, STATE_ORDER, Decision
from matcher.ledger.notify.telling import support_notices, telling_decision
from matcher.rules import labels
from matcher.rules.labels import FLAGS
from matcher.runs.opened import OpenedRun
from matcher.wording import wording
from tests.ledger.term import BROKER, DAY, DIRECTOR, NOW, a_decision, addressees_of, agreed

REFUSALS = [act.name for act in ACTS if act.refuses and act.about == "match"]


def clean(run: OpenedRun) -> int:
    """A match in which nothing stands against an appointment."""
    return next(i for i, m in enumerate(run.published.matches) if m.flags == ("distance-unknown",))


def refused(ledger: Ledger, decision: Decision, run: OpenedRun) -> Objection:
    with pytest.raises(NotRecorded) as error:
        ledger.decide([decision], run)
    (against,) = [a.objection for a in error.value.results if a.objection]
    return against


def state(ledger: Ledger, run: OpenedRun, place: int) -> str:
    match = run.published.matches[place]
    return ledger.record_with(run).matches[run.term, match.recipient, match.leader].state


def advance_to(ledger: Ledger, run: OpenedRun, place: int, to: str) -> None:
    """Take a match up the ladder to this state."""
    steps: dict[str, list[Decision]] = {
        "agreed": agreed(run, place),
        "approved": [a_decision(run, "director-approves", place)],
        "appointed": [a_decision(run, "appoint", place)],
        "delivering": [a_decision(run, "begin", place)],
        "finished": [a_decision(run, "finish", place)],
    }
    for rung in STATE_ORDER[1 : STATE_ORDER.index(to) + 1]:
        ledger.decide(steps[rung], run)


def test_a_match_goes_up_the_ladder_a_step_at_a_time(ledger: Ledger, run: OpenedRun) -> None:
    for rung, act in zip(STATE_ORDER[2:], ("director-approves", "appoint", "begin", "finish"), strict=True):
        if rung == "approved":
            ledger.decide(agreed(run, clean(run)), run)
        ledger.decide([a_decision(run, act, clean(run))], run)
        assert state(ledger, run, clean(run)) == rung


def test_the_school_alone_does_not_agree_a_match(ledger: Ledger, run: OpenedRun) -> None:
    ledger.decide([a_decision(run, "school-agrees")], run)
    assert state(ledger, run, 0) == "proposed"
    ledger.decide([a_decision(run, "leader-agrees")], run)
    assert state(ledger, run, 0) == "agreed"


@pytest.mark.parametrize(("upto", "missing"), [("proposed", "agreement"), ("agreed", "approval")])
def test_nobody_is_appointed_without_agreement_and_approval(
    ledger: Ledger, run: OpenedRun, upto: str, missing: str
) -> None:
    advance_to(ledger, run, clean(run), upto)
    against = refused(ledger, a_decision(run, "appoint", clean(run)), run)
    assert f"the match is {upto}" in against.message, missing
    assert state(ledger, run, clean(run)) == upto


def test_nobody_is_appointed_on_a_declaration_that_was_not_checked(ledger: Ledger, run: OpenedRun) -> None:
    place = next(i for i, m in enumerate(run.published.matches) if "not-checked" in m.flags)
    advance_to(ledger, run, place, "approved")
    assert "unchecked" in refused(ledger, a_decision(run, "appoint", place), run).message
    leader = run.published.matches[place].leader
    check = a_decision(run, "interests-checked", place, recipient="", leader=leader, detail={"outcome": "clear"})
    ledger.decide([check, a_decision(run, "appoint", place)], run)
    assert state(ledger, run, place) == "appointed"


def test_nobody_is_appointed_on_a_declaration_that_grew_old_since_the_run(ledger: Ledger, run: OpenedRun) -> None:
    place = clean(run)
    leader = run.world.leaders[run.world.leader_row[run.published.matches[place].leader]]
    assert leader.interests_checked_on is not None
    late = leader.interests_checked_on + timedelta(days=run.policy.rules.conflicts_stale_after_days + 1)
    ledger._now = lambda: NOW.replace(year=late.year + 1)
    advance_to(ledger, run, place, "approved")
    assert "too old" in refused(ledger, a_decision(run, "appoint", place, on=late), run).message
    ledger.decide([a_decision(run, "appoint", place, on=late - timedelta(days=1))], run)


def test_a_conflict_that_a_check_found_stops_approval_and_appointment(ledger: Ledger, run: OpenedRun) -> None:
    place = clean(run)
    advance_to(ledger, run, place, "agreed")
    conflict_check = a_decision(run, "interests-checked", place, detail={"outcome": "conflict"})
    ledger.decide([conflict_check], run)
    assert "conflict of interest" in refused(ledger, a_decision(run, "director-approves", place), run).message


def test_an_interest_found_after_approval_goes_back_to_the_director(ledger: Ledger, run: OpenedRun) -> None:
    place = clean(run)
    advance_to(ledger, run, place, "approved")
    ledger.decide([a_decision(run, "interests-checked", place, detail={"outcome": "sign-off"})], run)
    assert "had not seen" in refused(ledger, a_decision(run, "appoint", place), run).message


@pytest.mark.parametrize("act", REFUSALS)
@pytest.mark.parametrize("since", BEFORE_DELIVERY)
def test_each_refusal_may_come_until_support_begins(ledger: Ledger, run: OpenedRun, act: str, since: str) -> None:
    place = clean(run)
    advance_to(ledger, run, place, since)
    ledger.decide([a_decision(run, act, place, on=DAY + timedelta(days=1))], run)
    match_state = ledger.record().of_term(run.term)[place]
    assert (match_state.state, match_state.refusal) == ("refused", act)


def test_support_that_runs_is_stopped_not_refused(ledger: Ledger, run: OpenedRun) -> None:
    place = clean(run)
    advance_to(ledger, run, place, "delivering")
    later = DAY + timedelta(days=1)
    assert "cannot follow" in refused(ledger, a_decision(run, "leader-cannot", place, on=later), run).message
    ledger.decide([a_decision(run, "stop", place)], run)
    assert state(ledger, run, place) == "stopped"


def test_a_refusal_of_the_same_day_as_an_agreement_was_decided_meanwhile(ledger: Ledger, run: OpenedRun) -> None:
    ledger.decide(agreed(run, 0), run)
    against = refused(ledger, a_decision(run, "school-wants-no-support"), run)
    assert "decided meanwhile" in against.message
    assert "line 3" in against.message


def test_only_a_director_approves_and_only_in_their_region(ledger: Ledger, run: OpenedRun) -> None:
    ledger.decide(agreed(run, 0), run)
    assert "not for a broker" in refused(ledger, a_decision(run, "director-approves", by=BROKER), run).message
    assert "is not this person's" in refused(ledger, a_decision(run, "director-approves", by="P008"), run).message


def test_a_board_member_records_nothing(ledger: Ledger, run: OpenedRun) -> None:
    assert refused(ledger, a_decision(run, "school-agrees", by="P018"), run).column == "by"


def test_nobody_appoints_a_leader_of_their_own_organisation(ledger: Ledger, run: OpenedRun) -> None:
    place = next(i for i, m in enumerate(run.published.matches) if "own-interest" in m.flags)
    advance_to(ledger, run, place, "approved")
    assert "own organisation" in refused(ledger, a_decision(run, "appoint", place, by=BROKER), run).message
    ledger.decide([a_decision(run, "appoint", place, by=DIRECTOR)], run)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"reason": "  "}, "reason"),
        ({"on": NOW.date() + timedelta(days=1)}, "on"),
        ({"by": "Nobody Known"}, "by"),
        ({"recipient": "000000"}, "recipient"),
        ({"leader": "L9999"}, "recipient"),
    ],
)
def test_what_is_missing_or_unknown_is_refused(
    ledger: Ledger, run: OpenedRun, changes: dict[str, Any], column: str
) -> None:
    assert refused(ledger, a_decision(run, "school-agrees", **changes), run).column == column
    assert ledger.lines() == ()


def test_one_wrong_decision_keeps_all_of_them_out(ledger: Ledger, run: OpenedRun) -> None:
    with pytest.raises(NotRecorded):
        ledger.decide([*agreed(run, 0), a_decision(run, "appoint", 1)], run)
    assert ledger.lines() == ()


def test_the_same_decision_twice_is_the_same_as_once(ledger: Ledger, run: OpenedRun) -> None:
    ledger.decide(agreed(run, 0), run)
    before = ledger.head
    assert [a.already for a in ledger.decide(agreed(run, 0), run)] == [2, 3]
    assert ledger.head == before


def test_a_mistake_is_mended_by_a_later_line_and_stays_to_be_seen(ledger: Ledger, run: OpenedRun) -> None:
    ledger.decide([a_decision(run, "school-wants-no-support")], run)
    ledger.decide([a_decision(run, "mend", recipient="", leader="", detail={"line": 2})], run)
    assert state(ledger, run, 0) == "proposed"
    assert [line.body["act"] for line in ledger.lines()] == ["publish", "school-wants-no-support", "mend"]


def test_a_line_that_others_rest_on_is_mended_after_them(ledger: Ledger, run: OpenedRun) -> None:
    advance_to(ledger, run, clean(run), "approved")
    mend = a_decision(run, "mend", recipient="", leader="", detail={"line": 3})
    assert "line 4 rests on it" in refused(ledger, mend, run).message
    by_broker, by_director = (
        a_decision(run, "mend", recipient="", leader="", detail={"line": 4}, by=by) for by in (BROKER, DIRECTOR)
    )
    assert "not for a broker to record or to take back" in refused(ledger, by_broker, run).message
    ledger.decide([by_director], run)
    assert state(ledger, run, clean(run)) == "agreed"


def test_a_school_may_refuse_on_the_very_day_on_which_it_was_asked(ledger: Ledger, run: OpenedRun) -> None:
    ledger.decide([a_decision(run, "ask-school", detail={"out_of_order": True})], run)
    ledger.decide([a_decision(run, "school-wants-no-support")], run)
    assert state(ledger, run, 0) == "refused"


def test_a_line_of_another_region_is_not_theirs_to_take_back(ledger: Ledger, run: OpenedRun) -> None:
    ledger.decide([a_decision(run, "school-wants-no-support")], run)
    mend = a_decision(run, "mend", recipient="", leader="", detail={"line": 2}, by="P001")
    assert "is not this person's" in refused(ledger, mend, run).message


def test_days_claimed_stay_within_those_agreed_and_days_paid_within_those_claimed(
    ledger: Ledger, run: OpenedRun
) -> None:
    place = clean(run)
    advance_to(ledger, run, place, "delivering")
    ledger.decide([a_decision(run, "claim", place, detail={"days": 6})], run)
    assert "11 days" in refused(ledger, a_decision(run, "claim", place, detail={"days": 5}), run).message
    assert "7 days" in refused(ledger, a_decision(run, "pay", place, detail={"days": 7}), run).message
    ledger.decide([a_decision(run, "pay", place, detail={"days": 4})], run)
    match_state = ledger.record().of_term(run.term)[place]
    assert (match_state.match.days, match_state.days_claimed, match_state.days_paid) == (10, 6, 4)


def test_what_came_of_the_talk_about_trusts_is_recorded_at_the_end(ledger: Ledger, run: OpenedRun) -> None:
    place = clean(run)
    advance_to(ledger, run, place, "finished")
    assert refused(ledger, a_decision(run, "review", place), run).column == "explored"
    ledger.decide([a_decision(run, "review", place, detail={"explored": "not asked"})], run)


def test_a_run_made_beside_the_ledger_is_not_decided_about_once_its_term_has_begun(
    ledger: Ledger, run: OpenedRun
) -> None:
    ledger.decide(agreed(run, 0), run)
    separate_run = replace(run, published=replace(run.published, run="another"))
    assert (
        "does not know what was decided"
        in refused(ledger, a_decision(separate_run, "school-agrees", 1), separate_run).message
    )


def test_an_appointment_of_which_nobody_was_told_is_recorded_with_a_word_of_it(ledger: Ledger, run: OpenedRun) -> None:
    place = clean(run)
    advance_to(ledger, run, place, "approved")
    appoint = a_decision(run, "appoint", place)
    (before,) = ledger.dry_run([appoint], run)
    assert before.note.startswith(
        f"{appoint.recipient}: not recorded as told by {wording.day(appoint.on)} that support will be"
    )
    assert before.note.endswith("Telling comes before an appointment: record who was told and when")
    assert all(whom in before.note for whom in addressees_of(run, place))
    told = [n for n in support_notices(run, ledger.record()) if appoint.recipient in n.recipients]
    ledger.decide([telling_decision(n, run, BROKER, appoint.on, "letters") for n in told], run)
    ledger.decide([a_decision(run, "tell", place, detail={"whom": w}) for w in addressees_of(run, place)], run)
    (after,) = ledger.decide([appoint], run)
    assert (after.note, after.objection) == ("", None)


@pytest.mark.parametrize("flag", labels.BEFORE_APPOINTMENT)
def test_every_flag_that_is_said_to_stop_an_appointment_stops_it(
    flag: str, ledger: Ledger, run: OpenedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = clean(run)
    advance_to(ledger, run, place, "approved")
    monkeypatch.setattr("matcher.ledger.checks.appointment.flags_on", lambda *_: (flag,))
    against = refused(ledger, a_decision(run, "appoint", place), run)
    assert against.column == "decision"
    assert against.message
    assert state(ledger, run, place) == "approved"


def test_what_the_surfaces_show_as_stopping_is_what_the_ledger_refuses() -> None:
    """`paused` is the state of a leader who cannot: it stops other acts too, before this check."""
    shown = {name for name in FLAGS if weight_of(name) is STOPS}
    assert shown == set(labels.BEFORE_APPOINTMENT)


def test_what_a_check_found_between_two_stands_though_all_is_clear_in_general_since(
    ledger: Ledger, run: OpenedRun
) -> None:
    """'As before' does not settle it: it is shown with what is to be settled until the two are checked again."""
    place = clean(run)
    match = run.published.matches[place]
    found = a_decision(run, "interests-checked", place, detail={"outcome": "sign-off"})
    clear = a_decision(run, "interests-checked", recipient="", leader=match.leader, detail={"outcome": "clear"})
    ledger.decide([found, replace(clear, on=DAY + timedelta(days=1))], run)
    day = DAY + timedelta(days=2)
    assert "sign-off" in flags_on(run, ledger.record(), match.recipient, match.leader, day)
    again = a_decision(run, "interests-checked", place, on=day, detail={"outcome": "clear"})
    ledger.decide([again], run)
    assert "sign-off" not in flags_on(run, ledger.record(), match.recipient, match.leader, day)
