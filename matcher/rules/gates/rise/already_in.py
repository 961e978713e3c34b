"""A school whose organisation has been appointed is in the programme already, and is not offered another."""

from __future__ import annotations

from matcher.domain import Case, Evidence, Verdict
from matcher.policy import Policy
from matcher.rules.base import Cite, Gate
from matcher.rules.gates.body import Body
from matcher.wording import wording

OPEN = ("in progress", "paused")


def applies(body: Body) -> bool:
    return any(case.status in OPEN and case.appointed_on for case in body.cases)


def judge(body: Body, policy: Policy) -> Verdict:
    """By the department's own case list. A case without an appointed organisation is still to be matched."""
    appointed = [case for case in body.cases if _appointed(case, policy)]
    if not appointed:
        return Verdict("eligible", "No organisation had been appointed by the day.")
    case = appointed[0]
    name = case.organisation_name or "an organisation without a name"
    said = f"It is in the programme already: {name} was appointed on {wording.day(case.appointed_on)}."
    cell = Evidence(case.urn, case.appointed_on, f"case {case.status}, organisation appointed", case.source)
    return Verdict("not eligible", said, (cell,))


def _appointed(case: Case, policy: Policy) -> bool:
    return case.status in OPEN and case.appointed_on is not None and case.appointed_on <= policy.as_at


ALREADY_IN = Gate(
    "already-in-programme",
    Cite("msi-2026", "appointment of an organisation", "an appointment stands when school and Regional Director agree"),
    applies,
    judge,
    veto=True,
)
