"""The bar charts of the page, drawn without JavaScript; each has words and a table of its own behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from html import escape
from typing import Any

from matcher.language.terms import LEADER, RECIPIENT
from matcher.language.wording import share
from matcher.language.words import count, kilometres
from matcher.report.safe_cells import visible
from matcher.report.tables.groups import GroupStatistics
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.report_table import Column, ReportTable
from matcher.report.tables.workload import Workload

BLUE, ORANGE, GREY, INK = "#0072b2", "#d55e00", "#767676", "#0b0c0c"  # told apart by every kind of colour sight
STEP_METRES = 10_000
_WIDTH = 560
_FONT = "Arial, Helvetica, sans-serif"


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
    import altair as alt

    if not table.rows:
        return ""
    wide = STEP_METRES // 1000
    data = [{"from": k * wide, "to": (k + 1) * wide, "n": row[1]} for k, row in enumerate(table.rows)]
    limit = view.result.policy.rules.max_travel_metres
    end = max(len(data) * wide, -(-(limit or 0) // 1000))
    x_axis = alt.Axis(values=list(range(0, end + wide, wide)))
    x = alt.X("from:Q", title="Kilometres", scale=alt.Scale(domain=[0, end], nice=False), axis=x_axis)
    y = _from_nought("Matches", "n", (int(row[1] or 0) for row in table.rows))
    base = alt.Chart(alt.InlineData(values=data), width=_WIDTH, height=200)
    marks = base.mark_rect(color=BLUE, stroke="#ffffff").encode(x=x, x2="to:Q", y=y, y2=alt.datum(0))
    middle = base.transform_calculate(middle=f"datum.from + {wide / 2}").mark_text(dy=-6, color=INK)
    chart = marks + middle.encode(x="middle:Q", y=y, text="n:Q")
    for metres, said in ((view.totals.median_metres, "half are within"), (limit, "limit")):
        if metres is not None:
            chart += _line_at(metres / 1000, f"{said} {kilometres(metres)}", end)
    return _svg(chart, "journeys", finding_of_journeys(view), described)


def _line_at(place: float, said: str, end: float) -> Any:
    """A dashed line from top to bottom, its words beside it, inside the chart."""
    import altair as alt

    left = place > end * 0.7
    line = alt.Chart(alt.InlineData(values=[{"x": place, "said": said}]))
    rule = line.mark_rule(color=INK, strokeDash=[5, 3], strokeWidth=1.5).encode(x="x:Q")
    text = line.mark_text(align="right" if left else "left", dx=-5 if left else 5, baseline="top", color=INK, y=-30)
    return rule + text.encode(x="x:Q", text="said:N")


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


def _from_nought(title: str, field: str, values: Iterable[int]) -> Any:
    """An axis of counts: from nought, four whole steps, the last at or above the highest bar."""
    import altair as alt

    step = max(1, -(-max(values, default=0) // 4))
    axis = alt.Axis(values=list(range(0, step * 5, step)), format="d")
    return alt.Y(f"{field}:Q", title=title, axis=axis, scale=alt.Scale(domain=[0, step * 4]))


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
    import altair as alt

    if len(table.rows) < 2:  # one bar compares nothing
        return ""
    label, value = (c.title for c in table.columns)
    data = [{"label": str(row[0]), "value": row[1]} for row in table.rows]
    base = alt.Chart(alt.InlineData(values=data), width=min(_WIDTH, 90 * len(data)), height=200)
    x = alt.X("label:N", sort=None, title=label, axis=alt.Axis(labelAngle=0))
    y = _from_nought(value, "value", (int(row[1] or 0) for row in table.rows))
    chart = base.mark_bar(color=BLUE).encode(x=x, y=y) + base.mark_text(dy=-6, color=INK).encode(
        x=x, y=y, text="value:Q"
    )
    return _svg(chart, name, table.caption, described)


def shares(groups: Sequence[GroupStatistics], name: str, caption: str, described: str) -> str:
    """Horizontal bars as SVG: per group, the share matched by this proposal and by hand."""
    import altair as alt

    rows = [g for g in groups if g.eligible]
    if len(rows) < 2:  # one bar compares nothing
        return ""
    data = [
        {"group": g.group, "by": by, "share": count / g.eligible, "words": f"{count} of {g.eligible}"}
        for g in rows
        for by, count in (("This proposal", g.matched), (f"Nearest {LEADER} first, by hand", g.by_hand))
    ]
    order = ["This proposal", f"Nearest {LEADER} first, by hand"]
    base = alt.Chart(alt.InlineData(values=data), width=_WIDTH - 160, height=alt.Step(13))
    y = alt.Y("group:N", sort=None, title=None, axis=alt.Axis(labelLimit=200))
    x = alt.X("share:Q", title="Share matched", axis=alt.Axis(format="%"), scale=alt.Scale(domainMin=0))
    offset = alt.YOffset("by:N", sort=order)
    colour = alt.Color("by:N", sort=order, scale=alt.Scale(domain=order, range=[BLUE, "#ffffff"]), title=None)
    bar_marks = base.mark_bar(stroke=INK, strokeWidth=0.7).encode(y=y, x=x, yOffset=offset, color=colour)
    text = base.mark_text(align="left", dx=4, fontSize=10, color=INK).encode(y=y, x=x, yOffset=offset, text="words:N")
    return _svg(bar_marks + text, name, caption, described)


def _svg(chart: Any, name: str, title: str, described: str) -> str:
    import vl_convert

    spec = chart.configure(font=_FONT, background="#ffffff").configure_view(stroke=None)
    spec = spec.configure_axis(labelFontSize=12, titleFontSize=12, titleFontWeight="normal", gridColor="#e5e5e5")
    spec = spec.configure_legend(orient="top", labelFontSize=12)
    return _described(vl_convert.vegalite_to_svg(spec.to_dict()), name, title, described)


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
