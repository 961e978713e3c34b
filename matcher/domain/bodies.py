"""Schools, trusts, who was where when, the judgements, and the recipients of support."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matcher.domain.vocabulary import Kind, Regime, Sector, added, provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school under one URN. A conversion closes one URN and opens another; `Succession` joins them."""

    urn: str
    name: str
    sector: Sector | None = None
    type_name: str | None = None
    phases: frozenset[str] = frozenset()
    region: str | None = None
    local_authority: str | None = None
    opened: date | None = None
    closed: date | None = None
    postcode: str | None = None
    easting: int | None = None
    northing: int | None = None
    diocese: str | None = None
    faith: str | None = None
    pupils: int | None = None
    deprivation_quintile: int | None = None
    rural: bool | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """An academy trust under its GIAS group UID; `multi` is False for a single-academy trust."""

    uid: str
    name: str
    multi: bool
    opened: date | None = None
    closed: date | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A school's stay in a trust. `joined` is None where no file gives the date.

    `seen_on` is the date of the file that shows it: nothing is known from that file about later days.
    """

    urn: str
    trust_uid: str
    joined: date | None
    left: date | None = None
    seen_on: date | None = None
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """One URN followed another. `plain` is True for a one-to-one successor, False for mergers, splits and the like."""

    old_urn: str
    new_urn: str
    plain: bool
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One graded inspection of the school that then had this URN.

    `grade` is the headline 1 to 4, or None where Ofsted gave none (`Not judged`, codes 0, 8, 9).
    `category` is SM, SWK or NTI, or RSI on a report card. `areas` holds the sub-judgements that are 1 to 4.
    `safeguarding`: whether a report card says that its standards are met.
    """

    urn: str
    started: date | None
    published: date | None
    grade: int | None
    category: str | None = None
    regime: Regime = "headline"
    leadership: int | None = None
    areas: tuple[tuple[str, int], ...] = ()
    safeguarding: bool | None = added("2026-11-29")
    source: str = provenance()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A school or trust to be supported. `schools` are its URNs (a standalone school's own), old URNs included.

    `cohort` is the one in which it joined the programme; `decision` says whether it is to have a supporting
    organisation (`match`) or an adviser alone (`review-progress`), None where nobody has decided. `faith` is a grouping
    (`matcher/domain/faiths.py`); None where there is none, where it is not known, and of a trust whose schools differ.
    """

    id: str
    name: str
    kind: Kind
    region: str
    phases: frozenset[str]
    local_authority: str | None = None
    easting: int | None = None
    northing: int | None = None
    postcode: str | None = None
    trust_id: str | None = None
    trust_name: str | None = None
    diocese: str | None = None
    faith: str | None = None
    pupils: int | None = None
    priority: int | None = None
    governance_need: int | None = None
    eligible_since: date | None = None
    route: str = ""
    areas_of_need: frozenset[str] = frozenset()
    days: int | None = None
    schools: tuple[str, ...] = ()
    sector: Sector | None = None
    deprivation_quintile: int | None = None
    rural: bool | None = None
    cohort: str | None = added("2026-11-29")
    decision: str | None = added("2026-11-29")
    source: str = provenance()
