"""Letters, their zip and the mail merge: of the reader's own regions, and for who may see names."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from matcher.ledger.notify.telling import support_notices
from matcher.web.project import Project
from tests.web.conftest import NOW, Browser, Opened

PAGE = "/runs/term-1/downloads"
ZIP, MERGE = f"{PAGE}/term-1-letters.zip", f"{PAGE}/mail-merge.csv"


def letters(browser: Browser) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(browser.get(ZIP).data)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_who_is_told_of_support_gets_a_letter_that_names_no_leader(reader: Browser) -> None:
    found = letters(reader)
    first = [text for name, text in found.items() if name.startswith("support-")]
    assert first
    assert found["mail-merge.csv"].splitlines()[1:] == []
    page = reader.get(PAGE).text
    for name in found:
        if name != "mail-merge.csv":
            assert name in page
            assert reader.get(f"{PAGE}/{name}").text.replace("\r\n", "\n") == found[name].replace("\r\n", "\n")


def test_a_letter_that_names_the_leader_may_be_sent_once_both_have_agreed_and_interests_are_clear(
    broker: Browser,
) -> None:
    before = set(letters(broker))
    broker.decide("both-agree")
    broker.decide("interests-checked", outcome="clear")
    after = letters(broker)
    new = sorted(set(after) - before)
    assert [name for name in new if "90008" in name]
    assert "L0013" not in " ".join(new)
    assert any("Ebbhaven Learning Trust" in after[name] for name in new)
    assert "Ebbhaven Learning Trust" in after["mail-merge.csv"]
    assert "Ebbhaven Learning Trust" in broker.get(MERGE).text


@pytest.mark.parametrize("address", [ZIP, MERGE, f"{PAGE}/support-2-authority-1.txt"])
def test_a_reader_without_names_gets_no_letter(analyst: Browser, address: str) -> None:
    assert analyst.get(address).status_code == 404
    assert "does not get them" in analyst.get(PAGE).text


def test_another_regions_letters_are_as_if_they_were_not_there(broker: Browser, opened: Opened) -> None:
    broker.decide("both-agree")
    broker.decide("interests-checked", outcome="clear")
    own = [name for name in letters(broker) if name != "mail-merge.csv"]
    assert own
    other = opened("P001", "broker", "East Midlands")
    assert "Ebbhaven" not in " ".join(letters(other).values())
    assert "Ebbhaven" not in other.get(PAGE).text
    others = [name for name in own if name not in letters(other)]
    assert others
    assert {other.get(f"{PAGE}/{name}").status_code for name in others} == {404}


def test_letters_to_somebody_who_must_be_found_out_are_listed_apart_and_not_in_the_zip(
    reader: Browser, proposed: Path
) -> None:
    project = Project(proposed, lambda: NOW)
    run = project.run("term-1")
    assert run
    notices = support_notices(run.opened, project.record_with(run))
    nobody, known = (sum(bool(n.open) and not n.name for n in notices), sum(bool(n.open and n.name) for n in notices))
    assert nobody
    assert known
    page = reader.get(PAGE).text
    assert f"Letters to somebody who must be found out first ({nobody})" in page
    filed = [text for name, text in letters(reader).items() if name.startswith("support-")]
    assert 0 < len(filed) <= known
    assert not any(text.startswith("[TO FILL IN") or "\n[TO FILL IN: the" in text[:300] for text in filed)
