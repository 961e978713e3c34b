"""Why no leader on the register may support a school or trust: what stands against them, with how many of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher.rules.base import PairRule
from matcher.wording import words
from matcher.wording.terms import LEADER
from matcher.world import Bools


def why_nobody_may(rules: Sequence[PairRule], count: int, masks: Sequence[Bools]) -> tuple[str, str]:
    """The reason, and the reason without counts, by which reasons are grouped. `masks` say per rule whom of the `count`
    leaders it bars; each leader is counted with the first rule that does.
    """
    left = np.ones(count, dtype=np.bool_)
    parts: list[tuple[int, str]] = []
    for rule, mask in zip(rules, masks, strict=True):
        if rule.of_recipient and mask.all():
            return (f"No {LEADER} is sought for it: {rule.short}",) * 2
        barred = int((left & mask).sum())
        left &= ~mask
        if barred:
            parts.append((barred, rule.short))
    if not parts:
        return (f"No {LEADER} may support it with the days that are on offer",) * 2
    nobody = "Nobody on the register may support it"
    counted = ", ".join(f"{barred} {short}" for barred, short in parts)
    against = "; ".join(sorted(short for _, short in parts))
    whole = f"{nobody}. Of {words.count(count, f'{LEADER}', f'{LEADER:s}')}: {counted}"
    return whole, f"{nobody}. What stands against the {LEADER:s}: {against}"
