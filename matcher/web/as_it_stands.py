"""The run as people have changed it since: what a proposal made now, from the same registers, would come to."""

from __future__ import annotations

from dataclasses import replace

from matcher.errors import PinsContradict
from matcher.explain.finished import Finished
from matcher.ledger import OpenedRun, Record, continued
from matcher.policy import Pinned, Policy
from matcher.run import Clock, pose_run, solve_posed

FROM_LEDGER = ("of the ledger)", "from the ledger: ")


def decided(record: Record, term: str) -> bool:
    """Whether anything was decided that a new proposal would obey."""
    return bool(record.wishes or record.checks or record.withdrawn) or any(m.acts for m in record.of_term(term))


def as_it_stands(run: OpenedRun, record: Record) -> Finished | tuple[str, ...]:
    """Agreed, approved and running matches stay, what was refused does not return, the rest is planned again.

    Where no such plan can be: what stands against it, a sentence each.
    """
    try:
        ours = continued(run.facts, _as_written(run.policy), {}, record)
        posed = pose_run(ours.facts, ours.policy, Clock())
        solution = solve_posed(posed, ours.policy, Clock())
    except PinsContradict as against:
        return (against.heading, *against.members)
    return Finished(ours.facts, ours.policy, posed, solution.chosen)


def _as_written(policy: Policy) -> Policy:
    """Without what an earlier re-run took from the ledger: the ledger says it anew, and may say otherwise by now."""
    pins = tuple(p for p in policy.pins if not _taken(p))
    return replace(policy, pins=pins, forbid=tuple(p for p in policy.forbid if not _taken(p)))


def _taken(pinned: Pinned) -> bool:
    end, start = FROM_LEDGER
    return pinned.reason.endswith(end) or pinned.reason.startswith(start)
