"""The options of the commands on many runs; what they do is in the other files of this folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.commands.console import say
from matcher.commands.scenario_options import Blocks, Project, ScenarioFile, Sets

year_ahead = typer.Typer(help="The year ahead: whether keeping days and money would have paid.", no_args_is_help=True)


def compare(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN_OR_SCENARIO...", help="two or more", show_default=False)],
    set_: Sets = None,
    block: Blocks = None,
    project: Project = None,
    baseline: Annotated[str, typer.Option(help="the run that others are held against; default: the first")] = "",
    accept: Annotated[
        list[str] | None, typer.Option("--accept", metavar="LINE", help="such as 'matched >= 100'; may be repeated")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="write a page")] = None,
    csv: Annotated[Path | None, typer.Option(help="write tidy tables")] = None,
) -> None:
    """Side by side: who comes and goes and why, days, money, travel, fairness; exit status 1 where a line fails."""
    from matcher.commands.studies import compare as job

    job.compare(runs, set_ or (), block or (), project, baseline, accept or (), html, csv, say)


def sweep(
    scenario: ScenarioFile,
    set_: Sets = None,
    block: Blocks = None,
    project: Project = None,
    executor: Annotated[str, typer.Option(help="local:N, or dask://HOST:PORT; default: every core")] = "local",
    shard: Annotated[str, typer.Option(metavar="I/N", help="only the I-th of N parts, for job arrays")] = "1/1",
    out: Annotated[Path | None, typer.Option(help="the study's folder; default: studies/NAME")] = None,
    page: Annotated[bool, typer.Option(help="write the study's page and tables when every point is done")] = True,
) -> None:
    """Every point of a sweep and every draw; run again, it resumes."""
    from matcher.commands.studies import sweep as job

    job.sweep(scenario, set_ or (), block or (), project, executor, shard, out, page, say)


def study(
    scenario: ScenarioFile,
    set_: Sets = None,
    block: Blocks = None,
    project: Project = None,
    executor: Annotated[str, typer.Option(help="local:N, or dask://HOST:PORT; default: every core")] = "local",
    out: Annotated[Path | None, typer.Option(help="the study's folder; default: studies/NAME-close")] = None,
    analyst: Annotated[str, typer.Option(help="who did the analysis, for the sign-off")] = "",
    assurer: Annotated[str, typer.Option(help="who assures it; somebody else")] = "",
    names: Annotated[
        bool, typer.Option(help="organisations and advisers by their ids; without it counts alone")
    ] = False,
    ledger: Annotated[str | None, typer.Option(help="of organisations and advisers: what was decided since")] = None,
) -> None:
    """One scenario looked at closely: the curve, the next pound, where to recruit, what the answer rests on."""
    from matcher.commands.studies import study as job

    job.study(scenario, set_ or (), block or (), project, executor, out, analyst, assurer, say, names, ledger)


@year_ahead.command("test")
def back_test_year_ahead(
    scenario: ScenarioFile,
    years: Annotated[str, typer.Option(metavar="Y,...", help="programme years by their first calendar year")],
    set_: Sets = None,
    block: Blocks = None,
    project: Project = None,
    seeds: Annotated[int, typer.Option(help="how often who says no is drawn", min=1, max=1000)] = 10,
    declines: Annotated[str, typer.Option(help="the share that says no, such as 0.2 or 1/5")] = "0.2",
    out: Annotated[Path | None, typer.Option(help="the folder to write; default: studies/NAME-year")] = None,
) -> None:
    """Ways to decide through past years, on the scenario's own leaders and the real months of its files."""
    from matcher.commands.studies import year_ahead as job

    job.test(scenario, set_ or (), block or (), project, years, seeds, declines, out, say)
