"""The benchmark, one command: every method on every instance, seeded, as CSV and a page in a folder of yours.

`python -m benchmarks OUT [--sizes region england national] [--costs uniform mixed] [--seeds 10] [--first-seed 1]
[--guard 60] [--methods matcher highs ...] [--goals 1] [--scale stress schools] [--gap FOLDER]`
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
from benchmarks.trial import Instance, run_trial

LARGE = ["region", "national", "stress", "schools"]


def parse_arguments() -> argparse.Namespace:
    ask = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    ask.add_argument("out", type=Path, help="a folder for trials.csv, stages.csv, gap.csv and index.html")
    ask.add_argument("--sizes", nargs="*", choices=SIZES, default=["region", "england", "national"])
    ask.add_argument("--costs", nargs="+", choices=("uniform", "mixed"), default=["uniform", "mixed"])
    ask.add_argument("--seeds", type=int, default=10, help="how many")
    ask.add_argument("--first-seed", type=int, default=1)
    ask.add_argument("--guard", type=float, default=60.0, help="processor seconds for a solver on one instance")
    ask.add_argument("--goals", type=int, help="only so many, from the first: 1 is coverage alone")
    ask.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    ask.add_argument("--scale", nargs="*", choices=SIZES, default=LARGE, help="sizes to be timed stage by stage")
    ask.add_argument("--scale-guard", type=float, default=600.0, help="processor seconds for one size, stage by stage")
    ask.add_argument("--gap", type=Path, help="a folder with gap1-0 ... gap12-4 and optima.csv")
    return ask.parse_args()


def trials(options: argparse.Namespace) -> Iterator[list[dict[str, Any]]]:
    """All methods on one instance before the next: what a busy machine does to one it does to all."""
    for size in options.sizes:
        for costs in options.costs:
            for seed in range(options.first_seed, options.first_seed + options.seeds):
                instance = Instance(size, costs, seed)
                for method in options.methods:
                    print(f"{instance.name}: {method}", flush=True)
                    yield table.rows_of(instance, method, run_trial(instance, method, options.guard, options.goals))


def main() -> int:
    options = parse_arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    stage_rows: list[dict[str, Any]] = []
    gap_rows: list[dict[str, Any]] = []

    def write_all() -> None:
        table.add_relative_times(rows)
        table.write(options.out / "trials.csv", table.COLUMNS, rows)
        table.write(options.out / "stages.csv", stages.COLUMNS, stage_rows)
        table.write(options.out / "gap.csv", gap.COLUMNS, gap_rows)
        (options.out / "index.html").write_text(page.page(rows, stage_rows, gap_rows, options), encoding="utf-8")

    for found in trials(options):
        rows += found
        write_all()
    for size, costs in ((s, c) for s in options.scale for c in options.costs):
        print(f"{size} {costs}: stage by stage", flush=True)
        stage_rows += stages.time_stages(size, costs, 1, options.scale_guard)
        write_all()
    if options.gap:
        gap_rows += gap.solve_instances(options.gap)
        write_all()
    wrong = [*table.disagreements(rows), *gap.disagreements(gap_rows)]
    print(
        "\n".join(wrong)
        if wrong
        else f"Every value that two methods prove is the same. See {options.out / 'index.html'}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
