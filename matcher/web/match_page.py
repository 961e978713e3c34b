"""The content of a match's page: reasons, alternatives, conflicts of interest, journey, reserves and recorded acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from matcher import words
from matcher.domain import Assessment, Evidence, Leader
from matcher.explain.match import MatchAnswer, why_this
from matcher.explain.pair import why_not
from matcher.journeys import journey_of, limit_text
from matcher.ledger import Ledger, MatchState, Record, act_words
from matcher.ledger.acts import FORBID, PIN, REFUSED, REPLACED
from matcher.ledger.interest_checks import last_check
from matcher.report import match_map
from matcher.rules.pairs.conflict_paths import ConflictPath, conflict_paths
from matcher.web.matches import leader_label
from matcher.web.pins_and_forbids import FILE, PairConstraint
from matcher.web.project import ReviewRun
from matcher.web.redaction import all_seen, evidence_seen, paths_seen, reason_seen
from matcher.web.reviewer import Permissions


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """One reserve. `shared` counts other recipients of the run that have the same leader in reserve."""

    leader_id: str
    leader_label: str
    journey: str
    fit: int
    shared: int


@dataclass(frozen=True, slots=True)
class ActLine:
    """One recorded act, for display."""

    seq: int
    on: str
    words: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class MatchPage:
    """`answer` is set where the run planned the pair; `paths` and `map` only for readers who may see interests.

    `reason`, `evidence` and `text` are redacted for the reader: why the recipient qualifies, and why this pair.
    """

    match_state: MatchState
    assessment: Assessment | None
    reason: str
    evidence: tuple[Evidence | str, ...]
    answer: MatchAnswer | None
    text: tuple[str, ...]
    flags: tuple[str, ...]
    checked: str
    paths: tuple[tuple[ConflictPath, tuple[str, ...]], ...]
    journey: tuple[tuple[str, str], ...]
    map: str
    governance: list[tuple[str, str]]
    reserves: tuple[ReserveLine, ...]
    acts: tuple[ActLine, ...]


def match_page(
    run: ReviewRun, match_state: MatchState, record: Record, permissions: Permissions, on: date
) -> MatchPage:
    world = run.opened.world
    row, other = world.recipient_row[match_state.match.recipient], world.leader_row[match_state.match.leader]
    own = run.finished.match_of.get(row)
    planned = own is not None and run.finished.leader(own).id == match_state.match.leader
    assessed = run.finished.assessment_of.get(match_state.match.recipient)
    answer = _answer(run, row, permissions) if planned else None
    text = answer.said if answer else why_not(run.finished, row, other).said
    return MatchPage(
        match_state=match_state,
        assessment=assessed,
        reason=reason_seen(run, permissions, assessed) if assessed else "",
        evidence=evidence_seen(run, permissions, assessed) if assessed else (),
        answer=answer,
        text=all_seen(permissions, text),
        flags=run.flags_on(record, match_state.match.recipient, match_state.match.leader, on),
        checked=checked(run, record, match_state.match.recipient, match_state.match.leader, on),
        paths=paths_seen(run, permissions, conflict_paths(world, row, other)),
        journey=journey(run, row, world.leaders[other]),
        map=match_map.draw(world, row, other) if permissions.reviewer.sees_names else "",
        governance=governance(run, match_state.match.recipient),
        reserves=reserve_lines(run, record, match_state.match.recipient, permissions),
        acts=(),
    )


def _answer(run: ReviewRun, row: int, permissions: Permissions) -> MatchAnswer:
    """Why this match, redacted for this reader; the free text of a pin may name people."""
    answer = why_this(run.finished, row)
    pinned = answer.pinned if permissions.reviewer.sees_names or not answer.pinned else "(the reason is withheld)"
    return replace(answer, pinned=pinned)


def governance(run: ReviewRun, recipient: str) -> list[tuple[str, str]]:
    """(label, value) rows for the governance days proposed with the match; empty for none."""
    return [
        ("Governance days", f"{words.count(g.days, 'day')} asked of {g.leader}, {words.pounds(g.pence)}")
        for g in run.opened.published.governance
        if g.recipient == recipient
    ]


def checked(run: ReviewRun, record: Record, recipient: str, leader: str, on: date) -> str:
    """When this leader's interests were last checked, with the outcome and its source."""
    check = last_check(record, recipient, leader, on)
    register = run.opened.world.leaders[run.opened.world.leader_row[leader]].interests_checked_on
    if check is not None and (register is None or check["on"] >= register.isoformat()):
        return f"{day(check['on'])}, as the ledger says (line {check['seq']}): {check['detail']['outcome']}"
    return f"{day(register)}, as the register says" if register else "No check is recorded"


