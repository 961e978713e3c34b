from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import yaml

from matcher.domain import School
from matcher.ledger import (
    Ledger,
    Letter,
    MatchState,
    Notice,
    NotRecorded,
    Objection,
    letters_of,
    mail_merge,
    notices_of,
)
from matcher.ledger.log.replay import record_of_bodies
from matcher.ledger.log.states import Record
from matcher.read.notification_data import read_notification_order
from matcher.runs.opened import OpenedRun
from tests.ledger.term import DAY, ROOT, a_decision, addressees_of, agreed, ready_to_tell

START = date(2023, 1, 10)


def match_state_at(run: OpenedRun, place: int) -> MatchState:
    match = run.published.matches[place]
    return MatchState(term=run.term, match=match, run=run.id)


def a_school(run: OpenedRun, **facts: Any) -> tuple[OpenedRun, MatchState]:
    """The run's first match of a school, with the school as these facts say."""
    place = next(i for i, m in enumerate(run.published.matches) if m.kind == "school")
    one = match_state_at(run, place)
    fields = {
        "name": "Elm School",
        "sector": "maintained",
        "local_authority": "Somerset",
        "diocese": None,
        "faith": None,
    }
    fields |= {"trust_id": None, "trust_name": None} | facts
    recipients = tuple(replace(r, **fields) if r.id == one.match.recipient else r for r in run.world.recipients)
    schools = dict(run.facts.schools)
    schools[one.match.recipient] = School(urn=one.match.recipient, name=str(fields["name"]))
    facts_with_school = replace(run.facts, schools=schools)
    return replace(
        run, facts=facts_with_school, world=replace(run.world, recipients=recipients, facts=facts_with_school, memo={})
    ), one


def order(notices: tuple[Notice, ...]) -> list[tuple[int, str]]:
    return [(n.step, n.whom) for n in notices]


def notices_with(run: OpenedRun, **facts: Any) -> tuple[Notice, ...]:
    changed, one = a_school(run, **facts)
    return notices_of(one, changed, START)


def test_a_maintained_schools_authority_is_told_before_the_school(run: OpenedRun) -> None:
    notices = notices_with(run)
    assert order(notices) == [(2, "authority"), (3, "school"), (4, "leader")]
    assert notices[0].name == "Somerset"
    assert notices[0].on < notices[1].on < notices[2].on


def test_an_academys_trust_is_told_before_its_school(run: OpenedRun) -> None:
    notices = notices_with(run, sector="academy", trust_id="9", trust_name="Oak Trust")
    assert [(n.whom, n.name) for n in notices[:2]] == [("trust", "Oak Trust"), ("school", "Elm School")]


def test_a_catholic_schools_diocese_is_told_first_of_all(run: OpenedRun) -> None:
    notices = notices_with(
        run, name="St Anne's Catholic Primary School", faith="Christian", diocese="Diocese of Clifton"
    )
    assert order(notices) == [(1, "diocese"), (2, "authority"), (3, "school"), (4, "leader")]


@pytest.mark.parametrize(
    "diocese", ["Diocese of Clifton", "Archdiocese of Liverpool", "Diocese of Plymouth (South West)"]
)
def test_a_diocese_may_tell_that_a_school_is_catholic(run: OpenedRun, diocese: str) -> None:
    assert notices_with(run, faith="Christian", diocese=diocese)[0].step == 1


@pytest.mark.parametrize("faith", ["Christian", "Zzz"])
def test_of_a_school_whose_faith_nobody_here_knows_the_diocese_is_asked_as_of_a_christian_one(
    run: OpenedRun, faith: str
) -> None:
    assert (2, "diocese") in order(notices_with(run, faith=faith))


@pytest.mark.parametrize("faith", ["Jewish", "Other faith", "Sikh", "None", None])
def test_of_no_church_no_diocese_is_asked(run: OpenedRun, faith: str | None) -> None:
    assert "diocese" not in {whom for _, whom in order(notices_with(run, faith=faith))}


