"""Every size stage by stage, each in a process of its own, as rows of a table."""

from __future__ import annotations

from typing import Any

from benchmarks.process import run_module

COLUMNS = (
    *("size", "costs", "seed", "recipients", "leaders", "choices", "stage", "seconds", "cpu_seconds", "memory_mb"),
    *("goal", "value", "bound", "proved", "by_hand", "said"),
)


def time_stages(size: str, costs: str, seed: int, guard: float) -> list[dict[str, Any]]:
    lines = run_module("benchmarks.scale", [size, costs, str(seed)], guard)
    about: dict[str, Any] = {"size": size, "costs": costs, "seed": seed}
    about |= {key: line[key] for line in lines for key in ("recipients", "leaders", "choices") if key in line}
    return [about | line for line in lines if line.get("stage") not in ("world", "posed")]
