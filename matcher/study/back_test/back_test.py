"""The back-test: every method through every year and seed, held against hindsight, as rows of `year.csv`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from matcher.domain import Facts
from matcher.errors import Fault, raise_faults
from matcher.policy import Futures, Policy
from matcher.rules.rulebooks import rulebook_of
from matcher.solver_process import shared_processes
from matcher.study.back_test.methods import METHODS, YearOutcome, percent, run_method
from matcher.study.back_test.truth import TERMS, YearOfTruth, year_of_truth
from matcher.wording.terms import RECIPIENT
from matcher.year_ahead.arrivals import year_name

COLUMNS = "year,regime,method,goal,seed,percent_of_hindsight,served_autumn,served_spring,served_summer"
FEWEST = 10  # arrivals of a year that is worth testing on


@dataclass(frozen=True, slots=True)
class YearTrial:
    """What one method came to in one year with one seed, in per cent of hindsight's points. `came`: how many schools
    and trusts the files show to have come in that year."""

    year: str
    regime: str
    method: str
    seed: int
    percent: Fraction
    outcome: YearOutcome
    came: int = 0

    @property
    def row(self) -> tuple[str | int, ...]:
        served = (self.outcome.served[term] for term in TERMS)
        return self.year, self.regime, self.method, "coverage", self.seed, f"{float(self.percent):.2f}", *served


@shared_processes()
def back_test(
    facts: Facts,
    policy: Policy,
    years: Sequence[int],
    seeds: Sequence[int],
    declines: Fraction,
    methods: Sequence[str] = METHODS,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[YearTrial, ...]:
    """Every method in every year; a seed decides who says no and which futures are drawn.

    Raises InputFaults where the files do not hold a year, or futures cannot be drawn from past years.
    """
    truths = {starts: year_of_truth(facts, policy, starts) for starts in years}
    raise_faults([*_no_futures(policy, methods), *_written_expectations(policy), *_unknown_years(policy, truths)])
    found = list[YearTrial]()
    for truth in truths.values():
        for seed in seeds:
            progress(f"{year_name(truth.policy.year_from)}, seed {seed}")
            found += _tested(truth, seed, declines, methods)
    return tuple(found)


def _no_futures(policy: Policy, methods: Sequence[str]) -> list[Fault]:
    """A test of drawn futures only repeats the best plan of each day where the futures do not know the programme."""
    if "two-stage" not in methods or rulebook_of(policy).supporters == "people":
        return []
    message = "drawn futures do not know a programme with advisers yet, so they cannot be tested on it"
    return [Fault("the scenario", None, "programme", policy.programme, message, "Test another programme's scenario")]


def _written_expectations(policy: Policy) -> list[Fault]:
    """A table of those expected is of one year's months, so that nobody would be expected in another."""
    if policy.year_ahead.futures.source != "expected":
        return []
    message = "the table of those expected says nothing of past years, so no future can be drawn from it for a test"
    hint = "Test with --set year_ahead.futures.from=history"
    return [Fault("the scenario", None, "year_ahead.futures.from", "expected", message, hint)]


def _unknown_years(policy: Policy, truths: dict[int, YearOfTruth]) -> list[Fault]:
    """A fault for every year of which the files show fewer than `FEWEST` arrivals."""
    faults = []
    for starts, truth in truths.items():
        if starts > policy.year_from.year:
            message, hint = (
                "the year is after the scenario's own programme year",
                f"Write {policy.year_from.year} or less",
            )
        elif len(truth.first_seen) < FEWEST:
            message = f"the files hold {len(truth.first_seen)} {RECIPIENT:s} that came in this year"
            hint = f"Write years of which they hold {FEWEST} or more, or give older files"
        else:
            continue
        faults.append(Fault("--years", None, "", str(starts), message, hint))
    return faults


def _tested(truth: YearOfTruth, seed: int, declines: Fraction, methods: Sequence[str]) -> Iterator[YearTrial]:
    seeded = truth.under_policy(with_seed(truth.policy, seed))
    accepting = seeded.accepting(declines, seed)
    best = run_method(seeded, "hindsight", accepting)
    for method in methods:
        outcome = best if method == "hindsight" else run_method(seeded, method, accepting)
        name, share = year_name(truth.policy.year_from), percent(outcome.points, best.points)
        yield YearTrial(name, truth.policy.name, method, seed, share, outcome, len(truth.first_seen))


def with_seed(policy: Policy, seed: int) -> Policy:
    """The policy whose futures are drawn by this seed."""
    futures: Futures = replace(policy.year_ahead.futures, seed=seed)
    return replace(policy, year_ahead=replace(policy.year_ahead, futures=futures))
