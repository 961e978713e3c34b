"""GIAS files say what a school is, where, when it was open, which trust it is in and which school it followed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matcher.domain import Membership, Succession
from matcher.sample.real_files import columns
from tests.read.open_data_files import (
    a_csv,
    a_gias_file,
    a_group,
    a_link,
    a_link_to_a_group,
    a_school,
    an_academy,
    an_establishment,
    an_ofsted_file,
    faults_of,
    group_links,
    groups,
    inspected,
    links,
    read,
)

# establishments in the full layout


def test_the_layout_is_the_published_one_of_140_columns() -> None:
    assert len(columns.ESTABLISHMENTS) == 140


def test_reads_a_school_from_the_full_layout(tmp_path: Path) -> None:
    cells = {
        "EstablishmentName": "St Thomas’ Primary School",
        "ReligiousCharacter (name)": "Church of England",
        "Diocese (name)": "Diocese of Leeds",
        "UrbanRural (name)": "(England/Wales) Rural town and fringe",
        "OpenDate": "01-09-2004",
    }
    school = read(establishments=a_gias_file(tmp_path, an_establishment(**cells))).schools["100001"]
    assert school.name == "St Thomas’ Primary School"
    assert (school.faith, school.diocese, school.rural) == ("Christian", "Diocese of Leeds", True)
    assert (school.easting, school.northing, school.postcode) == (416_000, 433_000, "BD1 1AA")
    assert (school.opened, school.closed, school.pupils) == (date(2004, 9, 1), None, 210)
    assert (school.sector, school.type_name, school.phases) == ("maintained", "Community school", {"primary"})


def test_never_reads_who_the_head_is(tmp_path: Path) -> None:
    cells = {"HeadTitle (name)": "Mrs", "HeadFirstName": "Canary", "HeadLastName": "Greenfinch"}
    found = read(establishments=a_gias_file(tmp_path, an_establishment(**cells)))
    assert "Canary" not in repr(found)
    assert "Greenfinch" not in repr(found)


def test_does_not_tell_the_heads_name_in_a_fault(tmp_path: Path) -> None:
    cells = {"HeadLastName": "Greenfinch", "OpenDate": "yesterday"}
    (fault,) = faults_of(establishments=a_gias_file(tmp_path, an_establishment(**cells)))
    assert fault.value == "yesterday"
    assert "Greenfinch" not in str(fault)


@pytest.mark.parametrize("day", ["01-01-1900", "1900-01-01", "01/01/1900", "01-01-1800"])
def test_a_placeholder_is_no_opening_date(tmp_path: Path, day: str) -> None:
    file = a_gias_file(tmp_path, an_establishment(OpenDate=day))
    assert read(establishments=file).schools["100001"].opened is None


def test_a_closing_date_may_lie_ahead(tmp_path: Path) -> None:
    row = an_establishment(CloseDate="31-08-2026", **{"EstablishmentStatus (name)": "Open, but proposed to close"})
    assert read(establishments=a_gias_file(tmp_path, row)).schools["100001"].closed == date(2026, 8, 31)


def test_a_school_closed_without_a_date_is_closed_by_the_day_of_the_file(tmp_path: Path) -> None:
    row = an_establishment(**{"EstablishmentStatus (name)": "Closed"})
    assert read(establishments=a_gias_file(tmp_path, row)).schools["100001"].closed == date(2023, 9, 18)


def test_a_school_only_proposed_is_left_out_and_counted(tmp_path: Path) -> None:
    row = an_establishment("150009", **{"EstablishmentStatus (name)": "Proposed to open"})
    found = read(establishments=a_gias_file(tmp_path, row))
    assert not found.schools
    assert any("1 schools are only proposed" in note for note in found.notes)


@pytest.mark.parametrize(
    ("code", "what"), [("30", "Welsh"), ("18", "college"), ("11", "independent"), ("25", "offshore")]
)
def test_leaves_out_what_is_no_state_funded_school(tmp_path: Path, code: str, what: str) -> None:
    row = an_establishment("400001", **{"TypeOfEstablishment (code)": code, "GOR (name)": "Wales (pseudo)"})
    found = read(establishments=a_gias_file(tmp_path, row, an_establishment()))
    assert list(found.schools) == ["100001"], what
    assert any("1 places that are no state-funded school" in note for note in found.notes)


@pytest.mark.parametrize(
    ("code", "phase", "ages", "expected"),
    [
        ("1", "Primary", ("4", "11"), "primary"),
        ("1", "Middle deemed primary", ("5", "12"), "middle"),
        ("34", "Middle deemed secondary", ("9", "13"), "middle"),
        ("34", "All-through", ("4", "18"), "all-through"),
        ("34", "Secondary", ("3", "16"), "all-through"),
        ("40", "Secondary", ("14", "19"), "secondary"),
        ("7", "Not applicable", ("3", "19"), "special"),
        ("14", "Not applicable", ("5", "16"), "alternative-provision"),
        ("42", "Not applicable", ("5", "16"), "alternative-provision"),
        ("15", "Nursery", ("2", "5"), "nursery"),
        ("45", "16 plus", ("16", "19"), "16-plus"),
    ],
)
def test_tells_the_phase(tmp_path: Path, code: str, phase: str, ages: tuple[str, str], expected: str) -> None:
    row = an_establishment(
        **{"TypeOfEstablishment (code)": code, "PhaseOfEducation (name)": phase},
        StatutoryLowAge=ages[0],
        StatutoryHighAge=ages[1],
    )
    assert read(establishments=a_gias_file(tmp_path, row)).schools["100001"].phases == {expected}


@pytest.mark.parametrize(("east", "north"), [("0", "0"), ("", ""), ("416000", "811900"), ("1", "433000")])
def test_a_place_that_is_nought_or_not_in_england_is_not_known(tmp_path: Path, east: str, north: str) -> None:
    found = read(establishments=a_gias_file(tmp_path, an_establishment(Easting=east, Northing=north)))
    assert (found.schools["100001"].easting, found.schools["100001"].northing) == (None, None)
    assert any("1 open schools have no easting" in note for note in found.notes)


def test_takes_a_missing_place_from_the_coordinates(tmp_path: Path) -> None:
    header = ["URN", "postcode", "easting", "northing", "source"]
    row = {"URN": "100001", "easting": "416123.7", "northing": "433456.0", "source": "postcode_centroid"}
    away = {"URN": "100002", "easting": "0", "northing": "0", "source": "none"}
    coordinates = a_csv(tmp_path / "school_coordinates.csv", header, [row, away])
    gias = a_gias_file(tmp_path, an_establishment(Easting="0", Northing="0"))
    found = read(establishments=gias, coordinates=coordinates)
    assert (found.schools["100001"].easting, found.schools["100001"].northing) == (416_123, 433_456)
    assert found.schools["100002"].easting is None
    assert any("1 places are 0 or lie outside England" in note for note in found.notes)


@pytest.mark.parametrize(
    ("character", "group"),
    [
        ("Roman Catholic", "Christian"),
        ("Church of England/Methodist", "Christian"),
        ("Orthodox Jewish", "Jewish"),
        ("Muslim", "Muslim"),
        ("Sikh", "Other faith"),
        ("Greek Orthodox", "Christian"),
        ("Church of England/Methodist/United Reform Church/Baptist", "Christian"),
        ("Does not apply", None),
        ("No religious character", None),
        ("Non-faith", None),
        ("None", None),
        ("", None),
    ],
)
def test_groups_the_religious_characters(tmp_path: Path, character: str, group: str | None) -> None:
    row = an_establishment(**{"ReligiousCharacter (name)": character})
    assert read(establishments=a_gias_file(tmp_path, row)).schools["100001"].faith == group


def test_a_religious_character_that_nobody_knows_is_not_taken_for_a_christian_one(tmp_path: Path) -> None:
    known = an_establishment(**{"URN": "100001", "ReligiousCharacter (name)": "Quaker"})
    unknown = an_establishment(**{"URN": "100002", "ReligiousCharacter (name)": "Zzz"})
    found = read(establishments=a_gias_file(tmp_path, known, unknown))
    assert (found.schools["100001"].faith, found.schools["100002"].faith) == ("Christian", "Zzz")
    assert any("1 schools have a religious character of no known grouping" in n and "(Zzz)" in n for n in found.notes)


def test_a_filled_diocese_code_is_no_diocese(tmp_path: Path) -> None:
    row = an_establishment(**{"Diocese (code)": "0000", "Diocese (name)": "Not applicable"})
    assert read(establishments=a_gias_file(tmp_path, row)).schools["100001"].diocese is None


def test_joins_authorities_by_code_and_keeps_old_ones(tmp_path: Path) -> None:
    old = an_establishment(**{"LA (code)": "909", "LA (name)": "Pre-LGR 2023 Cumbria", "GOR (name)": ""})
    school = read(establishments=a_gias_file(tmp_path, old)).schools["100001"]
    assert (school.local_authority, school.region) == ("Cumbria", "North West")


@pytest.mark.parametrize(
    ("flag", "uid", "trust"),
    [
        ("Supported by a multi-academy trust", "2044", ("2044", True)),
        ("Supported by a single-academy trust", "2044", ("2044", False)),
        ("Supported by a multi-academy trust~Supported by an umbrella trust", "2044~7001", ("2044", True)),
        ("Supported by a trust", "2044", None),
        ("Not applicable", "", None),
    ],
)
def test_only_an_academy_trust_is_a_trust(tmp_path: Path, flag: str, uid: str, trust: tuple[str, bool] | None) -> None:
    row = an_academy(**{"TrustSchoolFlag (name)": flag, "Trusts (code)": uid, "Trusts (name)": "Beck Trust"})
    found = read(establishments=a_gias_file(tmp_path, row))
    assert [(t.uid, t.multi) for t in found.trusts.values()] == ([trust] if trust else [])
    seen = [Membership(urn="140001", trust_uid="2044", joined=None, seen_on=date(2023, 9, 18))]
    assert list(found.memberships) == (seen if trust else [])


def test_a_closed_academy_is_in_no_trust_any_more(tmp_path: Path) -> None:
    flag = {"TrustSchoolFlag (name)": "Supported by a multi-academy trust", "Trusts (code)": "2044"}
    row = an_academy(CloseDate="31-08-2019", **flag, **{"EstablishmentStatus (name)": "Closed"})
    assert read(establishments=a_gias_file(tmp_path, row)).memberships == ()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("TypeOfEstablishment (code)", "99"),
        ("EstablishmentStatus (name)", "Ajar"),
        ("PhaseOfEducation (name)", "Tertiary"),
        ("GOR (name)", "Middle East"),
        ("TrustSchoolFlag (name)", "Supported by goodwill"),
        ("Easting", "far"),
        ("NumberOfPupils", "many"),
        ("CloseDate", "2023-13-01"),
    ],
)
def test_refuses_an_unknown_code(tmp_path: Path, column: str, value: str) -> None:
    file = a_gias_file(tmp_path, an_establishment("100002"), an_establishment(**{column: value}))
    (fault,) = [fault for fault in faults_of(establishments=file) if fault.value == value]
    assert (fault.file, fault.row, fault.column) == ("edubasealldata20230918.csv", 3, column)


def test_refuses_a_full_file_without_a_needed_column(tmp_path: Path) -> None:
    header = [heading for heading in columns.ESTABLISHMENTS if heading != "GOR (name)"]
    row = {k: v for k, v in an_establishment().items() if k in header}
    (fault,) = faults_of(establishments=a_csv(tmp_path / "edubasealldata20230918.csv", header, [row]))
    assert fault.column == "GOR (name)"


def test_does_without_the_columns_that_gias_has_dropped(tmp_path: Path) -> None:
    gone = ("OfstedRating (name)", "OfstedLastInsp", "OfstedSpecialMeasures (name)", "RSCRegion (name)")
    header = [heading for heading in columns.ESTABLISHMENTS if heading not in gone]
    found = read(establishments=a_csv(tmp_path / "edubasealldata20250711.csv", header, [an_establishment()]))
    assert found.schools["100001"].region == "Yorkshire and the Humber"


def test_reads_the_cut_of_six_columns(tmp_path: Path) -> None:
    header = ["urn", "name", "open_date", "close_date", "town", "postcode"]
    row = {"urn": "100004", "name": "Sherborne Nursery School", "close_date": "31-08-1992", "postcode": "NW5 4LP"}
    found = read(establishments=a_csv(tmp_path / "establishments_20221028.csv", header, [row], encoding="utf-8"))
    school = found.schools["100004"]
    assert (school.closed, school.postcode, school.type_name) == (date(1992, 8, 31), "NW5 4LP", None)


# trusts and who is in them


def test_reads_who_joined_which_trust_when(tmp_path: Path) -> None:
    found = read(group_links=group_links(tmp_path, a_link_to_a_group()))
    assert found.memberships == (
        Membership(urn="140001", trust_uid="2044", joined=date(2018, 9, 1), seen_on=date(2022, 7, 18)),
    )
    school = found.schools["140001"]
    assert (school.sector, school.phases, school.region) == ("academy", {"primary"}, "Yorkshire and the Humber")


@pytest.mark.parametrize(
    "kind", ["School sponsor", "Federation", "Trust", "Umbrella trust", "Children's Centres Group"]
)
def test_other_groups_are_no_trusts(tmp_path: Path, kind: str) -> None:
    other = a_link_to_a_group(uid="9999", **{"Group Type": kind})
    found = read(
        group_links=group_links(tmp_path, a_link_to_a_group(), other),
        groups=groups(tmp_path, a_group("9999", **{"Group Type": kind})),
    )
    assert list(found.trusts) == ["2044"]
    assert [m.trust_uid for m in found.memberships] == ["2044"]
    assert any(f"1 {kind}" in note for note in found.notes)


def test_a_single_academy_trust_is_a_trust_but_not_a_multi(tmp_path: Path) -> None:
    found = read(groups=groups(tmp_path, a_group(**{"Group Type": "Single-academy trust"})))
    assert found.trusts["2044"].multi is False


def test_a_closed_trust_is_kept_and_marked(tmp_path: Path) -> None:
    closed = {"Group Status": "Closed", "Closed Date": "31/08/2016"}
    found = read(
        group_links=group_links(tmp_path, a_link_to_a_group(**closed)), groups=groups(tmp_path, a_group(**closed))
    )
    assert found.trusts["2044"].closed == date(2016, 8, 31)
    assert len(found.memberships) == 1


@pytest.mark.parametrize("joined", ["2018-09-01", "01/09/2018", "01-09-2018"])
def test_reads_joined_dates_in_three_formats(tmp_path: Path, joined: str) -> None:
    found = read(group_links=group_links(tmp_path, a_link_to_a_group(**{"Joined date": joined})))
    assert found.memberships[0].joined == date(2018, 9, 1)


def test_reads_stays_that_have_ended_from_the_file_of_all_memberships(tmp_path: Path) -> None:
    header = ["URN", "Group UID", "Group Name", "Group Type", "Date Joined Group", "Date Left Group"]
    row = a_link_to_a_group() | {"Date Joined Group": "2018-09-01", "Date Left Group": "2021-08-31"}
    again = row | {"Date Joined Group": "2021-09-01", "Date Left Group": "", "Group UID": "3099"}
    found = read(group_links=a_csv(tmp_path / "academiesmatmembership20230918.csv", header, [again, row, row]))
    assert [(m.trust_uid, m.joined, m.left) for m in found.memberships] == [
        ("2044", date(2018, 9, 1), date(2021, 8, 31)),
        ("3099", date(2021, 9, 1), None),
    ]


def test_a_placeholder_is_no_joined_date(tmp_path: Path) -> None:
    found = read(group_links=group_links(tmp_path, a_link_to_a_group(**{"Joined date": "1900-01-01"})))
    assert found.memberships[0].joined is None


@pytest.mark.parametrize("code", ["39", "45", "46"])
def test_sixteen_to_nineteen_academies_are_outside_the_offer(tmp_path: Path, code: str) -> None:
    row = a_link_to_a_group(**{"TypeOfEstablishment (code)": code, "PhaseOfEducation (name)": "16 plus"})
    found = read(group_links=group_links(tmp_path, row))
    assert found.memberships == ()
    assert found.schools["140001"].phases == {"16-plus"}
    assert any("1 stays of 16 to 19 academies" in note for note in found.notes)


def test_mends_punctuation_that_another_program_left_behind(tmp_path: Path) -> None:
    row = a_link_to_a_group(EstablishmentName="St Thomas\x92s Academy")
    found = read(group_links=group_links(tmp_path, row, encoding="utf-8"))
    assert found.schools["140001"].name == "St Thomas’s Academy"


def test_mends_an_apostrophe_that_was_lost_altogether(tmp_path: Path) -> None:
    row = a_link_to_a_group(EstablishmentName="St Thomas\ufffds Academy")
    found = read(group_links=group_links(tmp_path, row, encoding="utf-8"))
    assert found.schools["140001"].name == "St Thomas’s Academy"


def test_refuses_an_unknown_type_of_group(tmp_path: Path) -> None:
    (fault,) = [
        f
        for f in faults_of(group_links=group_links(tmp_path, a_link_to_a_group(**{"Group Type": "Multi-acadmy trust"})))
        if f.column == "Group Type"
    ]
    assert (fault.row, fault.value) == (2, "Multi-acadmy trust")
    assert "Multi-academy trust" in fault.suggestion


# which school followed which


def test_a_succession_told_from_both_ends_is_one(tmp_path: Path) -> None:
    both = [a_link("100001", "140001"), a_link("140001", "100001", "Predecessor", "01-09-2018")]
    found = read(establishment_links=links(tmp_path, *both))
    assert found.successions == (Succession(old_urn="100001", new_urn="140001", plain=True, on=date(2018, 9, 1)),)


@pytest.mark.parametrize("kind", ["Successor - merged", "Successor - amalgamated", "Successor - Split School"])
def test_a_merger_or_split_is_not_plain(tmp_path: Path, kind: str) -> None:
    (found,) = read(establishment_links=links(tmp_path, a_link("100001", "140001", kind))).successions
    assert not found.plain


def test_two_predecessors_are_not_one_to_one(tmp_path: Path) -> None:
    file = links(tmp_path, a_link("100001", "140001"), a_link("100002", "140001"))
    assert [s.plain for s in read(establishment_links=file).successions] == [False, False]


def test_two_successors_are_not_one_to_one(tmp_path: Path) -> None:
    file = links(tmp_path, a_link("100001", "140001"), a_link("100001", "140002"))
    assert [s.plain for s in read(establishment_links=file).successions] == [False, False]


@pytest.mark.parametrize("kind", ["Sixth Form Centre School", "Expansion", "Result of Amalgamation", "Other"])
def test_other_links_are_no_successions(tmp_path: Path, kind: str) -> None:
    found = read(establishment_links=links(tmp_path, a_link("100001", "140001", kind)))
    assert found.successions == ()
    assert any("1 links that are no succession" in note for note in found.notes)


def test_an_old_school_takes_its_place_from_the_one_that_followed(tmp_path: Path) -> None:
    found = read(
        establishments=a_gias_file(tmp_path, an_academy("140002")),
        establishment_links=links(tmp_path, a_link("100001", "140001"), a_link("140001", "140002")),
    )
    old = found.schools["100001"]
    assert (old.region, old.easting, old.northing) == ("Yorkshire and the Humber", 416_000, 433_000)
    assert old.phases == {"primary"}


def test_a_merged_school_takes_the_place_but_not_the_phase(tmp_path: Path) -> None:
    found = read(
        establishments=a_gias_file(tmp_path, an_academy("140001")),
        establishment_links=links(tmp_path, a_link("100001", "140001", "Successor - merged")),
    )
    assert found.schools["100001"].region == "Yorkshire and the Humber"
    assert found.schools["100001"].phases == frozenset()


def test_schools_that_follow_each_other_do_not_go_round_for_ever(tmp_path: Path) -> None:
    file = links(tmp_path, a_link("100001", "100002"), a_link("100002", "100001"))
    found = read(establishment_links=file)
    assert {urn: s.region for urn, s in found.schools.items()} == {"100001": None, "100002": None}
    assert any("each said to follow the other" in note for note in found.notes)


def test_an_old_school_closed_the_day_before_its_successor_opened(tmp_path: Path) -> None:
    found = read(
        establishments=a_gias_file(tmp_path, an_academy("140001", OpenDate="01-09-2018")),
        establishment_links=links(tmp_path, a_link("100001", "140001", on="")),
    )
    assert found.schools["100001"].closed == date(2018, 8, 31)


def test_a_school_inspected_later_than_that_has_not_closed_then(tmp_path: Path) -> None:
    found = read(
        establishments=a_gias_file(tmp_path, an_academy("140001", OpenDate="01-09-2018")),
        ofsted=an_ofsted_file(tmp_path, a_school("100001") | inspected("3", started="10/01/2023")),
        establishment_links=links(tmp_path, a_link("100001", "140001", on="")),
    )
    assert found.schools["100001"].closed is None


@pytest.mark.parametrize(
    ("kind", "plain", "read_as"),
    [
        ("Children's Centre Link", None, "no succession"),
        ("Shared Site", None, "no succession"),
        ("Successor - to be confirmed", False, "a succession, not one to one"),
    ],
)
def test_a_kind_of_link_that_is_new_is_counted_and_stops_nothing(
    tmp_path: Path, kind: str, plain: bool | None, read_as: str
) -> None:
    found = read(establishment_links=links(tmp_path, a_link("100001", "140001", kind)))
    assert [s.plain for s in found.successions] == ([] if plain is None else [plain])
    assert any(
        f"1 links of the kind {kind!r}, which is not known here, were read as {read_as}" in n for n in found.notes
    )


@pytest.mark.parametrize("kind", ["Succesor", "Predecesor - merged", "Former predecessor", ""])
def test_a_link_that_may_be_a_succession_is_refused(tmp_path: Path, kind: str) -> None:
    (fault,) = faults_of(establishment_links=links(tmp_path, a_link("100001", "140001", kind)))
    assert (fault.row, fault.column, fault.value) == (2, "LinkType", kind)


def test_a_kind_of_group_that_is_new_is_left_out_by_its_name(tmp_path: Path) -> None:
    new = a_group("9", **{"Group Type": "Regional improvement group"})
    found = read(groups=groups(tmp_path, a_group(), new))
    assert set(found.trusts) == {"2044"}
    assert any("1 Regional improvement group" in note for note in found.notes)


def test_the_file_of_all_memberships_tells_when_a_trust_opened_and_closed(tmp_path: Path) -> None:
    row = a_link_to_a_group(**{"Group Status": "Closed"})
    del row["Joined date"]
    row |= {"Group Open Date": "2014-08-01", "Group Closed Date": "2021-08-31", "Date Joined Group": "2014-09-01"}
    found = read(group_links=a_csv(tmp_path / "academiesmatmembership20240801.csv", list(row), [row]))
    assert (found.trusts["2044"].opened, found.trusts["2044"].closed) == (date(2014, 8, 1), date(2021, 8, 31))
    assert not any("closed without a date" in note for note in found.notes)
