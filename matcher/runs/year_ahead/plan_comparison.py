"""The plan with the year ahead beside today's best alone: whom each matches, by kind, region and term of arrival."""

from __future__ import annotations

from collections.abc import Collection

from matcher.domain import Recipient
from matcher.runs.setup import RunSetup
from matcher.world import Bools, season_of
from matcher.year_ahead.holds import matched_rows


def joined(setup: RunSetup, chosen: Bools, without: Bools) -> int:
    """How many are matched whom today's best plan alone leaves out."""
    now, alone = (matched_rows(setup.world, setup.problem.choices, plan) for plan in (chosen, without))
    return int((now & ~alone).sum())


def beside(
    setup: RunSetup, chosen: Bools, without: Bools, regions: Collection[str] | None = None
) -> tuple[tuple[str, str, int, int, int], ...]:
    """By term of arrival, region and kind: matched with the year ahead, matched without, and waiting for it; of these
    regions, or of all."""
    world, choices = setup.world, setup.problem.choices
    now, alone = (matched_rows(world, choices, plan) for plan in (chosen, without))
    found: dict[tuple[str, str], list[int]] = {}
    mine = ((r, x) for r, x in enumerate(world.recipients) if regions is None or x.region in regions)
    for r, recipient in mine:
        groups = {"Kind": recipient.kind, "Region": recipient.region, "Came in": _term_of(recipient)}
        for what, group in groups.items():
            tally = found.setdefault((what, group), [0, 0, 0])
            for k, counts in enumerate((now[r], alone[r], alone[r] and not now[r])):
                tally[k] += int(counts)
    return tuple((what, group, *tally) for (what, group), tally in sorted(found.items()))  # type: ignore[misc]


def _term_of(recipient: Recipient) -> str:
    since = recipient.eligible_since
    return "not known" if since is None else season_of(since)
