"""A programme that a project writes itself: what it may say, and how each fault is told with its place."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.policy import SignsGate
from matcher.read.own_programmes.programme_file import read_programme
from matcher.read.own_programmes.programme_schema import ProgrammeIn
from matcher.read.parsing.yaml_marks import plain_value
from matcher.read.programmes import Programme, programme
from matcher.wording.terms import Noun

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "scenarios" / "programmes"
HEAD = "title: Mine\nlike: rise-2025-26\nyear: {from: 2025-09-01, to: 2026-08-31}\n"
OWN = "source: matcher, clause: readings, date: 2026-11-29, assumed: true"


def written(folder: Path, text: str) -> Programme:
    path = folder / "mine.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_programme(path, "mine.yaml")


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputFaults) as caught:
        written(folder, text)
    return [str(fault) for fault in caught.value.faults]


def test_the_hubs_are_as_their_sources_say() -> None:
    hubs = read_programme(SHIPPED / "attendance-hubs.yaml", "attendance-hubs.yaml")
    assert plain_value(hubs.settings["support.standalone_days"].value) == [10]
    assert {key: plain_value(one.value) for key, one in hubs.figures.items()} == {
        "lead_schools": 90,
        "partner_schools": 6,
        "schools": 500,
    }
    assert (hubs.words.leader, hubs.words.roles) == (
        Noun("lead school", "lead schools"),
        (("lead_school", "Lead school"),),
    )
    assert hubs.own is not None
    assert hubs.own.gates == ("by-exception", "not-again")


def test_the_english_hubs_have_the_two_signs_that_are_known_and_seven_that_are_not() -> None:
    english = read_programme(SHIPPED / "english-hubs.yaml", "english-hubs.yaml")
    assert english.own is not None
    gate = english.own.gates[0]
    assert isinstance(gate, SignsGate)
    assert (gate.at_least, gate.unlisted) == (2, 7)
    assert [(s.name, s.compare, s.limit) for s in gate.signs] == [
        ("phonics", "below", Fraction(79)),
        ("pupil premium", "above", Fraction(57, 2)),
    ]
    assert plain_value(english.settings["rates.grant"].value) == 6000
    assert plain_value(english.settings["support.standalone_days"].value) == [6]


def test_what_it_does_not_set_is_borrowed_and_marked_as_assumed(tmp_path: Path) -> None:
    mine, base = written(tmp_path, "gates: [stuck]\n"), programme("rise-2025-26")
    assert mine.settings["rates.grant"].value == base.settings["rates.grant"].value
    assert not base.settings["rates.grant"].assumed
    assert mine.settings["rates.grant"].assumed
    assert mine.words == base.words


def test_a_switch_stands_only_where_one_of_its_gates_asks_for_it(tmp_path: Path) -> None:
    assert "eligibility.structure" in written(tmp_path, "gates: [stuck]\n").settings
    assert not [key for key in written(tmp_path, "gates: [by-exception]\n").settings if key.startswith("eligibility.")]
    setting = f"{{value: any, unit: reading, {OWN}, impact: x}}"
    text = f"gates: [by-exception]\nsettings: {{eligibility: {{structure: {setting}}}}}\n"
    assert faults(tmp_path, text) == [
        "mine.yaml:5:column 37 settings.eligibility.structure: no gate of this programme reads this. Leave it out"
    ]


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = (
        "gates: [stuk]\n"
        "settings:\n"
        "  rates: {grant: 5, nle_day: {value: 1}}\n"
        f"  rules: {{max_travel: {{value: 1, unit: km, {OWN}, impact: x}}}}\n"
        "  support: {again: {value: true, unit: s, source: nowhere, clause: x, date: 1, assumed: true, impact: y}}\n"
    )
    told = faults(tmp_path, text)
    assert [line.split(": ")[0].split(":")[1] for line in told] == ["4", "6", "6", "8", "7"]
    assert "there is no gate of this name ('stuk')" in told[0] or "stuk" in told[0]
    assert "is a value without its source" in told[1]
    assert "lacks assumed, clause, date, impact, source, unit" in told[2]
    assert "cites a document that is not listed" in told[3]
    assert "is not a setting known here" in told[4]


SIGN = "{name: a, column: a, below: 1, source: matcher, clause: readings, date: 2026, assumed: true}"
GATE = "gates: [{{name: g, says: s, source: matcher, clause: readings, at_least: {n}, signs: [{signs}]}}]\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GATE.format(n=2, signs=SIGN), "asks for more signs than there are"),
        (GATE.format(n=1, signs=f"{SIGN}, {SIGN}"), "lists a sign twice"),
        (GATE.format(n=1, signs=SIGN.replace("below: 1, ", "")), "is held against no figure, or against several"),
        (GATE.format(n=1, signs=SIGN.replace("below: 1", "below: low")), "is not a number"),
        (GATE.format(n=1, signs=SIGN.replace("clause: readings", "clause: nowhere")), "cites a clause that matcher"),
        ("gates: []\nwords: {provider: {one: x}}\n", "words.provider.many: is missing"),
        ("gates: []\nrole: {}\n", "Did you mean `roles`?"),
    ],
)
def test_a_faulty_part_is_told(text: str, message: str, tmp_path: Path) -> None:
    assert message in "\n".join(faults(tmp_path, text))


def test_a_file_may_not_take_the_name_of_a_shipped_programme(tmp_path: Path) -> None:
    path = tmp_path / "rise-2025-26.yaml"
    path.write_text(HEAD + "gates: []\n", encoding="utf-8")
    with pytest.raises(InputFaults) as caught:
        read_programme(path, path.name)
    assert "is the name of a programme that the program has" in str(caught.value.faults[0])


def test_the_page_names_every_key() -> None:
    page = (ROOT / "docs" / "writing-a-programme.md").read_text(encoding="utf-8")
    assert [key for key in ProgrammeIn.model_fields if f"| `{key}` |" not in page] == []


GATE_KEYS = {
    "name": "weak",
    "says": "one sign or more",
    "at_least": "1",
    "unlisted": "0",
    "phases": "[primary]",
    "source": "matcher",
    "clause": "readings",
}
SIGN_KEYS = {
    "name": "phonics",
    "column": "phonics_percent",
    "unit": '"%"',
    "below": "79",
    "source": "matcher",
    "clause": "readings",
    "date": '"2023"',
    "assumed": "true",
}


def gate_of(gate: dict[str, str], sign: dict[str, str]) -> str:
    """A file with one gate of its own: line 4 is `gates`, the gate begins on line 5, its sign follows."""
    lines = [f"{key}: {value}" for key, value in gate.items()]
    signs = [f"{key}: {value}" for key, value in sign.items()]
    return (
        "gates:\n  - " + "\n    ".join(lines) + "\n    signs:\n      - " + "\n        ".join(signs) + "\nsettings: {}\n"
    )


@pytest.mark.parametrize("key", GATE_KEYS)
def test_a_fault_of_a_gate_of_its_own_stands_at_its_own_line(key: str, tmp_path: Path) -> None:
    assert written(tmp_path, gate_of(GATE_KEYS, SIGN_KEYS)).own is not None
    row = 5 + list(GATE_KEYS).index(key)
    told = faults(tmp_path, gate_of(GATE_KEYS | {key: "{}"}, SIGN_KEYS))
    assert len(told) == 1
    assert told[0].startswith(f"mine.yaml:{row}:")
    assert f" gates[0].{key}:" in told[0]


@pytest.mark.parametrize("key", SIGN_KEYS)
def test_a_fault_of_a_sign_stands_at_its_own_line(key: str, tmp_path: Path) -> None:
    row = 5 + len(GATE_KEYS) + 1 + list(SIGN_KEYS).index(key)
    told = faults(tmp_path, gate_of(GATE_KEYS, SIGN_KEYS | {key: "{}"}))
    assert len(told) == 1
    assert told[0].startswith(f"mine.yaml:{row}:")
    assert f" gates[0].signs[0].{key}:" in told[0]


def test_a_misspelt_key_of_a_gate_or_sign_is_told_with_the_nearest(tmp_path: Path) -> None:
    (told,) = faults(
        tmp_path, gate_of(GATE_KEYS, {k: v for k, v in SIGN_KEYS.items() if k != "below"} | {"belw": "79"})
    )
    assert "gates[0].signs[0].belw" in told
    assert "`below`" in told
    (told,) = faults(tmp_path, gate_of(GATE_KEYS | {"unlistd": "3"}, SIGN_KEYS))
    assert "gates[0].unlistd" in told
    assert "`unlisted`" in told


def test_what_is_missing_from_a_gate_is_told_at_the_gate(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, gate_of({k: v for k, v in GATE_KEYS.items() if k != "says"}, SIGN_KEYS))
    assert "gates[0].says" in told
    assert "is missing" in told


@pytest.mark.parametrize("gate", ["3", "[stuck]", "null"])
def test_a_gate_that_is_neither_a_name_nor_a_gate_is_told_once(gate: str, tmp_path: Path) -> None:
    (told,) = faults(tmp_path, f"gates: [stuck, {gate}]\n")
    assert "gates[1]" in told
    assert "is neither the name of a gate nor a gate of its own" in told


@pytest.mark.parametrize("roles", ["{}", "null"])
def test_roles_that_name_none_are_a_fault_and_not_the_other_programmes(roles: str, tmp_path: Path) -> None:
    (told,) = faults(tmp_path, f"gates: [stuck]\nroles: {roles}\n")
    assert "names no role" in told


def test_a_gate_that_is_listed_twice_is_told(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, "gates: [stuck, stuck]\n")
    assert "gates[1]" in told
    assert "is listed twice" in told
