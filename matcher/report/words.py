"""Wording shared by the page, the workbook and the terminal: labels, and sentences about figures."""

from __future__ import annotations

from fractions import Fraction

from matcher.domain import DIAGNOSES, MILESTONES
from matcher.plan import Stage
from matcher.result import PotLine
from matcher.wording.terms import LEADER, RECIPIENT, SYSTEM_LEADER, in_words
from matcher.wording.wording import percent as share
from matcher.wording.words import (
    NOT_KNOWN,
    PROPOSAL_ONLY,
    TRUST,
    UNITS,
    capital,
    count,
    difference,
    kilometres,
    kind,
    number,
    ordinal,
    pounds,
    role,
    two_numbers,
)
from matcher.year_ahead.words import no_better_in, tenths

__all__ = [
    "NOT_KNOWN",
    "PROPOSAL_ONLY",
    "TRUST",
    "UNITS",
    "capital",
    "count",
    "kilometres",
    "kind",
    "number",
    "ordinal",
    "pounds",
    "role",
    "share",
    "two_numbers",
]

DIAGNOSIS = MILESTONES[2]
DECISIONS = (
    "school and leader agree",
    "school says yes to support",
    "school agrees",
    "leader agrees",
    "director approves",
    "appoint",
    "school wants no support",
    "school wants another leader",
    "leader cannot (this school)",
    "leader cannot (any school)",
    "director says no",
    "delivery begins",
    "delivery ends",
    "delivery stops early",
    "the leader can again",
    "the hold of the school's yes is released",
    "the old offer is closed",
    "the school was asked",
)


# of a director, about those asked to wait for the year ahead; the last is of whoever told them
WAIT_DECISIONS = ("director approves the wait", "director refuses the wait", "told that it is asked to wait")
# beside them in a programme of advisers
ADVISER_DECISIONS = (
    "adviser is allocated",
    "adviser cannot (this school)",
    "another adviser is wanted",
    "adviser cannot (any school)",
    "the adviser can again",
    *(f"milestone: {text}" for text in MILESTONES if text != DIAGNOSIS),
    *(f"milestone: {DIAGNOSIS}: {decided}" for decided in DIAGNOSES.values()),
)


def decisions(with_advisers: bool = False) -> tuple[str, ...]:
    """The drop-down's choices in the words of the run's programme."""
    return (*map(in_words, DECISIONS), *(ADVISER_DECISIONS if with_advisers else ()))


def may_decline(voluntary: bool) -> str:
    """What a school or trust may refuse: the support, or only who gives it."""
    if voluntary:
        return f"{RECIPIENT:Ca} may decline, and talk of joining a trust binds nobody."
    return f"{RECIPIENT:Ca} may ask for another {LEADER}: nobody is appointed unless it agrees."


READINGS = {
    "date_basis": "Which date puts a judgement in the year (both with the reports of a year more)",
    "tenure_at": "On what day a trust's years are counted",
    "schools_at_least": "Schools a trust needs",
    "years_at_least": "Years they need to have been in the trust",
    "share_denominator": "Which schools the share is taken of",
    "share_at_least": "Share judged RI or worse",
    "decline": "How an overall decline is worked out",
    "baseline": "What a school's latest grade is compared with",
    "forgotten": "How inspections count that Ofsted's file no longer shows",
    "structure": "Whether a school must be what it was when last inspected",
    "predecessors": "Whether a predecessor's inspection counts as the one before",
    "in_category": "Whether a part judged RI counts beside a category of concern",
    "nurseries": "Whether nursery schools are included",
    "under_notice": "Whether a school with a warning notice takes part",
    "level": "Whether a trust's school is supported through its trust",
    "at_school_level": "Schools of trusts that are supported by themselves",
    "window_to": "Last day on which a re-inspection counts",
    "rsi_from": "From when significant improvement required lets a school in",
    "low_achievement_from": "From when low achievement counts",
    "low_achievement_grade": "How low achievement must be",
}

PRIORITIES = {
    "register": "the priority column of the register; 1 for everybody it does not name",
    "days-waiting": "weeks waiting since becoming eligible",
    "equal": "everybody counts the same",
    "history": "points by history: most for a school below good twice running, then trusts, then other schools",
}

NO_PRIORITY = "everybody counts the same, because no register given here has a priority"

CAUSES = {
    "straddles-regimes": "Judged under two systems of grades that cannot be compared",
    "several-predecessors": "It succeeded several schools",
    "history-forgotten": "The files no longer show all of its inspections",
    "membership-not-seen": "Not known whether it was in the trust on the day",
    "join-date-missing": "Not known when it joined its trust",
    "between-trusts": "In a multi-academy trust before and in another after, and not known in which on the day",
    "date-missing": "A judgement's date is missing",
    "grade-not-known": "A judgement's grade is missing",
    "no-headline-grade": "Ofsted gave no headline grade in the year",
    "structure-not-known": "Not known whether it moved between trusts since its inspection",
    "plans-not-known": "No file says how far plans for a change of structure have come",
    "pupils-missing": "Its number of pupils is missing",
    "region-not-known": "Its region is not known",
    "figure-not-known": "A figure of the school is withheld or missing",
    "request-pending": "Put forward by exception, not yet decided",
}

