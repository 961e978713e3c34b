"""Every surface of one term, word for word: no two say differing things of the same match on the same day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import openpyxl
import pytest

from matcher.case.leader import leader_case_of
from matcher.case.records import LeaderOffer, SchoolCase
from matcher.case.school import case_of
from matcher.case.tasks.tasks import tasks_of
from matcher.ledger import open_ledger
from matcher.ledger.history.case_view import view_of
from matcher.ledger.log.replay import record_of
from matcher.ledger.log.store import ledger_of
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording import wording
from matcher.wording.messages import Reader
from tests.case.term_lived import (
    AGREED,
    LONE_YES,
    MOVED,
    RUNS,
    TODAY,
    command,
    live,
    live_at_random,
    pages,
    published,
    text,
)
from tests.web.conftest import come_in

# any wording of a fact, true or not of the match at hand
DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
INTERESTS = re.compile(
    rf"never checked|out of date: last checked {DAY}|clear, checked {DAY}|declared: director signs off"
)
STATES = re.compile(
    rf"(?:Proposed, facts as at {DAY}|Agreed, stays|Said yes to [^|\n]+? on {DAY}(?:, (?:was )?kept until {DAY})?"
    rf"|Paused until (?:answered|{DAY})|Refused on {DAY}: [a-z ]+(?:\([a-z ]+\))?"
    rf"|(?:Replaced by [^|\n]+?|No longer proposed), facts as at {DAY}|Goes on in [a-z]+ \d{{4}}|Offer closed on {DAY})"
    rf"(?:; the leader (?:withdrew on {DAY}|cannot until (?:{DAY}|they answer)))?"
)
STANDING = re.compile(r"(?:nearest|best fit|only one who may)[^.|\n]*", re.IGNORECASE)
# what was said before there was one wording; nobody says it now
GONE = (
    "not yet checked",
    "are not checked, out of date or expired",
    "Last checked:",
    "No check is recorded",
    "Nothing yet",
    "nobody has agreed to a match",
    "A match is proposed",
    "km away",
    "at a distance that is not known",
    "like standing",
    "None: ",
    "it stays as it is",
    "of them are nearer",
    "GORSEWOLD",
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return live(tmp_path_factory.mktemp("lived"))


@pytest.fixture(scope="module")
def opened(root: Path) -> dict[str, OpenedRun]:
    return {name: open_run(root / "runs" / name) for name in RUNS}


def case(run: OpenedRun, recipient: str, *, today: bool) -> SchoolCase:
    ledger = open_ledger(ledger_of(run.folder, None))
    try:
        view = view_of(ledger.record(), run.term, ledger.words(), run.policy)
    finally:
        ledger.close()
    return case_of(run, recipient, TODAY, view) if today else case_of(run, recipient, run.policy.as_at)


def offer(run: OpenedRun, recipient: str, *, today: bool) -> LeaderOffer:
    match = next(m for m in run.published.matches if m.recipient == recipient)
    found = case(run, recipient, today=today).offer_of(match.leader)
    assert found is not None
    return found


@pytest.mark.parametrize("name", RUNS)
def test_the_sheet_of_tasks_holds_what_the_cases_have_open(opened: dict[str, OpenedRun], name: str) -> None:
    """Of the last run, all that the cases had open when it was proposed; each with as many matches."""
    run = opened[name]
    ledger = open_ledger(ledger_of(run.folder, None))
    try:
        lines = ledger.lines()
        upto = next(line.seq for line in lines if line.body["act"] == "publish" and line.body["run"] == run.id)
        record = record_of(lines[:upto])
    finally:
        ledger.close()
    view = view_of(record, run.term, policy=run.policy)
    found = Counter(
        task.title
        for m in run.published.matches
        for task in tasks_of(case_of(run, m.recipient, run.policy.as_at, view))
        if task.status in ("now", "waiting")
        or (task.status == "blocked" and (task.group == "Before asking" or task.code in ("school", "sign-off")))
    )
    sheet = [*openpyxl.load_workbook(run.folder / "proposal.xlsx")["Tasks"].iter_rows(min_row=2, values_only=True)]
    assert {row[1]: row[2] for row in sheet} == found
    assert [row[0] for row in sheet] == list(range(1, len(sheet) + 1))
    after = {row[1]: row[3] for row in sheet}
    assert ("Director approves" in after, "Tell the leader's name" in after) == (name != RUNS[0],) * 2
    assert name == RUNS[0] or "(by 9 February 2023)" in after["Ask the leader"], "the last day of the lone yes"


def said(pattern: re.Pattern[str], words: str) -> set[str]:
    return set(pattern.findall(words))


MATCHES = [(run, recipient) for run in RUNS for recipient in (MOVED, LONE_YES, AGREED, "900149", "940149", "940196")]


@pytest.mark.parametrize(("name", "recipient"), MATCHES)
def test_the_surfaces_agree_about_a_match(
    root: Path, opened: dict[str, OpenedRun], name: str, recipient: str, tmp_path: Path
) -> None:
    run = opened[name]
    then, now = offer(run, recipient, today=False), offer(run, recipient, today=True)
    for about, surfaces in (
        (then, published(run, recipient, then.pair.leader_id, tmp_path)),
        (now, pages(root, run, recipient, now.pair.leader_id)),
    ):
        for surface, words in surfaces.items():
            assert not list(differences(run, about, surface, words)), surface
            assert [old for old in GONE if old in words] == [], surface


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 25))], ids=str)
def test_the_surfaces_agree_about_terms_decided_at_random(tmp_path: Path, seed: int) -> None:
    """Two runs of a term of some region: of some matches of each, every surface; with the marker `long` fifty runs."""
    dice = Random(seed)
    region, broker = live_at_random(tmp_path, dice)
    for name in RUNS:
        run = open_run(tmp_path / "runs" / name)
        for match in dice.sample(run.published.matches, min(2, len(run.published.matches))):
            then, now = offer(run, match.recipient, today=False), offer(run, match.recipient, today=True)
            then_said = published(run, match.recipient, match.leader, tmp_path)
            now_said = pages(tmp_path, run, match.recipient, match.leader, broker, region)
            for about, surfaces in ((then, then_said), (now, now_said)):
                for surface, words in surfaces.items():
                    assert not list(differences(run, about, surface, words)), (name, match.recipient, surface)


def differences(run: OpenedRun, about: LeaderOffer, surface: str, words: str) -> Iterator[tuple[str, set[str]]]:
    """(fact, what else is said of it) where a surface says anything but the case's own words."""
    pair, label = about.pair, run.world.leaders[run.world.leader_row[about.pair.leader_id]]
    whole = surface in ("school page", "leader's own page", "explain leader")  # about other matches too
    interests = said(INTERESTS, words) - {wording.interests(pair.interests)}
    if interests and not whole:
        yield "interests", interests
    states = said(STATES, words) - {wording.state(about.state, f"{label.name} ({label.id})")}
    if states and not whole and surface != "workbook":
        yield "state", states
    far = pair.journey.text.casefold()  # the first word of a line has a capital
    shows_journey = ("match page", "matches list", "workbook", "explain", "own page", "pair page")
    if surface in shows_journey and far not in words.casefold():
        yield "journey", {words}
    place = wording.standing(pair.standing).casefold() if pair.standing else ""
    if surface in ("match page", "workbook", "explain") and place not in words.casefold():
        yield "standing", said(STANDING, words)


