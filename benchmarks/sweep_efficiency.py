"""How much of two cores a sweep uses: 200 points of one region, on one process and on two.

`python -m benchmarks.sweep_efficiency [POINTS] [ROUNDS]`. Two figures, each one process against two in the same round:

- by the clock: the time on one process over twice the time on two. It means something on an idle machine only.
- by work: the processor time of the sweep on one process over that of the same sweep on two (the parent's and both
  workers', their start and their reading of the facts included). What two processes do beyond what one does is the
  overhead that is ours; it hardly depends on what else the machine is doing.
"""

from __future__ import annotations

import os
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from matcher.read.scenarios.scenario import load_scenario
from matcher.sample.write import write_sample
from matcher.study.sweeps.points import points_of, task_of
from matcher.study.sweeps.sweep import sweep

SCENARIO = """# How much of two cores does a sweep use?
schema: matcher/1
name: efficiency
programme: tsio-2022-23
as_at: 2023-08-31
regions: all
data: {ofsted: ofsted.csv, group_links: group_links.csv, groups: groups.csv, establishments: establishments.csv,
  establishment_links: establishment_links.csv, leaders: leaders.csv, organisations: organisations.csv,
  governance_leaders: governance_leaders.csv, interests: interests.csv, people: people.csv}
pots: [{name: offer, amount: 646_225, pays_for: [leader_days, governance_days, match_fees]}]
sweep: {pots.offer.amount: {from: 50_000, to: %d, step: 10_000}}
"""
TARGET = 0.85


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and of processor time, this process's and its children's."""

    clock: float
    work: float


def measure(scenario: Path, out: Path, executor: str) -> Spent:
    """One sweep in a process of its own, so that what one has read and compiled is no help to the next."""
    started, before = perf_counter(), _children()
    child = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "benchmarks.sweep_efficiency", "--one", str(scenario), str(out), executor],
        dict(os.environ),
    )
    _, status = os.waitpid(child, 0)
    assert status == 0
    return Spent(perf_counter() - started, _children() - before)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def one(scenario: Path, out: Path, executor: str) -> None:
    read = load_scenario(scenario)
    points = points_of(scenario, (), (), None, read)
    done = sweep(task_of(scenario, (), (), None, out, read), points, executor)
    assert done.run == len(points)
    assert not done.failed


def main(points: int, rounds: int) -> None:
    with TemporaryDirectory() as where:
        folder = Path(where)
        write_sample(folder, "region")
        scenario = folder / "efficiency.yaml"
        scenario.write_text(SCENARIO % (50_000 + 10_000 * (points - 1)), encoding="utf-8")
        by_clock, by_work = [], []
        for k in range(rounds):
            alone = measure(scenario, folder / f"one-{k}", "local:1")
            together = measure(scenario, folder / f"two-{k}", "local:2")
            by_clock.append(alone.clock / together.clock / 2)
            by_work.append(alone.work / together.work)
            print(
                f"{points} points: on one process {alone.clock:.1f} s by the clock and {alone.work:.1f} s of work, on"
                f" two {together.clock:.1f} s and {together.work:.1f} s; efficiency {by_clock[-1]:.2f} by the clock,"
                f" {by_work[-1]:.2f} by work; load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
    best = max(by_clock)
    print(f"Best by the clock {best:.2f}, worst by work {min(by_work):.2f}; the aim is {TARGET}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
    else:
        main(*(int(x) for x in (sys.argv[1:] + ["200", "1"][len(sys.argv) - 1 :])[:2]))
