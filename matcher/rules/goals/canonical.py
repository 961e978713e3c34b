"""The canonical goal, always last: a hash names one among plans equal in every other goal, so that answers repeat."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from operator import methodcaller

import numpy as np

from matcher.plan import CHOICE_KIND, SUPPORTS, Choices, Objective
from matcher.world import Ints, World

NAME = "canonical"
LABEL = "Settle ties the same way every time"
BITS = 20
AT_ONCE = 500_000  # so that memory holds whatever the number of choices


def weights(world: World, choices: Choices) -> Ints:
    """Per choice, the first 20 bits of SHA-256 of its ids and days: `kind|recipient|provider|days|team days`.

    Of what follows from the matches (SUPPORTS, SUPPORTED) a weight that leaves no choice: where either could be 0 or 1
    alike, it is 1 where it follows and 0 where it does not.
    """
    given = np.flatnonzero(choices.kind < SUPPORTS)
    result: Ints = np.where(choices.kind == SUPPORTS, 2, -1).astype(np.int64)
    hashes = [_hashes(keys) for keys in _keys(world, choices.where(given))]
    result[given] = np.concatenate([np.zeros(0, dtype=np.int64), *hashes])
    return result


def _keys(world: World, choices: Choices) -> Iterator[Iterator[bytes]]:
    """The text that is hashed, put together from parts that are written once each, some choices at a time."""
    head = [b"%d|%s|" % (kind, r.id.encode()) for kind in CHOICE_KIND.values() for r in world.recipients]
    people = [x.id.encode() for kind in CHOICE_KIND for x in world.providers[kind]]
    start = np.cumsum([0, *(len(world.providers[kind]) for kind in CHOICE_KIND)])
    wide = int(choices.team_days.max(initial=0)) + 1
    code = choices.days * wide + choices.team_days
    days = np.unique(code)
    tail = [b"|%d|%d" % divmod(k, wide) for k in days.tolist()]
    columns = (
        (head, choices.kind * len(world.recipients) + choices.recipient),
        (people, start[choices.kind] + choices.provider),
        (tail, np.searchsorted(days, code)),
    )
    for first in range(0, len(choices), AT_ONCE):
        parts = (map(names.__getitem__, row[first : first + AT_ONCE].tolist()) for names, row in columns)
        yield map(b"".join, zip(*parts, strict=True))


def _hashes(keys: Iterator[bytes]) -> Ints:
    digests = b"".join(map(methodcaller("digest"), map(sha256, keys)))
    first = np.frombuffer(digests, dtype=np.uint8).reshape(-1, sha256().digest_size)[:, :3].astype(np.int64)
    whole: Ints = (first[:, 0] << 16) | (first[:, 1] << 8) | first[:, 2]
    return whole >> (24 - BITS)


def objective(world: World, choices: Choices) -> Objective:
    return Objective("canonical", "hash", "least", weights(world, choices))
