"""Who is told of a match stands in order with days; telling out of order is refused unless somebody says it was so."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from matcher.ledger import Decision, open_ledger
from matcher.runs.opened import open_run
from tests.web.conftest import DAY, MATCH, NOW, Browser, Opened
from tests.web.test_decision_options import acts

TELLING = f"{MATCH}/telling"


@pytest.fixture
def ready(folder: Path) -> int:
    """Both have agreed and the leader's interests are checked: the leader's name may be told. How many acts that is."""
    run = open_run(folder / "runs" / "term-1")
    recipient, leader = MATCH.split("/")[-2:]
    about = {"on": date(2023, 1, 20), "by": "P003", "reason": "said so", "run": run.id, "leader": leader}
    of_match = [Decision(act=act, recipient=recipient, **about) for act in ("school-agrees", "leader-agrees")]
    check = Decision(act="interests-checked", detail={"outcome": "clear"}, **about)
    ledger = open_ledger(folder / "runs" / "ledger.sqlite", now=lambda: NOW)
    ledger.decide([*of_match, check], run)
    ledger.close()
    return len(acts(folder))


def tell(browser: Browser, whom: str, **more: str) -> tuple[int, str]:
    form: dict[str, object] = {"whom": whom, "reason": "By letter", **DAY, **more}
    answer = browser.post(TELLING, form, TELLING)
    return answer.status_code, answer.text


def in_order(browser: Browser) -> list[str]:
    """Those of whom the page can record that they were told."""
    return re.findall(r'name="whom" type="radio" value="([^"]+)"', browser.get(TELLING).text)


def test_the_list_has_an_order_and_days_and_nothing_is_ticked(reader: Browser) -> None:
    text = reader.get(TELLING).text
    assert in_order(reader)[-1] == "leader" or "leader" in in_order(reader)
    assert "January 2023" in text
    assert "nobody is written to about a mere proposal" in text
    assert not re.search(r"<input[^>]*\schecked", text)


def test_telling_is_recorded_and_shown(broker: Browser, folder: Path, ready: int) -> None:
    first = in_order(broker)[0]
    assert tell(broker, first)[0] == 303
    assert acts(folder)[ready:] == ["tell"]
    assert "23 January 2023" in broker.get(TELLING).text
    assert first not in in_order(broker)


def test_telling_somebody_too_early_is_refused_and_says_who_comes_first(
    broker: Browser, folder: Path, ready: int
) -> None:
    order = in_order(broker)
    status, text = tell(broker, order[-1])
    assert status == 422
    assert f"{order[0]}" in text.split("There is a problem")[1]
    assert "must be told before" in text
    assert "tick that below and say why" in text
    assert "--out" not in text
    assert 'name="out_of_order"' in text
    assert 'name="out_of_order"' not in broker.get(TELLING).text
    assert len(acts(folder)) == ready


def test_nobody_is_told_the_leaders_name_before_the_leader_is_free(broker: Browser, folder: Path) -> None:
    status, text = tell(broker, in_order(broker)[0])
    assert status == 422
    assert "The leader has not said yes" in text
    assert 'name="out_of_order"' in text
    assert acts(folder) == []


def test_what_happened_out_of_order_is_recorded_as_such(broker: Browser, folder: Path) -> None:
    last = in_order(broker)[-1]
    assert tell(broker, last, out_of_order="yes", reason="They rang us")[0] == 303
    ledger = open_ledger(folder / "runs" / "ledger.sqlite")
    detail = ledger.lines()[-1].body["detail"]
    ledger.close()
    assert detail == {"whom": last, "out_of_order": True}


def test_what_is_missing_is_said_and_nothing_is_recorded(broker: Browser, folder: Path) -> None:
    assert "Choose who was told" in tell(broker, "")[1]
    assert "Choose who was told" in tell(broker, "the king")[1]
    assert "Write how they were told" in tell(broker, in_order(broker)[0], reason=" ")[1]
    assert "Write the day" in tell(broker, in_order(broker)[0], **{"on-day": "x"})[1]
    assert "has not come yet" in tell(broker, in_order(broker)[0], **{"on-day": "24"})[1]
    assert acts(folder) == []


def test_an_auditor_reads_the_list_and_records_nothing(opened: Opened, folder: Path) -> None:
    auditor = opened("Anybody", "auditor", "All England")
    assert "Edwin Hollincross" in auditor.get(TELLING).text
    assert in_order(auditor) == []
    form: dict[str, object] = {"whom": "leader", "reason": "x", **DAY}
    assert auditor.post(TELLING, form, "/").status_code == 403
    assert acts(folder) == []


def test_an_analyst_reads_no_leaders_name(analyst: Browser) -> None:
    text = analyst.get(TELLING).text
    assert "Hollincross" not in text
    assert "L0013" in text
