"""A term with a lone yes, an answer that sends a school to another leader, stale interests and a fresh check.

It is proposed twice; every surface of either run, as text.
"""

from __future__ import annotations

import re
import shutil
from contextlib import redirect_stdout, suppress
from datetime import UTC, date, datetime
from html import unescape
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from matcher.cli import main
from matcher.commands.propose import propose
from matcher.ledger import Decision, NotRecorded, open_ledger
from matcher.ledger.log.store import ledger_of
from matcher.runs.opened import OpenedRun, open_run
from tests.web.conftest import SCENARIOS, Browser, come_in

TODAY = date(2023, 1, 23)  # the day of the pages
MOVED, LONE_YES, AGREED = "900169", "90008", "90028"
RUNS = ("term-1", "term-2")
REGIONS = ("East Midlands", "London", "North West", "South East", "South West", "West Midlands")


def live(root: Path) -> Path:
    """The project folder, with both runs and their ledger."""
    for name in ("base.yaml", "term.yaml"):
        shutil.copy(SCENARIOS / name, root)
    shutil.copytree(SCENARIOS / "sample", root / "sample")
    _propose(root, RUNS[0], None)
    _decide(open_run(root / "runs" / RUNS[0]))
    _propose(root, RUNS[1], ledger_of(root / "runs" / RUNS[0], None))
    return root


def _propose(root: Path, name: str, ledger: str | None) -> None:
    ask = ["propose", str(root / "term.yaml"), "--out", str(root / "runs" / name)]
    if ledger is None:
        propose(root / "term.yaml", (), (), None, root / "runs" / name, False, "auto", lambda _: None)
    else:
        command([*ask, "--ledger", ledger])


def _decide(run: OpenedRun) -> None:
    ledger = open_ledger(ledger_of(run.folder, None), now=lambda: datetime(2023, 1, 20, tzinfo=UTC), make=True)
    acts: list[tuple[str, str, dict[str, Any]]] = [
        ("school-agrees", MOVED, {}),
        ("leader-cannot", MOVED, {"on": date(2023, 1, 13)}),
        ("school-agrees", LONE_YES, {}),
        ("school-agrees", AGREED, {}),
        ("leader-agrees", AGREED, {}),
        ("interests-checked", AGREED, {"on": date(2023, 1, 16), "detail": {"outcome": "clear"}}),
    ]
    for act, recipient, more in acts:
        match = next(m for m in run.published.matches if m.recipient == recipient)
        given = {"on": date(2023, 1, 12), "by": "P003", "reason": "said so", "run": run.id, **more}
        ledger.decide([Decision(act=act, recipient=recipient, leader=match.leader, **given)], run)
    ledger.close()


def command(arguments: list[str]) -> str:
    out = StringIO()
    with redirect_stdout(out), pytest.raises(SystemExit) as ended:
        main(arguments)
    assert not ended.value.code, out.getvalue()
    return out.getvalue()


