"""This week names what is overdue of a case before what may be done beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import cast

from matcher.case.records import SchoolCase
from matcher.case.tasks.task import ASK, BEFORE, NOW, CaseTask
from matcher.web.content.term.home import next_on_home
from matcher.web.content.term.week import Week, WeekLine, _task_of

TODAY = date(2023, 4, 3)
TELL = CaseTask(code="tell-support", group=BEFORE, title="Tell Devon", status=NOW)
LEADER = CaseTask(code="leader", group=ASK, title="Ask the leader", status=NOW, due=date(2023, 2, 2))


def test_what_is_overdue_comes_first() -> None:
    assert _task_of((TELL, LEADER), "mine", "broker", TODAY) is LEADER
    assert _task_of((TELL, LEADER), "mine", "broker", date(2023, 2, 1)) is TELL
    assert _task_of((TELL, LEADER), "mine", "director", TODAY) is TELL, "nothing is the director's: the case's next"


def test_home_counts_every_case_that_has_the_task_open_not_only_those_where_it_comes_first() -> None:
    line = partial(WeekLine, cast(SchoolCase, None), leader_id="L1", leader="L1", run="w1")
    first = [line(task=TELL, titles=frozenset({"Tell Devon", "Check"})) for _ in range(2)]
    later = [line(task=replace(TELL, title="Check"), titles=frozenset({"Check"}))]
    assert next_on_home(Week((), (*later, *first), ())) == ("Check", 3)
    assert next_on_home(Week((), (*first, *later), ())) == ("Tell Devon", 2)
    assert next_on_home(Week((), (), ())) == ("", 0)
