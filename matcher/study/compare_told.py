"""A comparison in the terminal, as a page and as tidy tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from matcher.report.listing import Cell, Column, Listing
from matcher.report.safe_cells import csv_bytes, visible
from matcher.study import spoken
from matcher.study.accept import Judged
from matcher.study.compare import IN, MOVED, OUT, Compared, group_names, measures, worst_five
from matcher.study.figures import FIGURES
from matcher.study.page import Page, Section, sections
from matcher.study.sides import Side
from matcher.study.store import write_bytes

SHORT = (
    *("eligible", "matched", "matched_schools", "matched_trusts", "days", "governance_days", "spend_pence"),
    *("left_pence", "median_metres", "p90_metres", "worst_metres", "leaders_used", "most_per_leader"),
    *("top5_share", "hhi", "worst_region_share", "coverage_gap"),
)
MOST_WIDE = 28  # letters of a name at the head of a column; the line above has it whole
TIDY = ("scenario", "baseline", "dimension", "group", "figure", "unit", "value", "baseline_value", "change")
CHANGES = ("scenario", "change", "recipient_id", "recipient", "kind", "region", "leader_before", "leader_now", "reason")


def terminal(compared: Compared, judged: Sequence[Judged]) -> list[str]:
    """A narrow table a run, so that long names do not break it; then who came and went in counts; then the lines."""
    lines = [line for side in compared.others for line in ("", *_beside(compared, side))]
    lines += [f"{'pass' if j.passed else 'FAIL'}  {j.side}: {j.line} (found {_found(j)})" for j in judged]
    return [visible(line) for line in lines[1:]]


def _beside(compared: Compared, side: Side) -> list[str]:
    base, count = compared.baseline, _counts(compared, side)
    first, second = (_wide(name) for name in (base.name, side.name))
    lines = [f"{side.name}, beside {base.name}", f"  {'':<42}{first}{second}{'change':>14}"]
    for figure in SHORT:
        unit, now, before = spoken.unit(figure), side.outcome.figures.get(figure), base.outcome.figures.get(figure)
        cells = f"{spoken.value(before, unit):>{len(first)}}{spoken.value(now, unit):>{len(second)}}"
        lines.append(f"  {spoken.name(figure):<42}{cells}{spoken.change(_moved(before, now), unit):>14}".rstrip())
    return [*lines, f"  {count[IN]} come in, {count[OUT]} go out, {count[MOVED]} have another leader"]


def _wide(name: str) -> str:
    """A run's name as the head of a column, cut where it is longer than a column should be."""
    cut = name if len(name) <= MOST_WIDE else name[: MOST_WIDE - 1] + "…"
    return f"{cut:>14}" if len(cut) < 13 else f"  {cut}"


def _found(judged: Judged) -> str:
    return "nothing" if judged.found is None else f"{judged.found.normalize():f}"


def _moved(before: object, now: object) -> int | None:
    return now - before if isinstance(now, int) and isinstance(before, int) else None


def _counts(compared: Compared, side: Side) -> Counter[str]:
    return Counter(c.what for c in compared.changes if c.side == side.name)


def write_csv(compared: Compared, path: Path) -> Path:
    """Figures, tidy, in `path`; who came, went or changed leader beside it. The second path is returned."""
    base = compared.baseline.name
    rows = [
        (m.side, base, m.dimension, m.group, m.figure, m.unit, m.value, m.before, m.change) for m in measures(compared)
    ]
    write_bytes(path, csv_bytes(TIDY, rows))
    beside = path.with_name(f"{path.stem}-changes{path.suffix}")
    changed = [
        (c.side, c.what, c.recipient_id, c.recipient, c.kind, c.region, c.leader_before, c.leader_now, c.reason)
        for c in compared.changes
    ]
    write_bytes(beside, csv_bytes(CHANGES, changed))
    return beside


def page(compared: Compared, judged: Sequence[Judged]) -> Page:
    base = compared.baseline.name
    return Page(
        f"{len(compared.sides)} runs beside each other",
        f"What differs from {base}, for whom, and why?",
        tuple(_finding(compared, side) for side in compared.others),
        sections(
            Section("accept", "Acceptance", tables=(_accepted(judged),)) if judged else None,
            Section("figures", "Figures", (f"In brackets: the change from {base}.",), tables=(_figures(compared),)),
            Section("regions", "Regions", tables=(_groups(compared, "region", "Matched in each region"),)),
            Section("phases", "Phases", tables=(_groups(compared, "phase", "Matched in each phase"),)),
            Section("pots", "Pots", tables=(_pots(compared),)),
            Section("journeys", "The five longest journeys of each run", tables=(_longest(compared),)),
            Section("organisations", "The five largest organisations of each run", tables=(_largest(compared),)),
            *(_who(compared, side, k) for k, side in enumerate(compared.others)),
        ),
        foot="These are proposals. A Regional Director decides.",
    )


