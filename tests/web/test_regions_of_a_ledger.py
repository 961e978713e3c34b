"""The pages of one region's run, where another run of all regions and its decisions stand in the same ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matcher.commands.propose import propose
from matcher.ledger import Decision, open_ledger
from matcher.runs.opened import open_run
from tests.web.conftest import NOW, Opened

PAGES = ("", "/matches", "/reserves", "/queues", "/unmatched")


WHO = (("P003", "broker", "South West"), ("A", "analyst", "All England"))


@pytest.mark.parametrize(("name", "role", "region"), WHO)
def test_a_refusal_of_another_region_stops_no_page(
    folder: Path, opened: Opened, name: str, role: str, region: str
) -> None:
    out = folder / "runs" / "all-1"
    propose(folder / "term.yaml", ("regions=all",), (), None, out, False, "auto", lambda _: None)
    run = open_run(out)
    match = next(m for m in run.published.matches if m.region == "West Midlands")
    decision = Decision(act="leader-cannot", on=NOW.date(), by="P007", reason="no time", run=run.id)
    decision = replace(decision, recipient=match.recipient, leader=match.leader)
    open_ledger(folder / "runs" / "ledger.sqlite", lambda: NOW).decide([decision], run)
    reader = opened(name, role, region)
    for page in PAGES:
        found = reader.get(f"/runs/term-1{page}")
        assert found.status_code == 200, page
        assert match.recipient not in found.text
