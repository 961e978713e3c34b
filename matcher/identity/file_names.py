"""The name of a file that is about one id: the only place in which an id becomes part of a path."""

from __future__ import annotations

import re
from hashlib import sha256

_PLAIN = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,59}")  # capitals alone: some systems take `l1` and `L1` for one file
_WINDOWS_DEVICES = re.compile(r"CON|PRN|AUX|NUL|(COM|LPT)[0-9]")
READABLE_LETTERS = 40


def file_stem(id_: str) -> str:
    """The id itself where every system allows it as a file name; else what can be read of it, `~` and a hash.

    Two ids never have the same stem, also where capitals do not count; a stem has no dot, blank or separator.
    """
    if _PLAIN.fullmatch(id_) and not _WINDOWS_DEVICES.fullmatch(id_):
        return id_
    readable = re.sub(r"[^A-Za-z0-9]+", "-", id_)[:READABLE_LETTERS].strip("-") or "id"
    return f"{readable}~{sha256(id_.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
