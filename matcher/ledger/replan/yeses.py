"""A school's yes to a leader who has not answered: how long it holds the pair, and which holds have ended and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matcher.domain import Assessment
from matcher.explain.bodies import body, by_id
from matcher.ledger.log.acts import YES
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.notify.calendar import working_days_after
from matcher.ledger.replan.pins import impossible
from matcher.plan import Plan, PlannedMatch
from matcher.policy import Pair, Pinned, Policy
from matcher.proof.audit import audit_part
from matcher.rules.base import Rulebook
from matcher.runs.closing import closed, closing_of
from matcher.wording.messages import NOTHING, BodyRef, Day, LeaderRef, Message, Passage, message
from matcher.wording.wording import day
from matcher.world import World

HELD = "the school said yes on "  # how the reason of a pin begins that holds such a pair
NOT_ALONE = ("pins", "own-interest")  # what a part of a plan cannot be asked: the rest of it may make it good


@dataclass(frozen=True, slots=True)
class Holds:
    """The pairs that are held, and a message for each school whose yes holds no longer."""

    pins: tuple[Pinned, ...] = ()
    ended: tuple[Message, ...] = ()
    gone: tuple[Pinned, ...] = ()  # the pairs of `ended`


def open_yeses(record: Record) -> tuple[MatchState, ...]:
    """The offers with one yes, not released, of any term: the last for each school or trust, in order of the yes."""
    last: dict[str, MatchState] = {}
    waiting = [m for m in record.matches.values() if m.one_yes and not m.released]
    for match_state in sorted(waiting, key=_said_in_line):
        last[match_state.match.recipient] = match_state
    return tuple(sorted(last.values(), key=_said_in_line))


def _said_in_line(match_state: MatchState) -> int:
    body = match_state.last_line_of(YES)
    return int(body["seq"]) if body else 0


def yes_pairs(yeses: Iterable[MatchState]) -> tuple[Pair, ...]:
    return tuple(
        Pair(recipient_id=m.match.recipient, leader_id=m.match.leader, reason=f"{HELD}{day(_yes(m)['on'])}")
        for m in yeses
    )


def _yes(match_state: MatchState) -> LineBody:
    body = match_state.last_line_of(YES)
    assert body is not None  # that is what an open yes is
    return body


def held_until(match_state: MatchState, policy: Policy) -> date:
    """The last day on which the yes alone holds the pair."""
    said = date.fromisoformat(_yes(match_state)["on"])
    return working_days_after(said, policy.rules.yes_holds_days)


def hold(match_state: MatchState, policy: Policy) -> Pinned | None:
    """The pin that holds the pair on the run's day; None where the yes is too old."""
    until, body, m = held_until(match_state, policy), _yes(match_state), match_state.match
    if not policy.rules.yes_holds_days or policy.as_at > until:
        return None
    reason = f"{HELD}{day(body['on'])} (line {body['seq']} of the ledger); held until {day(until)}"
    return Pinned(
        recipient_id=m.recipient,
        leader_id=m.leader,
        reason=reason,
        days=m.days,
        team_days=m.team_days,
        source="ledger",
    )


def holds(
    wished: Sequence[Pinned], fixed: Plan, world: World, assessments: Sequence[Assessment], rulebook: Rulebook
) -> Holds:
    """Which of these pairs can be held beside what is fixed, the earliest yes first. None stops a run: what rules, days
    or a later decision no longer allow is said instead."""
    kept: list[Pinned] = []
    ended: list[Message] = []
    gone: list[Pinned] = []
    for pin in wished:
        against = impossible(pin, world, assessments, rulebook) or _beside(pin, kept, fixed, world, rulebook)
        if against:
            who = by_id(world, pin.recipient_id)
            who = body(world, who.id) if who.id in world.recipient_row else who
            gone.append(pin)
            ended.append(
                message(
                    "The yes of {who} to leader {leader} holds no longer: {why}",
                    who=who,
                    leader=LeaderRef(pin.leader_id),
                    why=Passage(against),
                )
            )
        else:
            kept.append(pin)
    return Holds(tuple(kept), tuple(ended), tuple(gone))


