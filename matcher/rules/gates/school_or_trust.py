"""Rules about a school's judgements, where a school of a trust is supported through its trust."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.domain import Answer, Evidence, Verdict
from matcher.policy import Policy
from matcher.rules.base import Cite, Gate
from matcher.rules.gates.body import Body
from matcher.rules.gates.inspections.below_good import EITHER, NO, YES, Ways, both, either

ANSWERS: dict[Ways, Answer] = {YES: "eligible", NO: "not eligible"}
FEW = 5  # schools named in one sentence
FORGOTTEN = "the files no longer show all of its inspections; an older or in-year file of Ofsted's would"


@dataclass(frozen=True, slots=True)
class SchoolFinding:
    """What a rule says of one school's judgements: `ways` it may be so, and the words for each answer."""

    ways: Ways
    reason: str
    evidence: tuple[Evidence, ...] = ()
    since: date | None = None
    cause: str = ""


def by_start(policy: Policy) -> bool:
    """Whether an inspection counts on the day it began, and not on that of its report."""
    return policy.eligibility.date_basis == "inspection-start"


def before_the_year(policy: Policy) -> date:
    """The day before the year began, or the day of the run where that is earlier."""
    return min(policy.year_from - timedelta(days=1), policy.as_at)


Study = Callable[[Body, Policy], SchoolFinding]


def gates_of(name: str, cite: Cite, study: Study, reads: tuple[str, ...] = ()) -> tuple[Gate, Gate]:
    """The rule as a gate for schools and as a gate for trusts; which of the two lets a trust's school in is a setting,
    `eligibility.level`, and `eligibility.at_school_level` for single schools.
    """
    once = _once(name, study)
    return (
        Gate(name, cite, is_school, lambda body, policy: judge_school(body, policy, once), reads=reads),
        Gate(f"trust-{name}", cite, is_trust, lambda body, policy: judge_trust(body, policy, once), reads=reads),
    )


def _once(name: str, study: Study) -> Study:
    """The study made once for each school and reading: its trust asks again, and so does each reading of the level."""

    def kept(body: Body, policy: Policy) -> SchoolFinding:
        reading = policy.eligibility
        key = (name, reading.date_basis, reading.window_to, policy.year_from, policy.year_to, policy.as_at)
        if key not in body.memo:
            body.memo[key] = study(body, policy)
        found: SchoolFinding = body.memo[key]
        return found

    return kept


def is_school(body: Body) -> bool:
    return body.kind == "school"


def is_trust(body: Body) -> bool:
    return body.kind == "trust"


def judge_school(body: Body, policy: Policy, study: Study) -> Verdict:
    if body.sector == "other":
        return Verdict("not eligible", "It is neither maintained by an authority nor an academy.")
    found = study(body, policy)
    if found.ways == NO:
        return Verdict("not eligible", found.reason, found.evidence)
    through_trust = policy.eligibility.level == "trust" and not by_itself(body, policy)
    if through_trust and body.alone is False:
        said = f"{found.reason} It is supported, if at all, through its trust, {body.trust_name}."
        return Verdict("not eligible", said, found.evidence)
    if through_trust and body.alone is None:
        said = f"{found.reason} No file says whether it stood alone on the day."
        return Verdict("cannot tell", said, found.evidence, cause=body.cause)
    if found.ways == YES:
        return Verdict("eligible", found.reason, found.evidence, found.since)
    return Verdict("cannot tell", found.reason, found.evidence, cause=found.cause)


def by_itself(body: Body, policy: Policy) -> bool:
    """Whether the school's trust and the school agreed that the school's own level is the better one."""
    return bool(set(body.line or (body.id,)) & set(policy.eligibility.at_school_level))


def judge_trust(body: Body, policy: Policy, study: Study) -> Verdict:
    """A trust is let in by any school that is surely its own and is not supported by itself."""
    if policy.eligibility.level == "school":
        return Verdict("not eligible", "Each of its schools stands for itself.")
    certain = [member.certain for member in body.members]
    both_known = zip(body.schools, certain, strict=True)
    found = [(s, sure, study(s, policy)) for s, sure in both_known if not by_itself(s, policy)]
    ways = either(*(both(YES if sure else EITHER, one.ways) for _, sure, one in found))
    counted = [(school, one) for school, sure, one in found if one.ways == YES and sure]
    uncertain_schools = [
        (school, one) for school, sure, one in found if one.ways == EITHER or (one.ways == YES and not sure)
    ]
    if ways == YES:
        evidence = tuple(cell for _, one in counted for cell in one.evidence)
        days = [one.since for _, one in counted if one.since]
        verb = "qualifies" if len(counted) == 1 else "qualify"
        said = f"{len(counted)} of its {len(body.schools)} schools {verb} ({_some(counted)}). {counted[0][1].reason}"
        return Verdict("eligible", said, evidence, min(days, default=None))
    if ways == NO:
        return Verdict("not eligible", "None of its schools qualifies by its judgements.")
    evidence = tuple(cell for _, one in uncertain_schools for cell in one.evidence)
    cause = min(one.cause or "join-date-missing" for _, one in uncertain_schools)
    return Verdict(
        "cannot tell",
        f"It depends on {_some(uncertain_schools)}: {uncertain_schools[0][1].reason}",
        evidence,
        cause=cause,
        about=tuple(school.id for school, _ in uncertain_schools),
    )


def _some(schools: list[tuple[Body, SchoolFinding]]) -> str:
    more = f" and {len(schools) - FEW} more" if len(schools) > FEW else ""
    return "URN " + ", ".join(body.id for body, _ in schools[:FEW]) + more
