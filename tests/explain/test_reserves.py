"""A match without a reserve says why: nobody else may, the others have conflicts, or they have no room."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.explain.why.reserves import CONFLICTS, NO_ROOM, NOBODY, no_reserve_reasons, reserves
from matcher.rules.labels import BEFORE_APPOINTMENT, NO_RESERVE_WITH, OF_THE_SUPPORTED
from matcher.runs.finished import FinishedRun
from tests.explain.small_runs import random_run


def test_the_reason_is_that_of_the_leaders_one_by_one() -> None:
    seen = set()
    for seed in range(60):
        run = flagged(random_run(seed), seed) if seed % 2 else random_run(seed)
        run_setup = run.setup
        found = reserves(run_setup.world, run_setup.candidates, run_setup.problem, run.chosen)
        reasons = no_reserve_reasons(run_setup.world, run_setup.candidates, run_setup.problem, run.chosen)
        matched = {run.world.recipients[r].id for r in run.match_of}
        assert set(reasons) == {r for r in matched if not found[r]}
        for recipient, why in reasons.items():
            assert why == by_hand(run, run.world.recipient_row[recipient])
            seen.add(why)
    assert seen == {NOBODY, CONFLICTS, NO_ROOM}


def flagged(run: FinishedRun, seed: int) -> FinishedRun:
    """The same run with interests declared in half of the possible matches."""
    mask = np.random.default_rng(seed).random(len(run.choices)) < 0.5
    candidates = replace(run.setup.candidates, flags={"declared": mask})
    return replace(run, setup=replace(run.setup, candidates=candidates))


def by_hand(run: FinishedRun, row: int) -> str:
    """Each other leader's every choice, tried in place of the match."""
    mine = int(run.choices.provider[run.match_of[row]])
    others = [c for c in run.choices_for(row).tolist() if int(run.choices.provider[c]) != mine]
    if not others:
        return NOBODY
    flags = run.setup.candidates.flags
    clear = [c for c in others if not any(flags[name][c] for name in NO_RESERVE_WITH if name in flags)]
    if not clear:
        return CONFLICTS
    for choice in clear:
        instead = run.chosen.copy()
        instead[run.match_of[row]], instead[choice] = False, True
        if not run.problem.breaks(instead):
            pytest.fail("there is a reserve")
    return NO_ROOM


def test_whoever_could_not_be_appointed_is_no_reserve() -> None:
    """But for what is about the school or trust, and so stands with every leader."""
    assert set(BEFORE_APPOINTMENT) - set(OF_THE_SUPPORTED) <= set(NO_RESERVE_WITH)
    assert not set(OF_THE_SUPPORTED) & set(NO_RESERVE_WITH)
