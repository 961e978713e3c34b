"""Each limit both ways: what it allows, what it does not, and what history has already used."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from matcher.domain import Deployment
from matcher.plan import Choices, Limit
from matcher.policy import FixedCost, LeaderOwnTrust
from matcher.rules.limits.deployments import DEPLOYMENTS
from matcher.rules.limits.governance import (
    GOVERNANCE_DAYS,
    GOVERNANCE_NEEDS_MATCH,
    GOVERNANCE_ROOM,
    ONE_GOVERNANCE_LEADER,
)
from matcher.rules.limits.leader_days import LEADER_DAYS
from matcher.rules.limits.mutual_help import MUTUAL_HELP
from matcher.rules.limits.one_leader import ONE_LEADER
from matcher.rules.limits.own_interest import OWN_INTEREST
from matcher.rules.limits.pins import PINS
from matcher.rules.limits.pots import POTS
from matcher.rules.limits.team_days import TEAM_DAYS
from matcher.world import World
from tests.choice_builders import every, some_choices
from tests.worlds import (
    a_deployment,
    a_governance_leader,
    a_leader,
    a_pin,
    a_policy,
    a_pot,
    a_recipient,
    a_trust,
    a_world,
    an_organisation,
)

TWO_SCHOOLS = [a_recipient("R1"), a_recipient("R2")]


def broken(limit: Limit, choices: Choices) -> list[str]:
    over = limit.used(every(choices)) > limit.at_most
    return [subject for subject, yes in zip(limit.subject, over, strict=True) if yes]


def leftover(limit: Limit, subject: str) -> int:
    return int(limit.at_most[limit.subject.index(subject)])


def test_a_school_may_have_one_leader_and_not_two() -> None:
    world = a_world([a_recipient("R1")], [a_leader("L1"), a_leader("L2")])
    one = some_choices(world, [("R1", "L1", 10, 0)])
    two = some_choices(world, [("R1", "L1", 10, 0), ("R1", "L2", 10, 0)])
    assert broken(ONE_LEADER.rows(world, one), one) == []
    assert broken(ONE_LEADER.rows(world, two), two) == ["R1"]


@pytest.mark.parametrize(("days", "over"), [(20, []), (19, ["L1"])])
def test_a_leader_gives_no_more_days_than_they_offered(days: int, over: list[str]) -> None:
    world = a_world(TWO_SCHOOLS, [a_leader("L1", days=days)])
    both = some_choices(world, [("R1", "L1", 10, 0), ("R2", "L1", 10, 0)])
    assert broken(LEADER_DAYS.rows(world, both), both) == over


def test_days_of_the_leadership_team_are_not_the_leaders_own() -> None:
    world = a_world([a_trust("T1")], [a_leader("L1", days=5, organisation_id="O1")])
    shared = some_choices(world, [("T1", "L1", 10, 5)])
    assert broken(LEADER_DAYS.rows(world, shared), shared) == []


@pytest.mark.parametrize(
    ("deployment", "left"),
    [
        (a_deployment(state="running", days_agreed=10), 20),
        (a_deployment(state="agreed", days_agreed=8), 22),
        (a_deployment(state="agreed", days_agreed=None), 20),
        (a_deployment(state="finished", days_agreed=10, days_claimed=7), 23),
        (a_deployment(state="finished", term="summer-2022"), 30),
        (a_deployment(state="running", term="summer-2022"), 20),
        (a_deployment(state="proposed"), 30),
        (a_deployment(state="declined"), 30),
        (a_deployment(leader="L9"), 30),
        (a_deployment(days_agreed=50), 0),
        (a_deployment(state="running", days_agreed=10, team_days=5), 25),
        (a_deployment(state="finished", days_agreed=10, team_days=5, days_claimed=3), 27),
        (a_deployment(state="finished", days_agreed=10, team_days=5, days_claimed=8), 25),
        (a_deployment(state="agreed", days_agreed=None, team_days=4), 24),
        (a_deployment(state="agreed", days_agreed=4, team_days=9), 30),
    ],
)
def test_history_uses_up_a_leaders_days(deployment: object, left: int) -> None:
    world = a_world([a_recipient("R2")], [a_leader("L1", days=30)], history=[deployment])
    assert leftover(LEADER_DAYS.rows(world, some_choices(world)), "L1") == left


@pytest.mark.parametrize(
    ("deployment", "left"),
    [
        (a_deployment(state="running", days_agreed=10, team_days=5), 15),
        (a_deployment(state="finished", days_agreed=10, team_days=5, days_claimed=3), 17),
        (a_deployment(state="finished", term="summer-2022", team_days=5), 20),
        (a_deployment(state="declined", team_days=5), 20),
        (a_deployment(leader="L9", team_days=5), 20),
        (a_deployment(days_agreed=30, team_days=25), 0),
        (a_deployment(state="running", days_agreed=10), 20),
    ],
)
def test_history_uses_up_a_leadership_teams_days(deployment: object, left: int) -> None:
    world = a_world(
        [a_trust("T1")],
        [a_leader("L1", organisation_id="O1")],
        organisations=[an_organisation("O1", team_days=20)],
        history=[deployment],
    )
    assert leftover(TEAM_DAYS.rows(world, some_choices(world)), "O1") == left


@pytest.mark.parametrize(("pool", "over"), [(5, []), (4, ["O1"]), (None, ["O1"])])
def test_team_days_come_out_of_the_organisations_pool(pool: int | None, over: list[str]) -> None:
    world = a_world(
        [a_trust("T1")],
        [a_leader("L1", organisation_id="O1")],
        organisations=[an_organisation("O1", team_days=pool)],
    )
    shared = some_choices(world, [("T1", "L1", 10, 5)])
    assert broken(TEAM_DAYS.rows(world, shared), shared) == over


def test_two_leaders_of_one_organisation_share_its_pool() -> None:
    leaders = [a_leader("L1", organisation_id="O1"), a_leader("L2", organisation_id="O1")]
    world = a_world([a_trust("T1"), a_trust("T2")], leaders, organisations=[an_organisation("O1", team_days=8)])
    both = some_choices(world, [("T1", "L1", 10, 5), ("T2", "L2", 10, 5)])
    assert broken(TEAM_DAYS.rows(world, both), both) == ["O1"]


@pytest.mark.parametrize(("most", "over"), [(2, []), (1, ["L1"]), (None, [])])
def test_a_leader_takes_on_no_more_than_they_can_hold(most: int | None, over: list[str]) -> None:
    world = a_world(TWO_SCHOOLS, [a_leader("L1", max_matches=most)])
    both = some_choices(world, [("R1", "L1", 10, 0), ("R2", "L1", 10, 0)])
    assert broken(DEPLOYMENTS.rows(world, both), both) == over


@pytest.mark.parametrize(("state", "left"), [("running", 1), ("agreed", 1), ("finished", 2), ("declined", 2)])
def test_running_deployments_use_up_room(state: str, left: int) -> None:
    world = a_world([a_recipient("R2")], [a_leader("L1", max_matches=2)], history=[a_deployment(state=state)])
    assert leftover(DEPLOYMENTS.rows(world, some_choices(world)), "L1") == left


@pytest.mark.parametrize(("pounds", "over"), [(12_000, []), (11_999, ["offer"])])
def test_a_pot_pays_no_more_than_it_has(pounds: int, over: list[str]) -> None:
    world = a_world(TWO_SCHOOLS, [a_leader("L1")], policy=a_policy(pots=(a_pot(pounds=pounds),)))
    both = some_choices(world, [("R1", "L1", 10, 0), ("R2", "L1", 10, 0)])
    assert broken(POTS.rows(world, both), both) == over


def test_a_pot_without_an_amount_counts_and_never_binds() -> None:
    world = a_world(TWO_SCHOOLS, [a_leader("L1")], policy=a_policy(pots=(a_pot(pounds=None),)))
    both = some_choices(world, [("R1", "L1", 10, 0), ("R2", "L1", 10, 0)])
    assert POTS.rows(world, both).subject == ()


def test_a_pot_pays_only_for_its_purposes_and_regions() -> None:
    pots = (
        a_pot("north", 5_999, pays_for=("leader_days",), regions=frozenset({"North West"})),
        a_pot("london", 5_999, pays_for=("leader_days",), regions=frozenset({"London"})),
        a_pot("governance", 2_499, pays_for=("governance_days",)),
    )
    world = a_world(
        [a_trust("T1")], [a_leader("L1", region="London")], [a_governance_leader("G1")], policy=a_policy(pots=pots)
    )
    both = some_choices(world, [("T1", "L1", 10, 0)], [("T1", "G1", 5)])
    assert broken(POTS.rows(world, both), both) == ["north", "governance"]


def test_a_ceiling_binds_beside_the_pot_that_pays() -> None:
    pots = (a_pot(pounds=None), a_pot("cap", 5_000, role="ceiling"))
    world = a_world([a_recipient("R1")], [a_leader("L1")], policy=a_policy(pots=pots))
    one = some_choices(world, [("R1", "L1", 10, 0)])
    assert broken(POTS.rows(world, one), one) == ["cap"]


def test_fixed_costs_and_a_runs_share_come_off_a_pot_first() -> None:
    pot = a_pot(pounds=9_000, share=Fraction(1, 3), fixed=(FixedCost(what="fees", amount_pence=100_000),))
    world = a_world([a_recipient("R1")], [a_leader("L1")], policy=a_policy(pots=(pot,)))
    assert leftover(POTS.rows(world, some_choices(world)), "offer") == 266_666


@pytest.mark.parametrize(
    ("deployment", "left"),
    [
        (a_deployment(days_agreed=10), 400_000),
        (a_deployment(cost_pence=123_400), 876_600),
        (a_deployment(state="finished", days_agreed=10, days_claimed=5), 700_000),
        (a_deployment(state="declined"), 1_000_000),
        (a_deployment(term="summer-2022", state="running"), 1_000_000),
        (a_deployment(pot="another"), 1_000_000),
        (a_deployment(pot="a pot misspelt"), 400_000),
    ],
)
def test_a_pot_does_not_reset_between_terms(deployment: object, left: int) -> None:
    pot = a_pot(pounds=10_000, starts=date(2022, 9, 1), ends=date(2023, 8, 31))
    another = a_pot("another", pays_for=("match_fees",))
    policy = a_policy(pots=(pot, another), as_at=date(2023, 4, 30), term="spring-2023")
    world = a_world([a_recipient("R2")], [a_leader("L1")], policy=policy, history=[deployment])
    assert leftover(POTS.rows(world, some_choices(world)), "offer") == left


def test_a_ceiling_counts_history_whichever_pot_it_was_charged_to() -> None:
    pots = (a_pot(pounds=None), a_pot("cap", 10_000, role="ceiling"))
    told = a_deployment("R9", "L1", state="running", cost_pence=600_000, pot="offer")
    world = a_world(TWO_SCHOOLS, [a_leader("L1")], policy=a_policy(pots=pots), history=[told])
    assert leftover(POTS.rows(world, some_choices(world)), "cap") == 400_000


def governance_world(**leader: object) -> World:
    people = [a_governance_leader("G1", **leader), a_governance_leader("G2")]
    return a_world([a_trust("T1"), a_trust("T2")], [a_leader("L1")], people)


def test_a_trust_may_have_one_governance_leader_and_not_two() -> None:
    world = governance_world()
    one = some_choices(world, [], [("T1", "G1", 5)])
    two = some_choices(world, [], [("T1", "G1", 5), ("T1", "G2", 5)])
    assert broken(ONE_GOVERNANCE_LEADER.rows(world, one), one) == []
    assert broken(ONE_GOVERNANCE_LEADER.rows(world, two), two) == ["T1"]


@pytest.mark.parametrize(("days", "over"), [(10, []), (9, ["G1"])])
def test_a_governance_leader_gives_no_more_days_than_they_offered(days: int, over: list[str]) -> None:
    world = governance_world(days=days)
    both = some_choices(world, [], [("T1", "G1", 5), ("T2", "G1", 5)])
    assert broken(GOVERNANCE_DAYS.rows(world, both), both) == over


@pytest.mark.parametrize(("most", "over"), [(2, []), (1, ["G1"])])
def test_a_governance_leader_takes_on_no_more_than_they_can(most: int, over: list[str]) -> None:
    world = governance_world(max_matches=most)
    both = some_choices(world, [], [("T1", "G1", 5), ("T2", "G1", 5)])
    assert broken(GOVERNANCE_ROOM.rows(world, both), both) == over


def test_governance_days_come_only_with_a_match() -> None:
    world = governance_world()
    alone = some_choices(world, [], [("T1", "G1", 5)])
    beside = some_choices(world, [("T1", "L1", 10, 0)], [("T1", "G1", 5)])
    of_another = some_choices(world, [("T2", "L1", 10, 0)], [("T1", "G1", 5)])
    assert broken(GOVERNANCE_NEEDS_MATCH.rows(world, alone), alone) == ["T1"]
    assert broken(GOVERNANCE_NEEDS_MATCH.rows(world, beside), beside) == []
    assert broken(GOVERNANCE_NEEDS_MATCH.rows(world, of_another), of_another) == ["T1"]


def test_governance_days_may_stand_alone_where_the_switch_says_so() -> None:
    policy = a_policy(support={"governance_needs_match": False})
    world = a_world([a_trust("T1")], [a_leader("L1")], [a_governance_leader("G1")], policy=policy)
    alone = some_choices(world, [], [("T1", "G1", 5)])
    assert broken(GOVERNANCE_NEEDS_MATCH.rows(world, alone), alone) == []


@pytest.mark.parametrize(("share", "over"), [(Fraction(1, 2), []), (Fraction(1, 3), ["North West"]), (None, [])])
def test_a_brokers_own_organisation_serves_at_most_its_share(share: Fraction | None, over: list[str]) -> None:
    leaders = [a_leader("L1", organisation_id="O1"), a_leader("L2", organisation_id="O2")]
    world = a_world(
        TWO_SCHOOLS,
        leaders,
        organisations=[an_organisation("O1", broker_for=["North West"]), an_organisation("O2", broker_for=["London"])],
        policy=a_policy(rules={"own_interest_share_at_most": share}),
    )
    half = some_choices(world, [("R1", "L1", 10, 0), ("R2", "L2", 10, 0)])
    assert broken(OWN_INTEREST.rows(world, half), half) == over


def test_a_pinned_pair_is_in_every_plan() -> None:
    world = a_world(TWO_SCHOOLS, [a_leader("L1")], policy=a_policy(pins=(a_pin("R1", "L1"),)))
    kept = some_choices(world, [("R1", "L1", 10, 0)])
    other = some_choices(world, [("R2", "L1", 10, 0)])
    assert broken(PINS.rows(world, kept), kept) == []
    assert broken(PINS.rows(world, other), other) == ["R1+L1"]


def test_a_run_without_recipients_or_leaders_has_rows_and_no_trouble() -> None:
    world = a_world([], [])
    nothing = some_choices(world)
    for rule in (ONE_LEADER, LEADER_DAYS, TEAM_DAYS, DEPLOYMENTS, POTS, GOVERNANCE_NEEDS_MATCH, OWN_INTEREST, PINS):
        assert broken(rule.rows(world, nothing), nothing) == []


@pytest.mark.parametrize(("history", "at_most"), [((), 1), ((a_deployment("T1", "L2"),), 0)])
def test_leaders_who_would_help_each_others_trusts(history: tuple[Deployment, ...], at_most: int) -> None:
    """L1 is of T1 and L2 of T2: one of the two matches at most, and none where the other runs already."""
    leaders = [a_leader("L1", organisation_id="T1"), a_leader("L2", organisation_id="T2")]
    policy = a_policy(rules={"leader_own_trust": LeaderOwnTrust(mutual="bar")})
    trusts = [a_trust("T1"), a_trust("T2", schools=("110003", "110004"))]
    world = a_world(trusts, leaders, policy=policy, history=history)
    both = [("T1", "L2", 10, 0), ("T2", "L1", 10, 0)]
    limit = MUTUAL_HELP.rows(world, some_choices(world, both[1:] if history else both))
    assert limit.at_most.tolist() == [at_most]
