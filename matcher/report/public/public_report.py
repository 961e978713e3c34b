"""The report of a run that may be published, and a draft of its algorithmic transparency record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from matcher import __version__
from matcher.read.programmes import title_of
from matcher.read.run_folders.seal import UNSEALED
from matcher.report.jinja import html_environment, text_environment
from matcher.report.public.counts import public_tables
from matcher.report.safe_cells import plain
from matcher.rules import labels
from matcher.runs.opened import OpenedRun
from matcher.wording import words
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import day


@dataclass(frozen=True, slots=True)
class Method:
    """One goal of the run, in its order, and whether the plan is proved best for it."""

    label: str
    proved: bool


def public_html(run: OpenedRun) -> str:
    """The page: counts, distances, own interest, conflicts and the method; no name, id, number or place of anybody."""
    template = html_environment("matcher.report").get_template("public.html.j2")
    return plain(template.render(**_context(run)))


def transparency_record(run: OpenedRun) -> str:
    """The draft record as text (Markdown), in the sections of the standard; what the run cannot know is marked."""
    return plain(text_environment("matcher.report").get_template("transparency_record.md.j2").render(**_context(run)))


def _context(run: OpenedRun) -> dict[str, object]:
    goals = goals_of(run.folder)
    return {
        "programme": title_of(run.policy),
        "where": "England" if run.policy.regions is None else ", ".join(run.world.regions),
        "as_at": day(run.policy.as_at),
        "tables": public_tables(run),
        "goals": goals,
        "unproved": [goal.label for goal in goals if not goal.proved],
        "files": sorted({file.role.replace("_", " ") for file in run.facts.files}),
        "rules": [rule.name.replace("-", " ") for rule in run.rulebook.pairs],
        "leader": f"{LEADER}",
        "leaders": f"{LEADER:s}",
        "recipients": f"{RECIPIENT:s}",
        "version": __version__,
        "seal": run.seal if run.seal != UNSEALED else "",
        "days": words.count(_days_offered(run), "day"),
    }


def _days_offered(run: OpenedRun) -> int:
    """The most days that one match of this run takes."""
    return max((m.days for m in run.published.matches), default=0)


def goals_of(folder: Path) -> tuple[Method, ...]:
    goals = json.loads((folder / "goals.json").read_text(encoding="utf-8"))
    return tuple(Method(labels.goal(goal["goal"]), bool(goal["proved"])) for goal in goals)
