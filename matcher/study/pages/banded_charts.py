"""Charts of money with bands, as SVG without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.report.pages.bar_charts import INK
from matcher.study.pages.charts import DASHES, SERIES, WIDTH, svg

Banded = tuple[float, float, float, float, str]  # x, figure, low, high, series
Bar = tuple[str, float, float, float, str]  # group, figure, low, high, series


def banded_lines(
    rows: Sequence[Banded], name: str, titles: tuple[str, str, str], description: str, mark_at: float | None = None
) -> str:
    """A line for each series, in a band from low to high; a series of which they are equal has none."""
    import altair as alt

    if len({row[0] for row in rows}) < 2:
        return ""
    across, up, title = titles
    order = list(dict.fromkeys(row[4] for row in rows))
    data = [{"x": x, "y": y, "low": low, "high": high, "series": series} for x, y, low, high, series in rows]
    base = alt.Chart(alt.InlineData(values=data), width=WIDTH, height=300)
    x = alt.X("x:Q", title=across, scale=alt.Scale(zero=False, nice=False), axis=alt.Axis(format=",~f"))
    colour = _colour(order)
    dash = alt.StrokeDash("series:N", sort=order, scale=_scale(order, DASHES), legend=None)
    y = alt.Y("y:Q", title=up, axis=alt.Axis(format=",~f"))
    layers: Any = base.mark_area(opacity=0.25).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    layers += base.mark_line(point=True).encode(x=x, y=y, color=colour, strokeDash=dash)
    if mark_at is not None:
        rule = alt.Chart(alt.InlineData(values=[{"x": mark_at}])).mark_rule(color=INK, strokeDash=[3, 3])
        layers += rule.encode(x="x:Q")
    return svg(layers, name, title, description)


def banded_bars(rows: Sequence[Bar], name: str, titles: tuple[str, str], description: str) -> str:
    """Bars side by side for each group, one a series, each with a line from low to high where these differ."""
    import altair as alt

    if not rows:
        return ""
    up, title = titles
    order = list(dict.fromkeys(row[4] for row in rows))
    groups = list(dict.fromkeys(row[0] for row in rows))
    data = [{"group": g, "value": v, "low": low, "high": high, "series": series} for g, v, low, high, series in rows]
    base = alt.Chart(alt.InlineData(values=data), width=alt.Step(36), height=240)
    x = alt.X("group:N", sort=groups, title=None, axis=alt.Axis(labelAngle=0, labelLimit=160))
    offset = alt.XOffset("series:N", sort=order)
    colour = _colour(order)
    y = alt.Y("value:Q", title=up, axis=alt.Axis(format=",~f"))
    bars = base.mark_bar().encode(x=x, xOffset=offset, y=y, color=colour)
    spread = base.transform_filter(alt.datum.low < alt.datum.high)
    lines = spread.mark_rule(color=INK).encode(x=x, xOffset=offset, y=alt.Y("low:Q"), y2="high:Q")
    return svg(bars + lines, name, title, description)


def _colour(order: Sequence[str]) -> Any:
    import altair as alt

    legend = alt.Legend(orient="top", columns=3, labelLimit=300, symbolOpacity=1)
    return alt.Color("series:N", sort=order, scale=_scale(order, SERIES), title=None, legend=legend)


def _scale(order: Sequence[str], values: Sequence[Any]) -> Any:
    import altair as alt

    return alt.Scale(domain=list(order), range=[values[k % len(values)] for k in range(len(order))])
