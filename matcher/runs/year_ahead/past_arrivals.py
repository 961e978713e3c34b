"""The arrivals of past programme years, by the program's own gates on the run's own files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from matcher.domain import Assessment, Facts, Recipient
from matcher.domain.columns import FactColumns
from matcher.eligibility import assess_eligible
from matcher.garbage import nothing_collected
from matcher.policy import Policy
from matcher.read.open_data.kept_open_data import OpenDataStore, fact_columns, facts_of_columns
from matcher.read.registers import COLUMNS
from matcher.rules.goals.grades_running import below_good_twice, judgements_by_urn
from matcher.rules.rulebooks import rulebook_of
from matcher.runs.caches.kept_eligibility import key_of
from matcher.runs.caches.memory import Cache
from matcher.year_ahead.arrivals import Arrival, PastYear, arrivals_of, usable_years, years_later

YEARS_BACK = 8  # the files forget: further back they show too few inspections of too few schools
_KEPT: Cache[str, tuple[Arrival, ...]] = Cache(24)


def arrivals_so_far(assessments: Sequence[Assessment], policy: Policy) -> tuple[Arrival, ...]:
    """This year's arrivals in all regions up to the run's day."""
    return arrivals_of(assessments, policy.year_from, policy.as_at)


def past_years(
    facts: Facts, policy: Policy, assessments: Sequence[Assessment], store: OpenDataStore | None = None
) -> tuple[tuple[PastYear, ...], tuple[PastYear, ...]]:
    """The past years that the futures and expectations of this run come from, and those passed over, latest first."""
    settings, so_far = policy.year_ahead.futures, len(arrivals_so_far(assessments, policy))
    if policy.as_at >= policy.year_to or not facts.judgements:
        return (), ()
    found = list[PastYear]()
    for back in range(1, YEARS_BACK + 1):
        starts = years_later(policy.year_from, -back)
        if not _judged_in(facts, starts, years_later(policy.year_to, -back)):
            continue
        found.append(PastYear(starts, with_grades(arrivals_in(facts, policy, back, store), facts, policy)))
        used, passed = usable_years(found, so_far, policy, settings.scale, settings.years)
        if len(used) == settings.years:
            return used, passed
    return usable_years(found, so_far, policy, settings.scale, settings.years)


def arrivals_in(facts: Facts, policy: Policy, back: int, store: OpenDataStore | None = None) -> tuple[Arrival, ...]:
    """The arrivals of the programme year so many years before the run's, kept in memory and in the store."""
    then = year_before(policy, back)
    bare = without_registers(facts)
    if not bare.files:
        return _made(bare, then)
    key = sha256(f"arrivals|{key_of(bare, then)}".encode()).hexdigest()
    return _KEPT.get(key, lambda: _from_store(store, key, bare, then))


def without_registers(facts: Facts) -> Facts:
    """The facts without what this year's people wrote down: a past year is judged by the open files alone."""
    files = tuple(file for file in facts.files if file.role not in COLUMNS)
    return replace(facts, recipients=(), requests=(), history=(), cases=(), files=files)


def year_before(policy: Policy, back: int) -> Policy:
    """The policy as at the end of the programme year so many years before."""
    last = years_later(policy.year_to, -back)
    return replace(policy, as_at=last, year_from=years_later(policy.year_from, -back), year_to=last)


def with_grades(arrivals: Sequence[Arrival], facts: Facts, policy: Policy) -> tuple[Arrival, ...]:
    """With whether each was below good twice running when it came; asked only where priority is by history."""
    if policy.priority != "history":
        return tuple(arrivals)
    known = judgements_by_urn(facts)
    return tuple(replace(a, twice=below_good_twice(a.recipient, known, a.on)) for a in arrivals)


def _judged_in(facts: Facts, first: date, last: date) -> bool:
    return any(j.published is not None and first <= j.published <= last for j in facts.judgements)


@nothing_collected()
def _made(facts: Facts, policy: Policy) -> tuple[Arrival, ...]:
    eligible = assess_eligible(facts, policy, rulebook_of(policy).gates)
    return arrivals_of(eligible, policy.year_from, policy.year_to)


def _from_store(store: OpenDataStore | None, key: str, facts: Facts, policy: Policy) -> tuple[Arrival, ...]:
    content = None if store is None else store.get(key)
    if content is not None:
        days, columns = json.loads(content)
        recipients: tuple[Recipient, ...] = facts_of_columns(Recipient, columns)
        return tuple(Arrival(date.fromordinal(d), r) for d, r in zip(days, recipients, strict=True))
    made = _made(facts, policy)
    if store is not None:
        columns = fact_columns(Recipient, FactColumns(a.recipient for a in made))
        store.put(key, json.dumps([[a.on.toordinal() for a in made], columns]).encode())
    return made
