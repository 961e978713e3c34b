"""The resolved scenario of a re-run, with what the ledger adds to it, as it is sealed with the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from matcher.policy import Assumption, Pair, Pinned, Policy


def with_ledger(resolved: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    """The resolved scenario with what the ledger adds, as it is sealed with the run for an audit."""
    chosen_goals = {g["goal"] if isinstance(g, Mapping) else g: g for g in resolved.get("goals", ())}
    added = {
        "yeses": [_pair(p) for p in policy.yeses],
        "away": [
            {"leader": x.leader_id, "reason": x.reason} | ({"until": x.until} if x.until else {}) for x in policy.away
        ],
        "waits": [
            {"recipient": x.recipient_id, "decision": x.decision, "reason": x.reason}
            | ({"until": x.until} if x.until else {})
            for x in policy.waits
        ],
    }
    return {
        **resolved,
        "goals": [chosen_goals.get(g.goal, g.goal) for g in policy.goals],
        "pins": [_pair(p) | _of_pin(p) for p in policy.pins],
        "forbid": [_pair(p) for p in policy.forbid],
    } | {key: value for key, value in added.items() if value}


def told(assumptions: tuple[Assumption, ...], goals: str) -> tuple[Assumption, ...]:
    """The numbers and switches with the goals that are in fact obeyed, stability among them."""
    return tuple(replace(a, value=goals) if a.what == "goals" else a for a in assumptions)


def _of_pin(pin: Pinned) -> dict[str, Any]:
    more = (("days", pin.days), ("team_days", pin.team_days), ("stands", pin.stands))
    return {key: value for key, value in more if value is not None}


def _pair(pair: Pair) -> dict[str, Any]:
    source = {"source": pair.source} if pair.source else {}
    return {"recipient": pair.recipient_id, "leader": pair.leader_id, "reason": pair.reason} | source
