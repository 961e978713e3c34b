"""A run folder's seal and manifest: whatever is spoilt in it is noticed; what people fill in is no breach."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from matcher.errors import InputFaults
from matcher.ledger import Ledger
from matcher.read.run_folders.older_formats import FORMAT_1
from matcher.read.run_folders.run_folder import run_record
from matcher.read.run_folders.seal import (
    MANIFEST,
    SEAL,
    SEALED,
    UNSEALED,
    as_written,
    cells_digest,
    filled_in,
    list_digest,
    manifest_faults,
    seal_of,
    verify_seal,
)
from matcher.report.run_folder.law_tables import differing_tables
from matcher.report.run_folder.year_audit import audited_year
from matcher.runs.opened import OpenedRun, open_run
from tests.ledger.conftest import exit_status
from tests.ledger.term import ROOT

Spoil = Callable[[Path], object]
SPOILINGS: dict[str, Spoil] = {
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3]),
    "filled with noise": lambda path: path.write_bytes(
        random.Random(path.name).randbytes(max(64, path.stat().st_size))
    ),
    "one byte more": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "one byte changed": lambda path: path.write_bytes(one_byte_changed(path.read_bytes())),
    "of another run": lambda path: path.write_bytes(OTHER.get(path.name, b"another run's file\n")),
    "deleted": lambda path: path.unlink(),
}


# as another run would have written it: the files of a run of format 2 that is kept as an example
OTHER = {path.name: path.read_bytes() for path in (ROOT / "tests" / "formats" / "format-2" / "run").rglob("*.*")}


def one_byte_changed(content: bytes) -> bytes:
    """A digit of the middle is another digit, where there is one; else the byte there."""
    middle = len(content) // 2
    place = next((k for k in range(middle, len(content)) if content[k : k + 1].isdigit()), middle)
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def noticed(folder: Path) -> bool:
    """Whether opening or auditing the folder would refuse it; no solving, so that every file can be tried."""
    try:
        verify_seal(folder, run_record(folder))
        return bool(manifest_faults(folder, filled_in(folder)))
    except InputFaults:
        return True


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_folder_as_it_was_published_is_clean(folder: Path) -> None:
    assert not noticed(folder)
    assert verify_seal(folder, run_record(folder)) == json.loads((folder / SEAL).read_text())["digest"]


def test_189_spoilings_and_more_are_tried(folder: Path) -> None:
    assert len(SPOILINGS) * sum(1 for _ in files_of(folder)) >= 189


@pytest.mark.parametrize("kind", SPOILINGS)
def test_every_file_that_is_spoilt_is_noticed(folder: Path, tmp_path: Path, kind: str) -> None:
    missed, mine = [], tmp_path / "run"
    shutil.copytree(folder, mine)
    for path in list(files_of(mine)):
        if kind == "one byte more" and path.suffix == ".xlsx":
            continue  # behind a workbook: every cell is as it was, and audit says that it was saved since
        before = path.read_bytes()
        SPOILINGS[kind](path)
        spoilt = not path.exists() or path.read_bytes() != before
        if spoilt and not noticed(mine):
            missed.append(path.relative_to(mine).as_posix())
        path.write_bytes(before)
    assert missed == []
    assert not noticed(mine), "each file was put back"


def test_a_file_that_was_added_is_noticed(folder: Path, tmp_path: Path) -> None:
    for name in ("inputs/more.csv", "more.csv", "letter.docx"):
        mine = tmp_path / name.replace("/", "-")
        shutil.copytree(folder, mine)
        (mine / name).write_text("x")
        assert noticed(mine), name


def test_a_workbook_that_was_filled_in_is_no_breach_and_one_whose_other_cells_changed_is(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "run"
    shutil.copytree(folder, mine)
    write_cell(mine / "proposal.xlsx", "Decision", "School and leader agree")
    assert filled_in(mine) == ("proposal.xlsx",)
    assert exit_status("audit", mine) == 0
    assert "proposal.xlsx was filled in since it was published" in capsys.readouterr().out
    write_cell(mine / "proposal.xlsx", "No.", 99)
    assert exit_status("audit", mine) == 1
    assert "changed: proposal.xlsx was changed after the run was sealed" in capsys.readouterr().out


def write_cell(workbook: Path, column: str, value: object) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet = book["Proposals"]
    header = next(row for row in sheet.iter_rows() if column in [c.value for c in row])
    place = next(c for c in header if c.value == column)
    sheet.cell(place.row + 1, place.column, value)
    book.save(workbook)


def test_forged_tables_are_found_though_the_seal_was_forged_with_them(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever can write the folder can write its seal: every table of law is worked out again from the inputs."""
    forgeries = {
        "matches.csv": lambda text: text.replace(",proposed", ",agreed", 0) or text,
        "eligibility.csv": lambda text: text.replace(",eligible,", ",not eligible,", 1),
        "candidates.csv": lambda text: "\n".join(text.splitlines()[:-1]) + "\n",
        "barred.csv": lambda text: text.replace(",designation,", ",own-trust,", 1),
        "goals.json": lambda text: text.replace('"value": ', '"value": 1', 1),
    }
    for name, forge in forgeries.items():
        mine = tmp_path / name
        shutil.copytree(folder, mine)
        text = (mine / name).read_text(encoding="utf-8")
        forged = forge(text) if name != "matches.csv" else with_another_reserve(text)
        assert forged != text, name
        (mine / name).write_text(forged, encoding="utf-8")
        seal_again(mine)
        assert not noticed(mine), name
        assert exit_status("audit", mine) == 1, name
        assert f"{name}: " in capsys.readouterr().out


