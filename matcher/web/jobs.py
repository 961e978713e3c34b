"""Background jobs for work too slow for a request: checking registers, running a proposal. One runs at a time."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from threading import Lock, Thread

from matcher.errors import Fault, InputFaults, MatcherError, PinsContradict

Work = Callable[["Job"], None]


@dataclass(eq=False)
class Job:
    """`stages` are those begun, in order; `outcome_lines` the result for display; `facts` data for the next page."""

    id: str
    what: str
    stages: list[str] = field(default_factory=list)
    state: str = "running"  # then done, faults or failed
    faults: tuple[Fault, ...] = ()
    outcome_lines: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    owner: object = None  # who started it; only they may see its result

    def begin_stage(self, stage: str) -> None:
        if not self.stages or self.stages[-1] != stage:
            self.stages.append(stage)


@dataclass(eq=False)
class Jobs:
    """All jobs of this server, in memory only."""

    by_id: dict[str, Job] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def running(self) -> Job | None:
        return next((job for job in self.by_id.values() if job.state == "running"), None)

    def start(self, what: str, work: Work, owner: object = None) -> Job:
        """Start a job; where one is running already, return that one, so that a double click starts nothing."""
        with self._lock:
            busy = self.running()
            if busy is not None:
                return busy
            job = Job(token_hex(8), what, owner=owner)
            self.by_id[job.id] = job
        Thread(target=_done, args=(job, work), daemon=True).start()
        return job


def _done(job: Job, work: Work) -> None:
    """Run the work and store its outcome: every exception is recorded in the job, without personal data."""
    try:
        work(job)
        job.state = "done"
    except InputFaults as wrong:
        job.faults, job.state = wrong.faults, "faults"
    except PinsContradict as wrong:
        job.outcome_lines, job.state = (wrong_heading(wrong), *wrong.members, f"{wrong.way_out}."), "failed"
    except MatcherError as wrong:
        job.outcome_lines, job.state = (f"Nothing was published: {wrong}",), "failed"
    except OSError as wrong:
        job.outcome_lines, job.state = (f"Nothing was published: {wrong.strerror or type(wrong).__name__}",), "failed"
    except Exception as wrong:  # noqa: BLE001 - the last line of defence: names must not reach a trace
        job.outcome_lines, job.state = (
            (f"matcher failed ({type(wrong).__name__}); nothing was published.", *error_locations(wrong)),
            "failed",
        )


def wrong_heading(wrong: PinsContradict) -> str:
    return str(getattr(wrong, "heading", "These cannot hold together:"))


def error_locations(error: Exception) -> tuple[str, ...]:
    """File, line and function of the last six frames of an error in this package, without values."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "matcher" in Path(f.filename).parts]
    return tuple(f"{Path(f.filename).name}:{f.lineno} in {f.name}" for f in frames[-6:])
