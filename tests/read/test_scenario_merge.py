"""Later wins: programme, what is extended, the file, blocks, override, sweep point, --set."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.read.scenarios.scenario import Scenario, load_scenario
from tests.read.scenario_files import loaded, only, refused, write


def travel(folder: Path, text: str, *sets: str, blocks: tuple[str, ...] = ()) -> int | None:
    return loaded(folder, text, *sets, blocks=blocks).policy.rules.max_travel_metres


FILE = "rules: {max_travel_km: 1}\n"
BLOCK = "blocks: {far: {rules.max_travel_km: 2}, farther: {rules: {max_travel_km: 3}}}\n"
OVERRIDE = "override: {rules.max_travel_km: 4}\n"


def test_the_file_wins_over_the_programme(tmp_path: Path) -> None:
    assert travel(tmp_path, FILE) == 1000


def test_a_block_that_is_not_chosen_changes_nothing(tmp_path: Path) -> None:
    assert travel(tmp_path, FILE + BLOCK) == 1000


def test_a_chosen_block_wins_over_the_file_and_a_later_block_over_an_earlier(tmp_path: Path) -> None:
    assert travel(tmp_path, FILE + BLOCK, blocks=("far",)) == 2000
    assert travel(tmp_path, FILE + BLOCK, blocks=("far", "farther")) == 3000


def test_the_override_wins_over_blocks(tmp_path: Path) -> None:
    assert travel(tmp_path, FILE + BLOCK + OVERRIDE, blocks=("far",)) == 4000


def test_a_sweep_point_wins_over_the_override_and_set_over_everything(tmp_path: Path) -> None:
    path = write(tmp_path, FILE + OVERRIDE)
    point = {"rules.max_travel_km": 5}
    assert load_scenario(path, point=point).policy.rules.max_travel_metres == 5000
    assert load_scenario(path, point=point).origins["rules.max_travel_km"] == "sweep point"
    assert load_scenario(path, ["rules.max_travel_km=6"], point=point).policy.rules.max_travel_metres == 6000


def test_the_last_set_wins(tmp_path: Path) -> None:
    assert travel(tmp_path, FILE, "rules.max_travel_km=6", "rules.max_travel_km=7") == 7000


def test_a_chain_of_three_files_reads_from_the_furthest(tmp_path: Path) -> None:
    write(tmp_path, "rules: {max_travel_km: 1, cross_region: never}\nname: middle\n", name="middle.yaml")
    (tmp_path / "last.yaml").write_text("extends: middle.yaml\nrules: {max_travel_km: 2}\n")
    scenario = load_scenario(tmp_path / "last.yaml")
    assert (scenario.policy.rules.max_travel_metres, scenario.policy.rules.cross_region) == (2000, "never")
    assert scenario.name == "last"


def test_a_bases_override_is_the_bases_own_and_gives_way_to_the_file(tmp_path: Path) -> None:
    write(tmp_path, OVERRIDE, name="middle.yaml")
    (tmp_path / "last.yaml").write_text("extends: middle.yaml\nrules: {max_travel_km: 9}\n")
    assert load_scenario(tmp_path / "last.yaml").policy.rules.max_travel_metres == 9000


def test_a_block_may_be_named_in_a_base(tmp_path: Path) -> None:
    write(tmp_path, BLOCK, name="middle.yaml")
    (tmp_path / "last.yaml").write_text("extends: middle.yaml\n")
    assert load_scenario(tmp_path / "last.yaml", blocks=["far"]).policy.rules.max_travel_metres == 2000


def test_mappings_merge_and_lists_replace(tmp_path: Path) -> None:
    policy = loaded(tmp_path, "rates: {nle_day: 1}\ngoals: [coverage]\n").policy
    assert (policy.rates.leader_day_pence["nle"], policy.rates.leader_day_pence["trust_ceo"]) == (100, 60_000)
    assert [g.goal for g in policy.goals] == ["coverage"]


def test_pots_merge_by_name(tmp_path: Path) -> None:
    text = "pots: [{name: offer, amount: 7}, {name: roof, amount: 1, role: ceiling, pays_for: [leader_days]}]"
    offer, roof = loaded(tmp_path, text).policy.pots
    assert (offer.amount_pence, offer.pays_for[0], roof.name) == (700, "leader_days", "roof")


def test_one_number_of_one_pot_is_changed_by_its_dotted_key(tmp_path: Path) -> None:
    assert loaded(tmp_path, "override: {pots.offer.amount: 8}").policy.pots[0].amount_pence == 800
    assert loaded(tmp_path, "", "pots.offer.amount=646_225").policy.pots[0].amount_pence == 64_622_500


def test_null_drops_a_pot(tmp_path: Path) -> None:
    text = "pots: [{name: other, amount: 3, pays_for: [leader_days, governance_days, match_fees, grants]}]\n"
    assert [p.name for p in loaded(tmp_path, text + "override: {pots.offer: null}").policy.pots] == ["other"]


MIDDLE = """\
rules: {max_travel_km: 1, cross_region: never}
rates: {nle_day: 1}
goals: [coverage]
term: autumn-2022
draws: {number: 3}
pots: [{name: roof, amount: 1, role: ceiling, pays_for: [leader_days]}]
"""


def extended(folder: Path, text: str) -> Scenario:
    write(folder, MIDDLE, name="middle.yaml")
    (folder / "last.yaml").write_text(f"extends: middle.yaml\n{text}")
    return load_scenario(folder / "last.yaml")


def test_null_removes_what_is_inherited_and_the_programmes_value_stands_again(tmp_path: Path) -> None:
    plain = loaded(tmp_path).policy
    removed = extended(tmp_path, "goals: null\nterm: null\nrates: {nle_day: null}\nrules: {cross_region: null}\n")
    assert removed.policy.goals == plain.goals != extended(tmp_path, "").policy.goals
    assert (removed.policy.term, removed.policy.rates) == ("", plain.rates)
    assert removed.policy.rules.cross_region == plain.rules.cross_region != "never"
    assert removed.origins["rates.nle_day"] == "programme tsio-2022-23"


@pytest.mark.parametrize("sets", [("goals=null", "term=null"), ()])
def test_null_removes_in_a_change_too(sets: tuple[str, ...], tmp_path: Path) -> None:
    """By `--set`, as a cell of `settings.csv` is, and by `override`."""
    write(tmp_path, MIDDLE, name="middle.yaml")
    override = "" if sets else "override: {goals: null, term: null}\n"
    (tmp_path / "last.yaml").write_text(f"extends: middle.yaml\n{override}")
    changed = load_scenario(tmp_path / "last.yaml", sets)
    assert (changed.policy.goals, changed.policy.term) == (loaded(tmp_path).policy.goals, "")


def test_null_removes_a_section_a_pot_and_the_draws(tmp_path: Path) -> None:
    assert extended(tmp_path, "rules: null\n").policy.rules == loaded(tmp_path).policy.rules
    assert [p.name for p in extended(tmp_path, "pots: {roof: null}\n").policy.pots] == ["offer"]
    assert extended(tmp_path, "").draws
    assert extended(tmp_path, "draws: null\n").draws is None


def test_null_stays_a_value_where_the_setting_takes_one(tmp_path: Path) -> None:
    scenario = extended(tmp_path, "rules: {max_travel_km: null}\npots: [{name: roof, amount: null}]\n")
    assert scenario.policy.rules.max_travel_metres is None
    assert {p.name: p.amount_pence for p in scenario.policy.pots} == {"offer": None, "roof": None}


def test_a_null_that_removes_nothing_is_told(tmp_path: Path) -> None:
    assert "rules.cross_regio: is not a key known here" in only(tmp_path, "rules: {cross_regio: null}")
    assert "pots.roof: is not a mapping" in only(tmp_path, "pots: {roof: null}")
    assert "goals: is not a list" in only(tmp_path, "goals: null")


def test_an_override_of_a_pot_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    said = only(tmp_path, "override: {pots.ofer.amount: 8}")
    assert said == "mine.yaml:2:column 12 pots.ofer: there is no pot of this name. Did you mean `offer`?"
    assert "there is no pot of this name" in only(tmp_path, "override: {pots.contract: null}")


def test_a_set_may_give_a_list_or_empty_a_value(tmp_path: Path) -> None:
    assert len(loaded(tmp_path, "", "goals=[coverage, spend]").policy.goals) == 2
    assert loaded(tmp_path, "", "rules.max_travel_km=").policy.rules.max_travel_metres is None


def test_a_set_without_a_value_is_a_fault(tmp_path: Path) -> None:
    assert (
        only(tmp_path, "", "goals")
        == "--set: is not key=value (found 'goals'). Write it as --set rules.max_travel_km=90"
    )


def test_a_set_that_is_no_yaml_is_a_fault(tmp_path: Path) -> None:
    assert only(tmp_path, "", "goals=[coverage").startswith("--set:goals: is not YAML")


def test_a_set_of_an_unknown_key_is_a_fault_with_the_nearest(tmp_path: Path) -> None:
    said = only(tmp_path, "", "rules.max_travel=5")
    assert said == "--set:rules.max_travel: is not a key known here. Did you mean `max_travel_km`?"


def test_a_key_of_endless_dots_is_a_fault(tmp_path: Path) -> None:
    assert "is not a key known here" in only(tmp_path, "", ".".join("a" * 3000) + "=1")


def test_an_unknown_block_is_a_fault_with_the_nearest(tmp_path: Path) -> None:
    said = only(tmp_path, BLOCK, blocks=("fart",))
    assert said == "--block: there is no block of this name (found 'fart'). Did you mean `far`?"


def test_a_wrong_value_in_a_block_is_told_even_where_the_block_is_not_chosen(tmp_path: Path) -> None:
    said = only(tmp_path, "blocks: {far: {rules.max_travel_km: -2}}")
    assert said == "mine.yaml:2:column 37 rules.max_travel_km: is a negative number (found '-2'). Write 0 or more"


def test_a_chain_that_leads_back_to_itself_is_a_fault(tmp_path: Path) -> None:
    said = only(tmp_path, base="extends: mine.yaml\n")
    assert said.startswith("whole.yaml:1:column 10 extends: the scenario it extends leads back to itself")


def test_a_base_that_is_not_there_is_a_fault_and_nothing_is_called_missing(tmp_path: Path) -> None:
    said = only(tmp_path, base="extends: nowhere.yaml\n")
    assert said.startswith("whole.yaml:1:column 10 extends: the scenario it extends is not there")


def test_how_to_merge_cannot_itself_be_overridden(tmp_path: Path) -> None:
    said = [str(f) for f in refused(tmp_path, "override: {extends: other.yaml}")]
    assert "mine.yaml:2:column 12 override.extends: cannot be changed here." in said


def test_the_programme_may_be_changed_and_brings_its_numbers(tmp_path: Path) -> None:
    policy = loaded(tmp_path, "", "programme=tsio-2021-22").policy
    assert (policy.support.standalone_days, policy.support.trust_days) == ((3,), (5,))
