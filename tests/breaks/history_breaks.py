"""Breaks of the rules that read a school's history of inspections: 2021/22, 2024/25 and RISE."""

from __future__ import annotations

from tests.breaks.breaks import Break

PAST, RISE = "rules/gates/inspections", "rules/gates/rise"
HISTORY = ("tests/test_law_history.py",)
STUCK = ("tests/rules/gates/test_stuck_2025.py",)
MORE_RISE = ("tests/rules/gates/test_rsi_and_low_achievement.py",)
STRUCTURE = ("tests/rules/gates/test_structure.py",)
YEARS = ("tests/rules/gates/test_school_or_trust.py",)

WHO_QUALIFIES_BY_HISTORY = (
    Break(
        "stuck",
        f"{PAST}/below_good.py",
        "grade == REQUIRES_IMPROVEMENT for grade in grades_possible(judgement)",
        "grade >= REQUIRES_IMPROVEMENT for grade in grades_possible(judgement)",
        STUCK,
    ),
    Break("stuck", f"{PAST}/below_good.py", "NEEDS_ATTENTION = 4", "NEEDS_ATTENTION = 3", STUCK),
    Break(
        "stuck",
        f"{PAST}/below_good.py",
        'if judgement.category and in_category == "out":',
        "if False:",
        STUCK,
    ),
    Break("stuck", f"{PAST}/below_good.py", "change.seen_on <= on or", "change.seen_on >= on or", STUCK),
    Break("stuck", f"{RISE}/stuck_2025.py", "return both(self.latest, self.before)", "return self.latest", STUCK),
    Break(
        "stuck",
        f"{PAST}/past.py",
        "order.visits.get(dated.key, 0) - steps)",
        "order.visits.get(dated.key, 0))",
        HISTORY,
    ),
    Break("stuck", f"{PAST}/past.py", "if proven < 1 or (later[0]", "if proven < 1 and (later[0]", HISTORY),
    Break("stuck", f"{PAST}/past.py", "since is not None and shown >= since", "since is not None", HISTORY),
    Break(
        "stuck",
        f"{PAST}/past.py",
        "if later and not shown_until(latest, body) >= on and",
        "if False and",
        HISTORY,
    ),
    Break(
        "stuck",
        f"{PAST}/structure.py",
        "since < stay.joined <= on",
        "since <= stay.joined <= on",
        STRUCTURE,
    ),
    Break(
        "stuck",
        f"{PAST}/structure.py",
        "if since <= day and next_day <= on:",
        "if next_day <= on:",
        STRUCTURE,
    ),
    Break(
        "requires-significant-improvement",
        f"{RISE}/rsi_2026.py",
        "policy.as_at < begins)",
        "policy.as_at <= begins)",
        MORE_RISE,
    ),
    Break(
        "already-in-programme",
        f"{RISE}/already_in.py",
        "case.appointed_on <= policy.as_at",
        "case.appointed_on < policy.as_at",
        ("tests/rules/gates/test_already_in.py",),
    ),
    Break("low-achievement", f"{RISE}/low_achievement.py", "grade >= worst", "grade > worst", MORE_RISE),
    Break("ri-in-year", "rules/gates/tsio_2021.py", "EITHER if hidden else NO", "NO", HISTORY),
    Break(
        "trust-ri-in-year",
        "rules/gates/school_or_trust.py",
        "both(YES if sure else EITHER, one",
        "both(YES, one",
        YEARS,
    ),
    Break(
        "entered-low",
        "rules/gates/tsio_2021.py",
        "below_good(past.before, body, on)",
        "below_good(past.latest, body, on)",
        HISTORY,
    ),
    Break(
        "trust-entered-low", "rules/gates/school_or_trust.py", 'policy.eligibility.level == "school"', "False", YEARS
    ),
    Break(
        "ri-in-year-or-entered-low",
        "rules/gates/tsio_2021.py",
        "either(judged_in_year(h",
        "both(judged_in_year(h",
        YEARS,
    ),
    Break(
        "trust-ri-in-year-or-entered-low",
        "rules/gates/tsio_2021.py",
        "if len(several) == 1:",
        "if len(several) >= 1:",
        YEARS,
    ),
    Break(
        "low-again",
        "rules/gates/sio_2024.py",
        "return both(low_before, either(",
        "return either(low_before, either(",
        HISTORY,
    ),
    Break(
        "trust-low-again",
        "rules/gates/school_or_trust.py",
        "and body.alone is False:",
        "and body.alone is True:",
        YEARS,
    ),
    Break("causing-concern", "rules/gates/sio_2024.py", "YES if judgement.category else NO", "NO", HISTORY),
    Break("trust-causing-concern", "rules/gates/sio_2024.py", "<= last:", "< last:", YEARS),
    Break(
        "low-again-or-concern",
        "rules/gates/sio_2024.py",
        "return either(low_before_and_since(",
        "return both(low_before_and_since(",
        YEARS,
    ),
    Break(
        "trust-low-again-or-concern",
        "rules/gates/school_or_trust.py",
        "policy.eligibility.date_basis == ",
        "policy.eligibility.date_basis != ",
        HISTORY,
    ),
    Break("low-twice", "rules/gates/sio_2024.py", '"in") for seen in past)', '"in") for seen in past[:1])', HISTORY),
    Break(
        "trust-low-twice",
        "rules/gates/sio_2024.py",
        'return SchoolFinding(EITHER, f"{said} were',
        'return SchoolFinding(YES, f"{said} were',
        YEARS,
    ),
)
