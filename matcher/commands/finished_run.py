"""Opens a finished run from its sealed inputs."""

from __future__ import annotations

from pathlib import Path

from matcher.explain.finished_run import FinishedRun, rebuild_run
from matcher.read.plans import read_plan
from matcher.read.run_folder import check_run_id, reject_outside_links
from matcher.read.sealed import read_sealed
from matcher.read.sealed_scenario import read_sealed_policy
from matcher.run import run_id_of


def open_finished_run(run: Path) -> tuple[str, FinishedRun]:
    """The run's id and the run. Raises InputFaults where it is no run folder, or not as it was sealed."""
    reject_outside_links(run)
    policy, facts = read_sealed_policy(run), read_sealed(run / "inputs")
    run_id = run_id_of(facts, policy)
    check_run_id(run, run_id)
    governance = run / "governance.csv"
    plan = read_plan(run / "matches.csv", governance if governance.is_file() else None)
    return run_id, rebuild_run(facts, policy, plan)
