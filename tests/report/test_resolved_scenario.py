"""The resolved scenario is YAML that reads back equal, with origins beside the values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from matcher.report.run_folder.resolved_scenario import resolved_yaml

words = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\u2028\u2029\ufeff\ufffe\uffff"))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | words | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(words, values, max_size=4))
def test_reads_back_equal(scenario: dict[str, Any]) -> None:
    assert (yaml.safe_load(resolved_yaml(scenario, {})) or {}) == scenario


def test_origins_stand_beside_their_values() -> None:
    scenario = {"rules": {"max_travel_km": 90}, "pots": [{"name": "offer", "amount": 5}]}
    origins = {"rules.max_travel_km": "--set", "pots.offer.amount": "budget.yaml:12"}
    lines = resolved_yaml(scenario, origins).splitlines()
    assert "  max_travel_km: 90  # --set" in lines
    assert "  amount: 5  # budget.yaml:12" in lines


def test_an_origin_cannot_break_out_of_its_comment() -> None:
    text = resolved_yaml({"a": 1}, {"a": "x\nb: 2"})
    assert yaml.safe_load(text) == {"a": 1}


def test_words_that_yaml_would_read_as_something_else_are_quoted() -> None:
    scenario = {"region": "NO", "id": "0123456", "time": "12:30", "day": date(2022, 9, 1), "half": Fraction(1, 2)}
    read = yaml.safe_load(resolved_yaml(scenario, {}))
    assert read == scenario | {"half": "1/2"}
