"""The content of a match's page: reasons, alternatives, conflicts of interest, journey, reserves and recorded acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from matcher.case.pair.flags_shown import FlagShown, flags_of_offer
from matcher.case.records import LeaderOffer, SchoolCase
from matcher.case.tables.candidates import Candidate, candidates_of
from matcher.case.tasks.task import CaseTask
from matcher.case.tasks.tasks import shown_after_diagnosis, tasks_of
from matcher.case.visible import organisation_seen
from matcher.explain.why.match import MatchAnswer, why_this
from matcher.explain.why.pair import why_not
from matcher.journeys import journey_of
from matcher.ledger import MatchState, Record, act_words
from matcher.ledger.log.acts import FORBID, PIN, REFUSED, REPLACED
from matcher.report.maps import match_map
from matcher.rules.pairs.interests.conflict_paths import ConflictPath, conflict_paths
from matcher.web.content.acts.decision_options import AvailableAct
from matcher.web.content.cases import case_on
from matcher.web.content.matches import leader_label
from matcher.web.content.pins_and_forbids import FILE, PairConstraint
from matcher.web.project import ReviewRun
from matcher.web.redaction import all_seen, paths_seen, reader_of
from matcher.web.reviewer import Permissions
from matcher.wording import wording, words
from matcher.wording.messages import grouped
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import day


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """One reserve. `shared` counts other recipients of the run that have the same leader in reserve."""

    leader_id: str
    leader_label: str
    journey: str
    fit: int
    shared: int


@dataclass(frozen=True, slots=True)
class MatchPage:
    """The case of the school or trust, the offer of this leader in it, and why this pair.

    `answer` is set where the run planned the pair; `paths` only for readers who may see interests. All is redacted
    for the reader.
    """

    match_state: MatchState
    case: SchoolCase
    offer: LeaderOffer
    answer: MatchAnswer | None
    text: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    organisation: str
    flags: tuple[FlagShown, ...]
    tasks: tuple[CaseTask, ...]
    candidates: tuple[Candidate, ...]
    paths: tuple[tuple[ConflictPath, tuple[str, ...]], ...]
    journey: tuple[tuple[str, str], ...]
    map: str
    governance: list[tuple[str, str]]
    reserves: tuple[ReserveLine, ...]
    no_reserve: str


def match_page(
    run: ReviewRun,
    match_state: MatchState,
    record: Record,
    permissions: Permissions,
    on: date,
    texts: Mapping[str, str],
) -> MatchPage:
    world, m = run.opened.world, match_state.match
    row, other = world.recipient_row[m.recipient], world.leader_row[m.leader]
    own = run.finished.match_of.get(row)
    planned = own is not None and run.finished.leader(own).id == m.leader
    answer = _answer(run, row, permissions) if planned else None
    text = answer.said if answer else why_not(run.finished, row, other).said
    case = case_on(run, record, permissions, m.recipient, on, texts)
    offer = case.offer_of(m.leader)
    assert offer is not None  # the ledger or the run holds the match, or there is no page of it
    return MatchPage(
        match_state=match_state,
        case=case,
        offer=offer,
        answer=answer,
        text=all_seen(permissions, text),
        groups=grouped(text, reader_of(permissions)),
        organisation=organisation_seen(world, world.leaders[other], reader_of(permissions)),
        flags=_flags(case, offer),
        tasks=tasks_of(case),
        candidates=candidates_of(run.opened, case, record, on, reader_of(permissions), record.matches.values()),
        paths=paths_seen(run, permissions, conflict_paths(world, row, other)),
        journey=journey_rows(run, offer),
        map=match_map.draw(world, row, other) if permissions.reviewer.sees_names else "",
        governance=governance(run, m.recipient),
        reserves=reserve_lines(run, record, m.recipient, permissions),
        no_reserve=wording.no_reserve(run.no_reserve(m.recipient) or "those there were have been refused or withdrew"),
    )


def _flags(case: SchoolCase, offer: LeaderOffer) -> tuple[FlagShown, ...]:
    """What is to settle of the match, of the school's adviser, and what its diagnosis decided since."""
    return shown_after_diagnosis(flags_of_offer(offer, case.adviser), case.reached, offer.state)


def journey_rows(run: ReviewRun, offer: LeaderOffer) -> tuple[tuple[str, str], ...]:
    """(label, value) rows about the journey between the two and its limit."""
    world = run.opened.world
    recipient = world.recipients[world.recipient_row[offer.pair.recipient_id]]
    return (
        ("Journey", offer.pair.journey.text),
        ("Limit", offer.pair.limit),
        (f"The {RECIPIENT} is in", ", ".join(filter(None, (recipient.local_authority, recipient.region)))),
        (f"The {LEADER} comes from", world.leaders[world.leader_row[offer.pair.leader_id]].region),
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


# The acts that come first on the page, in this order; the others stand below as "something else".
FIRST = (
    *("director-approves", "appoint", "begin", "finish", "both-agree", "school-agrees", "leader-agrees"),
    *("school-wants-another-leader", "leader-cannot", "leader-cannot-any", "claim", "pay", "stop", "review"),
)


def in_order(acts: Iterable[AvailableAct]) -> tuple[AvailableAct, ...]:
    """What most often happens first; the others as they came."""
    place = {name: n for n, name in enumerate(FIRST)}
    return tuple(sorted(acts, key=lambda act: place.get(act.name, len(FIRST))))
