"""Inputs of a re-run: agreed matches become pins, refused pairs become forbids, and stability becomes a goal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from matcher.checking.audit import audit
from matcher.domain import Assessment, Deployment, Facts, Interest, Leader
from matcher.errors import PinsContradict
from matcher.language.messages import Body, Count, Day, LeaderRef, Listed, Message, message
from matcher.ledger.checks.one_person import under_one_id
from matcher.ledger.history.deployment_history import history_of
from matcher.ledger.log.acts import CANNOT_ANY, DELIVERING, FROZEN, PROPOSED, REFUSED, act_words
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.replan.left_alone import can_again, left_alone
from matcher.ledger.replan.pins import forbidden_by, impossible, pair_constraint_lines, pins_of, refuse_overtaken
from matcher.ledger.replan.yeses import Holds, hold, holds, open_yeses, yes_notes, yes_pairs
from matcher.plan import Plan, PlannedGovernance, PlannedMatch
from matcher.policy import ANY, Away, GoalChoice, Pair, Pinned, Policy
from matcher.rules.rulebooks import RULEBOOKS
from matcher.runs.published import term_of
from matcher.runs.setup import assess_all, world_of
from matcher.world import World, term_day

COVERAGE, ONE_YES, STABILITY = "coverage", "one-yes", "stability"
NOT_SAID = "and has not said until when"
GOVERNANCE_PIN_REASON = "governance days beside a match that is "


@dataclass(frozen=True, eq=False)
class RerunInputs:
    """A scenario with the ledger applied: facts, policy, resolved settings to seal, frozen matches and notes."""

    facts: Facts
    policy: Policy
    resolved: Mapping[str, Any]
    frozen: tuple[MatchState, ...]
    notes: tuple[Message, ...]
    alerts: tuple[Message, ...] = ()  # of the notes, those that page one shows
    held: tuple[Pinned, ...] = ()  # pairs that a school's yes alone holds
    waiting: tuple[MatchState, ...] = ()  # every offer with one yes of the run's regions
    ended: tuple[Pinned, ...] = ()  # of these pairs, those of which an alert says why they hold no longer

    @property
    def states(self) -> dict[str, str]:
        """Recipient id -> the state of its frozen match."""
        return {m.match.recipient: m.state for m in self.frozen}


class AgreedMatchesUnlawful(PinsContradict):
    """Agreed matches that break a rule or limit by now. A person must decide each; none is dropped."""

    heading = "These matches were agreed and have become unlawful. A person decides each:"


def rerun_inputs(facts: Facts, policy: Policy, resolved: Mapping[str, Any], record: Record) -> RerunInputs:
    """Apply this term's decisions and earlier terms' history to a scenario.

    Raises AgreedMatchesUnlawful or PinsOvertaken where what was agreed or fixed is unlawful now.
    """
    term = term_of(policy)
    record = under_one_id(record, facts.leaders)
    whole, record = record, record.within(policy.regions, _regions_of_wished(facts, policy, record))
    mine = record.of_term(term)
    frozen = tuple(m for m in mine if m.state in FROZEN)
    ledger_pins = pins_of(record, term)
    governance_days = tuple(governance_pins(frozen, record))
    pins = [*_scenario_pins(policy, frozen, ledger_pins), *ledger_pins, *(_pin(m) for m in frozen), *governance_days]
    forbid = [*policy.forbid, *ruled_out_since(record, term, policy), *left_alone(record, facts, policy)]
    yeses = open_yeses(record)
    obeyed = replace(
        policy,
        pins=tuple(pins),
        forbid=tuple(forbid),
        yeses=(*policy.yeses, *yes_pairs(yeses)),
        away=(*policy.away, *_away(record)),
        goals=rerun_goals(policy.goals, bool(yeses)),
    )
    read = replace(
        facts,
        history=rerun_history(facts.history, whole, term, [m for m in mine if m.state in (PROPOSED, *FROZEN)]),
        previous=_previous(facts, mine, record, term),
        leaders=tuple(_leader(x, record, policy.as_at) for x in facts.leaders),
        interests=(*facts.interests, *_nil_returns(record, policy.as_at)),
    )
    refuse_unlawful(read, obeyed, frozen, record, ledger_pins, governance_days)
    held = _holds(read, obeyed, frozen, ledger_pins, yeses)
    obeyed = replace(obeyed, pins=(*obeyed.pins, *held.pins))
    alerts = (*held.ended, *_yes_notes(yeses, held, read, obeyed), *_paused(frozen, record, policy))
    notes = (*_notes(facts, mine, frozen, whole, record, term), *alerts)
    resolved = _resolved(resolved, obeyed)
    return RerunInputs(read, obeyed, resolved, frozen, notes, alerts, held.pins, yeses, held.gone)


def _holds(
    facts: Facts,
    policy: Policy,
    frozen: tuple[MatchState, ...],
    ledger_pins: tuple[Pinned, ...],
    yeses: tuple[MatchState, ...],
) -> Holds:
    if not wished_holds(yeses, ledger_pins, policy):
        return Holds()
    assessments = assess_all(facts, policy)
    return holds_in(world_of(assessments, facts, policy), assessments, frozen, ledger_pins, yeses)


def wished_holds(yeses: Iterable[MatchState], ledger_pins: Iterable[Pinned], policy: Policy) -> tuple[Pinned, ...]:
    """The pairs that a yes would hold: it is not too old, and nobody has fixed the school or trust to a leader."""
    fixed_for = {p.recipient_id for p in ledger_pins}
    wished = (hold(m, policy) for m in yeses)
    return tuple(pin for pin in wished if pin is not None and pin.recipient_id not in fixed_for)


def holds_in(
    world: World,
    assessments: tuple[Assessment, ...],
    frozen: Iterable[MatchState],
    ledger_pins: Iterable[Pinned],
    yeses: Iterable[MatchState],
) -> Holds:
    """Which yeses hold their pairs in this world, beside the matches that stay."""
    wished = wished_holds(yeses, ledger_pins, world.policy)
    if not wished:
        return Holds()
    stay = (PlannedMatch(m.match.recipient, m.match.leader, m.match.days, m.match.team_days) for m in frozen)
    return holds(wished, Plan(tuple(sorted(stay))), world, assessments, RULEBOOKS[world.policy.programme])


def _yes_notes(yeses: tuple[MatchState, ...], held: Holds, facts: Facts, policy: Policy) -> Iterator[Message]:
    names = {r.id: r.name for r in facts.recipients} | {s.urn: s.name for s in facts.schools.values()}
    names |= {t.uid: t.name for t in facts.trusts.values()}
    return yes_notes(yeses, held.pins, policy, names)


def _away(record: Record) -> Iterator[Away]:
    for leader, body in sorted(record.away.items()):
        until = body["detail"].get("until")
        reason = f"cannot support any school (line {body['seq']} of the ledger)"
        yield Away(leader_id=leader, reason=reason, until=date.fromisoformat(until) if until else None)


def _paused(frozen: tuple[MatchState, ...], record: Record, policy: Policy) -> Iterator[Message]:
    for match_state in frozen:
        m = match_state.match
        if record.is_paused(match_state, policy.as_at):
            until = record.away[m.leader]["detail"].get("until")
            yield message(
                "Paused: {who} and leader {leader}, {state}: the leader cannot, {when}",
                who=Body(m.recipient, m.region),
                leader=LeaderRef(m.leader),
                state=match_state.state,
                when=message("until {day}", day=Day(date.fromisoformat(until))) if until else NOT_SAID,
            )


def _regions_of_wished(facts: Facts, policy: Policy, record: Record) -> Mapping[str, str]:
    """Recipient id -> region, where pins and forbids of other regions may stand in the ledger: no line of a pin says
    which region its school or trust is in."""
    if policy.regions is None or not record.in_force(term_of(policy)):
        return {}
    return {a.id: a.region for a in assess_all(facts, policy)}


def _scenario_pins(policy: Policy, frozen: tuple[MatchState, ...], ledger_pins: tuple[Pinned, ...]) -> Iterator[Pinned]:
    """The scenario's own pins, without pairs that the ledger pins or freezes anyway."""
    pairs = {(m.match.recipient, m.match.leader) for m in frozen} | {(p.recipient_id, p.leader_id) for p in ledger_pins}
    return (p for p in policy.pins if (p.recipient_id, p.leader_id) not in pairs)


