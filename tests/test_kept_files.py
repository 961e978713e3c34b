"""What depends on files alone is kept between runs: never believed against the files, and deletable at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from matcher.commands.cache_folder import kept_files
from matcher.domain import HISTORY_STATES, Deployment, Facts
from matcher.errors import Fault
from matcher.policy import Policy
from matcher.read.inputs import read_inputs
from matcher.read.open_data import kept_open_data
from matcher.read.open_data.opendata import READERS, OpenData, read_open_data
from matcher.read.scenarios.scenario import load_scenario
from matcher.report.run_folder.sealing import seal
from matcher.run import eligibility_of
from matcher.runs.caches import disk_store, kept_eligibility
from matcher.runs.caches.disk_store import MOST_KEPT, DiskStore
from matcher.runs.clock import Clock
from matcher.runs.identity import run_id_of
from matcher.sample import write_sample

SCENARIOS = Path(__file__).parents[1] / "scenarios"
READ = "matcher.read.open_data.kept_open_data.read_open_data"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's scenarios with the sample beside them."""
    folder = tmp_path_factory.mktemp("kept")
    copytree(SCENARIOS, folder, dirs_exist_ok=True, ignore=lambda *_: ["sample"])
    write_sample(folder / "sample", "small")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path / "kept")


def facts_and_policy(scenario: Path, store: DiskStore | None) -> tuple[Facts, Policy]:
    read, facts = read_inputs(scenario, (), (), None, store)
    return facts, read.policy


def test_every_table_of_the_open_data_is_kept() -> None:
    assert set(kept_open_data.KINDS) == {f.name for f in fields(OpenData)} - {"ids", "notes"}


def refuse(*_: object) -> None:
    raise AssertionError("the files were read again")


