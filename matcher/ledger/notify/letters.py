"""Draft letters about a match, one for each person or body to notify, and their mail-merge table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from matcher.identity.file_names import file_stem
from matcher.language.words import role
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.notify.notification_order import may_be_written_about, not_ready, notified_earlier
from matcher.ledger.notify.notifications import Notice, notices_of
from matcher.read.notification_data import read_notification_order
from matcher.read.programmes import programme
from matcher.report.jinja import text_environment
from matcher.rules.pairs.pair_sets import date_text
from matcher.runs.opened import OpenedRun

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
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One draft: file name, notice and text. The text of a letter that must not be sent begins by saying so."""

    file: str
    notice: Notice
    days: int
    text: str
    held_back: str = ""  # why it must not be sent; '' where a person may send it


def letters_of(
    match_state: MatchState, run: OpenedRun, record: Record, start: date, contact: str = CONTACT
) -> tuple[Letter, ...]:
    """A draft for everybody to be notified of a match, in the order of notification; `start` is the day of writing."""
    notices = notices_of(match_state, run, start)
    context = _letter_context(match_state, run, notices, contact)
    unready = not_ready(match_state, run, record, start) if may_be_written_about(match_state) else ""
    return tuple(_letter(notice, notices, context, _held_back(notice, match_state, run, unready)) for notice in notices)


def _held_back(notice: Notice, match_state: MatchState, run: OpenedRun, unready: str) -> str:
    """Why this letter must not be sent: nothing is agreed, it was sent already, the leader may not be named yet
    (`unready`), or others come first; '' for none."""
    if not may_be_written_about(match_state):
        return f"the match is only {match_state.state}"
    if notice.notified_on:
        return f"already told, on {notice.notified_on}"
    if unready and notice.whom != "leader":
        return unready
    before = notified_earlier(notice.whom, match_state, run)
    return f"the {' and the '.join(before)} must be told first, and that is not recorded" if before else ""


def _letter(notice: Notice, notices: Sequence[Notice], context: Mapping[str, Any], held_back: str) -> Letter:
    kind = "leader" if notice.whom == "leader" else "school" if _is_addressee(notice, context) else "told"
    others = [n for n in notices if n is not notice and n.whom != "leader"]
    text = _template(kind).render(
        **context,
        to=notice.name or f"[{GAP}: {notice.gap}]",
        day=date_text(notice.on),
        why=notice.why,
        notices=[{"who": n.name or f"[{GAP}: {n.gap}]", "when": date_text(_day(n))} for n in others],
    )
    if held_back:
        text = f"NOT TO BE SENT: {held_back}.\n\n{text}"
    name = f"{notice.step}-{file_stem(notice.recipient)}-{notice.whom}"
    same = [n for n in notices if n.whom == notice.whom]
    if len(same) > 1:
        name += f"-{same.index(notice) + 1}"
    return Letter(f"{HELD_BACK if held_back else ''}{name}.txt", notice, context["days"], text, held_back)


def _day(notice: Notice) -> date:
    return date.fromisoformat(notice.notified_on) if notice.notified_on else notice.on


def _is_addressee(notice: Notice, context: Mapping[str, Any]) -> bool:
    """The school itself, or the trust where the trust is supported."""
    return notice.whom == "school" or (notice.whom == "trust" and not context["standalone"])


def _letter_context(match_state: MatchState, run: OpenedRun, notices: Sequence[Notice], contact: str) -> dict[str, Any]:
    m, world = match_state.match, run.world
    recipient = world.recipients[world.recipient_row[m.recipient]]
    leader = world.leaders[world.leader_row[m.leader]]
    verdict = run.assessments[m.recipient].verdict
    notified_days = [_day(n) for n in notices if n.whom == recipient.kind]
    return {
        "programme": programme(run.policy.programme).title,
        "name": recipient.name,
        "id": recipient.id,
        "region": recipient.region,
        "standalone": recipient.kind == "school",
        "eligible": verdict.reason,
        "evidence": [f"{c.urn}, {date_text(c.on)}: {c.grade}" for c in verdict.evidence],
        "days": m.days,
        "team_days": m.team_days,
        "governance_days": sum(g.days for g in run.published.governance if g.recipient == m.recipient),
        "leader": leader.name,
        "role": role(leader.role).lower(),
        "organisation": leader.organisation or "",
        "contact": contact,
        "school_told": date_text(min(notified_days)) if notified_days else "the school is told",
        "signposts": read_notification_order(run.policy.programme).signposts,
        "run": run.id,
        "state": match_state.state,
    }


def mail_merge(letters: Iterable[Letter], run: OpenedRun) -> str:
    """A row for each letter that may be sent, for a word processor's mail merge; a row with a gap is not ready."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(MERGE)
    world = run.world
    for letter in (x for x in letters if not x.held_back):
        n = letter.notice
        recipient, leader = (
            world.recipients[world.recipient_row[n.recipient]],
            world.leaders[world.leader_row[n.leader]],
        )
        row = (n.step, n.on.isoformat(), n.whom, n.name, n.recipient, recipient.name, recipient.region, letter.days)
        writer.writerow([_tame(cell) for cell in (*row, leader.name, leader.organisation, letter.file, n.gap)])
    return out.getvalue()


def _tame(cell: object) -> str:
    """Text that a spreadsheet does not take for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


@cache
def _template(name: str) -> Any:
    return text_environment("matcher.ledger").get_template(f"{name}.txt.j2")
