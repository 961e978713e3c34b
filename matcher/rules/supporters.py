"""Supporting organisations in a leader's place, and what is known of each school's matching decision.

In a programme of organisations the rules, the solver and every page meet an organisation as a `Leader` with its id.
What they say of a leader's willingness, regions, phases, place and room then holds of it.
"""

from __future__ import annotations

import numpy as np

from matcher.domain import DIAGNOSES, MATCHING_DECISIONS, PHASES, Facts, Leader, Organisation
from matcher.plan import Choices
from matcher.rules.pairs.pair_sets import bools, cached
from matcher.world import Bools, World

DECIDED_BY_CASE = {text.casefold(): code for code, text in DIAGNOSES.items() if code in MATCHING_DECISIONS}


def supporting_leaders(facts: Facts) -> tuple[Leader, ...]:
    """The organisations that may support schools, each as a leader of itself; sorted by id.

    Where the register is silent, an organisation is willing and supports any phase; `CHECKS_OPEN` shows it.
    """
    return tuple(sorted((_as_leader(o) for o in facts.organisations if o.type is not None), key=lambda x: x.id))


def _as_leader(o: Organisation) -> Leader:
    return Leader(
        id=o.id,
        name=o.name or o.id,
        role=o.type or "",
        region=o.region or "",
        days=0,
        willing=o.willing is not False,
        phases=o.phases or frozenset(PHASES),
        regions=o.regions,
        organisation_id=o.id,
        organisation=o.name,
        easting=o.easting,
        northing=o.northing,
        max_matches=o.capacity,
        interests_checked_on=o.interests_checked_on,
        check_recorded_on=o.check_recorded_on,
        withdrew_on=o.withdrew_on,
        also=o.also,
        source=o.source,
    )


def needs_organisation(world: World) -> Bools:
    """Per recipient, whether it is to have a supporting organisation; the others have an adviser alone."""
    return cached(world, "supporters.needed", _needed)


def _needed(world: World) -> Bools:
    by_case = {
        case.urn: DECIDED_BY_CASE.get((case.decision or "").casefold())
        for case in world.facts.cases
        if case.status != "stopped"
    }
    decided = (r.decision or by_case.get(r.id) for r in world.recipients)
    return bools((d or world.policy.rules.advisers.undecided) == "match" for d in decided)


def serves(world: World, choices: Choices) -> Bools:
    """Per choice, whether a recipient that has it is served: a match, or where an adviser alone is decided, that."""
    mask = choices.is_match.copy()
    advisers = np.flatnonzero(choices.is_adviser)
    if len(advisers):
        mask[advisers] = ~needs_organisation(world)[choices.recipient[advisers]]
    return mask


def may_be_paired(facts: Facts) -> frozenset[str]:
    """Whom a scenario's pins and forbids may name beside a school: leaders, supporting organisations and advisers."""
    supporting = (o.id for o in facts.organisations if o.type is not None)
    return frozenset((*(x.id for x in facts.leaders), *supporting, *(a.id for a in facts.advisers)))
