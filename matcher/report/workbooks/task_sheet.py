"""The sheet Tasks: what can be done, waits for an answer or comes before asking; each task once for all its matches.

The tasks are those of the cases, as the pages show them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from matcher.case.pair.flags_shown import Advised
from matcher.case.records import LeaderOffer, SchoolCase
from matcher.case.school import name_told, role_of_broker, support_told
from matcher.case.tables.recorded_acts import acts_without_texts
from matcher.case.tasks.step_tasks import allocation, check_of_adviser, needs_sign_off
from matcher.case.tasks.task import BLOCKED, DONE, NOW, WAITING, CaseTask
from matcher.case.tasks.tasks import of_whom, tasks_of
from matcher.report.tables.plan_view import MatchDetails
from matcher.report.tables.report_table import Cell, Column, ReportTable
from matcher.report.tables.shared_tables import ReportScope
from matcher.wording.answers import RecordedAnswers
from matcher.wording.terms import RECIPIENT
from matcher.wording.wording import State, day, proper_name

WHO = {"broker": "Broker", "director": "Regional Director"}
BEFORE_ASKING = ("another", "find-out", "tell-support", "interests", "adviser-interests", "settle", "adviser", "school")
ORDER = (
    *(*BEFORE_ASKING, "leader", "sign-off", "approve", "appoint"),
    *("tell-name", "begin", "days", "end", "review"),
)
EVEN_BLOCKED = (*BEFORE_ASKING, "sign-off")  # what else is blocked follows from these


def tasks(scope: ReportScope) -> ReportTable:
    """In the order in which they are done, with the matches that each is for, by number."""
    rows = tuple((place, *row) for place, row in enumerate(_rows(scope), start=1))
    columns = (
        Column("Order", "count", 7),
        Column("Task", "long", 40),
        Column("Matches", "count", 9),
        Column(f"No. and {RECIPIENT}", "long", 60),
        Column("Who acts", "long", 18),
    )
    return ReportTable("Open tasks, in order", columns, rows, "Nothing is to be done.")


def _rows(scope: ReportScope) -> Iterator[tuple[Cell, ...]]:
    number = scope.view.number_of
    about: dict[tuple[int, int, str, str], list[str]] = defaultdict(list)
    for m in sorted(scope.matches, key=lambda m: number[m.recipient.id]):
        who = f"{number[m.recipient.id]} {proper_name(m.recipient.name)}"
        for task in _open(m, scope):
            key = ORDER.index(task.code), task.step, task.title, task.by
            about[key].append(f"{who}{_more(task)}")
    for id, adviser in scope.view.advisers.items():
        r = scope.result.world.recipients[scope.result.world.recipient_row[id]]
        who = proper_name(r.name) if id not in number else f"{number[id]} {proper_name(r.name)}"
        broker = role_of_broker(scope.result.facts, r.region)
        for task in (of_whom(x, broker) for x in _of_adviser(adviser)) if scope.has(r) else ():
            about[ORDER.index(task.code), 0, task.title, task.by].append(who)
    for (_, _, title, by), matches in sorted(about.items()):
        between = "\n" if any(": " in x for x in matches) else "; "
        yield title, len(matches), between.join(matches), WHO.get(by, by)


def _open(m: MatchDetails, scope: ReportScope) -> tuple[CaseTask, ...]:
    known: dict[str, tuple[CaseTask, ...]] = scope.view.memo.setdefault("open tasks", {})
    if m.recipient.id not in known:
        known[m.recipient.id] = tuple(filter(_is_open, tasks_of(_case(m, scope))))
    return known[m.recipient.id]


def _is_open(task: CaseTask) -> bool:
    return task.status in (NOW, WAITING) or (task.status == BLOCKED and task.code in EVEN_BLOCKED)


def _more(task: CaseTask) -> str:
    """What the pages say beside it: the last day on which it is in time, what it waits for, what is to be found."""
    by = f" (by {day(task.due)})" if task.due and task.status == NOW else ""
    return f"{by}: {task.hint}" if task.hint and (task.status == WAITING or task.code == "find-out") else by


def _of_adviser(adviser: Advised) -> Iterator[CaseTask]:
    """The check that is open, and the allocation that is the director's; also of a school with an adviser alone."""
    check = check_of_adviser(adviser, allocated=False)
    yield from () if check.status == DONE else (check,)
    yield from (allocation(adviser, NOW, ""),) if needs_sign_off(adviser) else ()


def _case(m: MatchDetails, scope: ReportScope) -> SchoolCase:
    """The part of the case that its tasks rest on, as it stood when this was proposed."""
    r, result = m.recipient, scope.result
    recorded = result.answers.get(r.id) or RecordedAnswers(State("proposed", result.policy.as_at))
    offer = LeaderOffer(
        pair=m.pair,
        state=recorded.state,
        days=m.days,
        team_days=m.team_days,
        pence=m.pence,
        days_claimed=recorded.days_claimed,
        days_paid=recorded.days_paid,
        told=name_told(r, result.facts, result.policy, recorded.lines),
        asked_on=recorded.asked_on,
    )
    return SchoolCase(
        id=r.id,
        name=r.name,
        kind=r.kind,
        region=r.region,
        authority=r.local_authority or "",
        day=result.policy.as_at,
        answer="eligible",
        why="",
        evidence=(),
        since=r.eligible_since,
        offers=(offer,),
        acts=acts_without_texts(recorded.lines),
        moves=(),
        unmatched="",
        gias="",
        ofsted="",
        support_told=support_told(r, result.facts, result.policy, result.told),
        broker=role_of_broker(result.facts, r.region),
    )
