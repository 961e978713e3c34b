"""`matcher year-ahead test`: ways to decide through past years, on the scenario's own leaders and the real months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import PROGRESS_SECONDS, Say, progress_printer
from matcher.errors import Fault, InputFaults
from matcher.read.inputs import read_inputs
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
    declines: float,
    out: Path | None,
    say: Say,
) -> None:
    """Writes `year.csv` and `year.html`. Raises InputFaults for what is no year or is not in the files."""
    wanted = _years(years)
    read, facts = read_inputs(scenario, sets, blocks, project, kept_files(), today=date.today())
    share = Fraction(str(declines))
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


def _years(text: str) -> list[int]:
    """The first calendar years of programme years. Raises InputFaults with every part that is none."""
    parts = [part.strip() for part in text.split(",")]
    hint = (
        f"Write the first calendar years of programme years, such as 2021,2022 for {year_name(date(2021, 9, 1))} and on"
    )
    wrong = [part for part in parts if not (part.isascii() and part.isdigit() and 1990 <= int(part) <= 2100)]
    if wrong:
        raise InputFaults([Fault("--years", None, "", part, "is no year", hint) for part in wrong])
    return [int(part) for part in dict.fromkeys(parts)]
