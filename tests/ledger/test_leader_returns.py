"""A leader who was ill and can again: nobody declined the pair, and what changed is said for that reason."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.ledger import history_csv, open_ledger
from matcher.ledger.history.deployment_history import decided_matches
from matcher.ledger.replan.left_alone import returned
from matcher.policy import Policy
from matcher.report.overview.change_tables import changes
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.shared_tables import ReportScope
from tests.ledger.term import NOW, a_decision
from tests.ledger.test_case import again, opened

ILL_UNTIL = date(2023, 2, 28)


@pytest.mark.parametrize(("act", "declined"), [("leader-cannot-any", False), ("school-wants-another-leader", True)])
def test_a_pair_is_called_declined_only_where_somebody_declined_it(act: str, declined: bool) -> None:
    book = open_ledger(":memory:", now=lambda: NOW)
    run = opened(again(book)[0])
    m = run.published.matches[0]
    detail = {} if declined else {"until": ILL_UNTIL.isoformat()}
    book.decide([a_decision(run, act, detail=detail)], run)
    assert (f"{run.term},{m.recipient},{m.leader},declined" in history_csv(book.record())) == declined
    assert (run.term, m.recipient, m.leader) in decided_matches(book.record()), "a register's row of it counts no more"


def test_why_a_match_is_new_names_the_leader_who_can_again() -> None:
    book = open_ledger(":memory:", now=lambda: NOW)
    run = opened(again(book)[0])
    m = run.published.matches[0]
    book.decide([a_decision(run, "leader-cannot-any", detail={"until": ILL_UNTIL.isoformat()})], run)
    without, _ = again(book, as_at=date(2023, 1, 20))
    assert (m.recipient, m.leader) not in {(x.recipient_id, x.leader_id) for x in without.plan.matches}
    result, _ = again(book, publish=False, term="summer-2023", as_at=date(2023, 4, 20))
    back = returned(book.record(), {m.recipient: m.leader}, result.policy)
    said = f"Leader {m.leader}, who could not until 28 February 2023, can again."
    assert {id: str(x) for id, x in back.items()} == {m.recipient: said}
    table = changes(ReportScope(PlanView(result)))
    plan = {x.recipient_id: x.leader_id for x in result.plan.matches}
    assert plan[m.recipient] == m.leader
    assert any(said in str(row[-1]) for row in table.rows)


def test_no_day_is_named_where_they_said_so_before_it(policy_before: Policy) -> None:
    book = open_ledger(":memory:", now=lambda: NOW)
    run = opened(again(book)[0])
    m = run.published.matches[0]
    book.decide([a_decision(run, "leader-cannot-any", detail={"until": ILL_UNTIL.isoformat()})], run)
    (said,) = returned(book.record(), {m.recipient: m.leader}, policy_before).values()
    assert str(said) == f"Leader {m.leader}, who could not, can again."


@pytest.fixture
def policy_before() -> Policy:
    """The term's, whose day is before the last day of the absence."""
    return again(open_ledger(":memory:", now=lambda: NOW), publish=False)[0].policy
