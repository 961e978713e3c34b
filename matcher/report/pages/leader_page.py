"""A leader's own page: the deployments proposed to them, the days they have left, and why these."""

from __future__ import annotations

from typing import Any

from matcher.case.pair.facts import needs_met, shared_phases
from matcher.explain.why.leader import LeaderAnswer, LeaderDeployment, about_leader
from matcher.report.pages.reader_pages import render
from matcher.rules.pairs.pair_sets import date_text
from matcher.rules.pairs.pair_wording import and_list
from matcher.runs.finished import FinishedRun
from matcher.wording import words


def leader_page(run: FinishedRun, run_id: str, leader_row: int) -> str:
    leader, answer = run.world.leaders[leader_row], about_leader(run, leader_row)
    context = {
        "leader": leader,
        "answer": answer,
        "rows": [_row(run, leader_row, d) for d in answer.deployments],
        "days_said": _days_sentence(answer) if run.setup.rulebook.counts_days else _room_sentence(answer),
        "counts_days": run.setup.rulebook.counts_days,
        "voluntary": run.setup.rulebook.voluntary,
        "run_id": run_id,
        "as_at": date_text(run.policy.as_at),
        "proposal_only": words.PROPOSAL_ONLY,
    }
    return render("leader_page.html.j2", context)


def _days_sentence(answer: LeaderAnswer) -> str:
    earlier = f" {answer.days_held} are held by deployments that run already." if answer.days_held else ""
    room = (
        "" if answer.room_left is None else f" You could then hold {words.count(answer.room_left, 'more deployment')}."
    )
    left = words.count(answer.days_left, "day") if answer.days_left else "none"
    return (
        f"You offered {words.count(answer.days_offered, 'day')} this year.{earlier} This proposal would use"
        f" {answer.days_proposed}, so you would have {left} left.{room}"
    )


def _room_sentence(answer: LeaderAnswer) -> str:
    """Of an organisation, which gives no days."""
    proposed = words.count(len(answer.deployments), "school")
    left = (
        "" if answer.room_left is None else f" You could then take on {words.count(answer.room_left, 'more school')}."
    )
    return f"This proposal would give you {proposed}.{left}"


def _row(run: FinishedRun, leader_row: int, d: LeaderDeployment) -> dict[str, Any]:
    recipient = run.world.recipients[run.world.recipient_row[d.recipient_id]]
    leader = run.world.leaders[leader_row]
    phases, met = shared_phases(recipient, leader), needs_met(recipient, leader)
    why = [f"you cover the {and_list(phases)} phase{'s' if len(phases) > 1 else ''}"] if phases else []
    why += [f"you offer help with {and_list(met)}"] if met else []
    return {
        "recipient": recipient,
        "kind": words.kind(recipient.kind),
        "days": d.days,
        "team_days": d.team_days,
        "away": d.journey,
        "why": words.capital("; ".join(why)) or "The rules let you support it",
    }
