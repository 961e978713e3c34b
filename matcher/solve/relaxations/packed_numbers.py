"""Arrays as packed fields of a protocol buffer, in its wire format: lists take ten times as long to fill."""

from __future__ import annotations

import numpy as np

from matcher.world import Ints

DELIMITED = 2  # the wire type of packed fields
BITS = 7  # of a number in each byte of a varint; the eighth says that more follow


def packed_whole(field: int, values: Ints) -> bytes:
    """A packed field of whole numbers, none below zero."""
    return _field(field, varints(values))


def packed_floats(field: int, values: object) -> bytes:
    """A packed field of doubles."""
    return _field(field, np.asarray(values, dtype="<f8").tobytes())


def varints(values: Ints) -> bytes:
    """The numbers, none below zero, one after another: the lowest seven bits of each first. All take as many bytes as
    the largest: a number may end with bits that are zero."""
    most = max(1, -(-int(values.max(initial=0)).bit_length() // BITS))
    parts = np.empty((len(values), most), dtype=np.uint8)
    for k in range(most):
        parts[:, k] = (values >> (BITS * k)) & 0x7F
    parts[:, :-1] |= 1 << BITS
    return parts.tobytes()


def _field(number: int, content: bytes) -> bytes:
    if not content:
        return b""
    head = varints(np.array([number << 3 | DELIMITED, len(content)], dtype=np.int64))
    return head + content
