"""A folder that keeps bytes by key, for work that depends on files alone; it may be deleted at any time."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

MOST_KEPT = 512  # files in the folder: the latest used
MOST_BYTES = 1_000_000_000  # of them together: some ten sets of England's files on as many days


@dataclass(frozen=True)
class DiskStore:
    """One file per key, which begins with the hash of the rest: what is cut short or altered counts as not there.

    A folder that cannot be written to keeps nothing; it never stops a run.
    """

    folder: Path

    def has(self, key: str) -> bool:
        return self._path(key).is_file()

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
                file.write(sha256(content).hexdigest().encode() + b"\n")
                file.write(content)
            os.replace(file.name, self._path(key))
            self._prune()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _prune(self) -> None:
        """Remove what was used longest ago, beyond so many files or bytes."""
        with os.scandir(self.folder) as entries:
            found = [(entry.path, entry.stat()) for entry in entries if entry.name.endswith(".json")]
        held = 0
        for number, (path, stat) in enumerate(sorted(found, key=lambda x: x[1].st_mtime, reverse=True)):
            held += stat.st_size
            if number >= MOST_KEPT or held > MOST_BYTES:
                Path(path).unlink(missing_ok=True)
