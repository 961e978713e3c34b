"""The next reserve after a refusal, checked again for conflicts, days, capacity and money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date

from matcher.case.pair.interests import interests_on
from matcher.explain.bodies import by_id, subject_of, why
from matcher.ledger.checks.interest_checks import flags_on, last_check
from matcher.ledger.log.acts import FROZEN, PROPOSED, REPLACED, SUPPORT_STILL_WANTED, Decision
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.replan.pins import forbidden_by
from matcher.ledger.replan.rerun import rerun_history
from matcher.plan import Breach, Plan, PlannedGovernance, PlannedMatch
from matcher.policy import ANY, Pinned
from matcher.proof.audit import audit_part
from matcher.rules.choices import choices_of, pairs_at
from matcher.rules.labels import NO_RESERVE_WITH, flag
from matcher.rules.pairs.pair_sets import ints
from matcher.runs.opened import OpenedRun
from matcher.runs.published import PublishedMatch
from matcher.wording import wording
from matcher.wording.messages import NOTHING, BodyRef, Message, Passage, message, plain
from matcher.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What may be offered after one refusal: the match with the reserve, or None where no reserve is left.

    `passed` are the reserves before it and why each was passed over; `shared_with` the other schools and trusts, still
    open, that have the same leader as a reserve.
    """

    after: MatchState
    match: PublishedMatch | None
    passed: tuple[tuple[str, Message], ...] = ()
    shared_with: tuple[str, ...] = ()


def next_offers(run: OpenedRun, record: Record, day: date) -> tuple[Offer, ...]:
    """One for each refused match whose school or trust still wants support and has no other match open."""
    return tuple(_offer(match_state, run, record, day) for match_state in waiting(run, record))


def waiting(run: OpenedRun, record: Record) -> Iterator[MatchState]:
    """The last refusal of each of the run's schools and trusts that still want support and have nothing open.

    Those of other regions wait for a reserve in the runs of their own.
    """
    mine = record.of_term(run.term)
    last: dict[str, MatchState] = {}
    for match_state in sorted(mine, key=lambda m: m.last["seq"] if m.last else 0):
        last[match_state.match.recipient] = match_state
    busy = {m.match.recipient for m in mine if m.state in (PROPOSED, *FROZEN)}
    against = (m for m in mine if m.refusal and m.refusal not in SUPPORT_STILL_WANTED)
    gone = {m.match.recipient for m in against if not record.was_reopened(m)}
    for recipient, match_state in sorted(last.items()):
        in_run = recipient in run.world.recipient_row
        if in_run and match_state.refusal in SUPPORT_STILL_WANTED and recipient not in busy | gone:
            yield match_state


def offer_decision(offer: Offer, run: OpenedRun, by: str, on: date, reason: str) -> Decision:
    """The decision that records this offer. Raises ValueError where there is no reserve to offer."""
    if offer.match is None:
        raise ValueError("there is no reserve to offer")
    m = offer.match
    detail = asdict(m) | {"flags": list(m.flags)}
    return Decision(
        act="offer-reserve",
        on=on,
        by=by,
        reason=reason,
        recipient=m.recipient,
        leader=m.leader,
        run=run.id,
        detail=detail,
    )


def _offer(match_state: MatchState, run: OpenedRun, record: Record, day: date) -> Offer:
    passed: list[tuple[str, Message]] = []
    for leader in run.reserves.get(match_state.match.recipient, ()):
        if (run.term, match_state.match.recipient, leader) in record.matches:
            earlier = record.matches[run.term, match_state.match.recipient, leader]
            if earlier.state != REPLACED:
                passed.append((leader, message("was offered already and is {state}", state=earlier.state)))
                continue
        match, why = _match_with(match_state.match.recipient, leader, run, record, day)
        if match is not None:
            return Offer(
                after=match_state,
                match=match,
                passed=tuple(passed),
                shared_with=_sharing(leader, match_state, run, record),
            )
        passed.append((leader, why))
    return Offer(after=match_state, match=None, passed=tuple(passed))


def _sharing(leader: str, match_state: MatchState, run: OpenedRun, record: Record) -> tuple[str, ...]:
    """Ids of other undecided schools and trusts that have this leader as a reserve."""
    open_ = {m.match.recipient for m in record.of_term(run.term) if m.state == PROPOSED}
    open_ |= {m.match.recipient for m in waiting(run, record)}
    return tuple(sorted(r for r in open_ - {match_state.match.recipient} if leader in run.reserves.get(r, ())))


def _match_with(
    recipient: str, leader: str, run: OpenedRun, record: Record, day: date
) -> tuple[PublishedMatch | None, Message]:
    """(match, nothing) for the first permitted option, most days first, then fewest team days; else (None, reason)."""
    world = run.world
    if recipient not in world.recipient_row or leader not in world.leader_row:
        return None, plain("is not in this run")
    why = plain("no days are on offer to this pair")
    pair = pairs_at(world, ints([world.recipient_row[recipient]]), ints([world.leader_row[leader]]))
    options = run.rulebook.provider("leaders").days.on_offer(world, pair)
    for days, team in sorted(options, key=lambda option: (-option[0], option[1])):
        match = _priced(PlannedMatch(recipient, leader, days, team), run, record, day)
        why = why_not_offered(match, run, record, day)
        if not why:
            return match, NOTHING
    return None, why


