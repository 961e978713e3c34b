"""What Ofsted's files say of an inspection besides how it was judged: its place in a school's history, areas graded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.domain.vocabulary import provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionRow:
    """What one row of one file says of one graded inspection (`urn` at the time, `started`) of the school `school`.

    `latest`: on the file's day, `seen_on`, it is the school's latest. `before_urn` and `before_started` name the graded
    inspection before it, where the row shows one; `next_to` is False where others may lie between the two. `first`: the
    file says that there was none before. `none_since`: it says that there was none from that day until this one.
    `visit`: it is the nth re-inspection of a school that requires improvement. `notices`: warning notices issued to the
    school in the file's academic year, where the file counts any.

    A row without `urn` and `started` shows no inspection up to the file's day; `first` and `none_since` say the same.
    """

    school: str
    urn: str | None
    started: date | None
    seen_on: date
    latest: bool = False
    before_urn: str | None = None
    before_started: date | None = None
    next_to: bool = True
    first: bool = False
    none_since: date | None = None
    visit: int | None = None
    notices: int | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaGrade:
    """One area of a report card as one file gives it: place on the five-point scale and the day it was graded.

    `graded_on` is later than the inspection's start where a monitoring visit changed this area alone. `seen_on` is the
    day of the first file that shows this grade.
    """

    urn: str
    started: date
    area: str
    grade: int
    graded_on: date
    seen_on: date
