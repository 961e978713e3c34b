"""The explanations are plain: a reading age of 14 or below, no long word that is not explained, one wording a fact."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from matcher.case.pair.facts import of_choice
from matcher.case.pair.reason import reason
from matcher.explain.bodies import recipient_names
from matcher.explain.own_interest import cost_of_cap
from matcher.explain.small_changes import small_changes
from matcher.explain.why.leader import about_leader
from matcher.explain.why.match import if_declined, why_this
from matcher.explain.why.pair import why_not
from matcher.explain.why_not.shortages import shortages
from matcher.explain.why_not.why_unmatched import why_unmatched
from matcher.report import words as report_words
from matcher.report.pages.leader_page import leader_page
from matcher.report.pages.recipient_page import recipient_page
from matcher.report.pages.report_page import page
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.shared_tables import ReportScope
from matcher.report.workbooks.sheets import read_me
from matcher.rules.pairs import pair_sets
from matcher.runs.finished import FinishedRun
from matcher.wording import words
from matcher.wording.messages import message, texts
from tests.explain.reading_age import grade, long_words, reading_age, syllables
from tests.explain.small_runs import random_run
from tests.report.results import a_result
from tests.report.test_own_interest_tables import CAPPED

ROOT = Path(__file__).parents[2]
OLDEST = 14

# Long words that everybody knows, or that are names.
EVERYDAY = frozenset(
    {
        "already",
        "another",
        "anybody",
        "appendix",
        "appointment",
        "available",
        "colleague",
        "december",
        "decision",
        "department",
        "differences",
        "different",
        "director",
        "education",
        "everybody",
        "everything",
        "executive",
        "however",
        "lately",
        "nobody",
        "october",
        "offering",
        "percentage",
        "publication",
        "office",
        "otherwise",
        "possible",
        "primary",
        "quality",
        "recorded",
        "secondary",
        "together",
        "usually",
        "whatever",
        "wherever",
    }
)


def all_sentences() -> dict[str, list[str]]:
    """Every kind of answer, over some runs."""
    found: dict[str, list[str]] = {}
    for seed in range(14):
        run = random_run(seed)
        for row in range(len(run.world.recipients)):
            if row in run.match_of:
                found.setdefault("why this match", []).extend(texts((*why_this(run, row).said, *if_declined(run, row))))
                found.setdefault("reason", []).append(reason(of_choice(run, run.match_of[row])))
            else:
                found.setdefault("why unmatched", []).extend(why_unmatched(run, row).said)
            found.setdefault("school's page", []).extend(_text(recipient_page(run, "run", row)))
            for leader in range(len(run.world.leaders)):
                found.setdefault("why not this pair", []).extend(texts(why_not(run, row, leader).said))
        for leader in range(len(run.world.leaders)):
            found.setdefault("leader", []).extend(about_leader(run, leader).said)
            found.setdefault("leader's page", []).extend(_text(leader_page(run, "run", leader)))
        short = shortages(run.world, run.setup.candidates, run.problem, run.chosen)
        found.setdefault("shortage", []).extend(s.said for s in short)
        if seed < 3:
            found.setdefault("near", []).extend(small_changes(run).said)
            found.setdefault("cap", []).extend(line for c in cost_of_cap(run) for line in c.said)
    for result in (a_result(), a_result(policy=CAPPED)):
        found.setdefault("report", []).extend(_prose(page(PlanView(result))))
        found.setdefault("workbook", []).extend(read_me(ReportScope(PlanView(result))))
    return found


def _prose(text: str) -> list[str]:
    """The paragraphs and points of the report, without its tables and pictures."""
    body = re.sub(r"<(svg|table)\b.*?</\1>", " ", text[text.index("<main") : text.index("</main>")], flags=re.DOTALL)
    parts = re.findall(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", body, re.DOTALL)
    return [re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", scope))).strip() for scope in parts]


def _text(page: str) -> list[str]:
    """The sentences of a page: what stands between its tags."""
    body = page[page.index("<main>") : page.index("</main>")]
    parts = [re.sub(r"<[^>]+>", "", scope).strip() for scope in re.split(r"</(?:p|li|h2|td|th)>", body)]
    return [re.sub(r"\s+", " ", scope) for scope in parts if scope]


@pytest.fixture(scope="module")
def sentences() -> dict[str, list[str]]:
    return all_sentences()


def test_every_kind_of_answer_can_be_read_at_fourteen(sentences: dict[str, list[str]]) -> None:
    ages = {kind: round(reading_age(said), 1) for kind, said in sentences.items()}
    assert len(ages) == 12
    assert {kind: age for kind, age in ages.items() if age > OLDEST} == {}


def test_a_long_word_is_everyday_or_in_the_glossary(sentences: dict[str, list[str]]) -> None:
    glossary = set(re.findall(r"[a-z']+", (ROOT / "docs/glossary.md").read_text(encoding="utf-8").casefold()))
    used = set().union(*(long_words(said) for said in sentences.values()))
    known = EVERYDAY | glossary
    assert sorted(w for w in used if w not in known and w.removesuffix("s") not in known) == []


def test_money_and_distances_are_worded_in_one_place_only() -> None:
    texts = [p for room in ("explain", "report") for p in (ROOT / "matcher" / room).rglob("*.py")]
    assert [p.name for p in texts if "£{" in p.read_text(encoding="utf-8")] == []
    assert pair_sets.kilometres is words.kilometres is report_words.kilometres


def test_the_formula_agrees_with_a_sum_by_hand() -> None:
    """Six words of one syllable in one sentence: 0.39 x 6 + 11.8 x 1 - 15.59."""
    assert round(grade(["The cat sat on the mat."]), 2) == -1.45


@pytest.mark.parametrize(
    ("word", "many"),
    [("cat", 1), ("leader", 2), ("distance", 2), ("priority", 4), ("matched", 1), ("needed", 2), ("possible", 3)],
)
def test_syllables(word: str, many: int) -> None:
    assert syllables(word) == many


def said_of(run: FinishedRun, ids: list[str]) -> str:
    return str(message("{who}", who=recipient_names(run.world, ids)))


def test_many_names_are_cut_to_a_few_and_counted() -> None:
    run = next(r for r in map(random_run, range(50)) if len(r.world.recipients) == 5)
    ids = [r.id for r in run.world.recipients]
    assert said_of(run, [*ids, *ids]).endswith("and 6 others")
    assert said_of(run, ids).count("School") + said_of(run, ids).count("Trust") == 5


ODD = re.compile(
    r"(?<![\d,.£])\b1 (?:more |other )?(?:leader|school|trust|match|day|plan|change|limit|deployment|pound)e?s\b"
    r"|(?<![\d,.£])\b(?:[2-9]|\d\d+) (?:more |other )?(?:leader|school|trust|match|day|change|deployment|rule)\b"
    r"|  |\.\.|\b(\w+) \1\b|_|\bNone\b|\b(?:true|false|null)\b"
)


def test_one_is_one_and_many_are_many_and_no_key_shows_through(sentences: dict[str, list[str]]) -> None:
    assert [said for texts in sentences.values() for said in texts if ODD.search(said)] == []
