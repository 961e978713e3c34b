"""The one builder of a leader's case: organisation, room and days, what is proposed, agreed and running, interests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from matcher.case.leader_room import leader_room, room_as_said
from matcher.case.leader_said import leader_said
from matcher.case.ledger_view import LedgerView, on
from matcher.case.notes import notes_about
from matcher.case.pair.interests import declares_unknown_party, interests_of, last_check
from matcher.case.records import LeaderCase, LeaderOffer, OwnTrust
from matcher.case.school import NO_LEDGER, case_of
from matcher.case.tables.recorded_acts import acts_of_leader
from matcher.domain import STANDING_STATES, Leader
from matcher.rules.pairs.interests.leader_own_trust import leaders_at_home, own_is_supported, own_qualifies
from matcher.rules.pairs.pair_wording import organisation
from matcher.runs.opened import OpenedRun
from matcher.runs.year_ahead.kept import days_kept
from matcher.wording.messages import EVERYTHING, Reader
from matcher.wording.wording import Interests, proper_name


def leader_case_of(
    run: OpenedRun, id: str, day: date, ledger: LedgerView = NO_LEDGER, reader: Reader = EVERYTHING
) -> LeaderCase:
    """The case of a leader of the run's register. Raises KeyError where there is none of this id."""
    row = run.world.leader_row[id]
    leader = run.world.leaders[row]
    said = leader_said(ledger, id, day, run.policy)
    room = room_as_said(leader_room(run.finished, row), said)
    return LeaderCase(
        id=id,
        name=proper_name(leader.name) if reader.names else "",
        role=leader.role,
        organisation=organisation(run.world, leader) if leader.organisation_id or leader.organisation else "",
        organisation_id=leader.organisation_id or "",
        region=leader.region,
        day=day,
        days_offered=room.days_offered,
        days_held=room.days_held,
        days_proposed=room.days_proposed,
        days_left=room.days_left,
        room_left=room.room_left,
        travels_metres=leader.max_travel_metres if said.travel_metres is None else said.travel_metres,
        interests=general_interests(run, leader, day, ledger),
        own_trust=_own_trust(run, leader, ledger, reader),
        withdrawn_on=said.withdrawn_on,
        away=said.away,
        away_until=said.away_until,
        said=said,
        days_on_register=leader.days,
        days_kept=days_kept(run.finished.room, id),
        offers=_offers(run, id, day, ledger, reader),
        notes=notes_about(ledger, day, reader, leader=id) if reader.regions is None else (),
        acts=acts_of_leader(id, ledger, reader),
    )


def general_interests(run: OpenedRun, leader: Leader, day: date, ledger: LedgerView) -> Interests:
    """When they were confirmed last, about no school in particular."""
    days = [on(b) for b in ledger.checks if b["leader"] == leader.id and b["recipient"] == "" and on(b) <= day]
    register = leader.interests_checked_on
    days += [leader.last_checked_on or register] if register and register <= day else []
    last, most = max(days, default=None), run.policy.rules.conflicts_stale_after_days
    stale = last is None or (day - last).days > most
    check = last_check(ledger.checks, "", leader.id, day)
    open_ = declares_unknown_party(check)
    return interests_of(("not-checked",) if stale or open_ else (), last, fresh=open_)


def _own_trust(run: OpenedRun, leader: Leader, ledger: LedgerView, reader: Reader) -> OwnTrust:
    """Whether the leader's own trust or school qualifies, or its support is agreed or running; supported counts first.

    By the rule's own sense of what is theirs, and by what the ledger has had agreed since the run.
    """
    row = run.world.leader_row[leader.id]
    own, since = _at_home(run, row, (leader.organisation_id, leader.base_urn)), _at_home(run, row, _standing(ledger))
    if since or own_is_supported(run.world)[row]:
        standing = "supported"
    else:
        standing = "qualifies" if own_qualifies(run.world)[row] else ""
    likely = sorted(
        own | since, key=lambda x: (x not in since, x not in run.world.recipient_row, x)
    )  # of which it is true
    assessed = next((run.assessments[x] for x in likely if x in run.assessments), None)
    if not standing or assessed is None or not reader.sees(assessed.region):
        return OwnTrust(standing)
    return OwnTrust(standing, assessed.id, assessed.name, assessed.route)


def _standing(ledger: LedgerView) -> Iterator[str]:
    return (m.match.recipient for m in ledger.matches if m.state in STANDING_STATES)


def _at_home(run: OpenedRun, leader_row: int, ids: Iterable[str | None]) -> set[str]:
    """Those of these schools and trusts that are the leader's own, by the rule that bars for it."""
    return {id for id in ids if id and leader_row in leaders_at_home(run.world, id)}


def _offers(run: OpenedRun, id: str, day: date, ledger: LedgerView, reader: Reader) -> tuple[LeaderOffer, ...]:
    """Those of schools and trusts of the reader's regions."""
    mine = [m.match for m in ledger.matches if m.match.leader == id]
    mine += [m for m in run.published.matches if m.leader == id]
    recipients = dict.fromkeys(m.recipient for m in mine if reader.sees(m.region))
    known = (r for r in recipients if r in run.assessments)
    offers = (case_of(run, r, day, ledger, reader).offer_of(id) for r in known)
    return tuple(o for o in offers if o is not None)
