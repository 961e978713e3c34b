"""The rulebook of 2022/23 with other rules for system leaders: for tests that leave a rule out or change one."""

from __future__ import annotations

from dataclasses import replace

from matcher.rules.base import FlagRule, PairRule, Rulebook
from matcher.rules.rulebooks import TSIO_2022


def a_rulebook(
    pairs: tuple[PairRule, ...] = TSIO_2022.pairs, flags: tuple[FlagRule, ...] = TSIO_2022.flags
) -> Rulebook:
    leaders, *others = TSIO_2022.providers
    assert leaders.kind == "leaders"
    return replace(TSIO_2022, providers=(replace(leaders, pairs=pairs, flags=flags), *others))
