"""The meaning of Ofsted's codes in each of its three grading systems."""

from __future__ import annotations

from datetime import date

from matcher.domain import Regime
from matcher.read.parsing.spelling import write_one_of
from matcher.read.parsing.unreadable import Unreadable

LAST_DAY_OF_HEADLINES = date(2024, 9, 2)

GRADES = {"outstanding": 1, "good": 2, "requires improvement": 3, "inadequate": 4}
NO_GRADE = ("", "0", "8", "9", "not judged", "not applicable")
CATEGORIES = {
    "sm": "SM",
    "special measures": "SM",
    "swk": "SWK",
    "serious weaknesses": "SWK",
    "nti": "NTI",
    "notice to improve": "NTI",
    "rsi": "RSI",
    "requires significant improvement": "RSI",
}
NO_CATEGORY = ("", "none", "not applicable")

# From best to worst. Ofsted says that these cannot be compared with the grades 1 to 4.
REPORT_CARD = ("exceptional", "strong standard", "expected standard", "needs attention", "urgent improvement")


def grade(cell: str) -> int | None:
    """1 to 4, as a number or in words; 0 (no evidence), 8 (does not apply), 9 (not judged then) and `Not judged` are no
    grades.
    """
    folded = " ".join(cell.split()).casefold().removesuffix(".0")
    if folded in ("1", "2", "3", "4"):
        return int(folded)
    if folded in NO_GRADE:
        return None
    if folded not in GRADES:
        raise Unreadable("is no grade of Ofsted", "Write 1, 2, 3, 4, or 9 or Not judged where there is none")
    return GRADES[folded]


def category(cell: str) -> str | None:
    """The code of a category of concern, from its code or its words."""
    folded = " ".join(cell.split()).casefold()
    if folded in NO_CATEGORY:
        return None
    if folded not in CATEGORIES:
        raise Unreadable("is no category of concern", "Write SM, SWK, NTI or RSI, or leave it empty")
    return CATEGORIES[folded]


def safeguarding(cell: str) -> bool | None:
    """Whether a report card says that the standards of safeguarding are met."""
    folded = " ".join(cell.split()).casefold()
    if folded in ("", "not applicable", "n/a"):
        return None
    if folded not in ("met", "not met"):
        raise Unreadable("is no judgement on safeguarding", "Write Met or Not met, or leave it empty")
    return folded == "met"


def report_card(cell: str) -> int | None:
    """The place on the five-point scale: 1 is exceptional, 5 urgent improvement."""
    folded = " ".join(cell.split()).casefold()
    if folded in ("", "not applicable", "not graded", "n/a"):
        return None
    if folded not in REPORT_CARD:
        raise Unreadable("is no grade of a report card", write_one_of(REPORT_CARD))
    return REPORT_CARD.index(folded) + 1


def regime(started: date | None, headline: int | None) -> Regime:
    """A graded inspection without a headline since September 2024 was judged by its parts."""
    if headline is None and started is not None and started >= LAST_DAY_OF_HEADLINES:
        return "sub-judgements"
    return "headline"
