"""A self-contained HTML page for any study: sections of text, charts and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.report.jinja import html_environment
from matcher.report.safe_cells import plain
from matcher.report.tables import page_tables
from matcher.report.tables.report_table import ReportTable
from matcher.study.sweeps.store import write_bytes


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section. `chart` is a trusted SVG and `chart_table` the table of its data; neither without the other."""

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    chart: str = ""
    chart_table: ReportTable | None = None
    tables: tuple[ReportTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `findings` are the sentences at its top."""

    title: str
    question: str
    findings: tuple[str, ...]
    sections: tuple[PageSection, ...]
    warnings: tuple[str, ...] = ()
    foot: str = ""


def write_page(page: Page, path: Path) -> None:
    write_bytes(path, html(page).encode("utf-8"))


def html(page: Page) -> str:
    names = {"format_cell": page_tables.format_cell, "is_number": page_tables.is_number}
    environment = html_environment("matcher.study", **names)
    return plain(environment.get_template("study.html.j2").render(page=page))


def sections(*candidates: PageSection | None) -> tuple[PageSection, ...]:
    """The sections that have any content."""
    return tuple(s for s in candidates if s and (s.paragraphs or s.chart or any(t.rows for t in s.tables)))


def first_line(path: Path) -> str:
    """The question in the first line of a scenario file."""
    lines: Sequence[str] = path.read_text(encoding="utf-8").splitlines()[:1]
    return lines[0].lstrip("# ").strip() if lines and lines[0].startswith("#") else ""
