"""`matcher compare`: runs and scenarios side by side, and whether they pass what was asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from matcher.commands.console import Say
from matcher.errors import CheckFailed
from matcher.read.table_files.xlsx_rows import WORKBOOKS
from matcher.runs.caches.cache import RunCache
from matcher.study.comparison.acceptance import check_lines, parse_lines
from matcher.study.comparison.compare import compare as compare_runs
from matcher.study.comparison.compared_run import ComparedRun, compared_run, with_distinct_names
from matcher.study.comparison.settings_csv import scenario_columns
from matcher.study.pages.compare_page import page, terminal, write_csv
from matcher.study.pages.study_page import write_page


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
    """Prints and writes the comparison. Raises CheckFailed after that where an acceptance line fails."""
    lines, cache = parse_lines(accept), RunCache(evidence=True)
    named_runs = [(path, run) for path in runs for run in _load_runs(path, cache, sets, blocks, project)]
    compared = with_distinct_names([run for _, run in named_runs], [path for path, _ in named_runs])
    comparison = compare_runs(compared, baseline)
    results = check_lines(comparison, lines)
    for line in terminal(comparison, results):
        say(line)
    if html:
        write_page(page(comparison, results), html)
        say(f"Page: {html}")
    if csv:
        changes_path = write_csv(comparison, csv)
        say(f"Tables: {csv} and {changes_path}")
    if not all(j.passed for j in results):
        raise CheckFailed


def _load_runs(
    path: Path, cache: RunCache, sets: Sequence[str], blocks: Sequence[str], project: Path | None
) -> tuple[ComparedRun, ...]:
    """The run of a path; or, for a table of settings, one run per column."""
    if path.suffix.lower() not in (".csv", *WORKBOOKS):
        return (compared_run(path, cache, sets, blocks, project, today=date.today()),)
    within = project or path.absolute().parent
    columns = scenario_columns(path, sets, blocks, within)
    return tuple(compared_run(c.base, cache, c.sets, blocks, within, today=date.today()) for c in columns)
