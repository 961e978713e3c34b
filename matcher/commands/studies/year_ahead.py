"""`matcher year-ahead test`: ways to decide through past years, on the scenario's own leaders and the real months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import PROGRESS_SECONDS, Say, progress_printer
from matcher.errors import Fault, raise_faults
from matcher.read.inputs import read_inputs
from matcher.read.parsing import values
from matcher.read.parsing.unreadable import Unreadable
from matcher.report.safe_cells import csv_bytes
from matcher.study.back_test.back_test import COLUMNS, back_test
from matcher.study.back_test.back_test_page import page as page_of
from matcher.study.pages.chart_files import write_charts
from matcher.study.pages.study_page import first_line, write_page
from matcher.study.sweeps.store import write_bytes
from matcher.year_ahead.arrivals import year_name


def test(
    scenario: Path,
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path | None,
    years: str,
    seeds: int,
    declines: str,
    out: Path | None,
    say: Say,
) -> None:
    """Writes `year.csv` and `year.html`. Raises InputFaults for what is no year or is not in the files."""
    wanted, share = _asked(years, declines)
    read, facts = read_inputs(scenario, sets, blocks, project, kept_files(), today=date.today())
    show = progress_printer(PROGRESS_SECONDS)
    tested = back_test(facts, read.policy, wanted, range(1, seeds + 1), share, progress=show)
    folder = out or Path("studies") / f"{scenario.stem}-year"
    write_bytes(folder / "year.csv", csv_bytes(COLUMNS.split(","), [t.row for t in tested]))
    page = page_of(tested, read.policy, first_line(scenario), share)
    write_page(page, folder / "year.html")
    write_charts(page, "year", folder)
    for line in page.findings:
        say(line)
    say(f"Table: {folder / 'year.csv'}")
    say(f"Page: {folder / 'year.html'}")


def _asked(years: str, declines: str) -> tuple[list[int], Fraction]:
    """The first calendar years of programme years, and the share that says no. Raises InputFaults with every fault."""
    parts = [part.strip() for part in years.split(",")]
    hint = (
        f"Write the first calendar years of programme years, such as 2021,2022 for {year_name(date(2021, 9, 1))} and on"
    )
    wrong = [part for part in parts if not (part.isascii() and part.isdigit() and 1990 <= int(part) <= 2100)]
    faults = [Fault("--years", None, "", part, "is not a year", hint) for part in wrong]
    share = Fraction(0)
    try:
        share = values.share_in(declines)
    except Unreadable as problem:
        faults.append(Fault("--declines", None, "", declines, problem.message, problem.suggestion))
    raise_faults(faults)
    return [int(part) for part in dict.fromkeys(parts)], share
