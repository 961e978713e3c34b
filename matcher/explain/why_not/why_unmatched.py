"""Why a school or trust is unmatched: the smallest set of facts, who would lose if it were matched, what would help."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.explain.why.consequence import Consequence, consequence, consequence_sentences
from matcher.explain.why.refused_wait import if_refused, matched_now
from matcher.explain.why_not.candidate_changes import candidate_changes, more_money
from matcher.explain.why_not.change import Change, pots_text, solve_with_change
from matcher.explain.why_not.full_limits import full_limit, full_limit_text
from matcher.explain.why_not.hitting_set import smallest_hitting_set
from matcher.explain.why_not.unmatched import unmatched_by_id
from matcher.rules.choices import pairs_at
from matcher.rules.pairs.pair_sets import ints
from matcher.runs.finished import FinishedRun
from matcher.wording import words
from matcher.wording.messages import texts
from matcher.wording.terms import LEADER
from matcher.year_ahead.wait_words import KEPT

FACTS_SHOWN = 4  # facts shown one by one; more are summed up in one sentence
MATCHES_MORE = (2, 8, 32)  # how much more money is tried, in matches
MOST_TRIES = 8  # re-solves spent on finding how much more money it would take
CLOSE_ENOUGH = 8  # the search for the least money stops within an eighth


@dataclass(frozen=True, slots=True)
class VerifiedChange:
    """A change, and what the best plan with it would be: solved again, the one best plan, and the school in it."""

    change: Change
    consequence: Consequence
    leader_id: str


@dataclass(frozen=True, slots=True)
class UnmatchedAnswer:
    """`facts` are the smallest set that leaves no room, nobody else moving. `if_matched` is None where no plan can
    match it, or where nothing was tried. `tried` counts the changes that were solved again; those that would not match
    it are left out."""

    recipient_id: str
    reason: str
    facts: tuple[str, ...]
    if_matched: Consequence | None
    changes: tuple[VerifiedChange, ...]
    tried: int
    said: tuple[str, ...]


def why_unmatched(run: FinishedRun, recipient_row: int, try_changes: bool = True) -> UnmatchedAnswer:
    """The answer for a recipient of the run that has no match. Each change in it was solved again and matches it.

    Without `try_changes` nothing is solved again: the answer is what the run itself says, the nearest change with it.
    """
    recipient = run.world.recipients[recipient_row]
    facts, known = _facts(run, recipient_row), unmatched_by_id(run)[recipient.id]
    reason = known.reason
    if not try_changes:
        nearest = (f"{known.nearest_change}.",) if known.nearest_change else ()
        return UnmatchedAnswer(recipient.id, reason, facts, None, (), 0, (f"{reason}.", *facts, *nearest))
    if recipient.id in run.holds:  # other leaders or more days would not end its wait
        difference, then = if_refused(run, recipient_row)
        said = (f"{reason}.", f"{known.nearest_change}.", *texts(then))
        return UnmatchedAnswer(recipient.id, reason, facts, difference, (), 0, said)
    own = run.choices_for(recipient_row)
    outcome = matched_now(run, recipient_row) if len(own) else None
    difference = consequence(run, outcome) if outcome is not None else None
    changes, tried = _verified(run, recipient_row)
    sentences = (
        f"{reason}.",
        *facts,
        *_if_matched_sentences(run, recipient.id, difference, len(own)),
        *_change_sentences(run, recipient.id, changes, tried),
        *((f"{KEPT}.",) if run.keeps else ()),
    )
    return UnmatchedAnswer(recipient.id, reason, facts, difference, changes, tried, sentences)


# The smallest set of facts.


def _facts(run: FinishedRun, recipient_row: int) -> tuple[str, ...]:
    own = run.choices_for(recipient_row).tolist()
    return _no_room(run, own) if own else _no_leader(run, recipient_row)


def _no_room(run: FinishedRun, own: list[int]) -> tuple[str, ...]:
    fact_sets = [frozenset((k, row) for k, row, _ in run.overruns.get(c, ())) for c in own]
    rows = smallest_hitting_set(fact_sets)
    if rows is None:
        return ()
    if len(rows) <= FACTS_SHOWN:
        return texts(full_limit_text(run, full_limit(run, k, row, _by(run, own, k, row))) for k, row in rows)
    who = {run.problem.limits[k].subject[row] for k, row in rows}
    return (f"{len(rows)} limits together leave it no room, those of {_listed(sorted(who))}.",)


def _by(run: FinishedRun, own: list[int], k: int, row: int) -> int:
    return min(by for c in own for limit, r, by in run.overruns.get(c, ()) if (limit, r) == (k, row))


def _listed(names: list[str]) -> str:
    listed = names[:6]
    more = f" and {len(names) - len(listed)} more" if len(names) > len(listed) else ""
    return ", ".join(listed) + more


def _no_leader(run: FinishedRun, recipient_row: int) -> tuple[str, ...]:
    """The fewest rules that between them bar every leader."""
    count = len(run.world.leaders)
    everybody = ints(range(count))
    pairs = pairs_at(run.world, everybody * 0 + recipient_row, everybody)
    masks = [rule.bars(run.world, pairs) for rule in run.setup.rulebook.pairs]
    fact_sets = {frozenset((k,) for k, mask in enumerate(masks) if mask[j]) for j in range(count)}
    rules = smallest_hitting_set(fact_sets) if fact_sets else None
    if not rules:
        return ()
    names = [f"'{run.setup.rulebook.pairs[k].name}'" for (k,) in rules]
    if len(names) == 1:
        return (f"The rule {names[0]} alone bars every {LEADER} on the register.",)
    return (f"The rules {', '.join(names[:-1])} and {names[-1]} together bar every {LEADER} on the register.",)


# What would match it.


def _verified(run: FinishedRun, recipient_row: int) -> tuple[tuple[VerifiedChange, ...], int]:
    """Changes with which the one best plan matches it. One more match's money may go elsewhere: then more is sought."""
    verified_changes: list[VerifiedChange] = []
    tried = 0
    for change in candidate_changes(run, recipient_row):
        tried += 1
        verified = _try(run, recipient_row, change)
        # One step of priority is enough to tell; a larger one says nothing new.
        if verified and not any(v.change.what == change.what == ("priority",) for v in verified_changes):
            verified_changes.append(verified)
    if not any(v.change.what == ("pounds",) for v in verified_changes):
        money, more = _enough_money(run, recipient_row)
        verified_changes, tried = [*money, *verified_changes], tried + more
    return tuple(sorted(verified_changes, key=lambda v: v.change.rank)), tried


