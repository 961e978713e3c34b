"""The matches of a run as lines of a list, and what a reader may filter them by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher import words
from matcher.domain import Leader, Recipient
from matcher.ledger import MatchState, Record
from matcher.ledger.acts import LADDER, REFUSED, REPLACED, STOPPED
from matcher.web.project import ShownRun
from matcher.web.reviewer import Standing

STATES = (*LADDER, STOPPED, REFUSED, REPLACED)
COLOURS = {
    "proposed": "govuk-tag--blue",
    "agreed": "govuk-tag--yellow",
    "approved": "govuk-tag--teal",
    "appointed": "govuk-tag--green",
    "delivering": "govuk-tag--green",
    "finished": "govuk-tag--grey",
    "stopped": "govuk-tag--orange",
    "refused": "govuk-tag--red",
    "replaced": "govuk-tag--grey",
}
ORDERS = {"name": "Name", "distance": "Longest journey first", "fit": "Poorest fit first"}


@dataclass(frozen=True, slots=True)
class MatchLine:
    """`metres` and `fit` are -1 where they are not known. `who` is the leader as this reader may see them."""

    recipient: Recipient
    leader: Leader
    who: str
    held: MatchState
    metres: int
    fit: int
    flags: tuple[str, ...]

    @property
    def state(self) -> str:
        return self.held.state

    @property
    def colour(self) -> str:
        return COLOURS[self.held.state]


def who(leader: Leader, standing: Standing) -> str:
    """A leader's name where the reader needs it, else the id."""
    return f"{leader.name} ({leader.id})" if standing.reviewer.sees_names else f"Leader {leader.id}"


def match_lines(run: ShownRun, record: Record, standing: Standing) -> tuple[MatchLine, ...]:
    """Those of the reader's regions, by name."""
    seen = (held for held in run.states(record) if standing.sees(held.match.region))
    found = (match_line(run, held, standing) for held in seen)
    return tuple(sorted((x for x in found if x), key=lambda x: (x.recipient.name.casefold(), x.recipient.id)))


def match_line(run: ShownRun, held: MatchState, standing: Standing) -> MatchLine | None:
    """None for a match of an earlier run whose school or leader this run does not know."""
    world = run.opened.world
    row, other = world.recipient_row.get(held.match.recipient), world.leader_row.get(held.match.leader)
    if row is None or other is None:
        return None
    found = run.finished.choices_of_pair(row, other)
    choices = run.finished.choices
    return MatchLine(
        recipient=world.recipients[row],
        leader=world.leaders[other],
        who=who(world.leaders[other], standing),
        held=held,
        metres=int(choices.metres[found[0]]) if len(found) else -1,
        fit=int(choices.fit[found[0]]) if len(found) else -1,
        flags=held.match.flags,
    )


def filtered(lines: Iterable[MatchLine], asked: Mapping[str, str]) -> tuple[MatchLine, ...]:
    """Only what was asked for; an empty answer to a question asks for everything."""
    kept = [
        x
        for x in lines
        if asked.get("region", "") in ("", x.recipient.region)
        and asked.get("kind", "") in ("", x.recipient.kind)
        and asked.get("state", "") in ("", x.state)
        and (not asked.get("flag") or asked["flag"] in x.flags)
        and _called(x, asked.get("id", ""))
    ]
    if asked.get("order") == "distance":
        kept.sort(key=lambda x: -x.metres)
    if asked.get("order") == "fit":
        kept.sort(key=lambda x: x.fit)
    return tuple(kept)


def _called(line: MatchLine, text: str) -> bool:
    """By an id or part of a school's or trust's name; never a person's name, which would stand in the address."""
    wanted = text.strip().casefold()
    return (
        not wanted
        or wanted in (line.recipient.id, line.leader.id.casefold())
        or wanted in line.recipient.name.casefold()
    )


def choices_to_filter(lines: Iterable[MatchLine]) -> dict[str, list[tuple[str, str]]]:
    """What each question may be answered with: only what occurs."""
    known = tuple(lines)
    regions = sorted({x.recipient.region for x in known})
    kinds = sorted({x.recipient.kind for x in known})
    states = [s for s in STATES if any(x.state == s for x in known)]
    flags = sorted({name for x in known for name in x.flags})
    return {
        "region": [(r, r) for r in regions],
        "kind": [(k, words.kind(k)) for k in kinds],
        "state": [(s, s.capitalize()) for s in states],
        "flag": [(f, words.flag(f)) for f in flags],
        "order": list(ORDERS.items()),
    }
