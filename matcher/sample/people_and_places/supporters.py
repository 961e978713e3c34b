"""Who supports schools under RISE: organisations of five types, advisers and the department's cases, all invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from matcher.sample.people_and_places.leaders import Row
from matcher.sample.people_and_places.places import WORDS, person_name
from matcher.sample.people_and_places.schools import SampleSchool
from matcher.sample.people_and_places.stories import NOT_JUDGED, STORIES
from matcher.sample.people_and_places.trusts import SampleTrust
from matcher.sample.random_stream import RandomStream, words
from matcher.sample.size import Size

ORGANISATION_COLUMNS = words(
    "organisation_id name type number region regions_willing phases capacity running willing due_diligence "
    "finance_check vendor_account_on easting northing interests_checked_on"
)
ADVISER_COLUMNS = words(
    "id name region caseload running employer_id former_employer_ids easting northing interests_checked_on"
)
CASE_COLUMNS = words(
    "SchoolUrn SchoolName LocalAuthority Region Cohort ProjectStatus SupportProjectEligibilityStatus "
    "CurrentDeliveryMilestone DateFormalNotificationSent InitialDiagnosisMatchingDecision SupportingOrganisationType "
    "SupportOrganisationName SupportOrganisationIdNumber DateDueDiligenceCompleted RegionalDirectorAppointmentDate "
    "FundingBand DeletedAt"
)
INTEREST_COLUMNS = words("person_id party_id party_kind relation level declared_by declared_on source")

TYPES = {"trust": 60, "school": 20, "authority": 8, "traded-service": 6, "federation": 6}
CASE_TYPES = {
    "school": "School",
    "trust": "Trust",
    "authority": "Local authority",
    "traded-service": "Local authority traded service",
    "federation": "Federation or education partnership",
}
DILIGENCE = {
    ("yes", "yes"): 62,
    ("pending", "yes"): 12,
    ("yes", "pending"): 10,
    ("", ""): 8,
    ("no", "yes"): 5,
    ("yes", "no"): 3,
}
CHECKED = {"2025-11-03": 70, "2024-03-11": 18, "": 12}
COHORTS = ("Spring 25", "Summer 25", "Autumn 25", "Spring 26")
MATCH, REVIEW, UNABLE = "Match with a supporting organisation", "Review school's progress", "Unable to assess"


@dataclass(frozen=True, slots=True)
class Supporter:
    """An organisation's row of the register, and the school where it stands."""

    row: Row
    school: SampleSchool


def stuck_schools(schools: Sequence[SampleSchool]) -> list[SampleSchool]:
    """Those whose story ends in two judgements below good, the last of them Requires Improvement."""
    return [school for school in schools if school.in_gias and school.status == "Open" and _stuck(school)]


def _stuck(school: SampleSchool) -> bool:
    grades = [grade for _, grade in STORIES[school.story].events if grade != NOT_JUDGED]
    return len(grades) >= 2 and grades[-1] == 3 and grades[-2] >= 3


def create_supporters(trusts: Sequence[SampleTrust], schools: Sequence[SampleSchool], seed: int) -> list[Supporter]:
    """Two for each stuck school, each the nearest to it of its type that is not taken; strong trusts first."""
    rng = RandomStream(seed, "supporters")
    stuck = stuck_schools(schools)
    number = max(12, 2 * len(stuck))
    kinds = rng.in_shares(TYPES, number)
    homes = {kind: _homes(kind, trusts, schools) for kind in TYPES}
    checks = zip(rng.in_shares(DILIGENCE, number), rng.in_shares(CHECKED, number), strict=True)
    found: list[Supporter] = []
    for index, (kind, (diligence, checked)) in enumerate(zip(kinds, checks, strict=True)):
        taken = {x.row["number"] for x in found if x.row["type"] == kind}
        free = [school for school in homes[kind] if _number(kind, school, index) not in taken]
        if free:
            school = min(free, key=lambda s: (_gap(s, stuck[index % len(stuck)]), s.urn))
            found.append(Supporter(_organisation(rng, index, kind, school) | _checks(rng, diligence, checked), school))
    return found