def _pin(match_state: MatchState) -> Pinned:
    m, last = match_state.match, match_state.last
    reason = f"{match_state.state} (line {last['seq'] if last else 0} of the ledger)"
    return Pinned(
        recipient_id=m.recipient,
        leader_id=m.leader,
        reason=reason,
        days=m.days,
        team_days=m.team_days,
        stands="running" if match_state.state == DELIVERING else "agreed",
        source="ledger",
    )


def governance_pins(frozen: Iterable[MatchState], record: Record) -> Iterator[Pinned]:
    """Pins for the governance days that were proposed with a match when people agreed to it."""
    for match_state in frozen:
        run = record.run(match_state.run)
        for g in run.governance if run else ():
            if g.recipient == match_state.match.recipient:
                yield Pinned(
                    recipient_id=g.recipient,
                    leader_id=g.leader,
                    reason=GOVERNANCE_PIN_REASON + match_state.state,
                    days=g.days,
                    source="ledger",
                )


def ruled_out_since(record: Record, term: str, policy: Policy | None = None) -> Iterator[Pinned]:
    """Refused pairs that nobody has reopened, those of a school or trust that wants no support (with anybody), pairs
    with a conflict that was found, and those that people ruled out; the record is of the run's own regions."""
    for match_state in record.of_term(term):
        last = match_state.last
        cannot_until_then = policy is not None and last is not None and can_again(last, policy)
        free_again = record.was_reopened(match_state) or cannot_until_then or match_state.refusal == CANNOT_ANY
        if match_state.state == REFUSED and last is not None and not free_again:
            leader = ANY if match_state.refusal == "school-wants-no-support" else match_state.match.leader
            reason = f"{act_words(match_state.refusal)} (line {last['seq']} of the ledger)"
            yield Pinned(recipient_id=match_state.match.recipient, leader_id=leader, reason=reason)
    for body in record.checks:
        if body["detail"]["outcome"] == "conflict" and body["recipient"]:
            reason = f"a conflict was found (line {body['seq']} of the ledger)"
            yield Pinned(recipient_id=body["recipient"], leader_id=body["leader"], reason=reason)
    yield from forbidden_by(record, term)


