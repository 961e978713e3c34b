"""Shortages: groups that cannot all be matched, each because of money, of leaders' capacity, or of the cap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from matcher.domain import Recipient
from matcher.explain.why_not.bottlenecks import Bottleneck, Links, bottlenecks, most_served, tightest
from matcher.explain.why_not.capacity import NO_MATCH, links_of, team_days
from matcher.plan import Pairs, Problem
from matcher.result import Candidates, Shortage
from matcher.rules.limits.leader_days import days_left
from matcher.rules.limits.pots import charge, left_pence
from matcher.rules.pairs.interests.broker_interest import own_interest
from matcher.rules.pairs.pair_wording import and_list
from matcher.rules.supporters import needs_organisation
from matcher.wording import words
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.world import Bools, Ints, World


def shortages(world: World, candidates: Candidates, problem: Problem, chosen: Bools) -> tuple[Shortage, ...]:
    """Money first, then the cap on own interest, the bottlenecks of people, the widest gap first, and last those whom
    nobody may serve.

    Each holds by itself, whatever the goals: of its recipients no plan matches more than `at_most`.
    """
    view = _ShortageView(world, problem, chosen)
    return (*_money(view), *_cap(view), *_people(view), *_nobody(view))


class _ShortageView:
    """The matches that may be chosen, as links between recipients and leaders, with what each leader has left."""

    def __init__(self, world: World, problem: Problem, chosen: Bools) -> None:
        choices = problem.choices
        self.world, self.problem, self.chosen = world, problem, chosen
        self.days, self.team = days_left(world), team_days(world, problem)
        self.matched = frozenset(world.recipients[r].id for r in choices.recipient[chosen & choices.is_match].tolist())
        self.rows = np.flatnonzero(choices.is_match)
        self.links = links_of(world, problem)

    def ids(self, rows: Ints) -> tuple[str, ...]:
        return tuple(self.world.recipients[r].id for r in rows.tolist())

    def count_matched(self, ids: tuple[str, ...]) -> int:
        return len(self.matched.intersection(ids))

    def fewest_days(self, recipients: Ints) -> int:
        """The days they need, each by its shortest possible match, whoever gives them."""
        days = self.problem.choices.days[self.rows]
        least = np.full(len(self.world.recipients), NO_MATCH, dtype=np.int64)
        np.minimum.at(least, self.problem.choices.recipient[self.rows], days)
        return int(least[recipients].sum())

    def team_of(self, group: Bottleneck) -> int:
        """Days that the teams of these leaders offer, where a match of the group could use them."""
        choices = self.problem.choices
        here = choices.is_match & (choices.team_days > 0) & np.isin(choices.recipient, group.recipients)
        theirs = {self.world.leaders[x].organisation_id or "" for x in choices.provider[here].tolist()}
        return sum(self.team.get(organisation, 0) for organisation in theirs)


# Money's part.


def _money(view: _ShortageView) -> Iterator[Shortage]:
    """Each pot that does not reach all those whose match it would pay, even if each had its cheapest match."""
    choices = view.problem.choices
    for pot in view.world.policy.pots:
        if pot.amount_pence is None or not len(view.rows):
            continue
        pence = charge(view.world, choices, pot)[view.rows]
        least = np.full(len(view.world.recipients), NO_MATCH, dtype=np.int64)
        np.minimum.at(least, choices.recipient[view.rows], pence)
        asking = np.flatnonzero((least > 0) & (least < NO_MATCH))
        left = left_pence(view.world, pot)
        reach = int(np.searchsorted(np.cumsum(np.sort(least[asking])), left, side="right"))
        if reach < len(asking):
            yield _pot_short(view, pot.name, asking, int(least[asking].sum()), left, reach)


def _pot_short(view: _ShortageView, pot: str, asking: Ints, needed: int, left: int, reach: int) -> Shortage:
    ids = view.ids(asking)
    text = (
        f"{_who(view, asking)} would need {words.pounds(needed)} from the pot '{pot}'. It has {words.pounds(left)} to"
        f" spend, enough for {words.count(reach, 'match', 'matches')} at most."
    )
    return Shortage("money", ids, (), needed, left, reach, view.count_matched(ids), pot, text)


# The cap's part.


def _cap(view: _ShortageView) -> Iterator[Shortage]:
    """Each region where the cap on own interest keeps more from being matched than days and room do.

    With a cap of p/q, the broker's own may serve p for every (q - p) that others serve, and others serve no more than
    their flow.
    """
    share = view.world.policy.rules.own_interest_share_at_most
    if share is None or share >= 1:
        return
    links, own = view.links, _own_interest(view)
    for k in range(len(view.world.regions)):
        here = view.world.recipient_region[links.recipient] == k
        if (here & own).any():
            others = most_served(_among(links, here & ~own))
            reach = others + int(share * others / (1 - share))
            if reach < most_served(_among(links, here)):
                yield _capped(view, share, np.unique(links.recipient[here]), others, reach)


def _own_interest(view: _ShortageView) -> Bools:
    """Per link, whether the leader's organisation brokers the recipient's region."""
    links, metres = view.links, np.zeros(len(view.links.recipient), dtype=np.int64)
    return own_interest(view.world, Pairs(links.recipient, links.leader, metres))


def _among(links: Links, mask: Bools) -> Links:
    return replace(links, recipient=links.recipient[mask], leader=links.leader[mask])


def _capped(view: _ShortageView, share: Fraction, rows: Ints, others: int, reach: int) -> Shortage:
    ids = view.ids(rows)
    beside = f"{reach - others:,}" if reach > others else "none"
    most = f"{words.count(reach, 'match', 'matches')} at most" if reach else "no match at all"
    text = (
        f"{_who(view, rows)} could have {LEADER:a}. {LEADER:Cs} of other organisations have room for"
        f" {others if others else 'none'} of them. The cap of {float(100 * share):g} % lets the region's own broker"
        f" serve {beside} beside these: {most}."
    )
    return Shortage("own interest", ids, (), 0, 0, reach, view.count_matched(ids), "", text)


# People's part.


def _nobody(view: _ShortageView) -> Iterator[Shortage]:
    """Recipients whom nobody may serve, by region and phase."""
    alone = needs_organisation(view.world).copy() if view.world.advisers else np.ones(len(view.world.recipients), bool)
    alone[view.problem.choices.recipient[view.rows]] = False
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row in np.flatnonzero(alone).tolist():
        recipient = view.world.recipients[row]
        phases = "" if recipient.kind == "trust" else and_list(recipient.phases)
        groups[(recipient.region, recipient.kind, phases)].append(row)
    for key in sorted(groups, key=lambda k: (-len(groups[k]), k)):
        rows = np.array(groups[key], dtype=np.int64)
        verb = "has" if len(rows) == 1 else "have"
        text = f"{_who(view, rows)} {verb} nobody on the register who may serve {'it' if len(rows) == 1 else 'them'}."
        yield Shortage("nobody", view.ids(rows), (), 0, 0, 0, 0, "", text)


def _people(view: _ShortageView) -> Iterator[Shortage]:
    """Each bottleneck, followed by where in it the shortage is worst."""
    groups = bottlenecks(view.links)
    for group in sorted(groups, key=lambda g: (g.room - len(g.recipients), int(g.recipients[0]))):
        yield _of_people(view, group, "")
        for core in tightest(view.links, group):
            yield _of_people(view, core, "Worst among these: ")


def _of_people(view: _ShortageView, group: Bottleneck, lead: str) -> Shortage:
    ids = view.ids(group.recipients)
    leaders = tuple(view.world.leaders[x].id for x in group.leaders.tolist())
    needed, own, team = view.fewest_days(group.recipients), int(view.days[group.leaders].sum()), view.team_of(group)
    text = lead + _people_sentence(view, group, needed, own, team)
    return Shortage("people", ids, leaders, needed, own + team, group.room, view.count_matched(ids), "", text)


def _people_sentence(view: _ShortageView, group: Bottleneck, needed: int, own: int, team: int) -> str:
    leaders, asking = len(group.leaders), len(group.recipients)
    whom = "it" if asking == 1 else "any of them"
    if view.world.advisers:  # organisations offer room and no days
        room = words.count(group.room, "match", "matches") if group.room else "no match"
        have = f"{words.count(leaders, f'{LEADER}', f'{LEADER:s}')} may serve {whom}, with room for {room} in all"
        return f"{_who(view, group.recipients)}: {have}."
    who = (
        f"The {leaders:,} {LEADER:s} who may serve {whom} offer {words.count(own, 'day')}"
        if leaders > 1
        else f"The one {LEADER} who may serve {whom} offers {words.count(own, 'day')}"
    )
    if team:
        who += f" and their {'teams' if leaders > 1 else 'team'} {team:,} more"
    room = f"enough for {words.count(group.room, 'match', 'matches')}" if group.room else "not enough for a match"
    if own + team >= needed:
        how = f"{LEADER} by {LEADER} there is" if leaders > 1 else "has"
        room = f"but {how} room for only {words.count(group.room, 'match', 'matches')}"
    if own + team >= needed and not group.room:
        room = "but none of them has room for a whole match" if leaders > 1 else "but has no room for a whole match"
    need = "needs" if asking == 1 else "need"
    return f"{_who(view, group.recipients)} {need} at least {words.count(needed, 'day')}. {who}, {room}."


def _who(view: _ShortageView, rows: Ints) -> str:
    """`14 secondary schools in London`; phases and regions are counted where they are many."""
    bodies = [view.world.recipients[r] for r in rows.tolist()]
    regions = sorted({b.region for b in bodies})
    where = f" in {' and '.join(regions)}" if len(regions) <= 2 else f" in {len(regions)} regions"
    return f"{len(bodies):,} {_what(bodies)}{where}"


def _what(bodies: list[Recipient]) -> str:
    kinds = {b.kind for b in bodies}
    if kinds == {"trust"}:
        return "trust" if len(bodies) == 1 else "trusts"
    noun = ("school" if len(bodies) == 1 else "schools") if kinds == {"school"} else f"{RECIPIENT:s}"
    phases = Counter(and_list(b.phases) for b in bodies if b.kind == "school" and b.phases)
    if len(phases) == 1 and kinds == {"school"} and sum(phases.values()) == len(bodies):
        return f"{next(iter(phases))} {noun}"
    return noun
