"""Draft letters about a match, one for each person or body to notify, and their mail-merge table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from matcher.case.records import SchoolCase
from matcher.case.rise.adviser import adviser_called
from matcher.case.school import case_of
from matcher.domain import Evidence
from matcher.identity.file_names import file_stem
from matcher.ledger.history.case_view import view_of
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.notify.addressees import address_of, block
from matcher.ledger.notify.how_far import how_far
from matcher.ledger.notify.notification_order import may_be_written_about, not_ready, notified_earlier
from matcher.ledger.notify.notifications import Notice, notices_of
from matcher.read.for_letters.addresses import NO_ADDRESSES, AddressBook, PostalAddress
from matcher.read.notification_data import read_notification_order
from matcher.read.programmes import title_of
from matcher.report.jinja import text_environment
from matcher.report.safe_cells import tame
from matcher.runs.opened import OpenedRun
from matcher.wording.wording import day, proper_name
from matcher.wording.words import role

CONTACT = "the regional team that sent you this letter"
GAP = "TO FILL IN"
HELD_BACK = "not-to-be-sent-"  # how the file of a letter that is held back begins
MERGE = (
    "step",
    "on",
    "whom",
    "to",
    "recipient_id",
    "recipient",
    "region",
    "days",
    "leader",
    "organisation",
    "letter",
    "gap",
    "head",
    "address",
    "postcode",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One draft: file name, notice, text, and what a mail merge takes of the match: names, region and days.

    The text of a letter that must not be sent begins by saying so.
    """

    file: str
    notice: Notice
    text: str
    recipient: str
    region: str
    days: int
    leader: str
    organisation: str
    held_back: str = ""  # why it must not be sent; '' where a person may send it
    address: PostalAddress | None = None


def letters_of(
    match_state: MatchState,
    run: OpenedRun,
    record: Record,
    start: date,
    contact: str = CONTACT,
    book: AddressBook = NO_ADDRESSES,
) -> tuple[Letter, ...]:
    """A draft for everybody to be notified of a match, in the order of notification; `start` is the day of writing.

    `book`: addresses and heads' names, where files of them were given.
    """
    notices = notices_of(match_state, run, start)
    context = _letter_context(match_state, run, record, notices, contact)
    unready = not_ready(match_state, run, record, start) if may_be_written_about(match_state) else ""
    return tuple(
        _letter(n, notices, context, _held_back(n, match_state, run, unready), _addressed(n, run, context, book))
        for n in notices
    )


def _addressed(
    notice: Notice, run: OpenedRun, context: Mapping[str, Any], book: AddressBook
) -> tuple[str, PostalAddress | None]:
    """The lines above the letter, and the address where one is known."""
    kind = "school" if context["standalone"] else "trust"
    address = address_of(notice.whom, kind, notice.recipient, run.facts, book)
    return block(notice.name or f"[{GAP}: {notice.gap}]", notice.whom, address, book), address


def _held_back(notice: Notice, match_state: MatchState, run: OpenedRun, unready: str) -> str:
    """Why this letter must not be sent: nothing is agreed, it was sent already, the leader may not be named yet
    (`unready`), or others come first; '' for none."""
    if not may_be_written_about(match_state):
        return f"the match is only {match_state.state}"
    if notice.notified_on:
        return f"already told, on {day(notice.notified_on)}"
    if unready and notice.whom != "leader":
        return unready
    before = notified_earlier(notice.whom, match_state, run)
    return f"the {' and the '.join(before)} must be told first, and that is not recorded" if before else ""


def _letter(
    notice: Notice,
    notices: Sequence[Notice],
    context: Mapping[str, Any],
    held_back: str,
    addressed: tuple[str, PostalAddress | None],
) -> Letter:
    kind = "leader" if notice.whom == "leader" else "school" if _is_addressee(notice, context) else "told"
    others = [n for n in notices if n is not notice and n.whom != "leader"]
    text = _template(kind).render(
        **context,
        to=addressed[0],
        day=_day_text(notice.on),
        why=notice.why,
        notices=[{"who": n.name or f"[{GAP}: {n.gap}]", "when": _day_text(_day(n))} for n in others],
    )
    if held_back:
        text = f"NOT TO BE SENT: {held_back}.\n\n{text}"
    name = f"{notice.step}-{file_stem(notice.recipient)}-{notice.whom}"
    same = [n for n in notices if n.whom == notice.whom]
    if len(same) > 1:
        name += f"-{same.index(notice) + 1}"
    file = f"{HELD_BACK if held_back else ''}{name}.txt"
    shared = {name: context[name] for name in ("days", "region", "leader", "organisation")}
    more = {"held_back": held_back, "recipient": context["name"], "address": addressed[1]}
    return Letter(file=file, notice=notice, text=text, **more, **shared)


