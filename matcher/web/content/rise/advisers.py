"""The advisers of a run as lines of a list: employer, load, interests, and the schools they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from matcher.case.ledger_view import LedgerView, LineBody, is_away, until_of
from matcher.case.records import AdviserLoadShown
from matcher.case.rise.adviser import adviser_label, adviser_load, employer_seen
from matcher.domain import Adviser, Recipient
from matcher.ledger import Record
from matcher.web.content.cases import ledger_view
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions
from matcher.wording.wording import cannot, withdrew
from matcher.wording.wording import day as day_words
from matcher.wording.words import capital


@dataclass(frozen=True, slots=True)
class AdviserLine:
    """One adviser. `schools` are those of the reader's regions, allocated or proposed, each with which of the two."""

    id: str
    label: str
    region: str
    employer: str
    load: AdviserLoadShown
    checked: str
    stands: str
    schools: tuple[tuple[Recipient, str], ...]


def adviser_lines(run: ReviewRun, record: Record, permissions: Permissions, on: date) -> tuple[AdviserLine, ...]:
    """Those of the reader's regions and those who advise there, by region and id."""
    view = ledger_view(run, record)
    lines = (_line(run, view, permissions, adviser, on) for adviser in run.opened.world.advisers)
    mine = (x for x in lines if x.schools or permissions.sees(x.region))
    return tuple(sorted(mine, key=lambda x: (x.region, x.id)))


def _line(run: ReviewRun, view: LedgerView, permissions: Permissions, adviser: Adviser, on: date) -> AdviserLine:
    reader = reader_of(permissions)
    return AdviserLine(
        id=adviser.id,
        label=adviser_label(adviser, reader),
        region=adviser.region,
        employer=employer_seen(run.opened.world, adviser, reader),
        load=adviser_load(run.opened, adviser),
        checked=_checked(run, view, permissions, adviser, on),
        stands=_stands(view, adviser.id, on),
        schools=schools_of(run, view, permissions, adviser.id),
    )


def _checked(run: ReviewRun, view: LedgerView, permissions: Permissions, adviser: Adviser, on: date) -> str:
    """The last check of the adviser in general, then those recorded about one school of the reader's regions."""
    mine = [b for b in view.checks if b["leader"] == adviser.id and date.fromisoformat(b["on"]) <= on]
    days = [date.fromisoformat(b["on"]) for b in mine if not b["recipient"]]
    days += [adviser.interests_checked_on] if adviser.interests_checked_on else []
    last = max((day for day in days if day <= on), default=None)
    return "; ".join(
        (f"Checked on {day_words(last)}" if last else "Never checked", *_of_schools(run, mine, permissions))
    )


def _of_schools(run: ReviewRun, checks: Iterable[LineBody], permissions: Permissions) -> Iterator[str]:
    """`for Oak School on 2 February 2026`, the last check of each school."""
    world = run.opened.world
    for id, body in sorted({b["recipient"]: b for b in checks if b["recipient"] in world.recipient_row}.items()):
        school = world.recipients[world.recipient_row[id]]
        if permissions.sees(school.region):
            yield f"for {school.name} on {day_words(body['on'])}"


def _stands(view: LedgerView, adviser: str, on: date) -> str:
    if adviser in view.withdrawn:
        return capital(withdrew(view.withdrawn[adviser]["on"]))
    return capital(cannot(until_of(view.away[adviser]))) if is_away(view, adviser, on) else ""


def schools_of(
    run: ReviewRun, view: LedgerView, permissions: Permissions, adviser: str
) -> tuple[tuple[Recipient, str], ...]:
    """The schools of the reader's regions that the adviser has, allocated or proposed, each with which of the two."""
    world = run.opened.world
    states = {s.recipient: s.state for s in view.advisers if s.adviser == adviser}
    found = {r: "proposed" for r, a in run.opened.published.advisers.items() if a == adviser} | states
    mine = [(world.recipients[world.recipient_row[r]], s) for r, s in found.items() if r in world.recipient_row]
    live = [(r, s) for r, s in mine if s in ("proposed", "allocated") and permissions.sees(r.region)]
    return tuple(sorted(live, key=lambda one: (one[0].name.casefold(), one[0].id)))
