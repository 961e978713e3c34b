"""What Ofsted's files say of the order of inspections, of any year, and of the day on which each area was graded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from matcher.domain import InspectionRow
from tests.read.open_data_files import a_csv, a_school, an_ofsted_file, faults_of, inspected, inspected_before, read

CARDS = "management_information_state-funded_schools_latest_inspections_as_at_28_Feb_2026.csv"
IN_YEAR = "all_inspections_year_to_date_31_August_2026.csv"
AREAS = (
    "Inclusion",
    "Curriculum and teaching",
    "Achievement",
    "Attendance and behaviour",
    "Personal development and wellbeing",
    "Early years (where applicable)",
    "Post-16 provision (where applicable)",
    "Leadership and governance",
)


def only_row(**paths: Path) -> InspectionRow:
    (found,) = read(**paths).inspection_rows
    return found


# the files before November 2025


def test_the_latest_names_the_one_before_it(tmp_path: Path) -> None:
    row = only_row(ofsted=an_ofsted_file(tmp_path, a_school() | inspected("3") | inspected_before("2")))
    assert (row.school, row.urn, row.started) == ("100001", "100001", date(2023, 1, 10))
    assert (row.before_urn, row.before_started) == ("100001", date(2018, 3, 5))
    assert (row.latest, row.seen_on, row.first) == (True, date(2025, 8, 31), False)


def test_an_empty_previous_inspection_says_that_there_was_none(tmp_path: Path) -> None:
    row = only_row(ofsted=an_ofsted_file(tmp_path, a_school() | inspected("3")))
    assert (row.before_urn, row.first) == (None, True)


def test_a_school_that_was_never_inspected_is_said_to_be(tmp_path: Path) -> None:
    row = only_row(ofsted=an_ofsted_file(tmp_path, a_school()))
    assert (row.urn, row.started, row.first, row.none_since) == (None, None, True, None)


def test_a_previous_inspection_without_a_day_is_neither_named_nor_denied(tmp_path: Path) -> None:
    before = inspected_before("2", started="")
    row = only_row(ofsted=an_ofsted_file(tmp_path, a_school() | inspected("3") | before))
    assert (row.before_urn, row.before_started, row.first) == (None, None, False)


def test_the_type_of_inspection_gives_the_number_of_re_inspections(tmp_path: Path) -> None:
    for kind, visit in (
        ("Requires Improvement S5 Reinspection Visit 2", 2),
        ("Requires Improvement monitoring Visit 2", None),
        ("S5 Inspection", None),
    ):
        row = a_school() | inspected("3", **{"Inspection type": kind}) | inspected_before("3")
        assert only_row(ofsted=an_ofsted_file(tmp_path, row)).visit == visit


def test_warning_notices_of_the_files_year_are_kept_where_there_are_any(tmp_path: Path) -> None:
    notices = "Number of warning notices issued in 2024/25 academic year"
    rows = [a_school("100001", **{notices: "2"}), a_school("100002", **{notices: ""})]
    found = read(ofsted=an_ofsted_file(tmp_path, *rows)).inspection_rows
    assert {row.school: row.notices for row in found} == {"100001": 2, "100002": None}


# report cards


def a_card(school: str = "100001", **cells: str) -> dict[str, object]:
    """A row of a file since November 2025: every area at the expected standard on the day of the inspection."""
    names = [heading.split(" (")[0] for heading in AREAS]
    marks = dict.fromkeys(AREAS, "Expected standard")
    days = {f"{name} - date of grade": "13/01/2026" for name in names}
    return {
        **a_school(school),
        "Inspection start date": "13/01/2026",
        "Publication date": "22/02/2026",
        "URN at time of latest full inspection": school,
        "Category of concern": "",
        **marks,
        **days,
        **cells,
    }


def framework(grade: str = "3", started: str = "10/01/2023", **cells: str) -> dict[str, object]:
    return {
        "URN at time of latest OEIF graded inspection": "100001",
        "Inspection start date of latest OEIF graded inspection": started,
        "Publication date of latest OEIF graded inspection": "20/02/2023",
        "Latest OEIF overall effectiveness": grade,
        "Latest OEIF effectiveness of leadership and management": "3",
        **cells,
    }


NO_CARD = dict.fromkeys([*a_card().keys() - a_school().keys()], "NULL")
NO_FRAMEWORK = dict.fromkeys(framework(), "NULL")


def a_file_of_cards(folder: Path, *rows: dict[str, object], name: str = CARDS) -> Path:
    header = list(dict.fromkeys([*a_card(), *framework(), "Inspection type"]))
    return a_csv(folder / name, header, rows, titles=("State-funded school inspections", "Most recent inspections"))


def test_a_card_stands_loosely_beside_the_earlier_framework(tmp_path: Path) -> None:
    found = read(ofsted=a_file_of_cards(tmp_path, a_card() | framework())).inspection_rows
    older, card = sorted(found, key=lambda row: row.started or date.min)
    assert (card.latest, card.before_started, card.next_to) == (True, date(2023, 1, 10), False)
    assert (older.latest, older.before_started, older.first) == (False, None, False)


def test_without_a_card_the_earlier_framework_is_the_latest(tmp_path: Path) -> None:
    row = only_row(ofsted=a_file_of_cards(tmp_path, a_card() | NO_CARD | framework()))
    assert (row.latest, row.started, row.first) == (True, date(2023, 1, 10), False)


def test_without_the_earlier_framework_nothing_is_said_of_the_time_before_it(tmp_path: Path) -> None:
    with_card = only_row(ofsted=a_file_of_cards(tmp_path, a_card() | NO_FRAMEWORK))
    assert (with_card.before_urn, with_card.first, with_card.none_since) == (None, False, date(2019, 9, 1))
    without = only_row(ofsted=a_file_of_cards(tmp_path, a_card() | NO_CARD | NO_FRAMEWORK))
    assert (without.urn, without.first, without.none_since) == (None, False, date(2019, 9, 1))


def test_an_area_graded_on_its_inspections_day_needs_no_day_of_its_own(tmp_path: Path) -> None:
    assert read(ofsted=a_file_of_cards(tmp_path, a_card())).area_grades == ()


def test_an_area_that_a_monitoring_visit_changed_keeps_both_grades_and_both_days(tmp_path: Path) -> None:
    older = a_file_of_cards(tmp_path, a_card(**{"Leadership and governance": "Needs attention"}))
    later = a_file_of_cards(
        tmp_path,
        a_card(**{"Leadership and governance - date of grade": "19/05/2026"}),
        name=CARDS.replace("28_Feb", "31_Aug"),
    )
    for order in ([older, later], [later, older]):
        found = read(ofsted=order).area_grades
        assert [(g.area, g.grade, g.graded_on, g.seen_on) for g in found] == [
            ("leadership-and-governance", 4, date(2026, 1, 13), date(2026, 2, 28)),
            ("leadership-and-governance", 3, date(2026, 5, 19), date(2026, 8, 31)),
        ]


def test_both_names_of_the_day_of_an_area_are_known(tmp_path: Path) -> None:
    row = a_card(**{"Achievement - date of judgement": "19/05/2026"})
    del row["Achievement - date of grade"]
    header = list(dict.fromkeys([*row, *framework()]))
    found = read(ofsted=a_csv(tmp_path / CARDS, header, [row])).area_grades
    assert [(g.area, g.graded_on) for g in found] == [("achievement", date(2026, 5, 19))]


def test_an_unknown_word_of_a_report_card_is_a_fault_that_names_the_right_ones(tmp_path: Path) -> None:
    said = str(faults_of(ofsted=a_file_of_cards(tmp_path, a_card(Achievement="Expected")))[0])
    assert "Achievement: is no grade of a report card (found 'Expected')" in said
    assert "exceptional, strong standard, expected standard, needs attention, urgent improvement" in said


# one row an inspection


def test_an_in_year_file_of_cards_says_nothing_of_what_came_before(tmp_path: Path) -> None:
    row = {heading: cell for heading, cell in a_card().items() if "at time" not in heading and " - date" not in heading}
    found = read(ofsted=a_csv(tmp_path / IN_YEAR, list(row), [row], titles=("title", "")))
    (one,) = found.inspection_rows
    assert (one.school, one.urn, one.started, one.latest) == ("100001", "100001", date(2026, 1, 13), False)
    assert [(j.regime, dict(j.areas)["leadership-and-governance"]) for j in found.judgements] == [("report-card", 3)]


# several files


def test_files_that_name_different_inspections_before_one_are_told(tmp_path: Path) -> None:
    early = an_ofsted_file(
        tmp_path, a_school() | inspected("3") | inspected_before("2"), name="latest_as_at_31_Mar_2023.csv"
    )
    other = inspected_before("4", started="05/03/2019", published="10/04/2019")
    late = an_ofsted_file(tmp_path, a_school() | inspected("3") | other)
    said = [note for note in read(ofsted=[early, late]).notes if "follow a different one" in note]
    assert said == [
        "1 inspections follow a different one in different files; the latest file was believed (URNs 100001)"
    ]
    (told,) = [note for note in read(ofsted=[early, late]).notes if note.startswith("Contradiction")]
    assert told.startswith("Contradiction: URN 100001, inspected on 2023-")
    assert told.index(f"that of 2019-03-05 (URN 100001) in {late.name}") < told.index(early.name)
    assert told.endswith("the first was believed")


def test_rows_are_the_same_whatever_the_order_of_the_files(tmp_path: Path) -> None:
    early = an_ofsted_file(tmp_path, a_school() | inspected("3"), name="latest_as_at_31_Mar_2023.csv")
    late = an_ofsted_file(tmp_path, a_school() | inspected("2", started="10/03/2025") | inspected_before("3"))
    assert read(ofsted=[early, late]).inspection_rows == read(ofsted=[late, early]).inspection_rows
