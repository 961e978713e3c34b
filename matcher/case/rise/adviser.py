"""An adviser beside a school on one day: who employs them, what is to be noted, and whether interests are checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np

from matcher.case.ledger_view import AdviserRecord, LedgerView, is_away, until_of
from matcher.case.pair.interests import LineBody, aged, interests_of, last_check
from matcher.case.records import AdviserLoadShown, AdviserOffer
from matcher.domain import Adviser, Recipient
from matcher.rules.base import Rulebook
from matcher.rules.choices import pairs_at
from matcher.rules.limits.commitments import advised
from matcher.rules.pairs.pair_sets import cached
from matcher.rules.pairs.pair_wording import organisation
from matcher.runs.opened import OpenedRun
from matcher.wording.messages import Reader
from matcher.wording.wording import Interests, State
from matcher.wording.words import NOT_KNOWN, kilometres
from matcher.world import World, metres_between

EMPLOYER_ELSEWHERE = "an organisation of another region"


def adviser_called(world: World, id: str) -> Adviser:
    """Raises KeyError where the register has none of this id."""
    return world.advisers[world.provider_row["advisers"][id]]


def adviser_flags_on(
    world: World, rulebook: Rulebook, checks: Sequence[LineBody], recipient: str, adviser: str, day: date
) -> tuple[str, ...]:
    """Names of the flags of a school and an adviser on a day (at the earliest the run's), recorded checks applied."""
    then = _world_on(world, last_check(checks, recipient, adviser, day), adviser, day)
    row = np.array([then.recipient_row[recipient]]), np.array([then.provider_row["advisers"][adviser]])
    pair = pairs_at(then, *row, "advisers")
    return tuple(rule.name for rule in rulebook.provider("advisers").flags if rule.flags(then, pair)[0])


def _world_on(world: World, check: LineBody | None, adviser: str, day: date) -> World:
    """The world on this day, with what the check of this adviser confirmed written into the registers."""
    then = world if day <= world.policy.as_at else cached(world, f"case.world.{day}", partial(aged, day=day))
    if check is None:
        return then
    on = date.fromisoformat(check["on"])
    advisers = tuple(replace(x, interests_checked_on=on) if x.id == adviser else x for x in world.advisers)
    known = tuple(replace(x, outside=True) for x in world.facts.interests)
    return replace(then, advisers=advisers, facts=replace(world.facts, interests=known), memo={})


def adviser_interests_on(
    world: World, flags: Sequence[str], checks: Sequence[LineBody], recipient: str, adviser: str, day: date
) -> Interests:
    """What may be said of the adviser's interests in the school, given its flags on the same day."""
    check = last_check(checks, recipient, adviser, day)
    called = adviser_called(world, adviser)
    registered = called.interests_checked_on
    days = [date.fromisoformat(check["on"])] if check else []
    days += [called.last_checked_on or registered] if registered and registered <= day else []
    last = max(days, default=None)
    fresh = last is not None and (day - last).days <= world.policy.rules.conflicts_stale_after_days
    return interests_of(flags, last, str(check["detail"]["outcome"]) if check else "", fresh=fresh)


def adviser_offer(
    run: OpenedRun, recipient: Recipient, day: date, ledger: LedgerView, reader: Reader
) -> AdviserOffer | None:
    """The school's adviser on a day: allocated, else proposed by the ledger, else by the run; None where nobody is."""
    mine = [s for s in ledger.advisers if s.recipient == recipient.id and s.state in ("allocated", "proposed")]
    known = sorted((s for s in mine if s.adviser in run.world.provider_row["advisers"]), key=lambda s: s.state)
    if known:
        return _offer(run, recipient, known[0].adviser, _state(known[0], run, day, ledger), day, ledger, reader)
    gone = {s.adviser for s in ledger.advisers if s.recipient == recipient.id and s.state == "refused"}
    own = run.published.advisers.get(recipient.id)
    if own is None or own in gone or own not in run.world.provider_row["advisers"]:
        return None
    return _offer(run, recipient, own, State("proposed", run.policy.as_at), day, ledger, reader)


def _state(state: AdviserRecord, run: OpenedRun, day: date, ledger: LedgerView) -> State:
    if state.state == "proposed":
        return State("proposed", run.policy.as_at)
    if is_away(ledger, state.adviser, day):
        return State("paused", until=until_of(ledger.away[state.adviser]))
    return State("allocated", state.since)


def _offer(
    run: OpenedRun, recipient: Recipient, id: str, state: State, day: date, ledger: LedgerView, reader: Reader
) -> AdviserOffer:
    world, adviser = run.world, adviser_called(run.world, id)
    flags = adviser_flags_on(world, run.rulebook, ledger.checks, recipient.id, id, day)
    return AdviserOffer(
        adviser_id=id,
        label=adviser_label(adviser, reader),
        region=adviser.region,
        in_region=adviser.region == recipient.region,
        employer=employer_seen(world, adviser, reader),
        journey=_journey(world, recipient, adviser),
        load=adviser_load(run, adviser),
        flags=flags,
        interests=adviser_interests_on(world, flags, ledger.checks, recipient.id, id, day),
        state=state,
    )


def adviser_label(adviser: Adviser, reader: Reader) -> str:
    """`Name (id)` where the reader may see names, else the id."""
    return f"{adviser.name} ({adviser.id})" if reader.names else f"Adviser {adviser.id}"


def adviser_named(world: World, id: str, names: bool) -> str:
    """`adviser Kim Lee (A1)`, without the name where names are not shown or the register has them no more."""
    known = names and id in world.provider_row["advisers"]
    return f"adviser {adviser_called(world, id).name} ({id})" if known else f"adviser {id}"


def employer_seen(world: World, adviser: Adviser, reader: Reader) -> str:
    """The name of who employs the adviser; '' where it is not recorded. Of a region that the reader may not see it is
    said that there is one, not which."""
    if not adviser.organisation_id:
        return ""
    seen = reader.sees(world.region_of.get(adviser.organisation_id, adviser.region))
    return organisation(world, adviser) if seen else EMPLOYER_ELSEWHERE


def adviser_load(run: OpenedRun, adviser: Adviser) -> AdviserLoadShown:
    proposed = sum(id == adviser.id for id in run.published.advisers.values())
    return AdviserLoadShown(adviser.caseload, advised(run.world)[adviser.id], proposed)


def _journey(world: World, recipient: Recipient, adviser: Adviser) -> str:
    here = world.recipient_place[[world.recipient_row[recipient.id]]]
    there = world.provider_place["advisers"][[world.provider_row["advisers"][adviser.id]]]
    metres = int(metres_between(here, there)[0])
    return NOT_KNOWN if metres < 0 else f"{kilometres(metres)} in a straight line"
