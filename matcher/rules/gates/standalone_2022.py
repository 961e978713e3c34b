"""A school that stands alone qualifies when it is judged Requires Improvement during the academic year."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import chain

from matcher.domain import Answer, Evidence, Judgement, Verdict
from matcher.policy import Policy
from matcher.rules.base import Cite, Gate
from matcher.rules.gates.body import Body, cell, grades_possible, published_between, started_between
from matcher.wording import wording

REQUIRES_IMPROVEMENT = 3


def applies(body: Body) -> bool:
    return body.kind == "school"


def judge(body: Body, policy: Policy) -> Verdict:
    own = [j for j in body.history if could_count(j, policy)]
    merged = [j for history in body.predecessors for j in history if could_count(j, policy)]
    if not (own or merged):
        return _forgotten(body, policy) if hides(body, policy) else _not_judged(body, policy)
    evidence = tuple(cell(j) for j in own or merged)
    if body.sector == "other":
        return Verdict("not eligible", "It is neither maintained by an authority nor an academy.", evidence)
    if body.alone is False:
        return Verdict("not eligible", f"It is in {_its_trust(body)}, judged as a whole.", evidence)
    certain = [j for j in own if counts(j, policy)]
    if certain and body.alone:
        return _eligible(body, certain, policy)
    return _cannot_tell(body, own, evidence, policy)


def answer(body: Body, policy: Policy) -> Answer:
    """The answer of `judge` without its evidence: quick, since for most schools no judgement could count."""
    if not _may_qualify(body):
        return "not eligible"
    poor = _perhaps_poor(body)
    asked = (bool(poor) and any(falls_in(j, policy) for j in poor)) or hides(body, policy)
    return judge(body, policy).answer if asked else "not eligible"


def _may_qualify(body: Body) -> bool:
    """Whether it is of a sector that qualifies, and stands alone or may."""
    return body.alone is not False and body.sector != "other"


def _perhaps_poor(body: Body) -> tuple[Judgement, ...]:
    """Its judgements that are, or may be, Requires Improvement: found once for all readings."""
    if "perhaps poor" not in body.memo:
        every = chain(body.history, *body.predecessors)
        body.memo["perhaps poor"] = tuple([j for j in every if REQUIRES_IMPROVEMENT in grades_possible(j)])
    found: tuple[Judgement, ...] = body.memo["perhaps poor"]
    return found


def hides(body: Body, policy: Policy) -> bool:
    """Whether the reading counts with an inspection in the year that Ofsted's file no longer shows: before the first of
    the two that it does show began, that one's report had come out.
    """
    if policy.eligibility.forgotten == "as-known" or not body.forgets:
        return False
    return _may_qualify(body) and started_between(body.history[0])[1] > policy.year_from


def _forgotten(body: Body, policy: Policy) -> Verdict:
    first = started_between(body.history[0])[1]
    reason = (
        f"Both inspections in Ofsted's file began after {wording.day(policy.year_from)}, the first on or before"
        f" {wording.day(first)}: whether "
        "it was judged Requires Improvement before that, in the year, is no longer in Ofsted's file."
    )
    return Verdict("cannot tell", reason, tuple(map(cell, body.history)), cause="history-forgotten")


def could_count(judgement: Judgement, policy: Policy) -> bool:
    """Whether it is a judgement in the year, or would be for some value of its missing date or grade."""
    return REQUIRES_IMPROVEMENT in grades_possible(judgement) and falls_in(judgement, policy)


def falls_in(judgement: Judgement, policy: Policy) -> bool:
    """Whether it falls in the programme year, or may by its missing dates."""
    return in_year(judgement, policy) is not False


def counts(judgement: Judgement, policy: Policy) -> bool:
    return grades_possible(judgement) == (REQUIRES_IMPROVEMENT,) and in_year(judgement, policy) is True


def in_year(judgement: Judgement, policy: Policy) -> bool | None:
    """Whether it falls in the programme year and was published by the day; None where a missing date decides."""
    published = published_between(judgement)
    day = published if policy.eligibility.date_basis == "publication" else started_between(judgement)
    in_time = within(published, date.min, policy.as_at)
    in_window = within(day, policy.year_from, policy.year_to)
    if in_time is False or in_window is False:
        return False
    return True if in_time and in_window else None


def within(span: tuple[date, date], first: date, last: date) -> bool | None:
    """Whether a day known only to lie in `span` lies between two days: yes, no, or None where it may."""
    if span[1] < first or span[0] > last:
        return False
    return True if first <= span[0] and span[1] <= last else None


def day_of(judgement: Judgement, policy: Policy) -> date | None:
    return judgement.published if policy.eligibility.date_basis == "publication" else judgement.started


def _eligible(body: Body, judgements: list[Judgement], policy: Policy) -> Verdict:
    first = min(judgements, key=lambda j: day_of(j, policy) or date.max)
    verb = "published" if policy.eligibility.date_basis == "publication" else "inspected"
    under = f" as URN {first.urn}, which it succeeded" if body.line and first.urn != body.line[0] else ""
    how = f"{verb} {wording.day(day_of(first, policy))}"
    reason = f"It stands alone and was judged Requires Improvement ({how}){under}."
    return Verdict("eligible", reason, tuple(cell(j) for j in judgements), day_of(first, policy))


def _its_trust(body: Body) -> str:
    """Its name; a school may be in any of several trusts, each of them of several schools."""
    if body.trust_name is None:
        return "a multi-academy trust (which one is not known)"
    return f"the multi-academy trust {body.trust_name}"


def _not_judged(body: Body, policy: Policy) -> Verdict:
    published = [j for j in body.history if j.published and j.published <= policy.as_at]
    reason = _none_between(policy.year_from, min(policy.year_to, policy.as_at))
    if body.alone is False:
        reason = f"It is in {_its_trust(body)}, judged as a whole."
    elif body.history and not published:
        reason += f" All its judgements that the files show came out after {wording.day(policy.as_at)}."
    return Verdict("not eligible", reason, (cell(published[-1]),) if published else ())


@cache
def _none_between(first: date, last: date) -> str:
    """One text for the thousands of whom it is said."""
    return f"No Requires Improvement judgement from {wording.day(first)} to {wording.day(last)}."


def _cannot_tell(body: Body, own: list[Judgement], evidence: tuple[Evidence, ...], policy: Policy) -> Verdict:
    if body.alone is None:
        reason, cause = "It may qualify, but no file says whether it stood alone on the day.", body.cause
    elif not own:
        reason = "It succeeded several schools, of which one was judged Requires Improvement in the year."
        cause = "several-predecessors"
    elif any(len(grades_possible(j)) == 1 for j in own):
        reason, cause = "It stands alone, but a judgement's date is missing.", "date-missing"
    elif any(j.regime == "headline" for j in own):
        reason, cause = "It stands alone, but a judgement's grade is missing.", "grade-not-known"
    else:
        reason, cause = "It stands alone, but Ofsted gave no headline grade in the year.", "no-headline-grade"
    return Verdict("cannot tell", reason, evidence, cause=cause)


STANDALONE_RI = Gate(
    "standalone-ri",
    Cite(
        "tsio-flyer-2022-23",
        "who can access this offer, a",
        "standalone schools judged Requires Improvement in the academic year",
    ),
    applies,
    judge,
    answers=answer,
    reads=("date_basis", "forgotten"),
)