def journey(run: ReviewRun, row: int, leader: Leader) -> tuple[tuple[str, str], ...]:
    """(label, value) rows about the journey between the two, and the limit it is held to."""
    world = run.opened.world
    recipient, leader_row = world.recipients[row], world.leader_row[leader.id]
    return (
        ("Journey", journey_of(world, row, leader_row).text),
        ("Their limit", limit_text(world, row, leader_row)),
        ("The school or trust is in", ", ".join(filter(None, (recipient.local_authority, recipient.region)))),
        ("The leader comes from", leader.region),
    )


def reserve_lines(run: ReviewRun, record: Record, recipient: str, permissions: Permissions) -> tuple[ReserveLine, ...]:
    """Reserves of this recipient who were not refused and have not withdrawn, best first."""
    world, choices = run.opened.world, run.finished.choices
    refused = {
        match_state.match.leader
        for match_state in record.of_term(run.opened.term)
        if match_state.match.recipient == recipient and match_state.state in (REFUSED, REPLACED)
    }
    lines = []
    for leader in run.opened.reserves.get(recipient, ()):
        if leader in refused or leader in record.withdrawn:
            continue
        pair_choices = run.finished.choices_of_pair(world.recipient_row[recipient], world.leader_row[leader])
        shared = sum(leader in names for other, names in run.opened.reserves.items() if other != recipient)
        fit = int(choices.fit[pair_choices[0]]) if len(pair_choices) else -1
        away = journey_of(world, world.recipient_row[recipient], world.leader_row[leader]).text
        lines.append(
            ReserveLine(leader, leader_label(world.leaders[world.leader_row[leader]], permissions), away, fit, shared)
        )
    return tuple(lines)


def act_lines(match_state: MatchState, ledger: Ledger, permissions: Permissions) -> tuple[ActLine, ...]:
    """The recorded acts of this match, in order, with names and reasons that were not erased."""
    texts = ledger.words()
    return tuple(_act(body, texts, permissions) for body in match_state.acts)


def _act(body: Mapping[str, Any], texts: Mapping[str, str], permissions: Permissions) -> ActLine:
    named = texts.get(body["who"], "(name erased)") if permissions.reviewer.sees_names else ""
    by = f"{named}, {body['role']}" if named else body["role"]
    reason = texts.get(body["why"], "(reason erased)") if permissions.reviewer.sees_names else "(withheld)"
    return ActLine(body["seq"], day(body["on"]), act_words(body["act"]), by, reason)


def pair_constraint_note(
    pair_constraints: Iterable[PairConstraint], recipient: str, leader: str, permissions: Permissions
) -> str:
    """A sentence on the pin or forbid of this pair for the next proposal; '' for none."""
    mine = next((w for w in pair_constraints if (w.recipient, w.leader) == (recipient, leader)), None)
    if mine is None:
        return ""
    text = {PIN: "fixed in", FORBID: "ruled out of"}[mine.kind]
    where = f"line {mine.line} of the ledger" if mine.line else FILE
    reason = mine.reason if permissions.reviewer.sees_names else "(the reason is withheld)"
    return f"Since {day(mine.on)} this pair is {text} the next proposal ({where}): {reason}"


def last_line_shown(match_state: MatchState) -> int:
    """The number of the last line about this match, sent with the form to detect concurrent decisions."""
    return int(match_state.last["seq"]) if match_state.last else 0


def acts_since(match_state: MatchState, seen: str) -> tuple[str, ...]:
    """Acts recorded after the line that the form was based on, by role; none where the form names no line."""
    if not (seen.isascii() and seen.isdigit() and len(seen) < 12):
        return ()
    later = (body for body in match_state.acts if body["seq"] > int(seen))
    return tuple(
        f"A {b['role']} recorded on {day(b['at'][:10])}: {act_words(b['act'])} (line {b['seq']} of the ledger)"
        for b in later
    )


def day(value: date | str | None) -> str:
    """`17 October 2022`."""
    if value is None or value == "":
        return words.NOT_KNOWN
    date_value = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{date_value.day} {date_value:%B %Y}"


def grouped(lines: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Sentences under the one that introduces them: a line that ends in a colon begins a group."""
    groups: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        if line.endswith(":"):
            groups.append((line, []))
        else:
            groups[-1][1].append(line)
    return groups
