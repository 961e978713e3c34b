"""Every body's verdict and, where it qualifies, its recipient in full."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matcher.domain import Assessment, Deployment, Recipient, Request
from tests.eligibility.facts import (
    academy,
    answers,
    assessed,
    facts,
    followed,
    joined,
    judged,
    registered,
    school,
    shown,
)
from tests.rules.gates.builders import a_policy


def recipient(found: Assessment) -> Recipient:
    assert found.recipient is not None
    return found.recipient


def a_poor_trust(**rest: object):  # type: ignore[no-untyped-def]
    """Two schools in trust T since 2012, both judged Requires Improvement in 2020."""
    schools = [
        academy("1", easting=400_000, northing=300_001, region="North West", phases=frozenset({"primary"})),
        academy("2", easting=400_003, northing=300_002, region="London", phases=frozenset({"secondary"}), pupils=900),
    ]
    judgements = [judged(urn, 3, date(2020, 3, 1), leadership=lead) for urn, lead in (("1", 2), ("2", 4))]
    return facts(schools, judgements=judgements, memberships=[joined(urn, "T") for urn in "12"], **rest)


def test_bodies_come_in_order_of_id() -> None:
    assert list(assessed(facts([school("30"), school("4"), school("100")]))) == ["100", "30", "4"]


def test_a_school_recipient_carries_everything_known_of_it() -> None:
    own = judged("2", leadership=3, areas=(("quality-of-education", 3), ("behaviour", 2), ("early-years", 4)))
    given = facts(
        [
            school("1", closed=date(2019, 8, 31)),
            school("2", opened=date(2019, 9, 1), faith="Christian", diocese="Leeds"),
        ],
        judgements=[own],
        successions=[followed("1", "2")],
    )
    found = recipient(assessed(given)["2"])
    assert found.schools == ("2", "1")
    assert found.areas_of_need == {"curriculum", "teaching", "early-years"}
    assert (found.governance_need, found.eligible_since, found.route) == (2, date(2023, 2, 7), "standalone-ri")
    assert (found.region, found.local_authority, found.faith, found.diocese) == (
        "North West",
        "Bolton",
        "Christian",
        "Leeds",
    )
    assert (found.easting, found.northing, found.pupils, found.sector) == (400_000, 400_000, 200, "maintained")


@pytest.mark.parametrize(("leadership", "need"), [(1, 0), (2, 0), (3, 2), (4, 3), (None, None)])
def test_governance_need_is_suggested_from_the_leadership_judgement(leadership: int | None, need: int | None) -> None:
    given = facts([school("1")], judgements=[judged("1", leadership=leadership)])
    assert recipient(assessed(given)["1"]).governance_need == need


def test_a_trust_stands_at_the_mean_of_its_schools_with_all_their_phases() -> None:
    found = recipient(assessed(a_poor_trust())["T"])
    assert (found.easting, found.northing) == (400_001, 300_001)
    assert found.phases == {"primary", "secondary"}
    assert (found.pupils, found.schools, found.kind, found.route) == (1_100, ("1", "2"), "trust", "trust-share")
    assert found.governance_need == 3


def test_a_tie_of_regions_goes_to_the_first_in_the_alphabet_and_is_said() -> None:
    found = assessed(a_poor_trust())["T"]
    assert found.region == recipient(found).region == "London"
    assert "London is the first of their regions in the alphabet" in found.verdict.reason


def test_a_school_under_an_old_urn_takes_its_successors_place() -> None:
    old = school("1", region=None, easting=None, northing=None)
    new = academy("2", opened=date(2023, 9, 1), region="South West", easting=300_000, northing=100_000)
    found = recipient(assessed(facts([old, new], judgements=[judged("1")], successions=[followed("1", "2")]))["1"])
    assert (found.region, found.easting, found.northing) == ("South West", 300_000, 100_000)


def test_one_that_qualifies_but_is_nowhere_cannot_be_offered_support() -> None:
    found = assessed(facts([school("1", region=None)], judgements=[judged("1")]))["1"]
    assert (found.verdict.answer, found.cause, found.recipient) == ("cannot tell", "region-not-known", None)


def a_request(id: str, outcome: str) -> Request:
    day = date(2022, 12, 1)
    return Request(id=id, kind="school", reason="falling rolls", approver="D1", approved_on=day, outcome=outcome)


def test_an_approved_exception_makes_any_body_a_recipient() -> None:
    given = facts([school("1")], requests=(a_request("1", "approved"),))
    found = assessed(given)["1"]
    assert (found.verdict.answer, found.route) == ("eligible", "by-exception")
    assert recipient(found).eligible_since == date(2022, 12, 1)


def test_a_request_under_an_old_urn_is_for_the_school_it_became() -> None:
    schools = [school("1", closed=date(2022, 8, 31)), school("2", opened=date(2022, 9, 1))]
    given = facts(schools, successions=[followed("1", "2")], requests=(a_request("1", "approved"),))
    assert answers(given) == {"2": "eligible"}


def test_a_refusal_does_not_undo_what_a_rule_gives_and_an_open_request_leaves_a_question() -> None:
    refused = facts([school("1")], judgements=[judged("1")], requests=(a_request("1", "refused"),))
    assert (assessed(refused)["1"].verdict.answer, assessed(refused)["1"].route) == ("eligible", "standalone-ri")
    pending = facts([school("1")], requests=(a_request("1", "pending"),))
    assert assessed(pending)["1"].cause == "request-pending"
    only_refused = assessed(facts([school("1")], requests=(a_request("1", "refused"),)))["1"]
    assert only_refused.verdict.answer == "not eligible"
    assert "refused by D1" in only_refused.verdict.reason


class TestTheRegister:
    def test_a_body_that_only_the_register_knows_qualifies_by_its_word(self) -> None:
        found = assessed(facts([], recipients=(registered("9"),)))["9"]
        assert (found.verdict.answer, found.route) == ("eligible", "register")
        assert recipient(found).schools == ("9",)
        assert found.verdict.evidence[0].source == "recipients.csv, row 2"

    def test_its_values_win_and_what_it_leaves_open_is_filled_in(self) -> None:
        row = registered("1", governance_need=0, priority=7)
        found = assessed(facts([school("1")], judgements=[judged("1", leadership=4)], recipients=(row,)))["1"]
        merged = recipient(found)
        assert (merged.region, merged.governance_need, merged.priority, merged.name) == ("London", 0, 7, "Listed 1")
        assert (merged.easting, merged.phases, merged.eligible_since) == (400_000, {"primary"}, date(2023, 2, 7))
        assert "The register's name, region stand(s)." in found.verdict.reason
        assert "URN 1, 2023-02-07: 3 Requires Improvement" in str(found.verdict.evidence[1])

    def test_a_body_that_does_not_qualify_by_rule_does_by_the_register(self) -> None:
        found = assessed(facts([school("1")], recipients=(registered("1"),)))["1"]
        assert found.verdict.answer == "eligible"
        assert "Worked out from open data: not eligible" in found.verdict.reason

    def test_a_route_given_is_kept(self) -> None:
        assert (
            assessed(facts([], recipients=(registered("9", route="by the director"),)))["9"].route == "by the director"
        )

    def test_a_school_listed_under_an_old_urn_is_not_also_found_under_its_new_one(self) -> None:
        schools = [school("1", closed=date(2022, 8, 31)), school("2", opened=date(2022, 9, 1))]
        given = facts(
            schools, judgements=[judged("2")], successions=[followed("1", "2")], recipients=(registered("1"),)
        )
        assert answers(given) == {"1": "eligible"}
        assert recipient(assessed(given)["1"]).schools == ("2", "1")

    def test_a_trust_of_one_school_listed_as_a_trust_is_not_also_found_as_a_school(self) -> None:
        row = registered("T", kind="trust")
        given = facts([academy("1")], judgements=[judged("1")], memberships=[joined("1", "T")], recipients=(row,))
        assert answers(given) == {"T": "eligible"}


class TestSupportedBefore:
    HELD = Deployment(term="autumn-2021", recipient_id="1", leader_id="L1", state="finished")

    def test_is_not_offered_again_however_it_came_in(self) -> None:
        by_rule = facts([school("1")], judgements=[judged("1")], history=(self.HELD,))
        by_request = facts([school("1")], requests=(a_request("1", "approved"),), history=(self.HELD,))
        listed = facts([school("1")], recipients=(registered("1"),), history=(self.HELD,))
        stranger = facts([], recipients=(registered("1"),), history=(self.HELD,))
        for given in (by_rule, by_request, listed, stranger):
            found = assessed(given)["1"]
            assert (found.verdict.answer, found.route, found.recipient) == ("not eligible", "not-again", None)
            assert "autumn 2021" in found.verdict.reason

    def test_is_offered_again_where_the_scenario_says_so(self) -> None:
        given = facts([school("1")], judgements=[judged("1")], history=(self.HELD,))
        assert answers(given, a_policy(again=True)) == {"1": "eligible"}

    def test_is_the_same_school_under_its_new_urn(self) -> None:
        schools = [school("1", closed=date(2022, 8, 31)), school("2", opened=date(2022, 9, 1))]
        given = facts(schools, judgements=[judged("2")], successions=[followed("1", "2")], history=(self.HELD,))
        assert answers(given) == {"2": "not eligible"}

    def test_a_declined_deployment_bars_nothing(self) -> None:
        given = facts([school("1")], judgements=[judged("1")], history=(replace(self.HELD, state="declined"),))
        assert answers(given) == {"1": "eligible"}


def test_a_school_seen_only_in_a_later_file_may_tip_its_trust() -> None:
    given = a_poor_trust()
    more = [academy(urn) for urn in ("3", "4", "5")]
    stays = [*given.memberships, *(shown(urn, "T") for urn in ("1", "2", "3", "4", "5"))]
    good = [judged(urn, 2, date(2023, 1, 10)) for urn in ("3", "4", "5")]
    wider = facts([*given.schools.values(), *more], judgements=[*given.judgements, *good], memberships=stays)
    found = assessed(wider)["T"]
    assert (found.verdict.answer, found.cause) == ("cannot tell", "join-date-missing")
    without = facts([*given.schools.values(), *more], judgements=given.judgements, memberships=stays)
    assert answers(without)["T"] == "eligible"
