"""Each fault of earlier days, put back, is caught by the audit: a damage that it hides is silent again.

A break is one line: its name, what is replaced by what, and a damage, a table and a column that show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from matcher.read.scenarios.scenario import load_scenario
from tests.loss.mutants import DAMAGES, groups_of
from tests.loss.outcome import SILENT, Mutant, Undamaged, judge
from tests.loss.tables import TABLES, shipped, write_rows
from tests.sample.shipped import SCENARIOS

TRIED, SEED = 6, 7  # mutants of one damage; the break is to show in one of them
READ, REGISTERS, LINKS = "matcher.read", "matcher.read.registers", "matcher.read.registers.resolution"
OPEN, FILES, RULES = "matcher.read.open_data", "matcher.read.table_files", "matcher.rules.pairs.interests"
NA, FORMULA = "the filler 'NA'", "a formula without a value"


@dataclass(frozen=True)
class Break:
    name: str
    replaced: tuple[tuple[str, Any], ...]
    damage: str
    table: str
    column: str = ""


def nothing(*_: Any, **__: Any) -> None:
    """In place of a check: no fault, no note."""


def no_notes(*_: Any, **__: Any) -> tuple[str, ...]:
    return ()


def always(*_: Any, **__: Any) -> bool:
    return True


def never(*_: Any, **__: Any) -> bool:
    return False


def as_written(cell: str) -> str | None:
    return cell or None


def first_sheet(workbook: Any, sheet: str | None, *_: Any) -> str:
    return sheet or str(workbook.sheet_names[0])


NOBODY_TOLD = (
    (f"{LINKS}.references.tell_unknown", no_notes),
    (f"{RULES}.organisation_unknown._is_unknown", never),
    (f"{RULES}.unknown_parties.is_known_party", always),
    (f"{RULES}.unknown_parties._base_is_unknown", never),
)
ANY_KIND = ((f"{READ}.gias.gias_trusts.is_filler", never), (f"{READ}.gias.gias_trusts._note_new_kinds", nothing))
FIRST_SHEET = ((f"{FILES}.tables.choose_sheet", first_sheet), (f"{REGISTERS}.check_other_sheets", nothing))
UIDS_AS_WRITTEN = ((f"{OPEN}.public_ids.trust_uid", as_written), (f"{OPEN}.opendata.check_trusts", nothing))
UIDS_ALONE = (("matcher.identity.crosswalk.Crosswalk._by_kind", nothing), *NOBODY_TOLD)
CHECKED_BY_ANYBODY = (
    (f"{READ}.facts.check_dates", nothing),
    (f"{RULES}.not_checked._fresh", always),
)
LOOK_ALIKES = (
    (f"{LINKS}.references.check_look_alikes", nothing),
    (f"{LINKS}.references.odd_ids", no_notes),
    (f"{RULES}.same_person._may_be_one", never),
)
ONE_LAYER: tuple[tuple[str, str, Any, str, str, str], ...] = (
    ("URNs as they are written", f"{OPEN}.public_ids.urn", as_written, "an id as a float", "ofsted", "URN"),
    ("authorities by any code", f"{OPEN}.public_ids.authority_code", as_written, NA, "establishments", "LA (code)"),
    (
        "merged cells unseen",
        f"{FILES}.sheet_marks.SheetMarks._merges",
        nothing,
        "merged cells",
        "leaders",
        "organisation_id",
    ),
    ("formulas unseen", f"{FILES}.sheet_marks.SheetMarks._formulas", nothing, FORMULA, "leaders", "max_matches"),
    ("other sheets unread", f"{REGISTERS}.check_other_sheets", nothing, "two sheets of one register", "requests", ""),
    ("odd ids unseen", f"{LINKS}.references.odd_ids", no_notes, "a row marked for deletion", "leaders", ""),
    ("two trusts at once", f"{OPEN}.opendata.check_trusts", nothing, "a school in two trusts", "group_links", ""),
    ("ended before begun", f"{REGISTERS}.fields.in_order", nothing, "ended before begun", "interests", ""),
)
BREAKS = (
    *(Break(name, ((place, instead),), *shown) for name, place, instead, *shown in ONE_LAYER),
    Break("UIDs as they are written", UIDS_AS_WRITTEN, "an id as a float", "group_links", "Group UID"),
    Break("fillers are kinds of group", ANY_KIND, NA, "group_links", "Group Type"),
    Break("an unknown organisation is nobody's", NOBODY_TOLD, "an id that is nowhere", "leaders", "organisation_id"),
    Break("an unknown party bars nobody", NOBODY_TOLD, "a party that is nowhere", "interests", "party_id"),
    Break("organisations by UID alone", UIDS_ALONE, "Group ID for UID", "leaders", "organisation_id"),
    Break("checks of days to come", CHECKED_BY_ANYBODY, "a check in years to come", "leaders", "interests_checked_on"),
    Break("the first sheet is read", FIRST_SHEET, "two sheets that fit", "requests"),
    Break("look-alike ids are two", LOOK_ALIKES, "a twin by width", "leaders"),
)


def mutants_of(broken: Break) -> list[Mutant]:
    damage = next(d for d in DAMAGES if d.name == broken.damage)
    tables = {name: shipped(name) for name in TABLES}
    groups = [group for group in groups_of(damage, tables) if group.rows]
    ours = [g for g in groups if (g.at(g.rows[0]).table, g.at(g.rows[0]).column) == (broken.table, broken.column)]
    return [mutant for group in ours for mutant in group.drawn(TRIED, Random(SEED))]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sample")
    return {name: write_rows(folder, shipped(name)) for name in TABLES}


def judged(broken: Break, written: dict[str, Path], folder: Path) -> set[str]:
    undamaged = Undamaged(dict(written), load_scenario(SCENARIOS / "base.yaml").policy)
    return {judge(mutant, undamaged, folder) for mutant in mutants_of(broken)}


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.name)
def test_an_earlier_fault_that_is_put_back_is_caught(
    broken: Break, written: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for target, instead in broken.replaced:
        monkeypatch.setattr(target, instead)
    assert SILENT in judged(broken, written, tmp_path)


def test_each_break_names_what_is_there() -> None:
    for broken in BREAKS:
        assert mutants_of(broken), broken.name
