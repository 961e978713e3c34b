"""The department's own cases, as its service exports them, and the numbers by which it calls organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.domain.vocabulary import added, provenance

CaseStatus = Literal["in progress", "paused", "stopped"]
CaseEligibility = Literal["eligible", "not eligible", "not eligible mid-intervention"]

CASE_STATUSES = ("in progress", "paused", "stopped")
CASE_ELIGIBILITY = ("eligible", "not eligible", "not eligible mid-intervention")
ORGANISATION_TYPES = (
    "school",
    "trust",
    "local authority",
    "local authority traded service",
    "federation or education partnership",
)


# the milestones of the department's service, in their order
MILESTONES = (
    "formally inform responsible body",
    "first RISE meeting",
    "initial diagnosis",
    "matching complete",
    "plans approved",
    "improvement grant letter requested",
    "implementation and termly reviews",
    "termly reviews",
)
# their codes, in the same order: the acts of the ledger that record them
MILESTONE_CODES = (
    *("body-informed", "first-meeting", "initial-diagnosis", "matching-complete"),
    *("plans-approved", "grant-letter-requested", "implementation", "termly-reviews"),
)
# what an initial diagnosis decides, by its code here, as the service writes it
DIAGNOSES = {
    "match": "Match with a supporting organisation",
    "review-progress": "Review school's progress",
    "unable": "Unable to assess",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One school's case. `number` is the organisation's as its type is numbered: a school's URN, a trust's UKPRN, an
    authority's code of three digits, a traded service's company number; a federation's may be anything.

    The days of its steps, in their order: the responsible body informed, the adviser allocated, the matching decided,
    due diligence completed, the organisation appointed. `reached_on` is the day of its milestone, where it is known.
    """

    urn: str
    name: str
    region: str | None = None
    cohort: str | None = None
    status: CaseStatus | None = None
    eligibility: CaseEligibility | None = None
    milestone: int | None = None
    decision: str | None = None
    organisation_type: str | None = None
    organisation_name: str | None = None
    number: str | None = None
    informed_on: date | None = added("2026-11-29")
    allocated_on: date | None = added("2026-11-29")
    decided_on: date | None = added("2026-11-29")
    checked_on: date | None = added("2026-11-29")
    appointed_on: date | None = None
    reached_on: date | None = added("2026-11-29")
    band: str | None = None
    source: str = provenance()

    def last_step(self, by: date) -> date | None:
        """The latest of its steps' days up to a day; None where none is recorded."""
        steps = (self.informed_on, self.allocated_on, self.decided_on, self.checked_on, self.appointed_on)
        return max((day for day in (*steps, self.reached_on) if day is not None and day <= by), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustNumber:
    """The numbers of one open trust beside its UID: Group ID (`TR00261`) and UKPRN."""

    uid: str
    group_id: str | None = None
    ukprn: str | None = None
