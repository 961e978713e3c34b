"""Asks one rule, or one flag, about one pair of a small world."""

from __future__ import annotations

from matcher.rules.base import FlagRule, PairRule
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.pair_sets import ints
from matcher.world import World


def bars(rule: PairRule, world: World, recipient: str = "R1", leader: str = "L1") -> bool:
    """Whether the rule bars the pair. Its sentence must then be one, and name no person."""
    row, other = world.recipient_row[recipient], world.leader_row[leader]
    barred = bool(rule.bars(world, pairs_at(world, ints([row]), ints([other])))[0])
    if barred:
        fit_to_read_out(rule.why(world, row, other))
    return barred


def flags(rule: FlagRule, world: World, recipient: str = "R1", leader: str = "L1") -> bool:
    row, other = world.recipient_row[recipient], world.leader_row[leader]
    flagged = bool(rule.flags(world, pairs_at(world, ints([row]), ints([other])))[0])
    if flagged:
        fit_to_read_out(rule.why(world, row, other))
    return flagged


def why(rule: PairRule | FlagRule, world: World, recipient: str = "R1", leader: str = "L1") -> str:
    return rule.why(world, world.recipient_row[recipient], world.leader_row[leader])


def fit_to_read_out(sentence: str) -> None:
    assert sentence
    assert "Name of" not in sentence  # what the builders call every person
    assert "family" not in sentence
    assert not sentence.endswith(".")
