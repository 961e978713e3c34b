"""What a sweep shows, as a page: how coverage moves with each setting, how sure it is, and which points failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.read.scenario import Scenario
from matcher.report.listing import Cell, Column, Listing
from matcher.study import drawn, spoken
from matcher.study.outcome import Outcome
from matcher.study.page import Page, Section, sections
from matcher.study.points import Point, Task
from matcher.study.table import outcomes, settings_of
from matcher.study.work import FAILED, finished

MOST_SERIES = 8
MOST_ROWS = 60


@dataclass(frozen=True, eq=False)
class Swept:
    """Finished points with their results, the sweep's settings, and the value of each in the scenario itself."""

    question: str
    task: Task
    points: tuple[Point, ...]
    found: tuple[tuple[Point, Outcome], ...]
    own: Mapping[str, Any]

    def values(self, setting: str) -> list[Any]:
        return list({_key(p.settings[setting]): p.settings[setting] for p in self.points}.values())

    @property
    def settings(self) -> tuple[str, ...]:
        return tuple(s for s in settings_of(self.points) if len(self.values(s)) > 1)

    def held_at(self, setting: str) -> Any:
        """The scenario's own value where the sweep tries it, else the first it tries."""
        values, own = self.values(setting), self.own.get(setting)
        return next((v for v in values if _key(v) == _key(own)), values[0])

    def along(self, *free: str) -> list[tuple[Point, Outcome]]:
        """Points at which every other setting has its held value."""
        fixed = {s: _key(self.held_at(s)) for s in self.settings if s not in free}
        return [(p, o) for p, o in self.found if all(_key(p.settings[s]) == v for s, v in fixed.items())]


def _key(value: Any) -> str:
    """45 and 45.0 are one value; every other difference counts."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{int(value):,}" if value == int(value) else repr(value)
    return str(value)


def swept_of(question: str, task: Task, points: Sequence[Point], read: Scenario) -> Swept:
    return Swept(question, task, tuple(points), tuple(outcomes(task, points)), _own(read, points))


def _own(read: Scenario, points: Sequence[Point]) -> dict[str, Any]:
    """Each swept setting's value without the sweep; pots are looked up by name."""
    found = {}
    for setting in settings_of(points):
        node: Any = read.resolved
        for part in setting.split("."):
            if isinstance(node, list):
                node = next((x for x in node if isinstance(x, Mapping) and x.get("name") == part), None)
            else:
                node = node.get(part) if isinstance(node, Mapping) else None
        found[setting] = node
    return found


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
            _sure(swept),
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
    rows.sort(key=lambda row: row[0])
    order = [said_value(series, v) for v in swept.values(series)] if series else [title]
    rows.sort(key=lambda row: order.index(row[2]))
    described = f"{title} against {spoken.setting(across)}; every figure stands in the table that follows."
    own = swept.own.get(across)
    chart = drawn.curves(
        rows,
        f"curve-{figure}",
        (spoken.setting(across).capitalize(), title + unit, f"{title} by {spoken.setting(across)}"),
        described,
        mark_at=own if isinstance(own, int | float) else None,
    )
    behind = _crossed(swept, rows, across, order, title, figure)
    held = [said_value(s, swept.held_at(s)) for s in swept.settings if s not in (across, series)]
    words = [f"The dotted line is the scenario's own value: {own:,}."] if isinstance(own, int | float) else []
    words += [f"Held: {'; '.join(held)}."] if held else []
    return Section(f"by-{figure}", f"{title} by {spoken.setting(across)}", tuple(words), chart, behind)


def said(setting: str | None, point: Point) -> str:
    return said_value(setting, point.settings[setting]) if setting else ""


