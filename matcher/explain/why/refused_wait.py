"""What would follow if a school or trust that is asked to wait were matched now: with whom, and who would lose."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.explain.bodies import body
from matcher.explain.why.consequence import Consequence, consequence, people_sentences
from matcher.runs.finished import FinishedRun
from matcher.runs.what_if import WhatIfPlan, solve_with_pair_required
from matcher.wording.messages import LeaderRef, Message, heading, message, plain
from matcher.year_ahead.holds import refused_ids
from matcher.year_ahead.wait_words import FROM_KEPT, exchange

HEADING = "If its wait were refused, and the rest of today planned again with what is kept for others left alone:"
NO_PLAN = (
    "No plan that keeps every limit, every fixed pair, whoever had its wait refused, and what is kept for others can"
    " match it."
)
NOBODY_LOSES = "Nobody who is matched now would go without a match."


def matched_now(run: FinishedRun, recipient_row: int) -> WhatIfPlan | None:
    """The best plan of today that matches it, and whoever is matched because its wait was refused; None for none."""
    own, refused = run.choices_for(recipient_row), refused_ids(run.policy)
    stay = [r for r in sorted(run.match_of) if r != recipient_row and run.world.recipients[r].id in refused]
    subject = f"{run.world.recipients[recipient_row].id}+any leader"
    outcome = solve_with_pair_required(run, own, subject, stay)
    return outcome if isinstance(outcome, WhatIfPlan) else None


def if_refused(run: FinishedRun, recipient_row: int) -> tuple[Consequence | None, tuple[Message, ...]]:
    """What differs then, None where nothing could match it, and the sentences. Nothing is weighed anew for the year:
    what it costs those who come later is said as the run's own proof has it."""
    then, id = matched_now(run, recipient_row), run.world.recipients[recipient_row].id
    if then is None:
        return None, (plain(NO_PLAN),)
    difference = consequence(run, then)
    return difference, tuple(_sentences(run, id, then.leader_of[id], difference))


def _sentences(run: FinishedRun, id: str, leader: str, difference: Consequence) -> Iterator[Message]:
    yield heading(HEADING)
    yield message("{who} would have leader {leader}.", who=body(run.world, id), leader=LeaderRef(leader))
    yield from people_sentences(run.world, difference, id)
    if not difference.leaves:
        yield plain(NOBODY_LOSES)
    hold = run.holds[id]
    price = f"; {exchange(hold)}" if hold.futures else ""
    yield plain(f"{FROM_KEPT}{price}.")
