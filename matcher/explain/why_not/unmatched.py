"""Who of a run has no match, and why: the run's table, each entry worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, ValuesView

from matcher.explain.why_not.unmatched_reasons import UnmatchedReasons
from matcher.result import Hold, Unmatched
from matcher.runs.finished import FinishedRun
from matcher.year_ahead.wait_words import HELD_GROUP, held, held_change


def unmatched_by_id(run: FinishedRun) -> Mapping[str, Unmatched]:
    """Recipient id -> why it was to be matched and is not, in id order; each worked out when it is asked for."""
    if "unmatched" not in run.memo:
        run.memo["unmatched"] = UnmatchedById(run)
    known: Mapping[str, Unmatched] = run.memo["unmatched"]
    return known


class UnmatchedById(Mapping[str, Unmatched]):
    """The run's table of who is not matched: one page asks for one entry, and all of England's take half a second."""

    def __init__(self, run: FinishedRun) -> None:
        setup, self._holds = run.setup, run.holds
        self._reasons = UnmatchedReasons(
            setup.world, setup.candidates, setup.problem, run.chosen, setup.rulebook, run.room
        )
        self._rows = {setup.world.recipients[row].id: row for row in self._reasons.rows()}
        self._made: dict[str, Unmatched] = {}

    def __getitem__(self, id_: str) -> Unmatched:
        if id_ not in self._made:
            self._made[id_] = _or_held(self._reasons.answer(self._rows[id_]), self._holds)
        return self._made[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def values(self) -> ValuesView[Unmatched]:
        """Whoever asks for all of them waits a third of the time: their journeys are worked out together."""
        self._reasons.know_journeys(row for id_, row in self._rows.items() if id_ not in self._made)
        return super().values()


def _or_held(entry: Unmatched, holds: Mapping[str, Hold]) -> Unmatched:
    """The entry, or that the body is asked to wait for the year ahead."""
    hold = holds.get(entry.recipient_id)
    if hold is None:
        return entry
    return Unmatched(entry.recipient_id, held(hold), held_change(hold), HELD_GROUP)