def test_a_lone_yes_is_on_every_page_of_its_school(root: Path, opened: dict[str, OpenedRun]) -> None:
    for name in RUNS:
        about = offer(opened[name], LONE_YES, today=True)
        assert about.state.said_yes == "school"
        for surface, words in pages(root, opened[name], LONE_YES, about.pair.leader_id).items():
            if surface not in ("not checked", "pair page"):
                assert "Said yes to Edwin Hollincross (L0013) on 12 January 2023" in words, surface
    assert "Said yes to leader L0013 on 12 January 2023" in command(
        ["ledger", "show", str(ledger_of(opened[RUNS[0]].folder, None)), "--recipient", LONE_YES]
    )


def test_what_a_school_answered_goes_with_it_to_another_leader(root: Path, opened: dict[str, OpenedRun]) -> None:
    """It said yes to one leader, who cannot; the page of its match with another says so."""
    before, now = (offer(opened[name], MOVED, today=True) for name in RUNS)
    assert before.pair.leader_id != now.pair.leader_id
    whole = case(opened[RUNS[1]], MOVED, today=True)
    assert [(a.act, a.leader_id) for a in whole.acts] == [
        ("school-agrees", before.pair.leader_id),
        ("leader-cannot", before.pair.leader_id),
    ]
    assert [(m.from_leader, m.to_leader, m.why) for m in whole.moves] == [
        (before.pair.leader_id, now.pair.leader_id, "leader-cannot")
    ]
    shown = pages(root, opened[RUNS[1]], MOVED, now.pair.leader_id)
    for surface in ("match page", "school page"):
        assert "School agrees" in shown[surface]
        assert "Lionel Cawlscar (L0017)" in shown[surface]


