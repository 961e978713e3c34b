"""The notes of a ledger as a case shows them: those about one school, trust or leader that have not expired."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from matcher.case.ledger_view import LedgerView
from matcher.case.records import CaseNote
from matcher.wording.messages import Reader


def notes_about(
    ledger: LedgerView, day: date, reader: Reader, *, recipient: str = "", leader: str = ""
) -> tuple[CaseNote, ...]:
    """In the order in which they were written. For a reader who may not see names, without text and writer."""
    live = (n for n in ledger.notes if day <= n.expires)
    mine = (n for n in live if (recipient and n.recipient_id == recipient) or (leader and n.leader_id == leader))
    return tuple(n if reader.names else replace(n, by="", text="") for n in mine)
