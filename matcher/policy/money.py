"""What days, matches and grants cost, and the pots they are paid from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from matcher.domain import COHORTS
from matcher.setting import Day, Keyed, Name, Pence, Regions, Setting, Share, SomeOf, Switch, Text

PURPOSES = ("leader_days", "governance_days", "match_fees", "grants")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Pence a day by leader role, and pence a governance day, a match and a grant."""

    leader_day_pence: Annotated[
        Mapping[str, Pence],
        Keyed(
            {
                "trust_ceo": Setting("pounds a day of a trust chief executive", key="trust_ceo_day"),
                "nle": Setting("pounds a day of a national leader of education", key="nle_day"),
                "equivalent": Setting("pounds a day of an equivalent leader", key="equivalent_day"),
            }
        ),
    ]
    own_role_day_pence: Annotated[
        Pence,
        Setting("pounds a day of a role that the programme's own file names", key="own_role_day", added="2026-11-29"),
    ] = 0
    governance_day_pence: Annotated[
        Pence,
        Setting("pounds a governance day", key="governance_day", label="price of a governance day (£)"),
    ] = 50_000
    match_fee_pence: Annotated[Pence, Setting("pounds a match, paid to the broker", key="match_fee")] = 0
    grant_pence: Annotated[Pence, Setting("pounds a match, paid as a grant", key="grant")] = 0

    def day_pence(self, role: str) -> int:
        """Pence a day of one role."""
        return self.leader_day_pence.get(role, self.own_role_day_pence)

    def dearest_day_pence(self, roles: Iterable[str]) -> int:
        """Pence a day of that one of the roles that is paid most."""
        return max(map(self.day_pence, roles), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementGrant:
    """What a school may be paid for its improvement, by band: each a most, learnt after it is matched."""

    band_one_pence: Annotated[Pence, Setting("pounds at most in the first band", key="band_one", optional=True)] = 0
    band_two_pence: Annotated[Pence, Setting("pounds at most in the second band", key="band_two", optional=True)] = 0
    top_band_pence: Annotated[Pence, Setting("pounds at most in the top band", key="top_band", optional=True)] = 0
    first_top_band_pence: Annotated[
        Pence, Setting("the same for the first cohorts", key="first_top_band", optional=True)
    ] = 0
    first_cohorts: Annotated[
        tuple[str, ...], SomeOf(COHORTS, may_be_empty=True), Setting("which cohorts these are", optional=True)
    ] = ()

    def bands(self, cohort: str) -> tuple[int, int, int]:
        """Pence at most of each band for a school of this cohort."""
        top = self.first_top_band_pence if cohort in self.first_cohorts else self.top_band_pence
        return self.band_one_pence, self.band_two_pence, top


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedCost:
    """A cost taken from a pot before anything else."""

    what: Annotated[Text, Setting("what it pays for")]
    amount_pence: Annotated[Pence, Setting("pounds", key="amount")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pot:
    """Money: what it pays for, where and when. `amount_pence` None counts and never binds.

    `role` `pays` pays the cost; `ceiling` binds the cost but pays nothing. `regions` None is every region.
    `share` is what a run of some regions may spend of a pot that covers more (1 where the run covers them all).
    `reverts`: what is left unspent is reported as going back, never moved.
    """

    name: Annotated[Name, Setting("short name; later files change the pot by it")]
    amount_pence: Annotated[Pence | None, Setting("pounds; null counts what is spent and never binds", key="amount")]
    pays_for: Annotated[
        tuple[str, ...], SomeOf(PURPOSES, may_be_empty=True), Setting("what is charged to it; may be empty")
    ]
    regions: Annotated[Regions, Setting("the regions it covers: `all`, or a list", optional=True)] = None
    starts: Annotated[Day | None, Setting("first day it may be spent", key="from", optional=True)] = None
    ends: Annotated[Day | None, Setting("last day it may be spent", key="to", optional=True)] = None
    role: Annotated[
        Literal["pays", "ceiling"], Setting("`pays` pays; `ceiling` binds what others pay", optional=True)
    ] = "pays"
    fixed: Annotated[tuple[FixedCost, ...], Setting("costs taken first", optional=True)] = ()
    share: Annotated[
        Share,
        Setting("what a run of fewer regions than it covers may spend of it", written=Share | None),
    ] = Fraction(1)
    reverts: Annotated[Switch, Setting("whether what is left goes back; reported, never moved", optional=True)] = False
    source: Annotated[Text, Setting("where the amount comes from", written=Text | None)] = ""
    assumed: Annotated[Switch, Setting("whether the amount is an assumption", optional=True)] = True
