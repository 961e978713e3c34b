"""Work that takes longer than a page: checking the registers, running a proposal; one at a time, in the background."""

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
    """`stages` are those begun, in order. `told` are the outcome's lines; `facts` what the next page needs of it."""

    id: str
    what: str
    stages: list[str] = field(default_factory=list)
    state: str = "running"  # then done, faults or failed
    faults: tuple[Fault, ...] = ()
    outcome_lines: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    owner: object = None  # who started it: nobody else is shown what it tells

    def begin_stage(self, stage: str) -> None:
        if not self.stages or self.stages[-1] != stage:
            self.stages.append(stage)


@dataclass(eq=False)
class Jobs:
    """Every job of this server. Nothing of one is kept when the server ends: what it wrote is."""

    by_id: dict[str, Job] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def running(self) -> Job | None:
        return next((job for job in self.by_id.values() if job.state == "running"), None)

    def start(self, what: str, work: Work, owner: object = None) -> Job:
        """The new job; the one that is running already where there is one (a second press of the button is no second
        run)."""
        with self._lock:
            busy = self.running()
            if busy is not None:
                return busy
            job = Job(token_hex(8), what, owner=owner)
            self.by_id[job.id] = job
        Thread(target=_done, args=(job, work), daemon=True).start()
        return job


def _done(job: Job, work: Work) -> None:
    """No exception may end unseen, and no name may reach a trace."""
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
    """The places in our files an error came through, without values."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "matcher" in Path(f.filename).parts]
    return tuple(f"{Path(f.filename).name}:{f.lineno} in {f.name}" for f in frames[-6:])
