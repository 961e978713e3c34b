"""Ofsted's files of any year yield one judgement for each graded inspection, under the URN of its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from matcher.domain import Judgement, Membership
from matcher.errors import Fault
from matcher.read.ofsted.ofsted_aliases import BEFORE, LATEST, PREVIOUS, SCHOOL, blocks_of
from matcher.read.open_data.opendata import read_open_data
from matcher.sample.real_files import columns
from tests.read.open_data_files import (
    IN_2022,
    OFSTED_NAME,
    a_csv,
    a_school,
    a_workbook,
    an_ofsted_file,
    faults_of,
    inspected,
    inspected_before,
    read,
)


def only_judgement(**paths: Path | list[Path]) -> Judgement:
    (found,) = read(**paths).judgements
    return found


# what an inspection says


def test_reads_the_latest_and_the_previous_inspection(tmp_path: Path) -> None:
    file = an_ofsted_file(tmp_path, a_school() | inspected("3") | inspected_before("2"))
    before, latest = read(ofsted=file).judgements
    assert (before.started, before.published, before.grade) == (date(2018, 3, 5), date(2018, 4, 10), 2)
    assert (latest.started, latest.published, latest.grade) == (date(2023, 1, 10), date(2023, 2, 20), 3)
    assert latest.source == f"{OFSTED_NAME}, latest inspection"


def test_gives_a_judgement_to_the_school_of_its_day(tmp_path: Path) -> None:
    row = a_school("150001", **{"Type of education": "Academy Sponsor Led"}) | inspected("4", urn="100001")
    found = read(ofsted=an_ofsted_file(tmp_path, row))
    assert [j.urn for j in found.judgements] == ["100001"]
    assert found.schools["100001"].type_name == "Community school"
    assert found.schools["100001"].sector == "maintained"
    assert found.schools["150001"].sector == "academy"


@pytest.mark.parametrize("code", ["0", "8", "9", "", "NULL"])
def test_takes_codes_that_are_no_grades_as_missing(tmp_path: Path, code: str) -> None:
    row = a_school() | inspected("3", leadership=code, **{"Quality of education": code})
    found = only_judgement(ofsted=an_ofsted_file(tmp_path, row))
    assert found.leadership is None
    assert dict(found.areas) == {"behaviour": 2, "personal-development": 2}


def test_keeps_each_area_that_was_judged(tmp_path: Path) -> None:
    row = a_school() | inspected("3", leadership="2", **{"Sixth form provision (where applicable)": "4"})
    found = only_judgement(ofsted=an_ofsted_file(tmp_path, row))
    assert found.leadership == 2
    assert dict(found.areas) == {
        "quality-of-education": 3,
        "behaviour": 2,
        "personal-development": 2,
        "leadership": 2,
        "sixth-form": 4,
    }


@pytest.mark.parametrize("category", ["SM", "SWK", "NTI"])
def test_keeps_the_category_of_concern(tmp_path: Path, category: str) -> None:
    row = a_school() | inspected("4", category=category)
    assert only_judgement(ofsted=an_ofsted_file(tmp_path, row)).category == category


def test_an_inspection_of_parts_only_has_no_grade(tmp_path: Path) -> None:
    row = a_school() | inspected("Not judged", started="08/10/2024", published="20/11/2024", category="SM")
    found = only_judgement(ofsted=an_ofsted_file(tmp_path, row))
    assert (found.grade, found.regime, found.category) == (None, "sub-judgements", "SM")


def test_leaves_out_a_headline_grade_given_when_there_were_none(tmp_path: Path) -> None:
    file = an_ofsted_file(tmp_path, a_school() | inspected("3", started="03/09/2024", published="20/10/2024"))
    found = read(ofsted=file)
    assert (found.judgements[0].grade, found.judgements[0].regime) == (None, "sub-judgements")
    assert any("1 headline grades" in note and "100001" in note for note in found.notes)


def test_keeps_a_headline_grade_of_the_last_day_of_headlines(tmp_path: Path) -> None:
    file = an_ofsted_file(tmp_path, a_school() | inspected("3", started="02/09/2024", published="20/10/2024"))
    assert (only_judgement(ofsted=file).grade, only_judgement(ofsted=file).regime) == (3, "headline")


def test_an_ungraded_visit_is_no_judgement(tmp_path: Path) -> None:
    visit = {
        "Latest ungraded inspection number since last graded inspection": "10345614",
        "URN at time of the ungraded inspection": "100001",
        "Date of latest ungraded inspection": "23/05/2023",
        "Ungraded inspection publication date": "26/06/2023",
        "Ungraded inspection overall outcome": "School remains Good (Concerns) - S5 Next",
    }
    assert read(ofsted=an_ofsted_file(tmp_path, a_school() | visit)).judgements == ()


def test_grade_decides_and_not_the_type_of_inspection(tmp_path: Path) -> None:
    conversion = {"Inspection type grouping": "Section 8 conversion", "Event type grouping": "Schools – Section 8"}
    row = a_school() | inspected("3") | conversion
    assert only_judgement(ofsted=an_ofsted_file(tmp_path, row)).grade == 3


def test_notes_a_previous_inspection_that_was_published_after_the_next_began(tmp_path: Path) -> None:
    before = inspected_before("4", started="23/05/2017", published="28/02/2018")
    row = a_school() | inspected("2", started="12/12/2017", published="28/02/2018") | before
    found = read(ofsted=an_ofsted_file(tmp_path, row))
    assert [(j.started, j.grade) for j in found.judgements] == [(date(2017, 5, 23), 4), (date(2017, 12, 12), 2)]
    assert any("published only once the next had begun" in note and "100001" in note for note in found.notes)


# several tellings of one inspection


def test_one_inspection_told_by_two_schools_counts_once(tmp_path: Path) -> None:
    rows = [
        a_school("150001") | inspected("3", urn="100001"),
        a_school("150002") | inspected("1", urn="150002", started="01/02/2023") | inspected_before_as("3", "100001"),
    ]
    found = read(ofsted=an_ofsted_file(tmp_path, *rows))
    assert [j.grade for j in found.judgements if j.urn == "100001"] == [3]
    assert not any("different grades" in note for note in found.notes)


def inspected_before_as(grade: str, urn: str) -> dict[str, object]:
    return inspected_before(grade, started="10/01/2023", published="20/02/2023", urn=urn)


def test_believes_the_later_of_two_files_and_says_so(tmp_path: Path) -> None:
    early = an_ofsted_file(tmp_path, a_school() | inspected("3"), name="latest_inspections_as_at_31_Mar_2023.csv")
    late = an_ofsted_file(tmp_path, a_school() | inspected("4"), name="latest_inspections_as_at_31_August_2023.csv")
    for order in ([early, late], [late, early]):
        found = read(ofsted=order)
        assert [(j.grade, j.source.split(",")[0]) for j in found.judgements] == [(4, late.name)]
        assert any("different grades" in note and "100001" in note for note in found.notes)
        (told,) = [note for note in found.notes if note.startswith("Contradiction")]
        assert told.startswith("Contradiction: URN 100001, inspected on ")
        assert told.index(f"grade 4 in {late.name}") < told.index(f"grade 3 in {early.name}")


def test_in_one_file_the_latest_inspections_columns_are_believed_first(tmp_path: Path) -> None:
    rows = [
        a_school("150001") | inspected("4", urn="100001"),
        a_school("150002") | inspected("1", urn="150002", started="01/02/2023") | inspected_before_as("3", "100001"),
    ]
    found = read(ofsted=an_ofsted_file(tmp_path, *rows))
    assert [j.grade for j in found.judgements if j.urn == "100001"] == [4]
    assert any("different grades" in note and "100001" in note for note in found.notes)


def test_believes_the_later_file_about_the_school_of_today(tmp_path: Path) -> None:
    early = an_ofsted_file(tmp_path, a_school(**{"School name": "Old Name"}), name="as_at_31_Mar_2023.csv")
    late = an_ofsted_file(tmp_path, a_school(**{"School name": "New Name"}), name="as_at_31_August_2023.csv")
    assert read(ofsted=[early, late]).schools["100001"].name == "New Name"


def test_two_files_add_up(tmp_path: Path) -> None:
    early = an_ofsted_file(tmp_path, a_school() | inspected("3"), name="as_at_31_Mar_2023.csv")
    again = inspected("2", started="04/06/2024", published="10/07/2024")
    late = an_ofsted_file(tmp_path, a_school() | again, name="as_at_31_August_2024.csv")
    assert [j.grade for j in read(ofsted=[early, late]).judgements] == [3, 2]


# layouts


def rows_in_2022(*rows: dict[str, object]) -> list[dict[str, object]]:
    return [{IN_2022.get(heading, heading): cell for heading, cell in row.items()} for row in rows]


HEADER_2022 = [IN_2022.get(heading, heading) for heading in columns.OFSTED]


def test_reads_the_names_of_2022(tmp_path: Path) -> None:
    row = a_school() | inspected("3") | inspected_before("2")
    new = an_ofsted_file(tmp_path, row)
    old = a_csv(tmp_path / "MI_as_at_28_Feb_2022.csv", HEADER_2022, rows_in_2022(row))
    assert [replace(j, source="") for j in read(ofsted=old).judgements] == [
        replace(j, source="") for j in read(ofsted=new).judgements
    ]


def test_reads_a_workbook_with_titles_and_real_dates(tmp_path: Path) -> None:
    row = a_school() | inspected(3, started=datetime(2021, 11, 9), published=datetime(2022, 1, 7))
    file = tmp_path / "ofsted_management_information_2022-02-28.xlsx"
    a_workbook(file, "Most recent inspections", HEADER_2022, rows_in_2022(row), titles=3)
    found = only_judgement(ofsted=file)
    assert (found.started, found.published, found.grade) == (date(2021, 11, 9), date(2022, 1, 7), 3)


def test_reads_a_csv_with_a_title_above_the_header(tmp_path: Path) -> None:
    title = "State-funded schools, as at 31 August 2025"
    file = an_ofsted_file(tmp_path, a_school() | inspected("3"), titles=[title], blank_rows=15)
    assert only_judgement(ofsted=file).grade == 3


def test_skips_the_rows_of_commas_at_the_end(tmp_path: Path) -> None:
    found = read(ofsted=an_ofsted_file(tmp_path, a_school(), blank_rows=15))
    assert list(found.schools) == ["100001"]
    assert found.files[0].rows == 1


@pytest.mark.parametrize("started", ["2023-01-10", "10/01/2023", "10-01-2023"])
def test_reads_dates_in_three_formats(tmp_path: Path, started: str) -> None:
    file = an_ofsted_file(tmp_path, a_school() | inspected("3", started=started))
    assert only_judgement(ofsted=file).started == date(2023, 1, 10)


def test_reads_one_row_for_each_inspection(tmp_path: Path) -> None:
    header = [*SCHOOL_HEADINGS, *OWN_HEADINGS, *YEAR_TO_DATE]
    graded = a_school() | {k: v for k, v in inspected("3").items() if k in OWN_HEADINGS}
    before = {
        "URN at time of previous inspection": "100000",
        "Previous inspection start date": "05/03/2018",
        "Previous publication date": "10/04/2018",
        "Previous overall effectiveness": "2",
        "Previous effectiveness of leadership and management": "2",
    }
    visit = a_school() | {"Inspection start date": "06/06/2023", "Publication date": "01/07/2023"}
    file = a_csv(
        tmp_path / "all_inspections_-_year_to_date_published_by_31_Aug_2023.csv", header, [graded | before, visit]
    )
    found = read(ofsted=file)
    assert [(j.urn, j.started, j.grade) for j in found.judgements] == [
        ("100000", date(2018, 3, 5), 2),
        ("100001", date(2023, 1, 10), 3),
    ]


SCHOOL_HEADINGS = [spellings[0] for spellings in SCHOOL.values()]
OWN_HEADINGS = [
    spellings[0] for meaning, spellings in LATEST.items() if meaning not in ("urn", "laestab", "name", "type")
]
YEAR_TO_DATE = [spellings[-1] for spellings in PREVIOUS.values()]


def test_reads_report_cards_beside_the_last_graded_inspection(tmp_path: Path) -> None:
    card = {
        "Inspection start date": "02/12/2025",
        "Publication date": "20/01/2026",
        "URN at time of latest full inspection": "100001",
        "Category of concern": "NULL",
        "Inclusion": "Strong standard",
        "Curriculum and teaching": "Expected standard",
        "Achievement": "Expected standard",
        "Attendance and behaviour": "Exceptional",
        "Personal development and wellbeing": "Urgent improvement",
        "Leadership and governance": "Needs attention",
    }
    older = {
        "Inspection start date of latest OEIF graded inspection": "10/01/2023",
        "Publication date of latest OEIF graded inspection": "20/02/2023",
        "URN at time of latest OEIF graded inspection": "100000",
        "Latest OEIF overall effectiveness": "3",
        "Latest OEIF effectiveness of leadership and management": "3",
    }
    row = {k: v for k, v in a_school().items() if k in SCHOOL_HEADINGS} | card | older
    file = a_csv(tmp_path / "latest_inspections_as_at_31_Jan_2026.csv", list(row), [row])
    graded, reported = read(ofsted=file).judgements
    assert (graded.urn, graded.grade, graded.regime, graded.leadership) == ("100000", 3, "headline", 3)
    assert (reported.grade, reported.regime, reported.leadership) == (None, "report-card", None)
    assert dict(reported.areas)["leadership-and-governance"] == 4
    assert dict(reported.areas)["attendance-and-behaviour"] == 1


def test_the_blocks_of_each_layout_are_told_by_its_header() -> None:
    assert [b.title for b in blocks_of(columns.OFSTED)] == ["latest inspection", "previous inspection"]
    assert [b.title for b in blocks_of(HEADER_2022)] == ["latest inspection", "previous inspection"]
    assert blocks_of(columns.OFSTED)[1] is BEFORE


# schools and trusts


def test_describes_the_school_of_today(tmp_path: Path) -> None:
    row = a_school(**{"Faith grouping": "Christian", "School open date": "01/01/1900"})
    school = read(ofsted=an_ofsted_file(tmp_path, row)).schools["100001"]
    assert (school.region, school.local_authority) == ("Yorkshire and the Humber", "Bradford")
    assert (school.pupils, school.deprivation_quintile, school.postcode) == (210, 5, "BD1 1AA")
    assert (school.faith, school.opened) == ("Christian", None)
    assert school.phases == {"primary"}


@pytest.mark.parametrize(
    ("kind", "phase", "ages", "expected"),
    [
        ("Community School", "Primary", ("4", "11"), "primary"),
        ("Community School", "Secondary", ("4", "16"), "all-through"),
        ("Community School", "Secondary", ("9", "13"), "middle"),
        ("Free School", "Secondary", ("11", "18"), "secondary"),
        ("LA Nursery School", "Nursery", ("2", "5"), "nursery"),
        ("Academy Special Converter", "Special", ("4", "19"), "special"),
        ("Pupil Referral Unit", "PRU", ("5", "16"), "alternative-provision"),
        ("Free School - Alternative Provision", "PRU", ("11", "16"), "alternative-provision"),
    ],
)
def test_tells_the_phase_from_type_ages_and_phase(
    tmp_path: Path, kind: str, phase: str, ages: tuple[str, str], expected: str
) -> None:
    cells = {"Type of education": kind, "Ofsted phase": phase}
    row = a_school(**cells, **{"Statutory lowest age": ages[0], "Statutory highest age": ages[1]})
    assert read(ofsted=an_ofsted_file(tmp_path, row)).schools["100001"].phases == {expected}


@pytest.mark.parametrize(
    ("theirs", "region", "ours"),
    [
        ("Bristol", "South West", "Bristol, City of"),
        ("Kingston upon Hull", "Yorkshire and the Humber", "Kingston upon Hull, City of"),
        ("Herefordshire", "West Midlands", "Herefordshire, County of"),
        ("Southend on Sea", "East of England", "Southend-on-Sea"),
        ("St Helens", "North West", "St. Helens"),
        ("Durham", "North East", "County Durham"),
        ("Bournemouth, Christchurch & Poole", "South West", "Bournemouth, Christchurch and Poole"),
    ],
)
def test_gives_an_authority_the_name_that_gias_gives_it(tmp_path: Path, theirs: str, region: str, ours: str) -> None:
    row = a_school(**{"Local authority": theirs, "Region": region})
    assert read(ofsted=an_ofsted_file(tmp_path, row)).schools["100001"].local_authority == ours


def test_a_trust_in_ofsteds_file_is_seen_on_its_day_and_not_dated(tmp_path: Path) -> None:
    trust = {"Multi-academy trust UID": "2044", "Multi-academy trust name": "Beck Trust"}
    found = read(ofsted=an_ofsted_file(tmp_path, a_school("140001", **trust)))
    assert found.memberships == (Membership(urn="140001", trust_uid="2044", joined=None, seen_on=date(2025, 8, 31)),)
    assert (found.trusts["2044"].name, found.trusts["2044"].multi) == ("Beck Trust", True)


def test_dates_a_file_without_a_date_in_its_name_by_what_it_speaks_of(tmp_path: Path) -> None:
    trust = {"Multi-academy trust UID": "2044"}
    found = read(ofsted=an_ofsted_file(tmp_path, a_school(**trust) | inspected("3"), name="ofsted.csv"))
    assert found.memberships[0].seen_on == date(2023, 2, 20)
    assert any("taken as at 2023-02-20" in note for note in found.notes)


# what is refused


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        (inspected("5"), "Overall effectiveness", "5"),
        (inspected("Fair"), "Overall effectiveness", "Fair"),
        (inspected("4", category="XX"), "Category of concern", "XX"),
        (inspected("3", started="31/02/2023"), "Inspection start date", "31/02/2023"),
        (inspected("3", leadership="7"), "Effectiveness of leadership and management", "7"),
        (inspected_before("NTI"), "Previous graded inspection overall effectiveness", "NTI"),
        ({"Type of education": "Wizarding School"}, "Type of education", "Wizarding School"),
        ({"Ofsted phase": "Tertiary"}, "Ofsted phase", "Tertiary"),
        ({"Region": "North East, Yorkshire and the Humber"}, "Region", "North East, Yorkshire and the Humber"),
        ({"Local authority": "Bradferd"}, "Local authority", "Bradferd"),
        ({"Total number of pupils": "-3"}, "Total number of pupils", "-3"),
        ({"URN": "ten"}, "URN", "ten"),
    ],
)
def test_refuses_an_unknown_code_with_its_row(
    tmp_path: Path, cells: dict[str, object], column: str, value: str
) -> None:
    file = an_ofsted_file(tmp_path, a_school("100009"), a_school() | cells)
    fault = next(fault for fault in faults_of(ofsted=file) if fault.value == value)
    assert (fault.file, fault.row, fault.column) == (OFSTED_NAME, 3, column)
    assert fault.suggestion


def test_names_the_authority_that_was_meant(tmp_path: Path) -> None:
    (fault,) = faults_of(ofsted=an_ofsted_file(tmp_path, a_school(**{"Local authority": "Bradferd"})))
    assert "Bradford" in fault.suggestion


def test_refuses_a_file_without_urns_as_one_that_cannot_be_joined(tmp_path: Path) -> None:
    header = [heading for heading in HEADER_2022 if heading != "URN"]
    file = a_workbook(tmp_path / "ofsted_2022-02-28_academies.xlsx", "Data", header, rows_in_2022(inspected("3")))
    (fault,) = faults_of(ofsted=file)
    assert fault.column == "URN"
    assert "cannot be joined" in fault.message


def test_refuses_a_missing_column_and_names_the_nearest(tmp_path: Path) -> None:
    header = [h.replace("Publication date", "Publicaton date") for h in columns.OFSTED]
    (fault,) = [
        f
        for f in faults_of(ofsted=a_csv(tmp_path / "as_at_31_Aug_2025.csv", header, [a_school()]))
        if f.column == "Publication date"
    ]
    assert "missing" in fault.message
    assert "Publicaton date" in fault.suggestion


def test_says_which_columns_it_did_without(tmp_path: Path) -> None:
    header = [h for h in columns.OFSTED if h != "Faith grouping"]
    found = read(ofsted=a_csv(tmp_path / "as_at_31_Aug_2025.csv", header, [a_school()]))
    assert any("no column for Faith grouping" in note for note in found.notes)


def test_refuses_a_school_that_stands_twice(tmp_path: Path) -> None:
    (fault,) = faults_of(ofsted=an_ofsted_file(tmp_path, a_school(), a_school()))
    assert (fault.row, fault.column, fault.value) == (3, "URN", "100001")


def test_tells_the_first_twenty_of_a_kind_and_counts_the_rest(tmp_path: Path) -> None:
    rows = [a_school(str(100001 + i)) | inspected("5") for i in range(50)]
    faults = faults_of(ofsted=an_ofsted_file(tmp_path, *rows))
    assert len(faults) == 21
    assert "30 more rows" in faults[-1].message


@pytest.mark.parametrize(
    ("word", "grade"),
    [("Outstanding", 1), ("good", 2), ("Requires improvement", 3), ("Requires Improvement ", 3), ("Inadequate", 4)],
)
def test_a_grade_in_words_is_the_grade(tmp_path: Path, word: str, grade: int) -> None:
    row = a_school() | inspected(word, leadership=word)
    found = only_judgement(ofsted=an_ofsted_file(tmp_path, row))
    assert (found.grade, found.leadership) == (grade, grade)


@pytest.mark.parametrize(
    ("word", "code"), [("Special measures", "SM"), ("serious weaknesses", "SWK"), ("Notice to improve", "NTI")]
)
def test_a_category_in_words_is_the_category(tmp_path: Path, word: str, code: str) -> None:
    row = a_school() | inspected("4", category=word)
    assert only_judgement(ofsted=an_ofsted_file(tmp_path, row)).category == code


def test_the_in_year_file_of_report_cards_has_a_card_a_row_under_its_own_urn(tmp_path: Path) -> None:
    areas = {"Achievement": "Urgent improvement", "Curriculum and teaching": "Needs attention", "Inclusion": "NULL"}
    card = {"Inspection start date": "12/01/2026", "Publication date": "20/02/2026", "Category of concern": "NULL"}
    row = (
        a_school() | card | areas | {"Safeguarding standards": "Met", "Leadership and governance": "Expected standard"}
    )
    name = "all_inspections_-_year_to_date_published_by_31_Aug_2026.csv"
    found = read(ofsted=a_csv(tmp_path / name, list(row), [row]))
    (judgement,) = found.judgements
    assert (judgement.urn, judgement.regime, judgement.grade) == ("100001", "report-card", None)
    assert dict(judgement.areas) == {"achievement": 5, "curriculum-and-teaching": 4, "leadership-and-governance": 3}
    assert not any("at time of" in note for note in found.notes)


@pytest.mark.parametrize(("said", "category", "met", "noted"), [
    ("Met", "NULL", True, False), ("Not met", "NULL", False, True), ("Not met", "RSI", False, False),
    ("NULL", "NULL", None, False),
])  # fmt: skip
def test_safeguarding_of_a_report_card_is_read_and_not_met_without_a_category_is_noted(
    tmp_path: Path, said: str, category: str, met: bool | None, noted: bool
) -> None:
    card = {"Inspection start date": "12/01/2026", "Publication date": "20/02/2026", "Category of concern": category}
    areas = {"Curriculum and teaching": "Needs attention", "Leadership and governance": "Expected standard"}
    row = a_school() | card | areas | {"Safeguarding standards": said}
    name = "all_inspections_-_year_to_date_published_by_31_Aug_2026.csv"
    found = read(ofsted=a_csv(tmp_path / name, list(row), [row]))
    assert [judgement.safeguarding for judgement in found.judgements] == [met]
    assert any("safeguarding is not met, and name no category" in note for note in found.notes) == noted


def test_another_word_on_safeguarding_is_a_fault(tmp_path: Path) -> None:
    areas = {"Curriculum and teaching": "Needs attention", "Leadership and governance": "Expected standard"}
    card = {"Inspection start date": "12/01/2026", "Publication date": "20/02/2026", "Category of concern": "NULL"}
    row = a_school() | card | areas | {"Safeguarding standards": "Maybe"}
    faults: list[Fault] = []
    path = a_csv(tmp_path / "all_inspections_-_year_to_date_31_Aug_2026.csv", list(row), [row])
    read_open_data({"ofsted": path}, date(2026, 8, 31), faults)
    assert [(fault.column, fault.message) for fault in faults] == [
        ("Safeguarding standards", "is no judgement on safeguarding")
    ]


def test_the_first_published_date_of_older_files_is_when_it_was_published(tmp_path: Path) -> None:
    row = a_school() | {"Inspection start date": "14/09/2016", "First published date": "01/10/2016"}
    row |= {"Overall effectiveness": "Requires improvement", "Category of concern": ""}
    name = "Management_information_1_September_2015_to_31_August_2019.csv"
    file = a_csv(tmp_path / name, list(row), [row])
    found = only_judgement(ofsted=file)
    assert (found.started, found.published, found.grade) == (date(2016, 9, 14), date(2016, 10, 1), 3)


@pytest.mark.parametrize(("recent", "noted"), [("", True), ("SM", False), ("NULL", True), ("Special measures", False)])
def test_a_most_recent_category_that_is_not_the_inspections_is_noted(tmp_path: Path, recent: str, noted: bool) -> None:
    row = a_school() | inspected("4", category="SM") | inspected_before("2")
    row |= {"Previous category of concern": "", "Most recent category of concern": recent}
    found = read(ofsted=a_csv(tmp_path / "latest_inspections_as_at_31_Aug_2023.csv", list(row), [row]))
    assert any("1 schools' most recent category of concern is not that" in note for note in found.notes) == noted
    assert found.judgements[-1].category == "SM"
