"""What it costs to keep the pairs to which a school has said yes while their leaders have not answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matcher.explain.bodies import body
from matcher.ledger.replan.rerun import ONE_YES, RerunInputs
from matcher.policy import Pinned
from matcher.result import Result
from matcher.runs.clock import Clock
from matcher.runs.setup import build_run_setup
from matcher.runs.solve import solve_run
from matcher.wording.messages import Count, Listed, Message, message

ONE_BY_ONE = 5  # so many holds are priced each by itself; more of them together


def cost_of_holds(inputs: RerunInputs, result: Result, clock: Clock) -> tuple[Message, ...]:
    """Messages on which schools and trusts would be matched if the held pairs were free to move; solved again."""
    if not inputs.held:
        return ()
    lost = _lost(inputs, inputs.held, result, clock)
    if not lost:
        held = Count(len(inputs.held), "pair that is held by a school's yes", "pairs that are held by a school's yes")
        return (message("Keeping the {held} costs no match", held=held),)
    if 1 < len(inputs.held) <= ONE_BY_ONE:
        return tuple(_each(inputs, result, clock))
    return (_sentence(inputs.held, lost, result),)


def _each(inputs: RerunInputs, result: Result, clock: Clock) -> Iterator[Message]:
    alone = 0
    for pin in inputs.held:
        lost = _lost(inputs, (pin,), result, clock)
        if lost:
            alone += 1
            yield _sentence((pin,), lost, result)
    if not alone:
        yield _sentence(inputs.held, _lost(inputs, inputs.held, result, clock), result)


def _lost(inputs: RerunInputs, free: Sequence[Pinned], result: Result, clock: Clock) -> tuple[str, ...]:
    """Ids of those who are matched only where these pairs may move; none where no more would be matched."""
    pairs = {(p.recipient_id, p.leader_id) for p in free}
    policy = replace(
        inputs.policy,
        pins=tuple(p for p in inputs.policy.pins if (p.recipient_id, p.leader_id) not in pairs),
        goals=tuple(g for g in inputs.policy.goals if g.goal != ONE_YES),
    )
    solved = solve_run(build_run_setup(inputs.facts, policy, assessments=result.assessments), clock, check_unique=False)
    then = {m.recipient_id for m in solved.plan.matches}
    now = {m.recipient_id for m in result.plan.matches}
    if len(then) <= len(now):
        return ()
    return tuple(r.id for r in result.world.recipients if r.id in then - now)


def _sentence(held: Sequence[Pinned], lost: Sequence[str], result: Result) -> Message:
    names = Listed(tuple(body(result.world, p.recipient_id) for p in held))
    without = Listed(tuple(body(result.world, id) for id in lost))
    one, many = "Keeping the yes of {names} costs {lost}: {who}", "Keeping the yeses of {names} costs {lost}: {who}"
    text = one if len(held) == 1 else many
    return message(text, names=names, lost=Count(len(lost), "match", "matches"), who=without)