def _day_text(on: date | None) -> str:
    return day(on) if on else f"[{GAP}: the day; no school calendar covers it]"


def _day(notice: Notice) -> date | None:
    return date.fromisoformat(notice.notified_on) if notice.notified_on else notice.on


def _is_addressee(notice: Notice, context: Mapping[str, Any]) -> bool:
    """The school itself, or the trust where the trust is supported."""
    return notice.whom == "school" or (notice.whom == "trust" and not context["standalone"])


def _letter_context(
    match_state: MatchState, run: OpenedRun, record: Record, notices: Sequence[Notice], contact: str
) -> dict[str, Any]:
    """What the letters say of the match: the facts of its case, worded as everywhere else."""
    m = match_state.match
    case = case_of(run, m.recipient, run.policy.as_at, view_of(record, run.term, policy=run.policy))
    offer = case.offer_of(m.leader)
    assert offer is not None  # the ledger holds the match, and the run knows both
    notified_days = [_day(n) for n in notices if n.whom == case.kind]
    first_day = min((on for on in notified_days if on), default=None)
    written = [n.notified_on for n in notices if n.whom == case.kind and n.notified_on]
    return {
        "programme": title_of(run.policy),
        "name": case.name,
        "id": case.id,
        "region": case.region,
        "standalone": case.kind == "school",
        "eligible": case.why,
        "evidence": [_judgement(c, run) for c in case.evidence if isinstance(c, Evidence)],
        "days": offer.days,
        "team_days": offer.team_days,
        "voluntary": run.rulebook.voluntary,
        "itself": run.rulebook.supporters == "organisations",
        "governance_days": sum(g.days for g in run.published.governance if g.recipient == case.id),
        "leader": proper_name(run.world.leaders[run.world.leader_row[m.leader]].name),
        "role": role(offer.pair.role).lower(),
        "organisation": offer.pair.organisation,
        "adviser": _adviser(case, run),
        "contact": contact,
        "school_told": _day_text(first_day) if notified_days else "the school is told",
        "signposts": read_notification_order(run.policy.programme).signposts,
        "run": run.id,
        "kind": case.kind,
        **how_far(match_state, written),
    }


def _adviser(case: SchoolCase, run: OpenedRun) -> str:
    """The name of the school's adviser once they are allocated; one who is only proposed is not named. '' for none."""
    given = case.adviser
    return adviser_called(run.world, given.adviser_id).name if given and given.state.code == "allocated" else ""


def _judgement(cell: Evidence, run: OpenedRun) -> str:
    """`Name (URN), 26 May 2022: 3 Requires Improvement`."""
    school = run.facts.schools.get(cell.urn)
    return f"{f'{school.name} ({cell.urn})' if school else cell.urn}, {day(cell.on)}: {cell.grade}"


def mail_merge(letters: Iterable[Letter]) -> str:
    """A row for each letter that may be sent, for a word processor's mail merge; a row with a gap is not ready."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(MERGE)
    for letter in (x for x in letters if not x.held_back):
        n = letter.notice
        row = (
            n.step,
            n.on.isoformat() if n.on else "",
            n.whom,
            n.name,
            n.recipient,
            letter.recipient,
            letter.region,
            letter.days,
        )
        where = letter.address or PostalAddress((), "")
        to = (where.head, ", ".join(where.lines), where.postcode)
        writer.writerow([tame(cell) for cell in (*row, letter.leader, letter.organisation, letter.file, n.gap, *to)])
    return out.getvalue()


@cache
def _template(name: str) -> Any:
    return text_environment("matcher.ledger").get_template(f"{name}.txt.j2")
