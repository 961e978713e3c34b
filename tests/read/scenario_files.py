"""Scenarios for tests: written with defaults, so that a test says only what matters."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import Fault, InputFaults
from matcher.read.scenarios.scenario import Scenario, load_scenario

WHOLE = """\
schema: matcher/1
programme: tsio-2022-23
as_at: 2022-12-31
data: {leaders: leaders.csv, recipients: recipients.csv}
pots: [{name: offer, amount: null, pays_for: [leader_days, governance_days, match_fees, grants]}]
"""


def write(folder: Path, text: str = "", name: str = "mine.yaml", base: str = WHOLE) -> Path:
    """A scenario that extends a whole and lawful one; `text` is what the test is about."""
    for table in ("leaders.csv", "recipients.csv", "organisations.csv", "advisers.csv"):
        (folder / table).touch()
    (folder / "whole.yaml").write_text(base, encoding="utf-8")
    path = folder / name
    path.write_text(
        text if text.startswith("schema: matcher/1\n") else f"extends: whole.yaml\n{text}", encoding="utf-8"
    )
    return path


def loaded(folder: Path, text: str = "", *sets: str, blocks: tuple[str, ...] = (), base: str = WHOLE) -> Scenario:
    return load_scenario(write(folder, text, base=base), sets, blocks)


def refused(folder: Path, text: str = "", *sets: str, blocks: tuple[str, ...] = (), base: str = WHOLE) -> list[Fault]:
    with pytest.raises(InputFaults) as caught:
        load_scenario(write(folder, text, base=base), sets, blocks)
    return list(caught.value.faults)


def only(folder: Path, text: str = "", *sets: str, blocks: tuple[str, ...] = (), base: str = WHOLE) -> str:
    """The one fault, as a person reads it."""
    faults = refused(folder, text, *sets, blocks=blocks, base=base)
    assert len(faults) == 1, list(map(str, faults))
    return str(faults[0])
