"""Uploads that are shown before they are recorded: each of a session, a run and a kind; old ones are dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex
from threading import Lock

DRAFTS = ".review/drafts"
KEPT = timedelta(hours=24)  # of a draft whose session is over, or whose server was stopped


@dataclass(frozen=True, slots=True)
class DraftOf:
    """Whose draft it is: the session with its reader, the run's name, and what it was uploaded as."""

    owner: object
    run: str
    kind: str


@dataclass(eq=False)
class UploadDrafts:
    """The drafts of one server. Their owners are known in memory alone: after a restart nobody has one."""

    _known: dict[str, DraftOf] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def keep(self, folder: Path, whose: DraftOf, suffix: str, save: Callable[[Path], None]) -> Path:
        """Saves an upload under a random name in place of the owner's earlier one of this run and kind."""
        with self._lock:
            before = [name for name, known in self._known.items() if known == whose]
            for name in before:
                self._known.pop(name)
                (folder / DRAFTS / name).unlink(missing_ok=True)
        draft = save_draft(folder, suffix, save)
        with self._lock:
            self._known[draft.name] = whose
        return draft

    def find(self, folder: Path, name: str, whose: DraftOf) -> Path | None:
        """The draft of this name where it is theirs and still there."""
        path = folder / DRAFTS / name
        return path if self._known.get(name) == whose and path.is_file() else None

    def drop(self, draft: Path) -> None:
        with self._lock:
            self._known.pop(draft.name, None)
        draft.unlink(missing_ok=True)


def save_draft(folder: Path, suffix: str, save: Callable[[Path], None]) -> Path:
    """Saves an upload under a random name, and drops what was left behind more than a day ago.

    `save` writes it piece by piece: a register may be too long to hold in memory beside the runs.
    """
    drafts = folder / DRAFTS
    drafts.mkdir(parents=True, exist_ok=True)
    _drop_old(drafts, datetime.now(UTC))
    draft = drafts / f"{token_hex(6)}{suffix.lower()}"
    save(draft)
    return draft


def _drop_old(drafts: Path, now: datetime) -> None:
    for path in drafts.iterdir():
        if path.is_file() and now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > KEPT:
            path.unlink(missing_ok=True)
