"""Home: each proposal of the folder as a line that tells it from the others, and the next task of the newest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from matcher.errors import MatcherError
from matcher.ledger import Ledger, MatchState, open_ledger
from matcher.ledger.log.acts import PUBLISH, REFUSED, REPLACED
from matcher.ledger.log.states import Record
from matcher.ledger.log.store import ledger_of
from matcher.web.content.term.earlier import runs_that_go_on
from matcher.web.content.term.run_headings import RunHeading, heading_of
from matcher.web.content.term.week import Week, WeekLine, week
from matcher.web.project import Project, ReviewRun
from matcher.web.reviewer import Permissions, Reviewer
from matcher.wording.wording import day, still_standing

CURRENT, NOTHING_RECORDED = "Current", "Current; nothing is recorded yet"
LAST_OF_TERM = "The last of its term"
WITHOUT_LEDGER = "Made without the ledger: it does not know what was decided"


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal as Home shows it: counts are of the reader's regions. `problem`: why the folder cannot be read."""

    name: str
    term: str = ""
    regions: str = ""
    as_at: date | None = None
    made: date | None = None
    matched: str = ""
    stands: str = ""
    status: str = ""
    current: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LedgerOfRuns:
    """One ledger's record, and on which day each of its runs was published, by the run's id."""

    record: Record
    published: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class _Made:
    heading: RunHeading
    known: LedgerOfRuns | None


def proposal_lines(project: Project, reader: Reviewer) -> tuple[ProposalLine, ...]:
    """A line a run folder, the newest first; a folder that cannot be read says so."""
    ledgers: dict[Path, LedgerOfRuns | None] = {}
    made: dict[str, _Made | None] = {}
    for name, folder in project.run_folders():
        try:
            if folder.parent not in ledgers:
                ledgers[folder.parent] = _ledger(project, folder)
            made[name] = _Made(heading_of(folder), ledgers[folder.parent])
        except MatcherError:
            made[name] = None
    named = {one.heading.id: name for name, one in made.items() if one is not None}
    return tuple(_with_status(_line(name, one, reader), one, named) for name, one in made.items())


def _ledger(project: Project, folder: Path) -> LedgerOfRuns | None:
    where = Path(ledger_of(folder, None))
    if not where.is_file():
        return None
    with closing(open_ledger(where, project.now, check=False)) as ledger:
        return LedgerOfRuns(ledger.record(), days_published(ledger))


def days_published(ledger: Ledger) -> dict[str, date]:
    """The day on which each run was published, by its first line."""
    bodies = [line.body for line in ledger.lines() if line.body["act"] == PUBLISH]
    return {b["run"]: datetime.fromisoformat(b["at"]).date() for b in reversed(bodies)}


def _line(name: str, made: _Made | None, reader: Reviewer) -> ProposalLine:
    if made is None:
        return ProposalLine(name, problem="This folder cannot be read: open it to see why")
    heading, known = made.heading, made.known
    mine = {(recipient, leader) for recipient, leader, region in heading.matches if _sees(reader, region)}
    of = len(mine) + sum(_sees(reader, region) for region in heading.waiting)
    return ProposalLine(
        name,
        term=heading.term,
        regions=", ".join(sorted(heading.regions)) if heading.regions is not None else "All regions",
        as_at=heading.as_at,
        made=known.published.get(heading.id, heading.made) if known else heading.made,
        matched=f"{len(mine)} of {of}" if of else "",
        stands=_stands(heading, known, mine) if of else "",
    )


def _sees(reader: Reviewer, region: str) -> bool:
    return reader.regions is None or region in reader.regions


def _stands(heading: RunHeading, known: LedgerOfRuns | None, mine: set[tuple[str, str]]) -> str:
    """`18 still stand: 4 refused, 3 replaced`, of those that were proposed."""
    states = _states(heading, known)
    return still_standing(len(mine), *gone_of(states[pair] for pair in mine if pair in states)) or f"All {len(mine)}"


def gone_of(states: Iterable[MatchState]) -> tuple[int, int, int]:
    """How many were refused, replaced by another, and go on in a later term."""
    gone = Counter("carried" if m.state == REPLACED and m.goes_on_in else m.state for m in states)
    return gone[REFUSED], gone[REPLACED], gone["carried"]


def _states(heading: RunHeading, known: LedgerOfRuns | None) -> Mapping[tuple[str, str], MatchState]:
    of_term = known.record.of_term(heading.term) if known else ()
    return {(m.match.recipient, m.match.leader): m for m in of_term}


def _with_status(line: ProposalLine, made: _Made | None, named: Mapping[str, str]) -> ProposalLine:
    """Current, or replaced by the run that has the later word on all its regions."""
    if made is None:
        return line
    heading, known = made.heading, made.known
    if known is None or heading.id not in known.published:
        decided = known is not None and any(m.acts for m in known.record.of_term(heading.term))
        return replace(line, status=WITHOUT_LEDGER if decided else NOTHING_RECORDED, current=not decided)
    later = next(_later(heading, known.record), None)
    if later is None and _of_earlier_term(heading, known.record):
        return replace(line, status=LAST_OF_TERM)
    if later is None:
        return replace(line, status=CURRENT, current=True)
    return replace(line, status=f"Replaced by {named.get(later, 'a later run')} on {day(known.published[later])}")


def _of_earlier_term(heading: RunHeading, record: Record) -> bool:
    """Whether a proposal of another term was made after this one, for one of its regions."""
    own = record.run(heading.id)
    after = [run for run in record.runs if own and run.seq > own.seq and run.term != own.term]
    return any(heading.regions is None or run.meets(heading.regions) for run in after)


def _later(heading: RunHeading, record: Record) -> Iterator[str]:
    """The later runs of the term that proposed for all the regions of this one, in order."""
    own = record.run(heading.id)
    for run in record.runs if own else ():
        covers = run.regions is None or (heading.regions is not None and heading.regions <= set(run.regions))
        if own and run.seq > own.seq and run.run != own.run and run.term == heading.term and covers:
            yield run.run


@dataclass(frozen=True, slots=True)
class TermOnHome:
    """How much of a run's work is this reader's, in cases: overdue, due now, waiting for somebody else. `title` is the
    task that comes next, '' for none; `number` of cases have it open, beside other tasks or not, `first` among them."""

    overdue: int
    due: int
    waiting: int
    title: str = ""
    number: int = 0
    first: WeekLine | None = None


def term_on_home(project: Project, run: ReviewRun, record: Record, permissions: Permissions, today: date) -> TermOnHome:
    """What is overdue comes before what is due; what was agreed in earlier terms is among it."""
    found = week(run, record, permissions, today, "mine", runs_that_go_on(project, run, record))
    lines = found.overdue or found.due
    counts = len(found.overdue), len(found.due), len(found.next)
    return TermOnHome(*counts, *next_on_home(found), lines[0] if lines else None)


def next_on_home(found: Week) -> tuple[str, int]:
    """The title of the task that comes next, and of how many cases it can be done now; '' and 0 for none."""
    lines = (*found.overdue, *found.due)
    title = lines[0].task.title if lines else ""
    return title, sum(title in x.titles for x in lines)
