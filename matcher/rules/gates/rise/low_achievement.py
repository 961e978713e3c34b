"""A primary or secondary school of low achievement takes part, once somebody has set what is low enough."""

from __future__ import annotations

from matcher.domain import Evidence, Verdict
from matcher.policy import Policy
from matcher.rules.base import Cite, Gate
from matcher.rules.gates.body import Body
from matcher.rules.gates.inspections.below_good import EITHER, NEEDS_ATTENTION, NO, SCALE, Ways, area_grades, both
from matcher.rules.gates.inspections.past import Past, pasts
from matcher.rules.gates.inspections.structure import unchanged
from matcher.rules.gates.rise.stuck_2025 import ANSWERS, together
from matcher.wording import wording

ACHIEVEMENT = "achievement"
PHASES = {"primary", "secondary", "middle", "all-through"}


def applies(body: Body) -> bool:
    """Only schools with a report card that gives achievement below the expected standard."""
    if body.kind != "school" or not body.phases & PHASES:
        return False
    return any(dict(j.areas).get(ACHIEVEMENT, 0) >= NEEDS_ATTENTION for j in body.past if j.regime == "report-card")


def judge(body: Body, policy: Policy) -> Verdict:
    begins, word = policy.eligibility.low_achievement_from, policy.eligibility.low_achievement_grade
    if begins is None or word is None:
        said = "Its achievement is below the expected standard; what is low enough for this programme is not set."
        return Verdict("not eligible", said)
    if policy.as_at < begins:
        return Verdict("not eligible", f"Low achievement counts only from {wording.day(begins)}.")
    found = pasts(body, policy.as_at)
    ways = together([both(_low(past, body, policy), unchanged(past.latest, body, policy)) for past in found])
    evidence = tuple(cell for past in found for cell in _cells(past, body, policy))
    answer = ANSWERS.get(ways, "cannot tell")
    if answer == "eligible":
        latest = found[0].latest.judgement
        day = max((d for d in (begins, latest.published if latest else None) if d), default=None)
        return Verdict(answer, f"Its achievement is {word} or worse, by its latest report card.", evidence, day)
    if answer == "not eligible":
        said = f"Its achievement is not {word} or worse at its latest inspection, or its structure has changed since."
        return Verdict(answer, said, evidence)
    said = "Its achievement on the day, or its structure since the inspection, is not fully known."
    return Verdict(answer, said, evidence, cause="grade-not-known")


def _low(past: Past, body: Body, policy: Policy) -> Ways:
    judgement, word = past.latest.judgement, policy.eligibility.low_achievement_grade
    if judgement is None:
        return EITHER if past.latest.missing == "forgotten" else NO
    if judgement.regime != "report-card" or word is None:
        return NO
    worst = SCALE.index(word) + 1
    return frozenset(grade >= worst for grade in area_grades(judgement, ACHIEVEMENT, body, policy.as_at))


def _cells(past: Past, body: Body, policy: Policy) -> tuple[Evidence, ...]:
    judgement = past.latest.judgement
    if judgement is None or judgement.regime != "report-card":
        return ()
    grades = sorted(area_grades(judgement, ACHIEVEMENT, body, policy.as_at))
    words = f"report card, achievement {' or '.join(SCALE[grade - 1] for grade in grades)}"
    return (Evidence(judgement.urn, judgement.published or judgement.started, words, judgement.source),)


LOW_ACHIEVEMENT = Gate(
    "low-achievement",
    Cite("rise-extension-2026", "low achievement", "a proposal; neither outcome nor thresholds were found"),
    applies,
    judge,
    reads=("structure", "low_achievement_from", "low_achievement_grade"),
)
"""Off until `low_achievement_from` and `low_achievement_grade` are both set."""
