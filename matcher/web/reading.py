"""One match, or one body without a match, as a reader needs it before deciding: reasons, others, conflicts, journey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from matcher import words
from matcher.domain import Assessment, Leader
from matcher.explain.match import MatchAnswer, why_this
from matcher.explain.pair import PairAnswer, why_not
from matcher.ledger import Ledger, MatchState, Record, act_words
from matcher.ledger.acts import FORBID, PIN, REFUSED, REPLACED
from matcher.ledger.checks import last_check
from matcher.rules.pairs.interests import ConflictPath, conflict_paths
from matcher.web.elsewhere import all_ours
from matcher.web.matches import who
from matcher.web.project import ShownRun
from matcher.web.reviewer import Standing
from matcher.web.wishes import FILE, Wish


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """The next to be asked. `shared` are other bodies of the run that have the same leader in reserve."""

    leader_id: str
    who: str
    metres: int
    fit: int
    shared: int


@dataclass(frozen=True, slots=True)
class ActLine:
    """One thing that was done, from the ledger."""

    seq: int
    on: str
    words: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class MatchPage:
    """`answer` is there where the pair is this run's own; `paths` only for those who may see declared interests."""

    held: MatchState
    assessment: Assessment | None
    answer: MatchAnswer | None
    pair: PairAnswer | None
    flags: tuple[str, ...]
    checked: str
    paths: tuple[ConflictPath, ...]
    journey: tuple[tuple[str, str], ...]
    governance: list[tuple[str, str]]
    reserves: tuple[ReserveLine, ...]
    acts: tuple[ActLine, ...]


def match_page(run: ShownRun, held: MatchState, record: Record, standing: Standing, on: date) -> MatchPage:
    world = run.opened.world
    row, other = world.recipient_row[held.match.recipient], world.leader_row[held.match.leader]
    own = run.finished.match_of.get(row)
    planned = own is not None and run.finished.leader(own).id == held.match.leader
    return MatchPage(
        held=held,
        assessment=run.finished.assessment_of.get(held.match.recipient),
        answer=_answer(run, row, standing) if planned else None,
        pair=None if planned else _as_seen(run, standing, why_not(run.finished, row, other)),
        flags=run.flags_on(record, held.match.recipient, held.match.leader, on),
        checked=checked(run, record, held.match.recipient, held.match.leader, on),
        paths=conflict_paths(world, row, other) if standing.reviewer.sees_names else (),
        journey=journey(run, row, world.leaders[other]),
        governance=governance(run, held.match.recipient),
        reserves=reserve_lines(run, record, held.match.recipient, standing),
        acts=(),
    )


def _answer(run: ShownRun, row: int, standing: Standing) -> MatchAnswer:
    """The reasons as this reader may see them: what somebody wrote beside a pin may name people."""
    found = why_this(run.finished, row)
    pinned = found.pinned if standing.reviewer.sees_names or not found.pinned else "(the reason is withheld)"
    return replace(found, said=all_ours(run, standing, found.said), pinned=pinned)


def _as_seen(run: ShownRun, standing: Standing, found: PairAnswer) -> PairAnswer:
    return replace(found, said=all_ours(run, standing, found.said))


def governance(run: ShownRun, recipient: str) -> list[tuple[str, str]]:
    """The governance days that the run proposes to ask for beside the match, if it does."""
    return [
        ("Governance days", f"{words.count(g.days, 'day')} asked of {g.leader}, {words.pounds(g.pence)}")
        for g in run.opened.published.governance
        if g.recipient == recipient
    ]


def checked(run: ShownRun, record: Record, recipient: str, leader: str, on: date) -> str:
    """When this leader's interests were last checked, and what came of it."""
    found = last_check(record, recipient, leader, on)
    register = run.opened.world.leaders[run.opened.world.leader_row[leader]].interests_checked_on
    if found is not None and (register is None or found["on"] >= register.isoformat()):
        return f"{day(found['on'])}, as the ledger says (line {found['seq']}): {found['detail']['outcome']}"
    return f"{day(register)}, as the register says" if register else "No check is recorded"


