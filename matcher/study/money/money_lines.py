"""The money curve as lines: each budget, whole and by kind, region and phase, with its forecast; and by term."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from matcher.policy import Policy
from matcher.study.money.budgets import CurvePoint
from matcher.study.money.forecast import Band, Expectation, MoneyForecast, forecast_of
from matcher.study.outcome import Match
from matcher.study.tables.spend import TermSpend, parts_of, shared

WHOLE = ""
GROUP_OF: dict[str, Callable[[Match], str]] = {
    "kind": lambda m: m.kind,
    "region": lambda m: m.region,
    "phase": lambda m: m.phase,
}


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One budget, of all (`dimension` empty) or of one group: how many were to be matched, and the forecast."""

    pence: int
    dimension: str
    group: str
    eligible: int
    forecast: MoneyForecast


@dataclass(frozen=True, slots=True)
class TermLine:
    """What a budget's plan costs in one term: committed and expected by the days' term, claimed some terms later.

    None where nothing of that sort falls in the term.
    """

    pence: int
    term: TermSpend
    committed_pence: int | None
    expected: Band | None
    claimed: Band | None


def money_lines(points: Sequence[CurvePoint], given: Expectation, policy: Policy) -> tuple[MoneyLine, ...]:
    pinned = {pin.recipient_id for pin in policy.pins}
    return tuple(line for point in points for line in _lines(point, given, pinned))


def _lines(point: CurvePoint, given: Expectation, pinned: Collection[str]) -> Iterator[MoneyLine]:
    outcome = point.outcome
    whole = forecast_of(outcome, outcome.matches, given, pinned)
    yield MoneyLine(point.pence, WHOLE, WHOLE, len(outcome.eligible), whole)
    for group in outcome.groups:
        own = [m for m in outcome.matches if GROUP_OF[group.dimension](m) == group.name]
        forecast = forecast_of(outcome, own, given, pinned)
        yield MoneyLine(point.pence, group.dimension, group.name, group.eligible, forecast)


def term_lines(pence: int, forecast: MoneyForecast, policy: Policy, given: Expectation) -> tuple[TermLine, ...]:
    """By the convention of `spend`: evenly over the run's days. Claims fall in the terms after theirs."""
    parts = parts_of(policy)
    terms, weights = [part.term for part in parts], [part.days for part in parts]
    committed = dict(zip(terms, shared(forecast.committed_pence, weights), strict=True))
    expected = dict(zip(terms, _shared_band(forecast.expected, weights), strict=True))
    claimed: dict[TermSpend, Band] = {}
    if forecast.claimed:
        later = (term.after(given.terms_later) for term in terms)
        claimed = dict(zip(later, _shared_band(forecast.claimed, weights), strict=True))
    return tuple(
        TermLine(pence, term, committed.get(term), expected.get(term), claimed.get(term))
        for term in sorted({*committed, *claimed})
    )


def _shared_band(band: Band, weights: Sequence[int]) -> list[Band]:
    """Each draw's money is divided in the same proportion, so that the bands are."""
    means, lows, highs = (shared(figure, weights) for figure in (band.mean, band.low, band.high))
    return [Band(*line) for line in zip(means, lows, highs, strict=True)]
