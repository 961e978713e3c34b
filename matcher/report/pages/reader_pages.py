"""Rendering and writing of pages for one school, trust or leader, to a place of the user's choice."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from matcher.errors import Fault, InputFaults
from matcher.identity.file_names import file_stem
from matcher.report.jinja import html_environment
from matcher.report.safe_cells import plain


def render(template: str, context: dict[str, Any]) -> str:
    return str(_environment().get_template(template).render(**context))


@cache
def _environment() -> Any:
    return html_environment("matcher.report")


def write_one(page: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(plain(page), encoding="utf-8")


def new_folder(folder: Path) -> Path:
    """Returns the folder. Raises InputFaults where it is not empty, so that pages of two runs are not mixed."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputFaults(
            [Fault("--pages", None, "", str(folder), "is there already", "Name a new or an empty folder")]
        )
    return folder


def file_name(id_: str) -> str:
    return f"{file_stem(id_)}.html"
