"""What was known about one school or trust at a moment: ledger lines, personal texts and the runs published by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.case.ledger_view import is_about
from matcher.ledger.history.passages import ADVISER, NAME, REASON, WHO, Entry, Passage, RedactableText
from matcher.ledger.history.run_as_published import RunAsPublished
from matcher.ledger.log.acts import ACT, CANNOT_ANY, OF_LEADER, PAIR_CONSTRAINT_ACTS, TELL_OF_SUPPORT, act_words
from matcher.ledger.log.as_at import AsAt, recorded_on
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import MatchState, Record
from matcher.runs.published import PublishedRun
from matcher.wording.terms import LEADER
from matcher.wording.wording import day


@dataclass(frozen=True, eq=False)
class KnownOnDay:
    """The source of a story: the record at the moment, its lines, personal texts by digest, and the runs."""

    recipient: str
    moment: AsAt
    record: Record
    words: Mapping[str, str]
    erased: Mapping[str, str]  # digest -> when its words were erased, in words
    runs: tuple[tuple[PublishedRun, RunAsPublished], ...]

    @property
    def matches(self) -> tuple[MatchState, ...]:
        return tuple(m for m in self.record.matches.values() if m.match.recipient == self.recipient)

    @property
    def leaders(self) -> tuple[str, ...]:
        """Ids of the leaders ever proposed, offered, fixed or ruled out for this recipient, in order of appearance."""
        proposed = (m.leader for run, _ in self.runs for m in run.matches if m.recipient == self.recipient)
        match_state = (m.match.leader for m in self.matches)
        constrained = (b["leader"] for b in self.record.pair_constraints if b["recipient"] == self.recipient)
        return tuple(dict.fromkeys((*proposed, *match_state, *constrained)))

    def is_about(self, body: LineBody) -> bool:
        """Whether this act is about the recipient, or about one of its leaders in general."""
        if body["act"] not in ACT:
            return False
        if ACT[body["act"]].about == "adviser" and not body["recipient"]:
            mine = (s for s in self.record.advisers.values() if s.recipient == self.recipient)
            return any(body["leader"] == s.adviser for s in mine)
        general = body["act"] == CANNOT_ANY or (body["act"] in OF_LEADER and not body["recipient"])
        of_leader = general and body["leader"] in self.leaders
        return of_leader or is_about(body, self.recipient)

    def mended(self) -> dict[int, str]:
        """Line number -> note on the later line, known at the moment, that corrected it."""
        mends = (line.body for line in self.moment.known_lines if line.body["act"] == "mend")
        return {
            b["detail"]["line"]: f"taken back by line {b['seq']}, written down on {day(recorded_on(b))}" for b in mends
        }

    def leader(self, id_: str) -> RedactableText:
        """A leader by id and name; in a disclosure only by a letter."""
        place = self.leaders.index(id_) if id_ in self.leaders else -1
        letter = (
            f"{LEADER} {chr(65 + place)}"
            if 0 <= place < 26
            else f"{LEADER} {place + 1}"
            if place > 0
            else f"{LEADER:a}"
        )
        name = next((n for _, t in reversed(self.runs) if (n := t.leader_name(id_))), "")
        return RedactableText(f"{LEADER} {id_}" + (f", {name}" if name else ""), WHO, letter)

    def adviser(self, id_: str) -> RedactableText:
        """An adviser by id; in a disclosure not even that."""
        return RedactableText(f"adviser {id_}", ADVISER, "an adviser")


def act_entry(body: LineBody, snapshot: KnownOnDay, mended: str = "") -> Entry:
    """One act as an entry: the act, the leader, the person with their role, and the reason."""
    passages: list[Passage] = [act_words(body["act"])]
    if body["leader"]:
        of_adviser = body["act"] in ACT and ACT[body["act"]].about == "adviser"
        passages += [", ", snapshot.adviser(body["leader"]) if of_adviser else snapshot.leader(body["leader"])]
    detail = _detail(body)
    passages += [
        f" ({detail})" if detail else "",
        "; by ",
        _who(body, snapshot),
        f", {body['role']}. Why: ",
        _why(body, snapshot),
    ]
    return Entry(tuple(passages), body["on"], str(recorded_on(body)), body["seq"], mended)


def _detail(body: LineBody) -> str:
    """Numbers, words of fixed sets, and the name of a body that was told of support; never a person's."""
    detail = body["detail"]
    if body["act"] in ("offer-reserve", *PAIR_CONSTRAINT_ACTS):
        return ""
    words = {
        "days": "{} days",
        "travel_km": "up to {} km",
        "whom": "{}",
        "outcome": "{}",
        "line": "line {}",
        "explored": "trusts talked about: {}",
    }
    details = [text.format(detail[key]) for key, text in words.items() if key in detail]
    details += [f"until {day(detail['until'])}"] if detail.get("until") else []
    details += [detail["name"]] if body["act"] == TELL_OF_SUPPORT and detail.get("name") else []
    return ", ".join([*details, *(["out of order"] if detail.get("out_of_order") else [])])


def _who(body: LineBody, snapshot: KnownOnDay) -> Passage:
    if body["who"] in snapshot.erased:
        return f"a person whose name was {snapshot.erased[body['who']]}"
    return RedactableText(
        f"{snapshot.words.get(body['who'], 'a person whose name is gone')} ({body['by']})", NAME, "a person"
    )


def _why(body: LineBody, snapshot: KnownOnDay) -> Passage:
    if body["why"] in snapshot.erased:
        return f"({snapshot.erased[body['why']]})"
    return RedactableText(snapshot.words.get(body["why"], "(the words are gone)"), REASON)
