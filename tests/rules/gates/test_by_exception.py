"""By exception: requested, considered, approved or refused, with a reason and an approver."""

from __future__ import annotations

from datetime import date

from matcher.rules.gates.by_exception import BY_EXCEPTION
from tests.rules.gates.builders import a_policy, a_request, a_school


def test_an_approved_request_qualifies_with_its_reason_its_approver_and_its_dates() -> None:
    verdict = BY_EXCEPTION.judge(a_school(requests=(a_request("approved"),)), a_policy())
    assert (verdict.answer, verdict.since) == ("eligible", date(2022, 11, 1))
    assert verdict.reason == "By exception, approved by D1: new headteacher and falling rolls."
    assert str(verdict.evidence[0]) == (
        "URN 100001, 2022-11-01: request received 3 October 2022, approved by D1 [requests.csv, row 2]"
    )


def test_a_refused_request_does_not_qualify_and_says_why() -> None:
    verdict = BY_EXCEPTION.judge(a_school(requests=(a_request("refused"),)), a_policy())
    assert verdict.answer == "not eligible"
    assert "refused by D1: new headteacher" in verdict.reason


def test_a_request_not_yet_decided_leaves_the_question_open() -> None:
    for request in (a_request("pending"), a_request(None)):
        verdict = BY_EXCEPTION.judge(a_school(requests=(request,)), a_policy())
        assert (verdict.answer, verdict.cause) == ("cannot tell", "request-pending")


def test_a_decision_of_a_later_day_is_not_known_yet() -> None:
    body = a_school(requests=(a_request("approved"),))
    assert BY_EXCEPTION.judge(body, a_policy(date(2022, 10, 31))).answer == "cannot tell"
    assert BY_EXCEPTION.judge(body, a_policy(date(2022, 11, 1))).answer == "eligible"


def test_of_several_requests_an_approval_stands_whatever_came_before_or_after() -> None:
    refused, approved = a_request("refused", approved_on=date(2023, 1, 9)), a_request("approved")
    for requests in ((refused, approved), (approved, refused)):
        assert BY_EXCEPTION.judge(a_school(requests=requests), a_policy()).answer == "eligible"


def test_a_new_request_after_a_refusal_opens_the_question_again() -> None:
    body = a_school(requests=(a_request("refused"), a_request("pending")))
    assert BY_EXCEPTION.judge(body, a_policy()).answer == "cannot tell"


def test_is_asked_only_of_bodies_put_forward() -> None:
    assert BY_EXCEPTION.applies(a_school(requests=(a_request(),)))
    assert not BY_EXCEPTION.applies(a_school())
