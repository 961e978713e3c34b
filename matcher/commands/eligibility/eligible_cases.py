"""`matcher eligible A --cases FILE`: the department's cases beside who qualifies, and numbers that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from matcher.commands.console import Say
from matcher.domain import Assessment, Case, Facts
from matcher.eligibility import Bodies
from matcher.identity import NotAnId
from matcher.identity.public_ids import ukprn
from matcher.read.gias.geography import authorities

OPEN = ("in progress", "paused")
_COMPANY = re.compile(r"[0-9]{8}|[A-Z]{2}[0-9]{6}")
_GROUP_ID = re.compile(r"TR[0-9]{5}")


def tell(
    cases: Sequence[Case], assessments: Sequence[Assessment], known_bodies: Bodies, facts: Facts, say: Say
) -> None:
    assessed = {a.id: a for a in assessments}
    running = [case for case in cases if case.status in OPEN and case.eligibility in (None, "eligible")]
    say(f"The department's list has {len(cases):,} cases; {len(running):,} are open and called eligible there.")
    _list("Open there and not eligible by the files", _no_longer(running, assessed, known_bodies.id_by_alias), say)
    _list("Open there, and the files cannot tell", _cannot_tell(running, assessed, known_bodies.id_by_alias), say)
    _list("Eligible by the files and without a case there", _missing(cases, assessed, known_bodies.id_by_alias), say)
    _list("Organisations whose number leads nowhere", _unresolved(cases, facts), say)


def _list(title: str, lines: Iterator[str], say: Say) -> None:
    rows = list(lines)
    say("")
    say(f"{title} ({len(rows):,})")
    for line in rows:
        say(f"  {line}")


def _no_longer(
    cases: Sequence[Case], assessed: Mapping[str, Assessment], id_by_alias: Mapping[str, str]
) -> Iterator[str]:
    for case in cases:
        now = assessed.get(id_by_alias.get(case.urn, case.urn))
        if now is None:
            yield f"{case.urn} {case.name}: no open school of this number is in the files"
        elif now.verdict.answer == "not eligible":
            yield f"{case.urn} {case.name}: {now.verdict.reason} Support underway is not ended."


def _cannot_tell(
    cases: Sequence[Case], assessed: Mapping[str, Assessment], id_by_alias: Mapping[str, str]
) -> Iterator[str]:
    for case in cases:
        now = assessed.get(id_by_alias.get(case.urn, case.urn))
        if now is not None and now.verdict.answer == "cannot tell":
            yield f"{case.urn} {case.name}: {now.verdict.reason}"


def _missing(
    cases: Sequence[Case], assessed: Mapping[str, Assessment], id_by_alias: Mapping[str, str]
) -> Iterator[str]:
    """A case that was stopped is none: a school that returns has a new one."""
    there = {id_by_alias.get(case.urn, case.urn) for case in cases if case.status != "stopped"}
    for body in assessed.values():
        if body.verdict.answer == "eligible" and body.id not in there:
            yield f"{body.region or 'no region'}: {body.id} {body.name}: {body.verdict.reason}"


def _unresolved(cases: Sequence[Case], facts: Facts) -> Iterator[str]:
    for case in cases:
        if case.number is not None and (why := unresolved(case.organisation_type, case.number, facts)):
            name = case.organisation_name or "an organisation without a name"
            yield f"{case.source}: {name}, {case.organisation_type or 'no type'} {case.number}: {why}"
        elif case.number is None and case.organisation_name is not None:
            yield f"{case.source}: {case.organisation_name}: it has no number"


def unresolved(kind: str | None, number: str, facts: Facts) -> str:
    """Why the number of an organisation of this type leads nowhere; nothing where it leads somewhere."""
    bare = number.strip().removesuffix(".0")
    if kind == "school":
        return "" if bare in facts.schools else "no school in the files has this URN"
    if kind == "trust":
        return _trust(bare, facts)
    if kind == "local authority":
        known = {place.code for place in authorities() if place.current}
        return "" if bare.zfill(3) in known else "no authority of today has this code of three digits"
    if kind == "local authority traded service":
        return "" if _COMPANY.fullmatch(bare.upper().zfill(8)) else "is no company number of eight characters"
    return "" if kind else "the type of organisation is missing, so its number cannot be read"


def _trust(number: str, facts: Facts) -> str:
    if not any(n.ukprn for n in facts.trust_numbers):
        return "cannot be looked up: give GIAS's groups file, `data.groups`"
    if _GROUP_ID.fullmatch(number.upper()):
        same = [n for n in facts.trust_numbers if n.group_id == number.upper()]
        return f"is a Group ID: this trust's UKPRN is {same[0].ukprn}" if same and same[0].ukprn else "is a Group ID"
    try:
        wanted = ukprn(number)
    except NotAnId:
        return "is not a UKPRN of eight digits"
    return "" if any(n.ukprn == wanted for n in facts.trust_numbers) else "no trust in GIAS's groups has this UKPRN"
