"""Five work queues: cannot tell, not checked, sign-off, exceptions and longest waiting."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import overload

from matcher.case.pair.flags_shown import NOT_CHECKED, SIGNED_OFF
from matcher.domain import Assessment, Recipient, Request
from matcher.explain.settling import Settling, cause_of, doubts, settling
from matcher.ledger import MatchState, Record
from matcher.ledger.checks.interest_checks import last_check
from matcher.ledger.log.acts import APPOINTED, BEFORE_DELIVERY, PROPOSED, REFUSED, REPLACED, SUPPORT_STILL_WANTED
from matcher.report.words import cause
from matcher.rules import labels
from matcher.rules.pairs.interests.unknown_parties import regions_of, set_aside_people
from matcher.web.content.cases import state_words
from matcher.web.content.matches import MatchLine, match_lines
from matcher.web.content.rise.to_settle import AdviserToSettle, advisers_to_settle
from matcher.web.project import ReviewRun
from matcher.web.redaction import reason_seen
from matcher.web.reviewer import Permissions
from matcher.wording import words
from matcher.wording.terms import LEADER, in_words
from matcher.wording.wording import day, flag, interests


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One line of a queue. `leader` is set where it links to a match, '' where it links to the school or trust."""

    id: str
    name: str
    region: str
    why: str
    since: str = ""
    leader: str = ""


@dataclass(frozen=True)
class LinesLater(Sequence[QueueLine]):
    """`number` lines that `make` gives when one is read: a summary only counts them."""

    number: int
    make: Callable[[], Sequence[QueueLine]]

    @cached_property
    def _made(self) -> tuple[QueueLine, ...]:
        return tuple(self.make())

    def __len__(self) -> int:
        return self.number

    @overload
    def __getitem__(self, place: int) -> QueueLine: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[QueueLine]: ...
    def __getitem__(self, place: int | slice) -> QueueLine | Sequence[QueueLine]:
        return self._made[place]


@dataclass(frozen=True, slots=True)
class Queue:
    name: str
    title: str
    about: str
    empty: str
    lines: Sequence[QueueLine]


def queues(run: ReviewRun, record: Record, permissions: Permissions, on: date) -> tuple[Queue, ...]:
    """The five queues on a day, redacted for the reader."""
    open_ = [x for x in match_lines(run, record, permissions, on) if x.state in BEFORE_DELIVERY]
    advised = advisers_to_settle(run, record, permissions, on)
    return (
        _cannot_tell(run, permissions),
        _not_checked(run, permissions, open_, advised, on),
        _sign_off(record, open_, advised),
        _exceptions(run, permissions),
        _longest_waiting(run, record, permissions, on),
    )


def _cannot_tell(run: ReviewRun, permissions: Permissions) -> Queue:
    found = [
        s
        for s in settling(run.finished.setup.assessments)
        if _in_run(run, s.assessment.region) and permissions.sees(s.assessment.region)
    ]
    lines = LinesLater(len(found), lambda: tuple(_unsettled(run, permissions, s) for s in found))
    counted = doubts(s.assessment for s in found).sentence
    about = f"{counted} Find it, put it in the registers, propose again. The cheapest to settle come first."
    none = in_words("Of every school and trust it is known whether it qualifies.")
    return Queue("cannot-tell", "Cannot tell", about, none, lines)


def _unsettled(run: ReviewRun, permissions: Permissions, settled: Settling) -> QueueLine:
    a: Assessment = settled.assessment
    why = f"{cause(cause_of(a))}. {reason_seen(run, permissions, a)} {_way(settled)}"
    return QueueLine(a.id, a.name, a.region, why)


def _way(settled: Settling) -> str:
    return f"{settled.heading}: {settled.way}."


def _in_run(run: ReviewRun, region: str) -> bool:
    return run.opened.policy.regions is None or region in run.opened.policy.regions


def _not_checked(
    run: ReviewRun, permissions: Permissions, lines: list[MatchLine], advised: Sequence[AdviserToSettle], on: date
) -> Queue:
    lines_of_queue = [
        _of_match(x, f"Interests {interests(x.pair.interests)}")
        for x in lines
        if x.state != APPOINTED and "not-checked" in x.flags
    ]
    lines_of_queue += _of_advisers(advised, NOT_CHECKED)
    about = (
        f"May be proposed, never appointed, until the {LEADER}'s interests have been checked and that is recorded."
        f" As of {day(on)}: a check that was fresh on the day of the run may be out of date by now."
        f"{_set_aside(run, permissions)}"
    )
    return Queue(
        "not-checked", "Not checked", about, f"Every proposed {LEADER}'s interests are checked.", tuple(lines_of_queue)
    )


def _set_aside(run: ReviewRun, permissions: Permissions) -> str:
    """Who is set aside among those that this reader's regions know, by name for whoever may see names."""
    people = [
        f"{x.name} ({x.id})" if permissions.reviewer.sees_names else x.id
        for x in set_aside_people(run.opened.world)
        if any(permissions.sees(region) for region in regions_of(x))
    ]
    if not people:
        return ""
    what = "a declared interest that bars is in a party that is not in the data, so that they are not proposed"
    return f" Set aside until the party is known: {', '.join(people)}; {what}."


