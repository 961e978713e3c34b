"""One region after several, several after one, all after either: what one ledger then holds, says and offers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matcher.ledger import Ledger, next_offers, shares, why_not_offered
from matcher.ledger.history.last_published import last_published
from matcher.runs.finished import FinishedRun
from matcher.runs.opened import OpenedRun
from matcher.runs.published import PublishedMatch
from matcher.web.content.current_plan import current_plan
from tests.ledger.conftest import exit_status
from tests.ledger.lived_england import england
from tests.ledger.lived_term import FIRST, a_long_ledger
from tests.ledger.mixed_term import ONE, OTHER, Proposed, proposed_on, within
from tests.ledger.term import TERM, a_decision, agreed

WEST_MIDLANDS = "P007"  # the broker there
LATER = FIRST


@pytest.fixture
def empty(tmp_path: Path) -> Ledger:
    return a_long_ledger(tmp_path / "mixed.sqlite")


def made(ledger: Ledger, regions: frozenset[str] | None) -> Proposed:
    return proposed_on(ledger, within(england(), regions))


def place_in(region: frozenset[str], run: OpenedRun, ledger: Ledger, act: str) -> int:
    """The first match of the region about which its broker may do this: one without an interest of their own."""
    for place, match in enumerate(run.published.matches):
        decision = a_decision(run, act, place, by=WEST_MIDLANDS, on=LATER)
        if match.region in region and ledger.dry_run([decision], run)[0].objection is None:
            return place
    raise AssertionError(f"no match of {sorted(region)} may be decided so: {act}")


def test_the_command_proposes_for_one_region_after_all_of_them_and_for_all_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--ledger", tmp_path / "ledger.sqlite")
    assert exit_status("propose", TERM, "--set", "regions=all", "--out", tmp_path / "a1", *given) == 0
    assert exit_status("propose", TERM, "--out", tmp_path / "a2", *given) == 0
    assert exit_status("propose", TERM, "--set", "regions=all", "--out", tmp_path / "a3", *given) == 0
    assert "published pairs kept since runs " in capsys.readouterr().out


def test_a_region_is_told_of_its_own_pairs_of_a_run_of_all(empty: Ledger) -> None:
    all_ = made(empty, None)
    ours = [m for m in all_.run.published.matches if m.region in ONE]
    later = made(empty, ONE)
    assert 0 < len(ours) < len(all_.run.published.matches)
    kept = f"{len(ours)} of {len(ours)} published pairs kept since run {all_.run.id}"
    assert kept in later.said
    narrowed = empty.record().within(ONE)
    assert {m.region for run in narrowed.runs for m in run.matches} == ONE
    assert {s.value for s in shares(narrowed) if s.by == "region"} == ONE


def test_all_after_one_says_that_the_others_had_no_proposal_before(empty: Ledger) -> None:
    made(empty, ONE)
    later = made(empty, None)
    new = [line for line in later.said if "newly matched" in line]
    elsewhere = [m for m in later.run.published.matches if m.region not in ONE]
    assert len(new) == len(elsewhere) > 0
    assert all("No run of this term had proposed for its region before." in line for line in new)


def test_all_after_one_and_another_is_held_to_the_last_word_of_each(empty: Ledger) -> None:
    first, second = made(empty, ONE), made(empty, OTHER)
    last = last_published(empty.record(), first.run.term)
    assert [run.run for run in last.runs] == [second.run.id, first.run.id]
    pairs = len(first.run.published.matches) + len(second.run.published.matches)
    later = made(empty, None)
    kept = f"{pairs} of {pairs} published pairs kept since runs {second.run.id}, {first.run.id}"
    assert kept in later.said
    assert [run.run for run in last_published(empty.record(), first.run.term).runs] == [later.run.id]


def test_who_was_never_asked_is_not_newly_eligible(empty: Ledger) -> None:
    before = made(empty, ONE)
    scenario, facts = within(england(), None)
    policy = replace(scenario.policy, term="spring-2024")
    next_term = proposed_on(empty, (replace(scenario, policy=policy), facts))
    assert len(next_term.run.published.eligible) > len(before.run.published.eligible)
    assert not [line for line in next_term.said if line.startswith("Newly eligible")]


@pytest.mark.parametrize("act", ["pin", "forbid"])
def test_a_pin_of_another_region_stops_no_run_and_holds_in_its_own(empty: Ledger, act: str) -> None:
    all_ = made(empty, None).run
    place = place_in(OTHER, all_, empty, act)
    match = all_.published.matches[place]
    empty.decide([a_decision(all_, act, place, by=WEST_MIDLANDS, on=LATER)], all_)
    assert not [line for line in made(empty, ONE).said if match.recipient in line]
    theirs = made(empty, OTHER)
    assert [line for line in theirs.said if line.startswith("From the ledger") and match.recipient in line]
    pairs = {(m.recipient, m.leader) for m in theirs.run.published.matches}
    assert ((match.recipient, match.leader) in pairs) == (act == "pin")


def test_a_pin_that_was_withdrawn_in_another_run_is_gone_in_every_run(empty: Ledger) -> None:
    all_ = made(empty, None).run
    place = place_in(OTHER, all_, empty, "forbid")
    empty.decide([a_decision(all_, "forbid", place, by=WEST_MIDLANDS, on=LATER)], all_)
    own = made(empty, OTHER).run
    match = all_.published.matches[place]
    about = {"recipient": match.recipient, "leader": match.leader, "by": WEST_MIDLANDS, "on": LATER}
    empty.decide([a_decision(own, "withdraw", 0, **about)], own)
    again = made(empty, OTHER).run
    assert (match.recipient, match.leader) in {(p.recipient_id, p.leader_id) for p in own.policy.forbid}
    assert not again.policy.forbid


def test_the_pages_own_rerun_of_one_region_meets_a_pin_of_another(empty: Ledger) -> None:
    all_, ours = made(empty, None).run, made(empty, ONE).run
    place = place_in(OTHER, all_, empty, "pin")
    empty.decide([a_decision(all_, "pin", place, by=WEST_MIDLANDS, on=LATER)], all_)
    stands = current_plan(ours.finished, ours.term, empty.record())
    assert isinstance(stands, FinishedRun)
    assert len(stands.match_of) == len(ours.finished.match_of)


def test_a_refusal_of_another_region_waits_for_no_reserve_of_this_run(empty: Ledger) -> None:
    all_, ours = made(empty, None).run, made(empty, ONE).run
    place = place_in(OTHER, all_, empty, "leader-cannot")
    empty.decide([a_decision(all_, "leader-cannot", place, by=WEST_MIDLANDS, on=LATER)], all_)
    assert next_offers(ours, empty.record(), LATER) == ()
    (offer,) = next_offers(all_, empty.record(), LATER)
    assert offer.after.match == all_.published.matches[place]


def test_a_reserve_is_not_offered_days_that_another_region_agreed_since(empty: Ledger) -> None:
    ours = made(empty, ONE).run
    place = next(i for i, m in enumerate(ours.published.matches) if may_be_offered(m, ours, empty))
    match = ours.published.matches[place]
    empty.decide([a_decision(ours, "school-wants-another-leader", place, on=LATER)], ours)
    theirs = with_all_days_of(match.leader, made(empty, OTHER).run)
    empty.open_run(theirs.published)
    assert may_be_offered(match, ours, empty), "what is only proposed elsewhere holds no days"
    empty.decide([replace(x, by=WEST_MIDLANDS, on=LATER) for x in agreed(theirs, 0)], theirs)
    assert not may_be_offered(match, ours, empty)


def may_be_offered(match: PublishedMatch, run: OpenedRun, ledger: Ledger) -> bool:
    """Whether this pair could be offered as a reserve, were the school or trust without a leader."""
    elsewhere = {k: m for k, m in ledger.record().matches.items() if m.match.recipient != match.recipient}
    return not why_not_offered(match, run, replace(ledger.record(), matches=elsewhere), LATER)


def with_all_days_of(leader: str, run: OpenedRun) -> OpenedRun:
    """The run as if it had matched every day of this leader with the school or trust of its first match."""
    days = run.world.leaders[run.world.leader_row[leader]].days
    match = replace(run.published.matches[0], leader=leader, days=days, team_days=0)
    return replace(run, published=replace(run.published, run="f" * 16, matches=(match,), governance=()))
