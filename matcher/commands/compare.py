"""`matcher compare`: runs and scenarios side by side, and whether they pass what was asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matcher.commands.inputs import Say
from matcher.errors import CheckSaidNo
from matcher.study.accept import judge, lines_of
from matcher.study.compare import compare as compared_of
from matcher.study.compare_told import page, terminal, write_csv
from matcher.study.desk import Desk
from matcher.study.page import write_page
from matcher.study.settings_csv import columns_of
from matcher.study.sides import Side, named_apart, side_of


def compare(
    runs: Sequence[Path],
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path | None,
    baseline: str,
    accept: Sequence[str],
    html: Path | None,
    csv: Path | None,
    say: Say,
) -> None:
    """Raises CheckSaidNo where an acceptance line fails, once everything is written."""
    lines, desk = lines_of(accept), Desk(evidence=True)
    found = [(path, side) for path in runs for side in _sides(path, desk, sets, blocks, project)]
    sides = named_apart([side for _, side in found], [path for path, _ in found])
    compared = compared_of(sides, baseline)
    judged = judge(compared, lines)
    for line in terminal(compared, judged):
        say(line)
    if html:
        write_page(page(compared, judged), html)
        say(f"Page: {html}")
    if csv:
        beside = write_csv(compared, csv)
        say(f"Tables: {csv} and {beside}")
    if not all(j.passed for j in judged):
        raise CheckSaidNo


def _sides(
    path: Path, desk: Desk, sets: Sequence[str], blocks: Sequence[str], project: Path | None
) -> tuple[Side, ...]:
    """One run; or, of a table of settings, one run a column."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        return (side_of(path, desk, sets, blocks, project),)
    within = project or path.absolute().parent
    return tuple(side_of(c.base, desk, (*c.sets, *sets), blocks, within) for c in columns_of(path))
