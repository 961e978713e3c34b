"""A line of the ledger that somebody may take back as a mistake: what it says, and where the match would then stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matcher.case.visible import leader_labels
from matcher.ledger import Decision, act_words
from matcher.ledger.checks.mending import lines_that_stand, recipients_of
from matcher.ledger.log.acts import MEND
from matcher.ledger.log.chain import Line
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.replay import record_of, record_of_bodies
from matcher.ledger.log.states import Record
from matcher.web.content.cases import state_words
from matcher.web.content.term.leaders import leader_rows
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions
from matcher.wording.wording import NOT_ON_RECORD


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A recorded line as its reader may see it. `about` names schools and trusts, `then` says where the match would
    stand without it; '' for a line that is about no match of this run."""

    seq: int
    what: str
    about: str
    leader: str
    on: str
    role: str
    reason: str
    recipient_id: str
    leader_id: str
    then: str


def standing_line(
    run: ReviewRun,
    lines: tuple[Line, ...],
    seq: int,
    permissions: Permissions,
    texts: Mapping[str, str],
    today: date,
) -> StandingLine | None:
    """None where there is no such line, it was taken back, or it is not of the reader's regions."""
    record = record_of(lines)
    body = lines_that_stand(record).get(seq)
    if body is None or not _sees(body, run, permissions):
        return None
    world = run.opened.world
    name = {r.id: r.name for r in world.recipients}
    label = leader_labels(world, reader_of(permissions))
    mine = [r for r in recipients_of(body) if permissions.sees(world.region_of.get(r, ""))]
    return StandingLine(
        seq,
        act_words(body["act"]),
        ", ".join(name.get(r, r) for r in mine),
        label.get(body["leader"], body["leader"]),
        body["on"],
        body["role"],
        texts.get(body["why"], NOT_ON_RECORD) if permissions.reviewer.sees_names else "",
        body["recipient"],
        body["leader"],
        _then(run, lines, body, permissions, today),
    )


def _sees(body: LineBody, run: ReviewRun, permissions: Permissions) -> bool:
    """A line about schools and trusts is seen by who sees one of them; about a leader, by who sees the leader."""
    regions = run.opened.world.region_of
    named = recipients_of(body)
    if named:
        return any(r in regions and permissions.sees(regions[r]) for r in named)
    row = run.opened.world.leader_row.get(body["leader"])
    return row is not None and row in set(leader_rows(run, permissions))


def _then(run: ReviewRun, lines: tuple[Line, ...], body: LineBody, permissions: Permissions, today: date) -> str:
    """Where the match would stand without the line."""
    without: Record = record_of_bodies([line.body for line in lines if line.seq != body["seq"]])
    key = body["term"], body["recipient"], body["leader"]
    match_state = without.matches.get(key)
    if match_state is None or body["leader"] not in run.opened.world.leader_row:
        return ""
    return state_words(run, without, permissions, match_state, today)


def mend_decision(seq: int, run: ReviewRun, by: str, on: date, reason: str) -> Decision:
    return Decision(act=MEND, on=on, by=by, reason=reason, run=run.opened.id, detail={"line": seq})
