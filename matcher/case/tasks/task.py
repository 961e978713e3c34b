"""One task of a case, and the groups and states of tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BEFORE, ASK, DECIDE, DELIVER = "Before asking", "Ask", "Decide", "Deliver"
GROUPS = (BEFORE, ASK, DECIDE, DELIVER)
DONE, NOW, WAITING, BLOCKED = "done", "now", "waiting", "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTask:
    """One step of a case. `by` is the role whose turn it is; `act` the ledger's code that does it, '' for several.

    `status`: done (on `on`, by the role `done_by`), now, waiting for somebody's answer (`hint`), or blocked (`hint`
    says by what). `due` is the last day on which it is in time, None where no rule sets one.
    """

    code: str
    group: str
    title: str
    status: str
    act: str = ""
    by: str = "broker"
    on: date | None = None
    done_by: str = ""
    due: date | None = None
    hint: str = ""
    for_broker: bool = False  # a broker's task in a region without a broker: `by` has it instead
    step: int = 0  # of telling: the programme's step, by which bodies are told one after another

    def is_overdue(self, today: date) -> bool:
        return self.status in (NOW, WAITING) and self.due is not None and self.due < today

    @property
    def open(self) -> bool:
        return self.status != DONE
