"""One school's story as it was known on a day: nothing later, nothing invented, nothing personal in a disclosure."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matcher.commands.decisions.show import show
from matcher.errors import InputFaults
from matcher.ledger import Ledger, open_ledger
from matcher.ledger.history.passages import sentence
from matcher.ledger.history.story import story
from matcher.ledger.history.story_page import as_json, lines, page
from matcher.ledger.notify.telling import support_notices, telling_decision
from matcher.runs.opened import OpenedRun
from matcher.wording.wording import day
from tests.ledger.conftest import exit_status
from tests.ledger.term import BROKER, DIRECTOR, a_decision, addressees_of, agreed, place_of

REASON = "Mrs Quillfeather telephoned"


def refused(ask: Callable[[], object]) -> str:
    with pytest.raises(InputFaults) as told:
        ask()
    return str(told.value.faults[0])


def on(day: int) -> datetime:
    return datetime(2023, 1, day, 9, tzinfo=UTC)


@pytest.fixture
def lived(run: OpenedRun, tmp_path: Path) -> Ledger:
    """Agreed on the 13th; refused by mistake on the 14th, mended on the 16th; checked, and the authority told."""
    today = [on(12)]
    kept = open_ledger(tmp_path / "ledger.sqlite", now=lambda: today[0])
    kept.open_run(run.published)
    place, day = place_of(run, flagged=True), on(13).date()

    def then(day_of_month: int, *decisions: object) -> None:
        today[0] = on(day_of_month)
        kept.decide(decisions, run)  # type: ignore[arg-type]

    then(13, *(replace(d, on=day, reason=REASON) for d in agreed(run, place)))
    then(14, a_decision(run, "leader-cannot", place, on=on(14).date(), reason=REASON))
    then(16, a_decision(run, "mend", place, recipient="", leader="", on=on(16).date(), detail={"line": 4}))
    check = a_decision(run, "interests-checked", place, recipient="", on=on(15).date(), detail={"outcome": "clear"})
    then(17, check)
    then(18, a_decision(run, "tell", place, on=on(18).date(), detail={"whom": addressees_of(run, place)[0]}))
    return kept


@pytest.fixture
def school(run: OpenedRun) -> str:
    return run.published.matches[place_of(run, flagged=True)].recipient


@pytest.fixture
def tell(lived: Ledger, run: OpenedRun, school: str) -> Callable[..., str]:
    def told(moment: str = "", disclosure: bool = False, runs: Path = run.folder.parent) -> str:
        return "\n".join(lines(story(lived, school, moment, runs), disclosure))

    return told


def test_tells_evidence_proposal_conflicts_decisions_and_who_was_told(
    tell: Callable[..., str], run: OpenedRun, school: str
) -> None:
    said, match = tell(), run.published.matches[place_of(run, flagged=True)]
    leader = run.world.leaders[run.world.leader_row[match.leader]]
    assert run.assessments[school].verdict.reason in said
    assert f"Proposed: leader {match.leader}, {leader.name}, {match.days} days" in said
    assert "Why, as shown: " in said
    assert f"last checked {day(leader.interests_checked_on)}" in said or "never checked" in said
    assert "school agrees" in said
    assert "Lionel Barrowden (P003), broker. Why: said so on the telephone" in said
    assert "somebody was told" in said
    assert f"({addressees_of(run, place_of(run, flagged=True))[0]})" in said
    first, *others = addressees_of(run, place_of(run, flagged=True))
    assert f": not recorded as told: {', '.join(others)}." in said, f"{first} was told"
    assert "Every line of the ledger is as it was sealed." in said


def test_before_the_correction_it_tells_what_was_known_then(tell: Callable[..., str]) -> None:
    assert re.search(r"Refused on \d+ January 2023: leader cannot \(this school\)\. ", tell("2023-01-15"))
    assert "A mistake" not in tell("2023-01-15")
    after = tell("2023-01-16")
    assert ": Agreed, stays." in after
    assert "[A mistake, taken back by line 5, written down on 16 January 2023.]" in after


def test_what_was_decided_by_then_and_written_down_later_was_not_known(tell: Callable[..., str]) -> None:
    assert "interests were checked" not in tell("2023-01-16"), "checked on the 15th, written down on the 17th"
    assert "15 January 2023, written down 17 January 2023, line 6" in tell("2023-01-17")
    assert "2 lines about it were written down later and were not known then" in tell("2023-01-16")


def test_a_moment_may_be_a_line_or_a_printed_head(tell: Callable[..., str], lived: Ledger) -> None:
    assert re.search(r"Refused on \d+ January 2023: leader cannot \(this school\)\. ", tell("line 4"))
    assert re.search(r"Refused on \d+ January 2023: leader cannot \(this school\)\. ", tell(lived.lines()[3].hash))
    refused = r"Refused on \d+ January 2023: leader cannot \(this school\)\. "
    assert re.search(refused, tell(lived.lines()[3].hash[:12].upper()))


@pytest.mark.parametrize("moment", ["soon", "2023-02-30", "line 99", "ffffffffffff"])
def test_a_moment_that_is_none_is_refused(tell: Callable[..., str], moment: str) -> None:
    assert "--as-at: " in refused(lambda: tell(moment))


def test_nothing_was_known_before_the_first_run(tell: Callable[..., str]) -> None:
    assert "the ledger knew nothing of it, as at 2023-01-11" in refused(lambda: tell("2023-01-11"))


def test_an_id_without_its_zeros_is_told_the_right_one(lived: Ledger, run: OpenedRun, school: str) -> None:
    said = refused(lambda: story(lived, f"00{school}", "", run.folder.parent))
    assert f"Did you mean {school}?" in said


def test_disclosure_holds_no_name_no_leader_and_no_free_text_and_says_where(
    tell: Callable[..., str], lived: Ledger, run: OpenedRun, school: str
) -> None:
    told = story(lived, school, "", run.folder.parent)
    whole = page(told, True) + json.dumps(as_json(told, True), ensure_ascii=False) + tell(disclosure=True)
    everybody = (*run.facts.people, *run.world.leaders, *run.world.governance_leaders)
    for id_, name in ((x.id, x.name) for x in everybody):
        assert name not in whole
        assert f"({id_})" not in whole
        assert f"leader {id_}" not in whole
    assert REASON not in whole
    assert "telephone" not in whole
    assert "by a person [withheld: a person's name, personal data], broker" in whole
    assert "[withheld: a reason in free words, which may name people]" in whole
    assert "leader A [withheld: the leader's name, personal data]" in whole


def test_declared_interests_are_told_whole_and_withheld_in_a_disclosure(run: OpenedRun, tmp_path: Path) -> None:
    flagged = [m for m in run.published.matches if {"sign-off", "declared", "broker-interest"} & set(m.flags)]
    assert flagged, "the sample's term has a match with a declared interest"
    kept = open_ledger(tmp_path / "l.sqlite")
    kept.open_run(run.published)
    seen = 0
    for match in flagged:
        told = story(kept, match.recipient, "", run.folder.parent)
        open_, closed = "\n".join(lines(told, False)), "\n".join(lines(told, True))
        withheld = "[withheld: a declared interest, personal data]"
        assert withheld in closed
        assert "a declared interest" not in closed.replace(withheld, "")
        seen += "a declared interest" in open_
    assert seen


def test_an_erased_name_and_reason_are_said_to_be_erased(
    tell: Callable[..., str], lived: Ledger, run: OpenedRun
) -> None:
    lived.erase(BROKER, DIRECTOR, "director", "they asked")
    lived.erase("line 2", DIRECTOR, "director", "it named a child")
    said = tell("2023-01-13")
    assert "by a person whose name was erased on 2023-01-18, line 8, broker" in said
    assert "Why: (erased on 2023-01-18, line 9)" in said
    assert "Barrowden" not in said


def test_a_folder_that_is_gone_is_said_to_be_gone(tell: Callable[..., str], tmp_path: Path) -> None:
    said = tell(runs=tmp_path)
    assert "The run folder is not there any more" in said
    assert "Why it was eligible is not known any more" in said
    assert "Its reason and its reserves are not known any more" in said
    assert "school agrees" in said, "what the ledger holds is told all the same"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("inputs/leaders.csv", "L0013", "L9013", "is not as the run sealed it: nothing is quoted from it"),
        ("matches.csv", ",10,", ",5,", "is not as the run sealed it: nothing is quoted from it"),
        ("seal.json", '"digest": "', '"digest": "0', "is not as the run sealed it: nothing is quoted from it"),
        ("run.json", '"seal": "', '"seal": "0', "is not as the run sealed it: nothing is quoted from it"),
    ],
)
def test_a_folder_that_was_changed_is_said_to_be_changed(
    tell: Callable[..., str], folder: Path, tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    mine = tmp_path / "runs" / "autumn"
    shutil.copytree(folder, mine)
    text = (mine / file).read_text(encoding="utf-8")
    assert old in text
    (mine / file).write_text(text.replace(old, new), encoding="utf-8")
    assert said in tell(runs=mine.parent)


def test_a_broken_ledger_is_said_first_of_all(lived: Ledger, run: OpenedRun, school: str, tmp_path: Path) -> None:
    lived.store._run("DROP TRIGGER lines_stay")
    lived.store._run("UPDATE lines SET payload = replace(payload, 'P003', 'P004') WHERE seq = 3")
    assert "THE LEDGER IS BROKEN: line 3 was changed" in story(lived, school, "", run.folder.parent).notes[0]


def test_an_unmatched_school_has_a_story_too(lived: Ledger, run: OpenedRun) -> None:
    matched = {m.recipient for m in run.published.matches}
    other = next(id_ for id_ in run.published.eligible if id_ not in matched)
    said = "\n".join(lines(story(lived, other, "", run.folder.parent), False))
    assert "No leader was proposed for it." in said
    assert "Why, as shown: " in said
    assert "Nobody had decided anything about it." in said


def test_the_command_tells_it_as_lines_as_json_and_as_a_page(
    lived: Ledger, folder: Path, school: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lived.close()
    given = ("ledger", "story", school, "--ledger", tmp_path / "ledger.sqlite", "--runs", folder.parent)
    assert exit_status(*given, "--as-at", "2023-01-15") == 0
    assert "as known 2023-01-15" in capsys.readouterr().out
    assert exit_status(*given, "--json", "--disclosure") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["disclosure"]
    assert not told["personal_data"]
    assert {"a person's name, personal data"} <= {w for s in told["sections"] for e in s["told"] for w in e["withheld"]}
    assert exit_status(*given, "--out", tmp_path / "story.html") == 0
    assert "<h1><bdi>" in (tmp_path / "story.html").read_text(encoding="utf-8")
    assert exit_status(*given, "--out", tmp_path / "story.html") == 2, "a page is not written over"
    assert exit_status("ledger", "story", "999999", *given[3:]) == 2


def test_a_day_counts_whole(tell: Callable[..., str]) -> None:
    eve = (on(14) - timedelta(days=1)).date()
    assert "leader cannot" in tell("2023-01-14")
    assert "leader cannot" not in tell(str(eve))


def test_a_disclosure_names_nobody_who_asked_or_approved_an_exception(run: OpenedRun, tmp_path: Path) -> None:
    """By the request itself, not by the words of the sentence."""
    kept = open_ledger(tmp_path / "ledger.sqlite", now=lambda: on(12))
    kept.open_run(run.published)
    request = next(r for r in run.facts.requests if r.id in run.published.eligible)
    told = story(kept, request.id, "", run.folder.parent)
    whole, disclosed = ("\n".join(lines(told, hidden)) for hidden in (False, True))
    kept.close()
    assert request.reason.rstrip(".") in whole
    assert request.reason.rstrip(".") not in disclosed
    assert f"approved by {request.approver}" in whole
    assert f"approved by {request.approver}" not in disclosed


def test_telling_of_support_is_told_in_the_story_and_among_the_lines_of_each_school(
    lived: Ledger, run: OpenedRun, tmp_path: Path
) -> None:
    notice = next(n for n in support_notices(run, lived.record()) if n.step == 1 and n.name)
    lived.decide([telling_decision(notice, run, DIRECTOR, on(17).date(), "the term's letters")], run)
    stories = [story(lived, id, "", run.folder.parent) for id in notice.recipients]
    lived.close()
    for told in stories:
        said = "\n".join(sentence(e, True) for e in told.sections[-1].entries)
        assert f"told that support will be offered, no leader named ({notice.whom}, {notice.name}); by a person" in said
        shown: list[str] = []
        show(str(tmp_path / "ledger.sqlite"), told.recipient, shown.append)
        assert any(f"{notice.whom} {notice.name} of {', '.join(notice.recipients)}" in line for line in shown)
    other = next(m.recipient for m in run.published.matches if m.recipient not in notice.recipients)
    shown = []
    show(str(tmp_path / "ledger.sqlite"), other, shown.append)
    assert not any("told that support" in line for line in shown)


def test_a_disclosure_does_not_describe_the_one_leader(lived: Ledger, run: OpenedRun, school: str) -> None:
    told = story(lived, school, "", run.folder.parent)
    whole, disclosed = ("\n".join(lines(told, hidden)) for hidden in (False, True))
    (why,) = re.findall(r"Why, as shown: (.+)", whole)
    assert "Journey: " in why
    assert not any(part in disclosed for part in why.rstrip(".").split(". "))
    assert "Why, as shown: [withheld: what describes the leader: role, organisation and journey, " in disclosed


def test_the_last_day_that_was_written_is_told_with_it(run: OpenedRun, tmp_path: Path) -> None:
    kept = open_ledger(tmp_path / "other.sqlite", now=lambda: on(14))
    kept.open_run(run.published)
    kept.decide([a_decision(run, "leader-cannot-any", detail={"until": "2023-02-28"}, on=on(14).date())], run)
    told = "\n".join(lines(story(kept, run.published.matches[0].recipient, "", run.folder.parent), False))
    assert "(until 28 February 2023)" in told


def test_an_agreed_match_is_paused_in_its_story_too_where_its_leader_answered_about_another(
    run: OpenedRun, tmp_path: Path
) -> None:
    """`leader cannot (any school)` was recorded of one school: the story of the other said `Agreed, stays`."""
    leaders = [m.leader for m in run.published.matches]
    first = next(i for i, leader in enumerate(leaders) if leaders.count(leader) > 1)
    second = leaders.index(leaders[first], first + 1)
    kept = open_ledger(tmp_path / "other.sqlite", now=lambda: on(14))
    kept.open_run(run.published)
    day = on(14).date()
    kept.decide([replace(d, on=day) for d in agreed(run, first)], run)
    kept.decide([a_decision(run, "leader-cannot-any", second, on=day)], run)
    told = "\n".join(lines(story(kept, run.published.matches[first].recipient, "", run.folder.parent), False))
    assert "Paused until answered" in told
    assert "stays" not in told
    assert "leader cannot (any school)" in told, "the line that paused it is among what people decided"
