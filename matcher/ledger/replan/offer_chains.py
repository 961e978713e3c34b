"""After a refusal without a reserve: who could step in if a school that was not asked took another leader."""

from __future__ import annotations

from datetime import date

from matcher.explain.why.reserve_chains import chains_for
from matcher.ledger.log.acts import PROPOSED
from matcher.ledger.log.states import Record
from matcher.ledger.replan.offers import Offer, open_world, plan_in_force, stands_against
from matcher.plan import Plan, PlannedMatch
from matcher.proof.audit import audit_part
from matcher.result import ReserveChain
from matcher.rules.choices import day_options
from matcher.runs.opened import OpenedRun


def chains_instead(offer: Offer, run: OpenedRun, record: Record, day: date) -> tuple[ReserveChain, ...]:
    """Least costly first, priced in goals; none where a reserve can be offered.

    Of the run's own chains, those that what people decided since leaves lawful: the other school has not been asked or
    answered, nothing stands against either pair on this day, and both fit beside what is open and agreed.
    """
    refused = offer.after.match
    planned = [m for m in run.published.matches if m.recipient == refused.recipient]
    if offer.match is not None or not planned or planned[0].leader != refused.leader:
        return ()
    found = chains_for(run.finished, run.finished.setup.candidates, refused.recipient)
    return tuple(chain for chain in found if _still_open(chain, refused.recipient, run, record, day))


def _still_open(chain: ReserveChain, recipient: str, run: OpenedRun, record: Record, day: date) -> bool:
    moved = record.matches.get((run.term, chain.moved, chain.leader))
    if moved is None or moved.state != PROPOSED or moved.acts:
        return False
    pairs = ((recipient, chain.leader), (chain.moved, chain.moved_to))
    if any((run.term, *pair) in record.matches or stands_against(*pair, run, record, day) for pair in pairs):
        return False
    return _fits(pairs, chain, run, record)


def _fits(pairs: tuple[tuple[str, str], ...], chain: ReserveChain, run: OpenedRun, record: Record) -> bool:
    """Whether some days of the two pairs break nothing that is not broken already."""
    world, current = open_world(run, record), plan_in_force(run, record)
    rest = tuple(m for m in current.matches if (m.recipient_id, m.leader_id) != (chain.moved, chain.leader))
    before = set(audit_part(world, Plan(rest, current.governance, current.advisers), run.rulebook))
    added = [_most_days(run, *pair) for pair in pairs]
    after = audit_part(world, Plan(tuple(sorted((*rest, *added))), current.governance, current.advisers), run.rulebook)
    return all(breach in before for breach in after)


def _most_days(run: OpenedRun, recipient: str, leader: str) -> PlannedMatch:
    """The pair with as many days as are on offer, and of these as few of the team's as may be."""
    world = run.world
    options = day_options(world, world.recipient_row[recipient], world.leader_row[leader])
    days, team = min(options, key=lambda option: (-option[0], option[1]))
    return PlannedMatch(recipient, leader, days, team)
