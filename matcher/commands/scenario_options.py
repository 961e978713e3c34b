"""The argument and options that every command on a scenario takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
