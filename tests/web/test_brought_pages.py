"""What keeping has brought is worked out once, and anew after every act and every proposal."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from matcher.web.content.term import brought


@dataclass
class Asked:
    """How often it was worked out, in the place of two solves."""

    times: int = 0
    memo: dict[str, Any] = field(default_factory=dict)

    def what_it_brought(self, *_: object) -> object:
        self.times += 1
        return self.times


def a_run(id: str, memo: dict[str, Any]) -> Any:
    return SimpleNamespace(opened=SimpleNamespace(id=id, policy=None), finished=SimpleNamespace(memo=memo))


def record(lines: int, runs: int, matches: int = 3) -> Any:
    """Of so many acts and proposals. An act that moves a match to another state adds no match."""
    return SimpleNamespace(lines=(None,) * lines, runs=(None,) * runs, matches=(None,) * matches, waits={})


def test_it_is_worked_out_anew_after_an_act_that_moves_no_count(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked()
    monkeypatch.setattr(brought, "what_it_brought", asked.what_it_brought)
    monkeypatch.setattr(brought, "may_follow", lambda *_: True)
    monkeypatch.setattr(brought, "brought_sentences", lambda found, *_: (found,))
    monkeypatch.setattr(brought, "all_seen", lambda _, found: found)
    run, project = a_run("now", asked.memo), SimpleNamespace(run=lambda _: a_run("later", {}))
    said = [
        brought.brought_by(project, run, of, None, "later")
        for of in (record(5, 2), record(5, 2), record(6, 2), record(6, 3), record(5, 2))
    ]
    assert said == [(1,), (1,), (2,), (3,), (1,)]
