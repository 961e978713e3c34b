"""`matcher study`: studies one scenario: frontier, marginal values, sensitivity and robustness."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import PROGRESS_SECONDS, Say, progress_printer
from matcher.domain import Facts
from matcher.errors import Fault, raise_faults
from matcher.ledger import open_ledger, rerun_inputs
from matcher.policy import Policy
from matcher.read.inputs import read_inputs
from matcher.read.scenarios.scenario import Scenario
from matcher.rules.rulebooks import rulebook_of
from matcher.runs.caches.cache import RunCache, loaded_facts
from matcher.solver_process import shared_processes
from matcher.study.money.money_page import money_page as page_of_money
from matcher.study.money.money_study import money_study
from matcher.study.pages.chart_files import write_charts
from matcher.study.pages.scenario_page import ScenarioStudy, page
from matcher.study.pages.study_page import Page, first_line, write_page
from matcher.study.questions.scenario_solver import ScenarioSolver
from matcher.study.questions.scenario_study import study_scenario
from matcher.study.rise.study import study_supporters
from matcher.study.sweeps.points import Point, task_of
from matcher.study.tables.aqua_book import check_signers, write_pack
from matcher.study.tables.money_tables import write_money
from matcher.study.tables.open_data import write_open_data
from matcher.study.tables.spend import write_spend


@shared_processes()
def study(
    scenario: Path,
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path | None,
    executor: str,
    out: Path | None,
    analyst: str,
    assurer: str,
    say: Say,
    names: bool = False,
    ledger: str | None = None,
) -> None:
    """`ledger`: of a programme of organisations and advisers, the study is of what people have decided since."""
    check_signers(analyst, assurer)
    read, facts = read_inputs(scenario, sets, blocks, project, kept_files(), today=date.today())
    folder = out or Path("studies") / f"{scenario.stem}-close"
    task = task_of(scenario, sets, blocks, project, folder, read, date.today())
    facts, policy = as_decided(facts, read, ledger)
    solver = ScenarioSolver(RunCache(), loaded_facts(facts), policy)
    progress, title = progress_printer(PROGRESS_SECONDS), first_line(scenario)
    if rulebook_of(policy).supporters == "organisations":
        for line in study_supporters(read.name, title, solver, folder, progress, names):
            say(line)
        say(f"Page: {folder / 'study.html'}")
        return
    scenario_study = study_scenario(read, title, solver, task, executor, progress)
    study_page = page(scenario_study)
    _write(study_page, "study", folder)
    money_page = _money(scenario_study, read, facts, solver, folder)
    _write_tables(scenario_study, read.policy, folder)
    write_pack(scenario_study, read, facts.files, analyst, assurer, folder / "aqua-book")
    for line in (*study_page.findings, f"Page: {folder / 'study.html'}"):
        say(line)
    for line in (*money_page.findings, f"Page on the money: {folder / 'money.html'}"):
        say(line)


def _money(scenario_study: ScenarioStudy, read: Scenario, facts: Facts, solver: ScenarioSolver, folder: Path) -> Page:
    """What the money buys, solved; written as a page and tables."""
    money = money_study(scenario_study, read, facts, solver, folder, progress_printer(PROGRESS_SECONDS))
    money_page = page_of_money(money)
    _write(money_page, "money", folder)
    write_money(money, folder)
    return money_page


def _write_tables(scenario_study: ScenarioStudy, policy: Policy, folder: Path) -> None:
    """The scenario's own plan as tidy tables, as those of a sweep's points are."""
    own_point = ((Point(0, {}), scenario_study.outcome),)
    write_open_data(own_point, (), lambda _: policy, folder)
    write_spend(own_point, (), lambda _: policy, folder)


def _write(study_page: Page, name: str, folder: Path) -> None:
    """The page as a file, and each of its charts as one."""
    write_page(study_page, folder / f"{name}.html")
    write_charts(study_page, name, folder)


def as_decided(facts: Facts, read: Scenario, ledger: str | None) -> tuple[Facts, Policy]:
    """The facts and rules with what the ledger has: matches and advisers that stand, refusals, milestones."""
    if ledger is None:
        return facts, read.policy
    if rulebook_of(read.policy).supporters != "organisations":
        message = "the study of this programme looks at its scenario alone"
        raise_faults([Fault("--ledger", None, "", ledger, message, "Leave it out")])
    with closing(open_ledger(ledger, make=False)) as book:
        inputs = rerun_inputs(facts, read.policy, read.resolved, book.record())
    return inputs.facts, inputs.policy
