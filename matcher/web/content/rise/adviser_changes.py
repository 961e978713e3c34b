"""The schools of a run whose adviser is another than in the proposal before, as lines of the page of what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matcher.case.rise.adviser_changes import changed_advisers
from matcher.case.visible import leader_labels
from matcher.ledger import Record
from matcher.ledger.history.last_published import LastPublished
from matcher.ledger.replan.rise.adviser_changes import advisers_before, why_changed
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of, seen
from matcher.web.reviewer import Permissions


@dataclass(frozen=True, slots=True)
class AdviserChangeLine:
    """One school; `kind` says whether it lost, got or changed its adviser."""

    kind: str
    recipient_id: str
    name: str
    before: str
    now: str
    why: str


def adviser_change_lines(
    run: ReviewRun, record: Record, permissions: Permissions, earlier: LastPublished, mine: Callable[[str], bool]
) -> tuple[AdviserChangeLine, ...]:
    """By kind, those who lost one first, then by name; of schools that are still to be matched."""
    return tuple(sorted(_lines(run, record, permissions, earlier, mine), key=lambda x: (_ORDER.index(x.kind), x.name)))


_ORDER = ("Lost its adviser", "Another adviser", "Got an adviser")


def _lines(
    run: ReviewRun, record: Record, permissions: Permissions, earlier: LastPublished, mine: Callable[[str], bool]
) -> Iterator[AdviserChangeLine]:
    world, now = run.opened.world, run.opened.published.advisers
    if not world.advisers:
        return
    before, label = advisers_before(earlier), leader_labels(world, reader_of(permissions))
    here = {r.id: r.name for r in world.recipients if mine(r.region)}
    for x in changed_advisers(before, now, [id for id in here if id in before or id in now]):
        was, then = (label.get(id, f"Adviser {id}") if id else "No adviser" for id in (x.was, x.now))
        why = why_changed(x, record, world, run.opened.rulebook, run.opened.policy.as_at, now)
        yield AdviserChangeLine(x.words, x.recipient_id, here[x.recipient_id], was, then, seen(permissions, why))
