"""The result of a run: the data from which tables, workbook, page and explanations are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matcher.domain import Assessment, Facts
from matcher.plan import Barred, Choices, Plan, PlannedMatch, Problem, Solution
from matcher.policy import Pinned, Policy
from matcher.wording.answers import RecordedAnswers
from matcher.wording.messages import Message
from matcher.world import Bools, World


@dataclass(frozen=True, eq=False)
class Candidates:
    """What the pair rules left: choices, and what they barred.

    `flags` maps a flag's name to a mask over the choices. `barred` lists pairs that pass every screen rule and are
    barred by another; `barred_counts` counts all bars as (rule, region, pairs).
    """

    choices: Choices
    flags: Mapping[str, Bools]
    barred: tuple[Barred, ...]
    barred_counts: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class ChangedAdviser:
    """A school whose adviser is another than in the proposal before; '' for none."""

    recipient_id: str
    was: str
    now: str

    @property
    def words(self) -> str:
        if not self.now:
            return "Lost its adviser"
        return "Another adviser" if self.was else "Got an adviser"


@dataclass(frozen=True, slots=True)
class ReadingEffect:
    """How one other reading of the eligibility rule moves one region's list: counts of bodies in and out."""

    switch: str
    value: str
    region: str
    kind: str
    into: int
    out: int
    cannot_tell: int


