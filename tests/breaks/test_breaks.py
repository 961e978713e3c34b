"""Every seeded rule break is caught: three by default, all of the list behind `long`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from matcher.rules.rulebooks import RULEBOOKS
from tests.breaks.breaks import BREAKS as OF_2022
from tests.breaks.breaks import FLAGS, GATES, LAW, Break
from tests.breaks.history_breaks import HISTORY, WHO_QUALIFIES_BY_HISTORY
from tests.breaks.seeding import ROOT, copied, imported_from, outcome_of, seed
from tests.breaks.supporter_breaks import ORGANISATIONS_AND_ADVISERS
from tests.rulebooks import rules_of

BREAKS = (*OF_2022, *WHO_QUALIFIES_BY_HISTORY, *ORGANISATIONS_AND_ADVISERS)
FAILED = 1  # pytest's exit status where tests ran and some failed
ALWAYS = [b for b in BREAKS if b.rule in ("region", "leader-days", "not-again")][::2][:3]


def name(broken: Break) -> str:
    return f"{broken.rule}-{BREAKS.index(broken)}"


def assert_caught(broken: Break, folder: Path) -> None:
    copy = copied(folder)
    seed(broken, copy / "matcher")
    run = outcome_of(copy, broken.caught_by)
    assert run.returncode == FAILED, run.stdout[-2000:] + run.stderr[-2000:]
    assert "rror while loading" not in run.stdout


def test_the_list_breaks_every_rule_and_is_long_enough() -> None:
    rules = {rule.name for book in RULEBOOKS.values() for rule in rules_of(book)}
    unbroken = rules - {b.rule for b in BREAKS}
    assert not unbroken, f"add a Break in tests/breaks for: {', '.join(sorted(unbroken))}"
    assert len(BREAKS) >= 30


@pytest.mark.parametrize("broken", BREAKS, ids=name)
def test_what_a_break_changes_is_said_exactly_once(broken: Break) -> None:
    text = (ROOT / "matcher" / broken.file).read_text(encoding="utf-8")
    assert text.count(broken.old) == 1
    assert broken.new != broken.old
    compile(text.replace(broken.old, broken.new), broken.file, "exec")  # a slip of the pen is no rule break


def test_no_break_is_listed_twice() -> None:
    assert max(Counter((b.file, b.old, b.new) for b in BREAKS).values()) == 1


@pytest.mark.parametrize("broken", ALWAYS, ids=name)
def test_a_seeded_break_is_caught(broken: Break, tmp_path: Path) -> None:
    assert_caught(broken, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("broken", BREAKS, ids=name)
def test_every_seeded_break_is_caught(broken: Break, tmp_path: Path) -> None:
    assert_caught(broken, tmp_path)


@pytest.mark.long
def test_without_a_break_the_copy_passes(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    assert imported_from(copy).is_relative_to(copy)
    run = outcome_of(copy, (*LAW, *FLAGS, *GATES, *HISTORY))
    assert run.returncode == 0, run.stdout[-2000:]
