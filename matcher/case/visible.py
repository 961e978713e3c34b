"""What a reader may see of a case: leaders' names, why a body qualifies, and the evidence for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from matcher.domain import Assessment, Evidence, Leader
from matcher.rules.pairs.pair_sets import cached
from matcher.rules.pairs.pair_wording import organisation
from matcher.runs.finished import FinishedRun
from matcher.wording.messages import WITHHELD, Reader
from matcher.wording.terms import LEADER
from matcher.wording.wording import day, evidence, proper_name
from matcher.wording.words import count
from matcher.world import World

ELSEWHERE = "organisation in another region"


def leader_label(leader: Leader, reader: Reader) -> str:
    """`Name (id)` where the reader may see names, else the id."""
    return f"{proper_name(leader.name)} ({leader.id})" if reader.names else f"{LEADER:C} {leader.id}"


def leader_labels(world: World, reader: Reader) -> Mapping[str, str]:
    """The label of every leader and adviser by id; made once for a world."""
    made = cached(world, "case.labels", lambda _: dict[bool, dict[str, str]]())
    if reader.names not in made:
        advisers = {x.id: f"Adviser {x.name} ({x.id})" if reader.names else f"Adviser {x.id}" for x in world.advisers}
        made[reader.names] = advisers | {leader.id: leader_label(leader, reader) for leader in world.leaders}
    return made[reader.names]


def organisation_seen(world: World, leader: Leader, reader: Reader) -> str:
    """The name of the leader's organisation; that it is `ELSEWHERE`, of a region that the reader may not see; '' for
    none."""
    if not (leader.organisation_id or leader.organisation):
        return ""
    seen = reader.sees(world.region_of.get(leader.organisation_id or "", leader.region))
    return organisation(world, leader) if seen else ELSEWHERE


# A verdict rests on the judgements of several schools: a trust's own may stand in another region.


def reason_seen(run: FinishedRun, reader: Reader, assessed: Assessment) -> str:
    """Why a body qualifies or not; a neutral sentence where that could name a school of another region."""
    visible = all(_may_see(run, reader, id) for id in _could_name(run, assessed))
    return assessed.verdict.reason if visible else f"{WITHHELD}."


def _could_name(run: FinishedRun, assessed: Assessment) -> frozenset[str]:
    """The schools whose judgements the verdict rests on, and every school of the trust."""
    of_trust = cached(run.world, "case.schools_of_trust", _schools_of_trusts).get(assessed.id, ())
    return frozenset((*(e.urn for e in assessed.verdict.evidence), *of_trust))


def _schools_of_trusts(world: World) -> dict[str, list[str]]:
    """Every school that was ever of a trust, by the trust's UID."""
    found: dict[str, list[str]] = defaultdict(list)
    for stay in world.facts.memberships:
        found[stay.trust_uid].append(stay.urn)
    return dict(found)


def evidence_seen(run: FinishedRun, reader: Reader, assessed: Assessment) -> tuple[Evidence | str, ...]:
    """The judgements one by one; those of schools in other regions are counted."""
    withheld = [e for e in assessed.verdict.evidence if not _may_see(run, reader, e.urn)]
    visible: list[Evidence | str] = [_of_body(assessed, e) for e in assessed.verdict.evidence if e not in withheld]
    if withheld:
        visible.append(f"{count(len(withheld), 'judgement')} of schools in other regions")
    return tuple(visible)


def evidence_words(e: Evidence | str) -> str:
    """One judgement as people read it; what is counted stands as it is."""
    return e if isinstance(e, str) else evidence(e.urn, e.on, e.grade, e.source)


def _of_body(assessed: Assessment, e: Evidence) -> Evidence | str:
    """A judgement is of a URN; what a trust had itself, such as a deployment, is of its UID and may have no day yet."""
    if assessed.kind != "trust" or e.urn != assessed.id:
        return e
    return f"UID {e.urn}{f', {day(e.on)}' if e.on else ''}: {e.grade} [{e.source}]"


def _may_see(run: FinishedRun, reader: Reader, id: str) -> bool:
    """A school that was not assessed itself is a predecessor of one that was, and goes with it."""
    assessed = run.assessment_of.get(id)
    return assessed is None or reader.sees(assessed.region)
