"""The tasks of telling, part one: who hears that support will be offered, before the school or trust is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from matcher.case.records import SchoolCase, TellingStep
from matcher.case.tasks.task import BEFORE, BLOCKED, DONE, NOW, CaseTask


def telling_tasks(case: SchoolCase) -> Iterator[CaseTask]:
    """Part one, a body each; those of one step may be told on the same day."""
    first = min((t.step for t in case.support_told if t.on is None), default=0)
    for told in case.support_told:
        find = "" if told.name else f"Find out which {told.whom} is to be told"
        task = CaseTask(
            code="find-out" if find else "tell-support",
            group=BEFORE,
            title=find or f"Tell {_named(told)} that support will be offered",
            act="tell-of-support",
            status=NOW,
            hint=told.gap or _informed(case, told),
            step=told.step,
        )
        if told.on:
            yield replace(task, status=DONE, on=told.on, hint="")
        elif told.step > first:
            before = next(_named(t) for t in case.support_told if t.step == first and t.on is None)
            yield replace(task, status=BLOCKED, act="", hint=f"First tell {before}")
        else:
            yield task


def _informed(case: SchoolCase, told: TellingStep) -> str:
    """For who runs the school: that it was informed of the intervention, a milestone, does not tell it of the offer."""
    informed = case.reached is not None and case.reached.place >= 0 and told.whom in ("authority", "trust")
    return (
        "Informed formally of the intervention, by the milestones; not yet that support is offered" if informed else ""
    )


def _named(told: TellingStep) -> str:
    """`Cumberland (authority)`; a name that says what it is of stands alone: `Diocese of Clifton`."""
    if not told.name:
        return f"the {told.whom}"
    return told.name if told.whom in told.name.casefold() else f"{told.name} ({told.whom})"
