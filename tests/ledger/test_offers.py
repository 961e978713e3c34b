from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from matcher.explain.why.reserve_chains import chains_for
from matcher.ledger import Decision, Ledger, NotRecorded, Offer, next_offers, offer_decision
from matcher.ledger.replan.offer_chains import chains_instead
from matcher.ledger.replan.propose import propose_with_ledger
from matcher.read.inputs import read_inputs
from matcher.runs.clock import Clock
from matcher.runs.opened import OpenedRun, open_run
from matcher.runs.published import PublishedMatch
from tests.ledger.conftest import exit_status
from tests.ledger.term import DAY, TERM, a_decision


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> OpenedRun:
    """The same term in all regions, where some matches have reserves."""
    out = tmp_path_factory.mktemp("england") / "autumn"
    assert exit_status("propose", TERM, "--out", out, "--set", "regions=all") == 0
    return open_run(out)


@pytest.fixture
def place(run: OpenedRun) -> int:
    return next(i for i, m in enumerate(run.published.matches) if run.reserves[m.recipient])


def somebody(run: OpenedRun, place: int, role: str = "broker") -> str:
    region = run.published.matches[place].region
    return next(p.id for p in run.facts.people if p.role == role and region in p.regions)


def withdraws(run: OpenedRun, place: int, leader: str) -> Decision:
    return a_decision(run, "leader-withdraws", recipient="", leader=leader, by=somebody(run, place))


def lawful_other(run: OpenedRun, ledger: Ledger, place: int) -> str:
    """The first leader, by id, who may be offered to the match's school after a refusal: tried one by one."""
    match, record = run.published.matches[place], ledger.record()
    for leader in sorted(run.world.leader_row):
        if leader != match.leader:
            (offer,) = next_offers(with_reserves(run, match, leader), record, DAY)
            if offer.match is not None:
                return leader
    raise AssertionError("no leader of the sample has room for this school")


def with_reserves(run: OpenedRun, match: PublishedMatch, *leaders: str) -> OpenedRun:
    return replace(run, reserves={**run.reserves, match.recipient: leaders})


def passed(offer: Offer) -> tuple[tuple[str, str], ...]:
    return tuple((leader, str(why)) for leader, why in offer.passed)


def refuse(run: OpenedRun, ledger: Ledger, place: int, act: str = "school-wants-another-leader") -> PublishedMatch:
    role = "director" if act == "director-says-no" else "broker"
    ledger.decide([a_decision(run, act, place, by=somebody(run, place, role))], run)
    return run.published.matches[place]


@pytest.mark.parametrize("act", ["school-wants-another-leader", "leader-cannot", "director-says-no"])
def test_three_refusals_leave_support_wanted(run: OpenedRun, ledger: Ledger, place: int, act: str) -> None:
    match = refuse(run, ledger, place, act)
    (offer,) = next_offers(run, ledger.record(), DAY)
    assert offer.after.match.recipient == match.recipient


def test_a_school_that_wants_no_support_is_offered_none(run: OpenedRun, ledger: Ledger, place: int) -> None:
    refuse(run, ledger, place, "school-wants-no-support")
    assert next_offers(run, ledger.record(), DAY) == ()


def test_a_reserve_with_a_conflict_is_passed_over_and_the_next_is_offered(
    run: OpenedRun, ledger: Ledger, place: int
) -> None:
    match = refuse(run, ledger, place)
    good = lawful_other(run, ledger, place)
    listed = with_reserves(run, match, match.leader, good)
    (offer,) = next_offers(listed, ledger.record(), DAY)
    assert offer.match is not None
    assert offer.match.leader == good
    assert passed(offer) == ((match.leader, "was offered already and is refused"),)


def test_a_reserve_whose_declaration_is_too_old_on_the_day_is_passed_over(
    run: OpenedRun, ledger: Ledger, place: int
) -> None:
    match = refuse(run, ledger, place)
    good = lawful_other(run, ledger, place)
    late = DAY + timedelta(days=3 * 365)
    (offer,) = next_offers(with_reserves(run, match, good), ledger.record(), late)
    assert offer.match is None
    assert "Interests " in passed(offer)[0][1]


