"""This week: the next task of every case of the reader's regions, sorted into overdue, due and next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matcher.case.records import SchoolCase
from matcher.case.school import case_of
from matcher.case.tasks.task import NOW, CaseTask
from matcher.case.tasks.tasks import next_task, tasks_of
from matcher.case.visible import leader_labels
from matcher.ledger import Record
from matcher.web.content.cases import ledger_view
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions

WHOSE = {"mine": "Mine", "others": "Others'", "all": "All"}
OF_BROKERS = ("broker", "approver")  # who writes down what schools and leaders say


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One case with its next task. `leader_id` is that of the offer that is open."""

    case: SchoolCase
    task: CaseTask
    leader_id: str
    leader: str
    run: str  # the name of the run on whose pages it is: of an earlier term, for what was agreed then
    titles: frozenset[str] = frozenset()  # of all the tasks of the case that are this reader's to do now


@dataclass(frozen=True, slots=True)
class Week:
    overdue: tuple[WeekLine, ...]
    due: tuple[WeekLine, ...]
    next: tuple[WeekLine, ...]

    @property
    def tables(self) -> tuple[tuple[str, tuple[WeekLine, ...]], ...]:
        return (("Overdue", self.overdue), ("Due", self.due), ("Next", self.next))


def week(
    run: ReviewRun,
    record: Record,
    permissions: Permissions,
    today: date,
    whose: str = "mine",
    going_on: Iterable[tuple[ReviewRun, frozenset[str]]] = (),
) -> Week:
    """`due` can be done now; `next` waits for an answer, another role or another step. By name within each.

    `going_on`: runs of earlier terms, with the schools and trusts of whose matches the work goes on.
    """
    found = _lines(run, record, permissions, today, whose)
    for other, recipients in going_on:
        found += [x for x in _lines(other, record, permissions, today, whose) if x.case.id in recipients]
    found.sort(key=lambda x: (x.case.name.casefold(), x.case.id))
    lines = [x for x in found if _is(whose, x.task, permissions.reviewer.role)]
    overdue = [x for x in lines if x.task.is_overdue(today)]
    rest = [x for x in lines if x not in overdue]
    due = [x for x in rest if x.task.status == NOW]
    return Week(tuple(overdue), tuple(due), tuple(x for x in rest if x not in due))


def _is(whose: str, task: CaseTask, role: str) -> bool:
    mine = task.by == role or ((task.by == "broker" or task.for_broker) and role in OF_BROKERS)
    return {"mine": mine, "others": not mine}.get(whose, True)


def _lines(run: ReviewRun, record: Record, permissions: Permissions, today: date, whose: str) -> list[WeekLine]:
    reader, view = reader_of(permissions), ledger_view(run, record)
    label: Mapping[str, str] = leader_labels(run.opened.world, reader)
    cases = (
        case_of(run.opened, id, today, view, reader, run.unmatched) for id in _with_match(run, record, permissions)
    )
    role = permissions.reviewer.role
    lines = (_line(case, label, run.name, whose, role, today) for case in cases)
    return [x for x in lines if x]


def _with_match(run: ReviewRun, record: Record, permissions: Permissions) -> Iterable[str]:
    known = run.opened.world.recipient_row
    mine = (m.match for m in run.states(record) if permissions.sees(m.match.region))
    return dict.fromkeys(m.recipient for m in mine if m.recipient in known)


def _line(case: SchoolCase, label: Mapping[str, str], run: str, whose: str, role: str, today: date) -> WeekLine | None:
    tasks, offer = tasks_of(case), case.current
    task = _task_of(tasks, whose, role, today)
    if task is None or offer is None:
        return None
    titles = frozenset(t.title for t in tasks if _is(whose, t, role) and (t.status == NOW or t.is_overdue(today)))
    return WeekLine(case, task, offer.pair.leader_id, label[offer.pair.leader_id], run, titles)


def _task_of(tasks: tuple[CaseTask, ...], whose: str, role: str, today: date) -> CaseTask | None:
    """The first of theirs that is overdue; else the first that can be done now, whatever others may do beside it; else
    the next of the case."""
    theirs = [t for t in tasks if _is(whose, t, role)]
    overdue = (t for t in theirs if t.is_overdue(today))
    return next(overdue, None) or next((t for t in theirs if t.status == NOW), None) or next_task(tasks)
