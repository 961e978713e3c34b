"""This week names what is overdue of a case before what may be done beside it."""

from __future__ import annotations

from datetime import date

from matcher.case.tasks.task import ASK, BEFORE, NOW, CaseTask
from matcher.web.content.term.week import _task_of

TODAY = date(2023, 4, 3)
TELL = CaseTask(code="tell-support", group=BEFORE, title="Tell Devon", status=NOW)
LEADER = CaseTask(code="leader", group=ASK, title="Ask the leader", status=NOW, due=date(2023, 2, 2))


def test_what_is_overdue_comes_first() -> None:
    assert _task_of((TELL, LEADER), "mine", "broker", TODAY) is LEADER
    assert _task_of((TELL, LEADER), "mine", "broker", date(2023, 2, 1)) is TELL
    assert _task_of((TELL, LEADER), "mine", "director", TODAY) is TELL, "nothing is the director's: the case's next"
