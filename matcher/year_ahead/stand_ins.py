"""The stand-ins of all futures as bodies of a world, each once however many futures hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.domain import Recipient
from matcher.world import Ints, World
from matcher.year_ahead.draw import StandIn


@dataclass(frozen=True, eq=False)
class StandIns:
    """`recipients` sorted by id; per recipient the month in which it comes and what matching it is worth; per future,
    the rows of its stand-ins."""

    drawn: tuple[StandIn, ...]
    recipients: tuple[Recipient, ...]
    months: tuple[str, ...]
    priorities: Ints
    by_future: Mapping[int, Ints]

    def alone(self, world: World) -> World:
        """The world with the stand-ins as its recipients: for finding who may support them."""
        return replace(world, recipients=self.recipients, memo={})

    def beside(self, world: World) -> World:
        """The world with today's recipients first and the stand-ins after them."""
        return replace(world, recipients=(*world.recipients, *self.recipients), memo={})


def stand_ins_of(drawn: Sequence[StandIn]) -> StandIns:
    """One recipient for each stand-in, month and priority; its id says the year it was really of.

    123456~2021~1~2023-02~3: the same body may come in another month of another future, and count for another number.
    """
    by_id = {_id(s): s for s in drawn}
    ids = sorted(by_id)
    row = {id: k for k, id in enumerate(ids)}
    futures: dict[int, list[int]] = {}
    for s in drawn:
        futures.setdefault(s.future, []).append(row[_id(s)])
    return StandIns(
        tuple(drawn),
        tuple(replace(by_id[id].arrival.recipient, id=id) for id in ids),
        tuple(by_id[id].month for id in ids),
        np.array([by_id[id].priority for id in ids], dtype=np.int64),
        {future: np.array(rows, dtype=np.int64) for future, rows in sorted(futures.items())},
    )


def _id(s: StandIn) -> str:
    return f"{s.arrival.recipient.id}~{s.from_year.starts.year}~{s.copy}~{s.month}~{s.priority}"
