"""The changes to try for one unmatched school or trust: more days, more money, a longer journey, one more leader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from matcher.domain import Leader, Recipient
from matcher.explain.why_not.change import Change, ChangeKind, pots_text
from matcher.journeys import journey_suffix
from matcher.plan import Choices, Pairs
from matcher.policy import Pot
from matcher.rules.choices import pairs_at
from matcher.rules.limits.commitments import deployments_committed
from matcher.rules.limits.pots import charge
from matcher.rules.pairs.distance.measured import known_minutes, limit_minutes, minutes_judged, timed
from matcher.rules.pairs.distance.nearness import nearness
from matcher.rules.pairs.pair_sets import ints
from matcher.rules.pairs.pair_wording import and_list
from matcher.runs.finished import FinishedRun
from matcher.wording import words
from matcher.wording.terms import LEADER

NEAREST = 3  # leaders tried for each kind of change
NEW = "a leader more"
UNLIMITED = int(np.iinfo(np.int64).max)


def candidate_changes(run: FinishedRun, recipient_row: int) -> tuple[Change, ...]:
    """Changes that each make room for the recipient while every other match stays. In order of `Change.rank`.

    The best plan may still leave the recipient out, so the caller solves again before it shows a change.
    """
    changes = [
        *_more_room(run, recipient_row),
        *_one_rule(run, recipient_row),
        *_new_leader(run, recipient_row),
        *_priority(run, recipient_row),
    ]
    return tuple(sorted(dict.fromkeys(changes), key=lambda c: c.rank))


# Room: a possible leader with more days or deployments, a pot with more money.


def _more_room(run: FinishedRun, recipient_row: int) -> Iterator[Change]:
    pairs: dict[int, Change] = {}
    for number in run.choices_for(recipient_row).tolist():
        leader = int(run.choices.provider[number])
        change = _room(run, run.choices.where(ints([number])), _leader_text(run, leader, number))
        if change and (leader not in pairs or change.rank < pairs[leader].rank):
            pairs[leader] = change
    yield from sorted(pairs.values(), key=lambda c: (c.rank, c.said))[:NEAREST]


def _leader_text(run: FinishedRun, leader: int, number: int) -> str:
    away = journey_suffix(run.world, int(run.choices.recipient[number]), leader)
    return f"{LEADER} {run.world.leaders[leader].id}{away}"


def _room(run: FinishedRun, choice: Choices, who: str, opened: ChangeKind | None = None) -> Change | None:
    """What one possible match lacks of its leader's days and deployments and of the pots; None where it lacks none."""
    leader = run.world.leaders[int(choice.provider[0])]
    days, deployments = _short_of_leader(run, leader, int(choice.own_days[0]))
    pots = _short_of_money(run, choice)
    what: list[ChangeKind] = [] if opened is None else [opened]
    texts = []
    if days or deployments:
        what.append("days")
        texts.append(_offer(who, days, deployments))
    if pots:
        what.append("pounds")
        texts.append(pots_text(pots))
    if not what:
        return None
    leaders = (_leader_with(run, leader, days, deployments),) if days or deployments else ()
    amount = days if "days" in what else sum(pence for _, pence in pots)
    return Change(tuple(what), amount, " and ".join(texts), leaders, pots)


def _offer(who: str, days: int, deployments: int) -> str:
    parts = [f"{words.count(days, 'more day')}"] if days else []
    parts += [f"room for {words.count(deployments, 'more deployment')}"] if deployments else []
    return f"{' and '.join(parts)} from {who}"


def _leader_with(run: FinishedRun, leader: Leader, days: int, deployments: int) -> Leader:
    """Days and room as they would have to stand on the register, where history takes from both."""
    overcommitted_days = _overcommitted_days(run, leader)
    most = None if leader.max_matches is None else max(leader.max_matches, deployments_committed(run.world)[leader.id])
    return replace(
        leader,
        days=leader.days + days + (overcommitted_days if days else 0),
        max_matches=leader.max_matches if most is None or not deployments else most + deployments,
    )


def _overcommitted_days(run: FinishedRun, leader: Leader) -> int:
    """Days already committed beyond the days offered: new days have to cover these first."""
    from matcher.rules.limits.commitments import days_committed

    return max(0, days_committed(run.world)[leader.id] - leader.days)


