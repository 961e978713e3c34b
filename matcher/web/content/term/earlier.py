"""Matches of other terms that go on or were decided: a later proposal knows nothing of them, and their work goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from matcher.case.visible import leader_labels
from matcher.errors import MatcherError
from matcher.ledger import FROZEN, MatchState, Record
from matcher.ledger.log.acts import PROPOSED, REPLACED
from matcher.web.content.cases import state_words
from matcher.web.content.term.run_headings import heading_of
from matcher.web.project import Project, ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions
from matcher.wording.wording import term


@dataclass(frozen=True, slots=True)
class EarlierMatch:
    """A match of another term. `run` is the name of the folder whose pages are about it, '' where there is none."""

    term: str
    recipient_id: str
    leader_id: str
    leader: str
    stands: str
    run: str


def earlier_matches(
    project: Project, run: ReviewRun, record: Record, permissions: Permissions, today: date, recipient: str
) -> tuple[EarlierMatch, ...]:
    """Those of one school or trust that were decided in another term, by line."""
    label = leader_labels(run.opened.world, reader_of(permissions))
    mine = [m for m in _of_other_terms(run, record) if m.match.recipient == recipient and m.acts]
    names = folders_of_ledger(project, run)
    return tuple(
        EarlierMatch(
            term(m.term),
            recipient,
            m.match.leader,
            label.get(m.match.leader, m.match.leader),
            state_words(run, record, permissions, m, today),
            names.get(m.run, ""),
        )
        for m in sorted(mine, key=lambda m: int(m.acts[-1]["seq"]))
    )


def runs_that_go_on(project: Project, run: ReviewRun, record: Record) -> Iterator[tuple[ReviewRun, frozenset[str]]]:
    """The opened runs of other terms with the schools and trusts of their matches that are agreed or running."""
    names = folders_of_ledger(project, run)
    going: dict[str, set[str]] = {}
    for m in _of_other_terms(run, record):
        if m.state in FROZEN and m.run in names:
            going.setdefault(names[m.run], set()).add(m.match.recipient)
    for name, recipients in sorted(going.items()):
        try:
            other = project.run(name)
        except MatcherError:
            continue  # its own page says why it does not open
        if other is not None:
            yield other, frozenset(recipients)


def _of_other_terms(run: ReviewRun, record: Record) -> Iterable[MatchState]:
    return (m for m in record.matches.values() if m.term != run.opened.term and m.state not in (PROPOSED, REPLACED))


def folders_of_ledger(project: Project, run: ReviewRun) -> dict[str, str]:
    """Run id -> name of the folder, for the runs that share this run's ledger."""
    found: dict[str, str] = {}
    for name, folder in project.run_folders():
        if folder.parent == run.opened.folder.parent:
            try:
                found.setdefault(heading_of(folder).id, name)
            except MatcherError:
                continue  # it is no run that opens
    return found
