"""A second term begins: what was agreed in the first goes on, and is reached from the new proposal's pages."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

from matcher.web.content.acts.consequences import consequences
from matcher.web.project import NOTHING, Project
from matcher.wording.messages import grouped
from tests.web.conftest import DAY, TRUST, Browser

SPRING = "schema: matcher/1\nname: spring\nextends: term.yaml\nterm: spring-2023\nas_at: 2023-01-22\n"


def others_matched(folder: Path) -> list[tuple[str, str, str]]:
    """Name, id and leader of the matches beside the one that is agreed."""
    with (folder / "runs" / "term-1" / "matches.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["recipient"], row["recipient_id"], row["leader_id"]) for row in csv.DictReader(file)]
    return [row for row in rows if row[1] != TRUST]


def test_what_was_agreed_goes_on_in_the_next_term(broker: Browser, folder: Path) -> None:
    broker.decide("both-agree", "Both said so on the telephone")
    (name, alone, leader), _, (_, refused, not_them), (_, asked, whom), *_ = others_matched(folder)
    of_asked = f"/runs/term-1/matches/{asked}/{whom}"
    assert broker.decide("ask-school", "Rang the head", match=of_asked, out_of_order="yes").status_code == 303
    for act, recipient, other in (("school-wants-no-support", alone, leader), ("leader-cannot", refused, not_them)):
        assert broker.decide(act, "Rang us", match=f"/runs/term-1/matches/{recipient}/{other}").status_code == 303
    (folder / "spring.yaml").write_text(SPRING, encoding="utf-8")
    broker.post("/propose", {"scenario": "spring.yaml"}, "/propose")
    jobs = broker.client.application.extensions["matcher"].jobs
    while jobs.running() is not None:
        pass
    home = broker.get("/").text
    assert "Your term: South West, spring 2023" in home
    assert "The last of its term" in home
    of_autumn = "/runs/term-1/matches/90008/L0013"
    assert of_autumn in broker.get("/runs/spring-1/week?whose=all").text
    case = broker.get("/runs/spring-1/bodies/90008").text
    assert "Earlier terms" in case
    assert of_autumn in case
    assert "Both said so on the telephone" in case
    changed = broker.get("/runs/spring-1/changes").text
    assert "The proposal before is that of the last term." in changed
    assert "Leader cannot (this school), 23 January 2023, in autumn 2022" in changed
    assert "School wants no support, 23 January 2023, in autumn 2022" in changed
    assert "ruled out by a person" not in changed
    assert "31 August 2024" not in changed  # it closes then, and that is no reason in January 2023
    assert "Autumn 2022, " in case[: case.index("Verdict")]  # where it stands, before that it is offered no other
    of_alone = broker.get(f"/runs/spring-1/bodies/{alone}").text
    said = "School wants no support, 23 January 2023, in autumn 2022"
    assert f"Left alone: {said}" in of_alone
    assert "Rang us" in of_alone
    without = broker.get("/runs/spring-1/unmatched").text
    assert "Left alone, as was said: 1" in without
    assert name in without[without.index("Left alone") :]
    number, same = re.search(r"(\d+) changes since", changed), re.search(r"(\d+) did not change", changed)
    assert number
    assert same
    report = (folder / "runs" / "spring-1" / "report.html").read_text(encoding="utf-8")
    assert f"{number[1]} changes since the last proposal; {same[1]} did not change" in report
    page = broker.get(f"/runs/spring-1/bodies/{asked}").text
    assert "Asked on 23 January 2023" in page[page.index('id="tasks"') :]
    assert "Rang the head" in page
    told = broker.decide("interests-checked", match=of_autumn, outcome="clear", **DAY)
    assert told.status_code == 303  # its acts are recorded on the pages of its own term


def test_who_cannot_any_is_shown_what_was_agreed_in_an_earlier_term_before_it_is_paused(proposed: Path) -> None:
    run = Project(proposed).run("term-1")
    assert run
    mine = next(m for m in run.states(NOTHING) if m.match.recipient == TRUST)
    done, agreed, ended = [x for x in run.opened.facts.trusts if x not in run.opened.world.recipient_row][:3]
    states = {done: "delivering", agreed: "approved", ended: "finished"}
    autumn = [
        replace(mine, term="autumn-2021", match=replace(mine.match, recipient=x), state=s) for x, s in states.items()
    ]
    record = replace(NOTHING, matches={m.key: m for m in autumn})
    said = grouped(consequences("leader-cannot-any", replace(mine, state="agreed"), run, (), record))[0][1]
    (paused,) = (x for x in said if x.startswith("What is agreed with the same leader for "))
    assert all(f"({x})" in paused for x in (done, agreed))
    assert f"({ended})" not in paused
    assert "The same leader is proposed to Gorsewold Academies Trust (90028) too." in said
