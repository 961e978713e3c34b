"""The page: one file that opens offline, needs no script and prints, with everything a reader would ask first."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from matcher.report import (
    charts,
    comparisons,
    groups,
    holdings,
    map,
    page_tables,
    sections,
    self_dealing,
    shortage_map,
    words,
)
from matcher.report.chosen import Chosen
from matcher.report.listing import Listing
from matcher.report.load import Load, loads
from matcher.report.safe_cells import plain, visible
from matcher.report.sections import Part
from matcher.report.shortage_table import shortages
from matcher.report.summary import warnings, why_nobody
from matcher.report.tables import notes


def write_page(chosen: Chosen, path: Path) -> None:
    path.write_text(plain(page(chosen)), encoding="utf-8")


def page(chosen: Chosen) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    house = Environment(
        loader=PackageLoader("matcher.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    house.globals.update(words=words, shown=page_tables.shown, is_number=page_tables.is_number)
    return house.get_template("report.html.j2").render(_context(chosen))


def _context(chosen: Chosen) -> dict[str, Any]:
    result, part = chosen.result, Part(chosen)
    return (
        {
            "result": result,
            "policy": result.policy,
            "where": _where(part),
            "priority": _priority(part),
            "nobody": "" if chosen.matches else why_nobody(result),
            "headlines": comparisons.headlines(chosen),
            "warnings": warnings(chosen),
            "contract": _uses_the_contract(part),
            "notes": [visible(note) for note in notes(result)],
        }
        | _sections(part)
        | _pictures(part)
    )


def _where(part: Part) -> str:
    run = part.result.policy.regions
    return "England" if run is None else ", ".join(sorted(run))


def _priority(part: Part) -> str:
    """How priority was read. Where no register gives one the column is not spoken of: there is nothing in it."""
    policy, recipients = part.result.policy, part.result.world.recipients
    if policy.priority == "register" and all(r.priority is None for r in recipients):
        return words.NO_PRIORITY
    return words.PRIORITIES.get(policy.priority, policy.priority)


def _uses_the_contract(part: Part) -> str:
    """What the £646,225 really was, wherever a pot of that size pays for days."""
    days = {"leader_days", "governance_days"}
    used = any(
        p.amount_pence == words.BROKERS_CONTRACT_PENCE and p.role == "pays" and days & set(p.pays_for) and not p.fixed
        for p in part.result.policy.pots
    )
    return words.BROKERS_CONTRACT if used else ""


def _sections(part: Part) -> dict[str, Any]:
    chosen = part.chosen
    return {
        "headline_table": comparisons.compared(chosen),
        "goals": comparisons.goals(part.result),
        "by_region": comparisons.by_region(chosen),
        "matches": comparisons.matches(chosen),
        "longest": comparisons.longest(chosen),
        "leaders": holdings.leaders_with_matches(part),
        "pots": holdings.pots(part.result),
        "fairness": comparisons.fairness(chosen),
        "not_told_apart": comparisons.not_told_apart(chosen),
        "own_interest": self_dealing.listing(chosen),
        "cap_said": self_dealing.cap_said(chosen),
        "cap_cost": self_dealing.cap_listing(chosen),
        "out_of_region": comparisons.out_of_region(chosen),
        "cannot_tell": page_tables.cannot_tell(part),
        "not_checked": page_tables.flagged_by_region(chosen, "not-checked", "Conflicts of interest not yet checked"),
        "sign_off": page_tables.flagged_by_region(chosen, "sign-off", "Declared interests that need a sign-off"),
        "readings": page_tables.readings(part),
        "readings_by_region": sections.readings(part),
        "priorities": page_tables.priorities(part.result),
        "drops": page_tables.drops(part.result),
        "unmatched": page_tables.unmatched(part),
        "shortages": shortages(part.result),
        "assumed": page_tables.numbers(part.result, assumed=True),
        "published": page_tables.numbers(part.result, assumed=False),
        "inputs": page_tables.inputs(part.result),
        "qualify": page_tables.qualify(part),
    }


def _pictures(part: Part) -> dict[str, Any]:
    chosen = part.chosen
    journeys, held = charts.journeys(chosen), charts.loads_by_matches(_able(chosen))
    regions = groups.served(chosen, groups.region)
    return {
        "map": map.draw(chosen, _map_in_words(chosen)),
        "short_map": shortage_map.draw(chosen, shortage_map.in_words(part.result)),
        "short_in_figures": shortage_map.in_figures(part.result),
        "short_parts": {s.part for s in part.result.shortages},
        "journeys": journeys,
        "journeys_chart": charts.bars(journeys, "journeys", _tallest(journeys, "matches")),
        "loads": held,
        "loads_chart": charts.bars(held, "loads", _tallest(held, "leaders")),
        "shares_chart": charts.shares(
            regions, "shares", "Share matched in each region", "The figures stand in the table Region below."
        ),
    }


def _able(chosen: Chosen) -> list[Load]:
    """Leaders who may support somebody here, with or without a match."""
    choices, world = chosen.result.candidates.choices, chosen.result.world
    able = {world.leaders[i].id for i in set(choices.provider[choices.is_match].tolist())}
    return [x for x in loads(chosen) if x.leader.id in able]


def _map_in_words(chosen: Chosen) -> str:
    count: Counter[str] = Counter(m.recipient.region for m in chosen.matches)
    said = ", ".join(f"{name} {count[name]}" for name in chosen.result.world.regions)
    return f"Matches by region of the school or trust: {said}. Lines join a leader to the school or trust."


def _tallest(listing: Listing, what: str) -> str:
    """The chart in words: its tallest bar; the rest stands in the table behind it."""
    if not listing.rows:
        return listing.empty
    label, value = max(listing.rows, key=lambda row: int(row[1] or 0))
    return f"The tallest bar is {label}, with {value} {what}. Every figure stands in the table that follows."