NOT_DERIVED = {"priorities.csv"}  # plans under other priorities: they would have to be solved


def differences(run: OpenedRun) -> list[str]:
    return list(differing_tables(run, audited_year(run)))


def test_every_table_is_worked_out_again(run: OpenedRun, tmp_path: Path) -> None:
    """Its last row lost, then the whole table, whatever the seal says: no table of the folder is left out."""
    assert differences(run) == []
    mine = replace(run, folder=Path(shutil.copytree(run.folder, tmp_path / "run")))
    tables = {path.name: path for path in sorted(mine.folder.glob("*.csv"))}
    assert len(tables) > 14
    for path in tables.values():
        rows = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(rows[:-1] if len(rows) > 1 else [*rows, b"another\n"]))
    told = differences(mine)
    assert {name for name in tables if f"{name}: row " in "\n".join(told)} == {*tables} - NOT_DERIVED
    for path in tables.values():
        if path.name != "matches.csv":  # which opening the run asks for
            path.unlink()
    told = differences(mine)
    assert {name for name in tables if f"{name}: is missing" in "\n".join(told)} == {*tables} - {"matches.csv"}


def test_what_else_a_forger_could_write_is_found(run: OpenedRun, tmp_path: Path) -> None:
    mine = replace(run, folder=Path(shutil.copytree(run.folder, tmp_path / "run")))
    record = json.loads((mine.folder / "run.json").read_text(encoding="utf-8"))
    forgeries = {
        "run.json: matched is not": ("run.json", json.dumps(record | {"matched": record["matched"] + 1})),
        "run.json: eligible is not": ("run.json", json.dumps(record | {"eligible": 1})),
        "check_certificate.py: row 1": ("check_certificate.py", "print('proved')\n"),
        "more.csv: the rules give no such table": ("more.csv", "recipient_id\n1\n"),
        "notes.csv: row": ("notes.csv", (mine.folder / "notes.csv").read_text() + "Everything was checked.\n"),
        "assumptions.csv: row 2": ("assumptions.csv", "what,value\n"),
    }
    for wanted, (name, text) in forgeries.items():
        before = (run.folder / name).read_bytes() if (run.folder / name).exists() else None
        (mine.folder / name).write_text(text, encoding="utf-8")
        assert any(line.startswith(wanted) for line in differences(mine)), wanted
        (mine.folder / name).unlink() if before is None else (mine.folder / name).write_bytes(before)
    assert differences(mine) == []


def test_what_is_trusted_is_told_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_status("audit", folder) == 0
    said = capsys.readouterr().out
    assert said.startswith("Taken on trust, not worked out again:\n  priorities.csv: the plans under other priorities")
    assert "the proof follows.\n" in said, "nothing that the proof rests on is taken on trust"


