"""A school's lone yes in the next term: said on the terminal, in the report's table and by the tasks."""

from __future__ import annotations

from datetime import date

from matcher.ledger import open_ledger
from matcher.report.tables.comparison_tables import matches
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.shared_tables import ReportScope
from matcher.report.workbooks.task_sheet import tasks
from tests.ledger.term import NOW
from tests.ledger.test_case import again, pairs, with_one_yes

NEXT = {"term": "summer-2023", "as_at": date(2023, 4, 20)}


def test_a_yes_that_holds_no_longer_and_is_kept_is_said_in_the_next_term_too() -> None:
    book = open_ledger(":memory:", now=lambda: NOW)
    _, (school, leader) = with_one_yes(book)
    result, said = again(book, publish=False, **NEXT)
    assert (school, leader) in pairs(result)
    (kept,) = [x for x in said if "who has not answered" in x]
    assert f"({school}) said yes to leader {leader} on 12 January 2023" in kept
    assert kept.endswith("no longer held, and kept by this proposal")
    view = PlanView(result)
    table = matches(view)
    place = [c.title for c in table.columns].index("Recorded so far")
    said_of = {row[0]: str(row[place]) for row in table.rows}
    number = view.number_of[school]
    assert said_of[number].startswith("Said yes to this leader on 12 January 2023, was kept until 9 February 2023")
    asked = next(str(row[3]) for row in tasks(ReportScope(view)).rows if "Ask the school" in str(row[1]))
    assert f"{number} " not in {f"{x.split()[0]} " for x in asked.split("; ")}
    assert asked