def _short_of_leader(run: FinishedRun, leader: Leader, own_days: int) -> tuple[int, int]:
    return (
        max(0, own_days - _limit_slack(run, "leader-days", leader.id)),
        0 if leader.max_matches is None else max(0, 1 - _limit_slack(run, "deployments", leader.id)),
    )


def _limit_slack(run: FinishedRun, rule: str, subject: str) -> int:
    limit = next((x for x in run.problem.limits if x.rule == rule), None)
    if limit is None:  # a programme without this limit
        return UNLIMITED
    row = limit.subject.index(subject)
    return int(limit.at_most[row] - limit.used(run.chosen)[row])


def _short_of_money(run: FinishedRun, choice: Choices) -> tuple[tuple[str, int], ...]:
    lacks = ((pot, int(charge(run.world, choice, pot)[0])) for pot in run.policy.pots)
    short = ((pot.name, pence - _pot_slack(run, pot)) for pot, pence in lacks if pence and pot.amount_pence is not None)
    return tuple((name, pence) for name, pence in short if pence > 0)


def _pot_slack(run: FinishedRun, pot: Pot) -> int:
    return _limit_slack(run, "pots", pot.name)


# A rule that stands alone between the recipient and a leader.


def _one_rule(run: FinishedRun, recipient_row: int) -> Iterator[Change]:
    """The nearest leaders whom only their distance, only their region or only their willingness keeps away."""
    pairs = _pairs_with_all_leaders(run, recipient_row)
    masks = {rule.name: rule.bars(run.world, pairs) for rule in run.setup.rulebook.pairs}
    if not masks:
        return
    alone = np.sum(list(masks.values()), axis=0) == 1
    for rule, say in (("travel", _travel), ("region", _region), ("willingness", _willing)):
        rows = np.flatnonzero(alone & masks[rule])
        nearest = rows[np.lexsort((rows, nearness(run.world, pairs)[rows]))][:NEAREST].tolist()
        tries = [x for x in (say(run, recipient_row, leader, int(pairs.metres[leader])) for leader in nearest) if x]
        yield from sorted(tries, key=lambda c: c.rank)[:1]


def _pairs_with_all_leaders(run: FinishedRun, recipient_row: int) -> Pairs:
    leaders = np.arange(len(run.world.leaders), dtype=np.int64)
    return pairs_at(run.world, np.full(len(leaders), recipient_row, dtype=np.int64), leaders)


def _allow_pair(
    run: FinishedRun, recipient_row: int, leader_row: int, what: ChangeKind, text: str, amount: int
) -> Change | None:
    """The change that allows a pair barred by one rule, together with the days and money it would also need."""
    pair = pairs_at(run.world, ints([recipient_row]), ints([leader_row]))
    provider = run.setup.rulebook.provider(pair.kind)
    offers = provider.choices(run.world, pair, *provider.days.options(run.world, pair))
    if not len(offers):
        return None
    room = _room(run, offers.where(ints([0])), f"the same {LEADER}", what)
    assert room is not None
    whole = " and ".join(x for x in (text, room.said) if x)
    ids = run.world.recipients[recipient_row].id, run.world.leaders[leader_row].id
    return replace(room, said=whole, amount=amount, pair=ids)


def _travel(run: FinishedRun, recipient_row: int, leader_row: int, metres: int) -> Change | None:
    pair = pairs_at(run.world, ints([recipient_row]), ints([leader_row]))
    minutes = int(minutes_judged(run.world, pair)[0]) if timed(run.world, pair)[0] else -1
    too_long = minutes > int(limit_minutes(run.world)[leader_row])
    about = "" if known_minutes(run.world, pair)[0] == minutes else "about "
    way = f"{about}{words.count(minutes, 'minute')}" if too_long else words.kilometres(metres)
    text = f"{LEADER} {run.world.leaders[leader_row].id} being allowed the {way} to it"
    what: ChangeKind = "minutes" if too_long else "kilometres"
    return _allow_pair(run, recipient_row, leader_row, what, text, minutes if too_long else metres)


def _region(run: FinishedRun, recipient_row: int, leader_row: int, metres: int) -> Change | None:
    region = run.world.recipients[recipient_row].region
    away = journey_suffix(run.world, recipient_row, leader_row)
    text = f"{LEADER} {run.world.leaders[leader_row].id}{away} offering to serve it in {region}"
    return _allow_pair(run, recipient_row, leader_row, "region", text, max(metres, 0))


