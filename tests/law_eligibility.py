"""Who qualifies in 2022/23, in plain lines from the offer's text and FORMATS; it knows nothing of the gates.

For small facts in which nothing is missing: every date, grade and number of pupils is there. What to say where
something is missing follows from it: `cannot tell` where some way of filling the gaps would change the answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from matcher.domain import Facts, Judgement, Membership
from matcher.policy import Policy

ANSWERS = {frozenset({True}): "eligible", frozenset({False}): "not eligible"}


def eligible(facts: Facts, policy: Policy, body: str) -> bool:
    """Whether this school or trust may be offered support; nothing that its answer rests on is missing."""
    # FORMATS: a supported recipient is not offered again unless `support.again`.
    supported = [past for past in facts.history if past.state in ("agreed", "running", "finished")]
    names = also_called(facts, policy, body)
    if not policy.support.again and any(past.recipient_id in names for past in supported):
        return False
    # Flyer: by exception, put forward and considered: approved, and by the day of the run.
    for request in facts.requests:
        known = request.approved_on is None or request.approved_on <= policy.as_at
        if request.id in names and request.outcome == "approved" and known:
            return True
    if body in facts.schools:
        return standalone(facts, policy, body) and judged_ri_in_the_year(facts, policy, body)
    return large_enough(facts, policy, body) and (
        half_ri_or_worse(facts, policy, body) or overall_decline(facts, policy, body)
    )


def also_called(facts: Facts, policy: Policy, body: str) -> set[str]:
    """A trust with one school is that school; an old URN is the school that followed it."""
    stays = [stay for stay in facts.memberships if stay.urn == body and here(stay, policy)]
    trusts = {stay.trust_uid for stay in stays if len(schools_of(facts, policy, stay.trust_uid)) == 1}
    return {body, *trusts, *the_one_before(facts, body)}


def standalone(facts: Facts, policy: Policy, urn: str) -> bool:
    """Flyer: LA-maintained schools, single academy trusts, and trusts with only one school."""
    trusts = [stay.trust_uid for stay in facts.memberships if stay.urn == urn and here(stay, policy)]
    return all(len(schools_of(facts, policy, trust)) == 1 for trust in trusts)


def judged_ri_in_the_year(facts: Facts, policy: Policy, urn: str) -> bool:
    """Flyer: receives a Requires Improvement judgement during the academic year. FORMATS: by publication or start."""
    # A school that became an academy in the year is judged as the school it was.
    for judgement in heard(facts, policy, urn, *the_one_before(facts, urn)):
        day = judgement.started if policy.eligibility.date_basis == "inspection-start" else judgement.published
        assert day is not None
        if judgement.grade == 3 and policy.year_from <= day <= policy.year_to:
            return True
    return False


def large_enough(facts: Facts, policy: Policy, trust: str) -> bool:
    """Flyer: at least two schools for three years; FORMATS: at `as_at` or at the year's start."""
    reading = policy.eligibility
    day = policy.year_from if reading.tenure_at == "year_start" else policy.as_at
    cutoff = date(day.year - reading.years_at_least, day.month, day.day)
    stays = schools_of(facts, policy, trust)
    # A trust of one school is no multi-academy trust: its school stands alone.
    return len(stays) > 1 and sum(joined(stay) <= cutoff for stay in stays) >= reading.schools_at_least


def half_ri_or_worse(facts: Facts, policy: Policy, trust: str) -> bool:
    """Flyer: at least half of the schools hold RI or worse, received since joining; of those inspected, or of all."""
    stays = schools_of(facts, policy, trust)
    latest = [since[-1] for stay in stays if (since := since_joining(facts, policy, stay))]
    out_of = len(stays) if policy.eligibility.share_denominator == "all" else len(latest)
    return out_of > 0 and Fraction(sum(g >= 3 for g in latest), out_of) >= policy.eligibility.share_at_least


def overall_decline(facts: Facts, policy: Policy, trust: str) -> bool:
    """FORMATS, Decline: the latest grade since joining against the baseline, school by school; worse than nought."""
    score = Fraction(0)
    for stay in schools_of(facts, policy, trust):
        since, before = since_joining(facts, policy, stay), before_joining(facts, policy, stay)
        baseline = before[-1:] if policy.eligibility.baseline == "before-joining" else since[:1]
        if not since or not baseline:
            continue
        steps = baseline[0] - since[-1]  # grade 1 is best: a rise of the number is a decline
        if policy.eligibility.decline == "net-count":
            score += (steps > 0) - (steps < 0)
        elif policy.eligibility.decline == "pupil-weighted":
            pupils = facts.schools[stay.urn].pupils
            assert pupils is not None
            score += steps * pupils
        else:  # a sum and a mean of it are on the same side of nought
            score += steps
    return score < 0


def schools_of(facts: Facts, policy: Policy, trust: str) -> list[Membership]:
    return [stay for stay in facts.memberships if stay.trust_uid == trust and here(stay, policy)]


def here(stay: Membership, policy: Policy) -> bool:
    """FORMATS: membership is as at the day of the run."""
    return joined(stay) <= policy.as_at and (stay.left is None or policy.as_at < stay.left)


def joined(stay: Membership) -> date:
    assert stay.joined is not None
    return stay.joined


def heard(facts: Facts, policy: Policy, *urns: str) -> list[Judgement]:
    """FORMATS: nothing published after `as_at` counts. In order of inspection."""
    known = [j for j in facts.judgements if j.urn in urns and j.published and j.published <= policy.as_at]
    return sorted(known, key=lambda j: j.started or date.min)


def since_joining(facts: Facts, policy: Policy, stay: Membership) -> list[int]:
    """FORMATS: inspection start on or after the joined date."""
    return [j.grade for j in heard(facts, policy, stay.urn) if j.grade and j.started and j.started >= joined(stay)]


def before_joining(facts: Facts, policy: Policy, stay: Membership) -> list[int]:
    """FORMATS: the last grade before joining, of a predecessor where there is exactly one."""
    urns = [stay.urn, *the_one_before(facts, stay.urn)]
    return [j.grade for j in heard(facts, policy, *urns) if j.grade and j.started and j.started < joined(stay)]


def the_one_before(facts: Facts, urn: str) -> list[str]:
    """FORMATS: of a predecessor where there is exactly one."""
    older = [link.old_urn for link in facts.successions if link.new_urn == urn]
    return older if len(older) == 1 else []


def answer(completions: list[Facts], policy: Policy, body: str) -> str:
    """FORMATS: cannot tell only where some completion of the missing facts would change the answer."""
    decided = [each for facts in completions for each in decisions(facts, policy)]
    return ANSWERS.get(frozenset(eligible(facts, policy, body) for facts in decided), "cannot tell")


def decisions(facts: Facts, policy: Policy) -> list[Facts]:
    """A request that nobody has decided by the day of the run may yet be approved or refused."""
    found = [facts]
    for row, request in enumerate(facts.requests):
        if request.outcome in (None, "pending") or (request.approved_on and request.approved_on > policy.as_at):
            found = [with_outcome(each, row, outcome) for each in found for outcome in ("approved", "refused")]
    return found


def with_outcome(facts: Facts, row: int, outcome: str) -> Facts:
    decided = replace(facts.requests[row], outcome=outcome, approved_on=None)
    return replace(facts, requests=(*facts.requests[:row], decided, *facts.requests[row + 1 :]))
