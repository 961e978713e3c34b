"""The share of decided proposals that people changed: in all, by term, region, act and whose reason it was."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.ledger.log.acts import FINISHED, FORBID, FROZEN, PIN, REFUSED, STOPPED, act_words
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import MatchState, Record
from matcher.wording.terms import in_words

KEPT, CHANGED, OPEN = "kept", "changed", "open"
CONFLICT = "interests-checked"
WHOSE = {
    "school-wants-no-support": "the school's or trust's",
    "school-wants-another-leader": "the school's or trust's",
    "leader-cannot": "the leader's",
    "leader-cannot-any": "the leader's",
    "leader-withdraws": "the leader's",
    "director-says-no": "the director's",
    FORBID: "the broker's or director's, before anybody was asked",
    PIN: "the broker's or director's, before anybody was asked",
    CONFLICT: "a conflict of interest",
}
_WORDS = {PIN: "another leader was fixed for it", CONFLICT: "a check found a conflict of interest"}
COLUMNS = ("by", "value", "proposed", "decided", "changed", "share_changed")


@dataclass(frozen=True, slots=True)
class ProposalOutcome:
    """What became of one proposal: a pair that a run published in a term. `act` is what changed it, '' for nothing."""

    term: str
    region: str
    became: str
    act: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """One row. Of an act or a reason, `proposed` and `decided` are those of the whole ledger."""

    by: str  # all, term, region, act or reason
    value: str
    proposed: int
    decided: int
    changed: int

    @property
    def share(self) -> str:
        """Of those decided, in thousandths; '' where nobody decided anything."""
        return f"{self.changed / self.decided:.3f}" if self.decided else ""

    def __str__(self) -> str:
        if not self.decided:
            return "none decided yet"
        return f"{self.changed} of {self.decided} decided ({100 * self.changed / self.decided:.0f} %)"


def outcomes(record: Record) -> tuple[ProposalOutcome, ...]:
    """Every pair that a run published, once for its term; not those that people offered from the reserves."""
    published = {(run.term, m.recipient, m.leader) for run in record.runs for m in run.matches}
    return tuple(_outcome(record.matches[key], record) for key in sorted(published))


def _outcome(match_state: MatchState, record: Record) -> ProposalOutcome:
    act = _changed_by(match_state, record)
    is_kept = match_state.state in (*FROZEN, FINISHED, STOPPED)
    return ProposalOutcome(
        match_state.term, match_state.match.region, CHANGED if act else KEPT if is_kept else OPEN, act
    )


def _changed_by(match_state: MatchState, record: Record) -> str:
    """The act by which people changed the proposal; '' where they did not, or a run replaced it of its own accord."""
    if match_state.state == REFUSED:
        return match_state.refusal
    if match_state.state in (*FROZEN, FINISHED, STOPPED):
        return ""
    m = match_state.match
    for body in record.in_force(match_state.term):
        if body["recipient"] == m.recipient and (body["act"] == FORBID) == (body["leader"] == m.leader):
            return str(body["act"])
    if any(b["recipient"] == m.recipient and b["leader"] == m.leader and _conflict(b) for b in record.checks):
        return CONFLICT
    withdrew = record.withdrawn.get(m.leader)
    return "leader-withdraws" if withdrew and withdrew["term"] == match_state.term else ""


def _conflict(body: LineBody) -> bool:
    return bool(body["detail"]["outcome"] == "conflict")


def shares(record: Record) -> tuple[Share, ...]:
    """The whole, then by term, by region, by act, and by whose reason it was, where there is any."""
    all_ = outcomes(record)
    decided = sum(o.became != OPEN for o in all_)
    acts = Counter(o.act for o in all_ if o.act)
    reasons = Counter(in_words(WHOSE[o.act]) for o in all_ if o.act)
    return (
        _share("all", "every proposal", all_),
        *(_share("term", term, (o for o in all_ if o.term == term)) for term in sorted({o.term for o in all_})),
        *(_share("region", name, (o for o in all_ if o.region == name)) for name in sorted({o.region for o in all_})),
        *(Share("act", _words(act), len(all_), decided, n) for act, n in acts.most_common()),
        *(Share("reason", whose, len(all_), decided, n) for whose, n in reasons.most_common()),
    )


def _words(act: str) -> str:
    return in_words(_WORDS.get(act) or act_words(act))


def _share(by: str, value: str, proposals: Iterable[ProposalOutcome]) -> Share:
    mine = tuple(proposals)
    decided = sum(o.became != OPEN for o in mine)
    return Share(by, value, len(mine), decided, sum(o.became == CHANGED for o in mine))


def shares_csv(record: Record) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((s.by, s.value, s.proposed, s.decided, s.changed, s.share) for s in shares(record))
    return out.getvalue()


def share_lines(record: Record) -> Iterator[str]:
    """The table as lines, for a terminal."""
    heading = ""
    for row in shares(record):
        if row.by != heading:
            heading = row.by
            yield _HEADINGS[heading]
        yield f"  {row.value}: {row}" + (f", {row.proposed} proposed" if heading in ("all", "term", "region") else "")


_HEADINGS = {
    "all": "Proposals that people changed",
    "term": "By term",
    "region": "By region",
    "act": "By what was done, of all that were decided",
    "reason": "By whose reason it was, of all that were decided",
}


def changed_in_short(record: Record) -> str:
    """One sentence for a report; '' where nobody has decided about any proposal."""
    rows = shares(record)
    if not rows[0].decided:
        return ""
    why = "; ".join(f"{row.changed} {row.value}" for row in rows if row.by == "act")
    return f"Of the proposals so far people changed {rows[0]}" + (f": {why}" if why else "")
