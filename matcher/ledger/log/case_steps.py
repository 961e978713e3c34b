"""Replay of what is about a school's case beside its matches: the milestones reached, and its adviser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from matcher.ledger.log.acts import (
    ACT,
    ADVISER_CAN_AGAIN,
    ADVISER_CANNOT_ANY,
    ADVISER_CHECKED,
    ADVISER_WITHDRAWS,
    ALLOCATE,
    ALLOCATED,
    MILESTONE_ACTS,
    PROPOSED,
    REFUSED,
    REPLACED,
)
from matcher.ledger.log.published_lines import LineBody
from matcher.runs.published import PublishedRun

Milestones = Mapping[str, tuple[LineBody, ...]]  # recipient id -> its milestones' lines, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserState:
    """A school with an adviser who was proposed to it: proposed, allocated, refused or replaced.

    `region` is the school's; `run` the last that proposed the two; `acts` are the bodies of its lines, in order. An
    adviser who is allocated stays so from term to term.
    """

    recipient: str
    adviser: str
    region: str
    term: str
    run: str
    state: str = PROPOSED
    refusal: str = ""
    acts: tuple[LineBody, ...] = ()

    @property
    def last(self) -> LineBody | None:
        return self.acts[-1] if self.acts else None

    @property
    def since(self) -> date | None:
        """The day of the last act about the two; None where there is none."""
        return date.fromisoformat(self.acts[-1]["on"]) if self.acts else None

    @property
    def until(self) -> str | None:
        """The last day on which the adviser said that they cannot; None for none."""
        until = self.last["detail"].get("until") if self.last else None
        return None if until is None else str(until)


@dataclass
class CaseSteps:
    """Gathers advisers' states and milestones while the lines are replayed. Checks of advisers' interests, those who
    withdrew and those who cannot at present join the leaders' lists, whose ids are others."""

    checks: list[LineBody]
    withdrawn: dict[str, LineBody]
    away: dict[str, LineBody]
    advisers: dict[tuple[str, str], AdviserState] = field(default_factory=dict)
    milestones: dict[str, tuple[LineBody, ...]] = field(default_factory=dict)

    def takes(self, body: LineBody) -> bool:
        return body["act"] in ACT and ACT[body["act"]].about != "match"

    def apply(self, body: LineBody) -> None:
        name = body["act"]
        if name in MILESTONE_ACTS:
            self.milestones[body["recipient"]] = (*self.milestones.get(body["recipient"], ()), body)
        elif name == ADVISER_CHECKED:
            self.checks.append(body)
        elif name == ADVISER_WITHDRAWS:
            self.withdrawn[body["leader"]] = body
            self._leave_all(body)
        elif name == ADVISER_CAN_AGAIN:
            self.away.pop(body["leader"], None)
        else:
            if name == ADVISER_CANNOT_ANY:
                self.away[body["leader"]] = body
            self._apply_to_pair(body)

    def _leave_all(self, body: LineBody) -> None:
        """An adviser who withdraws altogether leaves every school that they were proposed for or allocated to."""
        for key, state in self.advisers.items():
            if state.adviser == body["leader"] and state.state in (ALLOCATED, PROPOSED):
                acts = (*state.acts, body)
                self.advisers[key] = replace(state, state=REFUSED, refusal=ADVISER_WITHDRAWS, acts=acts)

    def _apply_to_pair(self, body: LineBody) -> None:
        key = body["recipient"], body["leader"]
        if key in self.advisers:
            self.advisers[key] = adviser_state_after(self.advisers[key], body)

    def open(self, run: PublishedRun) -> None:
        """Open the pairs of this run; undecided pairs of its regions that it leaves out become replaced."""
        for key, state in self.advisers.items():
            left_out = run.advisers.get(state.recipient) != state.adviser
            if left_out and state.state == PROPOSED and run.speaks_of(state.region):
                self.advisers[key] = replace(state, state=REPLACED)
        region = {m.recipient: m.region for m in run.matches} | dict(run.advised_in)
        for recipient, adviser in run.advisers.items():
            new = AdviserState(
                recipient=recipient, adviser=adviser, region=region.get(recipient, ""), term=run.term, run=run.run
            )
            before = self.advisers.get((recipient, adviser), new)
            stands = before.state if before.state == ALLOCATED else PROPOSED
            self.advisers[recipient, adviser] = replace(new, state=stands, acts=before.acts)


def current_adviser(advisers: Iterable[AdviserState], recipient: str) -> str:
    """The id of the school's adviser: allocated, else proposed; '' where nobody is."""
    mine = [s for s in advisers if s.recipient == recipient and s.state in (ALLOCATED, PROPOSED)]
    return min(mine, key=lambda s: s.state).adviser if mine else ""


def adviser_state_after(state: AdviserState, body: LineBody) -> AdviserState:
    """The pair after one act. An allocated adviser who cannot at present is kept, and paused."""
    name = body["act"]
    state = replace(state, acts=(*state.acts, body))
    if ACT[name].refuses or (name == ADVISER_CANNOT_ANY and state.state == PROPOSED):
        return replace(state, state=REFUSED, refusal=name)
    return replace(state, state=ALLOCATED) if name == ALLOCATE else state
