"""A folder that keeps bytes by key, for work that depends on files alone; it may be deleted at any time."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

MOST_KEPT = 8  # files in the folder: the latest used


@dataclass(frozen=True)
class DiskStore:
    """One file per key, which begins with the hash of the rest: what is cut short or altered counts as not there.

    A folder that cannot be written to keeps nothing; it never stops a run.
    """

    folder: Path

    def get(self, key: str) -> bytes | None:
        path = self._path(key)
        try:
            digest, _, content = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if sha256(content).hexdigest().encode() != digest:
            return None
        with suppress(OSError):
            os.utime(path)  # the latest used is the last to go
        return content

    def put(self, key: str, content: bytes) -> None:
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
                file.write(sha256(content).hexdigest().encode() + b"\n" + content)
            os.replace(file.name, self._path(key))
            self._prune()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _prune(self) -> None:
        latest = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in latest[MOST_KEPT:]:
            path.unlink(missing_ok=True)
