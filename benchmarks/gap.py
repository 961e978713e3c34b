"""Published instances whose best values are known: the OR-Library's generalised assignment problem, through registers.

`python -m benchmarks.gap FOLDER [--only gap1-0 ...] [--bare SECONDS] [--costs-alone]` reads the instances that
`optima.csv` names from a folder of yours: gap1-0 ... gap12-4, or types C, D and E, of which only the least costs are
known. An agent is a leader, their capacity the days they offer; a task is a school, and `pairs.csv` says how many days
the pair would take and what it is worth. Every task must be served: coverage comes first, all of it.
As a minimum-cost problem a pair's score is 1,000 less its cost, so that the least cost is 1,000 x tasks less the fit.
`--costs-alone` leaves out the goal that settles ties, of both, and the question whether the plan is the only one, which
a bare solver does not answer. Processor seconds are of solving and proving, of both; ours have those of reading apart.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.methods import highs
from benchmarks.process import processor_seconds
from benchmarks.scenario import print_row
from matcher.plan import Stage
from matcher.read.inputs import read_inputs
from matcher.runs.setup import RunSetup, build_run_setup, without_ties
from matcher.runs.solve import solve_run

COLUMNS = (
    "instance",
    "agents",
    "tasks",
    "choices",
    "sense",
    "known",
    "value",
    "bound",
    "proved",
    "how",
    "seconds",
    "cpu_seconds",
    "reading",
)
TOP = 1000  # the highest score that `pairs.csv` allows
# the columns of `optima.csv`, and the sense each is about
SENSES = {"minimum_cost": "minimum_cost", "least_cost": "minimum_cost", "maximum_profit": "maximum_profit"}
SCENARIO = """# A generalised assignment problem as registers: agents are leaders, tasks are schools
schema: matcher/1
name: gap
programme: tsio-2022-23
as_at: 2022-12-31
regions: all
data: {recipients: recipients.csv, leaders: leaders.csv, pairs: pairs.csv}
rules: {max_travel_km: null}
priority: equal
pots: [{name: offer, amount: null, pays_for: [leader_days, governance_days, match_fees]}]
goals: [coverage, fit]
"""


@dataclass(frozen=True, slots=True)
class Gap:
    """`worth[a][t]` and `days[a][t]` of agent a doing task t; `room[a]` is the days agent a has."""

    worth: tuple[tuple[int, ...], ...]
    days: tuple[tuple[int, ...], ...]
    room: tuple[int, ...]

    @property
    def tasks(self) -> int:
        return len(self.worth[0])


def read_gap(path: Path) -> Gap:
    """Agents and tasks; a row of costs or profits per agent; a row of days per agent; the agents' days."""
    agents, tasks, *rest = map(int, path.read_text(encoding="ascii").split())
    if len(rest) != 2 * agents * tasks + agents:
        raise ValueError(f"{path.name} says {agents} agents and {tasks} tasks and holds {len(rest)} numbers more")
    rows = [tuple(rest[k * tasks : (k + 1) * tasks]) for k in range(2 * agents)]
    return Gap(tuple(rows[:agents]), tuple(rows[agents:]), tuple(rest[-agents:]))


def write_registers(gap: Gap, folder: Path, sense: str) -> Path:
    """The registers and the scenario; the scenario's path."""
    _table(folder / "recipients.csv", ("id", "name", "kind", "region", "phases"), _schools(gap))
    _table(
        folder / "leaders.csv",
        ("id", "name", "role", "region", "days", "willing", "phases", "regions_willing"),
        (
            (f"L{a:02}", f"Agent {a}", "equivalent", "London", d, "yes", "primary", "London")
            for a, d in enumerate(gap.room)
        ),
    )
    _table(folder / "pairs.csv", ("recipient_id", "leader_id", "score", "days"), _pairs(gap, sense))
    path = folder / "gap.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def _schools(gap: Gap) -> Iterator[Sequence[Any]]:
    return ((f"{100_000 + t}", f"Task {t}", "school", "London", "primary") for t in range(gap.tasks))


def _pairs(gap: Gap, sense: str) -> Iterator[Sequence[Any]]:
    for a, (worth, days) in enumerate(zip(gap.worth, gap.days, strict=True)):
        for t in range(gap.tasks):
            score = TOP - worth[t] if sense == "minimum_cost" else worth[t]
            yield f"{100_000 + t}", f"L{a:02}", score, days[t]


