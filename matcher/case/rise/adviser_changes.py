"""Schools whose adviser is another than in the proposal before, or that have none any more."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from matcher.result import ChangedAdviser


def changed_advisers(
    before: Mapping[str, str], now: Mapping[str, str], recipients: Collection[str]
) -> tuple[ChangedAdviser, ...]:
    """Of these schools, by id."""
    found = (ChangedAdviser(r, before.get(r, ""), now.get(r, "")) for r in sorted(recipients))
    return tuple(x for x in found if x.was != x.now)