def said_value(setting: str | None, value: Any) -> str:
    shown = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else _key(value)
    return f"{spoken.setting(setting or '')} {shown}"


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
            unit = spoken.unit(figure)
            cells = (
                f"{spoken.value(low[1], unit)} at {_key(low[0])}",
                f"{spoken.value(high[1], unit)} at {_key(high[0])}",
            )
            rows.append((spoken.name(figure), spoken.setting(setting), *cells, spoken.value(high[1] - low[1], unit)))
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


def sureness(swept: Swept) -> dict[str, int]:
    """Counts of points: coverage proved, every goal proved, the only best plan."""
    figures = [o.figures for _, o in swept.found]
    return {
        "points": len(swept.points),
        "finished": len(figures),
        "coverage proved": sum(f["coverage_gap"] == 0 for f in figures),
        "every goal proved": sum(f["goals_proved"] == f["goals_asked"] for f in figures),
        "the only best plan": sum(f["unique"] == "yes" for f in figures),
    }


def _sure(swept: Swept) -> Section:
    counted = sureness(swept)
    rows = tuple((name, n, 1000 * n // max(1, counted["points"])) for name, n in counted.items())
    listing = Listing(
        "Points by how sure they are", (Column("Points"), Column("Number", "count"), Column("Share", "share")), rows
    )
    gaps: Counter[str] = Counter()
    for _, outcome in swept.found:
        gaps.update(g["goal"] for g in outcome.goals if not g["proved"] and g["goal"] != "canonical")
    open_goals = Listing(
        "Goals not proved, by number of points",
        (Column("Goal"), Column("Points", "count")),
        tuple((spoken.name(f"goal_{goal}"), n) for goal, n in gaps.most_common()),
        "Every goal of every finished point is proved.",
    )
    return Section("sure", "How sure", tables=(listing, open_goals))


def failures(swept: Swept) -> Section | None:
    reasons: Counter[str] = Counter()
    for point in swept.points:
        row = finished(swept.task, point)
        if row and row["status"] == FAILED:
            reasons[row["reason"]] += 1
    rows = tuple((reason, n) for reason, n in reasons.most_common(20))
    listing = Listing("Points that failed, by reason", (Column("Reason", "long"), Column("Points", "count")), rows)
    return Section("failed", "What failed", tables=(listing,)) if rows else None


def how_run(swept: Swept, sessions: Sequence[Mapping[str, Any]]) -> Section | None:
    rows = tuple(
        (s["began"], s["executor"], s["state"], s["done_before"], s["run"], s["failed"], str(s["per_minute"]))
        for s in sessions
    )
    titles = ("Began (UTC)", "Executor", "Last heard of", "Done before", "Run", "Failed", "Points a minute")
    shown = ("text", "text", "text", "count", "count", "count", "count")
    columns = tuple(Column(t, s) for t, s in zip(titles, shown, strict=True))  # type: ignore[arg-type]
    words = ("A session last heard of as running was killed; the next took up where it ended.",)
    return Section("sessions", "How it was run", words, tables=(Listing("Sessions", columns, rows),)) if rows else None


def _findings(swept: Swept) -> list[str]:
    found = []
    here = swept.along()
    if here:
        f = here[0][1].figures
        where = ", ".join(said_value(s, swept.held_at(s)) for s in swept.settings)
        found.append(
            f"At {where}: {f['matched']:,} of {f['eligible']:,} matched ({f['matched_schools']:,} standalone schools,"
            f" {f['matched_trusts']:,} of {f['eligible_trusts']:,} trusts)"
            f" for {spoken.value(f['spend_pence'], 'pence')}."
        )
    counted = sureness(swept)
    found.append(
        f"{counted['finished']:,} of {counted['points']:,} points are finished; coverage is proved best at"
        f" {counted['coverage proved']:,} of them and every goal at {counted['every goal proved']:,}."
    )
    found += _no_trusts(swept)
    moved = ranges(swept)
    if moved:
        parts = [f"{spoken.setting(setting)} by {_width(values):,}" for setting, values in moved]
        found.append("Alone, each setting moves the number matched: " + ", ".join(parts) + ".")
    return found


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
