"""What people recorded about a school or trust, or about a leader, in the order of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from matcher.case.ledger_view import LedgerView, LineBody, is_about, on, until_of
from matcher.case.records import RecordedAct
from matcher.wording.messages import EVERYTHING, Reader
from matcher.wording.wording import NOT_ON_RECORD


def acts_of(
    id: str, ledger: LedgerView, reader: Reader = EVERYTHING, leaders: frozenset[str] = frozenset()
) -> tuple[RecordedAct, ...]:
    """Every line about the school or trust, of whatever act, leader and term, in the order of the ledger; that a body
    was told of support to it is among them, and what its `leaders` said in general: a declaration, other days or
    travel, an absence, a withdrawal."""
    own = {body["seq"]: body for body in ledger.lines if is_about(body, id)}
    matches = (*ledger.matches, *ledger.of_other_terms)
    own |= {body["seq"]: body for m in matches if m.match.recipient == id for body in m.acts}
    general = {body["seq"]: body for body in _in_general(ledger) if body["leader"] in leaders}
    return tuple(_act(body, ledger, reader) for _, body in sorted((general | own).items()))


def acts_without_texts(lines: Iterable[LineBody]) -> tuple[RecordedAct, ...]:
    """These lines as acts, without who wrote them and why: enough for what is done and what is next."""
    return tuple(_act(body, LedgerView(), Reader(names=False)) for body in lines)


def acts_of_leader(id: str, ledger: LedgerView, reader: Reader = EVERYTHING) -> tuple[RecordedAct, ...]:
    """Every act about the leader in general, or in a match of the reader's regions, in the order of the ledger."""
    matches = (*ledger.matches, *ledger.of_other_terms)
    mine = (m for m in matches if m.match.leader == id and reader.sees(m.match.region))
    bodies = {body["seq"]: body for m in mine for body in m.acts}
    about = {body["seq"]: body for body in _in_general(ledger) if body["leader"] == id}
    return tuple(_act(body, ledger, reader) for _, body in sorted((bodies | about).items()))


def _in_general(ledger: LedgerView) -> Iterator[LineBody]:
    """What leaders said, and checks of their interests, about no school or trust in particular."""
    lines = (*ledger.checks, *ledger.leader_changes, *ledger.withdrawn.values(), *ledger.away.values())
    return (body for body in lines if not body["recipient"])


def _act(body: LineBody, ledger: LedgerView, reader: Reader) -> RecordedAct:
    detail = body.get("detail") or {}
    return RecordedAct(
        seq=int(body["seq"]),
        on=on(body),
        act=body["act"],
        leader_id=body["leader"],
        by=ledger.texts.get(body["who"], NOT_ON_RECORD) if reader.names else "",
        role=body["role"],
        reason=ledger.texts.get(body["why"], NOT_ON_RECORD) if reader.names else "",
        whom=_whom(body["act"], detail),
        until=until_of(body),
        recipient_id=body["recipient"],
    )


def _whom(act: str, detail: Mapping[str, Any]) -> str:
    """Who was told: the kind of addressee, and the body's name where the line holds it; what a check found; what the
    leader offers now."""
    if act == "interests-checked":
        return str(detail.get("outcome", ""))
    if act == "leader-changed":
        offers = {"days": "{} days", "travel_km": "up to {} km"}
        return ", ".join(text.format(detail[key]) for key, text in offers.items() if key in detail)
    told = (detail.get("whom"), detail.get("name")) if act in ("tell", "tell-of-support") else ()
    return " ".join(str(part) for part in told if part)
