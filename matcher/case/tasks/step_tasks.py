"""The tasks of a school in a programme of advisers, beside those of its match: milestones, and its adviser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from matcher.case.pair.flags_shown import SIGNS_OFF, Advised, adviser_flags_shown
from matcher.case.records import AdviserOffer, SchoolCase
from matcher.case.tasks.task import BEFORE, BLOCKED, DELIVER, DONE, NOW, CaseTask
from matcher.domain import MILESTONE_CODES, MILESTONES
from matcher.wording.wording import CLEAR, CONFLICT, DECLARED, cannot
from matcher.wording.words import capital

DIAGNOSED, MATCHED = 2, 3  # places in MILESTONES: the initial diagnosis, matching complete
APPOINTED = ("appointed", "delivering", "finished", "stopped")


def before_asking(case: SchoolCase) -> Iterator[CaseTask]:
    """Up to the initial diagnosis: the responsible body informed, the adviser checked and allocated, the meeting."""
    if case.reached is None:
        return
    first, *others = _milestones(case, range(MATCHED), BEFORE)
    yield first
    yield from _adviser(case.adviser, first, case.reached.place >= 1)
    yield from others


def after_appointing(case: SchoolCase) -> Iterator[CaseTask]:
    """From the matching to the reviews; nothing where the school's progress is reviewed without an organisation."""
    if case.reached is not None and not case.reached.alone:
        yield from _milestones(case, range(MATCHED, len(MILESTONES)), DELIVER)


def _milestones(case: SchoolCase, places: Iterable[int], group: str) -> Iterator[CaseTask]:
    assert case.reached is not None
    reached, appointed = case.reached, any(o.state.code in APPOINTED for o in case.offers)
    days = {a.act: a for a in case.acts}
    for place in places:
        code, title = MILESTONE_CODES[place], capital(MILESTONES[place])
        line = days.get(code)
        if place <= reached.place:
            on, by = (line.on, line.role) if line else (reached.on if place == reached.place else None, "")
            yield CaseTask(code=code, group=group, title=title, status=DONE, act=code, on=on, done_by=by)
        elif place == reached.place + 1 and (place != MATCHED or appointed):
            yield CaseTask(code=code, group=group, title=title, status=NOW, act=code)
        else:
            waits = "Appoint first" if place == reached.place + 1 else f"First: {MILESTONES[place - 1]}"
            yield CaseTask(code=code, group=group, title=title, status=BLOCKED, act=code, hint=waits)


def _adviser(offer: AdviserOffer | None, informed: CaseTask, further: bool) -> Iterator[CaseTask]:
    """Their declaration is checked, then they are allocated; one who is allocated and cannot is asked again. `further`:
    a later milestone was reached, as if somebody were allocated."""
    if offer is None:
        title = "Find an adviser"
        yield CaseTask(code="adviser", group=BEFORE, title=title, status=BLOCKED, hint="The run proposes nobody")
        return
    allocated = offer.state.code in ("allocated", "paused")
    yield check_of_adviser(offer, allocated)
    if offer.state.code == "paused":
        yield _paused(offer.state.until)
        return
    wait = "" if offer.interests.code in (CLEAR, DECLARED) else "Interests have to be checked first"
    wait = wait if informed.status == DONE else f"First: {MILESTONES[0]}"
    met = f"The milestones have the {MILESTONES[1]}, and no adviser is recorded as allocated. " if further else ""
    task = allocation(offer, BLOCKED if wait else NOW, f"{met}{wait}")
    yield replace(task, status=DONE, on=offer.state.on, hint="") if allocated else task


def check_of_adviser(adviser: Advised, allocated: bool) -> CaseTask:
    """That the adviser's interests are checked: done before they are allocated."""
    known, title = adviser.interests, "Check the adviser's interests"
    hint = "Conflict: another adviser" if known.code == CONFLICT and not allocated else ""
    status = DONE if allocated or known.code in (CLEAR, DECLARED) else BLOCKED if hint else NOW
    on = known.checked_on if status == DONE else None
    return CaseTask(
        code="adviser-interests", group=BEFORE, title=title, status=status, act="adviser-checked", on=on, hint=hint
    )


def needs_sign_off(adviser: Advised) -> bool:
    """Whether the director alone may allocate this adviser, as an interest is declared."""
    return any(one.weight is SIGNS_OFF for one in adviser_flags_shown(adviser))


def allocation(adviser: Advised, status: str, hint: str) -> CaseTask:
    """That the adviser is allocated: by the director where an interest is declared, who signs it off with that."""
    signs = needs_sign_off(adviser)
    return CaseTask(
        code="adviser",
        group=BEFORE,
        title="Allocate the adviser: sign off what is declared" if signs else "Allocate the adviser",
        status=status,
        act="adviser-allocated",
        by="director" if signs else "broker",
        hint=hint,
    )


def _paused(until: date | None) -> CaseTask:
    title = "Ask the adviser whether they can again"
    hint = f"They {cannot(until)}"
    return CaseTask(
        code="adviser", group=BEFORE, title=title, status=NOW, act="adviser-can-again", due=until, hint=hint
    )