def _table(path: Path, header: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def solve_gap(gap: Gap, setup: RunSetup, sense: str, costs_alone: bool = False) -> tuple[int, Stage]:
    """The best cost or profit by the program's own road, and the stage of fit.

    Raises ValueError where some task is left without an agent: then the instance has no solution at all.
    """
    solved = solve_run(setup, check_unique=not costs_alone, ask_second=True)
    stages = {stage.goal: stage for stage in solved.solution.stages}
    if stages["coverage"].value != gap.tasks:
        raise ValueError(f"only {stages['coverage'].value} of {gap.tasks} tasks are served")
    fit = stages["fit"]
    return in_sense(gap, sense, fit.value), fit


def pose(gap: Gap, sense: str, costs_alone: bool = False) -> RunSetup:
    """The instance read from registers and posed, as any run is; `costs_alone`: without the goal that settles ties."""
    with TemporaryDirectory() as where:
        scenario, facts = read_inputs(write_registers(gap, Path(where), sense), (), (), None)
        setup = build_run_setup(facts, scenario.policy)
    return without_ties(setup) if costs_alone else setup


def solve_bare(gap: Gap, sense: str, seconds: float, costs_alone: bool = False) -> Iterator[dict[str, Any]]:
    """Bare HiGHS on the same goals within so many seconds of the processor: a row for each goal.

    It does not say whether the plan is the only one.
    """
    setup = pose(gap, sense, costs_alone)
    worked = processor_seconds()
    for result in highs.goals(setup.problem, seconds):
        row: dict[str, Any] = {"goal": result.goal, "value": result.value, "bound": result.bound}
        yield row | {"proved": result.proved, "cpu_seconds": processor_seconds() - worked}


def in_sense(gap: Gap, sense: str, fit: int) -> int:
    return TOP * gap.tasks - fit if sense == "minimum_cost" else fit


def solve_instances(folder: Path, only: Sequence[str] = (), costs_alone: bool = False) -> Iterator[dict[str, Any]]:
    """A row for each instance and sense, beside the best value that is known."""
    known = read_optima(folder / "optima.csv")
    for name in only or known:
        gap = read_gap(folder / name)
        for sense, best in known[name].items():
            yield {"instance": name, "sense": sense, "known": best} | solved_row(gap, sense, costs_alone)


def solved_row(gap: Gap, sense: str, costs_alone: bool) -> dict[str, Any]:
    """How one instance ended, with the processor seconds of reading it apart from those of solving and proving."""
    began = processor_seconds()
    setup = pose(gap, sense, costs_alone)
    started, worked = perf_counter(), processor_seconds()
    value, fit = solve_gap(gap, setup, sense, costs_alone)
    row: dict[str, Any] = {"agents": len(gap.room), "tasks": gap.tasks, "choices": len(setup.problem.choices)}
    row |= {"value": value, "bound": None if fit.bound is None else in_sense(gap, sense, fit.bound)}
    row |= {"proved": fit.proved, "how": fit.how, "seconds": perf_counter() - started}
    return row | {"cpu_seconds": processor_seconds() - worked, "reading": worked - began}


def read_optima(path: Path) -> dict[str, dict[str, int]]:
    """Each instance's best values by sense, from the columns that the table has (`SENSES`, by either name)."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["instance"]: {SENSES[column]: int(value) for column, value in row.items() if column in SENSES and value}
        for row in rows
    }


def disagreements(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [f"{r['instance']} {r['sense']}: {r['value']}, known {r['known']}" for r in rows if r["value"] != r["known"]]


def print_bare(folder: Path, only: Sequence[str], seconds: float, costs_alone: bool) -> int:
    known = read_optima(folder / "optima.csv")
    for name in only or known:
        for sense in known[name]:
            for row in solve_bare(read_gap(folder / name), sense, seconds, costs_alone):
                print_row({"instance": name, "sense": sense} | row)
    return 0


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.gap", description=__doc__.splitlines()[0])
    ask.add_argument("folder", type=Path)
    ask.add_argument("--only", nargs="+", default=())
    ask.add_argument("--bare", type=float, metavar="SECONDS", help="bare HiGHS on the same goals instead, so long")
    ask.add_argument("--costs-alone", action="store_true", help="no ties, and not whether the plan is the only one")
    options = ask.parse_args()
    if options.bare:
        return print_bare(options.folder, options.only, options.bare, options.costs_alone)
    rows = []
    for row in solve_instances(options.folder, options.only, options.costs_alone):
        rows.append(row)
        print_row(row)
    wrong = disagreements(rows)
    proved = sum(row["proved"] for row in rows)
    print("\n".join(wrong) or f"All {len(rows)} known values are met, {proved} of them proved.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
