"""The tables that both the page and the workbook show, each made once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from matcher.case.pair.flags_shown import NOT_CHECKED, SIGNED_OFF
from matcher.domain import Assessment, Recipient, Request, School
from matcher.report import words
from matcher.report.tables.groups import is_supporter_an_organisation, organisation, organisation_heading
from matcher.report.tables.plan_view import MatchDetails, PlanView
from matcher.report.tables.report_table import Cell, Column, ReportTable, worded
from matcher.result import Result
from matcher.rules import labels
from matcher.wording import wording
from matcher.wording.messages import Reader, render
from matcher.wording.terms import LEADER, RECIPIENT


@dataclass(frozen=True, eq=False)
class ReportScope:
    """What a report covers: a result with all its regions (`region` None), or one of them."""

    view: PlanView
    region: str | None = None

    @property
    def result(self) -> Result:
        return self.view.result

    @cached_property
    def _regions(self) -> Collection[str] | None:
        """None for all, those of bodies in no known region too."""
        return self.result.policy.regions if self.region is None else (self.region,)

    def has(self, body: Recipient | Assessment | School) -> bool:
        return self._regions is None or body.region in self._regions

    @cached_property
    def matches(self) -> tuple[MatchDetails, ...]:
        return tuple(m for m in self.view.matches if self.has(m.recipient))

    @cached_property
    def assessments(self) -> tuple[Assessment, ...]:
        regions = self._regions
        if regions is None:
            return tuple(self.result.assessments)
        if len(regions) == 1:
            return self.view.assessments_of.get(next(iter(regions)), ())
        return tuple(a for a in self.result.assessments if a.region in regions)


BODY_COLUMNS = (
    Column("Id", width=10),
    Column("School or trust", "long", 34),
    Column("Kind", width=18),
    Column("Region", width=20),
)


def unmatched(scope: ReportScope) -> ReportTable:
    world = scope.result.world
    named = Reader(leaders={leader.id: leader.name for leader in world.leaders})
    rows = []
    for u in scope.result.unmatched:
        r = world.recipients[world.recipient_row[u.recipient_id]]
        if scope.has(r):
            rows.append((r.id, r.name, words.kind(r.kind), r.region, u.reason, render(u.nearest_change, named)))
    return ReportTable(
        f"{RECIPIENT:Cs} without a match",
        (
            *worded(BODY_COLUMNS),
            Column("Why there is no match", "long", 60),
            Column("The nearest change that would give one", "long", 60),
        ),
        tuple(rows),
        "Everybody is matched." if world.recipients else "There was nobody to match.",
    )


def to_settle(scope: ReportScope, flags: Collection[str], caption: str, empty: str) -> ReportTable:
    """Matches with one of these flags, which somebody settles before anybody is appointed."""
    world = scope.result.world
    theirs = () if is_supporter_an_organisation(world) else (Column(organisation_heading(world), "long", 34),)
    rows = tuple(
        (
            *(m.recipient.id, m.recipient.name, m.recipient.region, m.leader.id, wording.proper_name(m.leader.name)),
            *(organisation(m.leader, world) for _ in theirs),
            wording.interests(m.pair.interests),
            "; ".join(x.words for x in m.to_settle if x.name in flags),
        )
        for m in scope.matches
        if any(x.name in flags for x in m.to_settle)
    )
    return ReportTable(
        caption,
        (
            Column("Id", width=10),
            Column(f"{RECIPIENT:C}", "long", 34),
            Column("Region", width=20),
            Column(f"{LEADER:C}", width=12),
            Column("Name", "long", 22),
            *theirs,
            Column("Interests", "long", 24),
            Column("What is to be settled", "long", 44),
        ),
        rows,
        empty,
    )


def not_checked(scope: ReportScope) -> ReportTable:
    return to_settle(
        scope,
        NOT_CHECKED,
        labels.flag("not-checked"),
        "The interests behind every proposed match have been checked lately.",
    )


def sign_off(scope: ReportScope) -> ReportTable:
    return to_settle(
        scope,
        SIGNED_OFF,
        "Matches that the Regional Director signs off",
        "No proposed match needs the Regional Director's sign-off.",
    )


def by_exception(scope: ReportScope) -> ReportTable:
    put_forward = {q.id for q in scope.result.facts.requests}
    assessment_of = {a.id: a for a in scope.result.assessments if a.id in put_forward} if put_forward else {}
    requests = [(q, assessment_of.get(q.id)) for q in scope.result.facts.requests]
    rows = tuple(
        _exception(q, body, q.id in scope.view.by_recipient)
        for q, body in requests
        if (scope.has(body) if body else scope.region is None)
    )
    return ReportTable(
        "Put forward by exception",
        (
            *worded(BODY_COLUMNS),
            Column("Reason given", "long", 50),
            Column("Put forward by", width=20),
            Column("Received", width=12),
            Column("Outcome", width=12),
            Column("Approved by", width=20),
            Column("Approved on", width=12),
            Column("Matched", width=10),
        ),
        rows,
        "Nobody was put forward by exception.",
    )


def _exception(q: Request, body: Assessment | None, matched: bool) -> tuple[Cell, ...]:
    received = q.received_on.isoformat() if q.received_on else ""
    approved = q.approved_on.isoformat() if q.approved_on else ""
    return (
        *(q.id, body.name if body else "", words.kind(q.kind), body.region if body else "", q.reason),
        *(q.requested_by, received, q.outcome, q.approver, approved, "yes" if matched else "no"),
    )


def readings(scope: ReportScope) -> ReportTable:
    used = scope.result.policy.eligibility
    rows = tuple(
        (
            *(words.READINGS.get(m.switch, m.switch), words.setting(getattr(used, m.switch, ""))),
            *(words.setting(m.value), m.region, words.kind(m.kind), m.into, m.out, m.cannot_tell),
        )
        for m in scope.result.readings
        if scope.region in (None, m.region)
    )
    return ReportTable(
        "What another reading of the published wording would move",
        (
            Column("Switch", "long", 36),
            Column("Read here as", width=20),
            Column("If read as", width=20),
            Column("Region", width=20),
            Column("Kind", width=18),
            Column("More would qualify", "count", 12),
            Column("Fewer would qualify", "count", 12),
            Column("Could not be told", "count", 12),
        ),
        rows,
        "No other reading moves anybody.",
    )