BROKERS_CONTRACT_PENCE = 646_225_00
BROKERS_CONTRACT = (
    "In truth the £646,225 was the contract that paid the seven regional partners to identify, match, broker and"
    " monitor. Leaders' days were paid by separate grants, and governance days from a third pot. This run uses the"
    " figure as money for days because its scenario says so: an assumption, not a fact."
)


def counted_in(unit: str) -> str:
    """The unit to show after a goal's name; empty where the figures carry it, as pounds and percentages do."""
    return "" if unit in ("pence", "per thousand") else f" ({UNITS.get(unit, unit)})"


def bare(value: int | None, unit: str) -> str:
    """A goal's value where its unit stands beside its name."""
    return f"{value:,}" if value is not None and counted_in(unit) else number(value, unit)


def proof(stage: Stage) -> str:
    """Whether anything better is possible, and how that is known."""
    if stage.futures:
        return _proof_over_futures(stage)
    if stage.proved:
        how = {
            "certificate": " (exact arithmetic)",
            "second-solver": " (a second, unrelated solver agrees)",
        }
        return "Proved: nothing better is possible" + how.get(stage.how, "")
    if stage.gap is None:
        return "Not proved; no bound is known"
    return f"Within {difference(stage.gap, stage.unit)} of the best possible"


def _proof_over_futures(stage: Stage) -> str:
    """Of a goal that looks ahead: what the plan is worth on average, and that nothing is better in these futures."""
    unit = UNITS.get(stage.unit, stage.unit)
    more = f"By the year's end {tenths(10 * stage.value // stage.futures)} {unit} on average. "
    if stage.proved:
        how = "" if stage.how == "certificate" else ": a second, unrelated solver agrees"
        return f"{more}Proved: {no_better_in(stage.futures)}" + (how or " (exact arithmetic)")
    if stage.gap is None:
        return f"{more}Not proved; no bound is known"
    return (
        f"{more}Within {tenths(-(-10 * stage.gap // stage.futures))} of the best today plus on average in these futures"
    )


def unique(yes: bool) -> str:
    if yes:
        return "Ties between equally good plans are settled by a fixed rule: the same inputs always give this answer."
    return "Plans may be equally good on every goal; that the fixed rule for ties picks this one has not been proved."


def left_over(pot: PotLine) -> str:
    """How far the pot is from one more match."""
    if pot.amount_pence is None:
        return "Counted only: no ceiling"
    short = (
        f"{pounds(pot.next_short_pence)} short of one more match"
        if pot.next_short_pence
        else "Not what stops another match"
    )
    if pot.kept_pence and pot.left_pence:
        short = f"{pounds(min(pot.kept_pence, pot.left_pence))} of what is left is kept for those expected later"
    return f"{short}. What is left reverts" if pot.reverts and pot.left_pence else short


def figure(pot: PotLine) -> str:
    """Where a pot's amount comes from."""
    basis = "Assumed" if pot.assumed else "Published"
    return f"{basis}: {pot.source}" if pot.source else basis


def pot_in_short(pot: PotLine) -> str:
    before = f"{pounds(pot.committed_before_pence)} used before, " if pot.committed_before_pence else ""
    if pot.left_pence is None:
        return f"{before}{pounds(pot.committed_pence)} proposed; counted only, no ceiling"
    return f"{before}{pounds(pot.committed_pence)} proposed, {pounds(pot.left_pence)} left; {left_over(pot).lower()}"


def nothing_matched(recipients: int, leaders: int, choices: int) -> str:
    """Why a run matched nobody at all."""
    if not recipients:
        return "Nobody qualified for support in this run, so there was nobody to match."
    if not leaders:
        return f"No {SYSTEM_LEADER:s} were in the registers, so nobody could be matched."
    if not choices:
        return f"No {LEADER} may support any of these {RECIPIENT:s} under the rules, so nobody could be matched."
    return "There are pairs that the rules allow, but the money, days or room left do not reach to a single match."


SIGNED_OFF_FOR = (
    f"Each of these is for the Regional Director to sign off: an interest was declared, the {LEADER}'s own trust or"
    " school needs support, the organisation is the region's broker, or the way is by water. The workbook says which;"
    " what somebody declared is not shown here."
)


def warnings(stale: int, consent: int) -> tuple[str, ...]:
    """How many matches have something to settle before anybody is appointed."""
    checks, interests = count(stale, "match", "matches"), count(consent, "match", "matches")
    counted = (
        (stale, f"Not checked: interests must be checked before {checks} can be appointed."),
        (consent, f"Sign-off: a declared interest in {interests} is for the Regional Director to judge."),
    )
    return tuple(sentence for number, sentence in counted if number)


def setting(value: object) -> str:
    """A switch's value as a reader would write it: a share as a percentage, a name with spaces."""
    if isinstance(value, Fraction):
        return f"{float(100 * value):g} %"
    return str(value).replace("_", " ").replace("-", " ")


def fraction(text: str) -> Fraction | str:
    """A share as it was written, such as 0.5 or 1/2."""
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return text


def cause(code: str) -> str:
    return CAUSES.get(code, code.replace("-", " ").capitalize() or "Not recorded")
