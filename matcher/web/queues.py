"""Five lists of what waits for somebody: cannot tell, not checked, sign-off, exceptions, longest waiting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from matcher import words
from matcher.domain import Recipient, Request
from matcher.ledger import MatchState, Record, act_words
from matcher.ledger.acts import APPOINTED, BEFORE_DELIVERY, PROPOSED, REFUSED, REPLACED, SUPPORT_STILL_WANTED
from matcher.ledger.checks import last_check
from matcher.report.words import cause
from matcher.web.elsewhere import ours
from matcher.web.matches import MatchLine, match_lines
from matcher.web.project import ShownRun
from matcher.web.reading import day
from matcher.web.reviewer import Standing

FOR_SIGN_OFF = ("sign-off", "own-interest", "broker-interest")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of a queue. `match` is set where it leads to a match, `body` where it leads to a school or trust."""

    id: str
    name: str
    region: str
    why: str
    since: str = ""
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    name: str
    title: str
    about: str
    empty: str
    lines: tuple[Waiting, ...]


def queues(run: ShownRun, record: Record, standing: Standing, on: date) -> tuple[Queue, ...]:
    """What waits on a day: declarations age, and checks renew them."""
    open_ = [x for x in match_lines(run, record, standing) if x.state in BEFORE_DELIVERY]
    found = (
        _cannot_tell(run, standing),
        _not_checked(run, record, open_, on),
        _sign_off(record, open_),
        _exceptions(run, standing),
        _longest_waiting(run, record, standing),
    )
    return tuple(replace(q, lines=tuple(replace(x, why=ours(run, standing, x.why)) for x in q.lines)) for q in found)


def _cannot_tell(run: ShownRun, standing: Standing) -> Queue:
    found = [
        Waiting(a.id, a.name, a.region, f"{cause(a.cause or a.verdict.cause)}. {a.verdict.reason}")
        for a in run.finished.posed.assessments
        if a.verdict.answer == "cannot tell" and _in_run(run, a.region) and standing.sees(a.region)
    ]
    about = "A fact is missing that would decide whether they qualify. Find it, put it in the registers, propose again."
    return Queue("cannot-tell", "Cannot tell", about, "Every body's eligibility is known.", tuple(found))


def _in_run(run: ShownRun, region: str) -> bool:
    return run.opened.policy.regions is None or region in run.opened.policy.regions


def _not_checked(run: ShownRun, record: Record, lines: list[MatchLine], on: date) -> Queue:
    found = [
        _of_match(x, "Interests of this leader are not checked, out of date or expired")
        for x in lines
        if x.state != APPOINTED and "not-checked" in run.flags_on(record, x.recipient.id, x.leader.id, on)
    ]
    about = (
        "May be proposed, never appointed, until the leader's interests have been checked and that is recorded."
        f" This list is as of {day(on)}: a check that was fresh on the day of the run may be out of date by now."
    )
    return Queue("not-checked", "Not checked", about, "Every proposed leader's interests are checked.", tuple(found))


def _sign_off(record: Record, lines: list[MatchLine]) -> Queue:
    """Those with an interest that the run flagged, or that a check found since."""
    found = []
    for x in (x for x in lines if x.state in ("proposed", "agreed")):
        why = [words.flag(f) for f in x.flags if f in FOR_SIGN_OFF]
        if _outcome(record, x) in ("sign-off", "conflict"):
            why.append(f"The last check found: {_outcome(record, x)}")
        if why:
            found.append(_of_match(x, "; ".join(why)))
    about = (
        "An interest that does not bar the pair, of the leader or of somebody who brokers."
        " The Regional Director judges it."
    )
    return Queue("sign-off", "Sign-off", about, "No match has an interest to sign off.", tuple(found))


def _outcome(record: Record, x: MatchLine) -> str:
    """What the last recorded check of this leader found; '' where there is none."""
    found = last_check(record, x.recipient.id, x.leader.id, date.max)
    return str(found["detail"]["outcome"]) if found else ""


def _of_match(x: MatchLine, why: str) -> Waiting:
    return Waiting(x.recipient.id, x.recipient.name, x.recipient.region, f"{x.who}: {why}", leader=x.leader.id)


def _exceptions(run: ShownRun, standing: Standing) -> Queue:
    region, name = run.opened.world.region_of, {a.id: a.name for a in run.finished.posed.assessments}
    found = [
        Waiting(r.id, name.get(r.id, r.id), region.get(r.id, words.NOT_KNOWN), _asked(r, standing), day(r.received_on))
        for r in run.opened.facts.requests
        if (r.outcome or "pending") == "pending"
        and _in_run(run, region.get(r.id, ""))
        and standing.sees(region.get(r.id, ""))
    ]
    about = "Put forward by a school or a Regional Director, and neither approved nor refused yet."
    return Queue("exceptions", "Exceptions", about, "No request is waiting.", tuple(found))


def _asked(request: Request, standing: Standing) -> str:
    if not standing.reviewer.sees_names:
        return "(what was written is withheld)"
    by = f" Put forward by: {request.requested_by}." if request.requested_by else ""
    return f"{request.reason}.{by}"


def _longest_waiting(run: ShownRun, record: Record, standing: Standing) -> Queue:
    """Eligible bodies without a match, or with one that nobody has agreed to yet, the longest first."""
    held: dict[str, list[MatchState]] = {}
    for m in run.states(record):
        held.setdefault(m.match.recipient, []).append(m)
    as_at = run.opened.policy.as_at
    bodies = [r for r in run.opened.world.recipients if standing.sees(r.region) and _waits(held.get(r.id, ()))]
    bodies.sort(key=lambda r: (r.eligible_since or date.max, r.id))
    found = [_waiting(r, _weeks(r.eligible_since, as_at), run, held.get(r.id, ())) for r in bodies]
    about = "Eligible, and nobody has agreed to a match yet. The longest wait comes first."
    return Queue("longest-waiting", "Longest waiting", about, "Nobody is waiting.", tuple(found))


def _waits(held: Iterable[MatchState]) -> bool:
    """Not where somebody agreed to something, and not where no support is wanted."""
    states = {m.state for m in held}
    wanted = all(m.refusal in ("", *SUPPORT_STILL_WANTED) for m in held)
    return wanted and states <= {PROPOSED, REFUSED, REPLACED}


def _waiting(body: Recipient, weeks: str, run: ShownRun, held: Iterable[MatchState]) -> Waiting:
    """What it waits for; a match that is open is what its line leads to."""
    open_ = next((m for m in held if m.state == PROPOSED), None)
    refused = [m for m in held if m.state == REFUSED]
    if open_:
        said = "A match is proposed."
    elif refused:
        said = f"Refused: {act_words(refused[-1].refusal)}. The next reserve is to be offered, or a new proposal made."
    else:
        found = run.unmatched.get(body.id)
        said = f"No match: {found.reason}" if found else "The match that was proposed is replaced by a later run."
    leader = open_.match.leader if open_ else ""
    return Waiting(body.id, body.name, body.region, weeks + said, day(body.eligible_since), leader)


def _weeks(since: date | None, as_at: date) -> str:
    if since is None:
        return "Not known since when. "
    return f"{words.count(max(1, (as_at - since).days // 7), 'week')} on {day(as_at)}. "