def test_a_reserve_without_days_left_is_passed_over(run: OpenedRun, ledger: Ledger, place: int) -> None:
    match = refuse(run, ledger, place)
    good = lawful_other(run, ledger, place)
    leaders = tuple(replace(x, days=0) if x.id == good else x for x in run.world.leaders)
    empty = replace(run, world=replace(run.world, leaders=leaders, memo={}))
    (offer,) = next_offers(with_reserves(empty, match, good), ledger.record(), DAY)
    assert offer.match is None
    assert "has 0 left" in passed(offer)[0][1]


def test_a_reserve_beyond_the_money_is_passed_over(run: OpenedRun, ledger: Ledger, place: int) -> None:
    match = refuse(run, ledger, place)
    good = lawful_other(run, ledger, place)
    spent = sum(m.pence for m in run.published.matches) - match.pence
    spent += sum(g.pence for g in run.published.governance if g.recipient != match.recipient)
    pots = tuple(replace(pot, amount_pence=spent + match.pence - 1) for pot in run.policy.pots)
    poor = replace(run, world=replace(run.world, policy=replace(run.policy, pots=pots), memo={}))
    (offer,) = next_offers(with_reserves(poor, match, good), ledger.record(), DAY)
    assert offer.match is None
    assert "the pot 'offer'" in passed(offer)[0][1]


def test_a_leader_who_withdrew_is_passed_over(run: OpenedRun, ledger: Ledger, place: int) -> None:
    match = refuse(run, ledger, place)
    good = lawful_other(run, ledger, place)
    ledger.decide([withdraws(run, place, good)], run)
    (offer,) = next_offers(with_reserves(run, match, good), ledger.record(), DAY)
    assert passed(offer) == ((good, "has withdrawn altogether"),)


def test_a_reserve_that_stands_behind_several_schools_is_marked(run: OpenedRun, ledger: Ledger, place: int) -> None:
    match = refuse(run, ledger, place)
    good = lawful_other(run, ledger, place)
    other = next(m.recipient for m in run.published.matches if m.recipient != match.recipient)
    both = replace(run, reserves={match.recipient: (good,), other: (good,)})
    (offer,) = next_offers(both, ledger.record(), DAY)
    assert offer.shared_with == (other,)


def test_an_offer_is_weighed_again_when_it_is_recorded(run: OpenedRun, ledger: Ledger, place: int) -> None:
    match = refuse(run, ledger, place)
    good = lawful_other(run, ledger, place)
    (offer,) = next_offers(with_reserves(run, match, good), ledger.record(), DAY)
    decision = offer_decision(offer, run, somebody(run, place), DAY, "next on the list")
    ledger.decide([withdraws(run, place, good)], run)
    with pytest.raises(NotRecorded):
        ledger.decide([decision], run)


def test_an_offered_reserve_is_an_open_match_and_frees_nobody_twice(run: OpenedRun, ledger: Ledger, place: int) -> None:
    match = refuse(run, ledger, place)
    good = lawful_other(run, ledger, place)
    listed = with_reserves(run, match, good)
    (offer,) = next_offers(listed, ledger.record(), DAY)
    ledger.decide([offer_decision(offer, run, somebody(run, place), DAY, "next on the list")], run)
    match_state = ledger.record().matches[run.term, match.recipient, good]
    assert (match_state.state, match_state.reserve) == ("proposed", True)
    assert next_offers(listed, ledger.record(), DAY) == ()


def test_the_workbook_marks_reserves_that_several_matches_share(run: OpenedRun) -> None:
    behind = Counter(leader for leaders in run.reserves.values() for leader in leaders)
    with (run.folder / "proposals.csv").open(encoding="utf-8") as file:
        rows = {row["recipient_id"]: row["Reserves, in order"] for row in csv.DictReader(file)}
    for recipient, leaders in run.reserves.items():
        marked = rows[recipient].count("shared: a reserve for") if leaders else 0
        assert marked == sum(behind[leader] > 1 for leader in leaders)
    assert max(behind.values()) > 1


