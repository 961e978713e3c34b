"""Why each recipient without a match has none, and the smallest change that would allow one, all others unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from matcher.explain.bodies import by_id, subject_of, why
from matcher.explain.why_not.full_limits import entries_of
from matcher.explain.why_not.nobody_may import why_nobody_may
from matcher.journeys import journey_suffix, know_journeys
from matcher.plan import Pairs, Problem
from matcher.result import Candidates, Unmatched
from matcher.rules.base import PairRule, Rulebook
from matcher.rules.goals.coverage import priority_of
from matcher.rules.limits.leader_days import days_left
from matcher.rules.pairs.distance.nearness import nearness
from matcher.rules.pairs.distance.travel import limit_metres
from matcher.rules.supporters import serves
from matcher.runs.overruns import WITH_ADVISER, overruns, shortfall
from matcher.runs.year_ahead.kept import KeptRoom
from matcher.wording.messages import (
    NOTHING,
    Count,
    Distance,
    LeaderRef,
    Listed,
    Message,
    Money,
    message,
    plain,
)
from matcher.wording.terms import LEADER
from matcher.world import Bools, Ints, World, metres_between
from matcher.year_ahead.even_release import releases_evenly
from matcher.year_ahead.wait_words import KEPT_GROUP, KEPT_ROOM, RELEASED, kept_change

NO_ADVISER = "No adviser can be given to it, and an organisation and an adviser go together"

NO_PRIORITY = "Its priority is 0, so matching it counts for nothing in this scenario"
NOT_FOUND = "A match is possible and the search ended before choosing it: see how far each goal was proved"
NOT_FOUND_OR_LOST = (
    "A match is possible, and either a goal was allowed to give it up for a later one or the search ended before"
    " choosing it: see the goals, and how far each was proved"
)

BEYOND = 2  # a change of rules is no help where the journey is longer than so many times anybody's limit
Reason = tuple[str, str]  # in full, and without its numbers


@dataclass(eq=False)
class UnmatchedReasons:
    """The answers of one plan, each worked out when it is asked for."""

    world: World
    candidates: Candidates
    problem: Problem
    chosen: Bools
    rulebook: Rulebook
    room: KeptRoom = field(default_factory=dict)  # what the run keeps for those who come later

    def rows(self) -> list[int]:
        """Those not matched."""
        choices = self.problem.choices
        matched = set(choices.recipient[self.chosen & serves(self.world, choices)].tolist())
        return [row for row in range(len(self.world.recipients)) if row not in matched]

    def know_journeys(self, rows: Iterable[int]) -> None:
        """Works out together the journeys that the answers of these recipients name."""
        asked = ((row, self._cheapest(own)) for row in rows if len(own := self._choices_of(row)) and self._is_full(own))
        know_journeys(self.world, [(row, int(self.problem.choices.provider[choice])) for row, choice in asked])

    def answer(self, row: int) -> Unmatched:
        rows = self._choices_of(row)
        (reason, group), change = self._no_room(row, rows) if len(rows) else self._no_leader(row)
        return Unmatched(self.world.recipients[row].id, reason, change, group)

    @cached_property
    def _starts(self) -> Ints:
        """Offsets of each recipient's choices: matches come first and are sorted by recipient."""
        choices = self.problem.choices
        return np.searchsorted(
            choices.recipient[: int(choices.is_match.sum())], np.arange(len(self.world.recipients) + 1)
        )

    def _choices_of(self, row: int) -> Ints:
        return np.arange(self._starts[row], self._starts[row + 1])

    # The rules allow some leader, and the limits leave no room.

    @cached_property
    def _overruns(self) -> dict[int, list[tuple[int, int, int]]]:
        """Choice -> (limit, row, overrun) of every row it would break."""
        by_choice: dict[int, list[tuple[int, int, int]]] = {}
        over = overruns(self.problem, self.chosen)
        for limit, row, choice, by in zip(
            *(x.tolist() for x in (over.limit, over.row, over.choice, over.by)), strict=True
        ):
            by_choice.setdefault(choice, []).append((limit, row, by))
        return by_choice

    def _no_room(self, row: int, rows: Ints) -> tuple[Reason, Message]:
        short = Counter(self._scarce_resources(choice) for choice in rows.tolist())
        if not self._is_full(rows):
            return self._left_out(row, rows)
        leaders, kinds = len(set(self.problem.choices.provider[rows].tolist())), set(short)
        one = f"The one {LEADER} who may support it has"
        who = one if leaders == 1 else f"The {leaders:,} {LEADER:s} who may support it have"
        group = self._shortage_reason(f"The {LEADER:s} who may support it have", kinds)
        return (self._shortage_reason(who, kinds), group), self._cheapest_change(rows)

    def _scarce_resources(self, choice: int) -> frozenset[str]:
        limits = self.problem.limits
        return frozenset(self._short_of[limits[k].rule] for k, _, _ in self._overruns.get(choice, []))

    @cached_property
    def _short_of(self) -> dict[str, str]:
        return {rule.name: rule.short_of for rule in self.rulebook.limits}

    def _left_out(self, row: int, rows: Ints) -> tuple[Reason, Message]:
        """Somebody has the days and the room for it today: what is kept for later, its priority, or the search."""
        if priority_of(self.world.recipients[row], self.world.policy) <= 0:
            return (NO_PRIORITY, NO_PRIORITY), NOTHING
        free = [c for c in rows.tolist() if c not in self._overruns]
        if all(self._is_kept(c) for c in free):
            near = min(free, key=lambda c: (self.problem.choices.metres[c] < 0, self.problem.choices.metres[c], c))
            return (KEPT_ROOM, KEPT_GROUP), kept_change(self.world.leaders[int(self.problem.choices.provider[near])].id)
        if releases_evenly(self.world.policy, self.rulebook.counts_days):
            return (RELEASED, RELEASED), NOTHING
        reason = NOT_FOUND if not any(o.may_lose for o in self.problem.objectives) else NOT_FOUND_OR_LOST
        return (reason, reason), NOTHING

    def _is_kept(self, choice: int) -> bool:
        """Whether what the drawn futures use of some limit, beside this plan, leaves no room for the choice."""
        return any(
            limit.used(self.chosen)[row] + weight + self.room.get((limit.rule, limit.subject[row]), 0)
            > limit.at_most[row]
            for limit in self.problem.limits
            if limit.rule in {rule for rule, _ in self.room}
            for row, weight in entries_of(limit, choice)
            if weight > 0
        )

    @staticmethod
    def _shortage_reason(who: str, kinds: set[frozenset[str]]) -> str:
        always = frozenset.intersection(*kinds)
        if "money" in always and always == {"money"} and kinds == {frozenset({"money"})}:
            return f"{who} days, but the money that is left does not pay for a match"
        if frozenset({"money"}) in kinds and "money" in always:
            return f"{LEADER:Ca} who may support it has days left, but the money that is left does not pay for a match"
        if "money" in always:
            return f"{who} too few days or too little room, and the money that is left does not pay for a match either"
        if always == {"days"} and kinds == {frozenset({"days"})}:
            return f"{who} no days left for it after the matches proposed"
        if always == {"room"} and kinds == {frozenset({"room"})}:
            return f"{who} as many deployments as they can hold at once"
        if "money" not in frozenset.union(*kinds):
            union = frozenset.union(*kinds)
            return NO_ADVISER if union == {"an adviser"} else f"{who} {_lacking(union)} after the matches proposed"
        if "own interest" in always:
            return f"{who} days, but more matches by the region's own broker would pass the cap on own interest"
        return f"{who} no days or room left after the matches proposed, or no money is left to pay for them"

    def _is_full(self, rows: Ints) -> bool:
        """Whether each of these choices would break a limit."""
        return all(choice in self._overruns for choice in rows.tolist())

    def _cheapest(self, rows: Ints) -> int:
        """The choice that violates the fewest rows, the nearest among equals."""
        choices = self.problem.choices

        def cost(c: int) -> tuple[int, int, int, int, int, int]:
            far, leader = int(choices.metres[c]), int(choices.provider[c])
            rows, by = shortfall(self._overruns[c])
            return (rows, int(far < 0), far, leader, by, c)

        best: int = min(rows.tolist(), key=cost)
        return best

    def _cheapest_change(self, rows: Ints) -> Message:
        """What would have to be added for the choice that violates the fewest rows."""
        choices, best = self.problem.choices, self._cheapest(rows)
        leader = self.world.leaders[int(choices.provider[best])]
        asks = tuple(self._request_text(k, row, by) for k, row, by in self._overruns[best])
        return message(
            "Leader {leader}{away} could support it, nobody else moving, with {asks}",
            leader=LeaderRef(leader.id),
            away=journey_suffix(self.world, int(choices.recipient[best]), int(choices.provider[best])),
            asks=Listed(asks, between=" and "),
        )

    def _request_text(self, k: int, row: int, by: int) -> Message:
        limit = self.problem.limits[k]
        subject = limit.subject[row]
        if limit.rule == "pots":
            return message("{more} more in the pot '{pot}'", more=Money(by), pot=subject)
        if limit.rule == "leader-days":
            return message("{days} from that leader", days=Count(by, "more day"))
        if limit.rule == "team-days":
            team = by_id(self.world, subject)
            return message("{days} from organisation {team}", days=Count(by, "more team day"), team=team)
        if limit.rule == "deployments":
            return message("room for {room} from that leader", room=Count(by, "more deployment"))
        eased = subject_of(self.world, limit.rule, subject)
        if limit.rule in (WITH_ADVISER, "caseload"):
            return message("an adviser for it who has room and whom the rules allow")
        if limit.rule == "same-employer":
            return message("an adviser for it whom it does not employ itself")
        return message("the rule '{rule}' eased for {subject}", rule=limit.rule, subject=eased)

    # The rules bar every leader.

    def _no_leader(self, row: int) -> tuple[Reason, Message]:
        count = len(self.world.leaders)
        if not count:
            none = f"There are no {LEADER:s} on the register"
            return (none, none), plain(f"Add {LEADER:a} to the register")
        pairs = self._pairs_with_all_leaders(row)
        masks = [rule.bars(self.world, pairs) for rule in self.rulebook.pairs]
        return why_nobody_may(self.rulebook.pairs, count, masks), self._one_rule_away(row, pairs, masks)

    def _pairs_with_all_leaders(self, row: int) -> Pairs:
        everybody = np.arange(len(self.world.leaders), dtype=np.int64)
        same = np.full(len(everybody), row, dtype=np.int64)
        metres = metres_between(self.world.recipient_place[same], self.world.leader_place[everybody])
        return Pairs(same, everybody, metres)

    def _one_rule_away(self, row: int, pairs: Pairs, masks: list[Bools]) -> Message:
        """The nearest leader with room after the plan whom exactly one rule bars, and why it does; empty where none."""
        alone = (
            (np.sum(masks, axis=0) == 1)
            & (self._days_left_after >= self._fewest_days(row))
            & ~self._without_free_deployments
        )
        if not alone.any():
            return NOTHING
        rows = np.flatnonzero(alone)
        far = nearness(self.world, pairs.where(alone))
        best = int(rows[np.lexsort((rows, far))[0]])
        if int(pairs.metres[best]) > BEYOND * self._longest_limit:
            return message(
                "{leader} within reach: the nearest with {room} left whom one rule alone keeps away is {far} away",
                leader=f"One more {LEADER}",
                room="days" if self.rulebook.counts_days else "room",
                far=Distance(int(pairs.metres[best])),
            )
        rule = next(rule for rule, mask in zip(self.rulebook.pairs, masks, strict=True) if mask[best])
        return self._rule_sentence(rule, row, best)

    @cached_property
    def _longest_limit(self) -> int:
        """The longest journey that anybody here may be asked for, in metres."""
        limits = limit_metres(self.world)
        return int(limits.max(initial=0))

    @cached_property
    def _days_left_after(self) -> Ints:
        """Per leader, own days left after this plan and what it keeps for those who come later."""
        choices, left = self.problem.choices, days_left(self.world).copy()
        chosen_rows = np.flatnonzero(self.chosen & choices.is_match)
        np.subtract.at(left, choices.provider[chosen_rows], choices.own_days[chosen_rows])
        kept = [self.room.get(("leader-days", leader.id), 0) for leader in self.world.leaders]
        return left - np.array(kept, dtype=np.int64)

    @cached_property
    def _without_free_deployments(self) -> Bools:
        """Per leader, whether they hold as many deployments as they can after this plan."""
        full = np.zeros(len(self.world.leaders), dtype=np.bool_)
        for limit in self.problem.limits:
            if limit.rule == "deployments":
                spent = limit.used(self.chosen) >= limit.at_most
                full[
                    [self.world.leader_row[subject] for subject, yes in zip(limit.subject, spent, strict=True) if yes]
                ] = True
        return full

    def _fewest_days(self, row: int) -> int:
        recipient, support = self.world.recipients[row], self.world.policy.support
        if recipient.days is not None:
            return recipient.days
        return min(support.trust_days if recipient.kind == "trust" else support.standalone_days, default=0)

    def _rule_sentence(self, rule: PairRule, row: int, leader: int) -> Message:
        return message(
            "One rule stands between it and leader {leader}{away}: {why}",
            leader=LeaderRef(self.world.leaders[leader].id),
            away=journey_suffix(self.world, row, leader),
            why=why(self.world, rule, row, leader),
        )


def _lacking(kinds: frozenset[str]) -> str:
    """What is used up: days, room, and the adviser that a school needs beside its supporter."""
    room = "no days or no room left" if "days" in kinds else "no room left"
    return f"{room}, or no adviser can be given beside them," if kinds - {"days", "room"} else room
