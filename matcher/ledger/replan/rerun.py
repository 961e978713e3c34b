"""Inputs of a re-run: agreed matches become pins, refused pairs become forbids, and stability becomes a goal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from matcher.domain import Assessment, Deployment, Facts
from matcher.ledger.checks.one_person import under_one_id
from matcher.ledger.history.deployment_history import decided_matches, history_of, term_and_pair
from matcher.ledger.log.acts import ADVISER_WITHDRAWS, CANNOT_ANY, FROZEN, PROPOSED, REFUSED
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.replan.leaders_said import changed_notes, giver_since, interests_since
from matcher.ledger.replan.left_alone import can_again, left_alone, refusal_in_words
from matcher.ledger.replan.pins import (
    forbidden_by,
    governance_pins,
    pin_of,
    pins_of,
)
from matcher.ledger.replan.rerun_notes import held_notes, paused, rerun_notes
from matcher.ledger.replan.resolved import told, with_ledger
from matcher.ledger.replan.rise.ledger_facts import adviser_pins, cases_with, no_longer_here, refused_advisers
from matcher.ledger.replan.unlawful import refuse_unlawful
from matcher.ledger.replan.yeses import Holds, hold, holds, open_yeses, yes_pairs
from matcher.ledger.wait_decisions.replanned import decided_waits_of, wait_notes
from matcher.plan import Plan, PlannedMatch
from matcher.policy import ANY, Away, GoalChoice, Pinned, Policy
from matcher.read.scenarios.assumptions import text_of
from matcher.rules.rulebooks import rulebook_of
from matcher.runs.published import term_of
from matcher.runs.setup import assess_all, world_of
from matcher.wording.messages import Message
from matcher.world import World, term_day

COVERAGE, ONE_YES, STABILITY = "coverage", "one-yes", "stability"


Assess = Callable[[Facts, Policy], Sequence[Assessment]]


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
    left_alone: tuple[Pinned, ...] = ()  # what the ledger rules out, in the program's own words

    @property
    def states(self) -> dict[str, str]:
        """Recipient id -> the state of its frozen match."""
        return {m.match.recipient: m.state for m in self.frozen}


def rerun_inputs(
    facts: Facts, policy: Policy, resolved: Mapping[str, Any], record: Record, assess: Assess = assess_all
) -> RerunInputs:
    """Apply this term's decisions and earlier terms' history to a scenario. `assess` gives the verdicts on everybody.

    Raises AgreedMatchesUnlawful or PinsOvertaken where what was agreed or fixed is unlawful now.
    """
    term = term_of(policy)
    record = under_one_id(record, facts.leaders)
    whole, record = record, record.within(policy.regions, _regions_of_wished(facts, policy, record, assess))
    mine = record.of_term(term)
    frozen = tuple(m for m in mine if m.state in FROZEN)
    ledger_pins = pins_of(record, term)
    governance_days: tuple[Pinned, ...] = tuple(governance_pins(frozen, record))
    beside = tuple(adviser_pins(frozen, record, policy))
    pins = (*_scenario_pins(policy, frozen, ledger_pins), *ledger_pins, *map(pin_of, frozen), *governance_days, *beside)
    said = (*ruled_out_since(record, term, policy), *left_alone(record, facts, policy))
    yeses = open_yeses(record)
    obeyed = _policy_since(policy, record, pins, said, yeses)
    read = _facts_since(facts, policy, whole, record)
    assessed = cache(lambda: assess(read, obeyed))  # half a second of England's, and mostly asked for twice
    if beside:
        over = no_longer_here(beside, assessed())
        beside = tuple(p for p in beside if p not in over)
        obeyed = replace(obeyed, pins=tuple(p for p in obeyed.pins if p not in over))
        assessed = cache(lambda: assess(read, obeyed))
    governance_days += beside
    refuse_unlawful(read, obeyed, frozen, record, ledger_pins, governance_days, assessed)
    held = Holds()
    if wished_holds(yeses, ledger_pins, obeyed):
        held = holds_in(world_of(assessed(), read, obeyed), assessed(), frozen, ledger_pins, yeses)
    obeyed = replace(obeyed, pins=(*obeyed.pins, *held.pins))
    alerts = (*held.ended, *held_notes(yeses, held, read, obeyed), *paused(frozen, record, policy))
    more = (*_wait_notes(record, policy), *changed_notes(record, facts, policy))
    notes = (*rerun_notes(facts, mine, frozen, whole, record, term), *more, *alerts)
    resolved = with_ledger(resolved, obeyed)
    obeyed = replace(obeyed, assumptions=told(policy.assumptions, text_of(resolved["goals"])))
    return RerunInputs(read, obeyed, resolved, frozen, notes, alerts, held.pins, yeses, held.gone, said)


def _policy_since(
    policy: Policy,
    record: Record,
    pins: tuple[Pinned, ...],
    said: tuple[Pinned, ...],
    yeses: tuple[MatchState, ...],
) -> Policy:
    """The scenario's policy with these pins, and what people have ruled out, agreed to and decided since."""
    return replace(
        policy,
        pins=pins,
        forbid=(*policy.forbid, *said),
        yeses=(*policy.yeses, *yes_pairs(yeses)),
        away=(*policy.away, *_away(record)),
        waits=(*policy.waits, *decided_waits_of(record, policy)),
        goals=rerun_goals(policy.goals, bool(yeses)),
    )


