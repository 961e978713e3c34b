"""A store of finished runs by the hash of their inputs. Files are written atomically."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from matcher.study.outcome import Outcome


@dataclass(frozen=True, slots=True)
class SweepStore:
    """A folder of results by key. Several processes may write at once: equal keys have equal bytes."""

    folder: Path

    def path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def get(self, key: str) -> Outcome | None:
        stored = read_json(self.path(key))
        return None if stored is None else Outcome.of_plain(stored)

    def put(self, outcome: Outcome) -> None:
        write_json(self.path(outcome.key), outcome.plain())


def address(*parts: object) -> str:
    """A short hash of plain values, in the form of a run's id."""
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Writes atomically: to a temporary file, synced, then renamed over the old one."""
    write_bytes(path, json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())


def write_bytes(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".draft-{uuid4().hex}")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def read_json(path: Path) -> dict[str, Any] | None:
    """The object in a JSON file; None where the file is missing or no JSON object (the caller then writes it again)."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
        return None
    return stored if isinstance(stored, dict) else None
