"""`matcher propose --ledger`: a proposal that keeps what people decided, and says what it moved and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from matcher.domain import Facts
from matcher.ledger import Ledger, continued, published_of, told
from matcher.policy import Policy
from matcher.result import Result
from matcher.run import Clock
from matcher.run import propose as run_proposal


def propose_on(
    ledger: Ledger,
    facts: Facts,
    policy: Policy,
    resolved: Mapping[str, Any],
    origins: Mapping[str, str],
    clock: Clock,
    engine: str,
) -> tuple[Result, tuple[str, ...]]:
    """The run, and what is to be said of it beside any other run. Raises FrozenUnlawful."""
    record = ledger.record()
    ours = continued(facts, policy, resolved, record)
    result = run_proposal(ours.facts, ours.policy, ours.resolved, origins, clock, engine)
    with clock.stage("comparing"):
        said = told(record, ours, result, clock)
    notes = (*result.notes, *said, f"The head of the ledger when this was proposed: {ledger.head}")
    return replace(result, states=ours.states, notes=notes), said


def written_down(ledger: Ledger, result: Result) -> tuple[str, ...]:
    """After publication: the run is in the ledger, so that people can decide about it."""
    ledger.open_run(published_of(result))
    return (f"In the ledger as run {result.run_id}; its head is now {ledger.head}",)