def test_another_diocese_is_told_with_the_authority(run: OpenedRun) -> None:
    notices = notices_with(run, faith="Christian", diocese="Diocese of Truro")
    assert order(notices) == [(2, "authority"), (2, "diocese"), (3, "school"), (4, "leader")]
    assert notices[0].on == notices[1].on


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"faith": "Christian"}, "no file names its diocese"),
        ({"name": "Holy Cross Catholic School", "faith": "Christian"}, "is Catholic and its diocese is not known"),
        ({"faith": "Christian", "diocese": "Diocese of Portsmouth"}, "is the name of two dioceses"),
        ({"sector": "academy"}, "its trust is not known"),
        ({"sector": None}, "whether the school is maintained"),
        ({"local_authority": None}, "its authority is not known"),
    ],
)
def test_what_is_not_known_is_a_gap_for_a_person_to_fill(run: OpenedRun, facts: dict[str, Any], said: str) -> None:
    gaps = [n.gap for n in notices_with(run, **facts) if n.gap]
    assert len(gaps) == 1
    assert said in gaps[0]


def test_a_church_of_england_school_of_a_shared_name_has_no_gap(run: OpenedRun) -> None:
    notices = notices_with(run, name="St John Church of England School", faith="Christian", diocese="Diocese of Leeds")
    assert not any(n.gap for n in notices)


def test_a_supported_trust_is_told_itself(run: OpenedRun) -> None:
    place = next(i for i, m in enumerate(run.published.matches) if m.kind == "trust")
    notices = notices_of(match_state_at(run, place), run, START)
    assert [n.whom for n in notices if n.step >= 3] == ["trust", "leader"]


NOTHING = record_of_bodies([])


def checked(one: MatchState) -> Record:
    """A record of nothing but that this leader's interests were checked."""
    check = {"act": "interests-checked", "leader": one.match.leader, "recipient": "", "on": "2023-01-09", "seq": 1}
    by = {"who": "", "why": "", "role": "broker"}  # a line always has these; the texts themselves are elsewhere
    return record_of_bodies([{**check, **by, "detail": {"outcome": "clear"}}])


def a_maintained_school(run: OpenedRun) -> int:
    """A match whose school's authority is told before it, and nobody else."""
    return next(
        i for i, _ in enumerate(run.published.matches) if addressees_of(run, i) == ("authority", "school", "leader")
    )


def refused(ledger: Ledger, run: OpenedRun, place: int, **detail: Any) -> Objection:
    with pytest.raises(NotRecorded) as error:
        ledger.decide([a_decision(run, "tell", place, detail=detail)], run)
    (against,) = [a.objection for a in error.value.results if a.objection]
    return against


def test_telling_is_recorded_and_shown(run: OpenedRun, ledger: Ledger) -> None:
    place = a_maintained_school(run)
    ledger.decide(ready_to_tell(run, place), run)
    ledger.decide([a_decision(run, "tell", place, detail={"whom": w}) for w in ("authority", "school")], run)
    match = run.published.matches[place]
    one = ledger.record().matches[run.term, match.recipient, match.leader]
    notified_days = {n.whom: n.notified_on for n in notices_of(one, run, START)}
    assert notified_days == {"authority": "2023-01-12", "school": "2023-01-12", "leader": ""}


def test_nobody_is_told_before_those_who_are_told_first(run: OpenedRun, ledger: Ledger) -> None:
    place = a_maintained_school(run)
    ledger.decide(ready_to_tell(run, place), run)
    before = ledger.head
    assert "the authority must be told before the school" in refused(ledger, run, place, whom="school").message
    both = "the authority and the school must be told before the leader"
    assert both in refused(ledger, run, place, whom="leader").message
    assert ledger.head == before


def test_nobody_hears_the_leaders_name_before_the_leader_is_free_and_checked(run: OpenedRun, ledger: Ledger) -> None:
    place = next(i for i, m in enumerate(run.published.matches) if "not-checked" in m.flags)
    first = addressees_of(run, place)[0]
    assert "the leader has not said yes" in refused(ledger, run, place, whom=first).message
    ledger.decide(agreed(run, place), run)
    assert "the leader's interests are not clear (out of date: " in refused(ledger, run, place, whom=first).message
    others = [x for whom, x in letters_now(run, ledger, place).items() if whom != "leader"]
    assert all("interests are not clear" in x.held_back for x in others)
    ledger.decide([a_decision(run, "interests-checked", place, detail={"outcome": "clear"})], run)
    assert letters_now(run, ledger, place, DAY)[first].held_back == ""
    ledger.decide([a_decision(run, "leader-cannot-any", place)], run)
    assert "the leader cannot at present" in refused(ledger, run, place, whom=first).message
    out = {"whom": first, "out_of_order": True}
    ledger.decide([a_decision(run, "tell", place, reason="it stood in the newspaper", detail=out)], run)
    assert ledger.lines()[-1].body["detail"] == out


