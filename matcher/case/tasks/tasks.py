"""The task list of a case, from the first check to the review: what is done, what is next, and who does it.

The one builder for the pages and the workbook's sheet. It reads the case and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from matcher.case.pair.flags_shown import OVER, SIGNS_OFF, STOPS, FlagShown, flags_shown, reviewed_alone
from matcher.case.records import LeaderOffer, RecordedAct, SchoolCase
from matcher.case.rise.progress import LastMilestone
from matcher.case.tasks.step_tasks import after_appointing, before_asking
from matcher.case.tasks.task import ASK, BEFORE, BLOCKED, DECIDE, DELIVER, DONE, NOW, WAITING, CaseTask
from matcher.case.tasks.telling_tasks import telling_tasks
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import CLEAR, CONFLICT, DECLARED, FLAGS_OF_INTERESTS, State, cannot, day

NOT_RECORDED = "It is agreed, and not recorded that they were told first"
APPROVED_OR_LATER = ("approved", "appointed", "delivering", "finished", "stopped")


def status_words(task: CaseTask, today: date, role: str = "") -> str:
    """`Done 12 January 2023, by the broker`, `Do now`, `Waiting for the director`, `Overdue since D` and so on.

    `role` is the reader's: what is another role's turn is waited for.
    """
    if task.status == DONE:
        return "Done" + (f" {day(task.on)}" if task.on else "") + (f", by the {task.done_by}" if task.done_by else "")
    if task.status == BLOCKED:
        return "Cannot start yet"
    if task.is_overdue(today):
        return f"Overdue since {day(task.due)}"
    if task.status == WAITING:
        return "Waiting for an answer"
    return f"Waiting for the {task.by}" if role and task.by != role else "Do now"


def tasks_of(case: SchoolCase) -> tuple[CaseTask, ...]:
    """In the order in which they are done; of a school or trust with no offer that is open or over only those of its
    adviser and milestones, where the programme has such. Where an adviser alone reviews its progress, an offer that
    had not begun goes no further."""
    offer = case.current
    if offer and ended_by_diagnosis(case.reached, offer.state):
        offer = None
    found = _tasks(case, offer) if offer else (*before_asking(case), *after_appointing(case))
    return tuple(of_whom(task, case.broker) for task in found)


def of_whom(task: CaseTask, broker: str) -> CaseTask:
    """The task as that of the role which does a broker's tasks here."""
    instead = task.by == "broker" != broker
    return replace(task, by=broker, for_broker=True) if instead else task


def ended_by_diagnosis(reached: LastMilestone | None, stands: State) -> bool:
    """Whether the initial diagnosis left the school to an adviser alone before anybody was appointed."""
    return reached is not None and reached.alone and stands.code not in APPROVED_OR_LATER[1:]


def shown_after_diagnosis(
    shown: tuple[FlagShown, ...], reached: LastMilestone | None, stands: State
) -> tuple[FlagShown, ...]:
    """What is to settle of a match, and first that its diagnosis ended it, where it did."""
    return (reviewed_alone(), *shown) if ended_by_diagnosis(reached, stands) else shown


def next_task(tasks: tuple[CaseTask, ...]) -> CaseTask | None:
    """The first that can be done; else the first that waits for an answer; None where nothing is open."""
    open_ = [t for t in tasks if t.status == NOW] or [t for t in tasks if t.status == WAITING]
    return open_[0] if open_ else next((t for t in tasks if t.open), None)


def _tasks(case: SchoolCase, offer: LeaderOffer) -> Iterator[CaseTask]:
    """The tasks of one offer in the order in which they fall due."""
    agreed = offer.state.code != "proposed"
    if offer.state.withdrew_on:
        yield _another_leader(offer.state.withdrew_on)
    yield from before_asking(case)
    yield _interests(offer)
    yield from _to_settle(offer)
    telling = tuple(telling_tasks(case))
    if not agreed:
        yield from telling
    else:
        yield from (t for t in telling if not t.open)
    waits = next((t.title for t in telling if t.open), "")
    yield _school(case, offer, waits)
    yield _leader(case, offer)
    yield from _decide(case, offer)
    if agreed and offer.state.code not in OVER:
        yield from (replace(t, hint=t.hint or NOT_RECORDED) for t in telling if t.open)
    yield from _deliver(case, offer)
    yield from after_appointing(case)


