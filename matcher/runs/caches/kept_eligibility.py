"""Who qualifies, and what other readings would move, kept from one run to the next where nothing they rest on changed.

They rest on the files that were read, the registers' bodies, requests and deployments, the department's cases, the
settings of eligibility, and the code of the rules. Leaders, pots and goals may change.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from hashlib import sha256
from itertools import accumulate, pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json

from matcher.domain import Assessment, Deployment, Evidence, Facts, Recipient, Verdict
from matcher.domain.columns import FactColumns
from matcher.eligibility.bodies import supported_by
from matcher.garbage import nothing_collected
from matcher.policy import Policy
from matcher.read.open_data.kept_open_data import OpenDataStore, fact_columns, facts_of_columns
from matcher.read.open_data.kept_tables import sources_digest
from matcher.read.run_folders.fact_columns import facts_of
from matcher.read.run_folders.seal import read_seal
from matcher.result import ReadingEffect
from matcher.rules.gates.not_again import SUPPORTED
from matcher.runs.caches.memory import eligibility_settings
from matcher.runs.setup import Assessments

RESTS_ON = (
    *("schools", "trusts", "memberships", "successions", "judgements", "inspection_rows", "area_grades"),
    *("recipients", "requests", "history", "cases", "figures", "advisers"),
)  # the facts that eligibility and its gates read: a test looks
OWN_SOURCES = ("read", "domain", "identity", "eligibility", "policy", "rules", "runs")
BODY_FIELDS = ("id", "name", "kind", "region", "route", "cause")
VERDICT_FIELDS = ("answer", "reason", "cause", "about")
ELSEWHERE = "kept under"  # in place of verdicts: the key that has them
Eligibility = tuple[Assessments, tuple[ReadingEffect, ...]]


def kept_eligibility(
    store: OpenDataStore | None, facts: Facts, policy: Policy, make: Callable[[], Eligibility]
) -> Eligibility:
    """The verdicts and the effects of other readings: from the store, else made and kept there."""
    if store is None or not facts.files:
        return make()
    key = key_of(facts, policy)
    content = store.get(key)
    if content is not None:
        return decoded(content)
    made = make()
    store.put(key, encoded(made))
    return made


def sealed_key(digests: Mapping[str, str], policy: Policy) -> str:
    """What the verdicts of a run folder rest on: the bytes of those of its sealed tables, the settings and the code.

    `digests` are those of the seal, which the folder was held against.
    """
    sealed = [(name, digests.get(f"inputs/{name}.csv", "")) for name in RESTS_ON]
    return sha256(repr(("sealed", code_digest(), sealed, eligibility_settings(policy))).encode()).hexdigest()


def keep_assessments(
    store: OpenDataStore | None, folder: Path, facts: Facts, policy: Policy, assessments: Assessments
) -> None:
    """Keep the verdicts of a run that was just published, so that its first opening finds them.

    Where they are kept already by what was read, only where to find them.
    """
    seal = read_seal(folder)
    if store is None or seal is None:
        return
    key, read = sealed_key(seal.files, policy), key_of(facts, policy) if facts.files else ""
    if read and store.has(read):
        store.put(key, json.dumps({ELSEWHERE: read}).encode())
    elif store.get(key) is None:
        store.put(key, encoded((assessments, ())))


def kept_assessments(store: OpenDataStore | None, key: str, make: Callable[[], Assessments]) -> Assessments:
    """The verdicts of a run folder that is opened again, kept under its `sealed_key`."""
    known = found_assessments(store, key)
    if known is None:
        known = make()
        if store is not None:
            store.put(key, encoded((known, ())))
    return known


def found_assessments(store: OpenDataStore | None, key: str) -> Assessments | None:
    """The verdicts kept under this `sealed_key`; None where there are none."""
    content = None if store is None else store.get(key)
    if store is not None and content is not None and content.startswith(b'{"' + ELSEWHERE.encode()):
        content = store.get(json.loads(content)[ELSEWHERE])
    if content is None:
        return None
    with nothing_collected():
        return decoded(content)[0]


def key_of(facts: Facts, policy: Policy) -> str:
    read = [
        sorted(astuple(file) for file in facts.files),
        repr((facts.recipients, facts.requests, _supported(facts), facts.cases, facts.figures, facts.advisers)),
    ]
    return sha256(repr((code_digest(), read, eligibility_settings(policy))).encode()).hexdigest()


def _supported(facts: Facts) -> tuple[Deployment, ...]:
    """The history that eligibility reads: what is only proposed, or was declined, changes nobody's verdict."""
    return tuple(d for d in supported_by(facts) if d.state in SUPPORTED)