def test_forged_inputs_are_found_though_no_table_moves(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "run"
    shutil.copytree(folder, mine)
    lines = (mine / "inputs" / "people.csv").read_text(encoding="utf-8").splitlines()
    (mine / "inputs" / "people.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    seal_again(mine)
    assert exit_status("audit", mine) == 1
    assert "are not those of this run's id" in capsys.readouterr().out


def with_another_reserve(matches: str) -> str:
    header, *rows = matches.splitlines()
    place = header.split(",").index("reserves")
    cells = [row.split(",") for row in rows]
    plain = next(i for i, row in enumerate(cells) if len(row) == len(header.split(",")))
    cells[plain][place] = "L0002"
    return "\n".join([header, *(",".join(row) for row in cells)]) + "\n"


def seal_again(folder: Path) -> None:
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    seal = seal_of(folder, record["run_id"])
    content = {"format": 2, "run_id": seal.run_id, "digest": seal.digest, "files": dict(seal.files)}
    (folder / SEAL).write_text(json.dumps(content))
    (folder / "run.json").write_text(json.dumps(record | {"seal": seal.digest}))
    manifest = json.loads((folder / MANIFEST).read_text())
    fresh = {name: seal_of_file(folder / name) for name in manifest["files"]}
    (folder / MANIFEST).write_bytes(as_written(manifest | {"files": fresh}))


def seal_of_file(path: Path) -> str:
    from matcher.read.run_folders.seal import file_digest

    return file_digest(path)


def as_format_1(folder: Path, to: Path) -> Path:
    """A copy as an older program wrote it: no seal, no manifest, no number of format."""
    shutil.copytree(folder, to)
    for name in (SEAL, MANIFEST):
        (to / name).unlink()
    record = json.loads((to / "run.json").read_text(encoding="utf-8"))
    older = {k: v for k, v in record.items() if k not in ("format", "seal")} | {"versions": {"matcher": "0.0.9"}}
    (to / "run.json").write_text(json.dumps(older))
    return to


def test_a_folder_of_the_format_without_a_seal_opens_and_says_so(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = as_format_1(folder, tmp_path / "older")
    opened = open_run(older)
    assert opened.seal == UNSEALED
    assert opened.id == run_record(older)["run_id"]
    goal = next(g for g in opened.policy.goals if g.goal == "strong-trust-first")
    assert goal.counts == "schools", "as the older program counted"
    assert exit_status("audit", older) == 0
    assert "unsealed" in capsys.readouterr().out


def test_a_seal_that_was_taken_away_is_missed(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "run"
    shutil.copytree(folder, mine)
    (mine / SEAL).unlink()
    with pytest.raises(InputFaults) as refused:
        open_run(mine)
    assert re.search("nobody can tell whether the run is as it was sealed", str(refused.value.faults[0]))


def test_a_later_format_says_which_version_opens_it(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "run"
    shutil.copytree(folder, mine)
    record = run_record(mine)
    later = dict(record) | {"format": 9, "versions": {"matcher": "7.1.0"}}
    (mine / "run.json").write_text(json.dumps(later))
    with pytest.raises(InputFaults) as refused:
        open_run(mine)
    assert re.search(r"is of format 9, made by version 7\.1\.0", str(refused.value.faults[0]))


def test_the_seal_is_a_list_that_sha256sum_checks() -> None:
    assert list_digest({"b": "2", "a": "1"}) == list_digest({"a": "1", "b": "2"}) != list_digest({"a": "1", "b": "3"})
    assert "inputs/*" in SEALED
    assert isinstance(FORMAT_1, dict)


def test_one_run_with_a_second_seal_is_asked_about(run: OpenedRun, ledger: Ledger) -> None:
    assert ledger.open_run(run.published)
    assert not ledger.open_run(run.published)
    other = replace(run.published, seal="f" * 64, version="9.9.9")
    with pytest.raises(InputFaults) as refused:
        ledger.open_run(other)
    assert re.search("the same question was answered otherwise", str(refused.value.faults[0]))
    assert len(ledger.lines()) == 1
    assert ledger.record().runs[0].seal == run.seal


def test_cells_are_compared_without_those_left_open(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "p.xlsx"
    shutil.copy(folder / "proposal.xlsx", mine)
    before = cells_digest(mine)
    write_cell(mine, "Decided by", "P003")
    assert cells_digest(mine) == before != ""
