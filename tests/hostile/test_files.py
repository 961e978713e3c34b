"""Hostile scenarios and tables through the real command line: refused, quickly, in little memory, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.commands import matcher, refused
from tests.machine_speed import pace
from tests.read import test_hostile_tables as tables

MEGABYTES = 200
SECONDS = 2.0  # of the processor, loading the program included


def measured(project: Path, *more: str) -> str:
    ended = matcher("check", project / "mine.yaml", *more)
    output = refused(ended)
    assert ended.megabytes is not None
    assert 10 < ended.megabytes < MEGABYTES
    assert ended.seconds < SECONDS * pace()
    assert len(output) < 20_000
    assert output.splitlines()[-1].endswith("nothing was written.")
    return output


def bomb() -> str:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    return "\n".join(lines + [f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)])


SCENARIOS: dict[str, tuple[Callable[[], bytes], str]] = {
    "an alias bomb": (lambda: bomb().encode(), "holds more than 20,000 values"),
    "depth 100,000 of lists": (lambda: b"[" * 100_000, "is nested deeper than 50 levels"),
    "depth 100,000 of mappings": (lambda: b"{a: " * 60_000, "is nested deeper than 50 levels"),
    "a tag that would run code": (lambda: b"name: !!python/object/apply:os.system ['touch pwned']", "a tag"),
    "a tag that would load a module": (lambda: b"!!python/module:os", "a tag"),
    "a duplicate key": (lambda: b"schema: matcher/1\nrules: {max_travel_km: 1, max_travel_km: 2}", "is written twice"),
    "a mark of UTF-16": (lambda: "schema: matcher/1".encode("utf-16"), "is not UTF-8 text"),
    "NUL": (lambda: b"schema: matcher/1\nname: a\0b", "U+0000"),
    "an escape": (lambda: b"schema: matcher/1\nname: \x1b[2Jb", "U+001B"),
    "tabs": (lambda: b"schema: matcher/1\nrules:\n\tmax_travel_km: 1", "a tab stands where YAML needs spaces"),
    "50 MB": (lambda: b"name: " + b"x" * 50_000_000, "is larger than 250,000 bytes"),
    "not UTF-8": (lambda: b"name: caf\xe9", "is not UTF-8 text"),
    "nothing": (lambda: b"", "is empty"),
    "a list": (lambda: b"- 1\n- 2", "is not a mapping"),
    "a long key": (lambda: b"? " + b"k" * 240_000 + b"\n: 1", "is not a key known here"),
    "keys that are escapes": (lambda: b'"\\e[2J\\u202e": 1', "is not a key known here"),
    "a huge number": (lambda: b"rules: {max_travel_km: " + b"9" * 200_000 + b"}", "max_travel_km"),
    "a huge exponent": (lambda: b"rules: {max_travel_km: 1e999999999}", "max_travel_km"),
    "many unknown keys": (lambda: b"".join(b"k%d: 1\n" % i for i in range(9_000)), "is not a key known here"),
    "itself": (lambda: b"extends: mine.yaml", "leads back to itself"),
    "a sweep without end": (
        lambda: b"extends: base.yaml\nsweep: {pots.offer.amount: {from: 1, to: 900000000000, step: 1}}",
        "sweep",
    ),
}


@pytest.mark.parametrize("what", SCENARIOS)
def test_a_hostile_scenario_is_refused(what: str, project: Path) -> None:
    content, words = SCENARIOS[what]
    (project / "mine.yaml").write_bytes(content())
    output = measured(project) if what != "many unknown keys" else refused(matcher("check", project / "mine.yaml"))
    assert words in output
    assert not set("\x1b\u202e\0") & set(output)
    assert not (Path.cwd() / "pwned").exists()


def test_a_chain_of_a_thousand_scenarios_is_refused(project: Path) -> None:
    for i in range(1_000):
        (project / f"s{i}.yaml").write_text(f"extends: s{i + 1}.yaml")
    (project / "mine.yaml").write_text("extends: s0.yaml")
    assert "is the end of more than 20 files" in measured(project)


@pytest.mark.parametrize("words", ["x" * 300_000, "rules.max_travel_km=[" + "[" * 60_000, "=", "=1", "a=\x1b[2J"])
def test_a_hostile_setting_is_refused(words: str, project: Path) -> None:
    (project / "mine.yaml").write_text("extends: budget.yaml")
    output = measured(project, "--set", words[:100_000])
    assert "\x1b" not in output


FEW = ("million_columns", "unclosed_quote", "zip_bomb", "entity_that_reads_a_file", "macros", "two_cells_far_apart")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(*case, id=case[0].__name__, marks=() if case[0].__name__ in FEW else pytest.mark.long)
        for case in tables.HOSTILE
    ],
)
def test_a_hostile_table_is_refused(make: Callable[[Path], Path], words: str, project: Path) -> None:
    path = make(project)
    (project / "mine.yaml").write_text(f"extends: base.yaml\ndata: {{leaders: {path.name}}}")
    output = measured(project)
    assert words in output
    assert "root:" not in output


def test_encodings_mixed_in_one_file_are_read_and_noted(project: Path) -> None:
    path = project / "sample" / "people.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"Ada", b"Ad\xe9")
    lines[2] = lines[2].replace(b"Chioma", "Chïoma".encode())
    path.write_bytes(b"\xef\xbb\xbf" + b"".join(lines))
    (project / "mine.yaml").write_text("extends: base.yaml")
    ended = matcher("check", project / "mine.yaml")
    assert ended.status == 0, ended.err
    assert "not UTF-8" in ended.out


@pytest.mark.parametrize("kind", ["fifo", "folder", "socket name too long"])
def test_what_is_no_file_is_refused_and_not_waited_for(kind: str, project: Path) -> None:
    import os

    (project / "sample" / "people.csv").unlink()
    if kind == "fifo":
        os.mkfifo(project / "sample" / "people.csv")
    elif kind == "folder":
        (project / "sample" / "people.csv").mkdir()
    name = "sample/people.csv" if kind != "socket name too long" else "x" * 5_000
    (project / "mine.yaml").write_text(f"extends: base.yaml\ndata: {{people: {name}}}")
    assert "data.people" in measured(project)