def code_digest() -> str:
    """A hash of the program's version and of the packages that decide who qualifies."""
    return sources_digest(OWN_SOURCES)


def encoded(eligibility: Eligibility) -> bytes:
    assessments, effects = eligibility
    verdicts = [a.verdict for a in assessments]
    having = [k for k, a in enumerate(assessments) if a.recipient is not None]
    return to_json(
        {
            "bodies": [packed(list(map(attrgetter(name), assessments))) for name in BODY_FIELDS],
            "verdicts": [packed(list(map(attrgetter(name), verdicts))) for name in VERDICT_FIELDS],
            "since": [v.since and v.since.toordinal() for v in verdicts],
            "forgotten": [[[day.toordinal() for day in days] for days in a.forgotten] for a in assessments],
            "counts": [len(v.evidence) for v in verdicts],
            "evidence": fact_columns(Evidence, FactColumns(cell for v in verdicts for cell in v.evidence)),
            "having": having,
            "recipients": fact_columns(Recipient, FactColumns(assessments[k].recipient for k in having)),
            "effects": [astuple(effect) for effect in effects],
        }
    )


def decoded(content: bytes) -> Eligibility:
    whole = from_json(content)
    count = len(whole["since"])
    recipients = dict(zip(whole["having"], facts_of_columns(Recipient, whole["recipients"]), strict=True))
    columns: dict[str, Sequence[Any]] = dict(zip(BODY_FIELDS, map(unpacked, whole["bodies"]), strict=True))
    columns["verdict"] = _verdicts(whole, count)
    columns["recipient"] = list(map(recipients.get, range(count)))
    columns["forgotten"] = [tuple(_file_days(days) for days in several) for several in whole["forgotten"]]
    return facts_of(Assessment, columns, count), tuple(ReadingEffect(*effect) for effect in whole["effects"])


def _verdicts(whole: Mapping[str, Any], count: int) -> tuple[Verdict, ...]:
    evidence: tuple[Any, ...] = facts_of_columns(Evidence, whole["evidence"])
    columns: dict[str, Sequence[Any]] = dict(zip(VERDICT_FIELDS, map(unpacked, whole["verdicts"]), strict=True))
    columns["about"] = list(map(tuple, columns["about"]))
    columns["evidence"] = [evidence[first:end] for first, end in pairwise(accumulate(whole["counts"], initial=0))]
    columns["since"] = [day and date.fromordinal(day) for day in whole["since"]]
    return facts_of(Verdict, columns, count)


def packed(column: list[Any]) -> dict[str, list[Any]]:
    """A column of cells that repeat, as reasons do: each different one once, and which of them stands in each row."""
    places = {cell: place for place, cell in enumerate(dict.fromkeys(column))}
    return {"cells": list(places), "rows": list(map(places.__getitem__, column))}


def unpacked(column: Mapping[str, list[Any]]) -> list[Any]:
    """The column that was `packed`."""
    return list(map(column["cells"].__getitem__, column["rows"]))


def _file_days(days: Sequence[int]) -> tuple[date, date]:
    first, last = map(date.fromordinal, days)
    return first, last
