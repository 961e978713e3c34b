"""The year's part of a run folder worked out again for an audit, from its facts, plans and proof; nothing is solved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from matcher.plan import Solution
from matcher.proof.witnesses import future_plan, witnesses_of
from matcher.result import YearFigures, YearReport
from matcher.runs.setup import RunSetup
from matcher.runs.year_ahead.expectations import expectations
from matcher.runs.year_ahead.pose import PosedYear, pose_year
from matcher.runs.year_ahead.report import figures_of_both, plan_tables
from matcher.runs.year_ahead.solved import SolvedYear
from matcher.world import Bools


def posed_again(setup: RunSetup, without: Bools) -> PosedYear | None:
    """The problem that was solved, from a run's facts and today's best plan alone; None where it did not look ahead."""
    policy = setup.world.policy
    if policy.year_ahead.use == "off" or policy.as_at >= policy.year_to:
        return None
    posed = pose_year(setup, expectations(setup.world.facts, policy, setup.assessments), without)
    return None if posed.use == "off" else posed


def year_again(
    setup: RunSetup,
    chosen: Bools,
    year: tuple[PosedYear, Bools],
    certificate: Mapping[str, Any],
    said: tuple[YearFigures, YearFigures] | None,
) -> YearReport:
    """The tables of the year. `year`: the problem as it was posed, and today's best plan alone; `said`: the figures as
    the folder has them, of which those of the futures beside the plan alone are kept: only a search gives them.

    Raises ValueError, KeyError, TypeError or IndexError where the certificate is none of this problem.
    """
    posed, without = year
    whole = np.concatenate([chosen, future_plan(certificate, posed.today, posed.problem.futures)])
    solved = SolvedYear(posed, without, Solution(whole, (), False, "", "", witnesses_of(certificate)))
    tables = plan_tables(setup, chosen, solved)
    if said is None or posed.year is None:
        return tables
    nobody = np.concatenate([without, np.zeros(posed.problem.futures, dtype=np.bool_)])
    with_it, alone = figures_of_both(setup, chosen, solved, nobody)
    today = replace(said[1], matched=alone.matched, points=alone.points, mean_metres=alone.mean_metres)
    return replace(tables, figures=(with_it, today))
