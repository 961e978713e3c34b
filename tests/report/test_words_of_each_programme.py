"""Words of one programme are on no surface of another: RISE counts no days, has no leaders and no governance; the offer
of 2022/23 has no advisers and no milestones."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook

from matcher.commands.explain import ExplainRequest, explain
from matcher.commands.propose import propose
from matcher.ledger import MatchState, Record, letters_of
from matcher.ledger.log.replay import record_of
from matcher.runs.opened import OpenedRun, open_run
from tests.report.test_supporter_run import SCENARIO, proposed, written

SAMPLE = Path(__file__).parents[2] / "scenarios"
OF_THE_OFFER = re.compile(
    r"\b(?:system leaders?|leaders?|NLEs?|national leaders?|chief executives?|governance|team days|leadership team"
    r"|days offered|own days|“up to” days|organisation's organisation|equivalent leader)\b",
    re.IGNORECASE,
)
# the word for a body is any programme's: Ofsted judges leadership, and areas are of governance; files are named so
ALLOWED = re.compile(
    r"leadership and governance|your own leaders|--leader|leaders?\.csv|governance(?:_\w+)?\.csv", re.IGNORECASE
)
OF_RISE = re.compile(
    r"\b(?:advisers?|supporting organisations?|milestones?|planning grants?|RISE|stuck|initial diagnosis)\b",
    re.IGNORECASE,
)
NOT_SHOWN = {"assumptions.csv", "readings.csv"}  # keys of the scenario, as they are written
SURFACES = ("report.html", "proposal.xlsx", "proposals.csv", "unmatched.csv", "notes.csv", "paste_back.csv")
MAY_BE_EMPTY = ("unmatched.csv", "notes.csv")


def seen(run: Path, name: str) -> str:
    """What a reader sees of one file of a run folder."""
    path = run / name
    if not path.is_file():
        return ""
    if path.suffix == ".xlsx":
        book = load_workbook(path, read_only=True)
        cells = (c for s in book if s.title != "Assumptions" for row in s.iter_rows(values_only=True) for c in row)
        return "\n".join([*book.sheetnames, *(str(c) for c in cells if isinstance(c, str))])
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix != ".html":
        return text.partition("\n")[2]  # the header is the contract's
    page = re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]+>", " ", text, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", page))


def found(pattern: re.Pattern[str], text: str) -> list[str]:
    """The foreign words with what stands around them."""
    clear = ALLOWED.sub("", text)
    return [clear[max(0, m.start() - 60) : m.end() + 40] for m in pattern.finditer(clear)]


@pytest.fixture(scope="module")
def rise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    scenario = folder / "rise.yaml"
    written(folder)
    scenario.write_text(SCENARIO, encoding="utf-8")
    return proposed(scenario)


@pytest.mark.parametrize("name", SURFACES)
def test_no_file_of_a_rise_run_speaks_of_the_offer(rise: Path, name: str) -> None:
    assert seen(rise, name) or name in MAY_BE_EMPTY
    assert found(OF_THE_OFFER, seen(rise, name)) == []


def test_no_explanation_of_a_rise_run_speaks_of_the_offer(rise: Path, tmp_path: Path) -> None:
    said: list[str] = []
    for number, request in enumerate(
        ({}, {"recipient": "100001"}, {"recipient": "100004"}, {"leader": "O1"}, {"leader": "A1"})
    ):
        explain(rise, ExplainRequest(**request), said.append)
        if request.get("recipient"):
            page = tmp_path / f"{number}.html"
            explain(rise, ExplainRequest(**request, page=page), lambda _: None)
            said.append(seen(tmp_path, page.name))
    assert found(OF_THE_OFFER, "\n".join(said)) == []


def test_no_letter_of_a_rise_run_speaks_of_the_offer(rise: Path) -> None:
    opened = open_run(rise)
    texts = [letter.text for letter in _letters(opened)]
    assert texts
    assert found(OF_THE_OFFER, "\n".join(texts)) == []


def _letters(opened: OpenedRun) -> list[object]:
    record: Record = record_of(())
    states = (MatchState(term=opened.term, match=m, run=opened.id) for m in opened.published.matches)
    return [letter for state in states for letter in letters_of(state, opened, record, opened.policy.as_at)]


@pytest.fixture(scope="module")
def offer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offer") / "term"
    propose(SAMPLE / "term.yaml", (), (), None, folder, False, "auto", lambda _: None)
    return folder


@pytest.mark.parametrize("name", SURFACES[:-1])
def test_no_file_of_the_offer_speaks_of_rise(offer: Path, name: str) -> None:
    assert seen(offer, name) or name in MAY_BE_EMPTY
    assert found(OF_RISE, seen(offer, name)) == []


def test_a_foreign_word_would_be_found() -> None:
    assert found(OF_THE_OFFER, "The leader has 10 days")
    assert not found(OF_THE_OFFER, "judged for leadership and governance")
    assert found(OF_RISE, "its adviser")
