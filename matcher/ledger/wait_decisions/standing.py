"""The waits that stand in a term, each with what was decided and whether it was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from matcher.ledger.history.last_published import last_published
from matcher.ledger.log.acts import APPROVE_WAIT, REFUSE_WAIT, REFUSED, REPLACED, TELL_OF_WAIT
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import Record
from matcher.runs.published import PublishedWait
from matcher.wording import wording
from matcher.wording.terms import RECIPIENT
from matcher.world import TERM_STARTS, last_day_of_term, season_of, term_day

YEAR_BEGINS = TERM_STARTS["autumn"][0]  # month
TO_DECIDE, APPROVED, REFUSED_WAIT = "to decide", "approved", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One school or trust that is asked to wait. `leader` could support it now; `decision` is the director's last line
    about it and `told` the line that says it was told since, each None where there is none."""

    term: str
    recipient: str
    leader: str
    region: str
    decision: LineBody | None = None
    told: LineBody | None = None
    stands: bool = True  # False where a later proposal of the term no longer asks it to wait

    @property
    def to_decide(self) -> bool:
        return self.stands and self.decision is None

    @property
    def state(self) -> str:
        if self.decision is None:
            return TO_DECIDE
        return APPROVED if self.decision["act"] == APPROVE_WAIT else REFUSED_WAIT

    @property
    def until(self) -> date | None:
        """The last day of an approved wait; None where it is not approved."""
        return until_of(self.decision) if self.decision is not None and self.state == APPROVED else None

    @property
    def words(self) -> str:
        """What was decided and told, without a name."""
        if self.decision is None and not self.stands:
            return "Nobody decided it, and a later proposal of the term does not ask it to wait"
        if self.decision is None:
            return "A named director has still to approve or refuse the wait"
        line = f"by a {self.decision['role']} on {wording.day(self.decision['on'])} (line {self.decision['seq']})"
        if self.until is None:
            return f"The wait was refused {line}: the next proposal does not ask it to wait"
        told = (
            f"told on {wording.day(self.told['on'])}"
            if self.told is not None
            else f"the {RECIPIENT} is still to be told"
        )
        return f"Approved until {wording.day(self.until)} {line}; {told}"


def until_of(body: LineBody) -> date:
    """The last day of a wait that this line approved: the one given, else the last that a term's wait may have."""
    return until_when(body["term"], date.fromisoformat(body["on"]), body["detail"].get("until"))


def until_when(term: str, decided: date, given: object) -> date:
    """The same of an approval of that day. `given`: the day in its text, or nothing."""
    return date.fromisoformat(str(given)) if given else last_day_of_wait(term, decided)


def last_day_of_wait(term: str, decided: date) -> date:
    """How long a run of this term may ask anybody to wait at most, where the wait is decided on that day: to the end of
    the run's term, or of the term in which the wait begins, the day after; never beyond the programme year."""
    begins = decided + timedelta(days=1)
    run_term, own_term = last_day_of_term(term), last_day_of_term(f"{season_of(begins)}-{begins.year}")
    starts = term_day(term)
    return min(max(run_term, own_term), last_day_of_term(f"summer-{starts.year + (starts.month >= YEAR_BEGINS)}"))


def waits_of(record: Record, term: str) -> tuple[Wait, ...]:
    """Those whom the last word of the term about their region asks to wait, and who have no open match since."""
    matched = {m.match.recipient for m in record.of_term(term) if m.state not in (REFUSED, REPLACED)}
    return _decided(record, term, (w for w in last_published(record, term).waits if w.recipient not in matched))


def waits_of_run(record: Record, run_id: str) -> tuple[Wait, ...]:
    """Those whom this published run asked to wait, whether or not a later proposal of its term still does."""
    run = record.run(run_id)
    if run is None:
        return ()
    standing = {w.recipient for w in waits_of(record, run.term)}
    found = _decided(record, run.term, run.waits)
    return tuple(replace(w, stands=w.recipient in standing) for w in found)


def _decided(record: Record, term: str, published: Iterable[PublishedWait]) -> tuple[Wait, ...]:
    """The waits by region, each with the term's last decision about it."""
    return tuple(
        sorted(
            (
                Wait(
                    term=term,
                    recipient=w.recipient,
                    leader=w.leader,
                    region=w.region,
                    decision=(decision := last_decision(record.waits, term, w.recipient)),
                    told=_told_since(record.waits, w.recipient, decision),
                )
                for w in published
            ),
            key=lambda w: (w.region, w.recipient),
        )
    )


def last_decision(lines: Iterable[LineBody], term: str, recipient: str) -> LineBody | None:
    """The last approval or refusal of this recipient's wait in the term."""
    decisions = (b for b in lines if b["act"] in (APPROVE_WAIT, REFUSE_WAIT) and b["term"] == term)
    return max((b for b in decisions if b["recipient"] == recipient), key=lambda b: int(b["seq"]), default=None)


def _told_since(lines: Iterable[LineBody], recipient: str, decision: LineBody | None) -> LineBody | None:
    if decision is None or decision["act"] != APPROVE_WAIT:
        return None
    told = (b for b in lines if b["act"] == TELL_OF_WAIT and b["recipient"] == recipient)
    return next((b for b in told if b["seq"] > decision["seq"]), None)


def to_decide(record: Record, term: str, region: str) -> tuple[Wait, ...]:
    """The waits of this region that no director has decided: its run is not final."""
    return tuple(w for w in waits_of(record, term) if w.region == region and w.decision is None)