def test_one_count_says_why_it_is_another_now(root: Path) -> None:
    browser = come_in(root, "P003", "broker", "South West")
    assert "10 of 17 matched when proposed; 8 still stand: 1 refused, 1 replaced" in text(
        browser.get("/runs/term-1").text
    )
    assert "10 of 17 matched" in text(browser.get("/runs/term-2").text)


def test_a_check_recorded_since_is_seen_wherever_the_interests_are(opened: dict[str, OpenedRun]) -> None:
    run = opened[RUNS[0]]
    assert wording.interests(offer(run, AGREED, today=True).pair.interests) == "clear, checked 16 January 2023"
    assert wording.interests(offer(run, AGREED, today=False).pair.interests).startswith("out of date: last checked ")


def test_the_case_of_a_leader_says_room_interests_and_what_is_proposed(opened: dict[str, OpenedRun]) -> None:
    """Two matches are proposed to this leader: one agreed since, of the other the school alone has said yes."""
    run = opened[RUNS[0]]
    ledger = open_ledger(ledger_of(run.folder, None))
    try:
        view = view_of(ledger.record(), run.term, ledger.words())
    finally:
        ledger.close()
    about = leader_case_of(run, "L0013", TODAY, view)
    assert (about.name, about.organisation) == ("Edwin Hollincross", "Stanewold Academies Trust")
    assert (about.days_offered, about.days_proposed, about.days_left) == (10, 10, 0)
    assert wording.interests(about.interests).startswith("out of date: last checked ")
    assert {o.pair.recipient_id: wording.state(o.state, about.name) for o in about.offers} == {
        LONE_YES: "Said yes to Edwin Hollincross on 12 January 2023",
        AGREED: "Agreed, stays",
    }
    unseen = leader_case_of(run, "L0013", TODAY, view, Reader(frozenset({"London"}), names=False))
    assert (unseen.name, unseen.offers) == ("", ())


def test_a_case_shows_a_reader_no_name_that_they_may_not_see(opened: dict[str, OpenedRun]) -> None:
    run = opened[RUNS[0]]
    ledger = open_ledger(ledger_of(run.folder, None))
    try:
        view = view_of(ledger.record(), run.term, ledger.words())
    finally:
        ledger.close()
    hidden = case_of(run, MOVED, TODAY, view, Reader(names=False))
    assert [(a.by, a.reason) for a in hidden.acts] == [("", ""), ("", "")]
    shown = case_of(run, MOVED, TODAY, view)
    assert [(a.by, a.reason) for a in shown.acts] == [("Lionel Barrowden", "said so")] * 2
    elsewhere = case_of(run, MOVED, TODAY, view, Reader(frozenset({"London"})))
    assert not {str(e) for e in elsewhere.evidence} & {str(e) for e in shown.evidence}
