"""What a bound says of one choice: no plan that keeps a value holds a choice that the bound closes at that value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pytest

from matcher.bounding import Origin, Packing, Rows, SubsetRow, choices_of_trail, dual_bound_with_packings, fillings
from matcher.bounding.variable_fixing import loss_if_chosen
from matcher.proof.certificate_check import falls, filled
from matcher.world import Bools, Ints

SEEDS = range(120)
MOST_CHOICES = 10  # where a leader may serve the same recipient in two ways


@dataclass(frozen=True)
class Small:
    """Recipients of whom each is served once, leaders with days; at these prices each leader's row is packed."""

    rows: Rows
    worth: Ints
    prices: Ints
    packings: tuple[Packing, ...]

    @property
    def plans(self) -> list[Bools]:
        ways = np.array(list(product((0, 1), repeat=len(self.worth))), dtype=np.int64)
        matrix = self.rows.layers[0].toarray()
        return list(ways[(ways @ matrix.T <= self.rows.at_most).all(axis=1)].astype(np.bool_))


def small(seed: int, twice: bool = False, shared: bool = False) -> Small:
    """`twice`: some leaders may serve a recipient in two ways; the rows that allow one of them are packed too.
    `shared`: leaders pay for two of the same three recipients, or of some others."""
    draw = np.random.default_rng(seed)
    recipients, leaders = int(draw.integers(3 if shared else 1, 6 if shared else 5)), int(draw.integers(1, 4))
    pairs = [(r, x) for r in range(recipients) for x in range(leaders) if draw.random() < 0.8][:MOST_CHOICES] or [
        (0, 0)
    ]
    pairs = (pairs + [pair for pair in pairs if draw.random() < 0.6])[:MOST_CHOICES] if twice else pairs
    recipient, leader = np.array(pairs).T
    count, choice = len(pairs), np.arange(len(pairs))
    row, weight = np.r_[recipient, recipients + leader], np.r_[choice * 0 + 1, draw.integers(1, 10, count)]
    at_most = np.r_[np.ones(recipients, dtype=np.int64), draw.integers(0, 25, leaders)]
    names = [("one-leader", r) for r in range(recipients)] + [("leader-days", x) for x in range(leaders)]
    origins = tuple(Origin("limit", rule, str(of)) for rule, of in names)
    rows = Rows.of(row, np.r_[choice, choice], weight, at_most, origins, count)
    worth = draw.integers(1, 40, count)
    prices = np.r_[draw.integers(0, 20, recipients), np.zeros(leaders, dtype=np.int64)]
    left = worth - prices[recipient]
    packings = []
    for x in range(leaders):
        own = choice[(leader == x) & (left > 0)]
        several = [r for r in range(recipients) if (recipient[own] == r).sum() > 1]
        packings.append(Packing((recipients + x, *several), tuple((int(c), int(left[c])) for c in own)))
    pays = tuple(of_recipients(draw, recipients) for _ in range(draw.integers(1, 4))) if shared else ()
    pays = tuple(dict.fromkeys(pays))
    return Small(rows, worth, prices, tuple(replace(packing, shared=pays) for packing in packings if packing.worth))


def of_recipients(draw: np.random.Generator, recipients: int) -> SubsetRow:
    """A subset row of some recipients: three, five where there are as many, or by chance some."""
    some = draw.permutation(recipients)[: int(draw.choice([2, 3, 3, 5]))]
    return SubsetRow(tuple(sorted(some.tolist())), int(draw.integers(0, 12)))


def test_no_plan_holds_a_choice_that_is_closed_at_its_value() -> None:
    closed = 0
    for seed, twice, shared in product(SEEDS, (False, True), (False, True)):
        here = small(seed, twice, shared)
        open_ = np.ones(len(here.worth), dtype=np.bool_)
        dual = dual_bound_with_packings(here.rows, open_, here.worth, here.prices, 1, here.packings)
        for plan in here.plans:
            value = int(here.worth[plan].sum())
            assert value <= dual.most, seed
            assert dual.can_reach(value)[plan].all(), seed
        best = max(int(here.worth[plan].sum()) for plan in here.plans)
        closed += int((~dual.can_reach(best)).sum())
    assert closed > 100


def test_the_checker_closes_the_same_choices() -> None:
    """It counts by another enumeration, over rows as it reads them."""
    lost = 0
    for seed, twice, shared in product(SEEDS, (False, True), (False, True)):
        here = small(seed, twice, shared)
        open_ = np.ones(len(here.worth), dtype=np.bool_)
        loss = loss_if_chosen(here.rows, open_, here.prices, here.packings)
        rows = {}
        for k, most in enumerate(here.rows.at_most.tolist()):
            choice, weight = here.rows.entries(k)
            rows[k] = (dict(zip(choice.tolist(), weight.tolist(), strict=True)), most)
        packed = [
            {"rows": list(p.of), "choices": " ".join(str(c) for c, _ in p.worth)}
            | {"worths": " ".join(str(w) for _, w in p.worth), "pays": list(range(len(p.shared)))}
            for p in here.packings
        ]
        pays = [{"rows": list(x.of), "times": x.times} for p in here.packings[:1] for x in p.shared]
        goal = {"times": {str(k): t for k, t in enumerate(here.prices.tolist()) if t}, "packed": packed}
        goal |= {"subset_rows": pays}
        found = falls(goal, rows, set(range(len(here.worth))))
        assert [found.get(c, 0) for c in range(len(here.worth))] == loss.tolist(), seed
        lost += int(loss.sum())
    assert lost > 1000


@pytest.mark.parametrize("seed", range(40))
def test_where_rooms_are_many_what_is_forgotten_changes_no_best_filling(seed: int) -> None:
    """Leaders with days of their own who share their team's: against every way."""
    draw = np.random.default_rng(seed)
    leaders, shared = 5, int(draw.integers(0, 20))
    room = (*(int(n) for n in draw.integers(0, 20, leaders)), shared)
    items = []
    for c in range(8):
        own = [0] * (leaders + 1)
        own[int(draw.integers(0, leaders))], own[-1] = int(draw.integers(1, 12)), int(draw.integers(0, 8))
        items.append((c, int(draw.integers(1, 30)), tuple(own)))
    best, trail = max(fillings(items, room).values(), key=lambda x: x[0])
    ways = (np.flatnonzero(way).tolist() for way in product((0, 1), repeat=len(items)))
    lawful = [way for way in ways if all(sum(items[c][2][k] for c in way) <= room[k] for k in range(len(room)))]
    assert best == max(sum(items[c][1] for c in way) for way in lawful)
    assert list(choices_of_trail(trail)) in lawful
    assert best == sum(items[c][1] for c in choices_of_trail(trail))
    of = [({c: use[k] for c, _, use in items}, most) for k, most in enumerate(room)]
    assert filled({c: worth for c, worth, _ in items}, of, list(room)) == best
