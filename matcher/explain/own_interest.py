"""What the cap on own interest costs: the same run solved again without it, and with other caps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from matcher.explain.why.consequence import Consequence, consequence, consequence_sentences
from matcher.rules.limits.own_interest import served_by_broker
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import solve_with_policy
from matcher.wording import words
from matcher.wording.messages import texts

CAPS = (Fraction(1, 2), Fraction(1, 4), Fraction(0))


@dataclass(frozen=True, slots=True)
class CapTrial:
    """The plan under one cap (None: no cap): its matches, those served by a region's own broker, and what differs."""

    cap: str | None
    matched: int
    by_own_broker: int
    consequence: Consequence
    said: tuple[str, ...]


def cost_of_cap(run: FinishedRun, caps: tuple[Fraction, ...] = CAPS) -> tuple[CapTrial, ...]:
    """Without a cap, then under each cap that is not the run's own, from the widest to the narrowest."""
    now = run.policy.rules.own_interest_share_at_most
    others: tuple[Fraction | None, ...] = (None, *caps)
    return tuple(_try_cap(run, cap) for cap in others if cap != now)


def cost_of_own_cap(run: FinishedRun) -> CapTrial | None:
    """The run without the cap it has; None where there is none, or where nobody's own broker could serve anybody."""
    cap = run.policy.rules.own_interest_share_at_most
    if cap is None or not served_by_broker(run.world, run.choices).any():
        return None
    return _try_cap(run, None)


def _try_cap(run: FinishedRun, cap: Fraction | None) -> CapTrial:
    rules = replace(run.policy.rules, own_interest_share_at_most=cap)
    outcome = solve_with_policy(run, replace(run.policy, rules=rules))
    difference = consequence(run, outcome)
    own = int((served_by_broker(outcome.world, outcome.problem.choices) & outcome.chosen).sum())
    matched = len(outcome.leader_of)
    head = "Without a cap on own interest" if cap is None else f"With own interest capped at {_share(cap)} in a region"
    sentences = (
        f"{head}: {words.count(matched, 'match', 'matches')}, {own} of them by the region's own broker.",
        *texts(consequence_sentences(run.world, difference)),
    )
    return CapTrial(None if cap is None else str(cap), matched, own, difference, sentences)


def _share(cap: Fraction) -> str:
    return f"{float(100 * cap):g} % of the matches" if cap else "no match at all"
