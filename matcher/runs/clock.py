"""How long each stage of a run took, and which stage it is in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from matcher.plan import Progress


@dataclass
class Clock:
    """Wall-clock seconds per stage, for reporting only: no decision depends on them."""

    seconds: dict[str, float] = field(default_factory=dict)
    progress: Progress = lambda _: None

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.progress(name)
        began = perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - began
