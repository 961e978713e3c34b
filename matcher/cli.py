"""The command line: every command of the contract, its messages and its exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from matcher import __version__
from matcher.commands import console
from matcher.commands.console import say as _say
from matcher.commands.decisions import ledger_options

app = typer.Typer(
    name="matcher",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Matches struggling schools and trusts to system leaders, proves the answer and explains it.",
)

app.add_typer(ledger_options.app, name="ledger")
year_ahead = typer.Typer(help="The year ahead: whether keeping days and money would have paid.", no_args_is_help=True)
app.add_typer(year_ahead, name="year-ahead")

ScenarioFile = Annotated[Path, typer.Argument(metavar="SCENARIO", help="a scenario, a YAML file", show_default=False)]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="change one value of the scenario; may be repeated"),
]
Blocks = Annotated[
    list[str] | None, typer.Option("--block", metavar="NAME", help="apply a named block of the scenario")
]
Project = Annotated[
    Path | None, typer.Option(help="the folder that files may be read from; default: the scenario's own")
]
NewLedger = Annotated[
    bool, typer.Option("--new-ledger", help="begin an empty ledger, though runs know of an earlier one")
]
Strict = Annotated[bool, typer.Option("--strict", help="refuse every id that nothing in the data has")]


@app.command()
def propose(
    scenario: ScenarioFile,
    set_: Sets = None,
    block: Blocks = None,
    project: Project = None,
    out: Annotated[Path | None, typer.Option(help="the run folder to write; default: runs/NAME")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="replace the run folder if it exists")] = False,
    engine: Annotated[str, typer.Option(help="auto, or a solving path by name")] = "auto",
    ledger: Annotated[str | None, typer.Option(help="keep what people decided: a file, or postgresql://...")] = None,
    strict: Strict = False,
    new_ledger: NewLedger = False,
) -> None:
    """The main job: registers and open data in, a proposal out."""
    from matcher.commands import propose as job

    job.propose(scenario, set_ or (), block or (), project, out, replace, engine, _say, ledger, strict, new_ledger)


@app.command()
def check(
    scenario: ScenarioFile,
    set_: Sets = None,
    block: Blocks = None,
    project: Project = None,
    strict: Strict = False,
    against: Annotated[
        Path | None, typer.Option(help="a run folder: what is new and gone since; default: the last run in runs/")
    ] = None,
) -> None:
    """Read and validate everything, solve nothing; at the end, what is tied to what."""
    from matcher.commands import check as job

    job.check(scenario, set_ or (), block or (), project, _say, strict, against)


@app.command()
def eligible(
    scenario: ScenarioFile,
    set_: Sets = None,
    block: Blocks = None,
    project: Project = None,
    verdict: Annotated[str, typer.Option(help="only this verdict: eligible, cannot-tell, not-eligible")] = "",
    id_: Annotated[str, typer.Option("--id", help="only this school or trust, with its evidence")] = "",
    csv: Annotated[Path | None, typer.Option(help="write every verdict to this new file")] = None,
    since: Annotated[
        str, typer.Option(metavar="DATE|SCENARIO", help="who joined and who left since a day, or another scenario")
    ] = "",
    cases: Annotated[Path | None, typer.Option(help="the department's case list, to hold beside the verdicts")] = None,
) -> None:
    """Who qualifies, who does not, who cannot be told, and why."""
    from matcher.commands.eligibility import eligible as job

    options = job.EligibleOptions(verdict, id_, csv, since, cases)
    job.eligible(scenario, set_ or (), block or (), project, options, _say)


@app.command()
def audit(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="a run folder", show_default=False)],
    plan: Annotated[Path | None, typer.Option(help="an edited matches.csv to judge instead of the run's own")] = None,
) -> None:
    """Check a finished run, or an edited plan, against the rules from its sealed inputs."""
    from matcher.commands import audit as job

    job.audit(run, plan, _say)


@app.command()
def decide(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="a run folder", show_default=False)],
    workbook: Annotated[Path, typer.Option("--from", help="the run's workbook, filled in", show_default=False)],
    ledger: Annotated[str | None, typer.Option(help="a file, or postgresql://...; default: beside the run")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="record what is shown")] = False,
    accept_dates: Annotated[
        bool, typer.Option("--accept-dates", help="record days that contradict the record as they stand")
    ] = False,
    new_ledger: NewLedger = False,
) -> None:
    """Show what a filled-in workbook would record; with --yes record it, all or nothing."""
    from matcher.commands.decisions import decide as job

    job.decide(run, workbook, ledger, yes, _say, accept_dates, new_ledger)


@app.command()
def explain(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="a run folder", show_default=False)],
    recipient: Annotated[str, typer.Option(help="a school or trust, by id: why this match, or why none")] = "",
    leader: Annotated[str, typer.Option(help="a leader, by id; with --recipient: why not this pair")] = "",
    near: Annotated[bool, typer.Option("--near", help="what small changes would move")] = False,
    try_: Annotated[
        bool, typer.Option("--try", help="with --recipient, unmatched: try changes, each planned again in full")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
    with_interests: Annotated[
        bool, typer.Option("--with-interests", help="show what was declared: personal data, for those who may see it")
    ] = False,
    page: Annotated[Path | None, typer.Option(help="write the page of --recipient or --leader to this file")] = None,
    pages: Annotated[Path | None, typer.Option(help="write every page to this new folder")] = None,
) -> None:
    """Why this match, why not that one, why unmatched, what is short, and what would change it."""
    from matcher.commands import explain as job

    job.explain(run, job.ExplainRequest(recipient, leader, near, try_, json, with_interests, page, pages), _say)


@app.command()
def review(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="a project folder", show_default=False)],
    port: Annotated[int, typer.Option(help="the port here; default: any that is free", min=0, max=65535)] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="open the pages in a browser")] = True,
    serve: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="serve people who sign in; with --oidc")
    ] = None,
    oidc: Annotated[Path | None, typer.Option(metavar="FILE", help="how people sign in: OpenID Connect (YAML)")] = None,
    on: Annotated[
        str, typer.Option(metavar="DATE", help="live a past term: judge as of this day; every page says so")
    ] = "",
) -> None:
    """Read a proposal and decide, each with a reason, on pages that only this machine can see, or on a server."""
    from matcher.commands.decisions import review as job

    if serve is None and oidc is None:
        job.review(folder, port, browser, on, _say)
    elif on:
        raise typer.BadParameter("not beside --serve: people who sign in decide today", param_hint="--on")
    elif serve is None or oidc is None:
        raise typer.BadParameter("go together: nobody is served without signing in", param_hint="--serve and --oidc")
    else:
        job.review_served(folder, serve, oidc, _say)


@app.command()
def show(scenario: ScenarioFile, set_: Sets = None, block: Blocks = None, project: Project = None) -> None:
    """The resolved scenario, each value with where it came from."""
    from matcher.read.scenarios.scenario import load_scenario, show_lines

    for line in show_lines(load_scenario(scenario, tuple(set_ or ()), tuple(block or ()), project)):
        _say(line)


@app.command()
def schema() -> None:
    """The JSON Schema of a scenario, for editors that complete and underline."""
    import json

    from matcher.read.scenarios.scenario import json_schema

    for line in json.dumps(json_schema(), indent=2, ensure_ascii=False).splitlines():
        _say(line)


@app.command()
def sample(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="where to write it", show_default=False)],
    size: Annotated[str, typer.Option(help="small, region, national, or a number of schools")] = "small",
    programme: Annotated[
        str, typer.Option(help="whose registers: tsio-2022-23 (leaders) or rise-2025-26 (organisations, advisers)")
    ] = "tsio-2022-23",
) -> None:
    """Write the synthetic sample: an invented England in the real file formats."""
    from matcher.commands import sample as job

    job.sample(folder, size, programme, _say)


@app.command()
def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="a run folder", show_default=False)],
    public: Annotated[bool, typer.Option("--public", help="without names, small numbers hidden")] = False,
    out: Annotated[Path | None, typer.Option(help="the page to write; default: beside the run folder")] = None,
) -> None:
    """What may be published of a run: counts without names, and a draft transparency record."""
    from matcher.commands import report as job

    job.report(run, public, out, _say)


@app.command()
def template(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="where to write it", show_default=False)],
) -> None:
    """Write every register as a workbook to fill in, with drop-downs and what each column takes."""
    from matcher.commands import template as job

    job.template(folder, _say)


@app.command()
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

    job.compare(runs, set_ or (), block or (), project, baseline, accept or (), html, csv, _say)


@app.command()
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

    job.sweep(scenario, set_ or (), block or (), project, executor, shard, out, page, _say)


@app.command()
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

    job.study(scenario, set_ or (), block or (), project, executor, out, analyst, assurer, _say, names, ledger)


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

    job.test(scenario, set_ or (), block or (), project, years, seeds, declines, out, _say)


def _version(requested: bool) -> None:
    if requested:
        from matcher.commands.formats import version_lines

        for line in version_lines(__version__):
            typer.echo(line)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="the version and the formats it writes")
    ] = False,
) -> None:
    """Matches struggling schools and trusts to system leaders, proves the answer and explains it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script. Exits with the contract's status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(console.run(lambda: console.invoke(_commands(), arguments)))


@cache
def _commands() -> TyperGroup:
    return typer.main.get_group(app)
