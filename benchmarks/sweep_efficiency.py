"""How much of two cores a sweep uses: 200 points of one region, on one process and on two.

Run on an idle machine: `python -m benchmarks.sweep_efficiency [POINTS]`. Efficiency is the time on one process over
twice the time on two; the processes' start and their reading of the facts are counted, as a user waits for them too.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from matcher.read.scenario import load_scenario
from matcher.sample.write import write_sample
from matcher.study.points import points_of, task_of
from matcher.study.sweep import sweep

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


def seconds(scenario: Path, out: Path, executor: str) -> tuple[float, int]:
    read = load_scenario(scenario)
    points = points_of(scenario, (), (), None, read)
    task = task_of(scenario, (), (), None, out, read)
    began = perf_counter()
    done = sweep(task, points, executor)
    assert done.run == len(points)
    assert not done.failed
    return perf_counter() - began, done.run


def main(points: int) -> None:
    with TemporaryDirectory() as where:
        folder = Path(where)
        write_sample(folder, "region")
        scenario = folder / "efficiency.yaml"
        scenario.write_text(SCENARIO % (50_000 + 10_000 * (points - 1)), encoding="utf-8")
        alone, count = seconds(scenario, folder / "one", "local:1")
        together, _ = seconds(scenario, folder / "two", "local:2")
    print(
        f"{count} points: {alone:.1f} s on one process, {together:.1f} s on two; efficiency {alone / together / 2:.2f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