def _sign_off(record: Record, lines: list[MatchLine], advised: Sequence[AdviserToSettle]) -> Queue:
    """Matches with an interest that the run flagged, or that a recorded check found."""
    lines_of_queue = []
    for x in (x for x in lines if x.state in ("proposed", "agreed")):
        why = [flag(f, labels.flag(f), x.pair.interests) for f in x.flags if f in SIGNED_OFF]
        if _outcome(record, x) == "conflict":
            why.append("The last check found a conflict of interest")
        if why:
            lines_of_queue.append(_of_match(x, "; ".join(why)))
    lines_of_queue += _of_advisers(advised, SIGNED_OFF)
    about = (
        f"What does not bar the pair and is the Regional Director's to judge: an interest, a journey without a road, or"
        f" {LEADER:a} whose own trust or school needs support."
    )
    return Queue("sign-off", "Sign-off", about, "No match has anything to sign off.", tuple(lines_of_queue))


def _of_advisers(advised: Sequence[AdviserToSettle], flags: Collection[str]) -> list[QueueLine]:
    """A line for each school whose adviser has one of these to settle; it leads to the school's own page."""
    found = ((x, [one.words for one in x.shown if one.name in flags]) for x in advised)
    return [QueueLine(x.id, x.name, x.region, f"{x.label}: {'; '.join(why)}") for x, why in found if why]


def _outcome(record: Record, x: MatchLine) -> str:
    """The outcome of the last recorded check of this leader; '' for none."""
    check = last_check(record, x.recipient.id, x.leader.id, date.max)
    return str(check["detail"]["outcome"]) if check else ""


def _of_match(x: MatchLine, why: str) -> QueueLine:
    return QueueLine(
        x.recipient.id, x.recipient.name, x.recipient.region, f"{x.leader_label}: {why}", leader=x.leader.id
    )


def _exceptions(run: ReviewRun, permissions: Permissions) -> Queue:
    region, name = run.opened.world.region_of, {a.id: a.name for a in run.finished.setup.assessments}
    lines_of_queue = [
        QueueLine(
            r.id,
            name.get(r.id, r.id),
            region.get(r.id, words.NOT_KNOWN),
            _request_text(r, permissions),
            day(r.received_on),
        )
        for r in run.opened.facts.requests
        if (r.outcome or "pending") == "pending"
        and _in_run(run, region.get(r.id, ""))
        and permissions.sees(region.get(r.id, ""))
    ]
    about = "Put forward by a school or a Regional Director, and neither approved nor refused yet."
    return Queue("exceptions", "Exceptions", about, "No request is waiting.", tuple(lines_of_queue))


def _request_text(request: Request, permissions: Permissions) -> str:
    if not permissions.reviewer.sees_names:
        return "(what was written is withheld)"
    by = f" Put forward by: {request.requested_by}." if request.requested_by else ""
    return f"{request.reason}.{by}"


def _longest_waiting(run: ReviewRun, record: Record, permissions: Permissions, on: date) -> Queue:
    """Eligible schools and trusts without an agreed match, longest waiting first, then by id."""
    match_states: dict[str, list[MatchState]] = {}
    for m in run.states(record):
        match_states.setdefault(m.match.recipient, []).append(m)
    as_at = run.opened.policy.as_at
    bodies = [
        r for r in run.opened.world.recipients if permissions.sees(r.region) and _waits(match_states.get(r.id, ()))
    ]
    bodies.sort(key=lambda r: (r.eligible_since or date.max, r.id))

    def lines_of_queue() -> Iterator[QueueLine]:
        for r in bodies:
            stand = [(m, state_words(run, record, permissions, m, on)) for m in match_states.get(r.id, ())]
            yield _waiting(r, _weeks(r.eligible_since, as_at), run, stand)

    lines = LinesLater(len(bodies), lambda: tuple(lines_of_queue()))
    about = f"Eligible, and school and {LEADER} have not both agreed to a match. The longest wait comes first."
    return Queue("longest-waiting", "Longest waiting", about, "Nobody is waiting.", lines)


def _waits(match_states: Iterable[MatchState]) -> bool:
    """Whether the recipient waits: nothing agreed, and support still wanted."""
    states = {m.state for m in match_states}
    wanted = all(m.refusal in ("", *SUPPORT_STILL_WANTED) for m in match_states)
    return wanted and states <= {PROPOSED, REFUSED, REPLACED}


def _waiting(body: Recipient, weeks: str, run: ReviewRun, matches: list[tuple[MatchState, str]]) -> QueueLine:
    """The queue line: what it waits for, linked to the open match if there is one. Each match with where it stands."""
    open_, stands = next(((m, said) for m, said in matches if m.state == PROPOSED), (None, ""))
    refused = [said for m, said in matches if m.state == REFUSED]
    if open_:
        text = f"{stands}."
    elif refused:
        text = f"{refused[-1]}. The next reserve is to be offered, or a new proposal made."
    else:
        unmatched = run.unmatched.get(body.id)
        text = (
            f"No match: {unmatched.reason}" if unmatched else "The match that was proposed is replaced by a later run."
        )
    leader = open_.match.leader if open_ else ""
    return QueueLine(body.id, body.name, body.region, weeks + text, day(body.eligible_since), leader)


def _weeks(since: date | None, as_at: date) -> str:
    if since is None:
        return "Not known since when. "
    return f"{words.count(max(1, (as_at - since).days // 7), 'week')} on {day(as_at)}. "
