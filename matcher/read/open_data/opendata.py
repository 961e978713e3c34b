"""The DfE and Ofsted files put together: schools, trusts, memberships, successions and judgements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from matcher.domain import (
    AreaGrade,
    InputFile,
    InspectionRow,
    Judgement,
    Membership,
    School,
    Succession,
    Trust,
    TrustNumber,
)
from matcher.errors import Fault
from matcher.garbage import nothing_collected
from matcher.identity.crosswalk import Crosswalk
from matcher.read.gias.coordinates import read_coordinates
from matcher.read.gias.crosswalk import crosswalk, trust_numbers, under_uids
from matcher.read.gias.establishments import read_establishments
from matcher.read.gias.gias_links import read_establishment_links
from matcher.read.gias.gias_trusts import read_group_links, read_groups
from matcher.read.gias.successor_facts import (
    close_the_superseded,
    drop_unfulfilled_closures,
    infer_closing_dates,
    inherit_from_successors,
    last_inspected,
)
from matcher.read.ofsted.inspection_deduplication import deduplicate_inspections
from matcher.read.ofsted.ofsted_joined import grades_of_all, rows_of_all
from matcher.read.ofsted.school_files import read_ofsted
from matcher.read.open_data.parsed_file import ParsedFile, SchoolFacts, fill_missing
from matcher.read.open_data.trust_checks import check_trusts
from matcher.read.run_folders.fact_columns import facts_of

Reader = Callable[[Path, date, list[Fault]], ParsedFile | None]
Paths = Mapping[str, Path | Sequence[Path]]

# Also the order in which they are believed about a school, the surest first.
READERS: Mapping[str, Reader] = {
    "establishments": read_establishments,
    "ofsted": read_ofsted,
    "group_links": read_group_links,
    "coordinates": read_coordinates,
    "groups": read_groups,
    "establishment_links": read_establishment_links,
}


@dataclass(frozen=True)
class OpenData:
    """The merged contents of the open files, independent of row order. Schools and trusts are in order of id."""

    schools: Mapping[str, School] = field(default_factory=dict)
    trusts: Mapping[str, Trust] = field(default_factory=dict)
    memberships: tuple[Membership, ...] = ()
    successions: tuple[Succession, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    inspection_rows: tuple[InspectionRow, ...] = ()
    area_grades: tuple[AreaGrade, ...] = ()
    trust_numbers: tuple[TrustNumber, ...] = ()
    ids: Crosswalk = field(default_factory=Crosswalk)
    files: tuple[InputFile, ...] = ()
    notes: tuple[str, ...] = ()


def read_open_data(paths: Paths, as_at: date, faults: list[Fault]) -> OpenData:
    """Read every file given, any of them absent, and add what is wrong to `faults`.

    Nothing is dropped for being later than `as_at`: memberships say on which day they were seen, judgements when
    they were published. `as_at` only stands in where a file's name does not tell its day.
    """
    with nothing_collected():
        return _put_together(list(_readings(paths, as_at, faults)), as_at, faults)


def _put_together(parsed_files: Sequence[ParsedFile], as_at: date, faults: list[Fault]) -> OpenData:
    under_uids(parsed_files)
    check_trusts(parsed_files, faults)
    notes = [note for parsed_file in parsed_files for note in parsed_file.notes]
    successions = _successions(parsed_files)
    judgements = deduplicate_inspections(
        [(r.day or as_at, *ranked) for r in parsed_files for ranked in r.judgements], notes
    )
    schools = _schools(parsed_files, successions, judgements, notes)
    trusts, memberships = _trusts(parsed_files), _memberships(parsed_files)
    ids = crosswalk(parsed_files, schools, trusts, memberships, {j.urn for j in judgements})
    return OpenData(
        schools=schools,
        trusts=trusts,
        memberships=memberships,
        successions=successions,
        judgements=judgements,
        inspection_rows=rows_of_all(parsed_files, notes),
        area_grades=grades_of_all(parsed_files),
        trust_numbers=trust_numbers(ids, trusts),
        ids=ids,
        files=tuple(parsed_file.file for parsed_file in parsed_files),
        notes=tuple(dict.fromkeys(notes)),
    )


def _readings(paths: Paths, as_at: date, faults: list[Fault]) -> Iterable[ParsedFile]:
    """In order of precedence: by kind of file, then the later file first."""
    for kind, read in READERS.items():
        paths_of_kind = paths.get(kind, ())
        files = [paths_of_kind] if isinstance(paths_of_kind, Path) else list(paths_of_kind)
        result = [parsed_file for path in files if (parsed_file := read(path, as_at, faults)) is not None]
        yield from sorted(result, key=lambda r: (-(r.day or as_at).toordinal(), r.file.name, r.file.sha256))


def _successions(parsed_files: Iterable[ParsedFile]) -> tuple[Succession, ...]:
    result: dict[tuple[str, str], Succession] = {}
    for parsed_file in parsed_files:
        for succession in parsed_file.successions:
            result.setdefault((succession.old_urn, succession.new_urn), succession)
    return tuple(result[key] for key in sorted(result))


def _schools(
    parsed_files: Sequence[ParsedFile],
    successions: Sequence[Succession],
    judgements: Sequence[Judgement],
    notes: list[str],
) -> dict[str, School]:
    facts_by_id: dict[str, dict[str, Any]] = {}
    for parsed_file in parsed_files:
        fill_missing(facts_by_id, parsed_file.schools)
    for parsed_file in parsed_files:
        fill_missing(facts_by_id, parsed_file.former)
    drop_unfulfilled_closures(parsed_files, facts_by_id, notes)
    facts_by_id.update({urn: {} for s in successions for urn in (s.old_urn, s.new_urn) if urn not in facts_by_id})
    links = [(old, new) for r in parsed_files for old, new in sorted(r.place_of.items())]
    latest = last_inspected(judgements)
    infer_closing_dates(facts_by_id, successions, links, latest, notes)
    close_the_superseded(facts_by_id, parsed_files, latest)
    inherit_from_successors(facts_by_id, successions, links)
    for parsed_file in parsed_files:
        fill_missing(facts_by_id, parsed_file.fallback)
    return _as_schools(facts_by_id)


def _as_schools(facts_by_id: Mapping[str, SchoolFacts]) -> dict[str, School]:
    """In order of id; what no file says has the field's default."""
    urns = sorted(facts_by_id)
    known = [facts_by_id[urn] for urn in urns]
    defaults = {field.name: field.default for field in fields(School)}
    columns: dict[str, Sequence[Any]] = {
        name: [facts.get(name, default) for facts in known] for name, default in defaults.items()
    }
    columns |= {
        "urn": urns,
        "name": [facts.get("name") or f"URN {urn}" for urn, facts in zip(urns, known, strict=True)],
    }
    return dict(zip(urns, facts_of(School, columns, len(urns)), strict=True))


def _trusts(parsed_files: Iterable[ParsedFile]) -> dict[str, Trust]:
    """The groups file has precedence: a trust's own row is more reliable than the copy beside each school."""
    facts_by_id: dict[str, dict[str, Any]] = {}
    for parsed_file in sorted(parsed_files, key=lambda r: r.file.role != "groups"):
        fill_missing(facts_by_id, parsed_file.trusts)
    return {uid: _trust(uid, facts_by_id[uid]) for uid in sorted(facts_by_id)}


def _trust(uid: str, facts: Mapping[str, Any]) -> Trust:
    return Trust(
        uid=uid,
        name=facts.get("name") or f"Trust {uid}",
        multi=facts["multi"],
        opened=facts.get("opened"),
        closed=facts.get("closed"),
    )


def _memberships(parsed_files: Iterable[ParsedFile]) -> tuple[Membership, ...]:
    result = {stay for parsed_file in parsed_files for stay in parsed_file.memberships}
    return tuple(
        sorted(
            result, key=lambda m: (m.urn, m.trust_uid, m.joined or date.min, m.left or date.max, m.seen_on or date.min)
        )
    )
