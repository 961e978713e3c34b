"""Makes the fixtures of one format: a run folder and a ledger, by the program of a checkout.

`python tests/formats/make.py CHECKOUT OUT` runs CHECKOUT's program (with this interpreter) on a copy of `data/`. The
folders of earlier formats were made so by the program as it was then and are never made again; README.md says when.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl

DATA = Path(__file__).parent / "data"
ROWS: Mapping[str, tuple[str, str]] = {  # recipient -> the decision written in the workbook, by whom
    "940073": ("school and leader agree", "P010"),
    "940127": ("school and leader agree", "P010"),
    "940141": ("leader cannot", "P002"),
    "940082": ("school wants another leader", "P007"),
}
ACTS: tuple[tuple[str, ...], ...] = (
    ("interests-checked", "--leader", "L0022", "--by", "P010", "--outcome", "clear"),
    ("director-approves", "--recipient", "940073", "--by", "P010"),
    ("appoint", "--recipient", "940073", "--by", "P010"),
    ("begin", "--recipient", "940073", "--by", "P010"),
    ("claim", "--recipient", "940073", "--by", "P010", "--days", "4"),
    ("claim", "--recipient", "940073", "--by", "P010", "--days", "3"),
    ("pin", "--recipient", "90010", "--leader", "L0008", "--by", "P005"),
    ("leader-withdraws", "--leader", "L0015", "--by", "P006"),
)
SECOND_CLAIM = "13"  # its line: the run, six rows of the workbook, and the sixth act
REASON = "said so on the telephone"


def main(checkout: Path, out: Path) -> None:
    """Refused where OUT is there already."""
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(DATA, Path(place) / "data")
        for command in commands(Path(place), out.resolve()):
            subprocess.run([sys.executable, "-m", "matcher", *map(str, command)], cwd=checkout, check=True)
    for left in out.glob("ledger.sqlite-*"):
        raise SystemExit(f"{left} is a journal that was not folded in")


def commands(place: Path, out: Path) -> Iterator[tuple[object, ...]]:
    run, ledger = out / "run", ("--ledger", out / "ledger.sqlite")
    yield "propose", place / "data" / "year.yaml", "--out", run
    workbook = filled(run / "proposal.xlsx", place / "filled.xlsx")
    yield "decide", run, "--from", workbook, "--yes", *ledger
    for name, *options in ACTS:
        yield "ledger", "act", run, name, *ledger, *options, "--on", "2023-01-16", "--reason", REASON
    yield "ledger", "act", run, "mend", *ledger, "--line", SECOND_CLAIM, "--by", "P010", "--reason", "claimed twice"
    yield "ledger", "erase", out / "ledger.sqlite", "P007", "--run", run, "--by", "P010", "--reason", "they asked"


def filled(workbook: Path, out: Path) -> Path:
    book = openpyxl.load_workbook(workbook)
    sheet = book["Proposals"]
    column = {str(cell.value): cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        decision = ROWS.get(str(sheet.cell(row, column["recipient_id"]).value))
        for name, value in zip(
            ("Decision", "Decided by", "Reason for the decision", "Decided on"),
            (*decision, REASON, "16/01/2023") if decision else (),
            strict=False,
        ):
            sheet.cell(row, column[name], value)
    book.save(out)
    return out


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