def test_a_day_before_the_authority_was_told_is_out_of_order(run: OpenedRun, ledger: Ledger) -> None:
    place = a_maintained_school(run)
    ledger.decide(ready_to_tell(run, place), run)
    ledger.decide([a_decision(run, "tell", place, detail={"whom": "authority"})], run)
    early = a_decision(run, "tell", place, on=DAY - timedelta(days=1), detail={"whom": "school"})
    with pytest.raises(NotRecorded):
        ledger.decide([early], run)


def test_what_happened_out_of_order_is_recorded_as_that(run: OpenedRun, ledger: Ledger) -> None:
    place = a_maintained_school(run)
    ledger.decide(ready_to_tell(run, place), run)
    out = {"whom": "school", "out_of_order": True}
    ledger.decide([a_decision(run, "tell", place, reason="they met by chance", detail=out)], run)
    assert ledger.lines()[-1].body["detail"] == out
    assert "this is in order" in refused(ledger, run, place, whom="authority", out_of_order=True).message


@pytest.mark.parametrize(("whom", "said"), [("", "who was told is missing"), ("press", "nobody of this name is on")])
def test_only_those_on_the_list_are_told(run: OpenedRun, ledger: Ledger, whom: str, said: str) -> None:
    against = refused(ledger, run, a_maintained_school(run), whom=whom)
    assert said in against.message


def letters_now(run: OpenedRun, ledger: Ledger, place: int, day: date = START) -> dict[str, Letter]:
    match = run.published.matches[place]
    one = ledger.record_with(run).matches[run.term, match.recipient, match.leader]
    return {letter.notice.whom: letter for letter in letters_of(one, run, ledger.record_with(run), day)}


def test_nobody_is_written_to_about_a_match_that_is_only_proposed(run: OpenedRun, ledger: Ledger) -> None:
    place = a_maintained_school(run)
    for letter in letters_now(run, ledger, place).values():
        assert letter.held_back == "the match is only proposed"
        assert letter.text.startswith("NOT TO BE SENT: the match is only proposed.")
        assert letter.file.startswith("not-to-be-sent-")


def test_a_proposal_is_written_about_once_telling_has_begun_with_the_first(run: OpenedRun, ledger: Ledger) -> None:
    place = a_maintained_school(run)
    ready = [d for d in ready_to_tell(run, place) if d.act != "school-agrees"]
    ledger.decide([*ready, a_decision(run, "tell", place, detail={"whom": "authority"})], run)
    now = letters_now(run, ledger, place)
    assert [whom for whom, letter in now.items() if not letter.held_back] == ["school"]
    assert "This is a proposal. It stands only when you and the leader agree" in now["school"].text


def test_a_letter_is_ready_only_once_those_before_were_told(run: OpenedRun, ledger: Ledger) -> None:
    place = a_maintained_school(run)
    ledger.decide(ready_to_tell(run, place), run)
    ready = []
    for whom in ("authority", "school", "leader"):
        now = letters_now(run, ledger, place)
        ready.append([w for w, letter in now.items() if not letter.held_back])
        assert len(mail_merge(now.values()).splitlines()) == 2, "the head and the one that may be sent"
        assert now[whom].text.startswith("DRAFT.")
        ledger.decide([a_decision(run, "tell", place, detail={"whom": whom})], run)
    assert ready == [["authority"], ["school"], ["leader"]]
    assert all("already told" in letter.held_back for letter in letters_now(run, ledger, place).values())


def test_no_letter_contradicts_the_record_or_another_of_the_same_match(run: OpenedRun, ledger: Ledger) -> None:
    """Once both have agreed, no letter asks for the yes that was given, and nobody is told first of what is known."""
    place = a_maintained_school(run)
    ledger.decide(ready_to_tell(run, place), run)
    now = letters_now(run, ledger, place)
    assert "You and the school have agreed to it. It stands when the Regional Director approves" in now["leader"].text
    assert "You and the leader have agreed to it. It stands when the Regional Director approves" in now["school"].text
    assert "The school or trust and the leader have agreed to it." in now["authority"].text
    assert "Before you answer" not in now["leader"].text
    assert not any("proposal that" in letter.text or "is a proposal" in letter.text for letter in now.values())
    assert "We tell you first" not in now["authority"].text, "the school has answered"
    assert "We write to you before we write to it" in now["authority"].text


