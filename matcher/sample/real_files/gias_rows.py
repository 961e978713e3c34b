"""Rows as the DfE's Get Information About Schools writes them: establishments, groups and the links of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from matcher.sample.people_and_places.inspections import Inspection
from matcher.sample.people_and_places.kinds import FAITHS, PHASES
from matcher.sample.people_and_places.out_of_scope import OTHER_GROUPS
from matcher.sample.people_and_places.schools import SampleSchool
from matcher.sample.people_and_places.trusts import SampleTrust

Row = dict[str, str]

REGION_CODES = {
    "North East": "A",
    "North West": "B",
    "Yorkshire and the Humber": "D",
    "East Midlands": "E",
    "West Midlands": "F",
    "East of England": "G",
    "London": "H",
    "South East": "J",
    "South West": "K",
    "Wales (pseudo)": "W",
}
STATUS_CODES = {"Open": "1", "Closed": "2", "Open, but proposed to close": "3", "Proposed to open": "4"}
GROUP_CODES = {
    "Federation": "1",
    "Trust": "2",
    "School sponsor": "5",
    "Multi-academy trust": "6",
    "Umbrella trust": "7",
    "Children's Centres Group": "8",
    "Single-academy trust": "10",
}
RATINGS = {"1": "Outstanding", "2": "Good", "3": "Requires improvement", "4": "Special Measures"}


def establishment_row(school: SampleSchool, newest: Inspection | None) -> Row:
    """One of the 140-column rows. The head teacher's columns stay empty: they are personal data."""
    place, phase = school.place, PHASES[school.phase]
    return {
        "URN": school.urn,
        "LA (code)": place.authority.code,
        "LA (name)": place.authority.name,
        "EstablishmentNumber": str(school.number),
        "EstablishmentName": school.name,
        "PhaseOfEducation (code)": str(phase.code),
        "PhaseOfEducation (name)": phase.gias,
        "StatutoryLowAge": str(phase.ages[0]),
        "StatutoryHighAge": str(phase.ages[1]),
        "NumberOfPupils": "" if school.closed else str(school.pupils),
        "SchoolCapacity": str(school.pupils // 10 * 11),
        "Street": "1 School Lane",
        "Town": place.town,
        "Postcode": place.postcode,
        "GOR (code)": REGION_CODES[school.region],
        "GOR (name)": school.region,
        "UrbanRural (code)": "E1" if school.rural else "C1",
        "UrbanRural (name)": f"(England/Wales) {'Rural village' if school.rural else 'Urban city and town'}",
        "Easting": str(place.easting),
        "Northing": str(place.northing),
        "Country (name)": "United Kingdom",
        "LastChangedDate": "18-09-2023",
        **_type_and_status(school),
        **_faith(school),
        **_groups(school),
        **_rating(newest),
    }


def group_link_rows(school: SampleSchool) -> Iterator[Row]:
    """A school's rows in the group links: its trust, the trust's sponsor, its federation or foundation trust."""
    if school.trust:
        joined = school.joined if school.joined_known else None
        yield _link(school, school.trust, joined)
        if school.trust.sponsor_uid and school.kind.name.endswith("sponsor led"):
            yield _link(school, sponsor_of(school.trust), joined)
    if school.federation:
        yield _link(school, school.federation, date(2014, 9, 1))


def group_row(group: SampleTrust) -> Row:
    code = GROUP_CODES[group.kind]
    incorporated = group.kind in ("Multi-academy trust", "Single-academy trust", "School sponsor")
    return {
        "Group UID": group.uid,
        "Group ID": f"SP{group.uid}" if group.kind == "School sponsor" else group.group_id,
        "Group Name": group.name,
        "Companies House Number": f"00{group.uid}7" if group.group_id else "",
        "Group Type (code)": code,
        "Group Type": group.kind,
        "Closed Date": slashed(group.closed),
        "Open date": slashed(group.opened),
        "Incorporated on (open date)": slashed(group.opened) if incorporated else "",
        "Group Status (code)": "CLOSED" if group.closed else "OPEN",
        "Group Status": "Closed" if group.closed else "Open",
    }


def sponsor_of(trust: SampleTrust) -> SampleTrust:
    return SampleTrust(
        uid=trust.sponsor_uid or "",
        name=trust.name.title(),
        kind="School sponsor",
        region=trust.region,
        size=0,
        opened=trust.opened,
    )


def all_groups(trusts: Iterable[SampleTrust], schools: Iterable[SampleSchool]) -> list[SampleTrust]:
    """Every group once: trusts, their sponsors, single-academy trusts, federations and groups of other kinds."""
    groups = {group.uid: group for group in OTHER_GROUPS}
    for trust in trusts:
        groups[trust.uid] = trust
        if trust.sponsor_uid:
            groups[trust.sponsor_uid] = sponsor_of(trust)
    for school in schools:
        groups |= {group.uid: group for group in (school.trust, school.federation) if group}
    return [groups[uid] for uid in sorted(groups)]


def link_rows(school: SampleSchool, index: int) -> Iterator[Row]:
    """Both ends of a change of URN. A quarter have no date, as in the real file."""
    kind = " - merged" if len(school.old) > 1 else ""
    on = "" if index % 4 == 3 else gias_date(school.opened)
    for old in school.old:
        for here, there, word in ((school, old, "Predecessor"), (old, school, "Successor")):
            yield {
                "URN": here.urn,
                "LinkURN": there.urn,
                "LinkName": there.name,
                "LinkType": word + kind,
                "LinkEstablishedDate": on,
            }


def gias_date(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def slashed(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def diocese_of(school: SampleSchool) -> tuple[str, str]:
    """Code and name; the code is filled where there is no diocese, as in the real file."""
    kind = {"Church of England": "CE", "Roman Catholic": "RC"}.get(school.faith)
    if kind is None:
        return "0000", "Not applicable"
    names = {"CE": "Diocese of Tarnminster", "RC": "Archdiocese of Silverminster"}
    return f"{kind}9{REGION_CODES[school.region]}", f"{names[kind]} ({school.region})"


def _type_and_status(school: SampleSchool) -> Row:
    return {
        "TypeOfEstablishment (code)": str(school.kind.code),
        "TypeOfEstablishment (name)": school.kind.name,
        "EstablishmentTypeGroup (code)": str(school.kind.group_code),
        "EstablishmentTypeGroup (name)": school.kind.group,
        "EstablishmentStatus (code)": STATUS_CODES[school.status],
        "EstablishmentStatus (name)": school.status,
        "ReasonEstablishmentOpened (code)": "10" if school.old else "0",
        "ReasonEstablishmentOpened (name)": "Academy Converter" if school.old else "Not applicable",
        "OpenDate": gias_date(school.opened),
        "ReasonEstablishmentClosed (code)": "10" if school.closed else "0",
        "ReasonEstablishmentClosed (name)": "Academy Converter" if school.closed else "Not applicable",
        "CloseDate": gias_date(school.closed),
    }


def _faith(school: SampleSchool) -> Row:
    code, name = diocese_of(school)
    return {
        "ReligiousCharacter (code)": str(FAITHS[school.faith][1]),
        "ReligiousCharacter (name)": school.faith,
        "ReligiousEthos (name)": "Does not apply",
        "Diocese (code)": code,
        "Diocese (name)": name,
    }


def _groups(school: SampleSchool) -> Row:
    trust, federation = school.trust, school.federation
    flag = ("0", "Not applicable")
    named = trust
    if trust:
        multi = trust.kind == "Multi-academy trust"
        flag = ("3", "Supported by a multi-academy trust") if multi else ("5", "Supported by a single-academy trust")
    elif federation and federation.kind == "Trust":
        named, flag = federation, ("1", "Supported by a trust")
    federated = federation is not None and federation.kind == "Federation"
    return {
        "TrustSchoolFlag (code)": flag[0],
        "TrustSchoolFlag (name)": flag[1],
        "Trusts (code)": named.uid if named else "",
        "Trusts (name)": named.name.upper() if named else "",
        "SchoolSponsorFlag (name)": "Linked to a sponsor" if trust and trust.sponsor_uid else "Not applicable",
        "FederationFlag (name)": "Supported by a federation" if federated else "Not under a federation",
        "Federations (code)": federation.uid if federation and federated else "",
        "Federations (name)": federation.name if federation and federated else "",
    }


def _rating(newest: Inspection | None) -> Row:
    if newest is None or newest.grade not in RATINGS:
        return {"OfstedLastInsp": "", "OfstedRating (name)": ""}
    rating = "Serious Weaknesses" if newest.category == "SWK" else RATINGS[newest.grade]
    return {"OfstedLastInsp": gias_date(newest.started), "OfstedRating (name)": rating}


def _link(school: SampleSchool, group: SampleTrust, joined: date | None) -> Row:
    row = group_row(group)
    return {
        "URN": school.urn,
        **row,
        "Joined date": slashed(joined),
        "EstablishmentName": school.name,
        "TypeOfEstablishment (code)": str(school.kind.code),
        "TypeOfEstablishment (name)": school.kind.name,
        "PhaseOfEducation (code)": str(PHASES[school.phase].code),
        "PhaseOfEducation (name)": PHASES[school.phase].gias,
        "LA (code)": school.place.authority.code,
        "LA (name)": school.place.authority.name,
    }
