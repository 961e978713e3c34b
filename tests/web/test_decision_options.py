"""A decision is read before it is made, has a reason, and is recorded once or not at all."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from matcher.ledger import open_ledger
from matcher.web.content import pins_and_forbids
from tests.web.conftest import DAY, HERE, ITS_LEADER, MATCH, TRUST, Browser, Opened, acts


def decided(folder: Path) -> list[str]:
    """The acts that the ledger holds, beside that a run was published."""
    return [act for act in acts(folder) if act != "publish"]


def test_reading_records_nothing(broker: Browser, folder: Path) -> None:
    for page in (MATCH, f"{MATCH}/decide?act=leader-cannot", "/runs/term-1/queues"):
        broker.get(page)
    assert decided(folder) == []


def test_what_would_follow_is_told_before_anybody_decides(reader: Browser) -> None:
    text = reader.get(f"{MATCH}/decide?act=leader-cannot").text
    assert "10 days of L0013 and £6,000 would be free again." in text
    assert "If this pair were ruled out and the rest planned again:" in text
    assert "priority points" in text


def test_a_refusal_is_recorded_with_its_reason_and_shown(broker: Browser, folder: Path) -> None:
    answer = broker.decide("leader-cannot", "Illness in the leader's own school")
    assert answer.status_code == 303
    assert decided(folder) == ["leader-cannot"]
    text = broker.get(MATCH).text
    assert "Refused" in text
    assert "Illness in the leader&#39;s own school" in text
    assert "Lionel Barrowden, broker" in text


def test_sending_the_form_twice_records_it_once(broker: Browser, folder: Path) -> None:
    page = f"{MATCH}/decide?act=school-agrees"
    form: dict[str, object] = {"act": "school-agrees", "reason": "By letter", "on-day": "23", "on-month": "1"}
    form["on-year"] = "2023"
    first = broker.post(f"{MATCH}/decide", form, page)
    second = broker.post(f"{MATCH}/decide", form, "/propose")
    assert first.status_code == 303
    assert second.status_code in (303, 422)
    assert decided(folder) == ["school-agrees"]


def test_school_and_leader_agreeing_are_two_lines_together(broker: Browser, folder: Path) -> None:
    assert broker.decide("both-agree").status_code == 303
    assert decided(folder) == ["school-agrees", "leader-agrees"]
    assert "Agreed" in broker.get(MATCH).text


def test_two_lines_are_recorded_together_or_not_at_all(broker: Browser, folder: Path) -> None:
    assert broker.decide("leader-agrees").status_code == 303
    form: dict[str, object] = {"act": "both-agree", "reason": "x", "on-day": "23", "on-month": "1", "on-year": "2023"}
    assert broker.post(f"{MATCH}/decide", form, "/propose").status_code == 422
    assert decided(folder) == ["leader-agrees"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": ""}, "Write why"),
        ({"reason": "   "}, "Write why"),
        ({"on-day": "31", "on-month": "2"}, "Write the day"),
        ({"on-year": ""}, "Write the day"),
        ({"on-day": "24"}, "has not come yet"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_is_recorded(
    broker: Browser, folder: Path, change: dict[str, str], said: str
) -> None:
    answer = broker.decide("leader-cannot", **change)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'href="#' in answer.text.split("There is a problem")[1]
    assert decided(folder) == []


def test_what_was_decided_meanwhile_is_told_and_nothing_is_recorded(opened: Opened, folder: Path) -> None:
    one, other = opened(), opened("P014", "director")
    token_page = f"{MATCH}/decide?act=director-says-no"
    assert other.get(token_page).status_code == 200
    assert one.decide("leader-cannot").status_code == 303
    form: dict[str, object] = {"act": "director-says-no", "reason": "x", "on-day": "23", "on-month": "1"}
    answer = other.post(f"{MATCH}/decide", {**form, "on-year": "2023"}, "/propose")
    assert answer.status_code == 422
    assert decided(folder) == ["leader-cannot"]


def test_no_appointment_on_an_unchecked_declaration(opened: Opened, folder: Path) -> None:
    broker, director = opened(), opened("P014", "director")
    broker.decide("both-agree")
    assert director.decide("director-approves").status_code == 303
    text = director.get(f"{MATCH}/decide?act=appoint").text
    assert "With the day 23 January 2023 it would be refused: the leader&#39;s declaration is unchecked" in text
    assert "Record: appoint" in text  # on an earlier day the check may have been fresh
    refused = director.decide("appoint")
    assert refused.status_code == 422
    assert "too old on 23 January 2023. If it was decided on another day, write that day" in refused.text
    assert "matcher ledger" not in text + refused.text
    assert decided(folder) == ["school-agrees", "leader-agrees", "director-approves"]


def test_a_check_of_interests_takes_its_outcome(broker: Browser, folder: Path) -> None:
    assert broker.decide("interests-checked").status_code == 422
    assert broker.decide("interests-checked", outcome="perhaps").status_code == 422
    assert decided(folder) == []
    assert broker.decide("interests-checked", outcome="clear").status_code == 303
    assert decided(folder) == ["interests-checked"]
    assert "Interests clear, checked 23 January 2023" in broker.get(MATCH).text


def test_a_match_leaves_the_queue_once_its_leader_is_checked(broker: Browser) -> None:
    assert "Ebbhaven" in broker.get("/runs/term-1/queues/not-checked").text
    broker.decide("interests-checked", outcome="sign-off")
    assert "Ebbhaven" not in broker.get("/runs/term-1/queues/not-checked").text
    assert "declared: director signs off" in broker.get("/runs/term-1/queues/sign-off").text


def test_choosing_nothing_leads_back_and_says_so(reader: Browser) -> None:
    answer = reader.get(f"{MATCH}/decide")
    assert answer.status_code == 303
    assert "Nothing was chosen" in reader.get(answer.headers["Location"]).text


PAIR = f"/runs/term-1/matches/{TRUST}/L0041"
OLD = f"""kind,recipient,leader,reason,by,on,scenario
forbid,{TRUST},L0041,They fell out,P003,2023-01-20,term
"""


def test_a_pair_is_fixed_for_the_next_proposal_once(broker: Browser, folder: Path) -> None:
    assert broker.decide("pin", "The board asked for it", PAIR).status_code == 303
    assert broker.decide("pin", "The board asked for it", PAIR).status_code == 303
    assert decided(folder) == ["pin"]
    text = broker.get(f"/runs/term-1/pairs/{TRUST}/L0041").text
    assert "this pair is fixed in the next proposal (line 2 of the ledger): The board asked for it" in text
    assert "The board asked for it" in broker.get("/propose").text


def test_what_was_fixed_can_be_taken_back(broker: Browser, folder: Path) -> None:
    assert broker.get(f"{PAIR}/decide?act=withdraw").status_code == 404
    broker.decide("pin", "The board asked for it", PAIR)
    assert broker.get(f"{PAIR}/decide?act=forbid").status_code == 404
    assert broker.decide("withdraw", "The board thought again", PAIR).status_code == 303
    assert decided(folder) == ["pin", "withdraw"]
    assert "next proposal (line" not in broker.get(f"/runs/term-1/pairs/{TRUST}/L0041").text


def test_what_an_older_version_wrote_down_still_stands_and_can_be_taken_back(broker: Browser, folder: Path) -> None:
    (folder / pins_and_forbids.FILE).write_text(OLD, encoding="utf-8")
    page = f"/runs/term-1/pairs/{TRUST}/L0041"
    assert "ruled out of the next proposal (pins-and-forbids.csv): They fell out" in broker.get(page).text
    assert broker.decide("withdraw", "They made it up", PAIR).status_code == 303
    assert "next proposal (pins" not in broker.get(page).text
    assert [w.kind for w in pins_and_forbids.lines(folder)] == ["forbid", "withdraw"]
    assert "They fell out" in (folder / pins_and_forbids.FILE).read_text(encoding="utf-8")
    assert decided(folder) == []


def test_the_ledger_goes_before_the_old_file(broker: Browser, folder: Path) -> None:
    (folder / pins_and_forbids.FILE).write_text(OLD.replace(f"{TRUST},L0041", "900169,L0017"), encoding="utf-8")
    broker.decide("withdraw", "They made it up", "/runs/term-1/matches/900169/L0017")
    broker.decide("pin", "The board asked for it", PAIR)
    broker.decide("withdraw", "The board thought again", PAIR)
    (folder / pins_and_forbids.FILE).write_text(OLD, encoding="utf-8")
    assert "They fell out" not in broker.get("/propose").text


def test_nobody_fixes_a_pair_in_which_they_have_an_interest(broker: Browser, folder: Path) -> None:
    answer = broker.decide("pin", "I know them well", "/runs/term-1/matches/900149/L0003")
    assert answer.status_code == 422
    assert "may not decide here" in answer.text
    assert decided(folder) == []


def test_the_second_of_two_is_told_what_the_first_decided_by_role(opened: Opened, folder: Path) -> None:
    """Two acts that could both stand: even so nobody decides on a page that is out of date."""
    one, other = opened(), opened("P014", "director")
    seen = re.search(r'name="seen" value="(\d+)"', other.get(f"{MATCH}/decide?act=leader-agrees").text)
    assert seen
    assert one.decide("school-agrees").status_code == 303
    form: dict[str, object] = {"act": "leader-agrees", "reason": "By letter", "seen": seen[1], **DAY}
    answer = other.post(f"{MATCH}/decide", form, "/propose")
    assert answer.status_code == 422
    assert "Somebody decided about this match while you were writing" in answer.text
    assert "A broker recorded on 23 January 2023: school agrees (line 2 of the ledger)" in answer.text
    assert "Barrowden" not in answer.text
    assert "By letter" in answer.text
    assert decided(folder) == ["school-agrees"]
    again = re.search(r'name="seen" value="(\d+)"', answer.text)
    assert again
    assert other.post(f"{MATCH}/decide", {**form, "seen": again[1]}, "/propose").status_code == 303
    assert decided(folder) == ["school-agrees", "leader-agrees"]


def test_two_who_press_at_the_same_moment_record_it_once(opened: Opened, folder: Path) -> None:
    browsers = [opened(), opened("P014", "director")] * 4
    tokens = {id(b): b.token("/propose") for b in browsers}
    start = Barrier(len(browsers))

    def press(browser: Browser) -> int:
        client = browser.client.application.test_client()
        client._cookies = browser.client._cookies
        form = {"act": "leader-cannot", "reason": "Illness", **DAY, "csrf_token": tokens[id(browser)]}
        start.wait(20)
        return client.post(f"{MATCH}/decide", data=form, base_url=HERE, headers={"Origin": HERE}).status_code

    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = list(pool.map(press, browsers))
    assert decided(folder) == ["leader-cannot"]
    assert set(answers) == {303, 422}


def test_a_pair_that_was_never_proposed_cannot_be_agreed(broker: Browser, folder: Path) -> None:
    form: dict[str, object] = {"act": "both-agree", "reason": "x", "on-day": "1", "on-month": "1", "on-year": "2023"}
    answer = broker.post(f"/runs/term-1/matches/{TRUST}/L0041/decide", form, "/propose")
    assert answer.status_code == 422
    assert decided(folder) == []


def test_a_hostile_reason_is_shown_and_not_obeyed(broker: Browser) -> None:
    broker.decide("school-agrees", '<script>alert(1)</script><img src=x onerror="x">')
    text = broker.get(MATCH).text
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text


def test_the_leader_of_the_match_is_the_one_decided_about(broker: Browser, folder: Path) -> None:
    broker.decide("leader-cannot")
    ledger = open_ledger(folder / "runs" / "ledger.sqlite")
    body = ledger.lines()[-1].body
    ledger.close()
    assert (body["recipient"], body["leader"], body["by"], body["on"]) == (TRUST, ITS_LEADER, "P003", "2023-01-23")


def test_a_reason_beyond_the_limit_is_refused_and_all_of_it_kept_in_the_page(broker: Browser, folder: Path) -> None:
    long = "They said so. " * 160  # 2,239 characters without the last space
    page = broker.decide("school-agrees", reason=long)
    assert page.status_code == 422
    assert "The reason has 2,239 characters, and at most 2,000 are kept. Shorten it by 239" in page.text
    assert long.strip() in page.text
    assert "At most 2,000 characters" in page.text
    assert decided(folder) == []
    assert broker.decide("school-agrees", reason="x" * 1999 + "\r\ny").status_code == 422
    assert broker.decide("school-agrees", reason="x" * 1998 + "\r\ny").status_code == 303, "a line's end counts once"
