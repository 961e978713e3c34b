"""The worst-served group's share, made as large as possible: a search over thresholds, each a feasibility problem."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from operator import mul

import numpy as np

from matcher.bounding import Answered, Rows, Witness, dual_bound, multiplier_array, needed_for_share, share_rows
from matcher.errors import Defect
from matcher.plan import Objective
from matcher.solve.elastic_share import maximise_elastic_share
from matcher.solve.highs_strategies import BRANCHING_WORK, branching_size, highs_size_limit
from matcher.solve.lexicographic import CHOICES_PER_RECIPIENT, RESTRICTED_EFFORT, LexicographicState, ObjectiveResult
from matcher.solve.relaxations.linear_relaxation import Relaxation, likely_choices, minimise_shortfall
from matcher.solve.search.cpsat import SearchResult, search
from matcher.solve.search.neighbourhood_search import FIRST_SIZE, ROUND_EFFORT, neighbourhood, reoptimise
from matcher.solve.step import MANY_CHOICES
from matcher.solve.strategies import FEW_ROUNDS
from matcher.solver_process import node_limit
from matcher.world import Bools

FULL_SHARE = 1000  # shares are in thousandths
SEARCHED_SIZE = 20_000  # open choices: with more, and differing costs, no threshold is searched for outright
MAX_STEPS = 4  # shares that are asked for with elastic floors
DOUBTFUL_SHARE_EFFORT = 0.3  # part of an objective's effort for one threshold where costs differ by pair
TRIES_FROM_ABOVE = 10  # relaxations that try what the last multipliers leave, before bisecting


@dataclass(frozen=True, eq=False)
class ShareBound:
    """The largest share that is not refuted exactly, the relaxation that refutes the share above it, and the one that
    does not refute the bound itself, where it was asked."""

    bound: int
    refutation: Relaxation | None
    reachable: Relaxation | None


def maximise_share(
    state: LexicographicState, objective: Objective, known: Witness | None = None
) -> tuple[LexicographicState, ObjectiveResult]:
    """The state with the largest share found that every group reaches, and its bound.

    An exact bound comes first; then thresholds are tried, the bound itself first and then by bisection. `known` is the
    witness of an earlier solve of the same goals over the same limits.
    """
    now = objective.value(state.best)
    if state.engine == "near":
        nearby = improve_share_briefly(state, objective)
        return nearby.fix_objective(objective, None), ObjectiveResult(None, 0.0, Witness(objective.value(nearby.best)))
    first = share_bound(state, objective, now, known)
    bound, refutation = first.bound, first.refutation
    effort, top, refuted_share, untried = 0.0, bound, bound + 1, True
    if state.engine == "mixed" and not highs_covers_all(state):
        state = raise_by_steps(state, objective, bound)
        now = objective.value(state.best)
        top = now if state.space.open.sum() > SEARCHED_SIZE else top
    answered: Answered | None = None  # that no plan reaches the share above the last one found
    while now < top:
        share, asked = top if untried else (now + top + 1) // 2, state.space.open | state.best
        result = find_plan_with_share(state, objective, share, first.reachable if untried else None)
        untried, effort, state = False, effort + result.effort, state.accept_if_better(objective, result.chosen)
        now = objective.value(state.best)
        if result.chosen is not None and now < share:
            raise Defect(f"the solver's plan does not reach the share of {share} that it was asked for")
        if result.chosen is None:
            top, bound = share - 1, share - 1 if result.finished else bound
            answered = Answered(asked, result.question, None) if result.question else None
    witness = Witness(now) if refutation is None else refutation.witness(now, refuted_share)
    return state.fix_objective(objective, None), ObjectiveResult(
        bound, effort, replace(witness, in_floats=highs_covers_all(state), answered=answered)
    )


def raise_by_steps(state: LexicographicState, objective: Objective, bound: int) -> LexicographicState:
    """The state with the largest share that elastic floors give: the bound is asked for first, then half of what is
    left, until a step brings nothing."""
    share = bound
    for _ in range(MAX_STEPS):
        before = objective.value(state.best)
        state = maximise_elastic_share(state, objective, share)
        now = objective.value(state.best)
        if now >= bound or (now == before and share < bound):
            break
        share = (now + bound + 1) // 2
    return state


def improve_share_briefly(state: LexicographicState, objective: Objective) -> LexicographicState:
    """A larger share, if a few rounds of neighbourhood search find one; no bound is computed."""
    limited = replace(state.effort, per_goal=state.effort.per_goal * ROUND_EFFORT)
    choices, open_ = state.problem.choices, state.space.open
    for number in range(FEW_ROUNDS):
        rows = rows_with_share(state, objective, objective.value(state.best) + 1)
        free = (open_ | state.best) & neighbourhood(choices, open_, number, round(FIRST_SIZE), limited, state.focus)
        state = state.accept_if_better(objective, reoptimise(rows, free, None, state.best, limited).chosen)
    return state


def rows_with_share(state: LexicographicState, objective: Objective, share: int) -> Rows:
    """The rows so far and one for each group that asks for this share (in thousandths)."""
    return state.space.rows.plus([share_rows(objective, share, state.space.rows.choices)])


def find_plan_with_share(
    state: LexicographicState, objective: Objective, share: int, relaxation: Relaxation | None = None
) -> SearchResult:
    """A plan that reaches this share, if one is found; `relaxation` is that of this very share, where it is known.

    Where costs differ and few choices are open HiGHS is asked first. Otherwise the search begins with the choices that
    the relaxation makes likely, and then CP-SAT searches all open choices.
    """
    rows, spent, last = rows_with_share(state, objective, share), 0.0, state.effort
    recipient = state.problem.choices.recipient
    if highs_covers_all(state):
        open_ = state.space.open | state.best
        attempt = state.highs.search(rows, open_, None, node_limit(BRANCHING_WORK, int(open_.sum())))
        if attempt.finished or attempt.chosen is not None:
            return SearchResult(attempt.chosen, None, attempt.finished, spent, attempt.question)
    if state.engine != "plain":
        if relaxation is None:
            relaxation = minimise_shortfall(
                rows, state.space.open, len(objective.size), state.best, recipient, state.final_basis
            )
        limited = replace(state.effort, per_goal=state.effort.per_goal * RESTRICTED_EFFORT)
        for neighbours in CHOICES_PER_RECIPIENT:
            likely = likely_choices(relaxation, state.space.open, state.best, recipient, neighbours)
            result = search(rows, likely, None, state.best, limited)
            spent += result.effort
            if result.chosen is None and not result.finished:
                result = replace(result, chosen=highs_proposal(state, rows, likely))
            if result.chosen is not None:
                return replace(result, effort=spent)
        if state.space.open.sum() > MANY_CHOICES:
            return SearchResult(None, None, False, spent)
    if state.engine == "mixed":
        last = replace(state.effort, per_goal=state.effort.per_goal * DOUBTFUL_SHARE_EFFORT)
    result = search(rows, state.space.open | state.best, None, state.best, last)
    return replace(result, effort=spent + result.effort)


def highs_covers_all(state: LexicographicState) -> bool:
    """Whether HiGHS searches all open choices: costs differ by pair, and few are open."""
    return bool(state.engine == "mixed" and state.space.open.sum() <= branching_size(state))


def highs_proposal(state: LexicographicState, rows: Rows, likely: Bools) -> Bools | None:
    """HiGHS's plan over the likely choices, where it is used at all and they are not too many."""
    allowed = state.engine == "mixed" or state.space.open.sum() > MANY_CHOICES
    return state.highs.propose(rows, likely, None) if allowed and likely.sum() <= highs_size_limit(state) else None


