"""What is recorded about a school or trust and its leader before a proposal is made again, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.wording.wording import State, day, state


@dataclass(frozen=True, slots=True)
class RecordedAnswers:
    """Where the match stands, the day on which it was asked, and that of its yes to support, whoever the leader is.

    A day is None where nothing is recorded. `lines` are the ledger's about the match, days those claimed and paid.
    """

    state: State
    asked_on: date | None = None
    wants_support_on: date | None = None
    days_claimed: int = 0
    days_paid: int = 0
    lines: tuple[Mapping[str, Any], ...] = ()


def asked(on: date) -> str:
    return f"Asked on {day(on)}"


def wants_support(on: date) -> str:
    return f"Said yes to support on {day(on)}"


def answers(x: RecordedAnswers, leader: str = "") -> tuple[str, ...]:
    """A line each; none where the match is proposed and nobody has been asked. What a later answer implies is left
    out: who has agreed was asked."""
    answered = x.state.code != "proposed" or x.state.said_yes == "school"
    where = [state(x.state, leader)] if x.state.code != "proposed" or x.state.said_yes else []
    if x.wants_support_on and x.state.code == "proposed":
        where.append(wants_support(x.wants_support_on))
    elif x.asked_on and not answered:
        where.append(asked(x.asked_on))
    return tuple(where)
