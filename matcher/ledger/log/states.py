"""Every published run, and every match with its state, as the lines of a ledger leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from matcher.ledger.log.acts import (
    ACT,
    AGREED,
    APPOINTED,
    APPROVED,
    CANNOT_ANY,
    CLOSE,
    DELIVERING,
    FINISHED,
    FROZEN,
    PROPOSED,
    REFUSED,
    RELEASE,
    REPLACED,
    STOPPED,
    WITHDRAW,
)
from matcher.ledger.log.case_steps import AdviserState, Milestones
from matcher.ledger.log.published_lines import LineBody
from matcher.runs.published import PublishedMatch, PublishedRun

Key = tuple[str, str, str]  # term, recipient id, leader id


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchState:
    """One match of one term with its state; `acts` are the bodies of its lines, in order."""

    term: str
    match: PublishedMatch
    run: str
    state: str = PROPOSED
    refusal: str = ""  # which of the four refusals, where it was refused
    school_agrees: bool = False
    leader_agrees: bool = False
    released: bool = False  # somebody released the hold of the school's yes
    reserve: bool = False  # offered after a refusal, not by a run
    goes_on_in: str = ""  # the later term whose match this one became, with the school's yes; '' for none
    days_claimed: int = 0
    days_paid: int = 0
    acts: tuple[LineBody, ...] = ()

    @property
    def key(self) -> Key:
        return self.term, self.match.recipient, self.match.leader

    @property
    def last(self) -> LineBody | None:
        return self.acts[-1] if self.acts else None

    @property
    def one_yes(self) -> bool:
        """The school has said yes to this leader, who has not answered: the offer stays open until it is closed."""
        return self.state == PROPOSED and self.school_agrees and not self.leader_agrees

    def last_line_of(self, name: str) -> LineBody | None:
        """The last line of this act, or None."""
        return next((body for body in reversed(self.acts) if body["act"] == name), None)


@dataclass(frozen=True, slots=True)
class Record:
    """The state of the whole ledger after replaying its lines."""

    runs: tuple[PublishedRun, ...]
    matches: Mapping[Key, MatchState]
    checks: tuple[LineBody, ...]  # of leaders' interests, in order
    withdrawn: Mapping[str, LineBody]  # leaders who withdrew
    mended: frozenset[int]
    pair_constraints: tuple[LineBody, ...] = ()  # pins, forbids and their withdrawals, in order
    away: Mapping[str, LineBody] = field(default_factory=dict)  # leaders who cannot at present, by id: the last line
    reopened: tuple[LineBody, ...] = ()  # of schools, trusts and pairs that may be proposed again, in order
    waits: tuple[LineBody, ...] = ()  # about those asked to wait for the year ahead, in order
    told: tuple[LineBody, ...] = ()  # who was told that support will be offered, in order
    leader_changes: tuple[LineBody, ...] = ()  # days or travel that leaders said have changed, in order
    advisers: Mapping[tuple[str, str], AdviserState] = field(default_factory=dict)  # by school and adviser
    milestones: Milestones = field(default_factory=dict)
    lines: tuple[LineBody, ...] = ()  # every line that names a school or trust, of whatever act and term, in order

    def run(self, run_id: str) -> PublishedRun | None:
        return next((r for r in reversed(self.runs) if r.run == run_id), None)

    def last_run(self, term: str) -> PublishedRun | None:
        return next((r for r in reversed(self.runs) if r.term == term), None)

    def is_away(self, leader: str, day: date) -> bool:
        """Whether the leader cannot on this day; the last day they gave is included."""
        body = self.away.get(leader)
        until = body["detail"].get("until") if body else None
        return body is not None and (until is None or day.isoformat() <= until)

    def is_paused(self, match_state: MatchState, day: date) -> bool:
        """Whether an agreed or running match waits for a leader who cannot at present: it is kept, and listed."""
        return match_state.state in FROZEN and self.is_away(match_state.match.leader, day)

    def was_reopened(self, match_state: MatchState) -> bool:
        """Whether somebody wrote, after its refusal, that the school, trust or pair may be proposed again."""
        return match_state.state == REFUSED and reopened_since(match_state, self.reopened)

    def in_force(self, term: str) -> tuple[LineBody, ...]:
        """The pins and forbids of a term that are not withdrawn: the last line of each pair, sorted by pair."""
        last = {(b["recipient"], b["leader"]): b for b in self.pair_constraints if b["term"] == term}
        return tuple(body for _, body in sorted(last.items()) if body["act"] != WITHDRAW)

    def of_term(self, term: str) -> tuple[MatchState, ...]:
        return tuple(m for key, m in sorted(self.matches.items()) if key[0] == term)

    def within(self, regions: Iterable[str] | None, region_of: Mapping[str, str] | None = None) -> Record:
        """What concerns these regions (None is every region): their runs, matches, pins and forbids.

        Each run is narrowed to them as the matches are, so that whatever one names the other knows. A pin or forbid
        is of its school's or trust's region, by `region_of` or by its matches; of its run's where neither knows it.
        Checks and withdrawals are about leaders, who may serve anywhere, and stay.
        """
        if regions is None:
            return self
        mine = frozenset(regions)
        runs = tuple(run.within(mine) for run in self.runs if run.meets(mine))
        ids = {run.run for run in runs}
        matches = {key: match_state for key, match_state in self.matches.items() if match_state.match.region in mine}
        advisers = {key: state for key, state in self.advisers.items() if state.region in mine}
        region = {
            match_state.match.recipient: match_state.match.region for match_state in self.matches.values()
        } | dict(region_of or {})

        def inside(b: LineBody) -> bool:
            return region[b["recipient"]] in mine if b["recipient"] in region else b["run"] in ids

        fixed = tuple(filter(inside, self.pair_constraints))
        lines = tuple(b for b in self.lines if not b["recipient"] or inside(b))
        return replace(self, runs=runs, matches=matches, pair_constraints=fixed, advisers=advisers, lines=lines)


def reopened_since(match_state: MatchState, reopened: Sequence[LineBody]) -> bool:
    pair, last = match_state.match, match_state.last
    return last is not None and any(
        b["recipient"] == pair.recipient and b["leader"] in ("", pair.leader) and b["seq"] > last["seq"]
        for b in reopened
    )


_TO = {"director-approves": APPROVED, "appoint": APPOINTED, "begin": DELIVERING, "finish": FINISHED, "stop": STOPPED}


def state_after(match_state: MatchState, body: LineBody) -> MatchState:
    """The match after one act."""
    name = body["act"]
    match_state = replace(match_state, acts=(*match_state.acts, body))
    if ACT[name].refuses:
        return replace(match_state, state=REFUSED, refusal=name)
    if name in ("school-agrees", "leader-agrees"):
        school = match_state.school_agrees or name == "school-agrees"
        leader = match_state.leader_agrees or name == "leader-agrees"
        state = AGREED if school and leader else match_state.state
        return replace(match_state, school_agrees=school, leader_agrees=leader, state=state)
    if name == CANNOT_ANY and match_state.state == PROPOSED:
        return replace(match_state, state=REFUSED, refusal=name)
    if name == RELEASE:
        return replace(match_state, released=True)
    if name == CLOSE:
        return replace(match_state, state=REPLACED)
    if name == "claim":
        return replace(match_state, days_claimed=match_state.days_claimed + int(body["detail"]["days"]))
    if name == "pay":
        return replace(match_state, days_paid=match_state.days_paid + int(body["detail"]["days"]))
    return replace(match_state, state=_TO.get(name, match_state.state))