def _try(run: FinishedRun, recipient_row: int, change: Change) -> VerifiedChange | None:
    outcome = solve_with_change(run, change)
    leader = outcome.leader_of.get(run.world.recipients[recipient_row].id)
    if leader is None or not outcome.settled:
        return None
    return VerifiedChange(change, consequence(run, outcome), leader)


def _enough_money(run: FinishedRun, recipient_row: int) -> tuple[list[VerifiedChange], int]:
    """Money, in steps of one match, that was found to be enough: raised fourfold, then halved in between."""
    smallest: VerifiedChange | None = None
    low, high, tried = 1, 0, 0
    for step in _steps(run, recipient_row):
        tried += 1
        smallest = _try(run, recipient_row, _money(run, recipient_row, step))
        if smallest:
            high = step
            break
        low = step
    while smallest and high - low > max(1, high // CLOSE_ENOUGH) and tried < MOST_TRIES:
        middle, tried = (low + high) // 2, tried + 1
        better = _try(run, recipient_row, _money(run, recipient_row, middle))
        smallest, low, high = (better, low, middle) if better else (smallest, middle, high)
    return ([smallest] if smallest else []), tried


def _steps(run: FinishedRun, recipient_row: int) -> tuple[int, ...]:
    """Matches' worth of money, up to as many as are unmatched: one was tried before, and many take long to solve."""
    if not any(short for _, short, _ in more_money(run, recipient_row)):
        return ()
    waiting = len(run.world.recipients) - len(run.match_of)
    return tuple(sorted({min(step, waiting) for step in MATCHES_MORE}))


def _money(run: FinishedRun, recipient_row: int, matches: int) -> Change:
    pots = tuple(
        (name, short + (matches - 1) * pence) for name, short, pence in more_money(run, recipient_row) if short
    )
    return Change(("pounds",), sum(p for _, p in pots), pots_text(pots), pots=pots)


# In words.


def _if_matched_sentences(
    run: FinishedRun, recipient_id: str, difference: Consequence | None, possible: int
) -> tuple[str, ...]:
    if not possible:
        return ()
    if difference is None:
        return ("No plan that keeps every limit and fixed pair can match it.",)
    return (
        "If it had to be matched and the rest planned again:",
        *texts(consequence_sentences(run.world, difference, recipient_id)),
    )


def _change_sentences(
    run: FinishedRun, recipient_id: str, changes: tuple[VerifiedChange, ...], tried: int
) -> tuple[str, ...]:
    if not tried:
        return ()
    if not changes:
        return (f"{words.count(tried, 'change was', 'changes were')} tried. With none of them would it be matched.",)
    return (
        "It would be matched with any one of these. Each was tried and planned again:",
        *map(_change_sentence, changes),
    )


def _change_sentence(verified: VerifiedChange) -> str:
    others = len(verified.consequence.leaves)
    cost = f" {words.count(others, 'other')} would then go without." if others else ""
    return f"{words.capital(verified.change.said)}.{cost}"
