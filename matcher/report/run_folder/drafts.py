"""Draft run folders: locking them, removing those of killed runs, and putting one in a published folder's place."""

from __future__ import annotations

import ctypes
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such lock: a draft is then dead when it is a day old
    fcntl = None  # type: ignore[assignment]

_STALE_SECONDS = 86_400
_AT_FDCWD, _EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def remove_stale_drafts(out: Path) -> None:
    """Remove the drafts that killed runs left beside `out`. A draft locked by a running process is kept."""
    _restore(out)
    for draft in sorted(out.parent.glob(_pattern(out, "draft"))):
        if draft.is_dir() and not draft.is_symlink() and _is_stale(draft):
            shutil.rmtree(draft, ignore_errors=True)


def _pattern(out: Path, what: str) -> str:
    name = "".join(f"[{c}]" if c in "[]*?" else c for c in out.name)
    return f".{name}.{what}-*"


def _restore(out: Path) -> None:
    """A run killed between two renames leaves the old folder aside: put it back, or remove it where it was replaced."""
    for old in sorted(out.parent.glob(_pattern(out, "old"))):
        if not os.path.lexists(out):
            old.rename(out)
        elif old.is_dir() and not old.is_symlink():
            shutil.rmtree(old, ignore_errors=True)


def _is_stale(draft: Path) -> bool:
    """Whether no process locks it; where the system has no locks, whether it is a day old."""
    with _locked(draft, wait=False) as mine:
        if mine is not None:
            return mine
    return time.time() - draft.stat().st_mtime > _STALE_SECONDS


@contextmanager
def lock_draft(draft: Path) -> Iterator[None]:
    """Lock a draft while it is written: the system releases the lock when the process ends for any reason."""
    with _locked(draft, wait=True):
        yield


@contextmanager
def lock_while_created(parent: Path) -> Iterator[None]:
    """Lock the parent folder, so that no other run takes a new draft for stale before it is locked."""
    with _locked(parent, wait=True):
        yield


@contextmanager
def _locked(folder: Path, wait: bool) -> Iterator[bool | None]:
    """Yields whether this process has the lock; None where the system or disk has no locks."""
    if fcntl is None:
        yield None
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield _lock(handle, wait)
    finally:
        os.close(handle)


def _lock(handle: int, wait: bool) -> bool | None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network disks
        return None
    return True


def swap(draft: Path, out: Path) -> None:
    """Put the draft in its place; a folder that is there is exchanged for it in one step where the system can."""
    if not os.path.lexists(out):
        os.rename(draft, out)
    elif not _exchange(draft, out):
        _one_after_the_other(draft, out)


def _exchange(draft: Path, out: Path) -> bool:
    """Exchange two names in one system call (Linux). The old folder then has the draft's name. False where it fails."""
    with suppress(OSError, AttributeError):
        rename = ctypes.CDLL(None, use_errno=True).renameat2
        done: int = rename(_AT_FDCWD, os.fsencode(draft), _AT_FDCWD, os.fsencode(out), _EXCHANGE)
        return done == 0
    return False


def _one_after_the_other(draft: Path, out: Path) -> None:
    old = draft.with_name(draft.name.replace(".draft-", ".old-", 1))
    try:
        os.rename(out, old)
        os.rename(draft, out)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        _restore(out)
        raise
