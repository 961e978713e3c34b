"""Where choices are many, the relaxation begins with a few of them and ends with the same prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import problem as instance
from matcher.exact import Rows, ground, share_rows, worth_to_raise
from matcher.plan import Problem
from matcher.policy import Effort
from matcher.solve import core, goal, solve
from matcher.solve.simplex import Basis, Priced
from matcher.start import greedy
from matcher.world import Bools, Ints


def bound(problem: Problem, number: int) -> float:
    aim, ladder = problem.aims[number], ground(problem)
    found = core.relax(ladder, worth_to_raise(aim), greedy(problem), problem.choices.recipient).weighed
    return found.most / found.scale


@pytest.mark.parametrize("costs", ["uniform", "mixed"])
@pytest.mark.parametrize("number", [0, 1, 4, 5])
def test_the_bound_is_that_of_all_choices_at_once(costs: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = instance("region", costs == "mixed", 1)
    whole = bound(problem, number)
    monkeypatch.setattr(core, "SIFTED", 0)
    monkeypatch.setattr(core, "FIRST", 2)
    monkeypatch.setattr(core, "MORE", 1)
    assert bound(problem, number) == pytest.approx(whole, abs=1e-3)


def test_it_begins_with_few_and_ends_with_far_fewer_than_all(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, over = instance("region", False, 1), core.over
    seen: list[int] = []
    monkeypatch.setattr(core, "SIFTED", 0)

    def counted(rows: Rows, worth: Ints, columns: Bools, begun: Basis) -> tuple[Priced, Basis]:
        seen.append(int(columns.sum()))
        return over(rows, worth, columns, begun)

    monkeypatch.setattr(core, "over", counted)
    bound(problem, 4)
    assert seen == sorted(seen)
    assert len(seen) > 1
    assert seen[-1] < len(problem.choices) / 2


def test_what_no_plan_reaches_is_denied_from_a_few_choices_too(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = instance("region", False, 1)
    aim = next(a for a in problem.aims if a.sense == "worst-share")
    ladder, best, recipient = ground(problem), greedy(problem), problem.choices.recipient

    def denied(share: int) -> bool:
        rows = ladder.rows.plus([share_rows(aim, share, ladder.rows.choices)])
        return core.relax_shortfall(rows, ladder.open, len(aim.size), best, recipient).weighed.most < 0

    whole = [denied(share) for share in range(300, 1000, 50)]
    monkeypatch.setattr(core, "SIFTED", 0)
    assert [denied(share) for share in range(300, 1000, 50)] == whole
    assert any(whole)
    assert not all(whole)


def test_the_plan_is_as_good_and_as_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = instance("village", False, 3)
    problem = replace(problem, aims=problem.aims[:5])
    plain = solve(problem, greedy(problem), Effort(), lambda _: None, "core")
    monkeypatch.setattr(core, "SIFTED", 0)
    few = solve(problem, greedy(problem), Effort(), lambda _: None, "core")
    assert [w.kept for w in few.witnesses] == [w.kept for w in plain.witnesses]
    assert [s.bound for s in few.stages] == [s.bound for s in plain.stages]


def test_too_many_choices_are_not_given_to_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = instance("village", True, 1)
    monkeypatch.setattr(goal, "MANY", -1)
    monkeypatch.setattr(goal, "search", lambda *_: pytest.fail("it was asked"))
    monkeypatch.setitem(goal.WAYS, "core", ((goal.settle, 1.0),))
    problem = replace(problem, aims=problem.aims[:1])
    found = solve(problem, np.zeros(len(problem.choices), dtype=np.bool_), Effort(), lambda _: None, "core", only=False)
    assert not problem.breaks(found.chosen)
