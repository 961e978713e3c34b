"""The parts of a fit as a waterfall: each bar begins where the one above it ends, and the last is the whole."""

from __future__ import annotations

from collections.abc import Sequence

WIDE = 50  # characters for a thousand points


def waterfall(parts: Sequence[tuple[str, int, int]], whole: int) -> tuple[str, ...]:
    """One line a part, in order, then the whole; `parts` are (label, points, out of)."""
    label = max([len(name) for name, _, _ in parts] + [3])
    lines, before = [], 0
    for name, points, out_of in parts:
        lines.append(f"  {name:{label}} {points:>5} of {out_of:>5,}  {_bar(before, before + points)}".rstrip())
        before += points
    return (*lines, f"  {'fit':{label}} {whole:>5} of 1,000  {_bar(0, whole)}")


def _bar(start: int, end: int) -> str:
    return " " * _at(start) + "█" * (_at(end) - _at(start))


def _at(points: int) -> int:
    return (points * WIDE + 500) // 1000
