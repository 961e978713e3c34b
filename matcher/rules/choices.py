"""Choices (decision variables) made from pairs: the days on offer, and the cost and fit of each choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from matcher.plan import CHOICE_KIND, Breach, Choices, Pairs, Plan
from matcher.rules.costs import cost_pence
from matcher.rules.fit import fit, judged_days
from matcher.rules.pairs.distance.nearness import nearness
from matcher.rules.pairs.pair_sets import bools, cached, ints
from matcher.world import Bools, Ints, ProviderKind, World, metres_between

NOT_FIXED = -1  # nobody fixed the days of this pair: the support's options hold
MISSING = -1  # an id of a plan that is not in the world


def pairs_at(world: World, recipient: Ints, leader: Ints, kind: ProviderKind = "leaders") -> Pairs:
    """Pairs of these rows, with their distance."""
    metres = metres_between(world.recipient_place[recipient], world.provider_place[kind][leader])
    return Pairs(recipient, leader, metres, kind)


def pairs_of(choices: Choices, kind: ProviderKind = "leaders") -> Pairs:
    """The pair of every choice with a provider of this kind, in their order."""
    rows = np.flatnonzero(choices.kind == CHOICE_KIND[kind])
    return Pairs(choices.recipient[rows], choices.provider[rows], choices.metres[rows], kind)


def options(world: World, pairs: Pairs) -> tuple[Ints, Ints, Ints]:
    """Every choice of days: the pair's row, the days and the team days, sorted by all three.

    Days are those of the judged pair, else of the recipient, else of the support. Team days are none, or for a
    trust whose leader's organisation offers any, the share rounded down. No choice is of less than a day.
    """
    row, days = _days(world, pairs)
    team = _team_days(world, pairs, row, days)
    with_team = np.flatnonzero(team > 0)
    if len(with_team):
        zero = np.zeros(len(row), dtype=np.int64)
        row, days = np.concatenate([row, row[with_team]]), np.concatenate([days, days[with_team]])
        team = np.concatenate([zero, team[with_team]])
    if len(row) > 1 and bool((np.diff(row) <= 0).any()):
        order = np.lexsort((team, days, row))
        return row[order], days[order], team[order]
    return row, days, team


def day_options(world: World, recipient_row: int, leader_row: int) -> frozenset[tuple[int, int]]:
    """The (days, team days) that one pair with a leader may be offered."""
    _, days, team = options(world, pairs_at(world, ints([recipient_row]), ints([leader_row])))
    return frozenset(zip(days.tolist(), team.tolist(), strict=True))


def _days(world: World, pairs: Pairs) -> tuple[Ints, Ints]:
    recipient_days = cached(
        world, "choices.days", lambda w: ints(NOT_FIXED if r.days is None else r.days for r in w.recipients)
    )
    fixed = judged_days(world).replace(world, pairs, recipient_days[pairs.recipient])
    trust, support = world.recipient_is_trust[pairs.recipient], world.policy.support
    rows = [np.flatnonzero(fixed > 0)]
    days = [fixed[rows[0]]]
    for mask, offered in ((~trust, support.standalone_days), (trust, support.trust_days)):
        for number in sorted({d for d in offered if d > 0}):
            rows.append(np.flatnonzero(mask & (fixed == NOT_FIXED)))
            days.append(np.full(len(rows[-1]), number, dtype=np.int64))
    return np.concatenate(rows), np.concatenate(days)


def _team_days(world: World, pairs: Pairs, row: Ints, days: Ints) -> Ints:
    """The most of these days that the leadership team may do, 0 where it may do none."""
    share = world.policy.support.team_share_at_most
    pool = cached(world, "choices.pool", _has_pool)
    may = world.recipient_is_trust[pairs.recipient[row]] & pool[pairs.leader[row]]
    team: Ints = np.where(may, share.numerator * days // share.denominator, 0)
    return team


def _has_pool(world: World) -> Bools:
    employers = (world.organisations.get(x.organisation_id or "") for x in world.leaders)
    return bools(employer is not None and (employer.team_days or 0) > 0 for employer in employers)


def match_choices(world: World, pairs: Pairs, row: Ints, days: Ints, team: Ints) -> Choices:
    """Matches: choice k is of pair row[k]."""
    return _choices(world, pairs, row, days, team, fit(world, pairs)[row], nearness(world, pairs)[row])


def governance_choices(world: World, pairs: Pairs, row: Ints, days: Ints, team: Ints) -> Choices:
    """Governance days, which have no fit: choice k is of pair row[k]."""
    return _choices(world, pairs, row, days, team, np.zeros(len(row), dtype=np.int64))


def adviser_choices(world: World, pairs: Pairs, row: Ints, days: Ints, team: Ints) -> Choices:
    """Advisers, who have no fit: choice k is of pair row[k]."""
    return _choices(world, pairs, row, days, team, np.zeros(len(row), dtype=np.int64))


def _choices(
    world: World, pairs: Pairs, row: Ints, days: Ints, team: Ints, points: Ints, away: Ints | None = None
) -> Choices:
    kind, provider = np.full(len(row), CHOICE_KIND[pairs.kind], dtype=np.int64), pairs.leader[row]
    cost = cost_pence(world, kind, provider, days)
    return Choices(kind, pairs.recipient[row], provider, days, team, pairs.metres[row], points, cost, away)


def concatenate_choices(*parts: Choices) -> Choices:
    """One list of choices, part after part; at least one part."""

    def concatenated(name: str) -> Ints:
        return np.concatenate([getattr(part, name) for part in parts])

    return Choices(
        kind=concatenated("kind"),
        recipient=concatenated("recipient"),
        provider=concatenated("provider"),
        days=concatenated("days"),
        team_days=concatenated("team_days"),
        metres=concatenated("metres"),
        fit=concatenated("fit"),
        cost_pence={k: np.concatenate([part.cost_pence[k] for part in parts]) for k in parts[0].cost_pence},
        away=concatenated("nearness"),
    )


def choices_of(world: World, plan: Plan) -> tuple[Choices, tuple[Breach, ...]]:
    """Any plan's own choices, in its order, whether or not a rule allows them; and each id that is not known.

    What names an unknown recipient or leader is left out of the choices and given as a breach instead.
    """
    missing: dict[Breach, None] = {}

    def row(what: str, of: Mapping[str, int], id: str) -> int:
        if id not in of:
            missing[Breach("known-ids", id, f"{id} is no {what} of this run")] = None
        return of.get(id, MISSING)

    matches = [
        (row("recipient", world.recipient_row, m.recipient_id), row("leader", world.leader_row, m.leader_id), m)
        for m in plan.matches
    ]
    governance = [
        (
            row("recipient", world.recipient_row, g.recipient_id),
            row("governance leader", world.governance_row, g.governance_leader_id),
            g,
        )
        for g in plan.governance
    ]
    advisers = [
        (
            row("recipient", world.recipient_row, a.recipient_id),
            row("adviser", world.provider_row["advisers"], a.adviser_id),
        )
        for a in plan.advisers
    ]
    match_rows = [(r, j, m.days, m.team_days) for r, j, m in matches if MISSING not in (r, j)]
    governance_rows = [(r, j, g.days) for r, j, g in governance if MISSING not in (r, j)]
    adviser_rows = [(r, j) for r, j in advisers if MISSING not in (r, j)]
    parts = _matches_at(world, match_rows), _governance_at(world, governance_rows), _advisers_at(world, adviser_rows)
    return concatenate_choices(*parts), tuple(missing)


def _matches_at(world: World, match_rows: Sequence[tuple[int, int, int, int]]) -> Choices:
    recipient, leader, days, team = np.array(match_rows, dtype=np.int64).reshape(-1, 4).T
    return match_choices(world, pairs_at(world, recipient, leader), np.arange(len(match_rows)), days, team)


def _governance_at(world: World, governance_rows: Sequence[tuple[int, int, int]]) -> Choices:
    recipient, leader, days = np.array(governance_rows, dtype=np.int64).reshape(-1, 3).T
    pairs = pairs_at(world, recipient, leader, "governance")
    return governance_choices(world, pairs, np.arange(len(pairs)), days, np.zeros(len(pairs), dtype=np.int64))


def _advisers_at(world: World, adviser_rows: Sequence[tuple[int, int]]) -> Choices:
    recipient, adviser = np.array(adviser_rows, dtype=np.int64).reshape(-1, 2).T
    pairs = pairs_at(world, recipient, adviser, "advisers")
    nothing = np.zeros(len(pairs), dtype=np.int64)
    return adviser_choices(world, pairs, np.arange(len(pairs)), nothing, nothing)
