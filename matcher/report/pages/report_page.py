"""The report page of a run: one HTML file that works offline, without scripts, and prints."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from matcher.case.pair.flags_shown import NOT_CHECKED, NOTHING, SIGNED_OFF, WEIGHTS
from matcher.explain.settling import doubts
from matcher.journeys import coverage_of
from matcher.report import words, year_tables
from matcher.report.jinja import html_environment
from matcher.report.maps import plan_map, shortage_map
from matcher.report.maps.map_lines import line_kinds
from matcher.report.overview import change_tables, first_page
from matcher.report.overview.left_alone import left_alone
from matcher.report.pages import bar_charts as charts
from matcher.report.run_folder.run_files import notes
from matcher.report.safe_cells import plain, visible
from matcher.report.summary import beside_the_flags, why_nobody
from matcher.report.tables import (
    adviser_tables,
    comparison_tables,
    doubt_tables,
    groups,
    link_tables,
    own_interest_tables,
    page_tables,
    shared_tables,
)
from matcher.report.tables.plan_view import PlanView
from matcher.report.tables.report_table import ReportTable
from matcher.report.tables.resources import resource_tables
from matcher.report.tables.resources.shortage_table import shortages
from matcher.report.tables.resources.workload import Workload, workloads
from matcher.report.tables.shared_tables import ReportScope
from matcher.rules import labels
from matcher.rules.rulebooks import rulebook_of
from matcher.wording import wording
from matcher.wording.terms import LEADER, RECIPIENT, in_words

MOST_ZOOMED = 2_000  # matches: beyond, the page would be too heavy for its reader


def write_page(view: PlanView, path: Path) -> None:
    path.write_text(plain(page(view)), encoding="utf-8")


def page(view: PlanView) -> str:
    names = {
        "words": words,
        "wording": wording,
        "format_cell": page_tables.format_cell,
        "is_number": page_tables.is_number,
        "weights": WEIGHTS,
        "nothing_to_settle": NOTHING,
        "flags_of": {view.number_of[m.recipient.id]: m.to_settle for m in view.matches},
    }
    environment = html_environment("matcher.report", **names)
    return environment.get_template("report.html.j2").render(_context(view))


def _context(view: PlanView) -> dict[str, Any]:
    result, scope = view.result, ReportScope(view)
    return (
        {
            "result": result,
            "policy": result.policy,
            "title": first_page.title(_where(scope), result.policy.term),
            "answer": first_page.answer(result, len(view.matches)),
            "by_hand_matched": f"{view.by_hand.matched:,}",
            "proof_of_coverage": first_page.proof_of_coverage(result),
            "figures": first_page.figures(view),
            "need_lines": first_page.need_lines(view.matches),
            "has_changes": change_tables.has_earlier_proposal(scope),
            "changes": change_tables.changes(scope),
            "contents": _contents(scope),
            "priority": _priority(scope),
            "nobody": "" if view.matches else why_nobody(result),
            "warnings": beside_the_flags(view),
            "contract": _uses_the_contract(scope),
            "measured": coverage_of(result.world, result.candidates.choices, result.solution.chosen),
            "may_decline": words.may_decline(rulebook_of(result.policy).voluntary),
            "counts_days": rulebook_of(result.policy).counts_days,
            "notes": [visible(note) for note in notes(result)],
        }
        | _sections(scope)
        | _charts_and_maps(scope)
    )


def _contents(scope: ReportScope) -> tuple[tuple[str, str], ...]:
    """The id and title of each section, in order; the appendix as one."""
    changed = (("changes", "What changed"),) if change_tables.has_earlier_proposal(scope) else ()
    year = (("year", "The year ahead"),) if year_tables.beside(scope.result.year).rows else ()
    return (
        *(("matches", "The matches"), ("map", "Map"), ("unmatched", f"Without {LEADER:a}"), ("money", "Money")),
        *(("fairness", "Fairness"), ("by-hand", "By hand"), *changed, *year),
        ("appendix", "Appendix: goals and proof, journeys, who qualifies, settings, sources"),
    )


def _where(scope: ReportScope) -> str:
    run = scope.result.policy.regions
    return "England" if run is None else ", ".join(sorted(run))


def _priority(scope: ReportScope) -> str:
    """How priority was read. Where no register gives one, the column is not mentioned."""
    policy, recipients = scope.result.policy, scope.result.world.recipients
    if policy.priority == "register" and all(r.priority is None for r in recipients):
        return words.NO_PRIORITY
    return words.PRIORITIES.get(policy.priority, policy.priority)


def _uses_the_contract(scope: ReportScope) -> str:
    """A note on the £646,225 contract, where a pot of that size pays for days; empty otherwise."""
    days = {"leader_days", "governance_days"}
    used = any(
        p.amount_pence == words.BROKERS_CONTRACT_PENCE and p.role == "pays" and days & set(p.pays_for) and not p.fixed
        for p in scope.result.policy.pots
    )
    return words.BROKERS_CONTRACT if used else ""


def _sections(scope: ReportScope) -> dict[str, Any]:
    """The tables of the page, by the names that its template gives them."""
    return _of_matches(scope) | _to_decide(scope) | _of_the_rest(scope)


def _of_matches(scope: ReportScope) -> dict[str, Any]:
    """Who is matched with whom, what it uses, and how the plan compares."""
    view = scope.view
    return {
        "headline_table": comparison_tables.compared(view),
        "goals": comparison_tables.goals(scope.result),
        "by_region": comparison_tables.by_region(view),
        "matches": comparison_tables.matches(view),
        "advisers": adviser_tables.page_tables(scope),
        "longest": comparison_tables.longest(view),
        "leaders": resource_tables.leaders_with_matches(scope),
        "pots": resource_tables.pots(scope.result),
        "fairness": comparison_tables.fairness(view),
        "not_told_apart": comparison_tables.not_told_apart(view),
        "own_interest": own_interest_tables.own_interest_table(view),
        "signed_off_for": in_words(words.SIGNED_OFF_FOR),
        "cap_sentence": own_interest_tables.cap_sentence(view),
        "cap_cost": own_interest_tables.cap_table(view),
        "out_of_region": comparison_tables.out_of_region(view),
    }


def _to_decide(scope: ReportScope) -> dict[str, Any]:
    """What a person has to find out, check, sign off or choose."""
    view = scope.view
    return {
        "in_doubt": doubts(scope.assessments).sentence,
        "cannot_tell": doubt_tables.by_cause(scope),
        "to_settle": doubt_tables.queue(scope),
        "rest_on_forgotten": doubt_tables.rest_on_forgotten(scope),
        "not_checked": page_tables.flagged_by_region(view, NOT_CHECKED, labels.flag("not-checked")),
        "sign_off": page_tables.flagged_by_region(view, SIGNED_OFF, "Matches that the Regional Director signs off"),
        "readings": page_tables.readings(scope),
        "readings_by_region": shared_tables.readings(scope),
        "priorities": page_tables.priorities(scope.result),
        "drops": page_tables.drops(scope.result),
    }


def _of_the_rest(scope: ReportScope) -> dict[str, Any]:
    """Who is not matched or waits, what is short, and what the run rests on."""
    return {
        "unmatched": page_tables.unmatched(scope),
        "left_alone": left_alone(scope),
        "year": year_tables.beside(scope.result.year),
        "year_figures": year_tables.figures(scope.result.year.figures if scope.result.year else None),
        "waiting": year_tables.waiting(scope),
        "kept_leaders": year_tables.kept_leaders(scope),
        "shortages": shortages(scope.result),
        "assumed": page_tables.numbers(scope.result, assumed=True),
        "published": page_tables.numbers(scope.result, assumed=False),
        "inputs": page_tables.inputs(scope.result),
        "qualify": page_tables.qualify(scope),
        "links": (link_tables.references(scope.result.world), link_tables.interests(scope.result.world)),
    }


def _charts_and_maps(scope: ReportScope) -> dict[str, Any]:
    view = scope.view
    journeys, leader_counts = charts.journeys(view), charts.leaders_by_match_count(_leaders_with_choices(view))
    regions = groups.group_statistics(view, groups.region)
    return {
        "map": plan_map.draw(view, _map_in_words(view)),
        "line_kinds": line_kinds(view),
        "zooms": _zooms(view),
        "short_map": shortage_map.draw(view, shortage_map.in_words(scope.result)),
        "short_in_figures": shortage_map.in_figures(scope.result),
        "short_parts": {s.part for s in scope.result.shortages},
        "journeys": journeys,
        "journeys_chart": charts.journeys_chart(view, journeys, _chart_description(journeys, "matches")),
        "finding_of_journeys": charts.finding_of_journeys(view),
        "loads": leader_counts,
        "leaders_counted": resource_tables.counted(scope).sentence,
        "finding_of_loads": charts.finding_of_loads(_leaders_with_choices(view)),
        "finding_of_shares": charts.finding_of_shares(regions),
        "loads_chart": charts.bars(leader_counts, "loads", _chart_description(leader_counts, f"{LEADER:s}")),
        "shares_chart": charts.shares(
            regions, "shares", "Share matched in each region", "The figures stand in the table Region below."
        ),
    }


def _zooms(view: PlanView) -> list[dict[str, Any]]:
    """Each region's own map and the matches that it numbers, in a run of several regions."""
    regions = view.result.world.regions
    if len(regions) < 2 or len(view.matches) > MOST_ZOOMED:
        return []
    matches = {region: comparison_tables.matches_in(view, region) for region in regions}
    return [
        {
            "region": region,
            "matches": matches[region],
            "svg": plan_map.draw(view, f"The matches of {region}, by number", region, f"map-{k}"),
        }
        for k, region in enumerate(regions, start=1)
        if matches[region].rows
    ]


def _leaders_with_choices(view: PlanView) -> list[Workload]:
    """Leaders who may support somebody here, with or without a match."""
    choices, world = view.result.candidates.choices, view.result.world
    able = {world.leaders[i].id for i in set(choices.provider[choices.is_match].tolist())}
    return [x for x in workloads(view) if x.leader.id in able]


def _map_in_words(view: PlanView) -> str:
    count: Counter[str] = Counter(m.recipient.region for m in view.matches)
    counts = ", ".join(f"{name} {count[name]}" for name in view.result.world.regions)
    return f"Matches by region of the {RECIPIENT}: {counts}. Lines join {LEADER:a} to the {RECIPIENT}."


def _chart_description(table: ReportTable, what: str) -> str:
    """A text alternative for the chart: its tallest bar. Its table has every figure."""
    if not table.rows:
        return table.empty
    label, value = max(table.rows, key=lambda row: int(row[1] or 0))
    return f"The tallest bar is {label}, with {value} {what}. Every figure stands in the table that follows."
