"""A school is stuck that requires improvement at its latest graded inspection and was below good at the one before."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from matcher.domain import Answer, Verdict
from matcher.policy import Policy
from matcher.rules.base import Cite, Gate
from matcher.rules.gates.body import Body
from matcher.rules.gates.inspections.below_good import (
    NO,
    YES,
    Ways,
    below_good,
    both,
    cells,
    in_words,
    requires_improvement,
)
from matcher.rules.gates.inspections.past import NONE, Past, pasts
from matcher.rules.gates.inspections.structure import settled, unchanged
from matcher.wording import wording

ANSWERS: dict[Ways, Answer] = {YES: "eligible", NO: "not eligible"}


class JudgedPast(NamedTuple):
    """One past and what each part of the rule says of it."""

    past: Past
    latest: Ways
    before: Ways
    structure: Ways

    @property
    def stuck(self) -> Ways:
        return both(self.latest, self.before)

    @property
    def all(self) -> Ways:
        return both(self.stuck, self.structure)


def applies(body: Body) -> bool:
    return body.kind == "school"


def study(body: Body, policy: Policy) -> tuple[JudgedPast, ...]:
    """Every past of the school that the files leave open, judged."""
    return tuple(_judged(_read_so(past, policy), body, policy) for past in pasts(body, policy.as_at))


def _judged(past: Past, body: Body, policy: Policy) -> JudgedPast:
    on, reading = policy.as_at, policy.eligibility
    latest = requires_improvement(past.latest, body, on, reading.in_category)
    if latest == NO:
        return JudgedPast(past, NO, NO, YES)
    return JudgedPast(past, latest, below_good(past.before, body, on), unchanged(past.latest, body, policy))


def _read_so(past: Past, policy: Policy) -> Past:
    """Where a predecessor's inspections do not count, a school has none before its first under its own URN."""
    latest, before = past.latest.judgement, past.before.judgement
    if policy.eligibility.predecessors == "count" or latest is None:
        return past
    return past._replace(before=NONE) if before is not None and before.urn != latest.urn else past


def outside(body: Body, policy: Policy) -> str:
    """Why the programme is not about this school at all; nothing where it is."""
    if body.sector == "other":
        return "It is neither maintained by an authority nor an academy."
    if policy.eligibility.nurseries == "out" and body.phases == {"nursery"}:
        return "It is a nursery school; the programme is not about these."
    if policy.eligibility.under_notice == "out" and noticed(body, policy):
        return f"It is under notice.{noticed(body, policy)}"
    return ""


def noticed(body: Body, policy: Policy) -> str:
    """What is said of a school with a warning notice in a file of the day or earlier; nothing of any other."""
    number, day = body.order.notices.get(body.id, (0, policy.as_at))
    if not number or day > policy.as_at:
        return ""
    return f" Ofsted's file of {wording.day(day)} counts {number} warning notice(s) in its academic year."


def answer(body: Body, policy: Policy) -> Answer:
    if outside(body, policy):
        return "not eligible"
    return ANSWERS.get(together([found.all for found in study(body, policy)]), "cannot tell")


def together(ways: list[Ways]) -> Ways:
    """What may be so in any of several pasts."""
    return frozenset().union(*ways)


def judge(body: Body, policy: Policy) -> Verdict:
    if said := outside(body, policy):
        return Verdict("not eligible", said)
    found = study(body, policy)
    answer = ANSWERS.get(together([one.all for one in found]), "cannot tell")
    first = found[0]
    evidence = tuple(dict.fromkeys(cell for one in found for cell in cells(one.past, body, policy.as_at)))
    if answer == "eligible":
        return Verdict(answer, _eligible(first, body, policy), evidence, since(found))
    if answer == "not eligible":
        return Verdict(answer, _not_eligible(found, body, policy), evidence)
    reason, cause = _cannot_tell(found)
    return Verdict(answer, reason, evidence, cause=cause)


def since(found: tuple[JudgedPast, ...]) -> date | None:
    """The day on which the latest report came out, where every past has the same."""
    judged = [one.past.latest.judgement for one in found]
    days = {judgement.published if judgement else None for judgement in judged}
    return days.pop() if len(days) == 1 else None


def _eligible(first: JudgedPast, body: Body, policy: Policy) -> str:
    said = "It required improvement at its latest graded inspection and was below good at the one before"
    latest = first.past.latest
    if latest.judgement is not None:
        graded, published = in_words(latest.judgement, body, policy.as_at), wording.day(latest.judgement.published)
        said += f" (latest: {graded}, published {published})"
    if policy.eligibility.structure == "any":
        return f"{said}.{noticed(body, policy)}"
    sure = "" if settled(latest, body) else ", as far as the URN shows"
    return f"{said}. Its structure is unchanged since{sure}.{noticed(body, policy)}"


def _not_eligible(found: tuple[JudgedPast, ...], body: Body, policy: Policy) -> str:
    if any(one.stuck != NO for one in found):
        return "It is stuck by its judgements, but its structure has changed since the latest graded inspection."
    first = found[0]
    if first.past.latest.missing == "none":
        return "It has had no graded inspection that was published by the day."
    if first.latest != NO:
        none = first.past.before.missing == "none"
        return "It had no graded inspection before its latest." if none else "It was good at the inspection before."
    judged = first.past.latest.judgement
    words = f": {in_words(judged, body, policy.as_at)}" if judged else ""
    return f"It did not require improvement, as this programme reads it, at its latest graded inspection{words}."


def _cannot_tell(found: tuple[JudgedPast, ...]) -> tuple[str, str]:
    """The reason, and the cause in a word: what is missing first of history, then of grades, then of structure."""
    open_ones = [one for one in found if one.all != NO]
    missing = {seen.missing for one in open_ones for seen in one.past}
    if "forgotten" in missing:
        hidden = "latest" if any(one.past.latest.missing == "forgotten" for one in open_ones) else "one before"
        said = "the files no longer show it; an older or in-year file of Ofsted's would"
        return (
            f"It may be stuck: how it was judged at the {hidden} on the day is not known ({said}).",
            "history-forgotten",
        )
    if any(one.stuck not in (YES, NO) for one in found):
        return "It may be stuck: what it was judged is not fully known.", "grade-not-known"
    if any(one.structure != YES for one in open_ones):
        said = "whether it moved between trusts since its latest graded inspection is not known"
        return f"It is stuck by its judgements; {said}.", "structure-not-known"
    return "It may be stuck: the date of a judgement is missing.", "date-missing"


READS = ("structure", "predecessors", "in_category", "nurseries", "under_notice")

STUCK = Gate(
    "stuck",
    Cite(
        "rise-statistics-2025",
        "stuck schools",
        "Requires Improvement or equivalent at the latest graded inspection and below good at the one before",
    ),
    applies,
    judge,
    answers=answer,
    reads=READS,
)
