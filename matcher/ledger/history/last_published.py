"""What stands published of a term, where its regions were proposed for in different runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from matcher.ledger.log.states import Record
from matcher.runs.published import PublishedMatch, PublishedRun, PublishedWait


@dataclass(frozen=True, slots=True)
class LastPublished:
    """The runs of a term whose word still stands, newest first: each only with the matches and waits of the
    regions that no later run of the term proposed for."""

    runs: tuple[PublishedRun, ...]

    @property
    def matches(self) -> tuple[PublishedMatch, ...]:
        return tuple(m for run in self.runs for m in run.matches)

    @property
    def waits(self) -> tuple[PublishedWait, ...]:
        return tuple(w for run in self.runs for w in run.waits)

    def speaks_of(self, region: str) -> bool:
        """Whether any run of the term proposed for this region."""
        return any(run.speaks_of(region) for run in self.runs)


def last_published(record: Record, term: str) -> LastPublished:
    """The last word of the term about each region; no runs where the term has none."""
    return LastPublished(tuple(_newest_first(record, term)))


def _newest_first(record: Record, term: str) -> Iterator[PublishedRun]:
    later: set[str] = set()
    for run in (r for r in reversed(record.runs) if r.term == term):
        if run.regions is None or not later.issuperset(run.regions):
            matches = tuple(m for m in run.matches if m.region not in later)
            yield replace(run, matches=matches, waits=tuple(w for w in run.waits if w.region not in later))
        if run.regions is None:
            return  # every region has been spoken of
        later.update(run.regions)
