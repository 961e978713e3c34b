"""Groups of recipients that the leaders who may serve any of them cannot all serve, by maximum flow and minimum cut.

Each recipient sends one unit to a leader who may serve it; a leader passes on as many as their days and room allow.
By max-flow/min-cut, the recipients that can be reached from an unserved one in what the flow leaves open are too many
for all the leaders any of them has, and no smaller cut exists (L. R. Ford and D. R. Fulkerson, "Maximal flow through
a network", Canadian Journal of Mathematics 8, 1956; for one leader each it is P. Hall's condition of 1935).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, maximum_flow

from matcher.errors import Defect
from matcher.world import Bools, Ints


@dataclass(frozen=True, eq=False)
class Links:
    """Who may serve whom: link k joins recipient[k] and leader[k], each pair once; `room` is matches per leader."""

    recipient: Ints
    leader: Ints
    room: Ints
    recipients: int


@dataclass(frozen=True, eq=False)
class Bottleneck:
    """Recipients, every leader who may serve any of them, and the matches those leaders have room for: fewer."""

    recipients: Ints
    leaders: Ints
    room: int


def bottlenecks(links: Links) -> tuple[Bottleneck, ...]:
    """The smallest minimum cut, part by part: no two share a leader or a recipient. In order of their first member.

    Recipients with no leader at all are left out: they need no flow to be explained.
    """
    return _split(links, _cut(links, 1, 1))


def tightest(links: Links, group: Bottleneck) -> tuple[Bottleneck, ...]:
    """Where within a bottleneck the most recipients ask for each match there is room for; nothing where it is one.

    W. Dinkelbach, "On nonlinear fractional programming", Management Science 13, 1967: while some part has a higher
    ratio than the last, which a minimum cut tells, take that part.
    """
    inside = np.isin(links.recipient, group.recipients)
    own = Links(links.recipient[inside], links.leader[inside], links.room, links.recipients)
    best = group
    found: tuple[Bottleneck, ...] = ()
    while best.room:
        share = gcd(len(best.recipients), best.room)
        denser = _split(own, _cut(own, best.room // share, len(best.recipients) // share))
        if not denser:
            break
        found = denser
        best = max(denser, key=lambda g: (len(g.recipients) / max(g.room, 0.5), -int(g.recipients[0])))
    return (best,) if found else ()


def most_served(links: Links) -> int:
    """How many recipients the leaders could serve if nothing but days and room mattered."""
    return int(_flow(links, 1, 1).sum())


def _split(links: Links, short: Bools) -> tuple[Bottleneck, ...]:
    if not short.any():
        return ()
    inside = short[links.recipient]
    part = _parts(links, inside)
    rows = np.flatnonzero(short)
    numbers = part[rows]
    found = (_group(links, inside, rows[numbers == k], part, k) for k in np.unique(numbers).tolist())
    return tuple(sorted((_checked(links, g) for g in found), key=lambda g: int(g.recipients[0])))


def _flow(links: Links, asks_for: int, each: int) -> Ints:
    """Per link, what a maximum flow sends over it where recipients ask for so much and each match holds so much."""
    if not len(links.recipient):
        return np.zeros(0, dtype=np.int64)
    n, m = links.recipients, len(links.room)
    source, sink = n + m, n + m + 1
    asks = np.unique(links.recipient)
    heads = np.concatenate([np.full(len(asks), source), links.recipient, n + np.arange(m)])
    tails = np.concatenate([asks, n + links.leader, np.full(m, sink)])
    room = np.minimum(links.room, n) * each
    most = np.concatenate([np.full(len(asks) + len(links.recipient), asks_for), room]).astype(np.int32)
    graph = csr_array((most, (heads, tails)), shape=(n + m + 2, n + m + 2))
    used = maximum_flow(graph, source, sink).flow
    return np.asarray(used[links.recipient, n + links.leader], dtype=np.int64).reshape(-1)


def _cut(links: Links, asks_for: int, each: int) -> Bools:
    """Per recipient, whether one that got less than it asked for leads to it: over any link to a leader, back over a
    used one. These recipients are one side of the smallest minimum cut."""
    flow = _flow(links, asks_for, each)
    sent = np.bincount(links.recipient, weights=flow, minlength=links.recipients).astype(np.int64)
    here = np.zeros(links.recipients, dtype=np.bool_)
    here[links.recipient] = True
    here &= sent < asks_for
    leaders = np.zeros(len(links.room), dtype=np.bool_)
    while True:
        leaders[links.leader[here[links.recipient]]] = True
        after = here.copy()
        after[links.recipient[(flow > 0) & leaders[links.leader]]] = True
        if (after == here).all():
            return here
        here = after


def _parts(links: Links, inside: Bools) -> Ints:
    """Recipients, then leaders: the number of the connected part that each is in, over the links of `inside`."""
    size = links.recipients + len(links.room)
    ends = (links.recipient[inside], links.recipients + links.leader[inside])
    graph = csr_array((np.ones(int(inside.sum()), dtype=np.int8), ends), shape=(size, size))
    part: Ints = connected_components(graph, directed=False)[1].astype(np.int64)
    return part


def _group(links: Links, inside: Bools, recipients: Ints, part: Ints, number: int) -> Bottleneck:
    leaders = np.unique(links.leader[inside & (part[links.recipient] == number)])
    return Bottleneck(recipients, leaders, int(links.room[leaders].sum()))


def _checked(links: Links, group: Bottleneck) -> Bottleneck:
    """The group by plain arithmetic: every leader of any of them is in it, and they have room for fewer."""
    theirs = np.unique(links.leader[np.isin(links.recipient, group.recipients)])
    if not np.array_equal(theirs, group.leaders) or group.room >= len(group.recipients):
        raise Defect("a bottleneck does not hold by arithmetic")
    return group
