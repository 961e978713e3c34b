"""A trust with two schools for three years qualifies if half were judged poor since joining, or if they declined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from matcher.domain import Answer, Verdict
from matcher.policy import Policy
from matcher.rules.base import Cite, Gate
from matcher.rules.gates.attainable_totals import TrustCriteria
from matcher.rules.gates.body import Body, Member, grades_possible
from matcher.rules.gates.completions import tenure_day
from matcher.rules.gates.trust_analysis import READS, TrustAnalysis, analyse_trust
from matcher.wording.words import count

Criterion = Callable[[TrustCriteria], bool | None]

ANSWERS: Mapping[bool | None, Answer] = {True: "eligible", False: "not eligible", None: "cannot tell"}
EVEN = "as many schools better as worse"
FEW = 5  # schools named in one sentence


def applies(body: Body) -> bool:
    return body.kind == "trust"


def answer(body: Body, policy: Policy, criterion: Criterion) -> Answer:
    """The answer of the criterion. Tenure is checked first, because it rules out most trusts cheaply."""
    analysis = analyse_trust(body, policy, policy.as_at)
    return "not eligible" if analysis.too_few else ANSWERS[criterion(analysis.trust_criteria)]


def _judge(body: Body, policy: Policy, criterion: Criterion, in_words: Callable[[TrustAnalysis], str]) -> Verdict:
    analysis = analyse_trust(body, policy, policy.as_at)
    if analysis.too_few:
        return Verdict("not eligible", analysis.too_few)
    result = answer(body, policy, criterion)
    if result == "cannot tell":
        return _forgotten(analysis, criterion) or _cannot_tell(analysis)
    since = first_day(body, policy, criterion) if result == "eligible" else None
    return Verdict(result, in_words(analysis), analysis.cells, since)


def first_day(body: Body, policy: Policy, criterion: Criterion) -> date:
    """The first day of the year from which it has qualified without a break, as known on each day."""
    since = policy.as_at
    for day in reversed(_days_of_change(body, policy)):
        if criterion(analyse_trust(body, policy, day).trust_criteria) is not True:
            break
        since = day
    return since


def _days_of_change(body: Body, policy: Policy) -> list[date]:
    """Days of the year on which a report came out, a school joined or one had been there for the years."""
    years = policy.as_at.year - tenure_day(policy, policy.as_at).year
    days = {policy.year_from}
    for member in body.members:
        days |= {j.published for j in member.history if j.published}
        days |= {member.joined_to, _years_on(member.joined_to, years)}
    return sorted(day for day in days if policy.year_from <= day <= policy.as_at)


def _years_on(day: date, years: int) -> date:
    return date(day.year + years, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + years)


def _percent(share: Fraction) -> str:
    hundred = 100 * share
    return f"{hundred} %" if hundred.denominator == 1 else str(share)


def _share_in_words(analysis: TrustAnalysis) -> str:
    reading = analysis.policy.eligibility
    inspected = [k.brings for k in analysis.known_schools if k.brings.inspected]
    below = sum(b.excess > -reading.share_at_least.numerator for b in inspected)
    of = "schools inspected since joining" if reading.share_denominator == "inspected" else "schools"
    least = _percent(reading.share_at_least)
    sentence = f"{below} of {len(inspected)} {of} are Requires Improvement or worse; the rule asks for {least} or more."
    return sentence + _not_known(analysis)


def _together(method: str, total: int) -> str:
    """What the schools' changes add up to: `2 grades worse in all`; by the reading of an overall decline."""
    way, many = "worse" if total < 0 else "better", abs(total)
    if method == "net-count":
        than = "better" if total < 0 else "worse"
        return f"{count(many, 'more school', 'more schools')} {way} than {than}" if many else EVEN
    in_all = f"{count(many, 'grade')} {way} in all" if many else "no grade better or worse in all"
    if method == "pupil-weighted":
        return f"grades counted once for each pupil, {in_all}"
    return f"on average {way}, {in_all}" if method == "mean" and many else in_all


def _decline_in_words(analysis: TrustAnalysis) -> str:
    compared = [k for k in analysis.known_schools if k.judgements.compared]
    total = sum(k.brings.worth for k in compared)
    method = analysis.policy.eligibility.decline
    sentence = f"{_together(method, total)}, over {count(len(compared), 'school')}"
    alone = [k for k in analysis.known_schools if k.judgements.latest and not k.judgements.baseline]
    bare = [k.member.urn for k in alone if not k.member.forgets]
    gone = [k.member.urn for k in alone if k.member.forgets]
    note = f" No grade before joining, so not compared: {_some(bare)}." if bare else ""
    note += f" No longer in Ofsted's file, so not compared: the grade before joining of {_some(gone)}." if gone else ""
    word = "declined" if total < 0 else "did not decline"
    return f"Its judgements {word} since joining ({sentence}).{note}{_not_known(analysis)}"


