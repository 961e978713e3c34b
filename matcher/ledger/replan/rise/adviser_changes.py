"""Why a re-run gave a school another adviser than the proposal before, or none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from matcher.case.rise.adviser_changes import changed_advisers
from matcher.explain import bodies
from matcher.explain.bodies import by_id, why
from matcher.ledger.history.last_published import LastPublished, last_before
from matcher.ledger.log.acts import REFUSED, act_words
from matcher.ledger.log.states import Record
from matcher.result import ChangedAdviser, Result
from matcher.rules.base import Rulebook
from matcher.rules.choices import pairs_at
from matcher.rules.rulebooks import rulebook_of
from matcher.runs.published import advisers_of, term_of
from matcher.wording.messages import NOTHING, Listed, Message, message, plain
from matcher.world import World


def advisers_before(last: LastPublished) -> Mapping[str, str]:
    """Each school's adviser by the last word about its region."""
    found: dict[str, str] = {}
    later: set[str] = set()
    for run in last.runs:
        for school, adviser in run.advisers.items():
            if run.advised_in.get(school, "") not in later:
                found.setdefault(school, adviser)
        later.update(run.regions or ())
    return found


def adviser_messages(record: Record, result: Result) -> tuple[tuple[ChangedAdviser, Message], ...]:
    """Every school of this run, or of the last, whose adviser changed, with why; none where nothing was published."""
    last = last_before(record, term_of(result.policy))
    if not last.runs or not result.world.advisers:
        return ()
    before, now = advisers_before(last), advisers_of(result.plan)
    here = [r for r in {**before, **now} if r in result.world.recipient_row]
    changed = changed_advisers(before, now, here)
    rulebook, day = rulebook_of(result.policy), result.policy.as_at
    return tuple((x, why_changed(x, record, result.world, rulebook, day, now)) for x in changed)


def sentence(x: ChangedAdviser, reason: Message, world: World) -> Message:
    """`Oak School (1): adviser was A1, now A2. The adviser withdrew.`, for the terminal: by ids."""
    who = bodies.body(world, x.recipient_id)
    text = "{who}: its adviser was {was}, now {now}. {why}"
    return message(text, who=who, was=x.was or "nobody", now=x.now or "nobody", why=reason)


def why_changed(
    x: ChangedAdviser, record: Record, world: World, rulebook: Rulebook, day: date, now: Mapping[str, str]
) -> Message:
    """What people said of the adviser before; else the rule that bars the two now; else whom they advise instead."""
    state = record.advisers.get((x.recipient_id, x.was))
    if not x.was:
        return plain("The proposal before had no adviser for it.")
    if x.was in record.withdrawn:
        return message("The adviser withdrew (line {line} of the ledger).", line=record.withdrawn[x.was]["seq"])
    if state is not None and state.state == REFUSED:
        return message("Refused: {act}.", act=act_words(state.refusal))
    if record.is_away(x.was, day):
        return plain("The adviser cannot at present.")
    row = world.provider_row["advisers"].get(x.was)
    if row is None:
        return plain("The adviser is no longer on the register.")
    return _barred(x, world, rulebook, row) or _instead(x, world, now)


def _barred(x: ChangedAdviser, world: World, rulebook: Rulebook, row: int) -> Message:
    school = world.recipient_row[x.recipient_id]
    rule = rulebook.provider("advisers").bar(world, pairs_at(world, np.array([school]), np.array([row]), "advisers"))
    return NOTHING if rule is None else message("{why}.", why=why(world, rule, school, row))


def _instead(x: ChangedAdviser, world: World, now: Mapping[str, str]) -> Message:
    whom = tuple(by_id(world, r) for r, a in sorted(now.items()) if a == x.was)
    text = "The rules still allow the two: adviser {was} now advises {whom}."
    return message(text, was=x.was, whom=Listed(whom, last=", ") if whom else "nobody")
