"""What a run published, as plain values: its matches, the governance days beside them, and who was eligible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from matcher.plan import Plan
from matcher.policy import Policy
from matcher.result import Hold
from matcher.world import World, season_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMatch:
    """One match as a run published it."""

    recipient: str
    leader: str
    region: str
    kind: str
    days: int
    team_days: int
    pence: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedGovernance:
    """Governance days that a run proposed to ask for."""

    recipient: str
    leader: str
    days: int
    pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedWait:
    """A school or trust that a run asked to wait for the year ahead; `leader` could support it now."""

    recipient: str
    leader: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRun:
    """One published run as the ledger records it: its matches, and who was eligible since when."""

    run: str
    term: str
    scenario: str
    as_at: str
    matches: tuple[PublishedMatch, ...]
    governance: tuple[PublishedGovernance, ...] = ()
    eligible: Mapping[str, str]  # id -> since when, '' where not known
    regions: tuple[str, ...] | None = None  # what it proposed for; None is every region
    seal: str = ""  # the digest of its folder's seal; '' where it has none, or the ledger's line is older
    advisers: Mapping[str, str] = field(default_factory=dict)  # recipient id -> adviser id, where the run had advisers
    waits: tuple[PublishedWait, ...] = ()  # those asked to wait for the year ahead
    advised_in: Mapping[str, str] = field(default_factory=dict)  # recipient id -> region, of those with an adviser
    version: str = ""  # of the program that made it; '' where the ledger's line is older
    seq: int = 0

    def speaks_of(self, region: str) -> bool:
        return self.regions is None or region in self.regions

    def meets(self, regions: frozenset[str]) -> bool:
        """Whether it proposed for any of these regions."""
        return any(map(self.speaks_of, regions))

    def within(self, regions: frozenset[str]) -> PublishedRun:
        """What it said of these regions: their matches and the governance days beside them."""
        matches = tuple(m for m in self.matches if m.region in regions)
        matched = {m.recipient for m in matches}
        governance = tuple(g for g in self.governance if g.recipient in matched)
        spoken = tuple(sorted(filter(self.speaks_of, regions)))
        here = matched | {r for r, region in self.advised_in.items() if region in regions}
        advisers = {r: a for r, a in self.advisers.items() if r in here}
        advised_in = {r: region for r, region in self.advised_in.items() if r in here}
        waits = tuple(w for w in self.waits if w.region in regions)
        narrowed = replace(self, matches=matches, governance=governance, waits=waits, regions=spoken)
        return replace(narrowed, advisers=advisers, advised_in=advised_in)


def term_of(policy: Policy) -> str:
    """The term a run is for: the scenario's own, else season and year of its day (`autumn-2022`)."""
    if policy.term:
        return policy.term
    return f"{season_of(policy.as_at)}-{policy.as_at.year}"


def advisers_of(plan: Plan) -> dict[str, str]:
    """Recipient id -> adviser id."""
    return {a.recipient_id: a.adviser_id for a in plan.advisers}


def published_run(
    run_id: str,
    policy: Policy,
    world: World,
    matches: tuple[PublishedMatch, ...],
    governance: tuple[PublishedGovernance, ...],
    seal: str = "",
    version: str = "",
    advisers: Mapping[str, str] | None = None,
    holds: Mapping[str, Hold] | None = None,
) -> PublishedRun:
    """The published form of a run of this id, policy and world."""
    return PublishedRun(
        run=run_id,
        term=term_of(policy),
        scenario=policy.name,
        as_at=policy.as_at.isoformat(),
        matches=matches,
        governance=governance,
        advisers=advisers or {},
        waits=tuple(
            PublishedWait(recipient=id, leader=hold.leader_id, region=world.region_of.get(id, ""))
            for id, hold in sorted((holds or {}).items())
        ),
        advised_in={r: world.region_of.get(r, "") for r in advisers or {}},
        eligible={r.id: r.eligible_since.isoformat() if r.eligible_since else "" for r in world.recipients},
        regions=None if policy.regions is None else tuple(sorted(policy.regions)),
        seal=seal,
        version=version,
    )
