"""The bar charts of the page, drawn without JavaScript; each has words and a table of its own behind it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from html import escape
from importlib.metadata import version
from typing import Any

from matcher.report.kept_drawings import kept_drawing
from matcher.report.safe_cells import visible
from matcher.report.tables.groups import GroupStatistics
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.report_table import Column, ReportTable
from matcher.report.tables.resources.workload import Workload
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import share
from matcher.wording.words import count, kilometres

BLUE, ORANGE, GREY, INK = "#0072b2", "#d55e00", "#767676", "#0b0c0c"  # told apart by every kind of colour sight
STEP_METRES = 10_000
_WIDTH = 560
VEGA_LITE = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
Spec = dict[str, Any]  # a part of a Vega-Lite chart
_STYLE: Spec = {
    "font": "Arial, Helvetica, sans-serif",
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "gridColor": "#e5e5e5"},
    "legend": {"orient": "top", "labelFontSize": 12},
}
_LABEL: Spec = {"type": "text", "color": INK, "dy": -6}  # the number above a bar


def journeys(view: PlanView) -> ReportTable:
    """Matches in steps of ten kilometres, of this proposal and of matching by hand."""
    ours = _steps(m.metres for m in view.matches)
    return ReportTable(
        f"Journeys from {LEADER} to {RECIPIENT}",
        (Column("Distance"), Column("Matches", "count")),
        tuple((_step(k), ours[k]) for k in range(max(ours, default=-1) + 1)),
        "There are no matches with a known distance.",
    )


def _steps(metres: Iterable[int | None]) -> Counter[int]:
    return Counter(m // STEP_METRES for m in metres if m is not None)


def _step(k: int) -> str:
    wide = STEP_METRES // 1000
    return f"{k * wide} to {(k + 1) * wide} km"


def journeys_chart(view: PlanView, table: ReportTable, described: str) -> str:
    """The journeys as bars of ten kilometres, the median and the run's limit as lines; empty where none is known."""
    if not table.rows:
        return ""
    wide = STEP_METRES // 1000
    data = [{"from": k * wide, "to": (k + 1) * wide, "n": row[1]} for k, row in enumerate(table.rows)]
    limit = view.result.policy.rules.max_travel_metres
    end = max(len(data) * wide, -(-(limit or 0) // 1000))
    x = _number("from") | {
        "title": "Kilometres",
        "scale": {"domain": [0, end], "nice": False},
        "axis": {"values": list(range(0, end + wide, wide))},
    }
    y = _from_zero("Matches", "n", (int(row[1] or 0) for row in table.rows))
    bars = _layer({"type": "rect", "color": BLUE, "stroke": "#ffffff"}, x=x, x2={"field": "to"}, y=y, y2={"datum": 0})
    counts = _layer(_LABEL, text=_number("n"), x=_number("middle"), y=y)
    counts["transform"] = [{"calculate": f"datum.from + {wide / 2}", "as": "middle"}]
    lines = [
        _line_at(metres / 1000, f"{said} {kilometres(metres)}", end)
        for metres, said in ((view.totals.median_metres, "half are within"), (limit, "limit"))
        if metres is not None
    ]
    chart = _chart(data, [bars, counts, *lines], _WIDTH, 200)
    return _svg(chart, "journeys", finding_of_journeys(view), described)


def _line_at(place: float, said: str, end: float) -> Spec:
    """A dashed line from top to bottom, its words beside it, inside the chart."""
    left, x = place > end * 0.7, _number("x")
    side = {"align": "right", "dx": -5} if left else {"align": "left", "dx": 5}
    rule = _layer({"type": "rule", "color": INK, "strokeDash": [5, 3], "strokeWidth": 1.5}, x=x)
    text = _layer({"type": "text", "baseline": "top", "color": INK, "y": -30} | side, text=_name("said"), x=x)
    return {"data": {"values": [{"x": place, "said": said}]}, "layer": [rule, text]}


def finding_of_journeys(view: PlanView) -> str:
    """The title of the chart: what it shows."""
    median = view.totals.median_metres
    return "No journey is known" if median is None else f"Half of the journeys are within {kilometres(median)}"


def finding_of_loads(workloads: Sequence[Workload]) -> str:
    idle = sum(not x.matches for x in workloads)
    return f"{idle:,} of {count(len(workloads), f'{LEADER}', f'{LEADER:s}')} have no match"


def finding_of_shares(groups: Sequence[GroupStatistics]) -> str:
    """The region that is served worst; of equals the first by name."""
    served = [g for g in groups if g.eligible]
    if len(served) < 2:
        return ""
    worst = min(served, key=lambda g: Fraction(g.matched, g.eligible))
    return f"Served worst: {worst.group}, {share(worst.matched, worst.eligible)}"


def _from_zero(title: str, field: str, values: Iterable[int]) -> Spec:
    """An axis of counts: from zero, four whole steps, the last at or above the highest bar."""
    step = max(1, -(-max(values, default=0) // 4))
    axis = {"values": list(range(0, step * 5, step)), "format": "d"}
    return _number(field) | {"title": title, "axis": axis, "scale": {"domain": [0, step * 4]}}


def leaders_by_match_count(workloads: Sequence[Workload]) -> ReportTable:
    """How many leaders have no match, one match, two, and so on."""
    many = Counter(x.matches for x in workloads)
    return ReportTable(
        f"{LEADER:Cs} by number of proposed matches",
        (Column("Proposed matches"), Column(f"{LEADER:Cs}", "count")),
        tuple((str(k), many[k]) for k in range(max(many, default=-1) + 1)),
        f"There are no {LEADER:s} on the register.",
    )


def bars(table: ReportTable, name: str, described: str) -> str:
    """A vertical bar chart as SVG of a table with two columns, label and value; empty where it has no rows."""
    if len(table.rows) < 2:  # one bar compares nothing
        return ""
    label, value = (c.title for c in table.columns)
    data = [{"label": str(row[0]), "value": row[1]} for row in table.rows]
    x = _name("label") | {"sort": None, "title": label, "axis": {"labelAngle": 0}}
    y = _from_zero(value, "value", (int(row[1] or 0) for row in table.rows))
    layers = [_layer({"type": "bar", "color": BLUE}, x=x, y=y), _layer(_LABEL, x=x, y=y, text=_number("value"))]
    return _svg(_chart(data, layers, min(_WIDTH, 90 * len(data)), 200), name, table.caption, described)


def shares(groups: Sequence[GroupStatistics], name: str, caption: str, described: str) -> str:
    """Horizontal bars as SVG: per group, the share matched by this proposal and by hand."""
    rows = [g for g in groups if g.eligible]
    if len(rows) < 2:  # one bar compares nothing
        return ""
    order = ["This proposal", f"Nearest {LEADER} first, by hand"]
    data = [
        {"group": g.group, "by": by, "share": count / g.eligible, "words": f"{count} of {g.eligible}"}
        for g in rows
        for by, count in zip(order, (g.matched, g.by_hand), strict=True)
    ]
    y = _name("group") | {"sort": None, "title": None, "axis": {"labelLimit": 200}}
    x = _number("share") | {"title": "Share matched", "axis": {"format": "%"}, "scale": {"domainMin": 0}}
    place: Spec = {"x": x, "y": y, "yOffset": _name("by") | {"sort": order}}
    colour = _name("by") | {"sort": order, "scale": {"domain": order, "range": [BLUE, "#ffffff"]}, "title": None}
    bar_marks = _layer({"type": "bar", "stroke": INK, "strokeWidth": 0.7}, **place, color=colour)
    words = {"type": "text", "align": "left", "color": INK, "dx": 4, "fontSize": 10}
    chart = _chart(data, [bar_marks, _layer(words, **place, text=_name("words"))], _WIDTH - 160, {"step": 13})
    return _svg(chart, name, caption, described)


# Charts are Vega-Lite, written as they are drawn: building them through altair took longer than drawing them.


def _number(field: str) -> Spec:
    return {"field": field, "type": "quantitative"}


def _name(field: str) -> Spec:
    return {"field": field, "type": "nominal"}


def _layer(mark: Spec, **encoding: Spec) -> Spec:
    return {"mark": mark, "encoding": encoding}


def _chart(data: Sequence[Spec], layers: Sequence[Spec], width: int, height: int | Spec) -> Spec:
    return {
        "$schema": VEGA_LITE,
        "config": _STYLE,
        "data": {"values": data},
        "layer": layers,
        "width": width,
        "height": height,
    }


def _svg(chart: Spec, name: str, title: str, described: str) -> str:
    drawn = kept_drawing(("chart", version("vl-convert-python"), json.dumps(chart)), lambda: _drawn(chart))
    return _described(drawn, name, title, described)


def _drawn(chart: Spec) -> str:
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(chart)
    return svg


def _described(svg: str, name: str, title: str, described: str) -> str:
    """The SVG with a title and a description for screen readers, as wide as its column allows."""
    head, _, body = svg.partition(">")
    box = re.search(r'viewBox="([\d. ]+)"', head)
    if box is None:
        raise ValueError("the chart came back without a size")
    wide = float(box[1].split()[2])
    return svg_opening(name, box[1], wide, title, described) + body


def svg_opening(name: str, box: str, wide: float, title: str, described: str, styled: bool = True) -> str:
    """The first tags of a picture that a screen reader reads out as one. `styled` False leaves its width to the page,
    for pages whose content policy takes no styles of an element's own."""
    style = f' style="width:100%;max-width:{wide:.0f}px;height:auto"' if styled else ""
    space = ' xmlns="http://www.w3.org/2000/svg"' if styled else ""  # within a page of HTML it is known
    return (
        f'<svg{space} role="img" aria-labelledby="{name}-title {name}-desc"'
        f' viewBox="{box}"{style}>'
        f'<title id="{name}-title">{escape(visible(title))}</title>'
        f'<desc id="{name}-desc">{escape(visible(described))}</desc>'
    )
