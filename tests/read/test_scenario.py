"""A scenario as a person writes it becomes the policy a run obeys, and shows where each value came from."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from matcher.domain import REGIONS
from matcher.errors import InputFaults
from matcher.policy import FixedCost, GoalChoice
from matcher.read.scenarios.scenario import check_ids, load_scenario, show_lines
from tests.read.scenario_files import WHOLE, loaded, write

NINE = f"[{', '.join(REGIONS)}]"


def test_the_programme_gives_what_the_scenario_leaves_out(tmp_path: Path) -> None:
    policy = loaded(tmp_path).policy
    assert policy.support.standalone_days == (10,)
    assert policy.rates.leader_day_pence == {"trust_ceo": 60_000, "nle": 60_000, "equivalent": 60_000}
    assert (policy.year_from, policy.year_to) == (date(2022, 9, 1), date(2023, 8, 31))
    assert policy.goals[2] == GoalChoice(goal="strong-trust-first", within_metres=40_000)
    assert policy.rules.levels["family"] == "block"


def test_pounds_become_pence_and_kilometres_metres_exactly(tmp_path: Path) -> None:
    text = "rates: {nle_day: 600.10}\nrules: {max_travel_km: 45.25}\n"
    policy = loaded(tmp_path, text).policy
    assert policy.rates.leader_day_pence["nle"] == 60_010
    assert policy.rules.max_travel_metres == 45_250


@pytest.mark.parametrize(
    ("written", "meant"),
    [("0.5", Fraction(1, 2)), ("0.1", Fraction(1, 10)), ("1/3", Fraction(1, 3)), ("1", Fraction(1))],
)
def test_a_share_is_exact(tmp_path: Path, written: str, meant: Fraction) -> None:
    assert loaded(tmp_path, f"support: {{team_share_at_most: {written}}}").policy.support.team_share_at_most == meant


def test_no_travel_limit_is_written_null(tmp_path: Path) -> None:
    assert loaded(tmp_path, "rules: {max_travel_km: null}").policy.rules.max_travel_metres is None


@pytest.mark.parametrize("written", ["2023-01-31", "31/01/2023", "31-01-2023", "'2023-01-31'"])
def test_a_day_is_understood_as_people_write_it(tmp_path: Path, written: str) -> None:
    assert loaded(tmp_path, f"as_at: {written}").policy.as_at == date(2023, 1, 31)


def test_days_may_be_one_number_or_several(tmp_path: Path) -> None:
    support = loaded(tmp_path, "support: {standalone_days: 5, trust_days: [10, 5]}").policy.support
    assert (support.standalone_days, support.trust_days) == ((5,), (5, 10))


def test_all_nine_regions_are_all_of_england(tmp_path: Path) -> None:
    assert loaded(tmp_path, f"regions: {NINE}").policy.regions is None
    assert loaded(tmp_path, "regions: [South West]").policy.regions == {"South West"}


def test_an_id_needs_no_quotes_and_keeps_its_leading_zeros(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, "pins: [{recipient: 123456, leader: 0042, reason: agreed}]")
    assert (scenario.policy.pins[0].recipient_id, scenario.policy.pins[0].leader_id) == ("123456", "0042")
    assert scenario.policy.pins[0].where == "mine.yaml:2"


def test_a_pot_is_read_whole(tmp_path: Path) -> None:
    text = (
        "pots:\n- {name: offer, amount: 1_000.50, from: 2022-09-01, to: 2023-08-31, reverts: true, assumed: false,\n"
        "   source: a letter, fixed: [{what: fees, amount: 500}]}\n- {name: roof, amount: 9, role: "
        "ceiling, pays_for: [leader_days]}"
    )
    offer, roof = loaded(tmp_path, text).policy.pots
    assert (offer.amount_pence, offer.fixed) == (100_050, (FixedCost(what="fees", amount_pence=50_000),))
    assert (offer.starts, offer.ends, offer.reverts) == (date(2022, 9, 1), date(2023, 8, 31), True)
    assert (offer.source, offer.assumed) == ("a letter", False)
    assert (roof.role, roof.assumed) == ("ceiling", True)


def test_a_run_of_one_region_takes_its_share_of_a_national_pot(tmp_path: Path) -> None:
    pot = "pots: [{name: offer, amount: 900, share: 1/9}]\n"
    assert loaded(tmp_path, pot + "regions: [South West]").policy.pots[0].share == Fraction(1, 9)
    assert loaded(tmp_path, pot).policy.pots[0].share == 1


def test_files_are_absolute_and_ofsted_may_be_several(tmp_path: Path) -> None:
    for name in ("may.csv", "june.csv"):
        (tmp_path / name).touch()
    data = loaded(tmp_path, "data: {ofsted: [may.csv, june.csv]}").data
    assert data["ofsted"] == (tmp_path / "may.csv", tmp_path / "june.csv")
    assert data["leaders"] == tmp_path / "leaders.csv"


def test_the_previous_proposal_is_a_run_folder(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    scenario = loaded(tmp_path, "data: {previous: run}")
    assert scenario.previous == scenario.data["previous"] == tmp_path / "run"


def test_a_scenario_without_a_name_has_its_files_name(tmp_path: Path) -> None:
    assert loaded(tmp_path).name == "mine"
    assert loaded(tmp_path, "name: autumn").name == "autumn"


def test_every_value_says_where_it_came_from(tmp_path: Path) -> None:
    text = "rules:\n  max_travel_km: 45\noverride: {pots.offer.amount: 5}\n"
    origins = loaded(tmp_path, text, "rates.nle_day=500").origins
    assert origins["rules.max_travel_km"] == "mine.yaml:3"
    assert origins["pots.offer.amount"] == "mine.yaml:4"
    assert origins["pots.offer.pays_for"] == "whole.yaml:5"
    assert origins["rates.nle_day"] == "--set"
    assert origins["rates.match_fee"] == "programme tsio-2022-23"


def test_every_resolved_value_has_an_origin_and_a_line(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, "draws: {number: 5}\nsweep: {rates.nle_day: [1]}")
    assert len(show_lines(scenario)) == len(scenario.origins)
    assert not {"sweep", "draws", "extends", "override", "blocks"} & set(scenario.resolved)


def test_show_prints_key_value_and_origin(tmp_path: Path) -> None:
    text = "goals: [coverage, {goal: fit, may_lose: 5}]\npots: [{name: offer, fixed: [{what: fees, amount: 0}]}]\n"
    lines = show_lines(loaded(tmp_path, text, "rules.max_travel_km=null", "support.team_share_at_most=0.25"))
    assert [" ".join(line.split()) for line in lines] == GOLDEN.splitlines()


GOLDEN = """\
schema: matcher/1 # whole.yaml:1
name: mine # mine.yaml
programme: tsio-2022-23 # whole.yaml:2
as_at: 2022-12-31 # whole.yaml:3
data.leaders: leaders.csv # whole.yaml:4
data.recipients: recipients.csv # whole.yaml:4
eligibility.date_basis: publication # programme tsio-2022-23
eligibility.tenure_at: as_at # programme tsio-2022-23
eligibility.schools_at_least: 2 # programme tsio-2022-23
eligibility.years_at_least: 3 # programme tsio-2022-23
eligibility.share_denominator: inspected # programme tsio-2022-23
eligibility.share_at_least: 0.5 # programme tsio-2022-23
eligibility.decline: net-steps # programme tsio-2022-23
eligibility.baseline: before-joining # programme tsio-2022-23
eligibility.forgotten: as-known # programme tsio-2022-23
support.standalone_days: [10] # programme tsio-2022-23
support.trust_days: [10] # programme tsio-2022-23
support.team_share_at_most: 0.25 # --set
support.governance_days: 5 # programme tsio-2022-23
support.governance_needs_match: true # programme tsio-2022-23
support.again: false # programme tsio-2022-23
priority: register # programme tsio-2022-23
rules.max_travel_km: null # --set
rules.max_travel_minutes: null # programme tsio-2022-23
rules.cross_region: willing # programme tsio-2022-23
rules.conflicts_stale_after_days: 365 # programme tsio-2022-23
rules.own_interest_share_at_most: null # programme tsio-2022-23
rules.leader_own_trust.qualifies: sign_off # programme tsio-2022-23
rules.leader_own_trust.supported: bar # programme tsio-2022-23
rules.leader_own_trust.mutual: bar # programme tsio-2022-23
rules.fellow_adviser.show: true # programme tsio-2022-23
rules.fellow_adviser.share_at_most: null # programme tsio-2022-23
rules.advisers.max_travel_km: null # programme tsio-2022-23
rules.advisers.former_employer: bar # programme tsio-2022-23
rules.advisers.same_employer: bar # programme tsio-2022-23
rules.advisers.undecided: match # programme tsio-2022-23
rules.yes_holds_days: 20 # programme tsio-2022-23
rules.note_kept_days: 365 # programme tsio-2022-23
rules.trust_leader: [trust_ceo, equivalent] # programme tsio-2022-23
rules.standalone_leader: [trust_ceo, nle, equivalent] # programme tsio-2022-23
rates.own_role_day: 0 # programme tsio-2022-23
rates.trust_ceo_day: 600 # programme tsio-2022-23
rates.nle_day: 600 # programme tsio-2022-23
rates.equivalent_day: 600 # programme tsio-2022-23
rates.governance_day: 500 # programme tsio-2022-23
rates.match_fee: 0 # programme tsio-2022-23
rates.grant: 0 # programme tsio-2022-23
improvement_grant.band_one: 0 # programme tsio-2022-23
improvement_grant.band_two: 0 # programme tsio-2022-23
improvement_grant.top_band: 0 # programme tsio-2022-23
improvement_grant.first_top_band: 0 # programme tsio-2022-23
improvement_grant.first_cohorts: [] # programme tsio-2022-23
fit.distance: 500 # programme tsio-2022-23
fit.needs: 200 # programme tsio-2022-23
fit.phases: 200 # programme tsio-2022-23
fit.faith: 100 # programme tsio-2022-23
fit.reference_km: 100 # programme tsio-2022-23
effort.per_goal: 5 # programme tsio-2022-23
effort.seed: 1 # programme tsio-2022-23
conflict_levels.employed_by: block # programme tsio-2022-23
conflict_levels.governs: block # programme tsio-2022-23
conflict_levels.trustee_of: block # programme tsio-2022-23
conflict_levels.family: block # programme tsio-2022-23
conflict_levels.business: block # programme tsio-2022-23
conflict_levels.formerly_employed_by: sign_off # programme tsio-2022-23
conflict_levels.supplies: sign_off # programme tsio-2022-23
conflict_levels.sponsor_interest: declare # programme tsio-2022-23
conflict_levels.supported_before: declare # programme tsio-2022-23
conflict_levels.other: sign_off # programme tsio-2022-23
pots.offer.amount: null # whole.yaml:5
pots.offer.pays_for: [leader_days, governance_days, match_fees, grants] # whole.yaml:5
pots.offer.fixed: [{what: fees, amount: 0}] # mine.yaml:3
goals: [coverage, {goal: fit, may_lose: 5}] # mine.yaml:2
history_points.below_good_twice: 3 # programme tsio-2022-23
history_points.trust: 2 # programme tsio-2022-23
history_points.school: 1 # programme tsio-2022-23
year_ahead.use: off # programme tsio-2022-23
year_ahead.futures.from: history # programme tsio-2022-23
year_ahead.futures.years: 3 # programme tsio-2022-23
year_ahead.futures.number: null # programme tsio-2022-23
year_ahead.futures.seed: 1 # programme tsio-2022-23
year_ahead.futures.scale: as-so-far # programme tsio-2022-23
year_ahead.futures.declines: 0 # programme tsio-2022-23
year_ahead.futures.lapses: 0 # programme tsio-2022-23
year_ahead.futures.of_today: may-wait # programme tsio-2022-23
year_ahead.never_hold: [below-good-twice, waited-a-term, last-of-region] # programme tsio-2022-23
year_ahead.wait_at_most: 1 term # programme tsio-2022-23
year_ahead.hold_at_most: 0.2 # programme tsio-2022-23
"""


def test_the_resolved_scenario_written_as_yaml_gives_the_same_policy(tmp_path: Path) -> None:
    text = "pins: [{recipient: '0123', leader: L1, reason: agreed}]\nsupport: {team_share_at_most: 0.3}\n"
    text += "term: autumn-2022\n"
    first = loaded(tmp_path, text, "pots.offer.amount=1234.56")
    again = tmp_path / "again.yaml"
    again.write_text(yaml.safe_dump(dict(first.resolved)), encoding="utf-8")
    second = load_scenario(again).policy
    for part in ("rates", "support", "rules", "fit", "goals", "eligibility", "effort", "term", "as_at", "name"):
        assert getattr(second, part) == getattr(first.policy, part)
    assert second.pots[0].amount_pence == first.policy.pots[0].amount_pence == 123_456
    assert second.pins[0].recipient_id == "0123"


def test_every_number_is_listed_with_unit_source_date_and_whether_it_is_assumed(tmp_path: Path) -> None:
    listed = {a.what: a for a in loaded(tmp_path).policy.assumptions}
    days, travel = listed["support.governance_days"], listed["rules.max_travel_km"]
    assert (days.value, days.unit, days.assumed) == ("5", "days", False)
    assert days.source == "tsio-flyer-2022-23: what support is available, trusts"
    assert (travel.value, travel.assumed, travel.date) == ("60", True, "2026-11-23")


def test_a_changed_number_is_an_assumption_of_the_file_that_changed_it(tmp_path: Path) -> None:
    text = "pots: [{name: offer, amount: 5, source: a letter, fixed: [{what: fees, amount: 1.50}]}]\n"
    listed = {a.what: a for a in loaded(tmp_path, text, "support.governance_days=3").policy.assumptions}
    assert (listed["support.governance_days"].source, listed["support.governance_days"].assumed) == ("--set", True)
    assert listed["support.governance_days"].unit == "days"
    assert listed["pots.offer.amount"].source == "a letter (mine.yaml:2)"
    assert listed["pots.offer.fixed"].value == "1.50"


def test_another_programme_can_use_registered_recipients_alone(tmp_path: Path) -> None:
    pot = "[{name: offer, amount: null, pays_for: [leader_days, grants]}]"
    base = WHOLE.replace("tsio-2022-23", "rise-2025-26").replace("2022-12-31", "2025-12-31").split("pots")[0]
    base = base.replace("leaders: leaders.csv", "organisations: organisations.csv, advisers: advisers.csv")
    policy = loaded(tmp_path, f"pots: {pot}", base=base).policy
    assert (policy.programme, policy.rates.grant_pence) == ("rise-2025-26", 300_000)
    assert policy.eligibility.structure == "unchanged"
    assert "eligibility.decline" not in {a.what for a in policy.assumptions}


PINNED = """\
pins:
- {recipient: 110321, leader: L0042, reason: agreed}
forbid:
- {recipient: 123456, leader: L0007, reason: no}
"""


def test_ids_that_are_in_the_data_pass(tmp_path: Path) -> None:
    assert check_ids(loaded(tmp_path, PINNED), {"110321", "123456"}, {"L0042", "L0007"}) == []


def test_an_id_that_is_nowhere_in_the_data_is_told_with_the_nearest(tmp_path: Path) -> None:
    faults = check_ids(loaded(tmp_path, PINNED), {"110322", "123456"}, {"L0042"})
    assert [str(f) for f in faults] == [
        "mine.yaml:3:column 15 pins[0].recipient: this id is nowhere in the data (found '110321'). "
        "Did you mean `110322`?",
        "mine.yaml:5:column 31 forbid[0].leader: this id is nowhere in the data (found 'L0007'). Did you mean `L0042`?",
    ]


def test_an_id_with_nothing_alike_in_the_data_has_no_suggestion(tmp_path: Path) -> None:
    faults = check_ids(loaded(tmp_path, PINNED), set(), {"L0042", "L0007"})
    assert [f.suggestion for f in faults] == ["", ""]


def test_a_scenario_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputFaults) as caught:
        load_scenario(tmp_path / "nowhere.yaml")
    assert "there is no scenario of this name" in str(caught.value.faults[0])


def test_a_larger_project_folder_lets_a_scenario_reach_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "data").mkdir()
    for name in ("leaders.csv", "recipients.csv"):
        (tmp_path / "data" / name).touch()
    path = tmp_path / "scenarios" / "s.yaml"
    path.write_text(WHOLE.replace(": leaders", ": ../data/leaders").replace(": recipients", ": ../data/recipients"))
    assert load_scenario(path, project=tmp_path).data["leaders"] == tmp_path / "data" / "leaders.csv"
    with pytest.raises(InputFaults):
        load_scenario(path)
    assert load_scenario(path, project=tmp_path).origins["as_at"] == "scenarios/s.yaml:3"


def test_loading_twice_gives_the_same(tmp_path: Path) -> None:
    path = write(tmp_path, "sweep: {rates.nle_day: [1, 2]}")
    assert load_scenario(path) == load_scenario(path)