def _gap(a: SampleSchool, b: SampleSchool) -> int:
    return (a.place.easting - b.place.easting) ** 2 + (a.place.northing - b.place.northing) ** 2


def _homes(kind: str, trusts: Sequence[SampleTrust], schools: Sequence[SampleSchool]) -> list[SampleSchool]:
    """A school of each body that may be of this type; some trusts run stuck schools too."""
    ready = [s for s in schools if s.in_gias and s.status == "Open" and not _stuck(s)]
    if kind == "trust":
        run_stuck = {s.trust.uid for s in schools if s.trust and _stuck(s)}
        kept = {t.uid for t in trusts if t.story in ("strong", "ordinary")} | run_stuck
        first = {s.trust.uid: s for s in reversed(ready) if s.trust and s.trust.uid in kept}
        return [first[uid] for uid in sorted(first)]
    return [s for s in ready if s.trust is None and s.story in ("good", "outstanding", "improved")]


def _number(kind: str, school: SampleSchool, index: int) -> str:
    """As the department's service numbers organisations of this type."""
    if kind == "trust":
        return school.trust.ukprn if school.trust else ""
    authority = school.place.authority
    return {"school": school.urn, "authority": authority.code, "traded-service": f"{9_000_000 + index:08d}"}.get(
        kind, f"EP-{index + 1}"
    )


def _name(rng: RandomStream, kind: str, school: SampleSchool) -> str:
    authority = school.place.authority.name
    return {
        "trust": school.trust.name if school.trust else school.name,
        "school": school.name,
        "authority": f"{authority} Council",
        "traded-service": f"{authority} School Improvement Ltd",
        "federation": f"{rng.choice(WORDS)} Education Partnership",
    }[kind]


def _organisation(rng: RandomStream, index: int, kind: str, school: SampleSchool) -> Row:
    capacity = rng.integer(1, 4) if kind == "trust" else 1
    neighbours = "all" if index % 9 == 4 else ""
    return {
        "organisation_id": f"SO{index + 1:03d}",
        "name": _name(rng, kind, school),
        "type": kind,
        "number": _number(kind, school, index),
        "region": school.region,
        "regions_willing": neighbours,
        "phases": school.phase if kind == "school" else "primary;secondary;all-through",
        "capacity": str(capacity),
        "running": str(rng.integer(0, 1)) if capacity > 1 else "0",
        "willing": "no" if index % 17 == 11 else "yes",
        "easting": str(school.place.easting),
        "northing": str(school.place.northing),
    }


def _checks(rng: RandomStream, diligence: tuple[str, str], checked: str) -> Row:
    due, finance = diligence
    account = rng.day(date(2025, 3, 3), date(2025, 12, 19)).isoformat() if due == "yes" and finance == "yes" else ""
    return {
        "due_diligence": due,
        "finance_check": finance,
        "vendor_account_on": account,
        "interests_checked_on": checked,
    }


