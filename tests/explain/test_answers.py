"""What the explanations say on worlds made by hand, where a reader can see the right answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matcher.domain import Assessment, Evidence, Verdict
from matcher.explain.small_changes import small_changes
from matcher.explain.why.leader import about_leader
from matcher.explain.why.match import why_this
from matcher.explain.why.pair import why_not
from matcher.explain.why_not.not_in_run import why_not_in_run
from matcher.explain.why_not.shortages import shortages
from matcher.explain.why_not.unmatched import unmatched_by_id
from matcher.explain.why_not.why_unmatched import why_unmatched
from matcher.policy import Pair
from matcher.wording.messages import texts
from matcher.world import World
from tests import worlds
from tests.explain.small_runs import finished_run
from tests.random_worlds import with_policy
from tests.worlds import a_deployment, a_leader, a_policy, a_pot, a_recipient, a_trust, a_world, an_interest


def said_of_shortages(world: World) -> tuple[str, ...]:
    run = finished_run(world)
    return tuple(s.said for s in shortages(run.world, run.setup.candidates, run.problem, run.chosen))


def test_a_leader_without_days_left_is_told_with_who_has_them() -> None:
    near, far = a_recipient("R1"), a_recipient("R2", at=(405_000, 400_000))
    run = finished_run(a_world([near, far], [a_leader(days=10)]))
    answer = why_not(run, 1, 0)
    assert answer.standing == "no room"
    said = texts(answer.said)
    assert "Leader L1 has 10 days to give. The plan gives 10 of them, to School R1 (R1)." in " ".join(said)
    assert "School R1 (R1) would go without a match." in said


def test_days_held_by_earlier_deployments_are_told() -> None:
    run = finished_run(a_world([a_recipient()], [a_leader(days=12)], history=[a_deployment("R9", "L1", days_agreed=7)]))
    said = texts(why_not(run, 0, 0).said)
    assert "Leader L1 has 5 days to give after 7 days held by earlier deployments." in " ".join(said)


def test_a_barred_pair_names_every_rule_and_its_source() -> None:
    run = finished_run(a_world([a_recipient(phases=["special"])], [a_leader(at=(600_000, 400_000), willing=False)]))
    answer = why_not(run, 0, 0)
    assert [bar.rule for bar in answer.bars] == ["travel", "phase", "willingness"]
    assert texts(answer.said)[0] == "3 rules forbid this pair."
    assert all(bar.document in line for bar, line in zip(answer.bars, texts(answer.said)[1:], strict=True))


def test_what_was_declared_is_told_only_to_those_who_may_see_it() -> None:
    run = finished_run(a_world([a_recipient()], [a_leader()], interests=[an_interest(relation="family")]))
    public, private = why_not(run, 0, 0), why_not(run, 0, 0, with_interests=True)
    assert not public.paths
    assert "family" not in " ".join(texts(public.said))
    assert private.paths[0].relation == "family"
    assert "Personal data follow" in " ".join(texts(private.said))
    assert "family" in " ".join(texts(private.said))


def test_a_match_is_told_with_its_parts_and_the_others() -> None:
    leaders = [a_leader("L1"), a_leader("L2", at=(410_000, 400_000))]
    answer = why_this(finished_run(a_world([a_recipient()], leaders)), 0)
    assert texts(answer.said)[0] == "Leader L1 is proposed. Journey: same place: ask. Nearest and best fit of 2."
    assert texts(answer.said)[1].startswith("Fit 700 of 1,000: distance 500 of 500")
    assert answer.others[0].leader_id == "L2"
    assert "could take the place" in texts(answer.said)[-1]
    assert "which is worse" in texts(answer.said)[-1]


def test_a_leader_better_used_elsewhere_is_told_with_what_a_swap_would_cost() -> None:
    schools = [a_recipient("R1", at=(400_000, 400_000)), a_recipient("R2", at=(410_000, 400_000))]
    leaders = [a_leader("L1", at=(400_000, 400_000), days=10), a_leader("L2", at=(410_000, 400_000), days=10)]
    answer = why_this(finished_run(a_world(schools, leaders)), 0)
    assert answer.others[0].used_by == ("R2",)
    assert answer.others[0].swap_with == "R2"
    assert "If it swapped leaders with School R2 (R2): Best fit" in texts(answer.said)[-1]


def test_money_that_does_not_reach_is_told_and_the_pounds_that_would_match_it() -> None:
    schools = [a_recipient("R1"), a_recipient("R2", at=(420_000, 400_000))]
    run = finished_run(a_world(schools, [a_leader(days=20)], policy=a_policy(pots=(a_pot(pounds=10_000),))))
    answer = why_unmatched(run, 1)
    assert "The pot 'offer' has £4,000 left. That is £2,000 less than this match needs." in " ".join(answer.said)
    assert "£2,000 more in the pot 'offer'." in answer.said


def test_a_school_nobody_may_serve_is_told_the_fewest_rules_that_close_every_way() -> None:
    leaders = [a_leader("L1", at=(600_000, 400_000)), a_leader("L2", at=(600_000, 410_000), willing=False)]
    answer = why_unmatched(finished_run(a_world([a_recipient()], leaders)), 0)
    assert "The rule 'travel' alone bars every leader on the register." in answer.said
    assert any(v.change.what == ("kilometres",) and v.leader_id == "L1" for v in answer.changes)


def test_a_change_that_would_match_somebody_else_is_not_told() -> None:
    """More money goes to the better pair: only much more would match the other."""
    schools = [a_recipient(f"R{k}", at=(400_000 + 10_000 * k, 400_000)) for k in range(3)]
    policy = a_policy(pots=(a_pot(pounds=6_000),))
    answer = why_unmatched(finished_run(a_world(schools, [a_leader(days=30)], policy=policy)), 2)
    pounds = [v.change.amount for v in answer.changes if v.change.what == ("pounds",)]
    assert pounds == [1_200_000]


def test_ties_are_told() -> None:
    run = finished_run(a_world([a_recipient("R1"), a_recipient("R2")], [a_leader(days=10)]))
    assert set(small_changes(run).tied) == {"R1", "R2"}
    alone = finished_run(a_world([a_recipient("R1")], [a_leader(days=10)]))
    assert small_changes(alone).tied == ()


def test_a_bottleneck_of_people_is_told_in_plain_words() -> None:
    schools = [a_recipient(f"R{k}", phases=["secondary"]) for k in range(4)]
    leaders = [a_leader("L1", days=10), a_leader("L2", days=15, phases=["secondary"])]
    assert said_of_shortages(a_world(schools, leaders)) == (
        "4 secondary schools in North West need at least 40 days. The 2 leaders who may serve any of them offer 25"
        " days, enough for 2 matches.",
    )


def test_leaders_who_have_days_and_no_room_are_told_so() -> None:
    world = a_world([a_recipient("R1"), a_recipient("R2")], [a_leader(days=100, max_matches=1)])
    assert said_of_shortages(world) == (
        "2 primary schools in North West need at least 20 days. The one leader who may serve any of them offers 100"
        " days, but has room for only 1 match.",
    )


def test_moneys_part_stands_apart_from_peoples_part() -> None:
    schools = [a_recipient("R1"), a_recipient("R2")]
    world = a_world(schools, [a_leader(days=20)], policy=a_policy(pots=(a_pot(pounds=11_999),)))
    assert said_of_shortages(world) == (
        "2 primary schools in North West would need £12,000 from the pot 'offer'. It has £11,999 to spend, enough for 1"
        " match at most.",
    )


def test_where_nothing_is_short_nothing_is_told() -> None:
    assert said_of_shortages(a_world([a_recipient()], [a_leader()])) == ()


def test_trusts_nobody_may_serve_are_counted_by_region() -> None:
    world = a_world([a_trust("T1"), a_trust("T2", region="London")], [a_leader(role="nle", regions=["North West"])])
    assert said_of_shortages(world) == (
        "1 trust in London has nobody on the register who may serve it.",
        "1 trust in North West has nobody on the register who may serve it.",
    )


def test_a_leader_is_told_their_days_and_deployments() -> None:
    run = finished_run(a_world([a_recipient()], [a_leader(days=30, max_matches=2)]))
    answer = about_leader(run, 0)
    assert (answer.days_offered, answer.days_proposed, answer.days_left, answer.room_left) == (30, 10, 20, 1)
    assert "Proposed for School R1 (R1): 10 days, same place: ask; no other leader may support it." in answer.said


def test_somebody_who_does_not_qualify_is_told_why_with_the_cells() -> None:
    cell = Evidence("100", worlds.AS_AT, "2 Good", "the file")
    verdict = Verdict("not eligible", "It was judged Good.", (cell,))
    body = Assessment(id="100", name="A", kind="school", region="London", route="", verdict=verdict)
    answer = why_not_in_run(body, in_run=True)
    assert answer.said == (
        "A (100) is not eligible. It was judged Good.",
        "URN 100, 31 December 2022: 2 Good [the file]",
    )


def test_who_qualifies_and_is_left_out_is_not_said_to_be_in_another_region() -> None:
    """A trust of the run's own region that wants no support."""
    body = Assessment(
        id="7", name="T", kind="trust", region="London", route="", verdict=Verdict("eligible", "Poor.", ())
    )
    assert why_not_in_run(body, in_run=True).said[-1].startswith("It is left out of this run: it is supported")
    alone = why_not_in_run(body, in_run=True, alone="school wants no support, 5 January 2023 (line 7 of the ledger)")
    said = "It is left out of this run: school wants no support, 5 January 2023 (line 7 of the ledger)."
    assert alone.said[-1] == said
    assert why_not_in_run(body, in_run=False).said[-1] == "It is in London, which is not in this run."


