"""The pots must add up before a run begins."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.scenario_files import loaded, only, refused

PAYS = "pays_for: [leader_days, governance_days, match_fees, grants]"


def test_a_purpose_that_nobody_pays_for_is_a_fault(tmp_path: Path) -> None:
    said = only(tmp_path, "pots: [{name: offer, pays_for: [grants]}]")
    assert said == (
        "mine.yaml:2:column 7 pots: no pot pays for leader_days in all regions. "
        "Add it to one pot's `pays_for`, or set its rate to 0"
    )


def test_a_region_without_a_pot_is_a_fault_that_names_it(tmp_path: Path) -> None:
    text = "pots: [{name: offer, regions: [London]}]\nregions: [London, North East, North West]"
    assert "no pot pays for leader_days in North East, North West" in only(tmp_path, text)


def test_two_pots_that_pay_for_the_same_are_a_fault(tmp_path: Path) -> None:
    said = only(tmp_path, "pots: [{name: more, amount: 5, pays_for: [leader_days], regions: [London]}]")
    assert said == (
        "mine.yaml:2:column 42 pots.more.pays_for: leader_days in London is paid by more than one pot: offer, more. "
        "Leave it to one of them; `role: ceiling` binds without paying"
    )


def test_a_ceiling_beside_a_pot_is_no_overlap(tmp_path: Path) -> None:
    text = "pots: [{name: roof, amount: 5, role: ceiling, pays_for: [leader_days]}]"
    assert len(loaded(tmp_path, text).policy.pots) == 2


def test_pots_by_region_that_fit_together_are_lawful(tmp_path: Path) -> None:
    text = (
        f"pots:\n- {{name: offer, regions: [London]}}\n- {{name: west, amount: 1, regions: [South West], {PAYS}}}\n"
        "regions: [London, South West]"
    )
    assert len(loaded(tmp_path, text).policy.pots) == 2


@pytest.mark.parametrize("purpose", ["match_fees", "grants", "governance_days"])
def test_what_costs_nothing_needs_no_pot(tmp_path: Path, purpose: str) -> None:
    kept = [p for p in ("leader_days", "governance_days", "match_fees", "grants") if p != purpose]
    assert loaded(tmp_path, f"pots: [{{name: offer, pays_for: [{', '.join(kept)}]}}]").policy.pots


def test_governance_days_need_a_pot_where_there_are_governance_leaders(tmp_path: Path) -> None:
    (tmp_path / "governors.csv").touch()
    text = "data: {governance_leaders: governors.csv}\npots: [{name: offer, pays_for: [leader_days]}]\n"
    assert "no pot pays for governance_days" in only(tmp_path, text)
    assert loaded(tmp_path, text + "support: {governance_days: 0}").policy.pots


def test_a_match_fee_needs_a_pot(tmp_path: Path) -> None:
    text = "rates: {match_fee: 10}\npots: [{name: offer, pays_for: [leader_days]}]"
    assert "no pot pays for match_fees in all regions" in only(tmp_path, text)


def test_a_run_of_one_region_must_say_its_share_of_a_national_pot(tmp_path: Path) -> None:
    said = only(tmp_path, "regions: [South West]\npots: [{name: offer, amount: 646_225}]")
    assert said == (
        "mine.yaml:3:column 30 pots.offer.share: the pot covers 9 regions and this run has 1 of them, "
        "so it must say what share of the pot it may spend. "
        "Write `share: 1/9` or another share, or `amount: null` to count without binding"
    )


def test_a_pot_that_never_binds_needs_no_share(tmp_path: Path) -> None:
    assert loaded(tmp_path, "regions: [South West]").policy.pots[0].amount_pence is None


def test_a_pot_of_another_region_needs_no_share(tmp_path: Path) -> None:
    text = f"pots: [{{name: london, amount: 5, regions: [London], {PAYS}}}, {{name: offer, regions: [South West]}}]"
    assert loaded(tmp_path, text + "\nregions: [South West]").policy.pots


def test_fixed_costs_cannot_exceed_the_amount(tmp_path: Path) -> None:
    text = "pots: [{name: offer, amount: 5, fixed: [{what: fees, amount: 6}]}]"
    assert only(tmp_path, text) == "mine.yaml:2:column 8 pots.offer: has fixed costs greater than its amount."


def test_a_pot_cannot_end_before_it_starts(tmp_path: Path) -> None:
    text = "pots: [{name: offer, from: 2023-01-01, to: 2022-12-31}]"
    assert only(tmp_path, text) == "mine.yaml:2:column 8 pots.offer: ends before it starts."


def test_a_pot_that_cannot_be_spent_in_the_run_is_a_fault(tmp_path: Path) -> None:
    said = only(tmp_path, "term: autumn-2022\npots: [{name: offer, from: 2023-04-01}]")
    assert "pots.offer.from: the pot cannot be spent between 2022-09-01 and 2022-12-31" in said
    assert loaded(tmp_path, "pots: [{name: offer, from: 2023-04-01}]").policy.pots


def test_two_pots_of_one_name_in_one_file_are_a_fault(tmp_path: Path) -> None:
    said = [str(f) for f in refused(tmp_path, "pots: [{name: offer}, {name: offer}]")]
    assert said == ["mine.yaml:2:column 30 pots[1].name: two pots have this name (found 'offer')."]


def test_a_pot_without_a_name_is_a_fault(tmp_path: Path) -> None:
    assert "pots[0]: is not a pot with a name" in only(tmp_path, "pots: [{amount: 3}]")
