"""The charts of a page as files of their own, for slides and reports: SVG, and PNG at twice the size."""

from __future__ import annotations

from pathlib import Path

from matcher.study.pages.study_page import Page
from matcher.study.sweeps.store import write_bytes

CHARTS = "charts"
SCALE = 2


def write_charts(page: Page, name: str, folder: Path) -> None:
    """`charts/NAME-SECTION.svg` and `.png` for each section with a chart; a chart that is no more is not removed."""
    import vl_convert

    for section in page.sections:
        if section.chart:
            path = folder / CHARTS / f"{name}-{section.id}"
            write_bytes(path.with_suffix(".svg"), section.chart.encode("utf-8"))
            write_bytes(path.with_suffix(".png"), vl_convert.svg_to_png(section.chart, scale=SCALE))
