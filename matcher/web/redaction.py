"""Messages made for one reader of the pages: schools and trusts of other regions are counted, never named.

What a reader may not see is left out of a message's parts before there is a sentence; no sentence is searched.
"""

from __future__ import annotations

from collections.abc import Iterable

from matcher.case import visible
from matcher.domain import Assessment
from matcher.explain.bodies import region_of
from matcher.ledger import Objection
from matcher.rules.pairs.interests.affiliations import Node
from matcher.rules.pairs.interests.conflict_paths import ConflictPath, Edge, name_of
from matcher.rules.pairs.leader_registers import PLACES
from matcher.web.project import ReviewRun
from matcher.web.reviewer import Permissions
from matcher.wording.messages import BodyRef, Message, Part, Reader, message, render, texts
from matcher.world import World


def reader_of(permissions: Permissions) -> Reader:
    return Reader(permissions.regions, permissions.reviewer.sees_names)


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
    return name_of(node) if kind in ("person", *PLACES) else BodyRef(name_of(node), region_of(world, id))


def reason_seen(run: ReviewRun, permissions: Permissions, assessed: Assessment) -> str:
    """Why a body qualifies or not; a neutral sentence where that could name a school of another region."""
    return visible.reason_seen(run.finished, reader_of(permissions), assessed)
