"""What keeping for those who come later has brought by the day of a later proposal, as the page of waits tells it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from matcher.errors import MatcherError
from matcher.ledger import Record
from matcher.ledger.wait_decisions.brought import may_follow, what_it_brought
from matcher.ledger.wait_decisions.brought_words import brought_sentences
from matcher.web.content.term.earlier import folders_of_ledger
from matcher.web.project import Project, ReviewRun
from matcher.web.redaction import all_seen
from matcher.web.reviewer import Permissions
from matcher.wording.messages import Message
from matcher.wording.wording import day


def later_runs(project: Project, run: ReviewRun, record: Record) -> tuple[tuple[str, str], ...]:
    """Folder and day of each proposal of a later day, the latest first, that the ledger of this run knows; none where
    this run keeps nothing."""
    if not run.finished.keeps:
        return ()
    own, names = run.opened.policy.as_at.isoformat(), folders_of_ledger(project, run)
    later = sorted((r.as_at, names[r.run]) for r in record.runs if r.as_at > own and r.run in names)
    return tuple((name, day(date.fromisoformat(as_at))) for as_at, name in reversed(later))


def brought_by(
    project: Project, run: ReviewRun, record: Record, permissions: Permissions, later: str
) -> tuple[str, ...]:
    """The sentences for this reader; none where that folder holds no proposal that could tell."""
    return all_seen(permissions, tuple(_sentences(project, run, record, later)))


def _sentences(project: Project, run: ReviewRun, record: Record, later: str) -> Iterator[Message]:
    """Worked out once for each later run: two plans are solved on its day."""
    known: dict[str, tuple[Message, ...]] = run.finished.memo.setdefault("what keeping brought", {})
    try:
        other = project.run(later)
    except MatcherError:
        return  # its own page says why it does not open
    if other is None or not may_follow(other.opened.policy, run.opened.policy):
        return
    key = f"{other.opened.id} {len(record.lines)} {len(record.runs)}"  # acts about a school or trust, and proposals
    if key not in known:
        brought = what_it_brought(run.opened, other.opened, record)
        known[key] = tuple(brought_sentences(brought, run.opened, other.opened))
    yield from known[key]
