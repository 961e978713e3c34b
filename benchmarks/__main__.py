"""The benchmark, one command: every method on every instance, seeded, as CSV and a page in a folder of yours.

`python -m benchmarks OUT [--sizes region england national] [--costs uniform mixed] [--seeds 10] [--guard 60]
[--methods matcher highs ...] [--goals 1] [--scale stress schools] [--gap FOLDER]`
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import gap, page, stages, table
from benchmarks.instances import SIZES
from benchmarks.methods import METHODS
from benchmarks.trial import Instance, tried

LARGE = ["region", "national", "stress", "schools"]


def asked() -> argparse.Namespace:
    ask = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    ask.add_argument("out", type=Path, help="a folder for trials.csv, stages.csv, gap.csv and index.html")
    ask.add_argument("--sizes", nargs="*", choices=SIZES, default=["region", "england", "national"])
    ask.add_argument("--costs", nargs="+", choices=("uniform", "mixed"), default=["uniform", "mixed"])
    ask.add_argument("--seeds", type=int, default=10, help="how many, from 1")
    ask.add_argument("--guard", type=float, default=60.0, help="processor seconds for a solver on one instance")
    ask.add_argument("--goals", type=int, help="only so many, from the first: 1 is coverage alone")
    ask.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    ask.add_argument("--scale", nargs="*", choices=SIZES, default=LARGE, help="sizes to be timed stage by stage")
    ask.add_argument("--scale-guard", type=float, default=600.0, help="processor seconds for one size, stage by stage")
    ask.add_argument("--gap", type=Path, help="a folder with gap1-0 ... gap12-4 and optima.csv")
    return ask.parse_args()


def trials(said: argparse.Namespace) -> Iterator[list[dict[str, Any]]]:
    """All methods on one instance before the next: what a busy machine does to one it does to all."""
    for size in said.sizes:
        for costs in said.costs:
            for seed in range(1, said.seeds + 1):
                instance = Instance(size, costs, seed)
                for method in said.methods:
                    print(f"{instance.name}: {method}", flush=True)
                    yield table.rows_of(instance, method, tried(instance, method, said.guard, said.goals))


def main() -> int:
    said = asked()
    said.out.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    staged: list[dict[str, Any]] = []
    known: list[dict[str, Any]] = []

    def written() -> None:
        table.beside_highs(rows)
        table.write(said.out / "trials.csv", table.COLUMNS, rows)
        table.write(said.out / "stages.csv", stages.COLUMNS, staged)
        table.write(said.out / "gap.csv", gap.COLUMNS, known)
        (said.out / "index.html").write_text(page.page(rows, staged, known, said), encoding="utf-8")

    for found in trials(said):
        rows += found
        written()
    for size, costs in ((s, c) for s in said.scale for c in said.costs):
        print(f"{size} {costs}: stage by stage", flush=True)
        staged += stages.timed(size, costs, 1, said.scale_guard)
        written()
    if said.gap:
        known += gap.solved(said.gap)
        written()
    wrong = [*table.disagreements(rows), *gap.disagreements(known)]
    print(
        "\n".join(wrong) if wrong else f"Every value that two methods prove is the same. See {said.out / 'index.html'}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
