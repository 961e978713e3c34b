"""`matcher check`: read and validate everything, solve nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say
from matcher.domain import Facts
from matcher.eligibility.bodies import bodies
from matcher.policy import Policy
from matcher.read.inputs import read_inputs
from matcher.read.run_folders.last_run import bodies_of_run, last_run
from matcher.read.scenarios.scenario import Scenario
from matcher.report.tables import link_tables
from matcher.report.tables.report_table import ReportTable
from matcher.world import World

RUNS = Path("runs")


def check(
    scenario: Path,
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path | None,
    say: Say,
    strict: bool = False,
    against: Path | None = None,
) -> None:
    """`against`: the run to tell new and gone bodies from; the last one in the folder `runs` where it is None."""
    read, facts = read_inputs(scenario, sets, blocks, project, kept_files(), today=date.today(), strict=strict)
    counts = {
        "schools": len(facts.schools),
        "trusts": len(facts.trusts),
        "judgements": len(facts.judgements),
        "registered recipients": len(facts.recipients),
        "leaders": len(facts.leaders),
        "governance leaders": len(facts.governance_leaders),
        "declared interests": len(facts.interests),
        "requests": len(facts.requests),
        "earlier deployments": len(facts.history),
    }
    say(f"{read.name}: no faults in the scenario or its {len(facts.files)} files.")
    for what, count in counts.items():
        say(f"  {count:>7,} {what}")
    for note in facts.notes:
        say(f"  Note: {note}")
    for table in (*link_tables.tables(world_without_recipients(facts, read.policy)), *_since(against, facts, read)):
        for line in link_tables.as_lines(table):
            say(line)


def world_without_recipients(facts: Facts, policy: Policy) -> World:
    """The links of the registers hang on no verdict."""
    leaders = tuple(sorted(facts.leaders, key=lambda x: x.id))
    governance = tuple(sorted(facts.governance_leaders, key=lambda x: x.id))
    return World(policy, facts, (), leaders, governance)


def _since(against: Path | None, facts: Facts, read: Scenario) -> tuple[ReportTable, ...]:
    run = against or last_run(RUNS)
    if run is None:
        return ()
    now = {body.id: str(body.kind) for body in bodies(facts, read.policy.as_at).by_id.values()}
    now |= {r.id: str(r.kind) for r in facts.recipients}
    return (link_tables.since(run.name, bodies_of_run(run), now),)
