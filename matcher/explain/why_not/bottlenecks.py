"""Groups of recipients that the leaders who may serve any of them cannot all serve, by maximum flow and minimum cut.

Each recipient sends one unit to a leader who may serve it; a leader passes on as many as their days and room allow,
and leaders who share something, such as their leadership team's days, together no more than what they share allows.
By max-flow/min-cut, the recipients that can be reached from an unserved one in what the flow leaves open are too many
for all the leaders any of them has, and no smaller cut exists (L. R. Ford and D. R. Fulkerson, "Maximal flow through
a network", Canadian Journal of Mathematics 8, 1956; for one leader each it is P. Hall's condition of 1935).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import gcd

import numpy as np

from matcher.bounding.components import connected_components
from matcher.errors import Defect
from matcher.solve.relaxations.maximum_flow import maximum_flow
from matcher.world import Bools, Ints


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Links:
    """The edges of the bipartite graph: edge k joins recipient[k] and leader[k], each pair once.

    `room` is the capacity of each leader in matches; `recipients` is how many recipients there are.

    `pool` is the pool a leader shares with others, -1 for none (empty: nobody shares); `pool_room` is matches per pool.
    """

    recipient: Ints
    leader: Ints
    room: Ints
    recipients: int
    pool: Ints = field(default_factory=_none)
    pool_room: Ints = field(default_factory=_none)

    def room_of(self, leaders: Ints) -> int:
        """Matches that these leaders have room for between them."""
        if not len(self.pool_room):
            return int(self.room[leaders].sum())
        pool = self.pool[leaders]
        shared = np.bincount(pool[pool >= 0], weights=self.room[leaders[pool >= 0]], minlength=len(self.pool_room))
        return int(self.room[leaders[pool < 0]].sum() + np.minimum(shared, self.pool_room).sum())


@dataclass(frozen=True, eq=False)
class Bottleneck:
    """Rows of recipients and of all leaders who may serve any of them; `room` is in matches, fewer than recipients."""

    recipients: Ints
    leaders: Ints
    room: int


def bottlenecks(links: Links) -> tuple[Bottleneck, ...]:
    """The smallest minimum cut, part by part: no two share a leader or a recipient. In order of their first member.

    Recipients with no leader at all are left out: they need no flow to be explained.
    """
    return _split(links, _cut(links, 1, 1))


def tightest(links: Links, group: Bottleneck) -> tuple[Bottleneck, ...]:
    """The densest part of a bottleneck: most recipients per match of capacity. Empty where no part is denser.

    W. Dinkelbach, "On nonlinear fractional programming", Management Science 13, 1967: while some part has a higher
    ratio than the last, which a minimum cut tells, take that part.
    """
    inside = np.isin(links.recipient, group.recipients)
    own = replace(links, recipient=links.recipient[inside], leader=links.leader[inside])
    best = group
    densest: tuple[Bottleneck, ...] = ()
    while best.room:
        share = gcd(len(best.recipients), best.room)
        denser = _split(own, _cut(own, best.room // share, len(best.recipients) // share))
        if not denser:
            break
        densest = denser
        best = max(denser, key=lambda g: (len(g.recipients) / max(g.room, 0.5), -int(g.recipients[0])))
    return (best,) if densest else ()


def most_served(links: Links) -> int:
    """How many recipients the leaders could serve if nothing but days and room mattered."""
    return int(_flow(links, 1, 1).sent.sum())


def _split(links: Links, short: Bools) -> tuple[Bottleneck, ...]:
    if not short.any():
        return ()
    inside = short[links.recipient]
    part = _components(links, inside)
    rows = np.flatnonzero(short)
    numbers = part[rows]
    groups = (_group(links, inside, rows[numbers == k], part, k) for k in np.unique(numbers).tolist())
    return tuple(sorted((_verified(links, g) for g in groups), key=lambda g: int(g.recipients[0])))


@dataclass(frozen=True, eq=False)
class _Flow:
    """A maximum flow: `sent` per link, and `left`, the capacity of each leader that it does not use."""

    sent: Ints
    left: Ints


def _flow(links: Links, asks_for: int, each: int) -> _Flow:
    """A maximum flow where each recipient demands `asks_for` units and each match of capacity carries `each` units."""
    room, pool_room = np.minimum(links.room, links.recipients) * each, links.pool_room * each
    if not len(links.recipient):
        return _Flow(_none(), room)
    n, m = links.recipients, len(links.room)
    sink = n + m + len(pool_room) + 1
    source, asks = sink - 1, np.unique(links.recipient)
    pools = n + m + np.arange(len(pool_room))
    tails = np.concatenate([np.full(len(asks), source), links.recipient, n + np.arange(m), pools])
    heads = np.concatenate([asks, n + links.leader, _next_node(links, sink), np.full(len(pool_room), sink)])
    most = np.concatenate([np.full(len(asks) + len(links.recipient), asks_for), room, pool_room])
    used = maximum_flow(tails, heads, most, source, sink)
    sent = used[len(asks) : len(asks) + len(links.recipient)]
    return _Flow(sent, room - np.bincount(links.leader, weights=sent, minlength=m).astype(np.int64))


def _next_node(links: Links, sink: int) -> Ints:
    """Per leader, the node their flow goes to: their pool, or the sink."""
    if not len(links.pool_room):
        return np.full(len(links.room), sink)
    return np.where(links.pool >= 0, links.recipients + len(links.room) + links.pool, sink)


def _cut(links: Links, asks_for: int, each: int) -> Bools:
    """Per recipient, whether it can be reached in the residual graph from one that got less than it asked for.

    These recipients are one side of the smallest minimum cut.
    """
    flow = _flow(links, asks_for, each)
    sent = np.bincount(links.recipient, weights=flow.sent, minlength=links.recipients).astype(np.int64)
    here = np.zeros(links.recipients, dtype=np.bool_)
    here[links.recipient] = True
    here &= sent < asks_for
    leaders = np.zeros(len(links.room), dtype=np.bool_)
    while True:
        leaders[links.leader[here[links.recipient]]] = True
        if len(links.pool_room):
            leaders |= _through_pools(links, leaders, flow)
        after = here.copy()
        after[links.recipient[(flow.sent > 0) & leaders[links.leader]]] = True
        if (after == here).all():
            return here
        here = after


def _through_pools(links: Links, leaders: Bools, flow: _Flow) -> Bools:
    """Leaders of a pool that one of `leaders` could still pass on to."""
    reached = np.zeros(len(links.pool_room), dtype=np.bool_)
    reached[links.pool[leaders & (flow.left > 0) & (links.pool >= 0)]] = True
    return (links.pool >= 0) & reached[links.pool]


def _components(links: Links, inside: Bools) -> Ints:
    """Recipients, then leaders: the number of the connected component of each.

    Edges are the links of `inside`, and the pools with less capacity than their leaders in `inside` have together.
    """
    n, m = links.recipients, len(links.room)
    ends = [(links.recipient[inside], n + links.leader[inside])]
    if len(links.pool_room):
        there = np.unique(links.leader[inside])
        there = there[links.pool[there] >= 0]
        shared = np.bincount(links.pool[there], weights=links.room[there], minlength=len(links.pool_room))
        tight = there[(shared > links.pool_room)[links.pool[there]]]
        ends.append((n + tight, n + m + links.pool[tight]))
    one, other = (np.concatenate([pair[i] for pair in ends]) for i in (0, 1))
    size = n + m + len(links.pool_room)
    return connected_components(one, other, size)


def _group(links: Links, inside: Bools, recipients: Ints, part: Ints, number: int) -> Bottleneck:
    leaders = np.unique(links.leader[inside & (part[links.recipient] == number)])
    return Bottleneck(recipients, leaders, links.room_of(leaders))


def _verified(links: Links, group: Bottleneck) -> Bottleneck:
    """Returns the group unchanged. Raises Defect where it leaves out a leader or its leaders have room for all."""
    theirs = np.unique(links.leader[np.isin(links.recipient, group.recipients)])
    if not np.array_equal(theirs, group.leaders) or group.room >= len(group.recipients):
        raise Defect("a bottleneck does not hold by arithmetic")
    return group
