"""Every quirk of the real files is in the sample."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from tests.sample.shipped import day, inspected, table


def test_ofsted_s_codes_that_are_no_grade_all_occur() -> None:
    rows = inspected()
    assert {"1", "2", "3", "4", "Not judged", ""} == {row["Overall effectiveness"] for row in rows}
    assert {"9", "8", "0"} <= {row["Early years provision (where applicable)"] for row in rows}
    assert {"SM", "SWK", "NTI"} <= {
        row[c] for row in rows for c in ("Category of concern", "Previous category of concern")
    }
    assert any(row["Overall effectiveness"] == "Not judged" and row["Category of concern"] for row in rows)


def test_grades_belong_to_old_urns_too() -> None:
    rows = inspected()
    assert any(row["URN at time of latest graded inspection"] not in ("", row["URN"]) for row in rows)
    assert any(row["URN at time of previous graded inspection"] not in ("", row["URN"]) for row in rows)


def test_some_judgements_straddle_the_ends_of_the_year() -> None:
    starts, ends = date(2022, 9, 1), date(2023, 8, 31)
    seen = [
        (day(row["Inspection start date"]), day(row["Publication date"]))
        for row in inspected()
        if row["Overall effectiveness"] == "3" and row["Publication date"]
    ]
    assert any(visited < starts <= published <= ends for visited, published in seen)
    assert any(starts <= visited <= ends < published for visited, published in seen)
    assert any(row["Inspection start date"] and not row["Publication date"] for row in inspected())


def test_reports_are_published_in_term() -> None:
    published = [day(row["Publication date"]) for row in inspected() if row["Publication date"]]
    assert not [d for d in published if d.month == 8 or d.weekday() > 4 or (d.month, d.day) in ((12, 25), (1, 1))]


def test_groups_of_every_kind_are_linked() -> None:
    links = table("group_links")
    kinds = {"Multi-academy trust", "Single-academy trust", "School sponsor", "Federation", "Trust"}
    assert {row["Group Type"] for row in links} == kinds
    assert any(row["Group Status"] == "Closed" for row in links)
    assert any(not row["Joined date"] and row["Group Type"] == "Multi-academy trust" for row in links)
    assert max(Counter(row["URN"] for row in links).values()) > 1
    sizes = Counter(row["Group UID"] for row in links if row["Group Type"] == "Multi-academy trust")
    assert min(sizes.values()) == 1
    assert max(sizes.values()) == 12


def test_urns_are_linked_from_both_ends_and_some_without_a_date() -> None:
    links = {(row["URN"], row["LinkURN"]): row for row in table("establishment_links")}
    assert all((there, here) in links for here, there in links)
    assert {row["LinkType"] for row in links.values()} >= {"Successor", "Predecessor", "Predecessor - merged"}
    assert any(not row["LinkEstablishedDate"] for row in links.values())


def test_gias_holds_places_to_pass_over_and_schools_it_cannot_place() -> None:
    rows = table("establishments")
    assert {"Welsh schools", "Independent schools"} <= {row["EstablishmentTypeGroup (name)"] for row in rows}
    assert {"Open", "Closed", "Open, but proposed to close", "Proposed to open"} == {
        row["EstablishmentStatus (name)"] for row in rows
    }
    assert any(row["Easting"] == "0" for row in rows)
    assert {row["URN"] for row in inspected()} - {row["URN"] for row in rows}, "no school is too new for GIAS"


def test_urns_are_of_six_figures_and_no_school_s_own() -> None:
    assert all(re.fullmatch(r"9\d{5}", row["URN"]) for row in table("establishments"))