def test_the_re_run_counts_a_reserve_as_a_change_and_lists_it(
    run: OpenedRun, ledger: Ledger, place: int, tmp_path: Path
) -> None:
    match = refuse(run, ledger, place, "leader-cannot")
    (offer,) = next_offers(run, ledger.record(), DAY)
    assert offer.match is not None
    ledger.decide([offer_decision(offer, run, somebody(run, place), DAY, "next on the list")], run)
    ledger.close()
    args = ("--set", "regions=all", "--ledger", tmp_path / "ledger.sqlite")
    assert exit_status("propose", TERM, "--out", tmp_path / "second", *args) == 0
    notes = (tmp_path / "second" / "notes.csv").read_text(encoding="utf-8")
    now = {m.recipient: m.leader for m in open_run(tmp_path / "second").published.matches}
    kept_count = sum(now.get(m.recipient) == m.leader for m in run.published.matches)
    assert f"{kept_count} of {len(run.published.matches)} published pairs kept since run {run.id}" in notes
    assert kept_count < len(run.published.matches)
    assert sum(": was leader " in line for line in notes.splitlines()) == len(run.published.matches) - kept_count
    moved = f"({match.recipient}): was leader {match.leader}, now leader {offer.match.leader}."
    sentence = f"{moved} Refused: leader cannot (this school). "
    assert f"{sentence}Leader {offer.match.leader} was offered from the reserves." in notes


def without_reserves(run: OpenedRun) -> OpenedRun:
    return replace(run, reserves=dict.fromkeys(run.reserves, ()))


def test_where_no_reserve_is_left_a_chain_through_an_unasked_school_is_offered(run: OpenedRun, ledger: Ledger) -> None:
    bare = without_reserves(run)
    for place in range(len(run.published.matches)):
        chains = chains_for(run.finished, run.finished.setup.candidates, run.published.matches[place].recipient)
        if chains:
            break
    refused = refuse(bare, ledger, place)
    (offer,) = next_offers(bare, ledger.record(), DAY)
    found = chains_instead(offer, bare, ledger.record(), DAY)
    assert found
    assert all(chain.leader != refused.leader for chain in found)
    (moved,) = [i for i, m in enumerate(run.published.matches) if m.recipient == found[0].moved]
    assert run.published.matches[moved].leader == found[0].leader
    asked = a_decision(run, "ask-school", moved, by=somebody(run, moved), detail={"out_of_order": True})
    ledger.decide([asked], run)
    left = chains_instead(offer, bare, ledger.record(), DAY)
    assert found[0].moved not in {chain.moved for chain in left}


def test_a_chain_that_is_fixed_is_what_the_next_proposal_holds(run: OpenedRun, ledger: Ledger) -> None:
    """Both pairs of it are lawful beside everything else that stands."""
    bare = without_reserves(run)
    place = next(
        i
        for i, m in enumerate(run.published.matches)
        if chains_for(run.finished, run.finished.setup.candidates, m.recipient)
    )
    refuse(bare, ledger, place)
    (offer,) = next_offers(bare, ledger.record(), DAY)
    chain = chains_instead(offer, bare, ledger.record(), DAY)[0]
    pairs = {(offer.after.match.recipient, chain.leader), (chain.moved, chain.moved_to)}
    region = {m.recipient: i for i, m in enumerate(run.published.matches)}
    for recipient, leader in sorted(pairs):
        by = somebody(run, region[recipient])
        ledger.decide([a_decision(run, "pin", recipient=recipient, leader=leader, by=by)], run)
    scenario, facts = read_inputs(TERM, ("regions=all",), (), None)
    given = (facts, scenario.policy, scenario.resolved, scenario.origins, Clock(), "auto")
    result, _ = propose_with_ledger(ledger, *given)
    assert pairs <= {(m.recipient_id, m.leader_id) for m in result.plan.matches}