def rerun_goals(goals: tuple[GoalChoice, ...], one_yes: bool = False) -> tuple[GoalChoice, ...]:
    """The goals in lexicographic order: coverage, the pairs with one yes where there are any, stability (fewest changed
    pairs), then the scenario's own."""
    first = (COVERAGE, ONE_YES, STABILITY) if one_yes else (COVERAGE, STABILITY)
    given = {g.goal: g for g in goals}
    return (*(given.get(name, GoalChoice(goal=name)) for name in first), *(g for g in goals if g.goal not in first))


def rerun_history(
    register_rows: tuple[Deployment, ...], record: Record, term: str, planned: Iterable[MatchState]
) -> tuple[Deployment, ...]:
    """Deployment history: register rows that the ledger does not replace, and the ledger's own rows, sorted.

    The matches of this term that take part in the plan are left out: as history their days and money would count
    twice. What another region's people agreed this term is history here: it holds days and room.
    """
    live = {m.match.recipient for m in planned}
    own = [d for d in history_of(record) if d.term != term or d.recipient_id not in live or d.state == "declined"]
    register_only = [d for d in register_rows if _place(d) not in decided_matches(record)]
    return tuple(sorted((*register_only, *own), key=lambda d: (d.term, d.recipient_id, d.leader_id, d.state)))


def decided_matches(record: Record) -> frozenset[tuple[str, str, str]]:
    """Term and pair of every match with a recorded decision: the ledger replaces a register's row about it."""
    return frozenset(_place(d) for d in history_of(record) if d.state != "proposed")


def _place(d: Deployment) -> tuple[str, str, str]:
    return d.term, d.recipient_id, d.leader_id


def _previous(
    facts: Facts, mine: tuple[MatchState, ...], record: Record, term: str
) -> tuple[tuple[str, str], ...] | None:
    """The pairs published and still open or agreed, reserves included. In a term without matches: those that the last
    term left open; the facts' own where there are none."""
    if mine:
        return _open_pairs(m for m in mine if m.state in (PROPOSED, *FROZEN))
    earlier = [m for m in record.matches.values() if term_day(m.term) < term_day(term)]
    last = max((term_day(m.term) for m in earlier), default=None)
    still_open = _open_pairs(m for m in earlier if m.state == PROPOSED and term_day(m.term) == last)
    return still_open or facts.previous


def _open_pairs(matches: Iterable[MatchState]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(m.match.recipient, m.match.leader) for m in matches}))


def _leader(leader: Leader, record: Record, as_at: date) -> Leader:
    """The leader with the ledger's withdrawal and general checks of interests applied.

    What the ledger has is known to this run, so that a check of a later day counts on the run's own: only a register's
    check of a later day does not.
    """
    if leader.id in record.withdrawn:
        leader = replace(leader, willing=False)
    days = [
        date.fromisoformat(b["on"])
        for b in record.checks
        if b["leader"] == leader.id and not b["recipient"] and b["detail"]["outcome"] != "conflict"
    ]
    if not days:
        return leader
    last, registered = min(max(days), as_at), leader.interests_checked_on
    known = registered if registered is not None and last < registered <= as_at else last
    return replace(leader, interests_checked_on=known)


def _nil_returns(record: Record, as_at: date) -> Iterator[Interest]:
    """A nil return for every check of a single pair that found nothing; see `_leader` on its day."""
    for body in record.checks:
        if body["recipient"] and body["detail"]["outcome"] == "clear":
            yield Interest(
                person_id=body["leader"],
                party_id=body["recipient"],
                party_kind=str(body["detail"].get("kind", "school")),
                relation="none",
                declared_by="broker",
                declared_on=min(date.fromisoformat(body["on"]), as_at),
                source="ledger",
            )