def _facts_since(facts: Facts, policy: Policy, whole: Record, record: Record) -> Facts:
    """The registers with what was agreed, said and declared since; `record` is the part of `whole` in the regions."""
    term = term_of(policy)
    mine = record.of_term(term)
    frozen = tuple(m for m in mine if m.state in FROZEN)
    return replace(
        facts,
        history=rerun_history(facts.history, whole, term, [m for m in mine if m.state in (PROPOSED, *FROZEN)]),
        previous=_previous(facts, mine, record, term),
        leaders=tuple(giver_since(x, record, policy) for x in facts.leaders),
        organisations=tuple(giver_since(x, record, policy) if x.type else x for x in facts.organisations),
        advisers=tuple(giver_since(x, record, policy) for x in facts.advisers),
        cases=cases_with(record, facts, frozen, policy.as_at),
        interests=(*facts.interests, *interests_since(record, policy.as_at)),
    )


def _wait_notes(record: Record, policy: Policy) -> Iterator[Message]:
    return wait_notes(record, policy, {w.recipient: w.region for run in record.runs for w in run.waits})


def wished_holds(yeses: Iterable[MatchState], ledger_pins: Iterable[Pinned], policy: Policy) -> tuple[Pinned, ...]:
    """The pairs that a yes would hold: it is not too old, and nobody has fixed the school or trust to a leader."""
    fixed_for = {p.recipient_id for p in ledger_pins}
    wished = (hold(m, policy) for m in yeses)
    return tuple(pin for pin in wished if pin is not None and pin.recipient_id not in fixed_for)


def holds_in(
    world: World,
    assessments: Sequence[Assessment],
    frozen: Iterable[MatchState],
    ledger_pins: Iterable[Pinned],
    yeses: Iterable[MatchState],
) -> Holds:
    """Which yeses hold their pairs in this world, beside the matches that stay."""
    wished = wished_holds(yeses, ledger_pins, world.policy)
    if not wished:
        return Holds()
    stay = (PlannedMatch(m.match.recipient, m.match.leader, m.match.days, m.match.team_days) for m in frozen)
    return holds(wished, Plan(tuple(sorted(stay))), world, assessments, rulebook_of(world.policy))


def _away(record: Record) -> Iterator[Away]:
    for leader, body in sorted(record.away.items()):
        until = body["detail"].get("until")
        reason = f"cannot support any school (line {body['seq']} of the ledger)"
        yield Away(leader_id=leader, reason=reason, until=date.fromisoformat(until) if until else None)
    for adviser, body in sorted(record.withdrawn.items()):
        if body["act"] == ADVISER_WITHDRAWS:
            yield Away(leader_id=adviser, reason=f"withdrew altogether (line {body['seq']} of the ledger)")


def _regions_of_wished(facts: Facts, policy: Policy, record: Record, assess: Assess) -> Mapping[str, str]:
    """Recipient id -> region, where pins and forbids of other regions may stand in the ledger: no line of a pin says
    which region its school or trust is in."""
    if policy.regions is None or not record.in_force(term_of(policy)):
        return {}
    return {a.id: a.region for a in assess(facts, policy)}


def _scenario_pins(policy: Policy, frozen: tuple[MatchState, ...], ledger_pins: tuple[Pinned, ...]) -> Iterator[Pinned]:
    """The scenario's own pins, without pairs that the ledger pins or freezes anyway."""
    pairs = {(m.match.recipient, m.match.leader) for m in frozen} | {(p.recipient_id, p.leader_id) for p in ledger_pins}
    return (p for p in policy.pins if (p.recipient_id, p.leader_id) not in pairs)


def ruled_out_since(record: Record, term: str, policy: Policy | None = None) -> Iterator[Pinned]:
    """Refused pairs that nobody has reopened, those of a school or trust that wants no support (with anybody), pairs
    with a conflict that was found, and those that people ruled out; the record is of the run's own regions."""
    for match_state in record.of_term(term):
        last = match_state.last
        cannot_until_then = policy is not None and last is not None and can_again(last, policy)
        free_again = record.was_reopened(match_state) or cannot_until_then or match_state.refusal == CANNOT_ANY
        if match_state.state == REFUSED and last is not None and not free_again:
            leader = ANY if match_state.refusal == "school-wants-no-support" else match_state.match.leader
            reason = refusal_in_words(match_state.refusal, last)
            yield Pinned(recipient_id=match_state.match.recipient, leader_id=leader, reason=reason, source="ledger")
    for body in record.checks:
        if body["detail"]["outcome"] == "conflict" and body["recipient"]:
            reason = f"a conflict was found (line {body['seq']} of the ledger)"
            yield Pinned(recipient_id=body["recipient"], leader_id=body["leader"], reason=reason, source="ledger")
    yield from refused_advisers(record, policy)
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
    register_only = [d for d in register_rows if term_and_pair(d) not in decided_matches(record)]
    return tuple(sorted((*register_only, *own), key=lambda d: (d.term, d.recipient_id, d.leader_id, d.state)))


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
