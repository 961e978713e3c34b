"""A school that closes and goes on under another URN: said before it does, and nothing is carried unsaid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from matcher.case.pair.facts import of_pair
from matcher.case.pair.flags_shown import flags_shown
from matcher.commands.explain import ExplainRequest, answer_of
from matcher.domain import School, Succession
from matcher.ledger import MatchState
from matcher.ledger.checks.date_checks import note_after_closing
from matcher.ledger.replan.yeses import moved_yes_notes
from matcher.runs.closing import Closing, closing_of
from matcher.runs.opened import OpenedRun
from tests.ledger.term import DAY, a_decision, a_ledger

NEW, NEW_NAME = "149540", "Elm Academy"


def place_of_school(run: OpenedRun) -> int:
    return next(i for i, m in enumerate(run.published.matches) if m.kind == "school")


def closing(run: OpenedRun, on: date, *, plain: bool = True) -> tuple[OpenedRun, int]:
    """The run with its first matched school closing on this day, and a successor of it."""
    place = place_of_school(run)
    urn = run.published.matches[place].recipient
    old = run.facts.schools.get(urn, School(urn=urn, name="Elm School"))
    schools = {**run.facts.schools, urn: replace(old, name="Elm School", closed=on)}
    schools[NEW] = School(urn=NEW, name=NEW_NAME, opened=on + timedelta(days=1))
    links = (
        *(s for s in run.facts.successions if s.old_urn != urn),
        Succession(old_urn=urn, new_urn=NEW, plain=plain, on=on),
    )
    facts = replace(run.facts, schools=schools, successions=links)
    return replace(run, facts=facts, world=replace(run.world, facts=facts, memo={})), place


def shown(run: OpenedRun, place: int) -> list[str]:
    m = run.published.matches[place]
    finished = replace(run.finished, setup=replace(run.finished.setup, world=run.world))
    return [one.words for one in flags_shown(of_pair(finished, m.recipient, m.leader, (), run.policy.as_at))]


def test_a_proposal_says_that_the_school_closes_and_what_follows_it(run: OpenedRun) -> None:
    changed, place = closing(run, run.policy.as_at)
    said = f"It closes on {run.policy.as_at.day} {run.policy.as_at:%B %Y} and goes on as {NEW_NAME} ({NEW})"
    assert any(words.startswith(said) for words in shown(changed, place))
    later, place = closing(run, run.policy.year_to + timedelta(days=1))
    assert not any("closes" in words for words in shown(later, place)), "not within the programme year"


def test_a_merger_has_no_one_successor(run: OpenedRun) -> None:
    changed, place = closing(run, run.policy.as_at, plain=False)
    found = closing_of(changed.facts, run.published.matches[place].recipient)
    assert found == Closing(run.policy.as_at)


@pytest.mark.parametrize("act", ["school-agrees", "leader-agrees", "ask-school"])
def test_a_yes_after_the_last_day_is_recorded_with_a_note(run: OpenedRun, act: str) -> None:
    changed, place = closing(run, DAY - timedelta(days=1))
    note = note_after_closing(a_decision(run, act, place), changed)
    assert f"goes on as {NEW_NAME} ({NEW}): nothing that is recorded of it later is carried there" in note
    on_the_day, _ = closing(run, DAY)
    assert not note_after_closing(a_decision(run, act, place), on_the_day)
    assert not note_after_closing(a_decision(run, "school-wants-no-support", place), changed)


def test_the_note_stands_beside_the_line(run: OpenedRun, tmp_path: Path) -> None:
    changed, place = closing(run, DAY - timedelta(days=1))
    ledger = a_ledger(tmp_path / "ledger.sqlite")
    (done,) = ledger.decide([a_decision(run, "school-agrees", place)], changed)
    ledger.close()
    assert done.line
    assert "closed on 11 January 2023" in done.note


def test_a_yes_that_its_school_no_longer_holds_says_why_and_names_the_successor(run: OpenedRun) -> None:
    changed, place = closing(run, DAY - timedelta(days=1))
    m = run.published.matches[place]
    yes = {"act": "school-agrees", "on": DAY.isoformat(), "seq": 3}
    waiting = MatchState(term=run.term, match=m, run=run.id, school_agrees=True, acts=(yes,))
    rows = {id_: row for id_, row in run.world.recipient_row.items() if id_ != m.recipient}
    world = replace(changed.world)
    world.__dict__["recipient_row"] = rows  # as in a run of the next term, to which it is no longer put
    (said,) = map(str, moved_yes_notes([waiting], (), {}, world))
    assert said.startswith(f"Elm School ({m.recipient}) said yes to leader {m.leader} on ")
    assert f"it closed on 11 January 2023 and goes on as {NEW_NAME} ({NEW})" in said
    assert "to which no yes and no offer is carried; it now has nobody" in said


def test_asked_about_by_its_old_id_the_successor_is_named(run: OpenedRun) -> None:
    changed, _ = closing(run, run.policy.as_at)
    gone = "111899"
    schools = {**changed.facts.schools, gone: School(urn=gone, name="Elm School", closed=date(2022, 12, 31))}
    facts = replace(changed.facts, schools=schools, successions=(Succession(old_urn=gone, new_urn=NEW, plain=True),))
    finished = replace(run.finished, setup=replace(run.finished.setup, world=replace(changed.world, facts=facts)))
    said = answer_of(finished, ExplainRequest(recipient=gone))["said"]
    assert said[0] == f"Elm School ({gone}) closed on 31 December 2022 and goes on as {NEW_NAME} ({NEW})."