def share_bound(state: LexicographicState, objective: Objective, now: int, known: Witness | None = None) -> ShareBound:
    """The largest share that is not refuted exactly; `now` is the incumbent's, `known` an earlier solve's witness.

    The share above `even_share` is tried first: nearly always the bound is one less. The multipliers that refute a
    share refute smaller ones too, and what they leave is tried next; bisecting takes ten relaxations.
    """
    low, reachable, (high, refutation) = now, None, known_refutation(state, objective, known)
    open_, recipient, final_basis = state.space.open, state.problem.choices.recipient, state.final_basis
    share, tries = even_share(objective, state.best) + 1, 0
    while low < high:
        share, tries = min(max(share, low + 1), high), tries + 1
        rows = rows_with_share(state, objective, share)
        relaxation = minimise_shortfall(rows, open_, len(objective.size), state.best, recipient, final_basis)
        final_basis = relaxation.final_basis
        if relaxation.dual.most < 0:
            high, refutation = least_refuted(objective, relaxation, share, low) - 1, relaxation
        else:
            low, reachable = share, relaxation
        share = high if refutation is not None and tries < TRIES_FROM_ABOVE else (low + high + 1) // 2
    return ShareBound(high, refutation, reachable if low > now else None)


def known_refutation(
    state: LexicographicState, objective: Objective, known: Witness | None
) -> tuple[int, Relaxation | None]:
    """The largest share that the multipliers of an earlier solve do not refute, and the refutation; else all of it."""
    everything = FULL_SHARE if len(objective.size) else 0
    if known is None or known.refuted_share is None:
        return everything, None
    rows, nothing = rows_with_share(state, objective, known.refuted_share), np.zeros_like(objective.worth)
    multipliers = multiplier_array(known, rows)
    dual = dual_bound(rows, state.space.open, nothing, multipliers, known.scale)
    if dual.most >= 0:
        return everything, None
    return known.refuted_share - 1, Relaxation(multipliers, dual, state.best.astype(np.float64), dual.slack)


def least_refuted(objective: Objective, relaxation: Relaxation, share: int, reached: int) -> int:
    """The least share above `reached` that the multipliers which refute `share` refute as well."""
    prices = relaxation.multipliers[len(relaxation.multipliers) - len(objective.size) :].tolist()

    def refutes(smaller: int) -> bool:
        spared = (needed_for_share(objective, share) - needed_for_share(objective, smaller)).tolist()
        return bool(relaxation.dual.most + sum(map(mul, prices, spared)) < 0)

    shares = range(reached + 1, share + 1)
    return shares[bisect_left(shares, True, key=refutes)]


def even_share(objective: Objective, best: Bools) -> int:
    """The largest share that every group could have if what the incumbent gives to all were given as evenly as may
    be: with the number of matches settled before, nearly always the bound. A guess, not a bound."""
    given = int((best & (objective.group >= 0)).sum())
    shares = np.arange(FULL_SHARE + 1)
    asked = -(-shares[:, None] * objective.size[None, :] // FULL_SHARE)
    return int(np.flatnonzero(asked.sum(axis=1) <= given).max())
