"""What is to be settled about the advisers of a run's schools, for the work queues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.case.pair.flags_shown import FlagShown, adviser_flags_shown
from matcher.case.rise.adviser import adviser_offer
from matcher.ledger import Record
from matcher.web.content.cases import ledger_view
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions


@dataclass(frozen=True, slots=True)
class AdviserToSettle:
    """A school of the reader's regions whose proposed adviser has something to settle; `label` is the adviser's."""

    id: str
    name: str
    region: str
    label: str
    shown: tuple[FlagShown, ...]


def advisers_to_settle(
    run: ReviewRun, record: Record, permissions: Permissions, on: date
) -> tuple[AdviserToSettle, ...]:
    """Those proposed and not yet allocated, also beside no match; by the school's name."""
    world = run.opened.world
    if not world.advisers:
        return ()
    view, reader, found = ledger_view(run, record), reader_of(permissions), []
    for school in (r for r in world.recipients if permissions.sees(r.region)):
        offer = adviser_offer(run.opened, school, on, view, reader)
        shown = adviser_flags_shown(offer) if offer and offer.state.code == "proposed" else ()
        if offer and shown:
            found.append(AdviserToSettle(school.id, school.name, school.region, offer.label, shown))
    return tuple(sorted(found, key=lambda x: (x.name.casefold(), x.id)))
