"""The standing table: which proposals people changed, counted once each, and why."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest

from matcher.ledger import Ledger, Share, shares, shares_csv
from matcher.ledger.history.overruled import changed_in_short
from matcher.runs.opened import OpenedRun
from tests.ledger.conftest import exit_status
from tests.ledger.term import DAY, DIRECTOR, a_decision, a_ledger, agreed


def row(ledger: Ledger, by: str, value: str) -> Share:
    return next(s for s in shares(ledger.record()) if (s.by, s.value) == (by, value))


def test_counts_what_was_decided_and_what_of_it_was_changed(run: OpenedRun, ledger: Ledger) -> None:
    refusals = [a_decision(run, "leader-cannot", 1), a_decision(run, "school-wants-no-support", 2)]
    ledger.decide([*agreed(run, 0), *refusals, a_decision(run, "forbid", 3)], run)
    proposed = len(run.published.matches)
    assert row(ledger, "all", "every proposal") == Share("all", "every proposal", proposed, 4, 3)
    assert row(ledger, "term", run.term).share == "0.750"
    assert row(ledger, "region", "South West").changed == 3
    assert row(ledger, "act", "leader cannot (this school)").changed == 1
    assert row(ledger, "reason", "the school's or trust's").changed == 1
    assert changed_in_short(ledger.record()).startswith("Of the proposals so far people changed 3 of 4 decided (75 %)")


def test_every_changed_proposal_has_one_act_and_one_reason(run: OpenedRun, ledger: Ledger) -> None:
    later = DAY + timedelta(days=1)
    ledger.decide([a_decision(run, "forbid", 1, by=DIRECTOR), a_decision(run, "leader-cannot", 1, on=later)], run)
    ledger.decide([a_decision(run, "interests-checked", 2, detail={"outcome": "conflict"})], run)
    ledger.decide([a_decision(run, "leader-withdraws", 3, recipient="")], run)
    rows = shares(ledger.record())
    changed = next(s.changed for s in rows if s.by == "all")
    assert changed >= 3
    for by in ("term", "region", "act", "reason"):
        assert sum(s.changed for s in rows if s.by == by) == changed


def test_a_mended_refusal_changed_nothing(run: OpenedRun, ledger: Ledger) -> None:
    ledger.decide([a_decision(run, "leader-cannot", 1)], run)
    ledger.decide([a_decision(run, "mend", recipient="", leader="", detail={"line": 2})], run)
    assert row(ledger, "all", "every proposal").decided == 0
    assert row(ledger, "all", "every proposal").share == ""
    assert str(row(ledger, "all", "every proposal")) == "none decided yet"
    assert changed_in_short(ledger.record()) == ""


def test_an_empty_ledger_has_a_table_of_nothing(ledger: Ledger) -> None:
    assert [s.proposed for s in shares(ledger.record())] == [0]


def test_the_command_says_it_and_writes_it_as_csv(
    run: OpenedRun, ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger.decide([*agreed(run, 0), a_decision(run, "director-says-no", 1)], run)
    ledger.close()
    assert exit_status("ledger", "changes", tmp_path / "ledger.sqlite") == 0
    assert "every proposal: 1 of 2 decided (50 %)" in capsys.readouterr().out
    out = tmp_path / "changes.csv"
    assert exit_status("ledger", "changes", tmp_path / "ledger.sqlite", "--out", out) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert rows[0]["share_changed"] == "0.500"
    assert out.read_text(encoding="utf-8") == shares_csv(a_ledger(tmp_path / "ledger.sqlite").record())
