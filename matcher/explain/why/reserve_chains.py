"""Reserves through another match: who could step in if one other school, which has not been asked, took another leader.

Only for a match that has no reserve as things stand. Each chain keeps every limit, checked exactly, and is priced in
goals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from matcher.explain.bodies import body
from matcher.explain.why.consequence import GoalChange, goal_changes, goal_sentence
from matcher.explain.why.reserves import AT_MOST, free_of_conflicts
from matcher.result import Candidates, ReserveChain
from matcher.runs.finished import FinishedRun
from matcher.wording.messages import BodyRef, LeaderRef, Message, message

FIRST_CHOICES = 12  # so many other leaders of a school are tried, best fit first


def reserve_chains(
    run: FinishedRun, candidates: Candidates, reserves: Mapping[str, Sequence[str]]
) -> Mapping[str, tuple[ReserveChain, ...]]:
    """Recipient id -> up to three chains, the least costly first, for those matched without a reserve.

    A pair that people fixed, agreed or said yes to is no part of any chain.
    """
    search = _Search(run, candidates)
    ids = [r.id for r in run.world.recipients]
    rows = [row for row in run.match_of if not reserves.get(ids[row]) and ids[row] not in search.asked]
    found = ((ids[row], tuple(search.chains(row))) for row in sorted(rows))
    return {id: chains for id, chains in found if chains}


def chains_for(run: FinishedRun, candidates: Candidates, recipient: str) -> tuple[ReserveChain, ...]:
    """The chains of one matched school or trust, whether or not it has a reserve; none where people fixed its pair."""
    row, search = run.world.recipient_row[recipient], _Search(run, candidates)
    return tuple(search.chains(row)) if row in run.match_of and recipient not in search.asked else ()


class _Search:
    def __init__(self, run: FinishedRun, candidates: Candidates) -> None:
        policy = run.policy
        self.run = run
        self.asked = {p.recipient_id for p in (*policy.pins, *policy.yeses)}
        problem, chosen = run.problem, run.chosen
        self.matrix, self.room = problem.matrix, problem.at_most - problem.matrix @ chosen.astype(np.int64)
        self.open = free_of_conflicts(candidates) & problem.choices.is_match & ~chosen
        self.by_leader: dict[int, list[int]] = {}
        for recipient, match in run.match_of.items():
            if run.world.recipients[recipient].id not in self.asked:
                self.by_leader.setdefault(int(problem.choices.provider[match]), []).append(match)

    def chains(self, row: int) -> Iterator[ReserveChain]:
        """The best chain for each leader who could step in, of all of them the three that cost least."""
        own = self.run.match_of[row]
        best: dict[str, tuple[tuple[int, ...], ReserveChain]] = {}
        for other in self._others(row, own):
            for moved in self.by_leader.get(int(self.run.choices.provider[other]), ()):
                for instead in self._others(int(self.run.choices.recipient[moved]), moved):
                    if self._lends(instead, own, moved) and self._fits((other, instead), (own, moved)):
                        rank, chain = self._priced(other, instead, own, moved)
                        if chain.leader not in best or rank < best[chain.leader][0]:
                            best[chain.leader] = rank, chain
        yield from (chain for _, chain in sorted(best.values(), key=lambda one: (one[0], one[1].leader))[:AT_MOST])

    def _others(self, row: int, match: int) -> list[int]:
        """The recipient's other choices, free of conflicts, best fit first; not with its own leader."""
        c, own = self.run.choices, self.run.choices_for(row)
        own = own[self.open[own] & (c.provider[own] != c.provider[match])]
        far = np.where(c.metres[own] < 0, np.iinfo(np.int64).max, c.metres[own])
        return [int(k) for k in own[np.lexsort((own, far, -c.fit[own]))][:FIRST_CHOICES]]

    def _lends(self, instead: int, own: int, moved: int) -> bool:
        """Not the leader who has just been refused, nor the one who is to step in."""
        provider = self.run.choices.provider
        return int(provider[instead]) not in (int(provider[own]), int(provider[moved]))

    def _fits(self, added: tuple[int, int], removed: tuple[int, int]) -> bool:
        """Whether every limit holds after the exchange, but those that fix the leader who has gone."""
        change = np.zeros(len(self.room), dtype=np.int64)
        for sign, choices in ((1, added), (-1, removed)):
            for k in choices:
                start, end = self.matrix.indptr[k], self.matrix.indptr[k + 1]
                np.add.at(change, self.matrix.indices[start:end], sign * self.matrix.data[start:end])
        return bool((change[change > 0] <= self.room[change > 0]).all())

    def _priced(self, other: int, instead: int, own: int, moved: int) -> tuple[tuple[int, ...], ReserveChain]:
        problem, chosen = self.run.problem, self.run.chosen.copy()
        chosen[[own, moved]], chosen[[other, instead]] = False, True
        values = problem.values(chosen)
        worse = tuple(v if o.sense == "least" else -v for o, v in zip(problem.objectives, values, strict=True))
        after = {o.goal: v for o, v in zip(problem.objectives, values, strict=True)}
        goals = tuple(change for change in goal_changes(self.run, after) if change.goal != "canonical")
        leader, moved_to = self.run.leader(other).id, self.run.leader(instead).id
        said = _said(leader, body(self.run.world, self.run.recipient(moved).id), moved_to, goals)
        return worse, ReserveChain(leader, self.run.recipient(moved).id, moved_to, said)


def _said(leader: str, moved: BodyRef, moved_to: str, goals: tuple[GoalChange, ...]) -> Message:
    """Who, if which school takes whom, and the first goal that it would change."""
    text = message(
        "{leader}, if {moved} takes {instead}", leader=LeaderRef(leader), moved=moved, instead=LeaderRef(moved_to)
    )
    return message("{chain} ({price})", chain=text, price=goal_sentence(goals[0])) if goals else text
