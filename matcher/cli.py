"""The command line: every command of the contract, its messages and its exit status."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from matcher import __version__
from matcher.errors import CheckSaidNo, InputFaults, MatcherError, PinsContradict

INTERRUPTED = 130

app = typer.Typer(
    name="matcher",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Matches struggling schools and trusts to system leaders, proves the answer and explains it.",
)

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


@app.command()
def propose(
    scenario: ScenarioFile,
    set_: Sets = None,
    block: Blocks = None,
    project: Project = None,
    out: Annotated[Path | None, typer.Option(help="the run folder to write; default: runs/NAME")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="replace the run folder if it exists")] = False,
    engine: Annotated[str, typer.Option(help="auto, or a solving path by name")] = "auto",
) -> None:
    """The main job: registers and open data in, a proposal out."""
    from matcher.commands import propose as job

    job.propose(scenario, set_ or (), block or (), project, out, replace, engine, _say)


@app.command()
def check(scenario: ScenarioFile, set_: Sets = None, block: Blocks = None, project: Project = None) -> None:
    """Read and validate everything, solve nothing."""
    from matcher.commands import check as job

    job.check(scenario, set_ or (), block or (), project, _say)


@app.command()
def eligible(
    scenario: ScenarioFile,
    set_: Sets = None,
    block: Blocks = None,
    project: Project = None,
    verdict: Annotated[str, typer.Option(help="only this verdict: eligible, cannot-tell, not-eligible")] = "",
    id_: Annotated[str, typer.Option("--id", help="only this school or trust, with its evidence")] = "",
) -> None:
    """Who qualifies, who does not, who cannot be told, and why."""
    from matcher.commands import eligible as job

    job.eligible(scenario, set_ or (), block or (), project, verdict, id_, _say)


@app.command()
def audit(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="a run folder", show_default=False)],
    plan: Annotated[Path | None, typer.Option(help="an edited matches.csv to judge instead of the run's own")] = None,
) -> None:
    """Check a finished run, or an edited plan, against the rules from its sealed inputs."""
    from matcher.commands import audit as job

    job.audit(run, plan, _say)


@app.command()
def show(scenario: ScenarioFile, set_: Sets = None, block: Blocks = None, project: Project = None) -> None:
    """The resolved scenario, each value with where it came from."""
    from matcher.read.scenario import load_scenario, show_lines

    for line in show_lines(load_scenario(scenario, tuple(set_ or ()), tuple(block or ()), project)):
        typer.echo(line)


@app.command()
def schema() -> None:
    """The JSON Schema of a scenario, for editors that complete and underline."""
    import json

    from matcher.read.scenario import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@app.command()
def sample(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="where to write it", show_default=False)],
    size: Annotated[str, typer.Option(help="small, region, national, or a number of schools")] = "small",
) -> None:
    """Write the synthetic sample: an invented England in the real file formats."""
    from matcher.commands import sample as job

    job.sample(folder, size, _say)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"matcher {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="the version")] = False,
) -> None:
    """Matches struggling schools and trusts to system leaders, proves the answer and explains it."""


def _say(line: str) -> None:
    typer.echo(line)


def _complain(line: str) -> None:
    typer.echo(line, err=True)


def report(error: MatcherError) -> int:
    """Say what went wrong on standard error, in the words of its kind, and give the exit status."""
    if isinstance(error, InputFaults):
        for fault in error.faults:
            _complain(str(fault))
        count = len(error.faults)
        _complain(f"{count} fault{'s' if count > 1 else ''} found; nothing was written.")
    elif isinstance(error, PinsContradict):
        _complain("These cannot hold together:")
        for member in error.members:
            _complain(f"  - {member}")
        _complain(f"{error.way_out}. Nothing was written.")
    elif not isinstance(error, CheckSaidNo):
        _complain(f"Nothing was published: {error}")
    return error.exit_status


def _unexpected(error: Exception) -> int:
    """A fault of ours: say where, never with what values, since they may be personal data."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "matcher" in Path(f.filename).parts]
    _complain(f"matcher failed ({type(error).__name__}); nothing was published. Where, for whoever mends it:")
    for frame in frames[-6:]:
        _complain(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}")
    return MatcherError.exit_status


def run(command: Callable[[], Any]) -> int:
    """Exit status of a command: nothing that it raises escapes as a trace."""
    try:
        command()
    except MatcherError as error:
        return report(error)
    except KeyboardInterrupt:
        _complain("Interrupted; nothing was published.")
        return INTERRUPTED
    except OSError as error:
        _complain(
            f"Nothing was published: {error.strerror or type(error).__name__}"
            + (f": {error.filename}" if error.filename else "")
        )
        return MatcherError.exit_status
    except Exception as error:  # noqa: BLE001 - the last line of defence: names must not reach a trace
        return _unexpected(error)
    return 0


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script. Exits with the contract's status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_click(given))


def _click(given: list[str]) -> int:
    command = typer.main.get_command(app)
    status = 0

    def call() -> None:
        nonlocal status
        import click

        try:
            outcome = command.main(args=given, prog_name="matcher", standalone_mode=False)
            status = outcome if isinstance(outcome, int) else 0
        except click.ClickException as error:
            error.show()
            status = 2
        except click.Abort as error:
            raise KeyboardInterrupt from error

    failed = run(call)
    return failed or status
