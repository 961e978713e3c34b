"""What must hold of a lived term, by plain loops over the ledger's lines and the registers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from matcher.ledger.notify.telling import first_part
from matcher.runs.opened import OpenedRun
from tests.law_bodies import bodies_of_leader, bodies_of_recipient


def asked_before_telling(
    run: OpenedRun, lines: Sequence[Mapping[str, Any]], words: Mapping[str, str]
) -> tuple[int, int]:
    """How many of this run's schools were asked before all were told who are told first; and, of those, how many
    without saying so and why, with those that answered and were never asked."""
    told: dict[tuple[str, str, str], str] = {}
    for body in (b for b in lines if b["act"] == "tell-of-support"):
        for recipient in body["detail"]["recipients"]:
            key = recipient, body["detail"]["whom"], body["detail"]["name"]
            told[key] = min(body["on"], told.get(key, body["on"]))
    early = unsaid = 0
    for body in (b for b in lines if b["act"] == "ask-school" and b["run"] == run.id):
        who = first_part(run, body["recipient"])
        late = any(told.get((body["recipient"], x.step.who, x.name), "9") > body["on"] for x in who)
        early += late
        unsaid += late and not (body["detail"].get("out_of_order") and words.get(body["why"]))
    answered = {b["recipient"] for b in lines if b["act"].startswith("school-") and b["run"] == run.id}
    return early, unsaid + len(answered - {b["recipient"] for b in lines if b["act"] == "ask-school"})


def mutual_pairs(run: OpenedRun, bodies: dict[str, Any]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Every two pairs of the plan in which each leader belongs to the other's school or trust, by plain loops."""
    world = run.world
    plan = [(m.recipient, m.leader) for m in run.published.matches]
    for recipient, leader in plan:
        if recipient not in bodies:
            bodies[recipient] = bodies_of_recipient(world, world.recipients[world.recipient_row[recipient]])
        if leader not in bodies:
            bodies[leader] = bodies_of_leader(world, world.leaders[world.leader_row[leader]])
    for one, two in combinations(plan, 2):
        if bodies[one[1]] & bodies[two[0]] and bodies[two[1]] & bodies[one[0]]:
            yield one, two