def _finding(compared: Compared, side: Side) -> str:
    now, before, count = side.outcome.figures, compared.baseline.outcome.figures, _counts(compared, side)
    said = spoken.beside(now["matched"], _moved(before["matched"], now["matched"]), "bodies")
    money = spoken.beside(now["spend_pence"], _moved(before["spend_pence"], now["spend_pence"]), "pence")
    return (
        f"{side.name}: {said} matched for {money} ({now['matched_schools']:,} standalone schools,"
        f" {now['matched_trusts']:,} of {now['eligible_trusts']:,} trusts); {count[IN]} come in, {count[OUT]} go out"
        f" and {count[MOVED]} have another leader."
    )


def _accepted(judged: Sequence[Judged]) -> Listing:
    rows = tuple((j.side, j.line, _found(j), "passes" if j.passed else "FAILS") for j in judged)
    return Listing("Lines asked for", tuple(map(Column, ("Run", "Line", "Found", "Verdict"))), rows)


def _columns(compared: Compared, first: str) -> tuple[Column, ...]:
    return (Column(first), *(Column(side.name, "count") for side in compared.sides))


def _figures(compared: Compared) -> Listing:
    rows: list[tuple[Cell, ...]] = []
    base = compared.baseline.outcome.figures
    for figure in FIGURES:
        values = [side.outcome.figures.get(figure) for side in compared.sides]
        if any(v is not None for v in values):
            unit = spoken.unit(figure)
            shown = [spoken.beside(v, _moved(base.get(figure), v), unit) for v in values]
            rows.append((spoken.name(figure), *shown))
    return Listing("Every figure", _columns(compared, "Figure"), tuple(rows))


def _groups(compared: Compared, dimension: str, caption: str) -> Listing:
    rows: list[tuple[Cell, ...]] = []
    for name in group_names(compared, dimension):
        found = [
            next((g for g in side.outcome.groups if (g.dimension, g.name) == (dimension, name)), None)
            for side in compared.sides
        ]
        rows.append((name, *(f"{g.matched:,} of {g.eligible:,}" if g else "–" for g in found)))
    return Listing(caption, _columns(compared, dimension.capitalize()), tuple(rows))


def _pots(compared: Compared) -> Listing:
    rows = tuple(
        (side.name, p["pot"], p["amount_pence"], p["committed_pence"], p["left_pence"], p["next_short_pence"])
        for side in compared.sides
        for p in side.outcome.pots
    )
    money = ("Amount", "Proposed", "Left", "Short of one more match by")
    return Listing("Pots of each run", (Column("Run"), Column("Pot"), *(Column(m, "pence") for m in money)), rows)


def _longest(compared: Compared) -> Listing:
    rows = tuple(
        (side.name, side.said[m.recipient_id].name, m.region, m.leader_id, m.metres)
        for side in compared.sides
        for m in worst_five(side)
    )
    head = (Column("Run"), Column("School or trust"), Column("Region"), Column("Leader"), Column("Journey", "metres"))
    return Listing("Longest journeys", head, rows)


def _largest(compared: Compared) -> Listing:
    rows: list[tuple[Cell, ...]] = []
    for side in compared.sides:
        count = Counter(m.organisation for m in side.outcome.matches)
        largest = sorted(count.items(), key=lambda item: (-item[1], item[0]))[:5]
        rows += [(side.name, side.organisations.get(id_, f"leader {id_}"), n) for id_, n in largest]
    head = (Column("Run"), Column("Organisation"), Column("Matches", "count"))
    return Listing("Organisations by matches", head, tuple(rows))


def _who(compared: Compared, side: Side, number: int) -> Section:
    rows = tuple(
        (c.recipient, c.what, c.region, c.leader_before, c.leader_now, c.reason)
        for c in compared.changes
        if c.side == side.name
    )
    leaders = (f"Leader in {compared.baseline.name}", f"Leader in {side.name}")
    titles = ("School or trust", "Change", "Region", *leaders)
    columns = (*map(Column, titles), Column("Why", "long"))
    listing = Listing(f"From {compared.baseline.name} to {side.name}", columns, rows, "Nobody.")
    return Section(f"who-{number}", f"Who comes, goes or changes leader: {side.name}", tables=(listing,))
