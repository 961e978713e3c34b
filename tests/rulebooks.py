"""Rulebooks in tests: every rule of one, and the one of 2022/23 with other rules for system leaders."""

from __future__ import annotations

from dataclasses import replace

from matcher.rules.base import DaysRule, FlagRule, Gate, GoalRule, LimitRule, PairRule, Rulebook
from matcher.rules.rulebooks import TSIO_2022

Rule = Gate | PairRule | FlagRule | DaysRule | LimitRule | GoalRule


def rules_of(book: Rulebook) -> list[Rule]:
    rules: list[Rule] = [*book.gates, *book.limits, *book.goals]
    for provider in book.providers:
        rules += [*provider.pairs, *provider.flags]
        rules.append(provider.days)
    return rules


def a_rulebook(
    pairs: tuple[PairRule, ...] = TSIO_2022.pairs, flags: tuple[FlagRule, ...] = TSIO_2022.flags
) -> Rulebook:
    leaders, *others = TSIO_2022.providers
    assert leaders.kind == "leaders"
    return replace(TSIO_2022, providers=(replace(leaders, pairs=pairs, flags=flags), *others))
