"""`matcher audit`: judge a finished run, or an edited plan, from the facts sealed in the run."""

from __future__ import annotations

from pathlib import Path

from matcher.audit import audit as breaches_of
from matcher.commands.inputs import Say
from matcher.eligibility import assess
from matcher.errors import CheckSaidNo, Fault, InputFaults
from matcher.read.plans import read_plan
from matcher.read.run_folder import run_record
from matcher.read.sealed import read_sealed
from matcher.read.sealed_scenario import read_sealed_policy
from matcher.rules.rulebooks import RULEBOOKS
from matcher.run import run_id_of, world_of


def audit(run: Path, plan: Path | None, say: Say) -> None:
    """Says every breach and raises CheckSaidNo where there is one; else says that the plan keeps every rule."""
    policy, facts = read_sealed_policy(run), read_sealed(run / "inputs")
    same_run(run, run_id_of(facts, policy))
    rulebook = RULEBOOKS[policy.programme]
    world = world_of(assess(facts, policy, rulebook.gates), facts, policy)
    matches = plan or run / "matches.csv"
    beside = matches.with_name("governance.csv")
    governance = beside if beside.is_file() else run / "governance.csv"
    judged = read_plan(matches, governance)
    breaches = breaches_of(world, judged, rulebook)
    for breach in breaches:
        say(f"{breach.rule}: {breach.message}")
    count = f"{len(judged.matches)} matches and {len(judged.governance)} offers of governance days"
    if breaches:
        say(f"{len(breaches)} broken rule(s) in {count}.")
        raise CheckSaidNo
    names = [rule.name for rule in rulebook.pairs] + [rule.name for rule in rulebook.limits]
    say(f"{count} keep every rule: {', '.join(names)}.")


def same_run(run: Path, found: str) -> None:
    """The sealed facts and scenario must be those of the run: their hash is the run's id."""
    said = run_record(run)["run_id"]
    if said != found:
        message = f"the sealed inputs are not those of the run: they give {found}, the run says {said[:40]!r}"
        raise InputFaults([Fault(str(run), None, "", "", message, "Somebody changed them after the run")])
