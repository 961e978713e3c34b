"""Letters that can be posted: addresses and heads from GIAS's own files, and school terms of one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from matcher.domain import Membership
from matcher.errors import InputFaults
from matcher.ledger import Letter, letters_of, mail_merge, notices_of
from matcher.ledger.notify.calendar import next_day_if_known, why_not_on
from matcher.read.for_letters.addresses import AddressBook, read_addresses
from matcher.read.for_letters.local_terms import LOCAL_TERMS, school_years_beside
from matcher.read.notification_data import school_years
from matcher.runs.opened import OpenedRun
from tests.ledger.test_notifications import NOTHING, START, a_school, checked, notices_with

HEAD_COLUMNS = "HeadTitle (name),HeadFirstName,HeadLastName,HeadPreferredJobTitle"


def a_book(folder: Path, urn: str) -> AddressBook:
    schools, trusts = folder / "schools.csv", folder / "groups.csv"
    schools.write_text(
        f"URN,EstablishmentName,Street,Locality,Address3,Town,County (name),Postcode,{HEAD_COLUMNS}\n"
        f"{urn},Elm School,1 School Lane,,Elmton,Elmton,Not recorded,QX1 1AA,Mrs,Ada,Elmer,Headteacher\n",
        encoding="utf-8",
    )
    trusts.write_text(
        "Group UID,Group Name,Group Street,Group Locality,Group Address 3,Group Town,Group County,Group Postcode\n"
        "9,Oak Trust,2 Oak Road,,,Oakham,,QX2 2BB\n",
        encoding="utf-8",
    )
    return read_addresses([schools, trusts])


def letters(run: OpenedRun, folder: Path, **facts: object) -> dict[str, Letter]:
    changed, one = a_school(run, **facts)
    stay = Membership(urn=one.match.recipient, trust_uid="9", joined=date(2015, 9, 1), source="")
    facts_with_trust = replace(changed.facts, memberships=(*changed.facts.memberships, stay))
    changed = replace(changed, facts=facts_with_trust)
    book = a_book(folder, one.match.recipient)
    drafts = letters_of(replace(one, state="agreed"), changed, checked(one), START, book=book)
    return {letter.notice.whom: letter for letter in drafts}


def test_a_letter_has_the_heads_name_and_the_address(run: OpenedRun, tmp_path: Path) -> None:
    found = letters(run, tmp_path, sector="academy", trust_id="9", trust_name="Oak Trust")
    lines = "Mrs Ada Elmer\nHeadteacher\nElm School\n1 School Lane\nElmton\nQX1 1AA\n\n"
    assert lines in found["school"].text, "what is not recorded is left out, and a place that stands twice stands once"
    assert "Oak Trust\n2 Oak Road\nOakham\nQX2 2BB\n\n" in found["trust"].text
    assert "Ada Elmer" not in found["trust"].text + found["leader"].text
    head, row = mail_merge([found["trust"]]).splitlines()
    assert head.endswith("gap,head,address,postcode")
    assert row.endswith(',,,"2 Oak Road, Oakham",QX2 2BB')


def test_an_address_that_no_file_has_is_a_gap(run: OpenedRun, tmp_path: Path) -> None:
    found = letters(run, tmp_path, sector="maintained")
    assert "[TO FILL IN" not in found["authority"].text, "GIAS has no address of an authority"
    changed, one = a_school(run)
    book = a_book(tmp_path, "1")
    school = next(x for x in letters_of(one, changed, NOTHING, START, book=book) if x.notice.whom == "school")
    assert "Elm School\n[TO FILL IN: the address" in school.text
    without = next(x for x in letters_of(one, changed, NOTHING, START) if x.notice.whom == "school")
    assert "the address" not in without.text


def test_a_file_that_has_no_addresses_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    path.write_text("URN,name,open_date\n1,Elm School,\n", encoding="utf-8")
    with pytest.raises(InputFaults) as refused:
        read_addresses([path])
    assert {f.column for f in refused.value.faults} == {"Street", "Town", "Postcode"}


def test_a_trust_that_goes_by_its_schools_name_is_told_once(run: OpenedRun) -> None:
    notices = notices_with(run, sector="academy", trust_id="9", trust_name="ELM SCHOOL")
    assert [n.whom for n in notices] == ["school", "leader"]


# School terms of one's own.

TERMS = "term,from,to,half_term_from,half_term_to\n"


def test_terms_of_ones_own_stand_for_their_school_year(run: OpenedRun, tmp_path: Path) -> None:
    rows = "spring-2023,2023-01-16,2023-03-31,2023-02-20,2023-02-24\nbank holiday,2023-01-17,,,\n"
    (tmp_path / LOCAL_TERMS).write_text(TERMS + rows, encoding="utf-8")
    years = school_years_beside(tmp_path)
    day = date(2023, 1, 10)
    assert (why_not_on(day), why_not_on(day, years)) == ("", "it is in the school holidays")
    assert why_not_on(date(2023, 1, 17), years) == "it is no working day"
    changed, one = a_school(replace(run, folder=tmp_path / "run"))
    assert [n.on for n in notices_of(one, changed, day)] == [date(2023, 1, 16), date(2023, 1, 18), date(2023, 1, 19)]
    assert [y for y in years if y.title != "School year 2022/23"] == [*school_years()[1:]]


def test_a_year_that_is_not_shipped_can_be_given(tmp_path: Path) -> None:
    rows = "autumn-2030,2030-09-03,2030-12-20,2030-10-28,2030-11-01\n"
    (tmp_path / LOCAL_TERMS).write_text(TERMS + rows, encoding="utf-8")
    day = date(2030, 9, 2)
    assert next_day_if_known(day) is None
    assert next_day_if_known(day, school_years_beside(tmp_path)) == date(2030, 9, 3)


def test_everything_wrong_in_the_terms_is_told_at_once(tmp_path: Path) -> None:
    rows = [
        "spring-2023,2023-01-16,2023-03-31,2023-02-24,2023-02-20",
        "summer-2023,2023-03-20,2023-07-20,2023-05-29,2023-06-02",
        "autumn-2023,soon,2023-12-20,2023-10-23,2023-10-27",
        "spring-2024,2024-01-08,,2024-02-12,2024-02-16",
        "summer-2024,2024-04-15,2024-07-20,2024-05-27,2024-05-31",
        "late-2024,2024-07-10,2024-07-31,2024-07-15,2024-07-16",
    ]
    (tmp_path / LOCAL_TERMS).write_text(TERMS + "\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(InputFaults) as refused:
        school_years_beside(tmp_path)
    said = "\n".join(map(str, refused.value.faults))
    for words in (
        "are in no order",
        "is not a date",
        "a term needs its last day",
        "late-2024 begins before summer-2024",
    ):
        assert words in said
