"""Sentences for a reader of some regions: schools and trusts of other regions are told of, never named."""

from __future__ import annotations

import re
from collections.abc import Iterable

from matcher.web.project import ReviewRun
from matcher.web.reviewer import Permissions

SOMEWHERE = "one in another region"
_TOKEN = re.compile(r"\w+")


def ours(run: ReviewRun, standing: Permissions, said: str) -> str:
    """The sentence without the names and ids of bodies that this reader does not see."""
    if standing.regions is None:
        return said
    for token in dict.fromkeys(_TOKEN.findall(said)):
        body = run.finished.assessment_of.get(token)
        if body is not None and not standing.sees(body.region):
            said = said.replace(f"{body.name} ({token})", SOMEWHERE).replace(body.name, SOMEWHERE)
            said = re.sub(rf"\b{re.escape(token)}\b", SOMEWHERE, said)
    return said


def all_ours(run: ReviewRun, standing: Permissions, lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(ours(run, standing, line) for line in lines)
