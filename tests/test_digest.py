"""The hash of the facts: the same for the same facts however they were read, another for any other fact."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from time import process_time
from typing import Any, get_type_hints

import pytest

from matcher.digest import _counted, facts_digest
from matcher.domain import Facts, InputFile, Judgement, ReadingNote, School
from tests.machine_speed import pace

from .complete_facts import EVERY_FACT

KINDS = [f.name for f in fields(Facts) if "provenance" not in f.metadata]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("schools", "trusts")])
def test_the_order_of_the_facts_makes_no_difference(kind: str) -> None:
    held = getattr(EVERY_FACT, kind)
    assert len(held) > 1
    assert facts_digest(replace(EVERY_FACT, **{kind: held[::-1]})) == facts_digest(EVERY_FACT)


def test_the_order_of_schools_and_trusts_makes_no_difference() -> None:
    turned: dict[str, Any] = {k: dict(reversed(getattr(EVERY_FACT, k).items())) for k in ("schools", "trusts")}
    assert facts_digest(replace(EVERY_FACT, **turned)) == facts_digest(EVERY_FACT)


def test_where_a_fact_was_read_makes_no_difference() -> None:
    moved = tuple(replace(leader, source="elsewhere row 9") for leader in EVERY_FACT.leaders)
    files = (InputFile(role="x", name="y", sha256="z", rows=1),)
    other = replace(EVERY_FACT, leaders=moved, files=files, notes=(ReadingNote("files", "another note"),))
    assert facts_digest(other) == facts_digest(EVERY_FACT)


def test_what_is_hashed_of_a_fact_is_the_repr_of_its_fields() -> None:
    """Whatever other facts stand beside it: ids of runs rest on it."""
    names = [f.name for f in fields(Judgement) if not {"provenance", "added"} & f.metadata.keys()]
    judged = [*EVERY_FACT.judgements, *(replace(j, urn=f"{n}'é\n") for n in range(3) for j in EVERY_FACT.judgements)]
    lines = sorted(repr(tuple(getattr(j, name) for name in names)) for j in judged)
    kept: dict[str, Any] = {"judgements": tuple(replace(j, safeguarding=None) for j in judged)}
    hashed: list[bytes] = []

    def heard(_name: str, _table: Any, make: Callable[[], bytes]) -> bytes:
        hashed.append(make())
        return hashed[-1]

    facts_digest(replace(EVERY_FACT, **kept), heard)
    assert f"judgements {len(lines)}\n{chr(10).join(lines)}".encode() in hashed


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "previous"])
def test_equal_values_of_one_field_are_put_into_equal_words(kind: str) -> None:
    """Each different value is put into words once, so no field may hold both 1 and True, which are equal; and the
    values of a line are joined as they are in a tuple, which one alone is not."""
    told = type(facts_of(kind)[0])
    for name, hint in get_type_hints(told).items():
        assert len({"bool", "int", "float"} & set(re.findall(r"\w+", str(hint).replace("class", "")))) < 2, name
    assert len(_counted(facts_of(kind)[0])[0]) > 1


def changed(value: Any) -> Any:
    """Another value of the same type."""
    others: dict[type, Any] = {str: "other", int: 987, date: date(1999, 1, 1), frozenset: frozenset({"other"})}
    if isinstance(value, bool):
        return not value
    return (*value, ("other", 4)) if isinstance(value, tuple) else others[type(value)]


def facts_of(kind: str) -> list[Any]:
    held = getattr(EVERY_FACT, kind)
    return list(held.values() if isinstance(held, dict) else held)


EMPTY: tuple[object, ...] = (None, "", (), frozenset())
EVERY_FIELD = [
    (kind, f.name)
    for kind in KINDS
    if kind != "previous"
    for f in fields(facts_of(kind)[0])
    if "provenance" not in f.metadata
]


@pytest.mark.parametrize(("kind", "name"), EVERY_FIELD)
def test_every_field_counts(kind: str, name: str) -> None:
    first, *rest = facts_of(kind)
    assert getattr(first, name) not in EMPTY, f"fill in tests/complete_facts.py: {type(first).__name__}.{name}"
    other = [replace(first, **{name: changed(getattr(first, name))}), *rest]
    kept: Any = dict(enumerate(other)) if kind in ("schools", "trusts") else tuple(other)
    assert facts_digest(replace(EVERY_FACT, **{kind: kept})) != facts_digest(EVERY_FACT)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_less_is_another_hash(kind: str) -> None:
    held = getattr(EVERY_FACT, kind)
    less: Any = dict(list(held.items())[1:]) if isinstance(held, dict) else held[1:]
    assert facts_digest(replace(EVERY_FACT, **{kind: less})) != facts_digest(EVERY_FACT)


def test_no_earlier_run_differs_from_one_that_proposed_nothing() -> None:
    assert facts_digest(Facts(previous=None)) != facts_digest(Facts(previous=()))


def test_text_cannot_stand_for_a_fact_that_is_not_known() -> None:
    first, *rest = EVERY_FACT.leaders
    said = replace(EVERY_FACT, leaders=(replace(first, faith="None"), *rest))
    silent = replace(EVERY_FACT, leaders=(replace(first, faith=None), *rest))
    assert facts_digest(said) != facts_digest(silent)


@pytest.mark.parametrize("seed", ["0", "1", "77"])
def test_the_seed_of_pythons_own_hashes_makes_no_difference(seed: str) -> None:
    code = "import tests.complete_facts as e, matcher.digest as d; print(d.facts_digest(e.EVERY_FACT))"
    child = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONHASHSEED": seed}, check=True
    )
    assert child.stdout.strip() == facts_digest(EVERY_FACT)


def test_a_national_set_takes_well_under_a_second() -> None:
    chance = random.Random(1)
    phases = [frozenset({"primary"}), frozenset({"secondary"}), frozenset({"primary", "secondary"})]
    schools = {
        str(n): School(urn=str(n), name=f"School {n}", phases=chance.choice(phases), opened=date(2000, 1, 1), pupils=n)
        for n in range(22_000)
    }
    judgements = tuple(
        Judgement(urn=str(n % 22_000), started=date(2015, 1, 1) + timedelta(n % 3000), published=None, grade=2)
        for n in range(45_000)
    )
    facts = Facts(schools=schools, judgements=judgements)
    began = process_time()
    facts_digest(facts)
    assert process_time() - began < 1 * pace()


def test_the_example_fills_every_field_so_that_these_tests_see_it() -> None:
    for kind in KINDS:
        first = facts_of(kind)[0]
        if kind != "previous":
            empty = [name for name in get_type_hints(type(first)) if getattr(first, name) in EMPTY]
            assert not empty, f"fill in tests/complete_facts.py: {type(first).__name__}.{', '.join(empty)}"
