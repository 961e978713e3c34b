"""Wording shared by the sentences of pair rules: ids, roles and organisations, never a person's name."""

from __future__ import annotations

from matcher.domain import Leader
from matcher.wording.terms import LEADER, spoken, with_article
from matcher.wording.wording import proper_name
from matcher.world import Provider, World

PHASE_LABELS = {"alternative-provision": "alternative provision"}  # a phase as people say it


def role(leader: Leader) -> str:
    return role_name(leader.role)


def role_name(name: str) -> str:
    """`a trust chief executive`, `an equivalent leader`."""
    known = dict(spoken().roles).get(name)
    return with_article(known[:1].lower() + known[1:]) if known else f"{LEADER:a} with the role {name}"


def organisation(world: World, body: Provider) -> str:
    """The name of the leader's organisation by the registers, else by the file of trusts or schools; else its id."""
    id = body.organisation_id or ""
    employer, trust, school = world.organisations.get(id), world.facts.trusts.get(id), world.facts.schools.get(id)
    own = getattr(body, "organisation", None)
    named = own or next((x.name for x in (employer, trust, school) if x is not None and x.name), None)
    return proper_name(named) if named else body.organisation_id or "their organisation"


def and_list(words: frozenset[str] | tuple[str, ...]) -> str:
    """Words in alphabetical order: `a`, `a and b`, `a, b and c`; `nothing` where there are none."""
    *most, last = sorted(PHASE_LABELS.get(word, word) for word in words) or ["nothing"]
    return f"{', '.join(most)} and {last}" if most else last
