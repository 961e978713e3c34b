"""What stands published of a term, where its regions were proposed for in different runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from matcher.ledger.log.states import Record
from matcher.runs.published import PublishedMatch, PublishedRun, PublishedWait
from matcher.world import term_day


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

    @property
    def eligible(self) -> frozenset[str]:
        """Ids of all that could be offered support in these runs."""
        return frozenset(id for run in self.runs for id in run.eligible)

    def speaks_of(self, region: str) -> bool:
        """Whether any run of the term proposed for this region."""
        return any(run.speaks_of(region) for run in self.runs)


def last_published(record: Record, term: str) -> LastPublished:
    """The last word of the term about each region; no runs where the term has none."""
    return LastPublished(tuple(_newest_first(record, term)))


def last_before(record: Record, term: str) -> LastPublished:
    """What a new proposal of this term is compared with: the last word of the term, else of the last term before it."""
    of_term = last_published(record, term)
    if of_term.runs:
        return of_term
    terms = sorted({r.term for r in record.runs if _is_earlier(r.term, term)}, key=term_day)
    return last_published(record, terms[-1]) if terms else of_term


def _is_earlier(term: str, than: str) -> bool:
    """A term of a name of its own has no place in time."""
    try:
        return term_day(term) < term_day(than)
    except ValueError:
        return False


def _newest_first(record: Record, term: str) -> Iterator[PublishedRun]:
    later: set[str] = set()
    for run in (r for r in reversed(record.runs) if r.term == term):
        if run.regions is None or not later.issuperset(run.regions):
            matches = tuple(m for m in run.matches if m.region not in later)
            yield replace(run, matches=matches, waits=tuple(w for w in run.waits if w.region not in later))
        if run.regions is None:
            return  # every region has been spoken of
        later.update(run.regions)
