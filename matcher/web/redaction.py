"""Messages made for one reader of the pages: schools and trusts of other regions are counted, never named.

What a reader may not see is left out of a message's parts before there is a sentence; no sentence is searched.
"""

from __future__ import annotations

from collections.abc import Iterable

from matcher.domain import Assessment, Evidence
from matcher.explain.bodies import region_of
from matcher.ledger import Objection
from matcher.messages import WITHHELD, Body, Message, Part, Reader, message, render, texts
from matcher.rules.pairs.affiliations import Node
from matcher.rules.pairs.conflict_paths import ConflictPath, Edge, name_of
from matcher.rules.pairs.leader_registers import PLACES
from matcher.web.project import ReviewRun
from matcher.web.reviewer import Permissions
from matcher.words import count
from matcher.world import World


def reader_of(permissions: Permissions) -> Reader:
    return Reader(permissions.regions)


def seen(permissions: Permissions, sentence: Message) -> str:
    """The sentence as this reader may see it."""
    return render(sentence, reader_of(permissions))


def all_seen(permissions: Permissions, sentences: Iterable[Message]) -> tuple[str, ...]:
    return texts(sentences, reader_of(permissions))


def objection_seen(permissions: Permissions, objection: Objection) -> str:
    """What is wrong with an act, as this reader may see it, without the suggestion."""
    return seen(permissions, objection.redactable) if objection.redactable else objection.message


def paths_seen(
    run: ReviewRun, permissions: Permissions, paths: Iterable[ConflictPath]
) -> tuple[tuple[ConflictPath, tuple[str, ...]], ...]:
    """Each with its steps as this reader may see them; nothing for a reader who may not see declared interests."""
    if not permissions.reviewer.sees_names:
        return ()
    world = run.opened.world
    return tuple((path, all_seen(permissions, (_step(world, edge) for edge in path.edges))) for path in paths)


def _step(world: World, edge: Edge) -> Message:
    one, other, words = edge
    return message("{one} and {other}: {words}", one=_node(world, one), other=_node(world, other), words=words)


def _node(world: World, node: Node) -> Part:
    """People, authorities and dioceses by name; all else is a school, a trust or an organisation of some region."""
    kind, id = node
    return name_of(node) if kind in ("person", *PLACES) else Body(name_of(node), region_of(world, id))


# A verdict rests on the judgements of several schools: a trust's own may stand in another region.


def reason_seen(run: ReviewRun, permissions: Permissions, assessed: Assessment) -> str:
    """Why a body qualifies or not; a neutral sentence where that could name a school of another region."""
    visible = all(_may_see(run, permissions, id) for id in _could_name(run, assessed))
    return assessed.verdict.reason if visible else f"{WITHHELD}."


def _could_name(run: ReviewRun, assessed: Assessment) -> frozenset[str]:
    """The schools whose judgements the verdict rests on, and every school of the trust."""
    of_trust = (m.urn for m in run.opened.facts.memberships if m.trust_uid == assessed.id)
    return frozenset((*(e.urn for e in assessed.verdict.evidence), *of_trust))


def evidence_seen(run: ReviewRun, permissions: Permissions, assessed: Assessment) -> tuple[Evidence | str, ...]:
    """The judgements one by one; those of schools in other regions are counted."""
    withheld = [e for e in assessed.verdict.evidence if not _may_see(run, permissions, e.urn)]
    visible: list[Evidence | str] = [e for e in assessed.verdict.evidence if e not in withheld]
    if withheld:
        visible.append(f"{count(len(withheld), 'judgement')} of schools in other regions")
    return tuple(visible)


def _may_see(run: ReviewRun, permissions: Permissions, id: str) -> bool:
    """A school that was not assessed itself is a predecessor of one that was, and goes with it."""
    assessed = run.finished.assessment_of.get(id)
    return assessed is None or permissions.sees(assessed.region)
