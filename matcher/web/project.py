"""A project folder as the pages see it: its scenarios, its runs, and the ledger beside the runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock

from matcher.commands.decide import ledger_of
from matcher.errors import MatcherError
from matcher.explain.finished import Finished, finished
from matcher.explain.unmatched import unmatched
from matcher.ledger import Ledger, MatchState, OpenedRun, Record, flags_on, open_ledger, open_run
from matcher.ledger.acts import FROZEN
from matcher.ledger.checks import last_check
from matcher.ledger.record import Now, clock
from matcher.ledger.states import record_of
from matcher.report.folder import RECORD
from matcher.result import Unmatched
from matcher.web.as_it_stands import as_it_stands, decided
from matcher.web.wishes import Wish, standing_wishes

RUNS = "runs"
NOTHING = record_of(())
KEPT_OPEN = 4  # runs held in memory at once


@dataclass(frozen=True, eq=False)
class ShownRun:
    """One run, opened and ready to be asked. `name` is its folder's."""

    name: str
    opened: OpenedRun
    finished: Finished
    _flags: dict[tuple[str, str, date, int], tuple[str, ...]] = field(default_factory=dict, repr=False)
    _stands: dict[int, Finished | tuple[str, ...]] = field(default_factory=dict, repr=False)

    def flags_on(self, record: Record, recipient: str, leader: str, on: date) -> tuple[str, ...]:
        """What is to be known of a pair on a day; worked out again only when another check has been recorded."""
        check = last_check(record, recipient, leader, on)
        key = (recipient, leader, on, int(check["seq"]) if check else 0)
        if key not in self._flags:
            self._flags[key] = flags_on(self.opened, record, recipient, leader, on)
        return self._flags[key]

    def as_it_stands(self, record: Record, lines: int) -> Finished | tuple[str, ...]:
        """What a proposal made now would come to, or what stands against it; worked out again after each new line."""
        if not decided(record, self.opened.term):
            return self.finished
        if lines not in self._stands:
            self._stands.clear()
            self._stands[lines] = as_it_stands(self.finished, self.opened.term, record)
        return self._stands[lines]

    @cached_property
    def unmatched(self) -> dict[str, Unmatched]:
        run = self.finished
        found = unmatched(run.world, run.posed.candidates, run.problem, run.chosen, run.posed.rulebook)
        return {u.recipient_id: u for u in found}

    def states(self, record: Record) -> tuple[MatchState, ...]:
        """Every match of this run with its state, and those of its term that were offered or may not move."""
        opened = self.opened
        rows = {
            (opened.term, m.recipient, m.leader): MatchState(term=opened.term, match=m, run=opened.id)
            for m in opened.published.matches
        }
        for held in record.within(opened.policy.regions).of_term(opened.term):
            if held.key in rows or held.run == opened.id or held.state in FROZEN:
                rows[held.key] = held
        return tuple(rows[key] for key in sorted(rows))


@dataclass(eq=False)
class Project:
    """`folder` holds scenarios (YAML) and, in `runs/` or directly, run folders."""

    folder: Path
    now: Now = clock
    _open: dict[Path, tuple[float, ShownRun]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def scenarios(self) -> tuple[str, ...]:
        """Paths relative to the folder, of every scenario in it or one folder down."""
        found = [*self.folder.glob("*.yaml"), *self.folder.glob("*/*.yaml")]
        return tuple(
            sorted(
                p.relative_to(self.folder).as_posix()
                for p in found
                if not any((parent / RECORD).is_file() for parent in (p.parent, p.parent.parent)) and _is_scenario(p)
            )
        )

    def run_names(self) -> tuple[str, ...]:
        """The newest first."""
        return tuple(sorted(self._folders(), key=lambda n: (-self._folders()[n].stat().st_mtime, n)))

    def _folders(self) -> dict[str, Path]:
        records = [*self.folder.glob(f"*/{RECORD}"), *(self.folder / RUNS).glob(f"*/{RECORD}")]
        return {r.parent.name: r.parent for r in records if not r.parent.name.startswith(".")}

    def run(self, name: str) -> ShownRun | None:
        """None where there is none of this name. Raises MatcherError where it is not as it was sealed."""
        folder = self._folders().get(name)
        if folder is None:
            return None
        written = (folder / RECORD).stat().st_mtime
        with self._lock:
            kept = self._open.get(folder)
            if kept and kept[0] == written:
                return kept[1]
            opened = open_run(folder)
            shown = ShownRun(name, opened, finished(opened.facts, opened.policy, opened.plan))
            while len(self._open) >= KEPT_OPEN:
                self._open.pop(next(iter(self._open)))
            self._open[folder] = (written, shown)
            return shown

    def newest(self) -> ShownRun | None:
        """The newest run that can be opened."""
        for name in self.run_names():
            try:
                return self.run(name)
            except MatcherError:
                continue  # its own page says what is wrong with it
        return None

    def next_run(self, stem: str) -> Path:
        """A run folder that is not there yet."""
        runs = self.folder / RUNS
        number = next(n for n in range(1, 10_000) if not (runs / f"{stem}-{n}").exists())
        return runs / f"{stem}-{number}"

    @contextmanager
    def ledger(self, run: ShownRun) -> Iterator[Ledger]:
        kept = open_ledger(ledger_of(run.opened.folder, None), self.now)
        try:
            yield kept
        finally:
            kept.close()

    def record(self, run: ShownRun) -> Record:
        """The ledger as it stands; an empty one is not made by reading."""
        if not Path(ledger_of(run.opened.folder, None)).is_file():
            return NOTHING
        with self.ledger(run) as kept:
            return kept.record()

    def as_it_stands(self, run: ShownRun) -> Finished | tuple[str, ...]:
        if not Path(ledger_of(run.opened.folder, None)).is_file():
            return run.finished
        with self.ledger(run) as kept:
            lines = kept.lines()
        return run.as_it_stands(record_of(lines), len(lines))

    def wishes(self, run: ShownRun) -> tuple[Wish, ...]:
        """The pairs that are fixed or ruled out for the next proposal of the run's scenario."""
        where, name, term = Path(ledger_of(run.opened.folder, None)), run.opened.policy.name, run.opened.term
        if not where.is_file():
            return standing_wishes(self.folder, name, NOTHING, term, {})
        with self.ledger(run) as kept:
            return standing_wishes(self.folder, name, kept.record(), term, kept.words())

    def today(self) -> date:
        return self.now().date()


def _is_scenario(path: Path) -> bool:
    try:
        return "schema: matcher/" in path.read_text(encoding="utf-8", errors="replace")[:2000]
    except OSError:
        return False
