"""Where the commands keep what they read out of the open files: the user's own cache folder, or where they say."""

from __future__ import annotations

import os
from pathlib import Path

from matcher.runs.caches.disk_store import DiskStore

VARIABLE, OFF = "MATCHER_CACHE", "off"


def kept_files() -> DiskStore | None:
    """The store in the folder that MATCHER_CACHE names, or in the user's cache folder; None where it says `off`."""
    named = os.environ.get(VARIABLE, "")
    if named == OFF:
        return None
    if named:
        return DiskStore(Path(named))
    return DiskStore(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matcher")
