"""A leader's own page: the deployments proposed to them, the days they have left, and why these."""

from __future__ import annotations

from typing import Any

from matcher import words
from matcher.explain.finished import Finished
from matcher.explain.leader import Deployed, LeaderAnswer, about_leader
from matcher.report.own_pages import render
from matcher.rules.pairs.columns import in_words
from matcher.rules.pairs.phase import covers
from matcher.rules.pairs.words import listed


def leader_page(run: Finished, run_id: str, leader_row: int) -> str:
    leader, answer = run.world.leaders[leader_row], about_leader(run, leader_row)
    context = {
        "leader": leader,
        "answer": answer,
        "rows": [_row(run, leader_row, d) for d in answer.deployments],
        "days_said": _days_said(answer),
        "run_id": run_id,
        "as_at": in_words(run.policy.as_at),
        "proposal_only": words.PROPOSAL_ONLY,
    }
    return render("leader_page.html.j2", context)


def _days_said(answer: LeaderAnswer) -> str:
    held = f" {answer.days_held} are held by deployments that run already." if answer.days_held else ""
    room = (
        "" if answer.room_left is None else f" You could then hold {words.count(answer.room_left, 'more deployment')}."
    )
    left = words.count(answer.days_left, "day") if answer.days_left else "none"
    return (
        f"You offered {words.count(answer.days_offered, 'day')} this year.{held} This proposal would use"
        f" {answer.days_proposed}, so you would have {left} left.{room}"
    )


def _row(run: Finished, leader_row: int, d: Deployed) -> dict[str, Any]:
    recipient = run.world.recipients[run.world.recipient_row[d.recipient_id]]
    leader = run.world.leaders[leader_row]
    phases = recipient.phases & covers(leader.phases)
    met = frozenset(a.replace("-", " ") for a in recipient.areas_of_need & leader.specialisms)
    why = [f"you cover the {listed(phases)} phase{'s' if len(phases) > 1 else ''}"] if phases else []
    why += [f"you offer help with {listed(met)}"] if met else []
    why += [f"it is {words.kilometres(d.metres)} from you"] if d.metres >= 0 else []
    return {
        "recipient": recipient,
        "kind": words.kind(recipient.kind),
        "days": d.days,
        "team_days": d.team_days,
        "away": words.kilometres(d.metres),
        "why": words.capital("; ".join(why)) or "The rules let you support it",
    }
