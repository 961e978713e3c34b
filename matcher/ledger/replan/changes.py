"""What a re-run changed: which published pairs moved and why, who is newly eligible, what a free re-run would gain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from matcher.explain import bodies
from matcher.explain.bodies import by_id, why
from matcher.explain.why_not.full_limits import days_kept_from
from matcher.ledger.history.last_published import LastPublished, last_published
from matcher.ledger.history.overruled import changed_in_short
from matcher.ledger.log.acts import FROZEN, PIN, PROPOSED, REFUSED, act_words
from matcher.ledger.log.states import MatchState, Record
from matcher.ledger.replan.left_alone import returned
from matcher.ledger.replan.rerun import STABILITY, RerunInputs
from matcher.plan import Stage
from matcher.policy import Policy
from matcher.result import Result
from matcher.rules.choices import pairs_at
from matcher.rules.labels import goal
from matcher.rules.rulebooks import rulebook_of
from matcher.runs.clock import Clock
from matcher.runs.closing import closed, closing_of
from matcher.runs.finished import FinishedRun
from matcher.runs.published import term_of
from matcher.runs.setup import build_run_setup
from matcher.runs.solve import solve_run
from matcher.runs.year_ahead.finished import finished_of_result
from matcher.wording.messages import NOTHING, BodyRef, LeaderRef, Listed, Message, Passage, message, plain
from matcher.wording.terms import LEADER
from matcher.wording.words import count, difference
from matcher.year_ahead.holds import refused_ids
from matcher.year_ahead.wait_words import WAIT_REFUSED, held, kept_leader


@dataclass(frozen=True, slots=True)
class ChangedPair:
    """One school or trust whose published leader changed: '' is nobody. `why` holds no personal data."""

    recipient: BodyRef
    was: str
    now: str
    why: Message

    def message(self) -> Message:
        who, was, now = self.recipient, LeaderRef(self.was), LeaderRef(self.now)
        if not self.was:
            return message("{who}: newly matched, to leader {now}. {why}", who=who, now=now, why=self.why)
        if not self.now:
            return message("{who}: was leader {was}, now nobody. {why}", who=who, was=was, why=self.why)
        return message("{who}: was leader {was}, now leader {now}. {why}", who=who, was=was, now=now, why=self.why)

    def __str__(self) -> str:
        return str(self.message())


def changes_since(record: Record, result: Result) -> tuple[ChangedPair, ...]:
    """Every pair of the last word about its region in the term that this run does not hold, and every new one, by
    recipient. The record is of the run's own regions."""
    last = last_published(record, term_of(result.policy))
    if not last.runs:
        return ()
    was = {m.recipient: m.leader for m in last.matches}
    now = dict(pairs_of_plan(result))
    return tuple(
        ChangedPair(
            _named(recipient, result),
            was.get(recipient, ""),
            now.get(recipient, ""),
            _why(recipient, was, now, record, result),
        )
        for recipient in sorted(was.keys() | now.keys())
        if was.get(recipient) != now.get(recipient)
    )


def _named(recipient: str, result: Result) -> BodyRef:
    """By name and id, also where it is not to be matched any more."""
    if recipient in result.world.recipient_row:
        return bodies.body(result.world, recipient)
    name = next((a.name for a in result.assessments if a.id == recipient), "")
    return replace(by_id(result.world, recipient), name=name)


def _why(recipient: str, was: dict[str, str], now: dict[str, str], record: Record, result: Result) -> Message:
    leader, after = was.get(recipient, ""), now.get(recipient, "")
    pair_constraint = _moved_by_constraint(recipient, (leader, after), record, result)
    if pair_constraint:
        return pair_constraint
    offered_leader = _offered(recipient, record, result)
    if offered_leader == after and after:
        refused = _refused(recipient, leader, record, result)
        text = "{refused}Leader {leader} was offered from the reserves."
        return message(text, refused=refused, leader=LeaderRef(after))
    if offered_leader:  # a reserve was offered and is not in the plan: say why
        lost = _why_lost(recipient, offered_leader, now, record, result)
        text = "Leader {leader}, offered from the reserves, does not stay: {lost}"
        return message(text, leader=LeaderRef(offered_leader), lost=lost)
    if not leader and not _proposed_for(recipient, record, result):
        return plain("No run of this term had proposed for its region before.")
    if not leader and recipient in refused_ids(result.policy):
        return plain(f"{WAIT_REFUSED}.")
    if not leader:
        again = returned(record, {recipient: after}, result.policy).get(recipient)
        return again or plain(f"The proposal before had no {LEADER} for it.")
    return _why_lost(recipient, leader, now, record, result)


