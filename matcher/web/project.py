"""A project folder for the review pages: scenarios, opened runs (cached) and the ledger next to the runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock

from matcher.case.pair.facts import of_pair
from matcher.case.records import CaseNote, PairFacts
from matcher.errors import MatcherError
from matcher.explain.why.reserves import no_reserve_reasons
from matcher.explain.why_not.unmatched import unmatched_by_id
from matcher.garbage import nothing_collected
from matcher.ledger import Ledger, MatchState, Record, flags_on, open_ledger
from matcher.ledger.checks.interest_checks import last_check
from matcher.ledger.log.acts import FROZEN
from matcher.ledger.log.notes import notes_of
from matcher.ledger.log.record import Now, clock
from matcher.ledger.log.replay import record_of
from matcher.ledger.log.store import ledger_of
from matcher.ledger.upkeep.opening import IN_MEMORY, refuse_missing
from matcher.read.open_data.kept_open_data import OpenDataStore
from matcher.read.run_folders.run_folder import RECORD, run_record
from matcher.read.run_folders.seal import sealed_names, verify_seal
from matcher.report.maps import country_map
from matcher.result import Unmatched
from matcher.runs.caches.cache import RunCache
from matcher.runs.caches.memory import Cache
from matcher.runs.finished import FinishedRun
from matcher.runs.opened import OpenedRun, open_run
from matcher.web.content.current_plan import anything_decided, current_plan
from matcher.web.content.pins_and_forbids import PairConstraint, pair_constraints_in_force
from matcher.web.readers_first import ReadersFirst
from matcher.web.reviewer import Permissions

RUNS = "runs"
NOTHING = record_of(())
MIB = 1024 * 1024
RUNS_IN_MEMORY = 1024 * MIB  # all opened runs together, estimated
MEMORY_PER_BYTE = 5  # of an opened run, measured on England: 125 MB for 27 MB of sealed files
AT_A_TIME = 20  # pairs, before readers go first again
CACHED_FLAGS = 100_000  # pairs and days of one run


@dataclass(frozen=True, eq=False)
class ReviewRun:
    """One opened run with its caches. `name` is the folder's name."""

    name: str
    opened: OpenedRun
    _flags: Cache[tuple[str, str, date, int], tuple[str, ...]] = field(
        default_factory=lambda: Cache(CACHED_FLAGS), repr=False
    )
    _pair_facts: Cache[tuple[str, str, date, int, str], PairFacts] = field(
        default_factory=lambda: Cache(CACHED_FLAGS), repr=False
    )
    _current_plans: Cache[int, FinishedRun | tuple[str, ...]] = field(default_factory=lambda: Cache(1), repr=False)

    def flags_on(self, record: Record, recipient: str, leader: str, on: date) -> tuple[str, ...]:
        """Flag names of a pair on a day, cached per last recorded check of interests."""
        check = last_check(record, recipient, leader, on)
        key = (recipient, leader, on, int(check["seq"]) if check else 0)
        return self._flags.get(key, lambda: flags_on(self.opened, record, recipient, leader, on))

    def pair_facts(self, record: Record, recipient: str, leader: str, on: date) -> PairFacts:
        """What may be said of a pair on a day, cached until another check is recorded."""
        checks = record.checks
        key = (recipient, leader, on, len(checks), str(checks[-1]["seq"]) if checks else "")
        return self._pair_facts.get(key, lambda: of_pair(self.finished, recipient, leader, checks, on))

    def current_plan(self, record: Record, lines: int) -> FinishedRun | tuple[str, ...]:
        """The current plan, or sentences on why there is none; cached until the ledger has another line."""
        if not anything_decided(record, self.opened.term):
            return self.finished
        return self._current_plans.get(lines, lambda: current_plan(self.finished, self.opened.term, record))

    @property
    def finished(self) -> FinishedRun:
        return self.opened.finished

    def no_reserve(self, recipient: str) -> str:
        """Why a matched recipient has no reserve; '' where it has one, or no match."""
        finished = self.finished
        if "no reserve" not in finished.memo:
            setup = finished.setup
            finished.memo["no reserve"] = no_reserve_reasons(
                setup.world, setup.candidates, setup.problem, finished.chosen
            )
        return str(finished.memo["no reserve"].get(recipient, ""))

    @property
    def unmatched(self) -> Mapping[str, Unmatched]:
        return unmatched_by_id(self.finished)

    def states(self, record: Record) -> tuple[MatchState, ...]:
        """States of this run's matches, and of its term's matches that were offered or are frozen, by key."""
        opened = self.opened
        rows = {
            (opened.term, m.recipient, m.leader): MatchState(term=opened.term, match=m, run=opened.id)
            for m in opened.published.matches
        }
        for match_state in record.within(opened.policy.regions).of_term(opened.term):
            if match_state.key in rows or match_state.run == opened.id or match_state.state in FROZEN:
                rows[match_state.key] = match_state
        return tuple(rows[key] for key in sorted(rows))


