"""What changed between two proposals, a school or trust each: one sense of it for the page and the workbook's sheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from matcher.wording.terms import LEADER

HAD_YES, LOST, GOT, ANOTHER, NEWLY, GONE = "had-yes", "lost", "got", "another", "newly", "gone"
KINDS = (HAD_YES, LOST, GOT, ANOTHER, NEWLY, GONE)  # in the order in which they are shown


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """A school or trust by id, with its leader before and now; '' for none. `kind` is one of KINDS."""

    kind: str
    recipient_id: str
    was: str
    now: str


def kind_words(kind: str) -> str:
    """`Lost its leader`, `Got a leader` and so on, in the programme's words."""
    return {
        HAD_YES: f"Had said yes to another {LEADER}",
        LOST: f"Lost its {LEADER}",
        GOT: f"Got {LEADER:a}",
        ANOTHER: f"Another {LEADER}",
        NEWLY: "Newly qualifies",
        GONE: "No longer to be matched",
    }[kind]


def changed_cases(
    before: Mapping[str, str],
    now: Mapping[str, str],
    recipients: Collection[str],
    known_before: Collection[str] | None = None,
    said_yes: Collection[tuple[str, str]] = (),
) -> tuple[ChangedCase, ...]:
    """Those of whom something changed, in the order of `recipients`, then those that are no longer to be matched.

    `before` and `now` give the leader by recipient; `recipients` may be offered support now, `known_before` could be
    then (None: not known, and nobody is called new); `said_yes` are the pairs that a school had said yes to alone.
    """
    found = [_changed(id, before.get(id, ""), now.get(id, ""), known_before, said_yes) for id in recipients]
    here = set(recipients)
    known = before if known_before is None else dict.fromkeys(known_before) | dict(before)
    gone = [ChangedCase(GONE, id, before.get(id, ""), "") for id in sorted(known) if id not in here]
    return (*(x for x in found if x is not None), *gone)


def _changed(
    id: str, was: str, now: str, known_before: Collection[str] | None, said_yes: Collection[tuple[str, str]]
) -> ChangedCase | None:
    if known_before is not None and id not in known_before:
        return ChangedCase(NEWLY, id, was, now)
    if was == now:
        return None
    if (id, was) in said_yes:
        return ChangedCase(HAD_YES, id, was, now)
    return ChangedCase(LOST if not now else ANOTHER if was else GOT, id, was, now)