def _proposed_for(recipient: str, record: Record, result: Result) -> bool:
    return last_published(record, term_of(result.policy)).speaks_of(result.world.region_of[recipient])


def _moved_by_constraint(recipient: str, leaders: tuple[str, str], record: Record, result: Result) -> Message:
    """What people fixed or ruled out about it in the ledger, where that is what moved it."""
    for body in record.in_force(term_of(result.policy)):
        is_pin = body["act"] == PIN
        if body["recipient"] == recipient and body["leader"] == leaders[is_pin]:
            return message(
                "Leader {leader} {what} by a {role} (line {line} of the ledger).",
                leader=LeaderRef(body["leader"]),
                what="was fixed for it" if is_pin else "was ruled out for it",
                role=body["role"],
                line=body["seq"],
            )
    return NOTHING


def _offered(recipient: str, record: Record, result: Result) -> str:
    """The leader of an open match that people offered from the reserves; '' for none."""
    mine = (m for m in open_matches(record, term_of(result.policy)) if m.match.recipient == recipient)
    return next((m.match.leader for m in mine if m.reserve), "")


def _refused(recipient: str, leader: str, record: Record, result: Result) -> str:
    match_state = record.matches.get((term_of(result.policy), recipient, leader))
    return (
        f"Refused: {act_words(match_state.refusal)}. "
        if match_state is not None and match_state.state == REFUSED
        else ""
    )


def _why_lost(recipient: str, leader: str, now: dict[str, str], record: Record, result: Result) -> Message:
    match_state = record.matches.get((term_of(result.policy), recipient, leader))
    if match_state is not None and match_state.state == REFUSED:
        return message("Refused: {act}.", act=act_words(match_state.refusal))
    if recipient not in result.world.recipient_row:
        verdict = next((a.verdict for a in result.assessments if a.id == recipient), None)
        ended = closing_of(result.facts, recipient)
        if verdict is None and ended is not None:
            return message("It {closed}.", closed=Passage(closed(ended), ()))
        if verdict is None:
            return plain("It is in no file any more.")
        return message("It may no longer be offered support: {why}", why=Passage(verdict.reason))
    if leader not in result.world.leader_row:
        return plain(f"The {LEADER} is no longer on the register.")
    return (
        _barred(recipient, leader, result)
        or (for_later(recipient, leader, _finished(result)) if result.year is not None else NOTHING)
        or _outranked(recipient, leader, now, result)
    )


def _barred(recipient: str, leader: str, result: Result) -> Message:
    r, j = result.world.recipient_row[recipient], result.world.leader_row[leader]
    pair = pairs_at(result.world, np.array([r]), np.array([j]))
    rule = rulebook_of(result.policy).provider("leaders").bar(result.world, pair)
    if rule is None:
        return NOTHING
    return message("Barred now by the rule '{rule}': {why}.", rule=rule.name, why=why(result.world, rule, r, j))


@lru_cache(maxsize=1)  # for all pairs of one result: what each limit has left is worked out once
def _finished(result: Result) -> FinishedRun:
    return finished_of_result(result)


def for_later(recipient: str, leader: str, run: FinishedRun) -> Message:
    """That it is asked to wait, or that days which the leader has left are kept; nothing where neither is so."""
    hold = run.holds.get(recipient)
    if hold is not None:
        return plain(f"{held(hold)}.")
    kept = days_kept_from(run, run.world.recipient_row[recipient], run.world.leader_row[leader])
    return plain(f"{kept_leader(kept)}.") if kept else NOTHING


def _outranked(recipient: str, leader: str, now: dict[str, str], result: Result) -> Message:
    """The pair is lawful: only matching more, or keeping more other pairs, ranks above keeping it."""
    supported = tuple(by_id(result.world, r) for r, j in sorted(now.items()) if j == leader)
    return message(
        "The pair is still lawful: keeping it would match fewer, or change more pairs, within days and money"
        " (leader {leader} now supports {whom}).",
        leader=LeaderRef(leader),
        whom=Listed(supported, last=", ") if supported else "nobody",
    )


