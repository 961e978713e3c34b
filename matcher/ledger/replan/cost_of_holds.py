"""What it costs to keep the pairs to which a school has said yes while their leaders have not answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matcher.language.words import count
from matcher.ledger.replan.rerun import ONE_YES, RerunInputs
from matcher.policy import Pinned
from matcher.result import Result
from matcher.runs.clock import Clock
from matcher.runs.setup import build_run_setup
from matcher.runs.solve import solve_run

ONE_BY_ONE = 5  # so many holds are priced each by itself; more of them together


def cost_of_holds(inputs: RerunInputs, result: Result, clock: Clock) -> tuple[str, ...]:
    """Sentences on which schools and trusts would be matched if the held pairs were free to move; solved again."""
    if not inputs.held:
        return ()
    lost = _lost(inputs, inputs.held, result, clock)
    if not lost:
        held = count(len(inputs.held), "pair that is held by a school's yes", "pairs that are held by a school's yes")
        return (f"Keeping the {held} costs no match.",)
    if 1 < len(inputs.held) <= ONE_BY_ONE:
        return tuple(_each(inputs, result, clock))
    return (_sentence(inputs.held, lost, result),)


def _each(inputs: RerunInputs, result: Result, clock: Clock) -> Iterator[str]:
    alone = 0
    for pin in inputs.held:
        lost = _lost(inputs, (pin,), result, clock)
        if lost:
            alone += 1
            yield _sentence((pin,), lost, result)
    if not alone:
        yield _sentence(inputs.held, _lost(inputs, inputs.held, result, clock), result)


def _lost(inputs: RerunInputs, free: Sequence[Pinned], result: Result, clock: Clock) -> tuple[str, ...]:
    """Names of those who are matched only where these pairs may move; none where no more would be matched."""
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
    return tuple(r.name for r in result.world.recipients if r.id in then - now)


def _sentence(held: Sequence[Pinned], lost: Sequence[str], result: Result) -> str:
    names = [_name(result, p.recipient_id) for p in held]
    whose = f"{names[0]}'s yes" if len(names) == 1 else f"the yeses of {', '.join(names)}"
    return f"Keeping {whose} costs {count(len(lost), 'match', 'matches')}: {', '.join(lost)}"


def _name(result: Result, id: str) -> str:
    return result.world.recipients[result.world.recipient_row[id]].name
