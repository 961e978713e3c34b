"""The kinds of rule: each has a name, a citation, its own short wording and the functions that apply it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from matcher.domain import Answer, Verdict
from matcher.plan import Choices, Limit, Objective, Pairs
from matcher.policy import GoalChoice, Policy
from matcher.world import Bools, Ints, ProviderKind, World

if TYPE_CHECKING:
    from matcher.rules.gates.body import Body


DayOptions = tuple[Ints, Ints, Ints]  # per choice: the pair's row, days, team days
FlagWeight = Literal["stops", "signs-off", "ask", "note"]  # from the heaviest
Why = Callable[[World, int, int], str]  # world, recipient row, provider row -> sentence


@dataclass(frozen=True, slots=True)
class Cite:
    """The source of a rule: a document of sources.yaml, the clause, and a summary of the clause."""

    document: str
    clause: str
    says: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Who qualifies. `applies` selects the bodies the gate is about; `judge` returns the verdict with its evidence.

    A body is eligible if any gate finds it eligible, unless a gate with `veto` does not. `answers` returns only the
    verdict's answer, for a gate whose reasons are slow to compute. `reads` names the readings, switches of
    `eligibility`, that its answer may depend on.
    """

    name: str
    cite: Cite
    applies: Callable[[Body], bool]
    judge: Callable[[Body, Policy], Verdict]
    veto: bool = False
    answers: Callable[[Body, Policy], Answer] | None = None
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairRule:
    """Who may support whom. `bars` gives a mask over many pairs; `why` explains one barred pair in one sentence
    a person can read out, without personal data beyond ids, roles and organisations.

    A `screen` rule (region, phase, role, travel) is counted; a pair barred by any other rule is listed by name.
    A rule `of_recipient` says the same of every provider: it is asked once, and no pair of a barred one is built.
    `short` is what it says of those whom it bars, after their number: 12 `too far away`; of a rule `of_recipient` what
    it says of the school or trust: `its progress is reviewed by an adviser alone`.
    `why` names no school or trust but the pair's own; where `names_organisation`, the leader's organisation too.
    """

    name: str
    cite: Cite
    bars: Callable[[World, Pairs], Bools]
    why: Why
    screen: bool = False
    of_recipient: bool = False
    names_organisation: bool = False
    short: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class FlagRule:
    """A warning shown with a pair that does not bar it: a stale declaration, a shared authority.

    `label` is what tables and pages show for it. `weight` says who acts on it: it `stops` an appointment until it is
    settled, the director `signs-off`, somebody is to `ask` first, or it is a `note`.
    """

    name: str
    cite: Cite
    flags: Callable[[World, Pairs], Bools]
    why: Why
    label: str = field(kw_only=True)
    weight: FlagWeight = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class DaysRule:
    """How many days a pair may be offered. `options` gives every choice of these pairs: the pair's row, the days and
    the team days, sorted by all three. `words` explains days (the last two: days, team days) that are not on offer.
    """

    name: str
    cite: Cite
    options: Callable[[World, Pairs], DayOptions]
    words: Callable[[World, int, int, int, int], str]  # world, recipient row, provider row, days, team days -> sentence

    def on_offer(self, world: World, pair: Pairs) -> frozenset[tuple[int, int]]:
        """The (days, team days) that one pair may be offered."""
        _, days, team = self.options(world, pair)
        return frozenset(zip(days.tolist(), team.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class LimitRule:
    """A constraint. `rows` gives every row of the rule over these choices; `words` explains one row.

    `short_of` is what there is too little of where a row leaves no room for a match: days, room, money.
    `of_whole_plans`: a part of a plan may break it, since what it lacks may still be added.
    """

    name: str
    cite: Cite
    rows: Callable[[World, Choices], Limit]
    words: Callable[[World, str, int, int], str]  # world, subject, used, at_most -> sentence
    short_of: str = field(kw_only=True)
    of_whole_plans: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class GoalRule:
    """An objective. `objective` gives its coefficients as arrays, or a sentence that explains why it is skipped.

    `label` is what tables and pages show for it.
    """

    name: str
    cite: Cite
    objective: Callable[[World, Choices, GoalChoice], Objective | str]
    label: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class ProviderRules:
    """The rules on one kind of provider: whom they may support, what is shown with a pair, and the days on offer.

    `choices` makes the choices of pairs from the pair's row, days and team days of each.
    Where `listed`, barred pairs are in the tables of barred pairs. Where `barred_as` is given, an audit reports each
    barred pair once, under that name and not under that of the rule: its name is public.
    """

    kind: ProviderKind
    pairs: tuple[PairRule, ...]
    flags: tuple[FlagRule, ...]
    days: DaysRule
    choices: Callable[[World, Pairs, Ints, Ints, Ints], Choices]
    listed: bool = True
    barred_as: str = ""

    def bar(self, world: World, pair: Pairs) -> PairRule | None:
        """The first rule that bars this one pair, None where no rule does."""
        return next((rule for rule in self.pairs if rule.bars(world, pair)[0]), None)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every rule of one programme year, in the order in which they are evaluated.

    `providers` come in the order of their choices. `pairs` and `flags` are those of system leaders. `supporters` says
    who stands in a leader's place: a person of the register of leaders, or an organisation that supports schools.
    `voluntary`: a school or trust may decline the support itself, and not only who gives it.
    """

    programme: str
    gates: tuple[Gate, ...]
    providers: tuple[ProviderRules, ...]
    limits: tuple[LimitRule, ...]
    goals: tuple[GoalRule, ...]
    supporters: Literal["people", "organisations"] = "people"
    voluntary: bool = True

    @property
    def counts_days(self) -> bool:
        """Whether support is given in days; where organisations support schools, nobody counts them."""
        return self.supporters == "people"

    @property
    def gives_governance(self) -> bool:
        return any(rules.kind == "governance" for rules in self.providers)

    def provider(self, kind: ProviderKind) -> ProviderRules:
        return next(rules for rules in self.providers if rules.kind == kind)

    @property
    def pairs(self) -> tuple[PairRule, ...]:
        return self.provider("leaders").pairs

    @property
    def flags(self) -> tuple[FlagRule, ...]:
        return self.provider("leaders").flags
