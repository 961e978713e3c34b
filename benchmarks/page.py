"""The results as one page that needs nothing else: a summary, charts of cost against size, and every figure below."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from os import cpu_count, getloadavg

from benchmarks import charts, summary
from benchmarks.methods import METHODS
from benchmarks.table import Row, formatted
from matcher.runs.identity import versions

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #0b0c0c }
table { border-collapse: collapse; font-size: .85rem; margin: 1rem 0 2rem; font-variant-numeric: tabular-nums }
th, td { border-bottom: 1px solid #b1b4b6; padding: .25rem .6rem; text-align: right; vertical-align: top }
th { border-bottom-color: #0b0c0c } th:first-child, td:first-child, .words { text-align: left }
details { margin: 1rem 0 } summary { cursor: pointer; font-weight: 600 } .wide { overflow-x: auto }
svg { max-width: 100%; height: auto } .wrong { color: #d4351c; font-weight: 700 } figure { margin: 1rem 0 2rem }
"""
RELATIVE = (
    "Relative: seconds over those of bare HiGHS on the same instance in the same run. Where HiGHS did not prove every "
    "goal it stopped at its guard, and the true ratio of a method that proved them all is smaller than the one told."
)
STAGES = ("size", "costs", "recipients", "leaders", "choices", "stage", "seconds", "cpu_seconds", "memory_mb")
REACHED = ("size", "costs", "goal", "value", "bound", "proved", "by_hand", "said")
NUMBERS = ("value", "bound", "seconds", "cpu_seconds", "relative", "relative_cpu", "memory_mb")


def page(trials: Sequence[Row], stages: Sequence[Row], known: Sequence[Row], options: argparse.Namespace) -> str:
    parts = [
        f"<h1>matcher beside everything a user might use instead</h1><p>{escape(machine(options))}</p>",
        _methods(options.methods) if trials else "",
        _truth(trials, known),
        *(_summary(trials) if trials else ()),
        *(_stages(stages) if stages else ()),
        _known(known) if known else "",
        _every(trials) if trials else "",
    ]
    head = f'<meta charset="utf-8"><title>matcher: benchmarks</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en-GB"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


def machine(options: argparse.Namespace) -> str:
    known = ", ".join(f"{name} {number}" for name, number in versions().items())
    return (
        f"{datetime.now():%d %B %Y, %H:%M}. {cpu_count()} processors ({platform.machine()}), load "
        f"{getloadavg()[0]:.1f}; {known}. Seeds: {options.seeds} from {options.first_seed}. Each "
        f"method has a process of its own, and a solver {options.guard:g} seconds of the processor. "
        "Those seconds are of the process and of those it started: other work on the machine hardly stretches them."
    )


def _methods(names: Sequence[str]) -> str:
    items = "".join(f"<li><b>{name}</b>: {escape(METHODS[name])}</li>" for name in names)
    return f"<h2>Methods</h2><ul>{items}</ul>"


def _truth(trials: Sequence[Row], known: Sequence[Row]) -> str:
    wrong = summary.wrong(trials, known)
    if wrong:
        return "".join(f'<p class="wrong">{escape(line)}</p>' for line in wrong)
    return "<p>Wherever two methods prove a goal after the same goals, their values are the same.</p>" if trials else ""


def _summary(trials: Sequence[Row]) -> Iterable[str]:
    yield "<h2>In short</h2>" + grid(
        summary.COLUMNS, summary.rows(trials), words=("size", "costs", "method", "falls_behind_at", "said")
    )
    yield f"<p>{escape(RELATIVE)}</p><figure>{charts.cost_against_size(trials)}</figure>"
    yield "<h2>Each goal: median value, and how far below the best plan (goals in order) that any method reached</h2>"
    yield grid(summary.GOAL_COLUMNS, summary.goal_rows(trials), words=("size", "costs", "goal", "method"))


def _stages(stages: Sequence[Row]) -> Iterable[str]:
    yield "<h2>One run, stage by stage, at every size</h2>"
    yield f"<figure>{charts.stages_against_size(stages)}</figure>"
    yield grid(STAGES, [r for r in stages if r.get("stage")], words=("size", "costs", "stage"))
    yield grid(REACHED, [r for r in stages if r.get("goal")], words=("size", "costs", "goal", "said"))


def _known(known: Sequence[Row]) -> str:
    met = sum(row["value"] == row["known"] for row in known)
    proved = sum(bool(row["proved"]) for row in known)
    head = f"<h2>Published instances: {met} of {len(known)} best values met, {proved} proved</h2>"
    return head + f"<details><summary>All {len(known)}</summary>{grid(tuple(known[0]), known)}</details>"


def _every(trials: Sequence[Row]) -> str:
    columns = ("instance", "choices", "method", "goal", *NUMBERS[:2], "proved", *NUMBERS[2:], "said")
    table = grid(columns, trials, words=("instance", "method", "goal", "said"))
    return f'<details><summary>Every figure (also in trials.csv)</summary><div class="wide">{table}</div></details>'


def grid(columns: Sequence[str], rows: Iterable[Row], words: Sequence[str] = ()) -> str:
    def cell(name: str, row: Row) -> str:
        value = row.get(name)
        text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(formatted(value))
        return f"<td{' class=words' if name in words else ''}>{escape(text)}</td>"

    heads = "".join(f"<th{' class=words' if n in words else ''}>{escape(n.replace('_', ' '))}</th>" for n in columns)
    body = "".join(f"<tr>{''.join(cell(name, row) for name in columns)}</tr>" for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