def newly_eligible(record: Record, result: Result) -> tuple[str, ...]:
    """Who may be offered support now and could not in any run of an earlier term that proposed for their region; none
    where there was no such run."""
    term = term_of(result.policy)
    before = [run for run in record.runs if run.term != term]
    known_ids = {id for run in before for id in run.eligible}
    asked = {region for region in result.world.regions if any(run.speaks_of(region) for run in before)}
    return tuple(r.id for r in result.world.recipients if r.id not in known_ids and r.region in asked)


def free_gains(inputs: RerunInputs, result: Result, clock: Clock) -> tuple[Message, ...]:
    """What a re-run that were free to move agreed and published pairs would gain, goal by goal."""
    free_policy = _without_agreed_pins(inputs.policy, inputs)
    facts = replace(inputs.facts, previous=None)
    solved = solve_run(build_run_setup(facts, free_policy, assessments=result.assessments), clock)
    free = {stage.goal: stage for stage in solved.solution.stages}
    constrained = {stage.goal: stage for stage in result.solution.stages}
    if len(result.world.regions) == 1:  # the share of the one region says nothing beside the number of matches
        free.pop("fairness", None)
    return tuple(_gains(constrained, free))


def _without_agreed_pins(policy: Policy, inputs: RerunInputs) -> Policy:
    frozen = {(m.match.recipient, m.match.leader) for m in inputs.frozen}
    pins = tuple(p for p in policy.pins if (p.recipient_id, p.leader_id) not in frozen)
    return replace(policy, pins=pins, goals=tuple(g for g in policy.goals if g.goal != STABILITY))


def _gains(constrained: dict[str, Stage], free: dict[str, Stage]) -> Iterator[Message]:
    """In the goals' order; after the first goal that gains, later ones may lose."""
    for name, stage in free.items():
        if name == "canonical" or name not in constrained or stage.now == constrained[name].now:
            continue
        more = stage.now - constrained[name].now
        less, gains = ("saves", "takes") if stage.sense == "least" else ("loses", "gains")
        unproved = "" if stage.proved and constrained[name].proved else " (not proved)"
        yield message(
            "{goal}: a free re-run {verb} {much}{unproved}",
            goal=goal(name),
            verb=gains if more > 0 else less,
            much=difference(abs(more), stage.unit) + (" more" if stage.sense == "least" and more > 0 else ""),
            unproved=unproved,
        )


def rerun_lines(
    record: Record, inputs: RerunInputs, result: Result, clock: Clock, changes: tuple[ChangedPair, ...]
) -> tuple[Message, ...]:
    """Everything a re-run has to say, a message each. `changes`: as `changes_since` gives them."""
    record = record.within(result.policy.regions, result.world.region_of)
    last = last_published(record, term_of(result.policy))
    lines = [*inputs.notes, *(change.message() for change in changes)]
    if last.runs:
        lines.append(_kept_pairs_note(last, changes, record, result))
        gains = free_gains(inputs, result, clock)
        lines += gains or [plain("A re-run free to move everything would gain nothing.")]
    overruled = changed_in_short(record)
    if overruled:
        lines.append(plain(overruled))
    new = tuple(bodies.body(result.world, id) for id in newly_eligible(record, result))
    if new:
        lines.append(message("Newly eligible since the last term's run: {who}", who=Listed(new, last=", ")))
    return tuple(lines)


def _kept_pairs_note(last: LastPublished, changes: tuple[ChangedPair, ...], record: Record, result: Result) -> Message:
    """How many pairs of the last runs stay; those that people offered from the reserves since are said apart."""
    moved_count, many = sum(bool(c.was) for c in changes), len(last.matches)
    runs = f"run{'s' if len(last.runs) > 1 else ''} {', '.join(run.run for run in last.runs)}"
    sentence = f"{many - moved_count} of {many} published pairs kept since {runs}"
    published, now = {(m.recipient, m.leader) for m in last.matches}, set(pairs_of_plan(result))
    term = term_of(result.policy)
    open_ = ((m.match.recipient, m.match.leader) for m in open_matches(record, term) if m.reserve)
    offered_count = sum(pair in now and pair not in published for pair in open_)
    return plain(
        f"{sentence}, and {count(offered_count, 'pair')} offered from the reserves since" if offered_count else sentence
    )


def pairs_of_plan(result: Result) -> tuple[tuple[str, str], ...]:
    return tuple((m.recipient_id, m.leader_id) for m in result.plan.matches)


def open_matches(record: Record, term: str) -> tuple[MatchState, ...]:
    """Matches of the term that are not refused, replaced or over."""
    return tuple(m for m in record.of_term(term) if m.state in (PROPOSED, *FROZEN))
