"""Why nobody may support a school or trust, in counts and as the group that several of them share."""

from __future__ import annotations

import numpy as np

from matcher.explain.why_not.nobody_may import why_nobody_may
from matcher.rules.pairs.distance.region import REGION
from matcher.rules.pairs.phase import PHASE
from matcher.rules.pairs.rise.organisations import REVIEW_PROGRESS

ALL, SOME = np.array([True, True, True]), np.array([True, False, False])


def test_each_leader_is_counted_with_the_first_rule_that_bars_them() -> None:
    whole, group = why_nobody_may((PHASE, REGION), 3, (SOME, ALL))
    assert whole == (
        "Nobody on the register may support it. Of 3 leaders: 1 not covering its phase, 2 not offering to serve its"
        " region"
    )
    assert group == (
        "Nobody on the register may support it. What stands against the leaders: not covering its phase; not offering"
        " to serve its region"
    )


def test_what_a_rule_says_of_the_school_is_not_said_of_the_leaders() -> None:
    assert why_nobody_may((REVIEW_PROGRESS, REGION), 3, (ALL, ALL))[0] == (
        "No leader is sought for it: its progress is reviewed by an adviser alone"
    )