@dataclass(eq=False)
class Project:
    """`folder` holds scenarios (YAML) and, in `runs/` or directly, run folders.

    `lived_on`: a day of a term that is over, by which the pages judge instead of today; None for today. What is
    recorded is written down with the real day all the same.
    """

    folder: Path
    now: Now = clock
    lived_on: date | None = None
    store: OpenDataStore | None = None  # keeps verdicts from one start to the next
    _shared: RunCache = field(default_factory=lambda: RunCache(evidence=True), repr=False)
    _open: Cache[tuple[Path, float], ReviewRun] = field(default_factory=lambda: Cache(RUNS_IN_MEMORY, memory_of))
    _opening: Lock = field(default_factory=Lock, repr=False)
    readers: ReadersFirst = field(default_factory=ReadersFirst, repr=False)

    def scenarios(self) -> tuple[str, ...]:
        """Paths, relative to the folder, of the scenarios in it or one level down."""
        paths = [*self.folder.glob("*.yaml"), *self.folder.glob("*/*.yaml")]
        return tuple(
            sorted(
                p.relative_to(self.folder).as_posix()
                for p in paths
                if not any((parent / RECORD).is_file() for parent in (p.parent, p.parent.parent)) and _is_scenario(p)
            )
        )

    def run_names(self) -> tuple[str, ...]:
        """Names of the run folders, newest first."""
        folders = self._folders()
        return tuple(sorted(folders, key=lambda n: (-folders[n].stat().st_mtime, n)))

    def run_folders(self) -> tuple[tuple[str, Path], ...]:
        """Name and folder of each run, newest first."""
        folders = self._folders()
        return tuple((name, folders[name]) for name in self.run_names())

    def _folders(self) -> dict[str, Path]:
        records = [*self.folder.glob(f"*/{RECORD}"), *(self.folder / RUNS).glob(f"*/{RECORD}")]
        return {r.parent.name: r.parent for r in records if not r.parent.name.startswith(".")}

    def run(self, name: str) -> ReviewRun | None:
        """The run of this name; None for none. Raises MatcherError where the folder differs from what was sealed."""
        folder = self._folders().get(name)
        if folder is None:
            return None
        written = (folder / RECORD).stat().st_mtime
        return self._open.get((folder, written), lambda: self._opened(name, folder))

    def _opened(self, name: str, folder: Path) -> ReviewRun:
        """Runs are opened one after the other, so that readers of open ones share the processor with one alone."""
        with self._opening, nothing_collected(), self.readers.opening() as pause:
            opened = open_run(folder, self._shared, self.store)
            pause()
            _ = opened.finished  # built now, so that a fault of the folder is met here and not on some page
            pause()
            run = ReviewRun(name, opened)
            self._begun(run, pause)
        return run

    def _begun(self, run: ReviewRun, pause: Callable[[], None]) -> None:
        """What the first list of matches asks about each pair, worked out before anybody has to wait for the page."""
        for number, match in enumerate(run.opened.published.matches, 1):
            run.pair_facts(NOTHING, match.recipient, match.leader, self.today())
            if number % AT_A_TIME == 0:
                pause()
        country_map.prepare(run.opened.world)

    def verified(self, folder: Path) -> OpenedRun:
        """The run of one of these folders, its files checked anew against their seal. Raises InputFaults."""
        verify_seal(folder, run_record(folder))
        name = next((name for name, known in self._folders().items() if known.absolute() == folder.absolute()), "")
        run = self.run(name) if name else None
        return run.opened if run else open_run(folder, self._shared, self.store)

    def newest(self) -> ReviewRun | None:
        """The newest run that can be opened."""
        for name in self.run_names():
            try:
                return self.run(name)
            except MatcherError:
                continue  # the run's own page reports the error
        return None

    def next_run(self, stem: str) -> Path:
        """The path of the next free run folder for this stem."""
        runs = self.folder / RUNS
        number = next(n for n in range(1, 10_000) if not (runs / f"{stem}-{n}").exists())
        return runs / f"{stem}-{number}"

    @contextmanager
    def ledger(self, run: ReviewRun) -> Iterator[Ledger]:
        opened_ledger = open_ledger(ledger_of(run.opened.folder, None), self.now)
        try:
            yield opened_ledger
        finally:
            opened_ledger.close()

    @contextmanager
    def trial_ledger(self, run: ReviewRun) -> Iterator[Ledger]:
        """The ledger, or an empty one in memory where none is begun: to see what an act would do.

        Raises InputFaults where one is lost, as `record` does.
        """
        opened_ledger = open_ledger(ledger_of(run.opened.folder, None) if _has_ledger(run) else IN_MEMORY, self.now)
        try:
            yield opened_ledger
        finally:
            opened_ledger.close()

    def record(self, run: ReviewRun) -> Record:
        """The replayed ledger; an empty record where there is no ledger, which is not created by reading."""
        if not _has_ledger(run):
            return NOTHING
        with self.ledger(run) as opened_ledger:
            return opened_ledger.record()

    def has_ledger(self, run: ReviewRun) -> bool:
        """Raises InputFaults where one is lost, as `record` does."""
        return _has_ledger(run)

    def record_with(self, run: ReviewRun) -> Record:
        """The record as if this run were published in it, as the ledger takes it before an act; nothing is created."""
        with self.trial_ledger(run) as opened_ledger:
            return opened_ledger.record_with(run.opened)

    def current_plan(self, run: ReviewRun) -> FinishedRun | tuple[str, ...]:
        if not _has_ledger(run):
            return run.finished
        with self.ledger(run) as opened_ledger:
            lines = opened_ledger.lines()
        return run.current_plan(record_of(lines), len(lines))

    def texts(self, run: ReviewRun, permissions: Permissions) -> Mapping[str, str]:
        """Names and reasons of the ledger by digest, for readers who may see them."""
        if not permissions.reviewer.sees_names or not _has_ledger(run):
            return {}
        with self.ledger(run) as opened_ledger:
            return opened_ledger.words()

    def notes(self, run: ReviewRun, permissions: Permissions) -> tuple[CaseNote, ...]:
        """The notes that have not expired, for readers who may see names."""
        if not permissions.reviewer.sees_names or not Path(ledger_of(run.opened.folder, None)).is_file():
            return ()
        with self.ledger(run) as opened_ledger:
            return notes_of(opened_ledger)

    def pair_constraints(self, run: ReviewRun) -> tuple[PairConstraint, ...]:
        """Pins and forbids in force for the next proposal of the run's scenario."""
        name, term = run.opened.policy.name, run.opened.term
        if not _has_ledger(run):
            return pair_constraints_in_force(self.folder, name, NOTHING, term, {})
        with self.ledger(run) as opened_ledger:
            return pair_constraints_in_force(self.folder, name, opened_ledger.record(), term, opened_ledger.words())

    def today(self) -> date:
        """The day by which the pages judge, and until which a decision may have been taken."""
        return self.lived_on or self.real_day()

    def real_day(self) -> date:
        return self.now().date()


def _has_ledger(run: ReviewRun) -> bool:
    """Raises InputFaults where there is none and runs print the head of one: what was decided is lost."""
    where = Path(ledger_of(run.opened.folder, None))
    refuse_missing(where)
    return where.is_file()


def memory_of(run: ReviewRun) -> int:
    """An estimate, in bytes, of what an opened run holds in memory."""
    folder = run.opened.folder
    return MEMORY_PER_BYTE * sum((folder / name).stat().st_size for name in sealed_names(folder))


def _is_scenario(path: Path) -> bool:
    try:
        return "schema: matcher/" in path.read_text(encoding="utf-8", errors="replace")[:2000]
    except OSError:
        return False
