"""A run of an older format keeps the rules that it was made with."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.read.parsing.yaml_marks import Mark, YamlNode
from matcher.read.run_folders.older_formats import with_older_defaults
from matcher.rules.rulebooks import RULEBOOKS, rulebook_of
from matcher.wording.terms import USUAL
from tests.read.scenario_files import WHOLE, loaded

NOTHING = YamlNode({}, Mark("scenario.resolved.yaml"))


@pytest.mark.parametrize("name", ["tsio-2021-22", "sio-2024-25", "rise-2025-26"])
def test_where_only_the_register_said_who_qualifies_it_still_does(name: str, tmp_path: Path) -> None:
    data = "data: {leaders: leaders.csv, organisations: organisations.csv, advisers: advisers.csv,"
    base = WHOLE.replace("tsio-2022-23", name).replace("data: {leaders: leaders.csv,", data)
    now = loaded(tmp_path, "goals: [coverage]\n", base=base).policy
    then = rulebook_of(with_older_defaults(now, NOTHING, 1))
    assert (then.programme, then.gates) == (name, ())
    assert then.provider("leaders").pairs == RULEBOOKS["tsio-2022-23"].provider("leaders").pairs
    assert with_older_defaults(now, NOTHING, 1).words == USUAL
    assert rulebook_of(with_older_defaults(now, NOTHING, 2)) == RULEBOOKS[name]


def test_the_programme_that_had_its_gates_keeps_them(tmp_path: Path) -> None:
    policy = loaded(tmp_path).policy
    assert rulebook_of(with_older_defaults(policy, NOTHING, 1)) == RULEBOOKS["tsio-2022-23"]
