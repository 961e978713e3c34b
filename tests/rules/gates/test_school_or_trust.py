"""In 2021/22 and 2024/25 a trust's school is supported through its trust, or by itself where the setting says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from matcher.domain import Verdict
from matcher.eligibility.assess import answer
from matcher.policy import Policy
from matcher.rules.gates.body import Body
from matcher.rules.gates.sio_2024 import LOW_AGAIN, LOW_TWICE
from matcher.rules.gates.tsio_2021 import RI_IN_YEAR, TRUST_RI_IN_YEAR
from matcher.rules.rulebooks import SIO_2024, TSIO_2021
from tests.rules.gates.builders import a_member, a_policy, a_trust
from tests.rules.gates.rise import a_past, headline, parts


def in_2021(as_at: date = date(2022, 8, 31), **reading: Any) -> Policy:
    return replace(a_policy(as_at, **reading), year_from=date(2021, 9, 1), year_to=date(2022, 8, 31))


def in_2024(as_at: date = date(2025, 7, 31), **reading: Any) -> Policy:
    given: dict[str, Any] = {"date_basis": "inspection-start", "window_to": date(2025, 2, 28)} | reading
    return replace(a_policy(as_at, **given), year_from=date(2024, 9, 1), year_to=date(2025, 7, 31))


POOR = (headline(2, date(2018, 3, 6)), headline(3, date(2021, 11, 9)))
GOOD = (headline(2, date(2018, 3, 6)), headline(2, date(2021, 11, 9)))


def trust_of(*schools: Body, sure: bool = True) -> Body:
    members = [a_member(body.id, certain=sure) for body in schools]
    return a_trust(*members, schools=schools)


def a_school_of_a_trust(*history: Any, urn: str = "100001") -> Body:
    return replace(a_past(*history, alone=False, trust_name="Beck Trust", sector="academy"), id=urn, line=(urn,))


def judged(body: Body, policy: Policy) -> Verdict:
    return (RI_IN_YEAR if body.kind == "school" else TRUST_RI_IN_YEAR).judge(body, policy)


def test_a_standalone_school_stands_for_itself() -> None:
    assert judged(a_past(*POOR), in_2021()).answer == "eligible"
    assert judged(a_past(*GOOD), in_2021()).answer == "not eligible"


def test_a_trusts_school_is_supported_through_its_trust() -> None:
    found = judged(a_school_of_a_trust(*POOR), in_2021())
    assert found.answer == "not eligible"
    assert found.reason.endswith("It is supported, if at all, through its trust, Beck Trust.")
    assert judged(a_school_of_a_trust(*POOR), in_2021(level="school")).answer == "eligible"


def test_one_school_lets_its_trust_in_and_is_named() -> None:
    body = trust_of(a_school_of_a_trust(*POOR), a_school_of_a_trust(*GOOD, urn="100002"))
    found = judged(body, in_2021())
    assert found.answer == "eligible"
    assert found.reason.startswith("1 of its 2 schools qualifies (URN 100001).")
    assert judged(body, in_2021(level="school")).answer == "not eligible"


def test_a_school_may_stand_for_itself_where_trust_and_school_agree_and_then_lets_no_trust_in() -> None:
    agreed = in_2021(at_school_level=("100001",))
    poor, other = a_school_of_a_trust(*POOR), a_school_of_a_trust(*POOR, urn="100002")
    assert judged(poor, agreed).answer == "eligible"
    assert judged(other, agreed).answer == "not eligible"
    assert judged(trust_of(poor, a_school_of_a_trust(*GOOD, urn="100002")), agreed).answer == "not eligible"
    assert judged(trust_of(poor), agreed).answer == "not eligible"
    assert judged(trust_of(poor, other), agreed).reason.startswith("1 of its 2 schools qualifies (URN 100002).")


def test_a_school_that_may_be_elsewhere_leaves_the_trust_open() -> None:
    body = trust_of(a_school_of_a_trust(*POOR), sure=False)
    assert (judged(body, in_2021()).answer, judged(body, in_2021()).cause) == ("cannot tell", "join-date-missing")


def test_a_trust_whose_schools_are_all_good_is_out() -> None:
    assert judged(trust_of(a_school_of_a_trust(*GOOD)), in_2021()).answer == "not eligible"


def test_where_it_is_not_known_whether_it_stood_alone_the_school_cannot_be_told() -> None:
    found = judged(a_past(*POOR, alone=None, cause="membership-not-seen", sector="academy"), in_2021())
    assert (found.answer, found.cause) == ("cannot tell", "membership-not-seen")


def test_a_report_of_unknown_day_lets_in_by_one_rule_or_the_other() -> None:
    """Published before the year it stood at Requires Improvement twice; published in it, it was judged so in it."""
    unknown = headline(3, date(2021, 7, 6), published=None)
    body = a_past(headline(3, date(2018, 3, 6)), unknown)
    assert answer(body, in_2021(), TSIO_2021.gates[:4]) == "cannot tell"
    assert answer(body, in_2021(), TSIO_2021.gates) == "eligible"


def test_the_window_of_2024_25_closes_on_28_february() -> None:
    before = headline(3, date(2022, 5, 10))
    inside, outside = parts(3, 2, date(2025, 2, 28)), parts(3, 2, date(2025, 3, 1))
    assert LOW_AGAIN.judge(a_past(before, inside), in_2024()).answer == "eligible"
    assert LOW_AGAIN.judge(a_past(before, outside), in_2024()).answer == "not eligible"


def test_two_earlier_judgements_leave_the_plans_of_2024_25_open() -> None:
    body = a_past(headline(3, date(2019, 5, 14)), headline(3, date(2023, 1, 10)))
    found = LOW_TWICE.judge(body, in_2024())
    assert (found.answer, found.cause) == ("cannot tell", "plans-not-known")
    assert "is in no file" in found.reason
    assert answer(body, in_2024(), SIO_2024.gates) == "cannot tell"


def test_a_report_of_unknown_day_lets_in_by_its_concern_or_as_the_one_before() -> None:
    """Published before the year it is below good before a low part; published in it, it puts the school in concern."""
    unknown = headline(4, date(2024, 7, 9), published=None, category="SM")
    body = a_past(headline(2, date(2019, 3, 5)), unknown, parts(3, 2, date(2025, 1, 14)))
    policy = in_2024(date_basis="publication", window_to=date(2025, 7, 31))
    by_name = {gate.name: gate for gate in SIO_2024.gates}
    judged_by = {name: by_name[name].judge(body, policy).answer for name in ("low-again", "causing-concern")}
    assert set(judged_by.values()) == {"cannot tell"}
    assert by_name["low-again-or-concern"].judge(body, policy).answer == "eligible"
    assert answer(body, policy, SIO_2024.gates) == "eligible"