def _either_in_words(analysis: TrustAnalysis) -> str:
    if analysis.trust_criteria.either is not True:
        return _share_in_words(analysis)
    sentence = (
        "Half of its schools are Requires Improvement or worse, or its judgements declined: one of the two is so."
    )
    return sentence + _not_known(analysis)


def _not_known(analysis: TrustAnalysis) -> str:
    urns = [member.urn for member in analysis.uncertain_schools]
    return f" Not everything is known of {_some(urns)}, but it would not change the answer." if urns else ""


def _forgotten(analysis: TrustAnalysis, criterion: Criterion) -> Verdict | None:
    """The verdict where only what Ofsted's file has dropped is missing; None where other facts are."""
    policy = analysis.policy
    as_known = replace(policy, eligibility=replace(policy.eligibility, forgotten="as-known"))
    if policy.eligibility.forgotten == "as-known" or answer(analysis.body, as_known, criterion) == "cannot tell":
        return None
    urns = [member.urn for member in analysis.uncertain_schools if member.forgets]
    reason = f"The answer depends on what is not known of {_some(urns)}: {CAUSE_WORDS['history-forgotten']}."
    return Verdict("cannot tell", reason, analysis.cells, cause="history-forgotten", about=tuple(urns))


def _cannot_tell(analysis: TrustAnalysis) -> Verdict:
    cause = min((_cause(member) for member in analysis.uncertain_schools), key=CAUSES.index)
    urns = [member.urn for member in analysis.uncertain_schools]
    reason = f"The answer depends on what is not known of {_some(urns)}: {CAUSE_WORDS[cause]}."
    return Verdict("cannot tell", reason, analysis.cells, cause=cause, about=tuple(urns))


CAUSE_WORDS = {
    "straddles-regimes": "judgements under two systems of grades cannot be compared",
    "join-date-missing": "when it joined or left",
    "history-forgotten": "inspections that are no longer in Ofsted's file",
    "several-predecessors": "it succeeded several schools",
    "date-missing": "a judgement's date",
    "grade-not-known": "a judgement's grade",
    "pupils-missing": "its number of pupils",
}
CAUSES = list(CAUSE_WORDS)


def _cause(member: Member) -> str:
    judgements = [j for history in (member.history, *member.predecessors) for j in history]
    if not member.certain or member.joined_from != member.joined_to:
        return "join-date-missing"
    if any(j.grade is None and j.regime != "headline" for j in judgements):
        return "straddles-regimes"
    if any(j.started is None or j.published is None for j in judgements):
        return "date-missing"
    if any(len(grades_possible(j)) > 1 for j in judgements):
        return "grade-not-known"
    if member.predecessors:
        return "several-predecessors"
    return "history-forgotten" if member.forgets else "pupils-missing"


def _some(urns: list[str]) -> str:
    more = f" and {len(urns) - FEW} more" if len(urns) > FEW else ""
    return "URN " + ", ".join(urns[:FEW]) + more


def _gate(name: str, cite: Cite, criterion: Criterion, in_words: Callable[[TrustAnalysis], str]) -> Gate:
    return Gate(
        name,
        cite,
        applies,
        lambda body, policy: _judge(body, policy, criterion, in_words),
        answers=lambda body, policy: answer(body, policy, criterion),
        reads=READS,
    )


_FLYER = "who can access this offer, b"

TRUST_DECLINE = _gate(
    "trust-decline",
    Cite("tsio-flyer-2022-23", _FLYER, "an overall decline in judgements since joining, with two schools for 3 years"),
    lambda criteria: criteria.decline,
    _decline_in_words,
)
TRUST_SHARE = _gate(
    "trust-share",
    Cite("govuk-tsio-2022-09-02", "inspected since joining", "half judged Requires Improvement or worse since joining"),
    lambda criteria: criteria.share,
    _share_in_words,
)
TRUST_EITHER = _gate(
    "trust-decline-or-share",
    Cite("tsio-flyer-2022-23", _FLYER, "one or the other, however the missing facts fall"),
    lambda criteria: criteria.either,
    _either_in_words,
)