def journey(run: ShownRun, row: int, leader: Leader) -> tuple[tuple[str, str], ...]:
    """The way between the two, as far as the files tell it."""
    world, rules = run.opened.world, run.opened.policy.rules
    recipient = world.recipients[row]
    found = run.finished.choices_of_pair(row, world.leader_row[leader.id])
    metres = int(run.finished.choices.metres[found[0]]) if len(found) else -1
    minutes = next(
        (p.minutes for p in run.opened.facts.pairs if (p.recipient_id, p.leader_id) == (recipient.id, leader.id)), None
    )
    limits = [x for x in (rules.max_travel_metres, leader.max_travel_metres) if x is not None]
    lines = [
        ("Distance in a straight line", words.kilometres(metres)),
        ("Furthest that is allowed", words.kilometres(min(limits)) if limits else "no limit"),
        ("The school or trust is in", ", ".join(filter(None, (recipient.local_authority, recipient.region)))),
        ("The leader comes from", leader.region),
    ]
    return (*lines, ("Journey time, from the register", f"{minutes} minutes")) if minutes is not None else tuple(lines)


def reserve_lines(run: ShownRun, record: Record, recipient: str, standing: Standing) -> tuple[ReserveLine, ...]:
    """Reserves of this recipient who were not refused and have not withdrawn, best first."""
    world, choices = run.opened.world, run.finished.choices
    refused = {
        held.match.leader
        for held in record.of_term(run.opened.term)
        if held.match.recipient == recipient and held.state in (REFUSED, REPLACED)
    }
    lines = []
    for leader in run.opened.reserves.get(recipient, ()):
        if leader in refused or leader in record.withdrawn:
            continue
        found = run.finished.choices_of_pair(world.recipient_row[recipient], world.leader_row[leader])
        shared = sum(leader in names for other, names in run.opened.reserves.items() if other != recipient)
        metres, fit = (int(choices.metres[found[0]]), int(choices.fit[found[0]])) if len(found) else (-1, -1)
        lines.append(ReserveLine(leader, who(world.leaders[world.leader_row[leader]], standing), metres, fit, shared))
    return tuple(lines)


def act_lines(held: MatchState, ledger: Ledger, standing: Standing) -> tuple[ActLine, ...]:
    """What was done to this match, in order, with the words beside each line as far as they were not erased."""
    beside = ledger.words()
    return tuple(_act(body, beside, standing) for body in held.acts)


def _act(body: Mapping[str, Any], beside: Mapping[str, str], standing: Standing) -> ActLine:
    named = beside.get(body["who"], "(name erased)") if standing.reviewer.sees_names else ""
    by = f"{named}, {body['role']}" if named else body["role"]
    reason = beside.get(body["why"], "(reason erased)") if standing.reviewer.sees_names else "(withheld)"
    return ActLine(body["seq"], day(body["on"]), act_words(body["act"]), by, reason)


def wish_said(found: Iterable[Wish], recipient: str, leader: str, standing: Standing) -> str:
    """What stands about this pair for the next proposal, in words."""
    mine = next((w for w in found if (w.recipient, w.leader) == (recipient, leader)), None)
    if mine is None:
        return ""
    said = {PIN: "fixed in", FORBID: "ruled out of"}[mine.kind]
    where = f"line {mine.line} of the ledger" if mine.line else FILE
    reason = mine.reason if standing.reviewer.sees_names else "(the reason is withheld)"
    return f"Since {day(mine.on)} this pair is {said} the next proposal ({where}): {reason}"


def seen_up_to(held: MatchState) -> int:
    """The last line about this match: what a page that shows it has shown."""
    return int(held.last["seq"]) if held.last else 0


def meanwhile(held: MatchState, seen: str) -> tuple[str, ...]:
    """What was done to this match since a page showed it, by role; a form that does not say what it saw saw all."""
    if not (seen.isascii() and seen.isdigit() and len(seen) < 12):
        return ()
    later = (body for body in held.acts if body["seq"] > int(seen))
    return tuple(
        f"A {b['role']} recorded on {day(b['at'][:10])}: {act_words(b['act'])} (line {b['seq']} of the ledger)"
        for b in later
    )


def day(value: date | str | None) -> str:
    """`17 October 2022`."""
    if value is None or value == "":
        return words.NOT_KNOWN
    known = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{known.day} {known:%B %Y}"


def grouped(lines: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Sentences under the one that introduces them: a line that ends in a colon begins a group."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        if line.endswith(":"):
            groups.append((line, []))
        else:
            groups[-1][1].append(line)
    return groups
