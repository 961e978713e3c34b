"""Publish a run folder atomically: written to a draft, flushed to disk, then renamed once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from secrets import token_hex

from xlsxwriter.exceptions import FileCreateError

from matcher.errors import InputFaults
from matcher.read.open_data.kept_tables import OpenDataStore
from matcher.read.run_folders.sealed_scenario import OWN_PROGRAMME
from matcher.report.kept_drawings import drawings_kept_in
from matcher.report.pages.report_page import write_page
from matcher.report.run_folder.drafts import lock_draft, lock_while_created, remove_stale_drafts, swap
from matcher.report.run_folder.existing import folder_fault, refuse_existing
from matcher.report.run_folder.run_files import write_record, write_tables
from matcher.report.run_folder.sealing import seal, write_manifest, write_seal
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.shared_tables import ReportScope
from matcher.report.workbooks.workbook import sent_proposals, write_workbooks
from matcher.result import Result


def publish(result: Result, out: Path, replace: bool = False, store: OpenDataStore | None = None) -> Path:
    """The published folder; the rest is as in `publish_view`."""
    return publish_view(PlanView(result), out, replace, store)


def publish_view(view: PlanView, out: Path, replace: bool = False, store: OpenDataStore | None = None) -> Path:
    """The published folder. On any error, an interrupt among them, nothing of it remains.

    `store`: where texts that follow from the open data alone are kept from one run to the next. Raises InputFaults
    where the folder exists (unless `replace`) or the disk does not take it.
    """
    out = out.absolute()
    refuse_existing(out, replace)
    try:
        _publish(view, out, replace, store)
    except (OSError, FileCreateError) as fault:
        message = f"the run folder could not be written: {_why(fault, out)}"
        todo = "Free some space or give another --out; nothing was published"
        raise InputFaults([folder_fault(out, message, todo)]) from fault
    return out


def _why(fault: OSError | FileCreateError, out: Path) -> str:
    """The system's message, with the path where it is above the run folder. FileCreateError wraps an OSError."""
    error = fault if isinstance(fault, OSError) else fault.args[0]
    above = error.filename in map(str, out.parents)
    return f"{error.strerror or error}" + (f" ({error.filename})" if above else "")


def _write(view: PlanView, draft: Path, store: OpenDataStore | None) -> None:
    result = view.result
    write_tables(result, view, draft)
    (draft / "proposals.csv").write_bytes(sent_proposals(ReportScope(view)))
    seal(result.facts, draft / "inputs", store)
    if result.policy.own is not None and result.policy.own.text:
        (draft / "inputs" / OWN_PROGRAMME).write_bytes(result.policy.own.text.encode())
    view = view.sealed(write_seal(draft, result.run_id))
    write_record(view.result, draft)
    write_workbooks(view, draft)
    write_page(view, draft / "report.html")
    write_manifest(draft)


def _publish(view: PlanView, out: Path, replace: bool, store: OpenDataStore | None) -> None:
    """Each folder's path is known before the folder is created, so that an interrupt in between still removes it.

    The draft is removed inside `try`, not by a context's exit, which could be interrupted before its first line.
    """
    draft = out.with_name(f".{out.name}.draft-{token_hex(8)}")
    missing = [p for p in out.parents if not p.exists()]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _held(draft, out), drawings_kept_in(store):
            _write(view, draft, store)
            _flush(draft)
            refuse_existing(out, replace)
            swap(draft, out)
            _sync(out.parent)
            _remove(draft)
    except BaseException:
        _remove(draft)
        for folder in missing:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        raise


def _remove(draft: Path) -> None:
    shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _held(draft: Path, out: Path) -> Iterator[None]:
    """Create and lock a hidden draft folder beside `out`, private while it is written."""
    with ExitStack() as stack:
        with lock_while_created(out.parent):
            remove_stale_drafts(out)
            draft.mkdir(mode=0o700)
            stack.enter_context(lock_draft(draft))
        draft.chmod(0o777 & ~_umask())
        yield


def _umask() -> int:
    """Folders made for a temporary purpose are private; a published one is as open as any other of this user."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _flush(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    """To disk, so that a power cut after the rename finds whole files. A folder cannot be flushed on Windows."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