def _another_leader(on: date) -> CaseTask:
    """For a match that stands although its leader withdrew: a person ends it, and another is found."""
    hint = f"The {LEADER} withdrew on {day(on)}. Record that they cannot; then the next reserve can be offered"
    title = f"Find another {LEADER}"
    return CaseTask(code="another", group=BEFORE, title=title, status=NOW, act="leader-cannot", hint=hint)


def _done(case: SchoolCase, offer: LeaderOffer, act: str) -> RecordedAct | None:
    """The last line of this act about this leader."""
    return next((a for a in reversed(case.acts) if a.act == act and a.leader_id == offer.pair.leader_id), None)


def _or_done(line: RecordedAct | None, task: CaseTask, otherwise: bool = False) -> CaseTask:
    """The task as done where a line says so, or where a later state implies it."""
    if line is None and not otherwise:
        return task
    return CaseTask(
        code=task.code,
        group=task.group,
        title=task.title,
        status=DONE,
        act=task.act,
        by=task.by,
        on=line.on if line else None,
        done_by=line.role if line else "",
    )


# Before asking.


def _interests(offer: LeaderOffer) -> CaseTask:
    title, known = f"Check the {LEADER}'s interests", offer.pair.interests
    done = known.code in (CLEAR, DECLARED) or offer.state.code in APPROVED_OR_LATER[1:]
    task = CaseTask(code="interests", group=BEFORE, title=title, act="interests-checked", status=NOW)
    if known.code == CONFLICT:
        return CaseTask(code="interests", group=BEFORE, title=title, status=BLOCKED, hint=f"Conflict: another {LEADER}")
    if done:
        return CaseTask(code="interests", group=BEFORE, title=title, status=DONE, on=known.checked_on)
    return task


def _to_settle(offer: LeaderOffer) -> Iterator[CaseTask]:
    """What else stops the appointment, each by its flag: it goes away once the flag does."""
    if offer.state.code in APPROVED_OR_LATER[1:]:
        return
    for one in flags_shown(offer.pair):
        if one.weight is STOPS and one.name not in (*FLAGS_OF_INTERESTS, CONFLICT):
            yield CaseTask(code="settle", group=BEFORE, title=f"Settle: {one.words}", status=NOW)


# Ask.


def _school(case: SchoolCase, offer: LeaderOffer, waits: str) -> CaseTask:
    task = CaseTask(code="school", group=ASK, title=f"Ask the {RECIPIENT}", act="ask-school", status=NOW)
    yes = _done(case, offer, "school-agrees")
    if yes or offer.state.said_yes == "school" or offer.state.code not in ("proposed", "paused"):
        return _or_done(yes, task, True)
    if offer.asked_on:
        hint = f"Asked on {day(offer.asked_on)}"
        return CaseTask(code="school", group=ASK, title=task.title, act="school-agrees", status=WAITING, hint=hint)
    if waits:
        return CaseTask(code="school", group=ASK, title=task.title, act="ask-school", status=BLOCKED, hint=waits)
    return task


def _leader(case: SchoolCase, offer: LeaderOffer) -> CaseTask:
    """Due by the last day on which the school's lone yes holds the pair."""
    task = CaseTask(
        code="leader",
        group=ASK,
        title=f"Ask the {LEADER}",
        act="leader-agrees",
        status=NOW,
        due=offer.state.until if offer.state.said_yes == "school" else None,
    )
    if offer.state.code == "paused" or offer.state.away:
        until = offer.state.away_until if offer.state.away else offer.state.until
        title = f"Ask the {LEADER} whether they can again"
        hint = f"They {cannot(until)}"
        return CaseTask(
            code="leader", group=ASK, title=title, act="leader-can-again", status=WAITING, due=until, hint=hint
        )
    said_yes = offer.state.said_yes == "leader" or offer.state.code != "proposed"
    return _or_done(_done(case, offer, "leader-agrees"), task, said_yes)


# Decide.


