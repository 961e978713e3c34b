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
from matcher.commands.scenario_options import Blocks, Project, ScenarioFile, Sets
from matcher.commands.studies import study_options

app = typer.Typer(
    name="matcher",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Matches struggling schools and trusts to system leaders, proves the answer and explains it.",
)

app.add_typer(ledger_options.app, name="ledger")
app.add_typer(study_options.year_ahead, name="year-ahead")

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


for study_command in (study_options.compare, study_options.sweep, study_options.study):
    app.command()(study_command)


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
