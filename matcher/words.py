"""Formatting of labels, money, distances and counts, shared by explanations, tables and pages."""

from __future__ import annotations

from collections.abc import Sequence

PROPOSAL_ONLY = "This is a proposal. A Regional Director decides."
STANDALONE, TRUST = "Standalone school", "Trust"
NOT_KNOWN = "not known"

ROLES = {
    "trust_ceo": "Trust chief executive",
    "nle": "National leader of education",
    "equivalent": "Equivalent leader",
}

GOALS = {
    "coverage": "Match as many as possible, by priority",
    "stability": "Keep pairs that were proposed or are running",
    "strong-trust-first": "Strong trust first for standalone schools",
    "governance": "Governance days where they are needed most",
    "fairness": "Serve the worst-served region as well as can be",
    "fit": "Best fit of leader to school or trust",
    "spend": "Spend no more than is needed",
    "canonical": "Settle ties the same way every time",
}

UNITS = {"need x days": "points of need × days"}
ONE = {
    "schools": "school",
    "pairs kept": "pair kept",
    "priority points": "priority point",
    "fit points": "fit point",
    "points of need × days": "point of need × days",
}

FLAGS = {
    "not-checked": "Conflicts of interest not yet checked: may be proposed, not appointed",
    "sign-off": "A declared interest needs the Regional Director's sign-off",
    "declared": "An interest has been declared",
    "colleague-interest": "A colleague of the leader has declared an interest",
    "potential-sponsor": "The leader's organisation may become its sponsor",
    "broker-interest": "Somebody who brokers or decides has an interest",
    "own-interest": "Served by the region's own broker's organisation",
    "same-authority": "It shares a local authority with the leader",
    "same-diocese": "It shares a diocese with the leader",
    "out-of-region": "The leader comes from another region",
    "distance-unknown": "The distance is not known",
    "no-road": "No road reaches the island: the Regional Director signs it off",
    "over-water": "The straight line crosses 2 km or more of tidal water: ask how they would travel",
    "designation-unknown": "The leader's designation is not dated",
    "declined-before": "This pair was declined before",
}


def pounds(pence: int | None) -> str:
    """`£1,775`, or `£1,775.50` where there are pence."""
    if pence is None:
        return NOT_KNOWN
    whole, part = divmod(abs(pence), 100)
    sign = "−" if pence < 0 else ""
    return f"{sign}£{whole:,}" + (f".{part:02d}" if part else "")


def kilometres(metres: int | None) -> str:
    """Tenths, a half upwards, for people; the tables hold whole metres."""
    if metres is None or metres < 0:
        return NOT_KNOWN
    tenths = (metres + 50) // 100
    return f"{tenths // 10:,}.{tenths % 10} km"


def count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def kind(word: str) -> str:
    return TRUST if word == "trust" else STANDALONE


def role(word: str) -> str:
    return ROLES.get(word, word)


def flag(name: str) -> str:
    return FLAGS.get(name, name.replace("-", " ").capitalize())


def flags(names: Sequence[str]) -> str:
    return "; ".join(flag(name) for name in names)


def goal(name: str) -> str:
    return GOALS.get(name, name.replace("-", " ").capitalize())


def number(value: int | None, unit: str) -> str:
    """A goal's value in its own unit."""
    if value is None:
        return NOT_KNOWN
    if unit == "pence":
        return pounds(value)
    if unit == "per thousand":
        return f"{value / 10:,.1f} %"
    unit_name = UNITS.get(unit, unit)
    return f"{value:,} {ONE.get(unit_name, unit_name) if value == 1 else unit_name}"


def follows(unit: str) -> bool:
    """Whether the unit is a word after the figure, rather than part of it as in £5 or 5 %."""
    return unit not in ("pence", "per thousand")


def capital(text: str) -> str:
    """The same words as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
