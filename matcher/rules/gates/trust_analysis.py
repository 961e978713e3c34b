"""The analysis of one trust under one reading of the rule, from reports published up to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from matcher.domain import Evidence
from matcher.policy import Policy
from matcher.rules.gates.attainable_totals import TrustCriteria, trust_criteria
from matcher.rules.gates.body import Body, Member, cell
from matcher.rules.gates.compared import JudgementPair, compared_judgements
from matcher.rules.gates.completions import Completion, completions, outcomes, question_of, tenure_day
from matcher.wording import wording

READS = (
    "tenure_at",
    "schools_at_least",
    "years_at_least",
    "share_denominator",
    "share_at_least",
    "decline",
    "baseline",
    "forgotten",
)  # the switches that an analysis may depend on
_read_of = attrgetter(*(switch for switch in READS if switch != "share_at_least"))  # whose hash takes a microsecond


class KnownSchool(NamedTuple):
    """A school with every fact that counts known: its outcome, and the two judgements compared."""

    member: Member
    brings: Completion
    judgements: JudgementPair


@dataclass(eq=False)
class TrustAnalysis:
    """The outcomes of one trust's schools, each part computed on first use and then cached."""

    body: Body
    policy: Policy
    on: date

    @cached_property
    def too_few(self) -> str:
        """Why it has not the schools for the years, whatever is missing; nothing where it has or may have."""
        day, least = tenure_day(self.policy, self.on), self.policy.eligibility.schools_at_least
        there = sum([member.joined_from <= day for member in self.body.members])
        if there >= least:
            return ""
        return f"{there} of its schools joined on or before {wording.day(day)}; at least {least} are asked for."

    @cached_property
    def outcomes_by_school(self) -> list[frozenset[Completion]]:
        """The possible outcomes of each of its schools."""
        asked = question_of(self.policy, self.on)
        return [outcomes(member, asked) for member in self.body.members]

    @cached_property
    def trust_criteria(self) -> TrustCriteria:
        """Worked out once for all readings under which its schools bring the same."""
        need = self.policy.eligibility.schools_at_least
        key = (need, *self.outcomes_by_school)
        if key not in self.body.memo:
            self.body.memo[key] = trust_criteria(self.outcomes_by_school, need)
        result: TrustCriteria = self.body.memo[key]
        return result

    @cached_property
    def known_schools(self) -> list[KnownSchool]:
        result = []
        for member, possible in zip(self.body.members, self.outcomes_by_school, strict=True):
            only = next(iter(possible))
            if len(possible) == 1 and only.present:
                joined, history = next(completions(member, self.policy, self.on))
                result.append(KnownSchool(member, only, compared_judgements(member, joined, history, self.policy)))
        return result

    @cached_property
    def cells(self) -> tuple[Evidence, ...]:
        """The two judgements of each of these schools, as a reader can look them up."""
        found: list[Evidence] = []
        for school in self.known_schools:
            judged = school.judgements
            if judged.latest:
                found.append(cell(judged.latest, f"latest since joining on {wording.day(school.member.joined_to)}"))
            if judged.baseline and judged.compared:
                found.append(cell(judged.baseline, self.policy.eligibility.baseline.replace("-", " ")))
        return tuple(found)

    @cached_property
    def uncertain_schools(self) -> list[Member]:
        """Schools with a fact missing that changes their outcome."""
        several = zip(self.body.members, self.outcomes_by_school, strict=True)
        return [member for member, possible in several if len(possible) > 1]


def analyse_trust(body: Body, policy: Policy, on: date) -> TrustAnalysis:
    """Made once for each trust, reading and day. Several gates ask for the same, one after another."""
    last, reading = body.memo.get("last analysis"), policy.eligibility
    if last is not None and last[0] is policy and last[1] == on:
        return last[2]  # type: ignore[no-any-return]
    key = (_read_of(reading), reading.share_at_least.as_integer_ratio(), policy.year_from, on)
    if key not in body.memo:
        body.memo[key] = TrustAnalysis(body, policy, on)
    result: TrustAnalysis = body.memo[key]
    body.memo["last analysis"] = (policy, on, result)
    return result
