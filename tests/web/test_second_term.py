"""A second term begins: what was agreed in the first goes on, and is reached from the new proposal's pages."""

from __future__ import annotations

from pathlib import Path

from tests.web.conftest import DAY, Browser

SPRING = "schema: matcher/1\nname: spring\nextends: term.yaml\nterm: spring-2023\nas_at: 2023-01-22\n"


def test_what_was_agreed_goes_on_in_the_next_term(broker: Browser, folder: Path) -> None:
    broker.decide("both-agree", "Both said so on the telephone")
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
    told = broker.decide("interests-checked", match=of_autumn, outcome="clear", **DAY)
    assert told.status_code == 303  # its acts are recorded on the pages of its own term
