"""Names that are scripts are read as names; and, in the same run, a reserve is offered after a refusal."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from matcher.commands.propose import propose
from tests.web.conftest import Browser, come_in
from tests.web.test_decision_options import acts

SCRIPT = "<script>alert(1)</script>\"'{{7*7}}"
RUN = "/runs/west"
MATCHES = f"{RUN}/matches"
WITH_RESERVE = "940250"


def renamed(path: Path, key: str, id_: str, column: str, coding: str = "utf-8") -> None:
    """One cell of a register becomes a script."""
    rows = list(csv.DictReader(path.read_text(encoding=coding).splitlines()))
    for row in rows:
        if row[key] == id_:
            row[column] = SCRIPT
    with path.open("w", encoding=coding, newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def west(proposed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(proposed, tmp_path_factory.mktemp("west") / "project"))
    for name in ("L0014", "L0029"):
        renamed(folder / "sample" / "leaders.csv", "id", name, "name")
    renamed(folder / "sample" / "people.csv", "id", "P007", "name")
    renamed(folder / "sample" / "establishments.csv", "URN", WITH_RESERVE, "EstablishmentName", "cp1252")
    regions = ("regions=[West Midlands]",)
    propose(folder / "term.yaml", regions, (), None, folder / "runs" / "west", False, "auto", lambda _: None)
    return folder


@pytest.fixture(scope="module")
def broker_there(west: Path) -> Browser:
    return come_in(west, "P007", "broker", "West Midlands")


def links(browser: Browser, page: str, within: str) -> list[str]:
    return sorted(set(re.findall(rf'href="({within}/[^"?#]+)"', browser.get(page).text)))


def test_no_page_obeys_a_name(broker_there: Browser) -> None:
    pages = [MATCHES, RUN, f"{RUN}/unmatched", f"{RUN}/queues/not-checked", f"{RUN}/queues/longest-waiting"]
    pages += links(broker_there, MATCHES, MATCHES)
    pages += [x for page in links(broker_there, MATCHES, MATCHES) for x in links(broker_there, page, f"{RUN}/pairs")]
    pages += [f"{page}/decide?act=leader-cannot" for page in links(broker_there, MATCHES, MATCHES)]
    texts = [broker_there.get(page).text for page in pages]
    assert not any("<script" in text for text in texts)
    assert not any("&#39;49" in text for text in texts)  # nor does a template obey it
    assert sum("&lt;script&gt;alert(1)&lt;/script&gt;" in text for text in texts) > 5


def test_the_next_reserve_is_offered_after_a_refusal(broker_there: Browser, west: Path) -> None:
    match = next(x for x in links(broker_there, MATCHES, MATCHES) if WITH_RESERVE in x)
    assert broker_there.decide("leader-cannot", match=match).status_code == 303
    page = f"{RUN}/reserves/{WITH_RESERVE}"
    assert page in broker_there.get(f"{RUN}/reserves").text
    field = re.search(r'name="leader" value="([^"]+)"', broker_there.get(page).text)
    assert field
    assert broker_there.post(page, {"leader": field[1], "reason": ""}, page).status_code == 422
    assert broker_there.post(page, {"leader": "L0001", "reason": "Another"}, page).status_code == 422
    assert acts(west) == ["publish", "leader-cannot"]
    done = broker_there.post(page, {"leader": field[1], "reason": "Next in the list"}, page)
    assert done.headers["Location"] == f"{MATCHES}/{WITH_RESERVE}/{field[1]}"
    assert acts(west) == ["publish", "leader-cannot", "offer-reserve"]
    assert "Offered as a reserve after a refusal." in broker_there.get(done.headers["Location"]).text
    assert broker_there.get(page).status_code == 404
