"""The money page's figures as CSV: `money.csv`, a line a budget and group, and `money-by-term.csv`. In pounds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matcher.report.safe_cells import csv_bytes
from matcher.study.money.forecast import Band
from matcher.study.money.money_lines import WHOLE, MoneyLine, term_lines
from matcher.study.money.money_page import MoneyStudy
from matcher.study.sweeps.store import write_bytes
from matcher.wording.words import amount

OWN, CURVE = "own", "curve"
_BANDS = tuple(f"{what}{part}" for what in ("expected", "claimed") for part in ("", "_low", "_high"))
COLUMNS = (
    *("plan", "budget", "dimension", "group", "eligible", "matched"),
    *("say_yes", "say_yes_low", "say_yes_high", "committed"),
    *_BANDS,
)
TERM_COLUMNS = ("plan", "budget", "academic_year", "term", "financial_year", "committed", *_BANDS)


def write_money(study: MoneyStudy, folder: Path) -> None:
    plans = ((CURVE, study.lines), (OWN, study.own))
    rows = [[plan, *_row(line)] for plan, lines in plans for line in lines]
    write_bytes(folder / "money.csv", csv_bytes(COLUMNS, rows))
    terms = [[plan, *row] for plan, lines in plans for line in lines for row in _term_rows(study, line)]
    write_bytes(folder / "money-by-term.csv", csv_bytes(TERM_COLUMNS, terms))


def _row(line: MoneyLine) -> list[str | int]:
    forecast, yes = line.forecast, line.forecast.accepted
    counts = [line.eligible, forecast.matched, yes.mean, yes.low, yes.high]
    money = [amount(forecast.committed_pence), *_band(forecast.expected), *_band(forecast.claimed)]
    return [amount(line.pence), line.dimension, line.group, *counts, *money]


def _term_rows(study: MoneyStudy, line: MoneyLine) -> Sequence[list[str | int]]:
    if line.dimension != WHOLE:
        return []
    return [
        [
            amount(line.pence),
            f"{term.term.academic_year}{(term.term.academic_year + 1) % 100:02d}",
            term.term.season,
            term.term.financial_year,
            amount(term.committed_pence),
            *_band(term.expected),
            *_band(term.claimed),
        ]
        for term in term_lines(line.pence, line.forecast, study.policy, study.given)
    ]


def _band(band: Band | None) -> list[str]:
    return [amount(pence) for pence in (band.mean, band.low, band.high)] if band else ["", "", ""]
