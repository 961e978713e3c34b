"""A trust of two schools for three years qualifies where half of them are poor, or they declined, since joining."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from matcher.domain import Evidence, Judgement, Verdict
from matcher.policy import Policy
from matcher.rules.base import Cite, Gate
from matcher.rules.gates.body import Body, Member, cell
from matcher.rules.gates.completions import Outcome, Pair, completions, outcomes, pair, tenure_day
from matcher.rules.gates.heads_and_sums import Prospects, prospects

Asked = Callable[[Prospects], bool | None]

METHODS = {
    "net-steps": "grade steps summed",
    "net-count": "schools up less schools down",
    "mean": "average grade step",
    "pupil-weighted": "grade steps weighted by pupils",
}
FEW = 5  # schools named in one sentence


def applies(body: Body) -> bool:
    return body.kind == "trust"


def judge_decline(body: Body, policy: Policy) -> Verdict:
    return _judge(body, policy, lambda p: p.decline, _decline_in_words)


def judge_share(body: Body, policy: Policy) -> Verdict:
    return _judge(body, policy, lambda p: p.share, _share_in_words)


def judge_either(body: Body, policy: Policy) -> Verdict:
    return _judge(body, policy, lambda p: p.either, _either_in_words)


def outlook(body: Body, policy: Policy, on: date) -> Prospects:
    """What is known of the trust from reports published up to a day, worked out once for each reading and day."""
    key = (policy.eligibility, policy.year_from, on)
    if key not in body.memo:
        schools = [outcomes(member, policy, on) for member in body.members]
        body.memo[key] = prospects(schools, policy.eligibility.schools_at_least)
    found: Prospects = body.memo[key]
    return found


def known_pairs(body: Body, policy: Policy) -> list[tuple[Member, Outcome, Pair]]:
    """Schools of which everything that counts is known: what each brings, and its two judgements."""
    found = []
    for member in body.members:
        brought = outcomes(member, policy, policy.as_at)
        if len(brought) == 1 and next(iter(brought)).present:
            joined, history = next(completions(member, policy, policy.as_at))
            found.append((member, next(iter(brought)), pair(member, joined, history, policy)))
    return found


def _judge(body: Body, policy: Policy, asked: Asked, in_words: Callable[[Body, Policy], str]) -> Verdict:
    found = outlook(body, policy, policy.as_at)
    answer = asked(found)
    if found.tenure is False:
        return Verdict("not eligible", _too_few(body, policy))
    if answer is None:
        return _cannot_tell(body, policy)
    reason, cells = in_words(body, policy), _cells(body, policy)
    if answer:
        return Verdict("eligible", reason, cells, first_day(body, policy, asked))
    return Verdict("not eligible", reason, cells)


def first_day(body: Body, policy: Policy, asked: Asked) -> date:
    """The first day of the year from which it has qualified without a break, as known on each day."""
    since = policy.as_at
    for day in reversed(_days_of_change(body, policy)):
        if asked(outlook(body, policy, day)) is not True:
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


def _too_few(body: Body, policy: Policy) -> str:
    reading = policy.eligibility
    day = tenure_day(policy, policy.as_at)
    there = sum(m.joined_from <= day for m in body.members)
    least = max(reading.schools_at_least, 2)
    if len(body.members) < least or not reading.years_at_least:
        return f"It has {len(body.members)} school(s); at least {least} are asked for."
    return f"{there} of its schools joined on or before {day}; at least {reading.schools_at_least} are asked for."


def _share_in_words(body: Body, policy: Policy) -> str:
    known = [brought for _, brought, _ in known_pairs(body, policy)]
    inspected = sum(b.inspected for b in known)
    poor = sum(b.inspected and b.excess >= _poor_excess(policy) for b in known)
    of = "schools inspected since joining" if policy.eligibility.share_denominator == "inspected" else "schools"
    least = policy.eligibility.share_at_least
    return f"{poor} of {inspected} {of} are poor; {least} is asked for.{_not_known(body, policy)}"


def _poor_excess(policy: Policy) -> int:
    share = policy.eligibility.share_at_least
    return share.denominator - share.numerator


def _decline_in_words(body: Body, policy: Policy) -> str:
    known = known_pairs(body, policy)
    compared = [(m, b) for m, b, p in known if p.baseline and p.latest and p.baseline is not p.latest]
    total = sum(b.worth for _, b in compared)
    method = METHODS[policy.eligibility.decline]
    said = f"{total:+d}" if policy.eligibility.decline != "mean" else f"{total:+d} / {len(compared)}"
    bare = [m.urn for m, _, p in known if p.latest and not p.baseline]
    note = f" No grade before joining, so not compared: {_some(bare)}." if bare else ""
    word = "Judgements declined since joining" if total < 0 else "Judgements did not decline since joining"
    return f"{word} ({method}: {said} over {len(compared)} schools).{note}{_not_known(body, policy)}"


def _either_in_words(body: Body, policy: Policy) -> str:
    return (
        "Half of its schools are Requires Improvement or worse, or its judgements declined: which of the two depends on"
        f" what is not known.{_not_known(body, policy)}"
    )


def _not_known(body: Body, policy: Policy) -> str:
    doubtful = [m.urn for m in body.members if len(outcomes(m, policy, policy.as_at)) > 1]
    return f" Whatever is true of {_some(doubtful)}, the answer is the same." if doubtful else ""


def _cannot_tell(body: Body, policy: Policy) -> Verdict:
    doubtful = [m for m in body.members if len(outcomes(m, policy, policy.as_at)) > 1]
    cause = min((_cause(m, policy) for m in doubtful), key=CAUSES.index)
    reason = f"The answer depends on what is not known of {_some([m.urn for m in doubtful])}: {CAUSE_WORDS[cause]}."
    return Verdict("cannot tell", reason, _cells(body, policy), cause=cause)


CAUSE_WORDS = {
    "straddles-regimes": "judgements under two systems of grades cannot be compared",
    "several-predecessors": "it succeeded several schools",
    "membership-not-seen": "whether it was in the trust on the day",
    "join-date-missing": "when it joined",
    "date-missing": "a judgement's date",
    "grade-not-known": "a judgement's grade",
    "pupils-missing": "its number of pupils",
}
CAUSES = list(CAUSE_WORDS)


def _cause(member: Member, policy: Policy) -> str:
    if not member.surely:
        return "membership-not-seen"
    if member.joined_from != member.joined_to:
        return "join-date-missing"
    heard = [j for history in (member.history, *member.predecessors) for j in history]
    if any(j.grade is None and j.regime != "headline" for j in heard):
        return "straddles-regimes"
    if any(j.started is None or j.published is None for j in heard):
        return "date-missing"
    if any(j.grade is None for j in heard):
        return "grade-not-known"
    return "several-predecessors" if member.predecessors else "pupils-missing"


def _cells(body: Body, policy: Policy) -> tuple[Evidence, ...]:
    cells: list[Evidence] = []
    for member, _, (baseline, latest) in known_pairs(body, policy):
        if latest:
            cells.append(cell(latest, f"latest since joining {member.joined_to}"))
            cells += _baseline_cells(baseline, latest, policy)
    return tuple(cells)


def _baseline_cells(baseline: Judgement | None, latest: Judgement, policy: Policy) -> list[Evidence]:
    if baseline is None or baseline is latest:
        return []
    return [cell(baseline, policy.eligibility.baseline.replace("-", " "))]


def _some(urns: list[str]) -> str:
    more = f" and {len(urns) - FEW} more" if len(urns) > FEW else ""
    return "URN " + ", ".join(urns[:FEW]) + more


_FLYER = "who can access this offer, b"

TRUST_DECLINE = Gate(
    "trust-decline",
    Cite("tsio-flyer-2022-23", _FLYER, "an overall decline in judgements since joining, with two schools for 3 years"),
    applies,
    judge_decline,
)
TRUST_SHARE = Gate(
    "trust-share",
    Cite(
        "govuk-tsio-2022-09-02",
        "inspected since joining",
        "at least half judged Requires Improvement or worse since joining",
    ),
    applies,
    judge_share,
)
TRUST_EITHER = Gate(
    "trust-decline-or-share",
    Cite("tsio-flyer-2022-23", _FLYER, "one or the other, however the missing facts fall"),
    applies,
    judge_either,
)