def _decide(case: SchoolCase, offer: LeaderOffer) -> Iterator[CaseTask]:
    state, approved = offer.state.code, _done(case, offer, "director-approves")
    ready = state == "agreed" and not offer.state.withdrew_on
    wait = "" if ready else f"The {RECIPIENT} and the {LEADER} have to agree first"
    wait = f"The {LEADER} withdrew" if offer.state.withdrew_on else wait
    role = "director"
    for one in flags_shown(offer.pair):
        if one.weight is SIGNS_OFF:
            status = NOW if ready else BLOCKED
            task = CaseTask(code="sign-off", group=DECIDE, title=_signed_off(one), status=status, by=role, hint=wait)
            yield _or_done(approved, task, state in APPROVED_OR_LATER)
    task = CaseTask(
        code="approve",
        group=DECIDE,
        title="Director approves",
        act="director-approves",
        status=NOW if ready else BLOCKED,
        by=role,
        hint=wait,
    )
    yield _or_done(approved, task, state in APPROVED_OR_LATER)
    yield _appoint(case, offer)


def _signed_off(one: FlagShown) -> str:
    """The task says what the director judges; the case, not the task, says what was declared."""
    return "Sign off a declared interest" if one.name == "sign-off" else f"Sign off: {one.words}"


def _appoint(case: SchoolCase, offer: LeaderOffer) -> CaseTask:
    state = offer.state.code
    wait = "" if state == "approved" else "The director has to approve first"
    if offer.state.withdrew_on:
        wait = f"The {LEADER} withdrew"
    elif state == "approved" and offer.pair.interests.code not in (CLEAR, DECLARED):
        wait = "Interests have to be checked first"
    task = CaseTask(
        code="appoint", group=DECIDE, title="Appoint", act="appoint", status=BLOCKED if wait else NOW, hint=wait
    )
    return _or_done(_done(case, offer, "appoint"), task, state in APPROVED_OR_LATER[1:])


# Deliver.


def _deliver(case: SchoolCase, offer: LeaderOffer) -> Iterator[CaseTask]:
    state = offer.state.code
    agreed = state in ("agreed", *APPROVED_OR_LATER)
    yield _tell_name(offer, agreed)
    began = state in ("delivering", "finished", "stopped")
    ready = state == "appointed"
    hint = "" if ready else "Appoint first"
    begin = CaseTask(
        code="begin", group=DELIVER, title="Begin", act="begin", status=NOW if ready else BLOCKED, hint=hint
    )
    yield _or_done(_done(case, offer, "begin"), begin, began)
    if offer.days:
        yield _days(offer, state)
    ended = state in ("finished", "stopped")
    running = state == "delivering"
    hint = "" if running else "It has not begun"
    end = CaseTask(code="end", group=DELIVER, title="End", act="finish", status=NOW if running else BLOCKED, hint=hint)
    yield _or_done(_done(case, offer, "finish") or _done(case, offer, "stop"), end, ended)
    hint = "" if ended else "It has not ended"
    title = "Review what changed"
    review = CaseTask(
        code="review", group=DELIVER, title=title, act="review", status=NOW if ended else BLOCKED, hint=hint
    )
    yield _or_done(_done(case, offer, "review"), review)


def _tell_name(offer: LeaderOffer, agreed: bool) -> CaseTask:
    """Part two: the leader's name, to everybody on the list, after the leader is free and interests are checked."""
    told, title = [t.on for t in offer.told if t.on], f"Tell the {LEADER}'s name"
    if offer.told and len(told) == len(offer.told):
        return CaseTask(code="tell-name", group=DELIVER, title=title, act="tell", status=DONE, on=max(told))
    checked = offer.pair.interests.code in (CLEAR, DECLARED)
    hint = f"{len(told)} of {len(offer.told)} told" if agreed and checked else f"The {LEADER} has to agree first"
    if agreed and not checked:
        hint = "Interests have to be checked first"
    status = NOW if agreed and checked else BLOCKED
    return CaseTask(code="tell-name", group=DELIVER, title=title, act="tell", status=status, hint=hint)


def _days(offer: LeaderOffer, state: str) -> CaseTask:
    all_days, title = offer.days, "Days claimed and paid"
    said = f"{offer.days_claimed} of {all_days} days claimed, {offer.days_paid} paid"
    if all_days and offer.days_paid >= all_days:
        return CaseTask(code="days", group=DELIVER, title=title, status=DONE, hint=said)
    open_ = state in ("delivering", "finished", "stopped")
    hint = said if open_ else "It has not begun"
    return CaseTask(code="days", group=DELIVER, title=title, act="claim", status=NOW if open_ else BLOCKED, hint=hint)