def test_each_step_says_a_document_that_is_on_record() -> None:
    sources = yaml.safe_load((ROOT / "matcher" / "rules" / "sources.yaml").read_text(encoding="utf-8"))
    assert all(step.clause in sources[step.source]["clauses"] for step in read_notification_order().steps)


def test_the_schools_letter_says_all_it_must(run: OpenedRun) -> None:
    changed, one = a_school(run)
    drafts = letters_of(one, changed, NOTHING, START, "the team, 01234 567890")
    letter = next(x for x in drafts if x.notice.whom == "school")
    for words in (
        "Why we are writing to you",
        "The offer",
        "Up to 10 days",
        "What the leader does",
        "binds nobody",
        "You may decline",
        "If something above is wrong",
        "Who else is told",
        "Somerset, 10 January 2023",
        "Other support open to you",
        "01234 567890",
        f"run {run.id}",
    ):
        assert words in letter.text


def test_no_letter_holds_a_declared_interest_or_a_flag(run: OpenedRun) -> None:
    for place in range(len(run.published.matches)):
        for letter in letters_of(match_state_at(run, place), run, NOTHING, START):
            assert not any(word in letter.text.casefold() for word in ("conflict", "sign-off", "sponsor", "family"))


def test_a_gap_stands_in_the_letter_where_the_name_would(run: OpenedRun) -> None:
    changed, one = a_school(run, faith="Christian")
    text = next(x.text for x in letters_of(one, changed, NOTHING, START) if x.notice.gap)
    assert "[TO FILL IN: Elm School may be a church school" in text


def test_the_mail_merge_has_a_row_for_each_letter_that_may_be_sent_and_no_formula(run: OpenedRun) -> None:
    changed, one = a_school(run, name="=HYPERLINK(1)")
    letters = letters_of(replace(one, state="agreed"), changed, checked(one), START)
    rows = mail_merge(letters).splitlines()
    assert len(rows) == 2
    assert "'=HYPERLINK" in rows[1]


def test_without_a_calendar_the_order_is_shown_all_the_same(run: OpenedRun) -> None:
    known, unknown = (notices_of(match_state_at(run, 0), run, day) for day in (START, date(2031, 1, 10)))
    assert [(n.step, n.whom, n.name) for n in unknown] == [(n.step, n.whom, n.name) for n in known]
    assert all(n.on is None for n in unknown)
    assert all(n.on is not None for n in known)
    for letter in letters_of(match_state_at(run, 0), run, NOTHING, date(2031, 1, 10)):
        assert "no school calendar covers it" in letter.text


def test_what_is_not_known_of_several_schools_of_a_trust_is_one_gap(run: OpenedRun) -> None:
    place = next(i for i, m in enumerate(run.published.matches) if m.kind == "trust")
    one = match_state_at(run, place)
    members = run.world.recipients[run.world.recipient_row[one.match.recipient]].schools[:3]
    assert len(members) == 3
    church = {urn: School(urn=urn, name=f"School {urn}", faith="Christian") for urn in members}
    changed = replace(run, facts=replace(run.facts, schools=dict(run.facts.schools) | church))
    (gap,) = [n.gap for n in notices_of(one, changed, START) if n.whom == "diocese" and not n.name]
    assert gap.endswith("may be church schools and no file names their diocese: find out if they have one")
    assert all(school.name in gap for school in church.values())


def test_a_day_after_the_term_in_which_it_became_eligible_is_said_to_be_late(run: OpenedRun) -> None:
    """The rule that the notice names is not kept by its day; of the others nothing is said."""
    autumn = notices_with(run, eligible_since=date(2022, 11, 1))
    assert {n.whom: n.late for n in autumn} == {
        "authority": "",
        "school": "Later than that: the term ended on 16 December 2022",
        "leader": "",
    }
    assert {n.late for n in notices_with(run, eligible_since=date(2023, 1, 9))} == {""}
    assert {n.late for n in notices_with(run, eligible_since=date(2022, 12, 20))} == {""}, "the term after the holidays"
    assert {n.late for n in notices_with(run, eligible_since=None)} == {""}
