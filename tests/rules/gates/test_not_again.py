"""A body that has had its deployment is not offered another, unless the programme says so."""

from __future__ import annotations

import pytest

from matcher.domain import Deployment
from matcher.rules.gates.not_again import NOT_AGAIN
from tests.rules.gates.builders import a_policy, a_school


def a_deployment(state: str) -> Deployment:
    return Deployment(term="autumn-2022", recipient_id="100001", leader_id="L1", state=state)


@pytest.mark.parametrize("state", ["agreed", "running", "finished"])
def test_bars_a_body_with_a_deployment_and_names_the_term(state: str) -> None:
    body = a_school(deployments=(a_deployment(state),))
    verdict = NOT_AGAIN.judge(body, a_policy())
    assert NOT_AGAIN.applies(body)
    assert NOT_AGAIN.veto
    assert verdict.answer == "not eligible"
    assert "autumn 2022" in verdict.reason


@pytest.mark.parametrize("state", ["declined", "proposed"])
def test_a_deployment_declined_or_only_proposed_bars_nothing(state: str) -> None:
    assert not NOT_AGAIN.applies(a_school(deployments=(a_deployment(state),)))


def test_bars_nothing_where_the_programme_offers_support_again() -> None:
    body = a_school(deployments=(a_deployment("finished"),))
    assert NOT_AGAIN.judge(body, a_policy(again=True)).answer == "eligible"
