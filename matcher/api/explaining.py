"""Why this match, why not that one, why unmatched: the answers of `matcher explain` from Python."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from matcher.api.running import Run, open_run
from matcher.commands.explain import ExplainRequest, Explanation, answer_of


def explain(
    run: Run | str | Path, recipient: str = "", leader: str = "", *, near: bool = False, try_changes: bool = False
) -> Explanation:
    """The answer's facts by name; `said` holds its sentences.

    `run` is a run or its folder. With a recipient's id: why this match, or why unmatched. With both ids: why not this
    pair. With a leader's id: what they do. With neither: what is short; with `near`: which small changes would move a
    match. `try_changes` plans again for each change that could match the recipient, which takes longer. Declared
    interests are left out. Raises InputFaults for an id that the run does not have.
    """
    opened = run if isinstance(run, Run) else open_run(run)
    opened.speak()
    request = ExplainRequest(recipient=recipient, leader=leader, near=near, try_changes=try_changes)
    return answer_of(opened.finished, request)


class _CallablePackage(ModuleType):
    """The package `matcher.explain`, which can be called: once it is imported, it hides the function of its name."""

    def __call__(self, *arguments: Any, **named: Any) -> Explanation:
        return explain(*arguments, **named)


sys.modules["matcher.explain"].__class__ = _CallablePackage
