"""What a plan may cost in the end: the most committed, what is left after some say no, and what of it is claimed.

Each school or trust has random numbers of its own, so that the same ones say no in the same draw at every budget.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from matcher.domain import Facts
from matcher.read.scenarios.scenario import Scenario
from matcher.read.scenarios.schema.draws import vary_of
from matcher.read.scenarios.schema.forecast import ASSUMED_DECLINES
from matcher.study.figures import quantile
from matcher.study.outcome import Match, Outcome

LEAST_FINISHED = 5  # fewer finished deployments tell too little of what share of the days is claimed
SAYS_NO, CLAIMS = range(2)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a forecast takes for granted, and in words where each part comes from.

    `claimed`: the shares of days claimed to draw from, in order; two mean evenly between them where `between`. Empty
    where nothing is known of it.
    """

    declines: Fraction
    declines_from: str
    claimed: tuple[float, ...]
    between: bool
    claimed_from: str
    terms_later: int
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Band:
    """The mean of the draws, and the figures that 5 % and 95 % of them do not exceed."""

    mean: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class MoneyForecast:
    """Pence committed at the most, expected after declines, and claimed (None where nothing is known of claims).

    `accepted` counts the schools and trusts that say yes.
    """

    matched: int
    committed_pence: int
    accepted: Band
    expected: Band
    claimed: Band | None


def expectation_of(read: Scenario, facts: Facts) -> Expectation:
    forecast = read.forecast
    declines, declines_from = _declines(read)
    shares = _shares_claimed(facts)
    if forecast.claimed == "history":
        known = len(shares) >= LEAST_FINISHED
        words = f"{len(shares):,} finished deployments of the register that say what was claimed"
        claimed, claimed_from = (shares, words) if known else ((), f"not known: {words}")
    else:
        claimed, claimed_from = tuple(map(float, forecast.claimed)), "the scenario's forecast, evenly between"
    return Expectation(
        declines,
        declines_from,
        claimed,
        forecast.claimed != "history",
        claimed_from,
        forecast.claimed_after,
        forecast.number,
        forecast.seed,
    )


def _declines(read: Scenario) -> tuple[Fraction, str]:
    if read.forecast.declines is not None:
        return read.forecast.declines, "the scenario's forecast"
    drawn = vary_of(read.draws.vary).declines if read.draws else Fraction(0)
    if drawn:
        return drawn, "the scenario's draws"
    return ASSUMED_DECLINES, "assumed: 79 to 85 % took up the support of 2018/19, as reported on 16 May 2019"


def _shares_claimed(facts: Facts) -> tuple[float, ...]:
    return tuple(
        sorted(
            min(1.0, past.days_claimed / past.days_agreed)
            for past in facts.history
            if past.state == "finished" and past.days_agreed and past.days_claimed is not None
        )
    )


def forecast_of(
    outcome: Outcome, matches: Sequence[Match], given: Expectation, said_yes: Collection[str]
) -> MoneyForecast:
    """The forecast of some of an outcome's matches. `said_yes`: ids of pinned schools and trusts: they accept."""
    places = {id_: k for k, id_ in enumerate(outcome.eligible)}
    yes = [_says_yes(places[m.recipient_id], given, m.recipient_id in said_yes) for m in matches]
    whole = np.array([m.pence + m.governance_pence for m in matches], dtype=np.int64)
    by_day = np.array([m.pence - m.fees_pence + m.governance_pence for m in matches], dtype=np.int64)
    accepted = np.array(yes, dtype=np.int64).reshape(len(matches), given.draws)
    claimed = None
    if given.claimed:
        share = np.array([_share_claimed(places[m.recipient_id], given) for m in matches]).reshape(accepted.shape)
        pence = np.rint(by_day[:, None] * share).astype(np.int64) + (whole - by_day)[:, None]
        claimed = _band((accepted * pence).sum(axis=0))
    expected = _band((accepted * whole[:, None]).sum(axis=0))
    return MoneyForecast(len(matches), int(whole.sum()), _band(accepted.sum(axis=0)), expected, claimed)


def _says_yes(place: int, given: Expectation, said_yes: bool) -> NDArray[np.bool_]:
    if said_yes:
        return np.ones(given.draws, dtype=np.bool_)
    return _stream(given, SAYS_NO, place).random(given.draws) >= float(given.declines)


def _share_claimed(place: int, given: Expectation) -> NDArray[np.float64]:
    stream = _stream(given, CLAIMS, place)
    if given.between:
        return stream.uniform(given.claimed[0], given.claimed[1], given.draws)
    return stream.choice(np.array(given.claimed), given.draws)


def _stream(given: Expectation, thing: int, place: int) -> np.random.Generator:
    return np.random.default_rng([given.seed, thing, place])


def _band(values: NDArray[np.int64]) -> Band:
    ordered = sorted(values.tolist())
    low, high = quantile(ordered, 1, 20) or 0, quantile(ordered, 19, 20) or 0
    return Band(round(sum(ordered) / len(ordered)), low, high)
