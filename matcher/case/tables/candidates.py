"""The leaders who may support a school or trust, as a ranked table: journey, fit, where they stand, what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matcher.case.leader_room import leader_room
from matcher.case.leader_said import LinesOfLeaders, leader_said
from matcher.case.ledger_view import MatchRecord
from matcher.case.pair.facts import of_choice, of_pair
from matcher.case.pair.flags_shown import CLOSING, FlagShown, flags_shown
from matcher.case.records import LeaderSaid, PairFacts, SchoolCase
from matcher.case.visible import organisation_seen
from matcher.domain import STANDING_STATES
from matcher.rules.limits.commitments import COMMITTED_STATES
from matcher.rules.pairs.pair_sets import cached
from matcher.runs.opened import OpenedRun
from matcher.runs.year_ahead.kept import days_kept
from matcher.wording.messages import EVERYTHING, BodyRef, Listed, Message, Reader, message, plain, render
from matcher.wording.terms import LEADER
from matcher.wording.wording import cannot, withdrew
from matcher.wording.words import capital
from matcher.world import World
from matcher.year_ahead.wait_words import kept_days

CONFLICTS = ("declared-interest", "own-school", "own-trust", "party-unknown")  # rules that bar for an interest
States = Mapping[tuple[str, str], str]  # (school or trust, leader) -> the state of their match
OVER = ("finished", "stopped")
MOST_NAMED = 5  # of those whom a leader supports; the rest are counted
MOST_CONFLICTED = 10  # shown; a leader of many interests bars many

HERE, RESERVE, MAY, REFUSED, BARRED = "here", "reserve", "may", "refused", "conflict"
_RANK = {HERE: 0, RESERVE: 1, MAY: 2, REFUSED: 3, BARRED: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One leader of the table. `kind`: here, reserve, may, refused or conflict; the last is listed and not chosen.

    `stands`, `costs` and `organisation` are made for the reader; `flags` the worst first.
    """

    pair: PairFacts
    kind: str
    stands: str
    costs: str
    flags: tuple[FlagShown, ...]
    organisation: str


def candidates_of(
    run: OpenedRun,
    case: SchoolCase,
    lines: LinesOfLeaders,
    day: date,
    reader: Reader = EVERYTHING,
    matches: Iterable[MatchRecord] = (),
) -> tuple[Candidate, ...]:
    """The leader proposed here first, then reserves in their order, then by fit; conflicted last. By the run's plan.

    Who withdrew or cannot at present is listed after those who may, by what the recorded `lines` say; `matches` are
    those of the ledger as they stand, so that what is agreed, in whatever term, is not called proposed or nothing, and
    what was refused is no loss.
    Empty for a school or trust that the run does not know as one to be supported.
    """
    row = run.world.recipient_row.get(case.id)
    if row is None:
        return ()
    finished, checks = run.finished, lines.checks
    best = {finished.leader(int(n)).id: int(n) for n in sorted(finished.choices_for(row), key=lambda n: _fit(run, n))}
    pairs = [of_choice(finished, number, checks, day) for number in best.values()]
    pairs += [
        of_pair(finished, case.id, leader, checks, day)
        for leader in _barred(run.world, run).get(case.id, ())[:MOST_CONFLICTED]
    ]
    stand = _states(run, tuple(matches))
    found = [_candidate(run, case, pair, stand, permitted=pair.fit is not None, reader=reader) for pair in pairs]
    found = [_as_said(one, leader_said(lines, one.pair.leader_id, day, run.policy)) for one in found]
    return tuple(sorted(found, key=lambda c: _order(run, case, c)))


def _states(run: OpenedRun, matches: tuple[MatchRecord, ...]) -> States:
    """Of the run's term all; of other terms what stands or is over, which the history of the run may not know yet."""
    history = (d for d in run.facts.history if d.state in COMMITTED_STATES)
    registered = {(d.recipient_id, d.leader_id): "agreed" for d in history}
    known = (*STANDING_STATES, *OVER)
    of_others = {_pair(m): m.state for m in matches if m.term != run.term and m.state in known}
    return registered | of_others | {_pair(m): m.state for m in matches if m.term == run.term}


def _pair(m: MatchRecord) -> tuple[str, str]:
    return m.match.recipient, m.match.leader


def _fit(run: OpenedRun, number: int) -> int:
    return int(run.finished.choices.fit[number])  # the best of a leader's choices comes last, and stays


def _order(run: OpenedRun, case: SchoolCase, one: Candidate) -> tuple[int, int, int, str]:
    reserves = run.reserves.get(case.id, ())
    place = reserves.index(one.pair.leader_id) if one.kind == RESERVE else 0
    return _RANK[one.kind], place, -(one.pair.fit or 0), one.pair.leader_id


def _candidate(
    run: OpenedRun, case: SchoolCase, pair: PairFacts, stand: States, permitted: bool, reader: Reader
) -> Candidate:
    kind = _kind(run, case, pair) if permitted else BARRED
    costs = _costs(run, pair, stand) if kind in (RESERVE, MAY) else plain("")
    return Candidate(
        pair=pair,
        kind=kind,
        stands=render(_stands(run, pair, kind, stand), reader),
        costs=render(costs, reader) if costs else "",
        flags=tuple(one for one in flags_shown(pair) if one.name != CLOSING),  # which is so with every leader
        organisation=organisation_seen(run.world, run.world.leaders[run.world.leader_row[pair.leader_id]], reader),
    )


