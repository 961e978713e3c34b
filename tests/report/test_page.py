"""The page opens offline, can be read without eyes, and is complete even where nobody is matched."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from html import escape, unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from matcher.case.pair.flags_shown import NOTHING, WEIGHTS
from matcher.report import words
from matcher.report.pages import bar_charts
from matcher.report.pages.report_page import page
from matcher.report.tables.groups import flagged, group_statistics, region
from matcher.report.tables.plan_view import MatchDetails, PlanView
from matcher.result import Result
from matcher.rules import labels
from matcher.wording import wording
from tests import worlds
from tests.report.results import a_policy, a_result, nobody

SECTIONS = (
    *("summary", "by-hand", "goals", "journeys", "load", "map", "money", "fairness", "interests", "eligibility"),
    *("priority", "unmatched", "assumptions", "provenance"),
)


@pytest.fixture(scope="module")
def text(published: Path) -> str:
    return (published / "report.html").read_text(encoding="utf-8")


class Outline(HTMLParser):
    """Tags in order, headings, ids, links, and the tables with their captions."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def count(self, tag: str) -> int:
        return sum(t == tag for t, _ in self.tags)


@pytest.fixture(scope="module")
def outline(text: str) -> Outline:
    return Outline(text)


def test_asks_nothing_of_the_network(text: str, outline: Outline) -> None:
    assert set(re.findall(r"https?://[^\s\"'<]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in outline.tags}
    assert "url(" not in text.split("</style>")[0]
    assert "@import" not in text


def test_says_first_that_it_is_a_proposal(text: str) -> None:
    assert text.index(words.PROPOSAL_ONLY, text.index("<h1>")) < text.index("<h2")


def test_has_a_language_a_title_and_a_way_past_the_header(outline: Outline) -> None:
    tags = dict(outline.tags)
    assert tags["html"]["lang"] == "en-GB"
    assert ("a", {"class": "skip", "href": "#main"}) in outline.tags
    assert tags["main"]["id"] == "main"


def test_headings_go_down_one_step_at_a_time(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_ids_are_unique_and_links_lead_somewhere(outline: Outline) -> None:
    ids = [a["id"] for _, a in outline.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["href"] for t, a in outline.tags if t == "a"} <= {f"#{i}" for i in ids}
    assert set(SECTIONS) <= set(ids)


def test_every_table_has_a_caption_and_every_heading_cell_a_scope(outline: Outline) -> None:
    assert outline.count("table") == outline.count("caption") > 10
    assert all(a.get("scope") in ("col", "row") for t, a in outline.tags if t == "th")


def test_every_chart_is_a_picture_with_words_and_a_table_behind_it(text: str, outline: Outline) -> None:
    pictures = [a for t, a in outline.tags if t == "svg" and a.get("role") == "img"]
    regions = len(re.findall(r'<details class="zoom">', text))
    assert regions > 1
    assert len(pictures) == 5 + regions
    for picture in pictures:
        for name in (picture["aria-labelledby"] or "").split():
            assert re.search(rf'id="{name}">[^<]{{5,}}<', text)
    assert outline.count("details") >= 4


def test_shows_matching_by_hand_beside_each_headline(text: str) -> None:
    first = section(text, "summary")
    cards = re.findall(r'<li><span class="figure">.*?</li>', first, re.S)
    assert len(cards) == 4
    assert "need a person first" in cards[0]
    assert all("By hand" in card for card in cards[1:])
    assert "By hand, nearest leader first: " in first
    assert first.index(" would get a leader") < first.index('class="cards"')


def test_page_one_counts_what_needs_a_person_the_worst_first(text: str, view: PlanView) -> None:
    table = section(text, "summary").split("<caption>What needs a person")[1].split("</table>")[0]
    lines = re.findall(r'<span class="flag ([a-z-]+)">(.) (.*?)</span></th><td class="n">(\d+)</td>', table)
    places = [[w.code for w in WEIGHTS].index(code) for code, *_ in lines]
    assert places == sorted(places)
    assert {"stops", "signs-off"} <= {code for code, *_ in lines}
    assert "note" not in {code for code, *_ in lines}
    counted = {words: int(number) for _, _, words, number in lines}
    for name in ("not-checked", "sign-off"):
        assert counted[escape(labels.flag(name)).replace("&#x27;", "&#39;")] == len(flagged(view, name))


def test_every_match_shows_what_is_to_be_settled_with_a_sign(text: str, view: PlanView) -> None:
    said = section(text, "matches")
    assert said.count('class="flag ') == sum(len(m.to_settle) for m in view.matches)
    assert NOTHING in said or all(m.to_settle for m in view.matches)


def test_is_not_for_publication_on_every_page(text: str) -> None:
    assert text.index("Not for publication: names schools", text.index("<body>")) < text.index("<h1>")
    assert '@bottom-left { content: "Not for publication.' in text


def test_differences_of_shares_are_percentage_points_from_exact_values(text: str, view: PlanView) -> None:
    g = group_statistics(view, region)[0]
    shown = wording.bare_points(Fraction(g.by_hand, g.eligible), Fraction(g.matched, g.eligible))
    fairness = section(text, "fairness")
    assert "Difference, percentage points</th>" in fairness
    assert f">{shown}</td>" in fairness


def test_what_changed_is_told_by_name_where_there_was_a_proposal_before(result: Result) -> None:
    assert 'id="changes"' not in page(PlanView(result))
    first, second, *rest = result.plan.matches
    lost = result.unmatched[0].recipient_id
    other = next(x.id for x in result.world.leaders if x.id != second.leader_id)
    before = ((first.recipient_id, first.leader_id), (second.recipient_id, other), (lost, other))
    again = PlanView(replace(result, facts=replace(result.facts, previous=before)))
    said = section(page(again), "changes")
    same = len(result.world.recipients) - len(rest) - 2  # those who still have no leader among them
    assert f"{len(rest) + 2} changes since the last proposal; {same} did not change" in said
    name = {r.id: escape(r.name) for r in result.world.recipients}
    kinds = re.findall(r'<tr><th scope="row"><bdi>(.*?)</bdi></th><td class="l"><bdi>(.*?)</bdi>', said)
    assert kinds[0] == ("Lost its leader", name[lost])
    assert ("Another leader", name[second.recipient_id]) in kinds
    assert name[first.recipient_id] not in {who for _, who in kinds}
    assert not [x.name for x in result.world.leaders if x.name in said]


def test_says_how_far_the_money_is_from_one_more_match(text: str) -> None:
    assert "£6,000 short of one more match" in text


def test_says_how_sure_each_goal_is(text: str) -> None:
    assert "Proved: nothing better is possible (exact arithmetic)" in text
    assert "Within 10 points of need × days of the best possible" in text
    assert "Not proved; no bound is known" in text


def test_names_no_leader_and_no_declared_interest(text: str, result: Result) -> None:
    assert not [x.name for x in result.world.leaders if x.name in text]
    assert "formerly" not in text.lower()


def test_counts_cannot_tell_on_page_one_and_by_cause_and_region_later(text: str) -> None:
    assert "A judgement&#39;s date is missing" in section(text, "eligibility")
    assert "Cannot tell: 5 schools and trusts may qualify" in section(text, "summary")


def test_names_the_five_longest_journeys_by_school_and_organisation(text: str, view: PlanView) -> None:
    rows = re.search(r"<caption>The five longest journeys</caption>.*?</table>", text, re.S)
    assert rows
    far = sorted((m for m in view.matches if m.metres is not None), key=lambda m: -(m.metres or 0))[:5]
    assert all(m.recipient.name in rows[0] for m in far)


def test_says_where_the_matches_stand_by_name_and_shows_them_by_organisation(text: str, view: PlanView) -> None:
    said = section(text, "matches")
    assert "proposal.xlsx" in said
    assert "matches.csv" in said
    shown = [said.index(f">{escape(m.recipient.name)}</bdi>") for m in _by_region(view)]
    assert shown == sorted(shown)


def _by_region(view: PlanView) -> list[MatchDetails]:
    return sorted(view.matches, key=lambda m: (m.recipient.region, m.recipient.name))


def test_says_what_the_contract_was_only_where_a_run_spends_it() -> None:
    spent = a_policy(pots=(worlds.a_pot("offer", 646_225),))
    assert escape(words.BROKERS_CONTRACT).replace("&#x27;", "&#39;") in page(PlanView(a_result(policy=spent)))
    assert "In truth" not in page(PlanView(a_result()))


@pytest.mark.parametrize(
    ("run", "why"),
    [
        ({"leaders": 0}, "No system leaders were in the registers"),
        ({"recipients": 0}, "Nobody qualified for support"),
        ({"policy": a_policy(pots=(worlds.a_pot("offer", 0),))}, "do not reach to a single match"),
    ],
    ids=["no leaders", "no recipients", "no money"],
)
def test_is_complete_where_nobody_is_matched(run: dict[str, object], why: str) -> None:
    text = page(PlanView(nobody(**run)))
    assert "Nobody is matched." in text
    assert why in text
    assert all(f'id="{name}"' in text for name in SECTIONS)


def section(text: str, name: str) -> str:
    start = text.index(f'<h2 id="{name}"')
    return text[start : text.index("</section>", start)]


def test_tells_the_assumed_numbers_from_the_published(text: str) -> None:
    assumed, published = section(text, "assumptions").split("<caption>Published</caption>")
    assert "rates.nle_day" in assumed
    assert "rates.nle_day" not in published
    assert "support.days" in published


def test_counts_the_matches_not_checked_and_those_for_a_sign_off(text: str, view: PlanView) -> None:
    for flag in ("not-checked", "sign-off"):
        assert flagged(view, flag), f"the run has a match with the flag {flag}"
    shown = section(text, "interests")
    assert "Interests to be checked before anybody is appointed</caption>" in shown
    assert "Matches that the Regional Director signs off</caption>" in shown


def test_names_who_would_lose_a_match_were_priority_read_otherwise(text: str, result: Result) -> None:
    shown = section(text, "priority")
    dropped = [result.world.recipients[result.world.recipient_row[i]].name for i in result.priorities[0].drops]
    assert dropped
    assert all(f"<bdi>{name}</bdi>" in shown for name in dropped)
    assert "would lose their match" in shown


def test_colours_can_be_read(text: str) -> None:
    """WCAG AA: text 4.5 to 1 against its ground."""
    pairs = [("#0b0c0c", "#ffffff"), ("#505a5f", "#ffffff"), ("#1d4f91", "#ffffff"), ("#0b0c0c", "#fff7bf")]
    pairs += [("#0b0c0c", "#fbeeec"), ("#0b0c0c", "#f3f2f1")]
    for ink, initial_space in pairs:
        assert ink in text
        assert contrast(ink, initial_space) >= 4.5
    for mark in ("#0072b2", "#d55e00", "#767676"):
        assert contrast(mark, "#ffffff") >= 3


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def brightness(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_column_in_which_nothing_stands_is_not_said_to_decide(result: Result) -> None:
    said = "priority was read as: "
    without = tuple(replace(r, priority=None) for r in result.world.recipients)
    plain = replace(result, world=replace(result.world, recipients=without))
    assert said + words.PRIORITIES["register"] in unescape(page(PlanView(result)))
    assert said + words.NO_PRIORITY in unescape(page(PlanView(plain)))


def test_the_bars_of_the_journeys_are_as_high_as_their_counts(view: PlanView) -> None:
    table = bar_charts.journeys(view)
    drawn = bar_charts.journeys_chart(view, table, "described")
    heights = [float(h) for h in re.findall(r'aria-label="Kilometres: [^"]*"[^>]*d="M[\d.,]+h[\d.]+v([\d.]+)h', drawn)]
    counts = [int(row[1] or 0) for row in table.rows]
    assert len(heights) == len(counts) > 2
    assert [round(h / max(heights) * max(counts), 3) for h in heights] == counts
    assert f"half are within {words.kilometres(view.totals.median_metres)}" in drawn
    assert f"limit {words.kilometres(view.result.policy.rules.max_travel_metres)}" in drawn
