"""Each thing that can be wrong with a scenario: its place, its words and what to write instead, all told together."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import WITHHELD
from tests.read.scenario_files import WHOLE, only, refused

HERE = "mine.yaml:2:column "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rulez: {}", "1 rulez: is not a key known here. Did you mean `rules`?"),
        ("rules: {max_travel: 5}", "9 rules.max_travel: is not a key known here. Did you mean `max_travel_km`?"),
        ("max_travel_km: 5", "1 max_travel_km: is not a key known here. Did you mean `rules.max_travel_km`?"),
        (
            "rules.max_travel_km: 5",
            "1 rules.max_travel_km: is not a key known here. Write it under `override`, or as "
            "`rules:` with the rest below it",
        ),
        (
            "rules: {cross_region: wiling}",
            "23 rules.cross_region: is not one of the names known here (found 'wiling'). Did you mean `willing`?",
        ),
        ("rates: {nle_day: -5}", "18 rates.nle_day: is a negative number (found '-5'). Write 0 or more"),
        (
            "rates: {nle_day: 1.234}",
            "18 rates.nle_day: has more than two decimals: pounds and pence only (found '1.234').",
        ),
        (
            "rates: {nle_day: £600}",
            "18 rates.nle_day: is not a number (found '£600'). Write digits only, such as 646_225 or "
            "0.5, without a unit or quotes",
        ),
        ("rates: {nle_day: 99999999999999}", "18 rates.nle_day: is too large a number (found '99999999999999')."),
        (
            "rules: {max_travel_km: 1.2345}",
            "24 rules.max_travel_km: has more than three decimals: kilometres and metres only (found '1.2345').",
        ),
        (
            "support: {team_share_at_most: 50}",
            "31 support.team_share_at_most: is more than 1 (found '50'). Write a share as a number "
            "from 0 to 1, or as a fraction such as 1/9",
        ),
        (
            "support: {team_share_at_most: 1/0}",
            "31 support.team_share_at_most: is not a number (found '1/0'). Write digits only, such "
            "as 646_225 or 0.5, without a unit or quotes",
        ),
        ("support: {governance_days: 2.5}", "28 support.governance_days: is not a whole number of days (found '2.5')."),
        ("support: {standalone_days: [0]}", "28 support.standalone_days: is not from 1 to 366 days."),
        (
            "support: {standalone_days: []}",
            "28 support.standalone_days: is an empty list. Write it as [10], or [5, 10] where either may be offered",
        ),
        ("support: {again: NO}", "18 support.again: is neither true nor false (found 'NO'). Write true or false"),
        ("support: 5", "10 support: is not a mapping of keys to values (found '5')."),
        ("support:", "9 support: is not a mapping of keys to values."),
        ("as_at: yesterday", "8 as_at: is not a date (found 'yesterday'). Write it as 2022-12-31 or 31/12/2022"),
        (
            "as_at: 12/31/2022",
            "8 as_at: is not a day of the calendar (found '12/31/2022'). Write it as 2022-12-31 or 31/12/2022",
        ),
        (
            "term: winter-2022",
            "7 term: is not a term (found 'winter-2022'). Write it as autumn-2022, spring-2023 or summer-2023",
        ),
        (
            "term: autumn-2024",
            "7 term: the term is not in the programme's year, 2022-09-01 to 2023-08-31 (found 'autumn-2024').",
        ),
        (
            "name: a/b",
            "7 name: is not a short name (found 'a/b'). Use letters, digits, hyphens and "
            "underscores, such as three-pots",
        ),
        (
            "schema: matcher/2",
            "9 schema: is not one of the names known here (found 'matcher/2'). Did you mean `matcher/1`?",
        ),
        (
            "programme: tsio-2022-32",
            "12 programme: there is no programme of this name (found 'tsio-2022-32'). Did you mean `tsio-2022-23`?",
        ),
        (
            "regions: [South Wets]",
            "10 regions: is not one of the names known here (found 'South Wets'). Did you mean `South West`?",
        ),
        (
            "regions: South West",
            "10 regions: is neither `all` nor a list of regions (found 'South West'). Write it as [South West]",
        ),
        (
            "priority: fair",
            "11 priority: is not one of the names known here (found 'fair'). Write one of: "
            "register, days-waiting, equal, history",
        ),
        ("goals: []", "8 goals: is an empty list. Write at least one, or leave the key out"),
        ("goals: coverage", "8 goals: is not a list (found 'coverage'). Write it as a list: [ ... ]"),
        (
            "goals: [coverige]",
            "9 goals[0].goal: is not one of the names known here (found 'coverige'). Did you mean `coverage`?",
        ),
        ("goals: [{goal: fit, within_km: 3}]", "9 goals[0]: has within_km, which only strong-trust-first knows."),
        ("goals: [{goal: fit, counts: schools}]", "9 goals[0]: has counts, which only strong-trust-first knows."),
        ("goals: [fit, fit]", "14 goals[1]: this goal is sought twice (found 'fit'). Keep the first"),
        ("rules: {trust_leader: [nle, nle]}", "23 rules.trust_leader: names something twice."),
        (
            "fit: {distance: 900}",
            "6 fit: gives more than 1000 points together. Fit is 0 to 1000: lower one of its parts",
        ),
        (
            "conflict_levels: {family: blocked}",
            "27 conflict_levels.family: is not one of the names known here (found 'blocked'). Did you mean `block`?",
        ),
        (
            "conflict_levels: {none: block}",
            "19 conflict_levels.none: is not a key known here. Write one of: employed_by, "
            "governs, trustee_of, family, business, formerly_employed_by, supplies, "
            "sponsor_interest, supported_before, other",
        ),
        ("pins: [{recipient: 1, leader: L1}]", "8 pins[0].reason: is missing."),
        ("draws: {number: 0}", "17 draws.number: is not from 1 to 1,000,000 draws (found '0')."),
        ("effort: {per_goal: 0}", "20 effort.per_goal: is 0 (found '0'). Write more than 0"),
        (
            "override: 5",
            "11 override: is not a mapping of dotted keys to values. Write it as {rules.max_travel_km: 90}",
        ),
    ],
)
def test_one_wrong_value_is_one_fault_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    assert only(tmp_path, text) == HERE + said


def test_all_faults_of_all_files_are_told_together_in_order(tmp_path: Path) -> None:
    base = WHOLE + "rates: {nle_day: six}\n"
    faults = refused(
        tmp_path, "rulez: {}\nrules: {cross_region: perhaps}\ndata: {history: nowhere.csv}", "term=x", base=base
    )
    assert [(f.file, f.row) for f in faults] == [
        ("--set", None),
        ("mine.yaml", 2),
        ("mine.yaml", 3),
        ("mine.yaml", 4),
        ("whole.yaml", 6),
    ]


def test_a_fault_in_one_file_that_cannot_be_read_does_not_hide_those_of_the_other(tmp_path: Path) -> None:
    faults = refused(tmp_path, "rulez: {}", base="a: [")
    assert [str(f).split(":")[0] for f in faults] == ["mine.yaml", "whole.yaml"]
    assert not [f for f in faults if "missing" in f.message]


def test_what_a_scenario_lacks_is_said(tmp_path: Path) -> None:
    faults = refused(tmp_path, base="name: empty\n")
    assert {f.column.split()[-1] for f in faults} == {"schema", "programme", "as_at", "data", "pots"}


def test_a_reason_is_never_repeated_in_a_fault(tmp_path: Path) -> None:
    said = only(tmp_path, "forbid: ['Canary Jones is married to the head']")
    assert "Canary" not in said
    assert WITHHELD in said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("../leaders.csv", "the path lies outside the project folder"),
        ("/etc/passwd", "the path lies outside the project folder"),
        ("link.csv", "the path lies outside the project folder"),
        ("nowhere.csv", "the path is not there"),
        ("folder", "the path is not a file"),
        ("x" * 400, "the path is not a path that can be opened"),
    ],
)
def test_a_file_must_lie_inside_the_project_and_be_a_file(tmp_path: Path, written: str, said: str) -> None:
    inside = tmp_path / "project"
    (inside / "folder").mkdir(parents=True)
    (tmp_path / "leaders.csv").touch()
    (inside / "link.csv").symlink_to(tmp_path / "leaders.csv")
    assert f"mine.yaml:2:column 17 data.history: {said}" in only(inside, f"data: {{history: {written}}}")


def test_eligibility_cannot_be_emptied(tmp_path: Path) -> None:
    said = only(tmp_path, "eligibility: null")
    assert said == HERE + "14 eligibility: is empty. Leave the key out to take the programme's"


def test_a_previous_proposal_must_be_a_folder(tmp_path: Path) -> None:
    assert "is a file and not a run folder" in only(tmp_path, "data: {previous: leaders.csv}")


def test_a_scenario_needs_leaders_and_somebody_to_match(tmp_path: Path) -> None:
    base = WHOLE.replace("data: {leaders: leaders.csv, recipients: recipients.csv}", "data: {history: leaders.csv}")
    said = "\n".join(map(str, refused(tmp_path, base=base)))
    assert "data.leaders: is missing. Name the table of system leaders" in said
    assert "nobody could be matched: there are no Ofsted files and no recipients" in said


def test_a_reading_that_no_rule_of_the_programme_asks_about_is_refused(tmp_path: Path) -> None:
    said = only(tmp_path, "programme: sio-2024-25\neligibility: {decline: mean, level: school}")
    assert said == (
        "mine.yaml:3:column 24 eligibility.decline: no rule of School improvement offer 2024/25 reads this. "
        "Leave it out. This programme reads: at_school_level, date_basis, level, window_to"
    )


@pytest.mark.parametrize(
    ("programme", "text", "key"),
    [
        ("rise-2025-26", "rules: {own_interest_share_at_most: 0.3}", "rules.own_interest_share_at_most"),
        ("rise-2025-26", "rules: {leader_own_trust: {mutual: allow}}", "rules.leader_own_trust.mutual"),
        ("rise-2025-26", "support: {governance_days: 3}", "support.governance_days"),
        ("tsio-2022-23", "rules: {advisers: {former_employer: allow}}", "rules.advisers.former_employer"),
    ],
)
def test_a_setting_that_no_rule_of_the_programme_reads_is_refused_not_lost(
    tmp_path: Path, programme: str, text: str, key: str
) -> None:
    found = refused(tmp_path, f"programme: {programme}\n{text}")
    (said,) = (str(fault) for fault in found if f"{key}: " in str(fault))
    assert said.startswith("mine.yaml:3:column ")
    assert "no rule of " in said
    assert said.endswith("reads this. Leave it out")


def test_low_achievement_is_set_in_the_words_of_a_report_card(tmp_path: Path) -> None:
    said = only(tmp_path, "programme: rise-2025-26\neligibility: {low_achievement_grade: need attention}")
    assert "Did you mean `needs attention`?" in said


@pytest.mark.parametrize(
    ("vary", "said"),
    [
        ("{declined: 0.2}", "27 draws.vary.declined: is not a key known here. Did you mean `declines`?"),
        ("{decline: 0.2}", "27 draws.vary.decline: is not a key known here. Did you mean `declines`?"),
        (
            "{declines: 1}",
            "37 draws.vary.declines: is all of them: nobody would be left (found '1'). "
            "Write a share below 1, such as 0.2",
        ),
        ("{declines: -0.1}", "37 draws.vary.declines: is a negative number (found '-0.1'). Write 0 or more"),
        (
            "{demand: histori}",
            "35 draws.vary.demand.from: is not one of the names known here. Did you mean `history`?",
        ),
        ("{demand: {years: 0}}", "43 draws.vary.demand.years: is not from 1 to 20 years (found '0')."),
        ("{rates: {nle: [1, 2]}}", "35 draws.vary.rates.nle: is not a key known here. Did you mean `nle_day`?"),
        (
            "{rates: {nle_day: [650, 550]}}",
            "44 draws.vary.rates.nle_day: goes from more to less. Write the lower amount first",
        ),
        (
            "{rates: {nle_day: 650}}",
            "44 draws.vary.rates.nle_day: is not two amounts (found '650'). Write from and to, such as [550, 650]",
        ),
    ],
)
def test_what_cannot_be_drawn_is_told_at_its_place(vary: str, said: str, tmp_path: Path) -> None:
    assert only(tmp_path, f"draws: {{number: 5, vary: {vary}}}") == HERE + said