@dataclass(frozen=True, slots=True)
class PriorityReading:
    """Who would gain and lose a match if `priority` were read otherwise."""

    reading: str
    matched: int
    gains: tuple[str, ...]
    drops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Why one recipient is unmatched, and the nearest change that would match it (empty where none was verified).

    `reason` names no school or trust: it counts leaders by rule. `group` is the reason without its numbers: those
    unmatched for the same reason are counted together by it.
    """

    recipient_id: str
    reason: str
    nearest_change: Message
    group: str


@dataclass(frozen=True, slots=True)
class PotLine:
    """One pot after the run, in pence. `next_short` is how far `left` is from the next match's cheapest cost; `kept`
    the part of `left` that the run keeps for those who are expected later."""

    pot: str
    role: str
    amount_pence: int | None
    fixed_pence: int
    committed_before_pence: int
    committed_pence: int
    left_pence: int | None
    next_short_pence: int | None
    reverts: bool
    assumed: bool
    source: str
    kept_pence: int = 0


@dataclass(frozen=True, slots=True)
class Shortage:
    """A bottleneck: of these recipients at most `at_most` can be matched, however cleverly anybody plans.

    `part` says what runs out: `nobody` may serve them, `people` who may serve any of them have too little, the `money`
    of `pot` does not reach, or the cap on `own interest` holds them back. `needed` and `offered` are days, their
    teams' among them, or pence for money; `matched` is this plan's.
    """

    part: str
    recipients: tuple[str, ...]
    leaders: tuple[str, ...]
    needed: int
    offered: int
    at_most: int
    matched: int
    pot: str
    said: str


@dataclass(frozen=True, slots=True)
class ReserveChain:
    """`leader` may step in, if the school or trust `moved` takes `moved_to` instead of them.

    `said`: that in words, with the first goal that it would change.
    """

    leader: str
    moved: str
    moved_to: str
    said: Message


@dataclass(frozen=True, slots=True)
class ByHand:
    """What nearest-leader-first matching by hand reaches on the same inputs: its plan and its value per goal."""

    plan: Plan
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Hold:
    """A school or trust that is asked to wait: the best plan of today alone would match it to `leader_id`.

    In `needed_in` of `futures` drawn futures those who come later leave no room for it of what it is `short_of` (days,
    money). Where that is 0, others of today have taken it, or nothing is short and `short_of` is empty.
    Matching it now would cost later, on average, at least `cost_tenths` tenths of a priority point. `for_whom`: what
    most of those are who come later and have it (below-good-twice, trust, school, waiting); '' where none has.
    """

    recipient_id: str
    leader_id: str
    needed_in: int
    futures: int
    short_of: str
    cost_tenths: int
    for_whom: str = ""


@dataclass(frozen=True, slots=True)
class KeptLeader:
    """A leader of whom the plan keeps `days` that today's best plan alone would use; so many futures then use them."""

    leader_id: str
    days: int
    needed_in: int
    futures: int


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One plan through the year: those matched now and their points, the journeys' mean, and the points by the year's
    end over the futures: mean in tenths, least and most. `at_least`: the search stopped, so it may come to more."""

    matched: int
    points: int
    mean_metres: int
    later_tenths: int
    least: int
    most: int
    at_least: bool = False


@dataclass(frozen=True, eq=False)
class YearReport:
    """What the run says of the year ahead.

    `asked` and `use`: how the year ahead is to be used, and how it is; `lines` are said on page one. `futures`,
    `declines` and `columns` are the rows of `futures.csv`, `future_declines.csv` and `future_candidates.csv`; `figures`
    are of the plan with the futures and of today's alone.
    """

    asked: str
    use: str
    lines: tuple[str, ...] = ()
    holds: Mapping[str, Hold] = field(default_factory=dict)  # by recipient id
    kept: tuple[KeptLeader, ...] = ()
    figures: tuple[YearFigures, YearFigures] | None = None
    beside: tuple[tuple[str, str, int, int, int], ...] = ()  # what is grouped, group, matched with, without, waiting
    futures: tuple[tuple[Any, ...], ...] = ()
    declines: tuple[tuple[int, str], ...] = ()
    columns: tuple[tuple[Any, ...], ...] = ()
    without: tuple[PlannedMatch, ...] = ()  # the matches of today's best plan alone
    room: Mapping[tuple[str, str], int] = field(default_factory=dict)  # limit, whom it is about -> kept for later


@dataclass(frozen=True, eq=False)
class Result:
    """One finished run. `world.recipients` are those the solver was asked to match; `assessments` are all bodies."""

    run_id: str
    policy: Policy
    facts: Facts
    assessments: Sequence[Assessment]
    readings: tuple[ReadingEffect, ...]
    world: World
    candidates: Candidates
    problem: Problem
    solution: Solution
    plan: Plan
    reserves: Mapping[str, tuple[str, ...]]  # recipient id -> up to three leader ids, best first
    unmatched: tuple[Unmatched, ...]
    pots: tuple[PotLine, ...]
    by_hand: ByHand
    priorities: tuple[PriorityReading, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    certificate: Mapping[str, Any] | None = None
    scenario: Mapping[str, Any] = field(default_factory=dict)  # the resolved scenario, plain
    origins: Mapping[str, str] = field(default_factory=dict)  # dotted key -> where its value came from
    chains: Mapping[str, tuple[ReserveChain, ...]] = field(default_factory=dict)  # for a match without a reserve
    states: Mapping[str, str] = field(default_factory=dict)  # recipient id -> state of its match, where not proposed
    answers: Mapping[str, RecordedAnswers] = field(default_factory=dict)  # recipient id -> what is on record of it
    moved: Mapping[str, Message] = field(default_factory=dict)  # recipient id -> why its leader is another, or none
    advisers_moved: tuple[tuple[ChangedAdviser, Message], ...] = ()  # schools with another adviser, or none, and why
    left_alone: tuple[Pinned, ...] = ()  # whom the ledger leaves alone, and pairs that it rules out, with why
    told: tuple[Mapping[str, Any], ...] = ()  # the ledger's lines on who was told that support will be offered
    ledger: Mapping[str, Any] = field(default_factory=dict)  # its name, lines and head when this was proposed
    before: tuple[tuple[str, str], ...] = ()  # (recipient, leader) as the ledger's last runs had them
    known_before: frozenset[str] | None = None  # ids of all that those runs could match; None where there are none
    notes: tuple[Message, ...] = ()  # everything dropped, clipped or assumed
    alerts: tuple[Message, ...] = ()  # what nobody would expect, for page one
    seconds: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    year: YearReport | None = None
    seal: str = ""  # the digest of the folder's seal, once the run is being published