def test_the_second_time_gives_equal_facts_without_reading_the_open_files(
    sample: Path, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = sample / "budget.yaml"
    first, _ = facts_and_policy(scenario, None)
    facts_and_policy(scenario, store)
    monkeypatch.setattr(READ, refuse)
    again, _ = facts_and_policy(scenario, store)
    assert again == first
    assert (again.files, again.notes, list(again.schools), list(again.trusts)) == (
        first.files,
        first.notes,
        list(first.schools),
        list(first.trusts),
    )


@pytest.mark.parametrize(
    "alter", [lambda p: p.write_bytes(p.read_bytes() + b"\n"), lambda p: p.rename(p.with_name("x" + p.name))]
)
def test_other_bytes_or_another_name_is_another_file(
    sample: Path, tmp_path: Path, alter: Callable[[Path], object]
) -> None:
    copytree(sample, tmp_path / "copy")
    path = next((tmp_path / "copy").rglob("ofsted*.csv"))
    before = kept_open_data.key_of({"ofsted": path}, date(2023, 8, 31))
    alter(path)
    now = next((tmp_path / "copy").rglob("*ofsted*.csv"))
    assert kept_open_data.key_of({"ofsted": now}, date(2023, 8, 31)) != before


def test_another_day_another_role_and_another_program_are_not_the_same(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = next(sample.rglob("ofsted*.csv"))
    keys = {kept_open_data.key_of({role: path}, date(2023, 8, day)) for role in ("ofsted", "groups") for day in (1, 2)}
    monkeypatch.setattr(kept_open_data, "program_digest", lambda: "another")
    keys.add(kept_open_data.key_of({"ofsted": path}, date(2023, 8, 1)))
    assert len(keys) == 5
    assert kept_open_data.key_of({"ofsted": path.with_name("not there")}, date(2023, 8, 1)) is None


def test_who_qualifies_is_equal_the_second_time_and_new_where_what_it_rests_on_changed(
    sample: Path, store: DiskStore
) -> None:
    facts, policy = facts_and_policy(sample / "budget.yaml", None)
    made = eligibility_of(facts, policy, Clock())
    assert made[0]
    assert made[1]
    kept_eligibility.kept_eligibility(store, facts, policy, lambda: made)
    assert kept_eligibility.kept_eligibility(store, facts, policy, lambda: ((), ())) == made
    others = (
        (replace(facts, history=()), policy) if facts.history else (replace(facts, files=facts.files[1:]), policy),
        (replace(facts, files=(replace(facts.files[0], sha256="0"), *facts.files[1:])), policy),
        (facts, replace(policy, as_at=date(2023, 7, 1))),
        (facts, replace(policy, eligibility=replace(policy.eligibility, schools_at_least=5))),
    )
    for other_facts, other_policy in others:
        assert kept_eligibility.kept_eligibility(store, other_facts, other_policy, lambda: ((), ())) == ((), ())


@pytest.mark.parametrize("damage", [b"", b"no digest", b"0" * 64 + b"\n{}"])
def test_what_is_damaged_counts_as_not_there(store: DiskStore, damage: bytes) -> None:
    store.put("key", b"content")
    assert store.get("key") == b"content"
    (store.folder / "key.json").write_bytes(damage)
    assert store.get("key") is None


def test_only_the_latest_are_kept_and_nobody_else_may_read_them(
    store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_KEPT >= 512  # a run of England keeps some forty: the other scenarios' must not be thrown out by one
    monkeypatch.setattr(disk_store, "MOST_KEPT", 100)
    for number in range(103):
        store.put(f"{number}", b"x")
    assert len(list(store.folder.iterdir())) == 100
    assert store.folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in store.folder.iterdir())


def test_a_folder_that_cannot_be_written_to_keeps_nothing_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = DiskStore(tmp_path / "file" / "kept")
    store.put("key", b"content")
    assert store.get("key") is None


def test_the_folder_can_be_named_or_turned_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert kept_files() is None
    monkeypatch.setenv("MATCHER_CACHE", str(tmp_path))
    assert kept_files() == DiskStore(tmp_path)
    monkeypatch.delenv("MATCHER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept_files() == DiskStore(tmp_path / "matcher")


def test_every_part_of_the_open_data_is_kept_the_ids_of_bodies_too(sample: Path) -> None:
    scenario = load_scenario(sample / "budget.yaml", (), (), None)
    faults: list[Fault] = []
    open_files = {role: path for role, path in scenario.data.items() if role in READERS}
    read = read_open_data(open_files, scenario.policy.as_at, faults)
    assert faults == []
    assert {kind for kind, _ in read.ids.bodies} >= {"uid", "urn", "group", "laestab"}
    assert kept_open_data.decoded(kept_open_data.encoded(read)) == read


def test_every_field_of_the_open_data_is_kept(sample: Path) -> None:
    paths = {"ofsted": sample / "sample" / "ofsted.csv", "groups": sample / "sample" / "groups.csv"}
    read = read_open_data(paths, date(2023, 8, 31), [])
    again = kept_open_data.decoded(kept_open_data.encoded(read))
    assert read.schools
    assert read.ids.bodies
    assert again == read


def test_what_takes_the_most_room_goes_first_by_use(store: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_store, "MOST_BYTES", 1_000)
    for number in range(20):
        store.put(f"{number}", b"x" * 100)
    assert 0 < sum(path.stat().st_size for path in store.folder.iterdir()) <= 1_000


def test_the_texts_of_the_open_data_are_made_once_and_are_the_same_bytes(
    sample: Path, store: DiskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare, policy = facts_and_policy(sample / "budget.yaml", None)
    seal(bare, tmp_path / "made")
    for name in ("first", "second"):
        facts, _ = facts_and_policy(sample / "budget.yaml", store)
        seal(facts, tmp_path / name, store)
        assert run_id_of(facts, policy, store=store) == run_id_of(bare, policy)
    for path in (tmp_path / "made").iterdir():
        assert (tmp_path / "first" / path.name).read_bytes() == path.read_bytes()
        assert (tmp_path / "second" / path.name).read_bytes() == path.read_bytes()
    facts, _ = facts_and_policy(sample / "budget.yaml", store)
    monkeypatch.setattr("matcher.report.run_folder.sealing.table_bytes", refuse)
    with pytest.raises(AssertionError, match="read again"):  # the registers are never kept
        seal(facts, tmp_path / "third", store)
    assert (tmp_path / "third" / "schools.csv").exists()


@pytest.mark.parametrize("name", sorted(set(kept_open_data.KINDS) - {"files", "area_grades"}))  # it has no such grades
def test_a_table_that_was_changed_is_not_what_was_kept(sample: Path, store: DiskStore, name: str) -> None:
    facts, policy = facts_and_policy(sample / "budget.yaml", store)
    run_id_of(facts, policy, store=store)
    table = getattr(facts, name)
    less = dict(list(table.items())[1:]) if isinstance(table, dict) else table[1:]
    changed: dict[str, Any] = {name: less}
    other = replace(facts, **changed)
    assert run_id_of(other, policy, store=store) == run_id_of(other, policy) != run_id_of(facts, policy)


def test_a_history_that_changes_nobodys_verdict_is_no_other_question(sample: Path, store: DiskStore) -> None:
    facts, policy = facts_and_policy(sample / "budget.yaml", None)
    verdicts = eligibility_of(facts, policy, Clock())[0]
    first = next(a for a in verdicts if a.recipient)
    for state in HISTORY_STATES:
        one = Deployment(term="autumn-2022", recipient_id=first.id, leader_id="L0001", state=state)
        other = replace(facts, history=(*facts.history, one))
        same = kept_eligibility.key_of(other, policy) == kept_eligibility.key_of(facts, policy)
        assert same == (eligibility_of(other, policy, Clock())[0] == verdicts) == (state in ("proposed", "declined"))