def _priced(planned: PlannedMatch, run: OpenedRun, record: Record, day: date) -> PublishedMatch:
    choices, _ = choices_of(run.world, Plan((planned,)))
    recipient = run.world.recipients[run.world.recipient_row[planned.recipient_id]]
    return PublishedMatch(
        recipient=planned.recipient_id,
        leader=planned.leader_id,
        region=recipient.region,
        kind=recipient.kind,
        days=planned.days,
        team_days=planned.team_days,
        pence=int(choices.total_pence[0]),
        flags=flags_on(run, record, planned.recipient_id, planned.leader_id, day),
    )


def why_not_offered(match: PublishedMatch, run: OpenedRun, record: Record, day: date) -> Message:
    """Why this match may not be offered in addition to the current plan; an empty message where it may."""
    against = stands_against(match.recipient, match.leader, run, record, day)
    return against or _breach(match, run, record)


def stands_against(recipient: str, leader: str, run: OpenedRun, record: Record, day: date) -> Message:
    """What stands against this pair by itself, days and room aside: an absence, a ruling-out or an interest."""
    if recipient not in run.world.recipient_row or leader not in run.world.leader_row:
        return plain("is not in this run")
    if leader in record.withdrawn:
        return plain("has withdrawn altogether")
    if record.is_away(leader, day):
        return plain("cannot support any school at present")
    if any(_pair(p) == (recipient, leader) for p in forbidden_by(record, run.term)):
        return plain("is ruled out by hand")
    check = last_check(record, recipient, leader, day)
    if check is not None and check["detail"]["outcome"] == "conflict":
        return message("has a conflict of interest, found on {day}", day=check["on"])
    flags = [f for f in flags_on(run, record, recipient, leader, day) if f in NO_RESERVE_WITH]
    if flags:
        known = interests_on(run.world, flags, record.checks, recipient, leader, day)
        return plain("; ".join(wording.flag(name, flag(name), known) for name in flags))
    return NOTHING


def _pair(pinned: Pinned) -> tuple[str, str]:
    return pinned.recipient_id, pinned.leader_id


def _breach(match: PublishedMatch, run: OpenedRun, record: Record) -> Message:
    """The first rule that this match would break, or break further than what stands breaks it already."""
    world, current = open_world(run, record), plan_in_force(run, record)
    planned = PlannedMatch(match.recipient, match.leader, match.days, match.team_days)
    before = set(audit_part(world, current, run.rulebook))
    plan_with_match = Plan(tuple(sorted((*current.matches, planned))), current.governance, current.advisers)
    new = [b for b in audit_part(world, plan_with_match, run.rulebook) if b not in before]
    return message("{breach}", breach=_breach_text(run, new[0], match)) if new else NOTHING


def _breach_text(run: OpenedRun, breach: Breach, match: PublishedMatch) -> Passage:
    """The breach's sentence. A rule's names the pair; a limit's names what the limit is about."""
    rule = next((r for r in run.rulebook.pairs if r.name == breach.rule), None)
    world = run.world
    if rule is not None:
        return why(world, rule, world.recipient_row[match.recipient], world.leader_row[match.leader])
    about = [by_id(world, match.recipient)]
    if any(limit.name == breach.rule for limit in run.rulebook.limits):
        subject = subject_of(world, breach.rule, breach.subject)
        about += [subject] if isinstance(subject, BodyRef) else []
    return Passage(breach.message, tuple(about))


def open_world(run: OpenedRun, record: Record) -> World:
    """The run's world without its pins: people have decided since, and what they decided is what stands.

    What other regions agreed since is history here, as in a re-run: it holds its leaders' days and room.
    """
    world = run.world
    forbid = tuple(f for f in world.policy.forbid if f.leader_id != ANY)
    history = rerun_history(world.facts.history, record, run.term, _live(run, record))
    facts = replace(world.facts, history=history)
    return replace(world, facts=facts, policy=replace(world.policy, pins=(), forbid=forbid), memo={})


def _live(run: OpenedRun, record: Record) -> list[MatchState]:
    """Every match of the term that is open or agreed and whose pair the run knows."""
    rows, leaders = run.world.recipient_row, run.world.leader_row
    live = (m for m in record.of_term(run.term) if m.state in (PROPOSED, *FROZEN))
    return [m for m in live if m.match.recipient in rows and m.match.leader in leaders]


def plan_in_force(run: OpenedRun, record: Record) -> Plan:
    """Every match of the term that is open or agreed, and the governance days that go with them."""
    in_run = [m.match for m in _live(run, record)]
    matched = {m.recipient for m in in_run}
    governance = [g for g in run.published.governance if g.recipient in matched]
    return Plan(
        tuple(sorted(PlannedMatch(m.recipient, m.leader, m.days, m.team_days) for m in in_run)),
        tuple(sorted(PlannedGovernance(g.recipient, g.leader, g.days) for g in governance)),
    )