def _resolved(resolved: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    """The resolved scenario with what the ledger adds, as it is sealed with the run for an audit."""
    chosen_goals = {g["goal"] if isinstance(g, Mapping) else g: g for g in resolved.get("goals", ())}
    added = {
        "yeses": [_pair(p) for p in policy.yeses],
        "away": [
            {"leader": x.leader_id, "reason": x.reason} | ({"until": x.until} if x.until else {}) for x in policy.away
        ],
    }
    return {
        **resolved,
        "goals": [chosen_goals.get(g.goal, g.goal) for g in policy.goals],
        "pins": [_pair(p) | _of_pin(p) for p in policy.pins],
        "forbid": [_pair(p) for p in policy.forbid],
    } | {key: value for key, value in added.items() if value}


def _of_pin(pin: Pinned) -> dict[str, Any]:
    more = (("days", pin.days), ("team_days", pin.team_days), ("stands", pin.stands), ("source", pin.source))
    return {key: value for key, value in more if value is not None}


def _pair(pair: Pair) -> dict[str, Any]:
    return {"recipient": pair.recipient_id, "leader": pair.leader_id, "reason": pair.reason}


def refuse_unlawful(
    facts: Facts,
    policy: Policy,
    frozen: tuple[MatchState, ...],
    record: Record,
    ledger_pins: tuple[Pinned, ...] = (),
    governance_days: tuple[Pinned, ...] = (),
) -> None:
    """Raises AgreedMatchesUnlawful with every frozen match or governance day that breaks a rule, and every limit they
    break together; then PinsOvertaken with every pin of the ledger that cannot hold."""
    if not frozen and not ledger_pins:
        return
    rulebook = RULEBOOKS[policy.programme]
    assessments = assess_all(facts, policy)
    world = world_of(assessments, facts, policy)
    members = []
    for pin in map(_pin, frozen):
        against = impossible(pin, world, assessments, rulebook)
        if against:
            withdrew = record.withdrawn.get(pin.leader_id)
            since = f"the leader withdrew on {withdrew['on']} (line {withdrew['seq']}); " if withdrew else ""
            members.append(f"{_named(pin, frozen)}: {since}{against}")
    lost = [(pin, impossible(pin, world, assessments, rulebook)) for pin in governance_days]
    members += [f"{p.recipient_id} and governance leader {p.leader_id}, {p.reason}: {why}" for p, why in lost if why]
    plan = Plan(
        tuple(sorted(PlannedMatch(m.match.recipient, m.match.leader, m.match.days, m.match.team_days) for m in frozen)),
        tuple(sorted(PlannedGovernance(p.recipient_id, p.leader_id, p.days or 0) for p, why in lost if not why)),
    )
    explained_rules = {"known-ids", "pins"} | {rule.name for rule in rulebook.pairs}  # reported above, pair by pair
    members += [b.message for b in audit(world, plan, rulebook) if b.rule not in explained_rules]
    if members:
        way_out = "Record a refusal (or, where support runs, that it stops), or change the register; then propose again"
        raise AgreedMatchesUnlawful(members, way_out)
    refuse_overtaken(ledger_pins, world, assessments, rulebook)


def _named(pin: Pinned, frozen: tuple[MatchState, ...]) -> str:
    match_state = next(m for m in frozen if (m.match.recipient, m.match.leader) == (pin.recipient_id, pin.leader_id))
    state = "under way" if match_state.state == DELIVERING else match_state.state
    return f"{pin.recipient_id} and leader {pin.leader_id}, {state}"


def _notes(
    facts: Facts,
    mine: tuple[MatchState, ...],
    frozen: tuple[MatchState, ...],
    record: Record,
    regional_record: Record,
    term: str,
) -> Iterator[Message]:
    if frozen:
        kept = Count(len(frozen), "match", "matches")
        yield message("Kept as people decided: {kept} of {term}, agreed, approved or running", kept=kept, term=term)
    refused = sum(m.state == REFUSED for m in mine)
    if refused:
        yield message("Not proposed again in {term}: {pairs}", term=term, pairs=Count(refused, "refused pair"))
    twice = sum(_place(d) in decided_matches(record) for d in facts.history)
    if twice:
        text = "Rows of the history register that are left out, since the ledger knows those matches itself: {rows}"
        yield message(text, rows=twice)
    region_of = {m.match.recipient: m.match.region for m in record.matches.values()}
    yield from pair_constraint_lines(regional_record, term, region_of)
    elsewhere = sum(m.state in FROZEN for m in record.of_term(term)) - len(frozen)
    if elsewhere:
        text = "Agreed this term in other regions, and holding their leaders' days: {matches}"
        yield message(text, matches=Count(elsewhere, "match", "matches"))
    earlier = sorted({d.term for d in history_of(record) if d.term != term})
    if earlier:
        yield message("From the ledger's earlier terms: {terms}", terms=Listed(tuple(earlier), last=", "))
