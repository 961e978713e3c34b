"""Whom a run leaves alone because somebody said so, and the pairs it may not propose, in the program's own words."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.domain import Assessment
from matcher.ledger import Record
from matcher.ledger.replan.left_alone import left_alone
from matcher.ledger.replan.rerun import ruled_out_since
from matcher.policy import ANY
from matcher.web.project import ReviewRun
from matcher.web.reviewer import Permissions
from matcher.wording import words


def left_alone_said(run: ReviewRun, record: Record) -> Mapping[tuple[str, str], str]:
    """(School or trust, leader or ANY) -> what was said and in which line of the ledger, of this term or another of the
    programme year; of those that the run was told to leave out. Never the reason that a person wrote."""
    opened, policy = run.opened, run.opened.policy
    said = (*ruled_out_since(record, opened.term, policy), *left_alone(record, opened.facts, policy))
    known = {(p.recipient_id, p.leader_id): words.capital(p.reason) for p in said}
    return {pair: known[pair] for pair in ((p.recipient_id, p.leader_id) for p in policy.forbid) if pair in known}


def left_out(run: ReviewRun, record: Record, permissions: Permissions) -> list[tuple[Assessment, str]]:
    """The schools and trusts of the reader's regions that are left alone whoever might support them, and why."""
    bodies = run.finished.assessment_of
    said = left_alone_said(run, record).items()
    found = [(bodies[id], why) for (id, leader), why in said if leader == ANY and id in bodies]
    return sorted((x for x in found if permissions.sees(x[0].region)), key=lambda x: x[0].name)
