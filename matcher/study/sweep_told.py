"""What a sweep shows, as a page: how coverage moves with each setting, how sure it is, and which points failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matcher.report.listing import Cell, Column, Listing
from matcher.study import drawn, spoken
from matcher.study.outcome import Outcome
from matcher.study.page import Page, Section, sections
from matcher.study.points import Point
from matcher.study.sure_told import failures, how_run, sure, sureness
from matcher.study.swept import Swept, key_of

MOST_SERIES = 8
MOST_ROWS = 60


def page(swept: Swept, sessions: Sequence[Mapping[str, Any]]) -> Page:
    return Page(
        f"Sweep {swept.task.scenario.stem}",
        swept.question,
        tuple(_findings(swept)),
        sections(
            _curve(swept, "matched", "Matched"),
            _curve(swept, "matched_trusts", "Trusts among them"),
            _curve(swept, "median_metres", "Median journey"),
            _effects(swept),
            _table(swept),
            sure(swept),
            failures(swept),
            how_run(swept, sessions),
        ),
        foot="Every point is a proposal worked out by the same rules; points.csv beside this page has them all.",
    )


def numeric(swept: Swept) -> list[str]:
    """Settings whose every value is a number, the one with most values first."""
    numbers = [s for s in swept.settings if all(isinstance(v, int | float) for v in swept.values(s))]
    return sorted(numbers, key=lambda s: -len(swept.values(s)))


def _curve(swept: Swept, figure: str, title: str) -> Section | None:
    if not numeric(swept):
        return None
    across = numeric(swept)[0]
    others = sorted((s for s in swept.settings if s != across), key=lambda s: -len(swept.values(s)))
    series = next((s for s in others if len(swept.values(s)) <= MOST_SERIES), None)
    scale, unit = (1000, " (km)") if spoken.unit(figure) == "metres" else (1, "")
    rows = []
    for point, outcome in swept.along(across, *([series] if series else [])):
        value = outcome.figures.get(figure)
        if isinstance(value, int):
            rows.append((point.settings[across], value / scale, said(series, point) if series else title))
    order = [said_value(series, v) for v in swept.values(series)] if series else [title]
    rows.sort(key=lambda row: (order.index(row[2]), row[0]))
    same = series is not None and all_alike(rows)
    shown = [(x, y, title) for x, y, name in rows if name == order[0]] if same else rows
    described = f"{title} against {spoken.setting(across)}; every figure stands in the table that follows."
    own = swept.own.get(across)
    chart = drawn.curves(
        shown,
        f"curve-{figure}",
        (spoken.setting(across).capitalize(), title + unit, f"{title} by {spoken.setting(across)}"),
        described,
        mark_at=own if _a_number(own) else None,
    )
    behind = _crossed(swept, rows, across, order, title, figure)
    held = [said_value(s, swept.held_at(s)) for s in swept.settings if s not in (across, series)]
    words = [f"The dotted line is the scenario's own: {said_value(across, own)}."] if _a_number(own) else []
    words += [f"Held: {'; '.join(held)}."] if held else []
    words += [f"One line stands for {len(order)}: {spoken.setting(series or '')} makes no difference."] if same else []
    return Section(f"by-{figure}", f"{title} by {spoken.setting(across)}", tuple(words), chart, behind)


def all_alike(rows: Sequence[tuple[float, float, str]]) -> bool:
    """Whether every series has the same figure wherever it has one; more than one series is asked for."""
    by_place: dict[float, set[float]] = {}
    for x, y, _ in rows:
        by_place.setdefault(x, set()).add(y)
    return len({name for _, _, name in rows}) > 1 and all(len(ys) == 1 for ys in by_place.values())


def _a_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def said(setting: str | None, point: Point) -> str:
    return said_value(setting, point.settings[setting]) if setting else ""


def said_value(setting: str | None, value: Any) -> str:
    return spoken.said(setting or "", value, key_of(value))


def _crossed(
    swept: Swept, rows: Sequence[tuple[Any, float, str]], across: str, order: Sequence[str], title: str, figure: str
) -> Listing:
    held = {(row[0], row[2]): row[1] for row in rows}
    lines: list[tuple[Cell, ...]] = []
    for value in sorted(swept.values(across)):
        cells = (held.get((value, name)) for name in order)
        lines.append((f"{value:,}", *("–" if c is None else f"{c:,.1f}" if c % 1 else f"{c:,.0f}" for c in cells)))
    return Listing(
        f"{title} by {spoken.setting(across)}",
        (Column(spoken.setting(across).capitalize()), *(Column(name, "count") for name in order)),
        tuple(lines),
    )


def ranges(swept: Swept, figure: str = "matched") -> list[tuple[str, list[tuple[Any, int]]]]:
    """Per setting, its values with the figure they give while every other is held; the widest range first."""
    found = []
    for setting in swept.settings:
        values = [(p.settings[setting], o.figures.get(figure)) for p, o in swept.along(setting)]
        known = [(v, n) for v, n in values if isinstance(n, int)]
        if known:
            found.append((setting, known))
    return sorted(found, key=lambda item: (-_width(item[1]), item[0]))


def _width(values: Sequence[tuple[Any, int]]) -> int:
    numbers = [n for _, n in values]
    return max(numbers) - min(numbers)


def _effects(swept: Swept) -> Section:
    held = ", ".join(said_value(s, swept.held_at(s)) for s in swept.settings)
    rows: list[tuple[Cell, ...]] = []
    for figure in ("matched", "matched_trusts", "eligible", "median_metres", "worst_region_share"):
        for setting, values in ranges(swept, figure):
            low, high = min(values, key=lambda x: x[1]), max(values, key=lambda x: x[1])
            unit, moved = spoken.unit(figure), high[1] - low[1]
            cells = [f"{spoken.value(n, unit)} at {key_of(v)}" for v, n in (low, high)]
            cells = cells if moved else [f"{spoken.value(low[1], unit)} throughout", "–"]
            said_range = spoken.value(moved, unit) if moved else "none"
            rows.append((spoken.name(figure), spoken.setting(setting), *cells, said_range))
    columns = (Column("Figure"), Column("Setting"), *(Column(t, "count") for t in ("Least", "Most", "Range")))
    listing = Listing("What each setting does by itself", columns, tuple(rows))
    return Section(
        "effects", "Which setting moves the answer most", (f"Every other setting held: {held}.",), tables=(listing,)
    )


def _table(swept: Swept) -> Section | None:
    """The points that differ from the held values in settings that are not numbers: readings side by side."""
    words = [s for s in swept.settings if s not in numeric(swept)[:2]]
    if not words:
        return None
    rows: list[tuple[Cell, ...]] = []
    for point, outcome in swept.along(*words)[:MOST_ROWS]:
        f = outcome.figures
        settings = "; ".join(said_value(s, point.settings[s]) for s in words)
        shown = ("eligible_schools", "eligible_trusts", "matched", "matched_trusts", "cannot_tell")
        rows.append((settings, *(spoken.value(f.get(name), spoken.unit(name)) for name in shown), _proved(outcome)))
    names = ("Schools eligible", "Trusts eligible", "Matched", "Trusts matched", "Cannot tell", "Goals proved")
    listing = Listing("Readings side by side", (Column("Settings"), *(Column(n, "count") for n in names)), tuple(rows))
    held = ", ".join(said_value(s, swept.held_at(s)) for s in swept.settings if s not in words)
    return Section("readings", "Readings of the rules", (f"Held: {held}.",) if held else (), tables=(listing,))


def _proved(outcome: Outcome) -> str:
    return f"{outcome.figures.get('goals_proved')} of {outcome.figures.get('goals_asked')}"


def _findings(swept: Swept) -> list[str]:
    found = []
    here = swept.along()
    if here:
        f = here[0][1].figures
        where = "; ".join(said_value(s, swept.held_at(s)) for s in swept.settings)
        found.append(
            f"With {where}: {f['matched']:,} of {f['eligible']:,} matched ({f['matched_schools']:,} standalone schools,"
            f" {f['matched_trusts']:,} of {f['eligible_trusts']:,} trusts)"
            f" for {spoken.value(f['spend_pence'], 'pence')}."
        )
    counted = sureness(swept)
    found.append(
        f"{counted['finished']:,} of {counted['asked for']:,} points are finished; coverage is proved best at"
        f" {counted['coverage proved']:,} of them and every goal at {counted['every goal proved']:,}."
    )
    found += _no_trusts(swept)
    found += filter(None, [_what_moves(swept)])
    return found


def _what_moves(swept: Swept) -> str:
    widths = [(spoken.setting(setting), _width(values)) for setting, values in ranges(swept)]
    moving = [f"{name} by {width:,}" for name, width in widths if width]
    still = [name for name, width in widths if not width]
    said = f"Changed alone, these move the number matched: {', '.join(moving)}." if moving else ""
    none = f"{', '.join(still)}: changed alone, no difference to the number matched." if still else ""
    return " ".join(part for part in (said, none[:1].upper() + none[1:]) if part)


def _no_trusts(swept: Swept) -> list[str]:
    """Where money runs out before leaders do, the goal after coverage decides who is served; say so where it shows."""
    asked = [o.figures for _, o in swept.found if o.figures["eligible_trusts"]]
    none = sum(not f["matched_trusts"] for f in asked)
    if not none or not any(g["goal"] == "strong-trust-first" for _, o in swept.found for g in o.goals):
        return []
    return [
        f"At {none:,} of {len(asked):,} points no trust is matched at all although trusts qualify: the goal"
        " “strong trust first” counts standalone schools only, so where money binds it leaves nothing for trusts."
        " The order of goals is a choice of policy."
    ]
