"""`matcher --version` names the version and each format that a later version must open."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from matcher import __version__
from matcher.cli import app

FORMATS = Path(__file__).parent / "formats"


def test_the_version_names_every_format_and_an_example_of_each_is_kept() -> None:
    shown = CliRunner().invoke(app, ["--version"])
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    assert lines[0] == f"matcher {__version__}"
    kept = sorted(int(p.name.removeprefix("format-")) for p in FORMATS.glob("format-*"))
    for what in ("run folder", "ledger"):
        line = next(line for line in lines if line.startswith(what))
        assert line == f"{what} format {kept[-1]} (opens {kept[0]} to {kept[-1]})"
    assert "scenario matcher/1" in lines
    assert any(line.startswith("certificate matcher-certificate/") for line in lines)
