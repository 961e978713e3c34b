"""One past year as it really went, for a back-test: who had come by each day, who says no, and the run of any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from matcher.domain import Assessment, Deployment, Facts, Leader, Recipient
from matcher.policy import Policy
from matcher.rules.goals.coverage import priority_of
from matcher.rules.goals.grades_running import of_recipients
from matcher.runs.caches.kept_eligibility import key_of
from matcher.runs.caches.memory import Cache
from matcher.runs.setup import Assessments, RunSetup, assess_all, build_run_setup
from matcher.runs.year_ahead.past_arrivals import without_registers, year_before
from matcher.world import TERM_STARTS, term_day
from matcher.year_ahead.arrivals import years_later
from matcher.year_ahead.draw import happens

TERMS = ("autumn", "spring", "summer")
DECIDED_BY = ("coverage", "fit")  # the goals of a decision in a back-test; the others would only take time


_KEPT: Cache[str, Assessments] = Cache(12)  # by open files and day: tests with other leaders ask for the same


@dataclass(frozen=True, eq=False)
class YearOfTruth:
    """A past programme year. `facts` hold the files and the scenario's own leaders, `policy` is as at its last day.

    The leaders' days are whole at its beginning: no deployment of the scenario's history counts.
    """

    facts: Facts
    policy: Policy
    _assessed: dict[date, Assessments] = field(default_factory=dict, repr=False)

    @cached_property
    def term_ends(self) -> tuple[date, ...]:
        first, next_year = self.policy.year_from, self.policy.year_from.year + 1
        starts = (term_day(f"{name}-{year}") for name in TERM_STARTS for year in (first.year, next_year))
        return tuple(
            sorted(start - timedelta(days=1) for start in starts if first < start <= first.replace(year=next_year))
        )

    @cached_property
    def month_ends(self) -> tuple[date, ...]:
        first = self.policy.year_from
        starts = [
            date(first.year + (first.month + k - 1) // 12, (first.month + k - 1) % 12 + 1, 1) for k in range(1, 13)
        ]
        return tuple(day - timedelta(days=1) for day in starts)

    def under_policy(self, policy: Policy) -> YearOfTruth:
        """The same year under other settings, who had come when unchanged."""
        return replace(self, policy=policy)

    def assessed(self, day: date) -> Assessments:
        """Who had come by the day, by the open files alone."""
        if day not in self._assessed:
            bare, policy = without_registers(self.facts), replace(self.policy, as_at=day)
            self._assessed[day] = (
                _KEPT.get(key_of(bare, policy), lambda: _qualifying(bare, policy))
                if bare.files
                else _qualifying(bare, policy)
            )
        return self._assessed[day]

    @cached_property
    def first_seen(self) -> Mapping[str, tuple[Assessment, str]]:
        """Each school and trust that came at all, as it was at the first term's end that saw it, and that term."""
        found: dict[str, tuple[Assessment, str]] = {}
        for day, term in zip(self.term_ends, TERMS, strict=True):
            for a in self.assessed(day):
                found.setdefault(a.id, (a, term))
        return found

    @cached_property
    def points(self) -> Mapping[str, int]:
        """What matching each is worth, by the day on which it was first seen."""
        found: dict[str, int] = {}
        for day, term in zip(self.term_ends, TERMS, strict=True):
            own = [a.recipient for a, t in self.first_seen.values() if t == term and a.recipient is not None]
            twice = of_recipients(own, self.facts, day) if self.policy.priority == "history" else frozenset()
            policy = replace(self.policy, as_at=day)
            found |= {r.id: priority_of(r, policy, r.id in twice) for r in own}
        return found

    def term_of(self, day: date) -> str:
        """The term's name, as deployments have it: autumn-2022."""
        season = next(term for end, term in zip(self.term_ends, TERMS, strict=True) if day <= end)
        return f"{season}-{self.policy.year_from.year + (season != 'autumn')}"

    def setup(self, day: date, gone: frozenset[str], history: Sequence[Deployment]) -> RunSetup:
        """The run of that day: who had come and is neither supported nor has said no, and what is used already."""
        left = tuple(a for a in self.assessed(day) if a.id not in gone)
        facts = replace(self.facts, history=tuple(history))
        return build_run_setup(facts, replace(self.policy, as_at=day), assessments=left)

    def whole_year(self, accepting: frozenset[str]) -> RunSetup:
        """The run that hindsight would solve: everybody who comes in the year and says yes, worth their points."""
        union = [_worth(a, self.points[id]) for id, (a, _) in sorted(self.first_seen.items()) if id in accepting]
        return build_run_setup(self.facts, replace(self.policy, priority="register"), assessments=tuple(union))

    def accepting(self, declines: Fraction, seed: int) -> frozenset[str]:
        return frozenset(id for id in self.first_seen if not happens(declines, seed, "says no", id))


def _qualifying(facts: Facts, policy: Policy) -> Assessments:
    return tuple(a for a in assess_all(facts, policy) if a.recipient is not None)


def _worth(assessment: Assessment, points: int) -> Assessment:
    recipient = assessment.recipient
    assert isinstance(recipient, Recipient)
    return replace(assessment, recipient=replace(recipient, priority=points))


def year_of_truth(facts: Facts, policy: Policy, starts: int) -> YearOfTruth:
    """The programme year that began in that calendar year, with the scenario's leaders, money and rules moved to it."""
    back = policy.year_from.year - starts
    moved = year_before(policy, back)
    pots = tuple(
        replace(
            pot,
            starts=None if pot.starts is None else years_later(pot.starts, -back),
            ends=None if pot.ends is None else years_later(pot.ends, -back),
        )
        for pot in policy.pots
    )
    goals = tuple(goal for goal in policy.goals if goal.goal in DECIDED_BY)
    moved = replace(moved, pots=pots, goals=goals, pins=(), forbid=(), yeses=(), away=(), waits=())
    leaders = tuple(_moved(leader, back) for leader in facts.leaders)
    return YearOfTruth(replace(facts, leaders=leaders, history=(), previous=None), moved)


def _moved(leader: Leader, back: int) -> Leader:
    """The leader with the days of their designation moved to the year."""
    return replace(
        leader,
        designated_from=None if leader.designated_from is None else years_later(leader.designated_from, -back),
        designated_to=None if leader.designated_to is None else years_later(leader.designated_to, -back),
    )