def _as_said(one: Candidate, said: LeaderSaid) -> Candidate:
    """Nobody is offered as one who may after they withdrew, or while they cannot."""
    if one.kind not in (RESERVE, MAY) or not (said.withdrawn_on or said.away):
        return one
    stands = withdrew(said.withdrawn_on) if said.withdrawn_on else cannot(said.away_until)
    return replace(one, kind=REFUSED, stands=capital(stands), costs="")


def _kind(run: OpenedRun, case: SchoolCase, pair: PairFacts) -> str:
    offer = case.offer_of(pair.leader_id)
    if offer is not None and offer.state.code not in ("refused", "replaced"):
        return HERE
    if offer is not None and offer.state.code == "refused":
        return REFUSED
    return RESERVE if pair.leader_id in run.reserves.get(case.id, ()) else MAY


def _stands(run: OpenedRun, pair: PairFacts, kind: str, stand: States) -> Message:
    if kind == HERE:
        return plain("Proposed here")
    if kind == REFUSED:
        return plain("Refused here")
    if kind == BARRED:
        return plain("Barred: an interest, or their own school or trust")
    to, agreed = _proposed_to(run, pair.leader_id, stand), _agreed_with(run, pair.leader_id, stand)
    if agreed:
        text = "Reserve; agreed with {whom}{more}" if kind == RESERVE else "Agreed with {whom}{more}"
        more = message("; proposed to {others}", others=Listed(to)) if to else ""
        return message(text, whom=_few(agreed), more=more)
    first = plain("Reserve") if kind == RESERVE else plain("Not proposed anywhere")
    if not to:
        return first
    text = "Reserve; proposed to {whom}" if kind == RESERVE else "Proposed to {whom}"
    return message(text, whom=Listed(to))


def _few(bodies: tuple[BodyRef, ...]) -> Listed:
    """An organisation may support very many."""
    return Listed(bodies) if len(bodies) <= MOST_NAMED else Listed(bodies[:MOST_NAMED], others=len(bodies) - MOST_NAMED)


def _costs(run: OpenedRun, pair: PairFacts, stand: States) -> Message:
    """By the days and the room that the plan leaves; whom else it would move stands on the page of the pair."""
    row = run.world.leader_row[pair.leader_id]
    room, to = leader_room(run.finished, row), _proposed_to(run, pair.leader_id, stand)
    recipient = run.world.recipient_row[pair.recipient_id]
    own = run.finished.choices_of_pair(recipient, row)
    counts_days = run.rulebook.counts_days
    days = min((int(run.finished.choices.own_days[n]) for n in own), default=0)
    if days <= room.days_left and room.room_left != 0:
        kept = days_kept(run.finished.room, pair.leader_id)
        later = f"; {kept_days(kept)}" if kept else ""
        return plain(f"The {LEADER} has {'days and room' if counts_days else 'room'} left{later}")
    if not to:
        return plain(f"Not enough {'days are' if counts_days else 'room is'} left to the {LEADER}")
    return message("{whom} would lose this {leader}", whom=Listed(to, last=" or "), leader=f"{LEADER}")


def _proposed_to(run: OpenedRun, leader: str, stand: States) -> tuple[BodyRef, ...]:
    """Those of the run's proposals that are still nothing more, and were not refused since."""
    mine = (m.recipient for m in run.published.matches if m.leader == leader)
    return _named(run, (id for id in mine if stand.get((id, leader), "proposed") == "proposed"))


def _agreed_with(run: OpenedRun, leader: str, stand: States) -> tuple[BodyRef, ...]:
    """Also of those that are not to be matched any more, because they are supported."""
    return _named(run, (id for (id, other), state in stand.items() if other == leader and state in STANDING_STATES))


def _named(run: OpenedRun, ids: Iterable[str]) -> tuple[BodyRef, ...]:
    return tuple(BodyRef(id, run.world.region_of.get(id, ""), _name(run, id)) for id in ids)


def _name(run: OpenedRun, id: str) -> str:
    """As the run assessed it, else as the files have it; '' where neither does."""
    assessed, school = run.assessments.get(id), run.facts.schools.get(id)
    return assessed.name if assessed else school.name if school else ""


def _barred(world: World, run: OpenedRun) -> Mapping[str, tuple[str, ...]]:
    """Leaders whom an interest bars, by recipient id; worked out once for a world."""

    def work(_: World) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for one in run.finished.setup.candidates.barred:
            if one.rule in CONFLICTS:
                found.setdefault(one.recipient_id, []).append(one.leader_id)
        return {id: tuple(sorted(leaders)) for id, leaders in found.items()}

    return cached(world, "case.barred by interests", work)


@dataclass(frozen=True, slots=True)
class Supportable:
    """A school or trust that a leader may support and is not proposed to; `reserve` where they are its reserve."""

    recipient_id: str
    reserve: bool


def supportable_by(run: OpenedRun, leader_row: int) -> tuple[Supportable, ...]:
    """By the run's plan, in the order of the register."""
    finished, leader = run.finished, run.world.leaders[leader_row].id
    mine = np.flatnonzero(finished.choices.is_match & (finished.choices.provider == leader_row))
    ids = dict.fromkeys(finished.recipient(int(n)).id for n in mine)
    here = {m.recipient for m in run.published.matches if m.leader == leader}
    return tuple(Supportable(id, leader in run.reserves.get(id, ())) for id in ids if id not in here)