def text(page: str) -> str:
    """A page's words, a cell or a paragraph a line."""
    page = re.sub(r"<(style|svg|head)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r"</?(p|td|th|li|dd|dt|h\d|tr|br|div|span|option)\b[^>]*>", "\n", page)
    lines = (re.sub(r"\s+", " ", line).strip() for line in unescape(re.sub(r"<[^>]+>", "", page)).splitlines())
    return "\n".join(line for line in lines if line)


def live_at_random(root: Path, dice: Random) -> tuple[str, str]:
    """A region's term, decided at random and proposed again; the region, and its broker's id."""
    for name in ("base.yaml", "term.yaml"):
        shutil.copy(SCENARIOS / name, root)
    shutil.copytree(SCENARIOS / "sample", root / "sample")
    region = dice.choice(REGIONS)
    scenario = (root / "term.yaml").read_text(encoding="utf-8")
    (root / "term.yaml").write_text(scenario.replace("[South West]", f"[{region}]"), encoding="utf-8")
    _propose(root, RUNS[0], None)
    run = open_run(root / "runs" / RUNS[0])
    broker = next(p.id for p in run.facts.people if p.role == "broker" and region in p.regions)
    _decide_at_random(run, broker, dice)
    _propose(root, RUNS[1], ledger_of(root / "runs" / RUNS[0], None))
    return region, broker


ANSWERS: tuple[tuple[tuple[str, dict[str, Any]], ...], ...] = (
    (("school-agrees", {}),),
    (("school-agrees", {}), ("leader-agrees", {})),
    (("school-agrees", {}), ("leader-cannot", {})),
    (("school-wants-another-leader", {}),),
    (("school-wants-support", {}),),
    (("leader-agrees", {}), ("interests-checked", {"detail": {"outcome": "clear"}})),
    (("school-agrees", {}), ("leader-agrees", {}), ("leader-cannot-any", {"detail": {"until": "2023-03-01"}})),
)


def _decide_at_random(run: OpenedRun, by: str, dice: Random) -> None:
    """Some of the run's matches are answered, each in one of the ways; what the ledger refuses is left out."""
    ledger = open_ledger(ledger_of(run.folder, None), now=lambda: datetime(2023, 1, 20, tzinfo=UTC), make=True)
    for match in run.published.matches:
        for act, more in dice.choice(ANSWERS) if dice.random() < 0.6 else ():
            given = {"on": date(2023, 1, dice.randint(5, 16)), "by": by, "reason": "said so", "run": run.id, **more}
            with suppress(NotRecorded):  # a leader who cannot, or has a conflict, answers no second school
                ledger.decide([Decision(act=act, recipient=match.recipient, leader=match.leader, **given)], run)
    ledger.close()


def pages(
    root: Path, run: OpenedRun, recipient: str, leader: str, broker: str = "P003", region: str = "South West"
) -> dict[str, str]:
    """What the pages say of one match, as of today."""
    browser = come_in(root, broker, "broker", region)
    at = f"/runs/{run.folder.name}"
    return {
        "match page": text(of_one_leader(browser.get(f"{at}/matches/{recipient}/{leader}").text)),
        "school page": text(browser.get(f"{at}/bodies/{recipient}").text),
        "matches list": row_of(browser, f"{at}/matches", f"/matches/{recipient}/{leader}"),
        "longest waiting": row_of(browser, f"{at}/queues/longest-waiting", f"/matches/{recipient}/{leader}"),
        "not checked": row_of(browser, f"{at}/queues/not-checked", f"/matches/{recipient}/{leader}"),
        "pair page": text(browser.get(f"{at}/pairs/{recipient}/{leader}").text),
    }


def of_one_leader(html: str) -> str:
    """The page of a match without the table of leaders who may support the school or trust, which is about others."""
    before, mark, table = html.partition('aria-label="Leaders who may support it"')
    table, end, after = table.partition("</table>")
    assert table
    return before + mark + end + after


def row_of(browser: Browser, address: str, link: str) -> str:
    """The row of a table that leads to this address; '' where none does."""
    rows = re.findall(r"<tr\b.*?</tr>", browser.get(address).text, flags=re.DOTALL)
    return "\n".join(text(row) for row in rows if link in row)


def published(run: OpenedRun, recipient: str, leader: str, scratch: Path) -> dict[str, str]:
    """What the run published of one match, as at the run's day."""
    at = str(run.folder)
    own, leaders = scratch / "own.html", scratch / "leader.html"
    command(["explain", at, "--recipient", recipient, "--page", str(own)])
    command(["explain", at, "--leader", leader, "--page", str(leaders)])
    return {
        "workbook": "\n".join(workbook_rows(run.folder / "proposal.xlsx", recipient, leader)),
        "explain": command(["explain", at, "--recipient", recipient]),
        "explain leader": command(["explain", at, "--leader", leader]),
        "own page": text(own.read_text(encoding="utf-8")),
        "leader's own page": text(leaders.read_text(encoding="utf-8")),
    }


def workbook_rows(path: Path, recipient: str, leader: str) -> list[str]:
    """Every row of every sheet that is about this match."""
    book = openpyxl.load_workbook(path, read_only=True)
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return [" | ".join(str(c) for c in row if c is not None) for row in rows if {recipient, leader} <= set(row)]
