"""The fields that count for a run's id are those that always did: one that joins later is marked as added.

`hashed_fields.txt` has a line for each class of facts and of the policy: the fields that are in the hash even at their
default. Older runs were hashed without a field that joins, so it must stay out of the hash while it has its default.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import pytest

from matcher.domain import Facts
from matcher.domain.vocabulary import added, provenance
from matcher.policy import Policy
from matcher.setting import Setting, Whole, declared

FROZEN = Path(__file__).parent / "hashed_fields.txt"
MEND = (
    "{kind}: {names} would change the id of every run that was ever published. "
    'Mark a new field: `added("2026-11-29")` in matcher/domain, `Setting(..., added="2026-11-29")` in matcher/policy. '
    "Never remove or rename one. Only a class that is new gets a line in tests/formats/hashed_fields.txt: {line}"
)


def hashed(kind: type) -> list[str]:
    """The fields of a class that are in the hash whatever their value, in order of name."""
    later = {one.field for one in declared(kind) if one.setting.added}
    return sorted(
        f.name for f in fields(kind) if not {"added", "provenance"} & f.metadata.keys() and f.name not in later
    )


def classes_in(kind: type) -> Iterator[type]:
    """A dataclass and those that its fields hold, each once or more."""
    yield kind
    for f in fields(kind):
        if "provenance" not in f.metadata:
            for inner in parts(get_type_hints(kind)[f.name]):
                yield from classes_in(inner)


def parts(hint: Any) -> Iterator[type]:
    """The dataclasses that a type names, itself or within a tuple, a mapping or a union."""
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for inner in get_args(hint):
        yield from parts(inner)


def frozen() -> dict[str, list[str]]:
    lines = FROZEN.read_text(encoding="utf-8").splitlines()
    return {kind: names.split() for kind, names in (line.split(":") for line in lines)}


def fault(kind: type, before: list[str] | None) -> str:
    """What is wrong with the fields of a class, beside those that stood before; empty where nothing is."""
    now = hashed(kind)
    changed = sorted(set(now) ^ set(before or ()))
    line = f"{kind.__name__}: {' '.join(now)}"
    return MEND.format(kind=kind.__name__, names=", ".join(changed), line=line) if changed or before is None else ""


KINDS = sorted({*classes_in(Facts), *classes_in(Policy)}, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_field_that_joined_is_marked_as_added(kind: type) -> None:
    problem = fault(kind, frozen().get(kind.__name__))
    assert not problem, problem


def test_the_list_names_no_class_that_is_gone() -> None:
    assert set(frozen()) == {kind.__name__ for kind in KINDS}


@dataclass(frozen=True, kw_only=True)
class Grown:
    """A class as somebody may leave it: one old field, and four that joined."""

    old: int = 0
    marked: int = added("2026-11-29", 0)
    forgotten: int = 0
    source: str = provenance()
    set_rightly: Annotated[int, Whole(0, 9, ""), Setting("a number", added="2026-11-29")] = 0
    set_wrongly: Annotated[int, Whole(0, 9, ""), Setting("a number", optional=True)] = 0
    kept: int = field(default=0, metadata={"added": "2026-11-29"})


def test_a_forgotten_mark_is_seen_and_the_message_says_what_to_do() -> None:
    problem = fault(Grown, ["old"])
    assert problem.startswith("Grown: forgotten, set_wrongly would change the id of every run")
    assert 'added("2026-11-29")' in problem
    assert fault(Grown, ["forgotten", "old", "set_wrongly"]) == ""


def test_a_field_taken_away_is_seen() -> None:
    assert fault(Grown, ["forgotten", "gone", "old", "set_wrongly"]).startswith("Grown: gone would change")


def test_a_new_class_is_told_its_line() -> None:
    assert fault(Grown, None).endswith("hashed_fields.txt: Grown: forgotten old set_wrongly")
