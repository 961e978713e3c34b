"""`matcher propose --ledger`: a proposal that keeps what people decided, and says what it moved and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from matcher.case.tables.answers import answers_of
from matcher.domain import Facts
from matcher.ledger.history.case_view import view_of
from matcher.ledger.history.last_published import LastPublished, last_before
from matcher.ledger.log.chain import head
from matcher.ledger.log.record import Ledger
from matcher.ledger.log.replay import record_of
from matcher.ledger.log.states import Record
from matcher.ledger.published_run import published_of
from matcher.ledger.replan.changes import changes_since, rerun_lines
from matcher.ledger.replan.cost_of_holds import cost_of_holds
from matcher.ledger.replan.left_alone import returned
from matcher.ledger.replan.rerun import Assess, RerunInputs, rerun_inputs
from matcher.ledger.replan.rise.adviser_changes import adviser_messages, sentence
from matcher.ledger.replan.yeses import kept_yes_notes, moved_yes_notes
from matcher.policy import Policy
from matcher.read.open_data.kept_open_data import OpenDataStore
from matcher.read.run_folders.seal import read_seal
from matcher.result import Result
from matcher.run import eligibility_of
from matcher.run import propose as run_proposal
from matcher.runs.caches.kept_eligibility import kept_eligibility
from matcher.runs.clock import Clock
from matcher.runs.identity import rerun_id
from matcher.runs.published import term_of
from matcher.runs.setup import assess_all
from matcher.solver_process import shared_processes
from matcher.wording.messages import Message, message


@shared_processes()
def propose_with_ledger(
    ledger: Ledger,
    facts: Facts,
    policy: Policy,
    resolved: Mapping[str, Any],
    origins: Mapping[str, str],
    clock: Clock,
    engine: str,
    store: OpenDataStore | None = None,
) -> tuple[Result, tuple[Message, ...]]:
    """The run, and messages on how it compares with the earlier run. Raises AgreedMatchesUnlawful.

    `store`: where who qualifies is kept, here between checking what is agreed and proposing.
    """
    lines = ledger.lines()
    record = record_of(lines)
    inputs = rerun_inputs(facts, policy, resolved, record, _assess(store, clock))
    result = run_proposal(inputs.facts, inputs.policy, inputs.resolved, origins, clock, engine, store)
    with clock.stage("comparing"):
        own = record.within(policy.regions, result.world.region_of)
        changes, advisers = changes_since(own, result), adviser_messages(own, result)
        messages = rerun_lines(record, inputs, result, clock, changes)
        messages = (*messages, *(sentence(x, reason, result.world) for x, reason in advisers))
        costs = cost_of_holds(inputs, result, clock)
    moved = tuple(moved_yes_notes(inputs.waiting, inputs.ended, _leaders(result), result.world))
    kept = kept_yes_notes(inputs.waiting, inputs.held, _leaders(result), result.world)
    messages = (*messages, *moved, *kept, *costs)
    last = message("The head of the ledger when this was proposed: {head}", head=head(lines))
    return replace(
        _with_record(result, record, inputs, policy),
        run_id=rerun_id(result.run_id, head(lines)),
        moved=returned(own, _leaders(result), policy) | {c.recipient.id: c.why for c in changes if c.was},
        advisers_moved=advisers,
        notes=(*result.notes, *messages, last),
        alerts=(*result.alerts, *inputs.alerts, *moved, *costs),
        ledger={"name": ledger.store.name, "lines": len(lines), "head": head(lines)},
    ), messages


def _leaders(result: Result) -> dict[str, str]:
    """The leader of each matched recipient, by ids."""
    return {m.recipient_id: m.leader_id for m in result.plan.matches}


def _with_record(result: Result, record: Record, inputs: RerunInputs, policy: Policy) -> Result:
    """The result with what people had recorded, this term and before."""
    term = term_of(policy)
    earlier = last_before(record.within(inputs.policy.regions), term)
    view = view_of(record, term, policy=policy)
    return replace(
        result,
        states=inputs.states,
        answers=answers_of(view, _leaders(result).items(), policy.as_at, {}),
        told=record.told,
        left_alone=inputs.left_alone,
        before=pairs_of(earlier),
        known_before=earlier.eligible if earlier.runs else None,
    )


def pairs_of(earlier: LastPublished) -> tuple[tuple[str, str], ...]:
    """The pairs that the last run before had for each region, refused ones included; the later run stands, also where
    it left somebody out altogether."""
    return tuple(sorted((m.recipient, m.leader) for m in earlier.matches))


def _assess(store: OpenDataStore | None, clock: Clock) -> Assess:
    """Verdicts for the checks of what is agreed; with a store, the proposal finds them there."""
    if store is None:
        return assess_all
    return lambda facts, policy: kept_eligibility(store, facts, policy, lambda: eligibility_of(facts, policy, clock))[0]


def record_in_ledger(ledger: Ledger, result: Result, folder: Path) -> tuple[str, ...]:
    """Records the run published in this folder, so that people can decide about it; returns lines to print."""
    seal = read_seal(folder)
    ledger.open_run(published_of(result, seal.digest if seal else ""))
    return (*ledger.warnings, f"In the ledger as run {result.run_id}; its head is now {ledger.head}")
