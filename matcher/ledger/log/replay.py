"""Replay of the lines, one after another: what they say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from matcher.ledger.log.acts import (
    ACCEPT_SEAL,
    ACT,
    CAN_AGAIN,
    CANNOT_ANY,
    LEADER_CHANGED,
    OF_WAIT,
    PAIR_CONSTRAINT_ACTS,
    PROPOSED,
    PUBLISH,
    REFUSED,
    REOPEN,
    REPLACED,
    TELL_OF_SUPPORT,
)
from matcher.ledger.log.case_steps import CaseSteps
from matcher.ledger.log.chain import Line
from matcher.ledger.log.published_lines import LineBody, published_by, published_match
from matcher.ledger.log.states import Key, MatchState, Record, reopened_since, state_after
from matcher.runs.published import PublishedRun


def record_of(lines: Iterable[Line]) -> Record:
    """Replay every line except those that a later line corrects."""
    return record_of_bodies([line.body for line in lines])


def record_of_bodies(bodies: Sequence[LineBody]) -> Record:
    mended = frozenset(int(b["detail"]["line"]) for b in bodies if b["act"] == "mend")
    standing = [body for body in bodies if body["seq"] not in mended]
    replay = _Replay()
    for body in standing:
        replay.apply(body)
    return Record(
        tuple(replay.runs),
        replay.matches,
        tuple(replay.checks),
        replay.withdrawn,
        mended,
        tuple(replay.pair_constraints),
        replay.away,
        tuple(replay.reopened),
        tuple(replay.waits),
        tuple(replay.told),
        tuple(replay.leader_changes),
        replay.steps.advisers,
        replay.steps.milestones,
        tuple(b for b in standing if b.get("recipient") or b["act"] == TELL_OF_SUPPORT),
    )


class _Replay:
    """What the lines say together, one applied after another."""

    def __init__(self) -> None:
        self.runs: list[PublishedRun] = []
        self.matches: dict[Key, MatchState] = {}
        self.checks: list[LineBody] = []
        self.withdrawn: dict[str, LineBody] = {}
        self.away: dict[str, LineBody] = {}
        self.steps = CaseSteps(self.checks, self.withdrawn, self.away)
        self.pair_constraints: list[LineBody] = []
        self.reopened: list[LineBody] = []
        self.waits: list[LineBody] = []
        self.told: list[LineBody] = []
        self.leader_changes: list[LineBody] = []
        self._lists = dict.fromkeys(PAIR_CONSTRAINT_ACTS, self.pair_constraints) | dict.fromkeys(OF_WAIT, self.waits)
        self._lists |= {REOPEN: self.reopened, TELL_OF_SUPPORT: self.told, LEADER_CHANGED: self.leader_changes}

    def apply(self, body: LineBody) -> None:
        act = body["act"]
        if act in (PUBLISH, ACCEPT_SEAL):
            self._publish(published_by(body))
        elif act == "interests-checked":
            self.checks.append(body)
        elif act == "leader-withdraws":
            self.withdrawn[body["leader"]] = body
            _leave_proposals(body, self.matches)
        elif act == CAN_AGAIN:
            self.away.pop(body["leader"], None)
        elif self.steps.takes(body):
            self.steps.apply(body)
        elif act in self._lists:
            self._lists[act].append(body)
        elif act in ACT:
            self._apply_to_match(body)

    def _publish(self, run: PublishedRun) -> None:
        self.runs.append(run)
        _open(run, self.matches, self.reopened)
        self.steps.open(run)

    def _apply_to_match(self, body: LineBody) -> None:
        if body["act"] == CANNOT_ANY:
            self.away[body["leader"]] = body
        _apply(body, self.matches)


def _open(run: PublishedRun, matches: dict[Key, MatchState], reopened: Sequence[LineBody]) -> None:
    """Open the pairs of this run; undecided pairs of its term and regions that it leaves out become replaced.

    An offer to which the school has said yes stays open until somebody closes it. Matches of other regions in the
    same term are not changed.
    """
    named = {(run.term, m.recipient, m.leader): m for m in run.matches}
    for key, match_state in matches.items():
        if (
            key[0] == run.term
            and key not in named
            and match_state.state == PROPOSED
            and not match_state.one_yes
            and run.speaks_of(match_state.match.region)
        ):
            matches[key] = replace(match_state, state=REPLACED)
    for key, match in named.items():
        before = matches.get(key)
        if before is None:
            matches[key] = _with_earlier_yes(MatchState(term=run.term, match=match, run=run.run), matches)
        elif before.state == REFUSED and reopened_since(before, reopened):
            matches[key] = MatchState(term=run.term, match=match, run=run.run, acts=before.acts)
        elif before.state in (PROPOSED, REPLACED):
            matches[key] = replace(before, match=match, run=run.run, state=PROPOSED, goes_on_in="")
        else:
            matches[key] = replace(before, run=run.run)


def _with_earlier_yes(new: MatchState, matches: dict[Key, MatchState]) -> MatchState:
    """A school's yes to this leader in an earlier term goes on; the earlier offer is then replaced by this one."""
    pair = new.match.recipient, new.match.leader
    for key, earlier in matches.items():
        if key[1:] == pair and earlier.one_yes:
            matches[key] = replace(earlier, state=REPLACED, goes_on_in=new.term)
            return replace(new, school_agrees=True, released=earlier.released, acts=earlier.acts)
    return new


def _apply(body: LineBody, matches: dict[Key, MatchState]) -> None:
    key = (body["term"], body["recipient"], body["leader"])
    if body["act"] == "offer-reserve":
        reserve_match = published_match(body["detail"])
        matches[key] = MatchState(term=body["term"], match=reserve_match, run=body["run"], reserve=True, acts=(body,))
    elif key in matches:
        matches[key] = state_after(matches[key], body)


def _leave_proposals(body: LineBody, matches: dict[Key, MatchState]) -> None:
    """A leader who withdraws refuses what is proposed to them; what was agreed, or has a lone yes, is for a person."""
    gone = [m for m in matches.values() if m.match.leader == body["leader"] and m.state == PROPOSED and not m.one_yes]
    matches.update({m.key: replace(m, state=REFUSED, refusal=body["act"], acts=(*m.acts, body)) for m in gone})
