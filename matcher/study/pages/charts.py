"""The charts of studies, as SVG without scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from matcher.report.pages.bar_charts import BLUE, GREY, INK, ORANGE, svg_opening

WIDTH = 620
_FONT = "Arial, Helvetica, sans-serif"
# a colour-blind-safe palette, with dashes for print without colour
SERIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#767676", "#56b4e9", "#e69f00", "#0b0c0c", "#7a5195")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3], [10, 4], [3, 1])


def line_chart(
    rows: Sequence[tuple[float, float, str]],
    name: str,
    titles: tuple[str, str, str],
    description: str,
    steps: bool = False,
    mark_at: float | None = None,
) -> str:
    """One line for each series; `rows` are x, y and series. `mark_at` is a value of x worth pointing at."""
    import altair as alt

    if len({x for x, _, _ in rows}) < 2:
        return ""
    across, up, title = titles
    order = list(dict.fromkeys(series for _, _, series in rows))
    data = [{"x": x, "y": y, "series": series} for x, y, series in rows]
    base = alt.Chart(alt.InlineData(values=data), width=WIDTH, height=300)
    line = base.mark_line(interpolate="step-after" if steps else "linear", point=not steps and len(rows) < 400).encode(
        x=alt.X("x:Q", title=across, scale=alt.Scale(zero=False, nice=False), axis=alt.Axis(format=",~f")),
        y=alt.Y("y:Q", title=up, axis=alt.Axis(format=",~f")),
        color=alt.Color("series:N", sort=order, scale=_scale(order, SERIES), title=None, legend=_legend(order)),
        strokeDash=alt.StrokeDash("series:N", sort=order, scale=_scale(order, DASHES), legend=None),
    )
    chart_layers: Any = line
    if mark_at is not None:
        rule = alt.Chart(alt.InlineData(values=[{"x": mark_at}])).mark_rule(color=INK, strokeDash=[3, 3])
        chart_layers = line + rule.encode(x="x:Q")
    return svg(chart_layers, name, title, description)


def _scale(order: Sequence[str], values: Sequence[Any]) -> Any:
    import altair as alt

    return alt.Scale(domain=list(order), range=[values[k % len(values)] for k in range(len(order))])


def _legend(order: Sequence[str]) -> Any:
    import altair as alt

    return alt.Legend(orient="top", columns=4, labelLimit=300) if len(order) > 1 else None


def horizontal_bars(rows: Sequence[tuple[str, float]], name: str, titles: tuple[str, str], description: str) -> str:
    """A horizontal bar for each row, with its figure at its end."""
    import altair as alt

    if not rows:
        return ""
    across, title = titles
    data = [{"label": label, "value": value} for label, value in rows]
    base = alt.Chart(alt.InlineData(values=data), width=WIDTH - 220, height=alt.Step(20))
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=260))
    x = alt.X("value:Q", title=across, axis=alt.Axis(tickMinStep=1))
    bars = base.mark_bar(color=BLUE).encode(y=y, x=x)
    text = base.mark_text(align="left", dx=4, color=INK).encode(y=y, x=x, text="value:Q")
    return svg(bars + text, name, title, description)


def tornado(
    rows: Sequence[tuple[str, str, int]], base: int, name: str, titles: tuple[str, str], description: str
) -> str:
    """For each assumption and value, a bar from the base to what it gives; the rows come widest first."""
    import altair as alt

    if not rows:
        return ""
    across, title = titles
    data = [
        {
            "label": label,
            "from": base,
            "to": value,
            "way": "Fewer" if value < base else "More",
            "words": f"{value_text}: {value:,}",
        }
        for label, value_text, value in rows
    ]
    _one_figure_a_side(data)
    low, high = min([base, *(v for _, _, v in rows)]), max([base, *(v for _, _, v in rows)])
    room = max(1, (high - low)) * 0.45
    chart = alt.Chart(alt.InlineData(values=data), width=WIDTH - 180, height=alt.Step(26))
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=240))
    scale = alt.Scale(zero=False, nice=False, domain=[max(0.0, low - room) if low >= 0 else low - room, high + room])
    colour = alt.Color("way:N", scale=alt.Scale(domain=["Fewer", "More"], range=[ORANGE, BLUE]), title=None)
    bars = chart.mark_bar().encode(y=y, x=alt.X("from:Q", title=across, scale=scale), x2="to:Q", color=colour)
    below_base = alt.datum.to < base
    labels = [
        chart.transform_filter(below_base).mark_text(align="right", dx=-4, fontSize=10, color=INK),
        chart.transform_filter(~below_base).mark_text(align="left", dx=4, fontSize=10, color=INK),
    ]
    rule = alt.Chart(alt.InlineData(values=[{"x": base}])).mark_rule(color=INK).encode(x="x:Q")
    chart_layers: Any = bars + rule
    for label in labels:
        chart_layers += label.encode(y=y, x=alt.X("to:Q", scale=scale), text="words:N")
    return svg(chart_layers, name, title, description)


def _one_figure_a_side(data: list[dict[str, Any]]) -> None:
    """Keeps the label of the furthest value on each side of an assumption: labels between would overlap."""
    for label in {line["label"] for line in data}:
        for direction, furthest in (("Fewer", min), ("More", max)):
            side = [line for line in data if (line["label"], line["way"]) == (label, direction)]
            extreme = furthest((line["to"] for line in side), default=None)
            first = next((line for line in side if line["to"] == extreme), None)
            for line in side:
                line["words"] = line["words"] if line is first else ""


def histogram(rows: Sequence[tuple[str, int]], name: str, titles: tuple[str, str], description: str) -> str:
    """A histogram: `rows` are the label and the number of draws of each bin."""
    import altair as alt

    if not rows:
        return ""
    across, title = titles
    data = [{"label": label, "draws": count} for label, count in rows]
    base = alt.Chart(alt.InlineData(values=data), width=WIDTH, height=180)
    x = alt.X(
        "label:N", sort=None, title=across, axis=alt.Axis(labelAngle=0 if len(rows) < 14 else -60, labelOverlap=True)
    )
    return svg(
        base.mark_bar(color=BLUE).encode(x=x, y=alt.Y("draws:Q", title="Draws", axis=alt.Axis(tickMinStep=1))),
        name,
        title,
        description,
    )


def running_mean_band(
    rows: Sequence[tuple[int, float, float]], name: str, titles: tuple[str, str], description: str
) -> str:
    """A running mean with two standard errors to each side."""
    import altair as alt

    if len(rows) < 2:
        return ""
    up, title = titles
    data = [{"n": n, "mean": mean, "low": mean - 2 * error, "high": mean + 2 * error} for n, mean, error in rows]
    base = alt.Chart(alt.InlineData(values=data), width=WIDTH, height=180)
    x = alt.X("n:Q", title="Draws so far")
    y = alt.Y("low:Q", title=up, scale=alt.Scale(zero=False))
    area = base.mark_area(color=GREY, opacity=0.3).encode(x=x, y=y, y2="high:Q")
    return svg(area + base.mark_line(color=BLUE).encode(x=x, y="mean:Q"), name, title, description)


def svg(chart: Any, name: str, title: str, description: str) -> str:
    """The chart as an SVG with a title and a description, as wide as its column allows."""
    import vl_convert

    spec = chart.configure(font=_FONT, background="#ffffff").configure_view(stroke=None)
    spec = spec.configure_axis(labelFontSize=12, titleFontSize=12, titleFontWeight="normal", gridColor="#e5e5e5")
    spec = spec.configure_legend(orient="top", labelFontSize=12)
    head, _, body = vl_convert.vegalite_to_svg(spec.to_dict()).partition(">")
    box = re.search(r'viewBox="([\d. ]+)"', head)
    if box is None:
        raise ValueError("the chart came back without a size")
    return svg_opening(name, box[1], float(box[1].split()[2]), title, description) + body