def _willing(run: FinishedRun, recipient_row: int, leader_row: int, metres: int) -> Change | None:
    leader = run.world.leaders[leader_row]
    if leader.withdrew_on:
        return None
    text = f"{LEADER} {leader.id}{journey_suffix(run.world, recipient_row, leader_row)} being willing"
    change = _allow_pair(run, recipient_row, leader_row, "willing leader", text, max(metres, 0))
    if change is None:
        return None
    changed = change.leaders[0] if change.leaders else leader
    return replace(change, pair=None, leaders=(replace(changed, willing=True),))


# A leader more, and a higher priority.


def _new_leader(run: FinishedRun, recipient_row: int) -> Iterator[Change]:
    if run.setup.rulebook.supporters != "people":
        return  # what an organisation is, the register says: none is made up
    recipient = run.world.recipients[recipient_row]
    rules, days = run.policy.rules, _fewest_days(run, recipient)
    roles = rules.trust_leader if recipient.kind == "trust" else rules.standalone_leader
    if not days or not roles:
        return
    pots = _short_of_money(run, _one_choice(run, recipient_row, days, roles[0]))
    text = f"one more willing {LEADER} close by who covers {_phases(recipient)} and has {words.count(days, 'day')}"
    if pots:
        text += f" and {pots_text(pots)}"
    what: tuple[ChangeKind, ...] = ("new leader", "pounds") if pots else ("new leader",)
    yield Change(what, days, text, (_unbarred_leader(run, recipient, roles[0], days),), pots)


def _phases(recipient: Recipient) -> str:
    return f"the {and_list(recipient.phases)} phase" if recipient.phases else "its phase"


def _fewest_days(run: FinishedRun, recipient: Recipient) -> int:
    if recipient.days is not None:
        return recipient.days
    support = run.policy.support
    offered = support.trust_days if recipient.kind == "trust" else support.standalone_days
    return min((d for d in offered if d > 0), default=0)


def _one_choice(run: FinishedRun, recipient_row: int, days: int, role: str) -> Choices:
    """A match of the recipient at this role's rate, to ask what it would cost."""
    rates = run.policy.rates
    cost = {
        "leader_days": ints([days * rates.day_pence(role)]),
        "match_fees": ints([rates.match_fee_pence]),
        "grants": ints([rates.grant_pence]),
    }
    zero = ints([0])
    return Choices(zero, ints([recipient_row]), zero, ints([days]), zero, zero, zero, cost)


def _unbarred_leader(run: FinishedRun, recipient: Recipient, role: str, days: int) -> Leader:
    """A leader at the recipient's own place, without organisation, designated and checked: no rule bars the pair."""
    return Leader(
        id=NEW,
        name="",
        role=role,
        region=recipient.region,
        days=days,
        willing=True,
        phases=recipient.phases,
        regions=frozenset({recipient.region}),
        easting=recipient.easting,
        northing=recipient.northing,
        designated_from=run.policy.year_from,
        interests_checked_on=run.policy.as_at,
    )


def _priority(run: FinishedRun, recipient_row: int) -> Iterator[Change]:
    """One step up, and one above everybody who is matched; only where priority comes from the register."""
    if run.policy.priority != "register":
        return
    recipient = run.world.recipients[recipient_row]
    now = 1 if recipient.priority is None else recipient.priority
    top = max((run.world.recipients[r].priority or 1 for r in run.match_of), default=0)
    for value in sorted({now + 1, max(now, top) + 1}):
        text = f"a priority of {value} instead of {now}"
        yield Change(("priority",), value, text, priority=(recipient.id, value))


def more_money(run: FinishedRun, recipient_row: int) -> Sequence[tuple[str, int, int]]:
    """The pots that a match would be charged to: name, what the cheapest needs beyond what is left, and its cost."""
    own = run.choices_for(recipient_row)
    if not len(own):
        return ()
    cheapest = run.choices.where(ints([int(own[np.argmin(run.choices.total_pence[own])])]))
    costs = ((pot, int(charge(run.world, cheapest, pot)[0])) for pot in run.policy.pots if pot.amount_pence is not None)
    return tuple((pot.name, max(0, pence - _pot_slack(run, pot)), pence) for pot, pence in costs if pence)