def adviser_rows(size: Size, supporters: Sequence[Supporter], schools: Sequence[SampleSchool], seed: int) -> list[Row]:
    """Most are seconded from trusts, some of which support schools themselves; one has no employer on record."""
    rng = RandomStream(seed, "advisers")
    stuck = stuck_schools(schools)
    trusts = [x for x in supporters if x.row["type"] == "trust"]
    rows = []
    for index, region in enumerate(size.regions_for(max(len(size.regions), len(stuck) // 3))):
        near = [x for x in trusts if x.row["region"] == region] or trusts
        employer = rng.choice(near)
        former = stuck[index % len(stuck)].trust
        rows.append(
            {
                "id": f"A{index + 1:02d}",
                "name": person_name(rng),
                "region": region,
                "caseload": str(rng.integer(3, 7)),
                "running": str(rng.integer(0, 2)),
                "employer_id": "" if index == 3 else employer.row["organisation_id"],
                "former_employer_ids": former.uid if former and index % 2 else "",
                "easting": str(employer.school.place.easting),
                "northing": str(employer.school.place.northing),
                "interests_checked_on": ("2025-11-10", "2025-10-06", "")[min(index % 5, 2)],
            }
        )
    return rows


def case_rows(supporters: Sequence[Supporter], schools: Sequence[SampleSchool], seed: int) -> list[Row]:
    """The department's list: a case for most of the stuck, at every milestone, and what such lists hold besides."""
    rng = RandomStream(seed, "cases")
    stuck = stuck_schools(schools)
    rows = [_case(rng, index, school, supporters) for index, school in enumerate(stuck) if index % 6 != 5]
    others = [s for s in schools if s.story == "improved" and s.in_gias and s.status == "Open"]
    rows += [_case(rng, 1, school, supporters) for school in others[:1]]  # no longer eligible
    if len(rows) > 1:
        rows.append(rows[0] | {"DeletedAt": "2025-06-02T09:14:00"})
    return rows


def _case(rng: RandomStream, index: int, school: SampleSchool, supporters: Sequence[Supporter]) -> Row:
    milestone = (2, 2, 3, 1, 4, 0)[index % 6]
    decision = "" if milestone < 2 else (MATCH, REVIEW, MATCH, MATCH, UNABLE)[index % 5]
    row = {
        "SchoolUrn": school.urn,
        "SchoolName": school.name,
        "LocalAuthority": school.place.authority.name,
        "Region": school.region,
        "Cohort": COHORTS[index % len(COHORTS)],
        "ProjectStatus": "1" if index % 10 == 7 else "0",
        "SupportProjectEligibilityStatus": "0",
        "CurrentDeliveryMilestone": str(milestone),
        "DateFormalNotificationSent": f"{rng.day(date(2025, 2, 3), date(2025, 10, 31))}T10:00:00",
        "InitialDiagnosisMatchingDecision": decision or "NULL",
    }
    if milestone < 4 or decision != MATCH:
        return row
    ready = [x for x in supporters if x.row["vendor_account_on"] and x.row["region"] == school.region] or supporters
    return row | _appointed(rng.choice(list(ready)).row)


def _appointed(organisation: Row) -> Row:
    return {
        "SupportingOrganisationType": CASE_TYPES[organisation["type"]],
        "SupportOrganisationName": organisation["name"],
        "SupportOrganisationIdNumber": organisation["number"],
        "DateDueDiligenceCompleted": "2025-11-14T00:00:00",
        "RegionalDirectorAppointmentDate": "2025-12-01T00:00:00",
        "FundingBand": "Up to £80,000",
    }


def interest_rows(
    supporters: Sequence[Supporter], advisers: Sequence[Row], schools: Sequence[SampleSchool]
) -> list[Row]:
    """Declared by both sides, at a stuck school of the same region where there is one; then two nil returns."""
    return list(_interests(supporters, advisers, stuck_schools(schools)))


def _interests(
    supporters: Sequence[Supporter], advisers: Sequence[Row], stuck: Sequence[SampleSchool]
) -> Iterator[Row]:
    who = [(x["id"], x["region"]) for x in (advisers[0], advisers[1], advisers[-1])]
    who += [(x.row["organisation_id"], x.row["region"]) for x in (supporters[0], supporters[5])]
    relations = ("family", "formerly_employed_by", "governs", "sponsor_interest", "supplies")
    for index, ((person, region), relation) in enumerate(zip(who, relations, strict=True)):
        near = [school for school in stuck if school.region == region] or stuck
        yield {
            "person_id": person,
            "party_id": near[index % len(near)].urn,
            "party_kind": "school",
            "relation": relation,
            "declared_by": "recipient" if index == 1 else "leader",
            "declared_on": "2025-10-20",
            "source": "declaration form",
        }
    for person in (advisers[2]["id"], supporters[1].row["organisation_id"]):
        yield {"person_id": person, "relation": "none", "declared_by": "leader", "declared_on": "2025-10-20"}
