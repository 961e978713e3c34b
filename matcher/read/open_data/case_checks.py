"""What the department's case list says that nothing else in the data has: organisations, and cohorts without bands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from matcher.domain import COHORTS, ORGANISATION_TYPES, SUPPORTER_TYPES, Case, Organisation

OPEN = ("in progress", "paused")
MARK = "References: "
_TYPES = dict(zip(ORGANISATION_TYPES, SUPPORTER_TYPES, strict=True))


def case_notes(cases: Sequence[Case], organisations: Iterable[Organisation]) -> Iterator[str]:
    """One note for each kind of thing, with the rows."""
    supporters = [o for o in organisations if o.type is not None]
    if supporters:
        known = {(o.type, _bare(o.number)) for o in supporters if o.number}
        lost = [c for c in cases if c.status in OPEN and c.number and c.appointed_on and _key(c) not in known]
        said = "column SupportOrganisationIdNumber: no organisation of this type and number, so its room is not held"
        yield from _told(lost, said, [f"{c.organisation_type or 'no type'} {c.number}" for c in lost])
    strange = [c for c in cases if c.cohort is not None and c.cohort not in COHORTS]
    said = f"column Cohort: no cohort with bands of its own ({', '.join(COHORTS)}), so today's are counted"
    yield from _told(strange, said, [c.cohort or "" for c in strange])


def _key(case: Case) -> tuple[str | None, str]:
    return _TYPES.get(case.organisation_type or ""), _bare(case.number)


def _bare(number: str | None) -> str:
    """A number without what a spreadsheet adds or drops."""
    return (number or "").removesuffix(".0").lstrip("0").casefold()


def _told(cases: Sequence[Case], said: str, values: Sequence[str]) -> Iterator[str]:
    if not cases:
        return
    rows = "; ".join(f"row {c.source.rpartition(' row ')[2]}: {v}" for c, v in zip(cases[:10], values, strict=False))
    more = f" and {len(cases) - 10} more" if len(cases) > 10 else ""
    yield f"{MARK}cases, {said}: {len(cases)} ({rows}{more})"
