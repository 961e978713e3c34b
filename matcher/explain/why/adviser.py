"""Why this adviser for a school, why not another, and what one adviser would have: by ids, and nobody's name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.case.rise.progress import open_cases, progress_of
from matcher.domain import Adviser
from matcher.explain.bodies import body
from matcher.rules import labels
from matcher.rules.base import ProviderRules
from matcher.rules.choices import pairs_at
from matcher.rules.limits.commitments import advised
from matcher.rules.pairs.pair_sets import kilometres
from matcher.rules.pairs.pair_wording import organisation
from matcher.rules.supporters import needs_organisation
from matcher.runs.finished import FinishedRun
from matcher.wording import words
from matcher.world import Ints


@dataclass(frozen=True, slots=True)
class AdviserAnswer:
    """One adviser: the schools proposed, their caseload, how many they have already, and how many rules allow."""

    adviser_id: str
    schools: tuple[str, ...]
    caseload: int
    held: int
    possible: int
    said: tuple[str, ...]


def about_adviser(run: FinishedRun, adviser_row: int) -> AdviserAnswer:
    adviser, choices = run.world.advisers[adviser_row], run.choices
    mine = choices.is_adviser & (choices.provider == adviser_row)
    rows = np.flatnonzero(mine & run.chosen).tolist()
    held, possible = advised(run.world)[adviser.id], len(np.unique(choices.recipient[mine]))
    said = (
        f"Adviser {adviser.id} can advise {words.count(adviser.caseload, 'school')} at once and has {held} already.",
        f"The rules let them advise {words.count(possible, 'school')} of this run; {len(rows)} are proposed.",
        _employer(run, adviser),
        *(f"Proposed for {body(run.world, run.recipient(row).id)}: {_how_far(run, row)}." for row in rows),
    )
    return AdviserAnswer(adviser.id, tuple(run.recipient(r).id for r in rows), adviser.caseload, held, possible, said)


def of_recipient(run: FinishedRun, recipient_row: int) -> tuple[str, ...]:
    """The sentences about a school's adviser, beside those about its organisation; none where nobody has one."""
    if not run.world.advisers:
        return ()
    own, progress = _choices_of(run, recipient_row), _progress(run, recipient_row)
    chosen = [k for k in own.tolist() if run.chosen[k]]
    if not chosen:
        return (f"No adviser is proposed; the rules allow {words.count(len(own), 'adviser')}.", progress)
    row = chosen[0]
    adviser = run.world.advisers[int(run.choices.provider[row])]
    nearer = int((run.choices.metres[own] < run.choices.metres[row]).sum())
    others = words.count(len(own) - 1, "other adviser")
    first = f"Adviser {adviser.id} of {adviser.region} is proposed, {_how_far(run, row)}."
    allowed = f"The rules allow {others}, {nearer} of them nearer."
    return (first, _employer(run, adviser), *_to_note(run, row), allowed, *_alone(run, recipient_row), progress)


def _employer(run: FinishedRun, adviser: Adviser) -> str:
    """Who employs the adviser, and how much of the caseload is taken."""
    employer = organisation(run.world, adviser) if adviser.organisation_id else "nobody that is recorded"
    taken = f"{advised(run.world)[adviser.id]} of {words.count(adviser.caseload, 'school')}"
    return f"The adviser is employed by {employer} and has {taken} already."


def _to_note(run: FinishedRun, row: int) -> tuple[str, ...]:
    """The flags of the school and its adviser, as those of a match are told."""
    flags = [name for name, mask in run.setup.candidates.flags.items() if mask[row]]
    return tuple(f"To note, of the adviser: {labels.flag(name)}." for name in flags)


def _progress(run: FinishedRun, recipient_row: int) -> str:
    recipient = run.world.recipients[recipient_row]
    case = open_cases(run.facts).get(recipient.id)
    return f"By the department's case list: {progress_of(recipient, case, run.policy.as_at).text}."


def is_served(run: FinishedRun, recipient_row: int) -> bool:
    """Whether the plan gives a school all that it is to have: where that is an adviser alone, an adviser."""
    if recipient_row in run.match_of:
        return True
    own = _choices_of(run, recipient_row)
    return bool(run.chosen[own].any()) and not bool(needs_organisation(run.world)[recipient_row])


def why_not_adviser(run: FinishedRun, recipient_row: int, adviser_row: int) -> tuple[str, ...]:
    """What stands against one adviser for one school; where nothing does, whom it is given instead."""
    provider = run.setup.rulebook.provider("advisers")
    against = _rules_against(run, provider, recipient_row, adviser_row)
    if against:
        return against
    return ("The rules allow this pair.", *of_recipient(run, recipient_row))


def _rules_against(run: FinishedRun, provider: ProviderRules, recipient: int, adviser: int) -> tuple[str, ...]:
    pair = pairs_at(run.world, np.array([recipient]), np.array([adviser]), provider.kind)
    broken = [rule for rule in provider.pairs if rule.bars(run.world, pair)[0]]
    return tuple(f"Rule '{rule.name}': {rule.why(run.world, recipient, adviser)}." for rule in broken)


def _choices_of(run: FinishedRun, recipient_row: int) -> Ints:
    own: Ints = np.flatnonzero(run.choices.is_adviser & (run.choices.recipient == recipient_row))
    return own


def _how_far(run: FinishedRun, row: int) -> str:
    metres = int(run.choices.metres[row])
    return "at a distance that is not known" if metres < 0 else f"{kilometres(metres)} away in a straight line"


def _alone(run: FinishedRun, recipient_row: int) -> tuple[str, ...]:
    if needs_organisation(run.world)[recipient_row]:
        return ()
    return ("Its progress is to be reviewed: it has an adviser and no supporting organisation.",)