def test_of_a_doubt_it_is_said_that_it_cannot_be_told() -> None:
    verdict = Verdict("cannot tell", "It has no grade.")
    body = Assessment(id="100", name="A", kind="school", region="London", route="", verdict=verdict)
    said = "It cannot be told whether A (100) is eligible. It has no grade."
    assert why_not_in_run(body, in_run=True).said == (said,)


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        (None, "Somebody fixed this pair: as asked."),
        ("agreed", "People have agreed to this match, and so it stays: as asked."),
    ],
)
def test_a_match_that_people_agreed_to_is_not_called_fixed(stands: Any, said: str) -> None:
    pin = replace(worlds.a_pin(reason="as asked"), stands=stands)
    run = finished_run(with_policy(a_world([a_recipient()], [a_leader()]), pins=(pin,)))
    assert said in texts(why_this(run, 0).said)


@pytest.mark.parametrize(
    ("pins", "said"),
    [
        ((), "A yes to this pair is kept where that can be: the school said yes on 5 January 2023."),
        ((worlds.a_pin(reason="held until 2 February 2023"),), "A yes holds this pair: held until 2 February 2023."),
    ],
)
def test_a_yes_is_said_whether_it_holds_the_pair_or_not(pins: Any, said: str) -> None:
    yes = Pair(recipient_id="R1", leader_id="L1", reason="the school said yes on 5 January 2023")
    run = finished_run(with_policy(a_world([a_recipient()], [a_leader()]), pins=pins, yeses=(yes,)))
    assert said in texts(why_this(run, 0).said)


