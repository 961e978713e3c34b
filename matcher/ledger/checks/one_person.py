"""The ledger's record where a register has come to say that two leaders are one person: under the one id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from matcher.domain import Leader
from matcher.ledger.log.states import Key, MatchState, Record
from matcher.runs.published import PublishedRun


def under_one_id(record: Record, leaders: Iterable[Leader]) -> Record:
    """What was decided about a leader's other ids is about this leader. Nothing in the ledger itself is changed."""
    main = {other: leader.id for leader in leaders for other in leader.also}
    if not main:
        return record
    matches: dict[Key, MatchState] = {}
    for state in sorted(record.matches.values(), key=lambda m: (m.match.leader in main, m.key)):
        renamed = _match(state, main)
        matches.setdefault(renamed.key, renamed)
    return replace(
        record,
        runs=tuple(_run(run, main) for run in record.runs),
        matches=matches,
        checks=tuple(_body(body, main) for body in record.checks),
        withdrawn={main.get(id_, id_): _body(body, main) for id_, body in record.withdrawn.items()},
        pair_constraints=tuple(_body(body, main) for body in record.pair_constraints),
        leader_changes=tuple(_body(body, main) for body in record.leader_changes),
    )


def _match(state: MatchState, main: Mapping[str, str]) -> MatchState:
    match = replace(state.match, leader=main.get(state.match.leader, state.match.leader))
    return replace(state, match=match, acts=tuple(_body(body, main) for body in state.acts))


def _run(run: PublishedRun, main: Mapping[str, str]) -> PublishedRun:
    return replace(run, matches=tuple(replace(m, leader=main.get(m.leader, m.leader)) for m in run.matches))


def _body(body: Mapping[str, Any], main: Mapping[str, str]) -> Mapping[str, Any]:
    return {**body, "leader": main.get(body["leader"], body["leader"])}
