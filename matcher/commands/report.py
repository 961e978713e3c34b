"""`matcher report --public`: what may be published of a run, and a draft of its transparency record."""

from __future__ import annotations

from pathlib import Path

from matcher.commands.console import Say
from matcher.errors import Fault, InputFaults
from matcher.report.pages.reader_pages import write_one
from matcher.report.public.public_report import public_html, transparency_record
from matcher.runs.opened import open_run


def report(run: Path, public: bool, out: Path | None, say: Say) -> None:
    """Raises InputFaults without `--public`, and where a file is there already or would lie in the run's folder."""
    if not public:
        where = str(run / "report.html")
        fault = Fault("--public", None, "", "", f"is missing; the report with names is {where}", "Give --public")
        raise InputFaults([fault])
    page = out or run.absolute().with_name(f"{run.absolute().name}-public.html")
    record = page.with_name(f"{page.stem}-transparency-record.md")
    faults = [fault for fault in (_not_there(run, page), _not_there(run, record)) if fault]
    if faults:
        raise InputFaults(faults)
    opened = open_run(run)
    texts = (public_html(opened), transparency_record(opened))
    for target, text in zip((page, record), texts, strict=True):
        write_one(text, target)
    say(f"Without names: {page}")
    say(f"Draft of the transparency record: {record}")


def _not_there(run: Path, target: Path) -> Fault | None:
    if target.resolve().is_relative_to(run.resolve()):
        return Fault(
            "--out", None, "", str(target), "is inside the run folder, which is sealed", "Name a place outside"
        )
    if target.exists():
        return Fault("--out", None, "", str(target), "is there already", "Name another file, or move it away")
    return None
