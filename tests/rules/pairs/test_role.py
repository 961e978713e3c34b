"""A trust is supported by a trust chief executive or equivalent, a standalone school also by a national leader."""

import pytest

from matcher.rules.pairs.role import ROLE
from tests.rules.pairs.single_pair import bars, why
from tests.worlds import a_leader, a_policy, a_recipient, a_trust, a_world


@pytest.mark.parametrize("role", ["trust_ceo", "equivalent"])
def test_lets_a_trust_be_led_by_a_chief_executive_or_equivalent(role: str) -> None:
    assert not bars(ROLE, a_world([a_trust()], [a_leader(role=role)]), "T1")


def test_bars_a_national_leader_from_a_trust() -> None:
    assert bars(ROLE, a_world([a_trust()], [a_leader(role="nle")]), "T1")


@pytest.mark.parametrize("role", ["trust_ceo", "nle", "equivalent"])
def test_lets_a_standalone_school_be_supported_by_any_role(role: str) -> None:
    assert not bars(ROLE, a_world([a_recipient()], [a_leader(role=role)]))


def test_each_list_of_roles_is_a_switch() -> None:
    policy = a_policy(rules={"trust_leader": ("nle",), "standalone_leader": ("trust_ceo",)})
    world = a_world([a_trust(), a_recipient()], [a_leader(role="nle")], policy=policy)
    assert not bars(ROLE, world, "T1")
    assert bars(ROLE, world, "R1")


def test_says_who_is_wanted_instead() -> None:
    assert why(ROLE, a_world([a_trust()], [a_leader(role="nle")]), "T1") == (
        "L1 is a national leader of education, and Trust T1, a trust, "
        "is to be supported by a trust chief executive or an equivalent leader"
    )