def _beside(pin: Pinned, kept: list[Pinned], fixed: Plan, world: World, rulebook: Rulebook) -> str:
    """What this pair would break beside what is fixed and held before it; '' for nothing."""
    before = set(audit_part(world, _with(fixed, kept), rulebook))
    after = audit_part(world, _with(fixed, [*kept, pin]), rulebook)
    return next((b.message for b in after if b.rule not in NOT_ALONE and b not in before), "")


def _with(fixed: Plan, kept: Iterable[Pinned]) -> Plan:
    held = (PlannedMatch(p.recipient_id, p.leader_id, p.days or 0, p.team_days or 0) for p in kept)
    return Plan(tuple(sorted((*fixed.matches, *held))), fixed.governance, fixed.advisers)


def yes_notes(
    yeses: Iterable[MatchState], pins: Iterable[Pinned], policy: Policy, names: Mapping[str, str]
) -> Iterator[Message]:
    """A message for each yes that holds its pair: until when."""
    held = {(p.recipient_id, p.leader_id) for p in pins}
    for match_state in yeses:
        m = match_state.match
        if (m.recipient, m.leader) in held:
            yield message(
                "{who} said yes to leader {leader}, who has not answered: held until {until}",
                who=BodyRef(m.recipient, m.region, names.get(m.recipient, "")),
                leader=LeaderRef(m.leader),
                until=Day(held_until(match_state, policy)),
            )


def moved_yes_notes(
    yeses: Iterable[MatchState], ended: Iterable[Pinned], plan: Mapping[str, str], world: World
) -> Iterator[Message]:
    """A message for each yes that no longer holds its pair and that this plan leaves: nothing moves a yes unsaid.

    `plan`: recipient id -> leader id; `ended` are the pairs of which it is said elsewhere why they hold no longer.
    """
    said = {(p.recipient_id, p.leader_id) for p in ended}
    for match_state in yeses:
        m = match_state.match
        if plan.get(m.recipient) == m.leader or (m.recipient, m.leader) in said:
            continue
        known = m.recipient in world.recipient_row
        now = plan.get(m.recipient)
        yield message(
            "{who} said yes to leader {leader} on {day}, which no longer holds the pair: {why}it now has {now}."
            " The offer stays open until somebody closes it",
            who=body(world, m.recipient) if known else _no_longer(world, m.recipient, m.region),
            leader=LeaderRef(m.leader),
            day=Day(date.fromisoformat(_yes(match_state)["on"])),
            why=_gone(world, m.recipient, m.region),
            now=message("leader {now}", now=LeaderRef(now)) if now else "nobody",
        )


def kept_yes_notes(
    yeses: Iterable[MatchState], held: Iterable[Pinned], plan: Mapping[str, str], world: World
) -> Iterator[Message]:
    """A message for each yes that this plan keeps though it no longer holds its pair; `held` are those that do."""
    holding = {(p.recipient_id, p.leader_id) for p in held}
    for match_state in yeses:
        m = match_state.match
        if plan.get(m.recipient) == m.leader and (m.recipient, m.leader) not in holding:
            yield message(
                "{who} said yes to leader {leader} on {day}, who has not answered: no longer held, and kept by this"
                " proposal",
                who=body(world, m.recipient),
                leader=LeaderRef(m.leader),
                day=Day(date.fromisoformat(_yes(match_state)["on"])),
            )


def _no_longer(world: World, recipient: str, region: str) -> BodyRef:
    """A school that is not to be matched any more, by name where a file has it."""
    school = world.facts.schools.get(recipient)
    return BodyRef(recipient, region, school.name if school else "")


def _gone(world: World, recipient: str, region: str) -> Message:
    """Why a school is not to be matched any more, where it closed; else nothing. No yes goes on to its successor."""
    ended = closing_of(world.facts, recipient)
    if ended is None or recipient in world.recipient_row:
        return NOTHING
    text = f"it {closed(ended)}{', to which no yes and no offer is carried' if ended.successor else ''}; "
    return message("{text}", text=Passage(text, (BodyRef(ended.successor or recipient, region),)))
