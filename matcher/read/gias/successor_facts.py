"""Facts that a school under an earlier URN takes from its successor: location, character and closing date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from matcher.domain import Judgement, Succession
from matcher.read.open_data.parsed_file import ParsedFile, SchoolFacts

PLACE = ("region", "local_authority", "easting", "northing", "postcode", "deprivation_quintile", "rural")
CHARACTER = ("phases", "faith", "diocese", "pupils")  # one to one only: a merger may have changed them

Links = Iterable[tuple[str, str]]


def inherit_from_successors(
    facts_by_id: dict[str, SchoolFacts], successions: Sequence[Succession], links: Links
) -> None:
    """Fill what is missing from the nearest successor that knows it; `links` are those that Ofsted's rows imply."""
    after, plain_only = _after(successions, links)
    for urn in sorted(facts_by_id.keys() & after.keys()):
        _inherit(facts_by_id, urn, after, PLACE)
        _inherit(facts_by_id, urn, plain_only, CHARACTER)


def _after(successions: Iterable[Succession], links: Links) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Successors by old URN: all, plain ones first; and the plain ones only."""
    after: dict[str, list[str]] = {}
    plain_only: dict[str, list[str]] = {}
    for old, new in links:
        after.setdefault(old, []).append(new)
        plain_only.setdefault(old, []).append(new)
    for s in sorted(successions, key=lambda s: (not s.plain, s.old_urn, s.new_urn)):
        after.setdefault(s.old_urn, []).append(s.new_urn)
        if s.plain:
            plain_only.setdefault(s.old_urn, []).append(s.new_urn)
    return after, plain_only


def _inherit(facts_by_id: dict[str, SchoolFacts], urn: str, after: dict[str, list[str]], names: Sequence[str]) -> None:
    if urn not in after:
        return
    have = facts_by_id[urn]
    missing = [name for name in names if name not in have]
    if not missing:
        return
    for later in _chain(urn, after):
        facts = facts_by_id.get(later, {})
        # a spot is two numbers: never the easting of one school with the northing of another
        for name in [n for n in missing if facts.get(n) is not None]:
            have[name] = facts[name]
            missing.remove(name)
        if not missing:
            return


def _chain(urn: str, after: dict[str, list[str]]) -> Iterator[str]:
    """Those that followed, nearest first, each once: some files say of two schools that each followed the other."""
    visited = {urn}
    line = [urn]
    while following := [new for old in line for new in after.get(old, ())]:
        line = [new for new in dict.fromkeys(following) if new not in visited]
        visited.update(line)
        yield from line


def drop_unfulfilled_closures(
    parsed_files: Sequence[ParsedFile], facts_by_id: dict[str, SchoolFacts], notes: list[str]
) -> None:
    """A closing date later than the file that gives it is a plan. Where a later Ofsted file still lists the school as
    open on or after that day, the plan did not come true and the date is dropped.
    """
    listed = [(r.day, r.schools) for r in parsed_files if r.file.role == "ofsted" and r.day is not None]
    planned = [
        (urn, closed)
        for parsed_file in parsed_files
        if parsed_file.file.role == "establishments" and parsed_file.day is not None
        for urn, facts in parsed_file.schools.items()
        if (closed := facts.get("closed")) is not None
        and closed > parsed_file.day
        and facts_by_id[urn].get("closed") == closed
    ]
    unfulfilled = [urn for urn, closed in planned if any(day >= closed and urn in schools for day, schools in listed)]
    for urn in unfulfilled:
        del facts_by_id[urn]["closed"]
    if unfulfilled:
        notes.append(f"{len(unfulfilled)} planned closures did not come true by a later Ofsted file and are left out")


def last_inspected(judgements: Iterable[Judgement]) -> dict[str, date]:
    """By URN the day on which its last inspection started."""
    latest: dict[str, date] = {}
    for judgement in judgements:
        if judgement.started is not None:
            latest[judgement.urn] = max(judgement.started, latest.get(judgement.urn, judgement.started))
    return latest


def infer_closing_dates(
    facts_by_id: dict[str, SchoolFacts],
    successions: Iterable[Succession],
    links: Links,
    latest: Mapping[str, date],
    notes: list[str],
) -> None:
    """Where no file says when an earlier school closed, it was the day before its one plain successor opened: unless
    it was inspected later than that, or opened later, as where a school is taken into one that was there before.
    """
    heirs: dict[str, tuple[str, date | None]] = {old: (new, None) for old, new in links}
    heirs |= {s.old_urn: (s.new_urn, s.on) for s in successions if s.plain}
    count = 0
    for old, (new, on) in heirs.items():
        opened = facts_by_id.get(new, {}).get("opened") or on
        if old not in facts_by_id or opened is None or "closed" in facts_by_id[old]:
            continue
        if opened > max(latest.get(old, date.min), facts_by_id[old].get("opened", date.min)):
            facts_by_id[old]["closed"] = opened - timedelta(days=1)
            count += 1
    if count:
        notes.append(f"{count:,} earlier schools are taken to have closed the day before their successor opened")


def close_the_superseded(
    facts_by_id: dict[str, SchoolFacts], parsed_files: Sequence[ParsedFile], latest: Mapping[str, date]
) -> None:
    """An earlier school that no file lists, whose successor has since been inspected in its place, has closed.

    It was inspected after its successor opened, so that day does not tell when: its last inspection is the last that
    is heard of it.
    """
    listed = {urn for parsed_file in parsed_files for urn in parsed_file.schools}
    for parsed_file in parsed_files:
        for old, new in sorted(parsed_file.place_of.items()):
            visited = latest.get(old)
            if visited is None or old in listed or old not in facts_by_id or facts_by_id[old].get("closed") is not None:
                continue
            if latest.get(new, date.min) > visited:
                facts_by_id[old]["closed"] = visited
