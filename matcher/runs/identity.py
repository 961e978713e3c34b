"""The id of a run, and the versions of what made it."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import matcher.digest
from matcher import __version__
from matcher.digest import facts_digest
from matcher.domain import Facts
from matcher.policy import Policy
from matcher.read.open_data.kept_tables import OpenDataStore, kept_text
from matcher.setting import as_hashed


def run_id_of(facts: Facts, policy: Policy, digest: str | None = None, store: OpenDataStore | None = None) -> str:
    """A hash of the parsed, sorted facts and the policy the scenario came to: it names the question, not the answer.

    `digest` is that of the facts where it is known already: a sweep asks for many ids over the same facts. `store`:
    where what is hashed of the open data is kept from one run to the next.

    Never of bytes, row order, paths, Python, time or the program's version; where a number was written (`where`,
    `assumptions`) is left out.
    """
    bare = replace(
        policy,
        assumptions=(),
        pots=tuple(replace(pot, source="") for pot in policy.pots),
        pins=tuple(replace(pin, where="") for pin in policy.pins),
        forbid=tuple(replace(pair, where="") for pair in policy.forbid),
    )
    whole = f"{digest or _digest_of(facts, store)}|{_plain(bare)}"
    return sha256(whole.encode()).hexdigest()[:16]


def rerun_id(question: str, head: str) -> str:
    """The id of a re-run: its question (`run_id_of`) beside a ledger whose last line has this hash.

    What a re-run publishes says what the ledger said, also where no rule asks for it (a school was asked): the same
    question beside a longer ledger is another run.
    """
    return sha256(f"{question}|{head}".encode()).hexdigest()[:16]


def _digest_of(facts: Facts, store: OpenDataStore | None) -> str:
    code = sha256(Path(matcher.digest.__file__).read_bytes()).hexdigest()
    return facts_digest(facts, lambda name, table, make: kept_text(store, table, f"hashed {name} {code}", make))


def _plain(value: Any) -> Any:
    """Fields, mappings and sets in one order, so that their text is the same whatever the hash seed."""
    if is_dataclass(value):
        return _plain(as_hashed(value))
    if isinstance(value, Mapping):
        return [(str(k), _plain(value[k])) for k in sorted(value, key=str)]
    if isinstance(value, frozenset | set):
        return sorted(str(v) for v in value)
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return str(value)


def versions() -> dict[str, str]:
    """Versions that a repeat of this run would need."""
    packages = ("ortools", "numpy", "scipy", "pandas")
    return {"matcher": __version__, "python": platform.python_version()} | {p: version(p) for p in packages}
