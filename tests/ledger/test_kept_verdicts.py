"""Verdicts of a published run are found at its first opening, and never for a folder of other bytes."""

from __future__ import annotations

import re
import shutil
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from matcher.domain import Facts
from matcher.runs.caches import kept_eligibility
from matcher.runs.caches.disk_store import DiskStore
from matcher.runs.caches.kept_eligibility import RESTS_ON, keep_assessments
from matcher.runs.opened import open_run

HOUSE = Path(kept_eligibility.__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path / "kept")


def test_verdicts_rest_on_every_fact_that_eligibility_and_its_gates_read() -> None:
    paths = [p for room in ("eligibility", "rules/gates") for p in (HOUSE / room).rglob("*.py")]
    read = {name for p in paths for name in re.findall(r"\bfacts\.(\w+)", p.read_text(encoding="utf-8"))}
    assert read & {f.name for f in fields(Facts)} <= set(RESTS_ON)
    assert set(RESTS_ON) <= {f.name for f in fields(Facts)}


def test_the_first_opening_after_a_proposal_judges_nobody_again(
    folder: Path, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_run(folder)
    keep_assessments(store, folder, opened.facts, opened.policy, opened.assessed)
    monkeypatch.setattr("matcher.runs.caches.cache.assess_all", lambda *_: pytest.fail("they were judged again"))
    again = open_run(folder, store=store)
    assert again.assessments == opened.assessments
    assert again.finished.chosen.tolist() == opened.finished.chosen.tolist()


def test_verdicts_that_are_kept_by_what_was_read_are_not_kept_twice(
    folder: Path, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_run(folder)
    assert opened.facts.files
    kept_eligibility.kept_eligibility(store, opened.facts, opened.policy, lambda: (opened.assessed, ()))
    (first,) = store.folder.iterdir()
    keep_assessments(store, folder, opened.facts, opened.policy, opened.assessed)
    (second,) = {*store.folder.iterdir()} - {first}
    assert second.stat().st_size < 300
    judged = list[int]()
    real = kept_eligibility.kept_assessments

    def counted(*given: Any) -> Any:
        return real(*given[:2], lambda: (judged.append(1), given[2]())[1])

    monkeypatch.setattr("matcher.runs.opened.kept_assessments", counted)
    assert open_run(folder, store=store).assessments == opened.assessments
    assert not judged
    first.write_bytes(first.read_bytes()[:-5])  # damaged; or deleted, to make room
    assert open_run(folder, store=store).assessments == opened.assessments
    assert judged


def test_other_leaders_leave_the_verdicts_and_other_schools_do_not(folder: Path, tmp_path: Path) -> None:
    digests = {f"inputs/{p.name}": p.name for p in (folder / "inputs").iterdir()}
    policy = open_run(folder).policy
    key = kept_eligibility.sealed_key(digests, policy)
    assert kept_eligibility.sealed_key(digests | {"inputs/leaders.csv": "other"}, policy) == key
    for name in RESTS_ON:
        assert kept_eligibility.sealed_key(digests | {f"inputs/{name}.csv": "other"}, policy) != key


def test_a_store_that_was_tampered_with_is_not_believed(folder: Path, store: DiskStore, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    opened = open_run(copy, store=store)
    (kept,) = store.folder.iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"eligible", b"eligibly"))
    assert open_run(copy, store=store).assessments == opened.assessments