def test_nobody_is_named_as_a_near_change_who_is_far_beyond_every_limit() -> None:
    """One rule keeps away a leader 300 km off: what is needed is one more within reach."""
    school = a_recipient("R1", at=(400_000, 400_000))
    far = a_leader("L1", at=(400_000, 100_000), max_travel_metres=45_000)
    said = str(unmatched_by_id(finished_run(a_world([school], [far])))["R1"].nearest_change)
    assert (
        said
        == "One more leader within reach: the nearest with days left whom one rule alone keeps away is 300.0 km away"
    )
    near = replace(far, northing=340_000)
    said = str(unmatched_by_id(finished_run(a_world([school], [near])))["R1"].nearest_change)
    assert said.startswith("One rule stands between it and leader L1 (60.0 km")


def test_the_days_still_needed_are_the_same_number_wherever_they_are_told() -> None:
    """A trust may have 10 days or 5: 5 more of the leader's would do, and nobody says 10."""
    trusts = [a_trust(f"T{n}", at=(400_000 + 1_000 * n, 400_000)) for n in (1, 2, 3)]
    run = finished_run(a_world(trusts, [a_leader(days=10)], policy=a_policy(support={"trust_days": (10, 5)})))
    (row,) = [r for r in (0, 1, 2) if r not in run.match_of]
    needs = [
        " ".join(texts(why_not(run, row, 0).said)),
        " ".join(why_unmatched(run, row, try_changes=False).said),
        str(unmatched_by_id(run)[run.world.recipients[row].id].nearest_change),
    ]
    assert all("5 more days" in said and "10 more" not in said for said in needs), needs
