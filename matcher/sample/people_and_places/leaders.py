"""Who can support: system leaders, their organisations and governance leaders, all invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle

from matcher.domain import AREAS, REGIONS
from matcher.sample.people_and_places.kinds import FAITHS
from matcher.sample.people_and_places.places import person_name
from matcher.sample.people_and_places.schools import SampleSchool
from matcher.sample.people_and_places.trusts import SampleTrust
from matcher.sample.people_and_places.workplaces import Workplace, hub_workplaces, school_workplaces, trust_workplaces
from matcher.sample.random_stream import RandomStream, words
from matcher.sample.size import Size

Row = dict[str, str]

LEADER_COLUMNS = words(
    "id name role region days willing organisation_id organisation regions_willing phases base_urn postcode easting "
    "northing max_matches max_travel_km faith specialisms designated_from designated_to interests_checked_on"
)
ORGANISATION_COLUMNS = ["organisation_id", "name", "team_days", "broker_for"]
GOVERNANCE_COLUMNS = words(
    "id name region days organisation_id regions_willing easting northing max_matches interests_checked_on"
)

DAYS = {"10": 30, "15": 12, "20": 30, "25": 6, "30": 16, "40": 6}
ROLES = {"trust_ceo": 48, "nle": 36, "equivalent": 16}
SERVES = {"own": 62, "neighbour": 30, "all": 8}
PLACED_BY = {"base_urn": 70, "postcode": 13, "grid": 13, "nowhere": 4}
MATCHES_AT_MOST = {"": 60, "1": 15, "2": 15, "3": 10}
TRAVEL_AT_MOST = {"": 60, "25": 8, "45": 16, "60": 8, "90": 8}
DESIGNATED: dict[tuple[date | None, date | None], float] = {
    (date(2022, 9, 1), None): 52,
    (date(2022, 9, 1), date(2024, 8, 31)): 14,
    (date(2022, 9, 1), date(2022, 12, 16)): 8,  # ends with the term
    (date(2019, 9, 1), date(2022, 8, 31)): 12,  # the old cadre, which ended
    (date(2023, 4, 17), None): 7,  # not yet
    (None, date(2024, 8, 31)): 7,  # nobody wrote down since when
}
CHECKED = {"fresh": 78, "stale": 14, "never": 8}


@dataclass(frozen=True, slots=True)
class SampleLeader:
    """A leader's row of the register, and the school where they stand."""

    row: Row
    school: SampleSchool

    @property
    def phases(self) -> frozenset[str]:
        return frozenset(self.row["phases"].split(";"))

    @property
    def may_be_sent(self) -> bool:
        """Willing, and designated, if at all, from the start of the year with no end in sight."""
        designated = (self.row["designated_from"], self.row["designated_to"])
        return self.row["willing"] == "yes" and designated in (("", ""), ("2022-09-01", ""))


def create_leaders(
    size: Size, trusts: Sequence[SampleTrust], schools: Sequence[SampleSchool], seed: int
) -> list[SampleLeader]:
    rng = RandomStream(seed, "leaders")
    number = size.leaders
    roles = sorted(rng.in_shares(ROLES, number), key=list(ROLES).index)
    workplaces = {
        "trust_ceo": cycle(trust_workplaces(trusts, schools)),
        "nle": cycle(school_workplaces(rng, number, size, schools)),
        "equivalent": cycle(hub_workplaces(rng, number, size, schools)),
    }
    columns = [
        rng.in_shares(values, number)
        for values in (DAYS, {"yes": 92, "no": 8}, SERVES, PLACED_BY, MATCHES_AT_MOST, TRAVEL_AT_MOST, CHECKED)
    ]
    designated = iter(rng.in_shares(DESIGNATED, roles.count("nle")))
    leaders = []
    for index, (role, values) in enumerate(zip(roles, zip(*columns, strict=True), strict=True)):
        workplace = next(workplaces[role])
        days = next(designated) if role == "nle" else (None, None)  # nobody else is designated
        leaders.append(
            SampleLeader(_leader(rng, index, role, workplace, values) | _designation(*days), workplace.school)
        )
    leaders[-1].row["name"] = leaders[0].row["name"]  # two people of one name
    return leaders


def organisation_rows(leaders: Sequence[SampleLeader], trusts: Sequence[SampleTrust], seed: int) -> list[Row]:
    """Every leader's organisation and every delivery partner, once; a fifth have no leadership team to offer."""
    rng = RandomStream(seed, "organisations")
    brokered = {trust.uid: trust for trust in trusts if trust.broker_for}
    names = {x.row["organisation_id"]: x.row["organisation"] for x in leaders if x.row["organisation_id"]}
    names |= {uid: trust.name for uid, trust in brokered.items()}
    return [
        {
            "organisation_id": uid,
            "name": names[uid],
            "team_days": "" if rng.chance(0.2) else rng.choice(("5", "10", "15", "20", "30")),
            "broker_for": ";".join(brokered[uid].broker_for) if uid in brokered else "",
        }
        for uid in sorted(names)
    ]


def governance_rows(size: Size, schools: Sequence[SampleSchool], seed: int) -> list[Row]:
    """People, and for each third region a pool of days where somebody else picks the person. Ids begin with zeros."""
    rng = RandomStream(seed, "governance")
    rows = []
    for index, region in enumerate(size.regions_for(max(9, size.leaders // 5))):
        school = rng.choice([s for s in schools if s.region == region])
        pool = index % 6 == 5
        rows.append(
            {
                "id": f"00{7001 + index}",
                "name": f"{region} pool of days" if pool else person_name(rng),
                "region": region,
                "days": "25" if pool else rng.choice(("5", "10", "15")),
                "organisation_id": "",
                "regions_willing": region if rng.chance(0.7) else ";".join(_with_neighbour(region, size)),
                "easting": "" if pool else str(school.place.easting),
                "northing": "" if pool else str(school.place.northing),
                "max_matches": "" if pool else "2",
                "interests_checked_on": "" if pool else "2022-09-20",
            }
        )
    return rows


def _leader(rng: RandomStream, index: int, role: str, workplace: Workplace, values: tuple[str, ...]) -> Row:
    days, willing, serves, placed_by, matches, travel, checked = values
    school, region = workplace.school, workplace.school.region
    place = school.place
    on = {
        "fresh": rng.day(date(2022, 9, 5), date(2022, 12, 9)).isoformat(),
        "stale": rng.day(date(2020, 9, 7), date(2021, 7, 20)).isoformat(),
        "never": "",
    }
    return {
        "id": f"L{index + 1:04d}",
        "name": person_name(rng),
        "role": role,
        "region": region,
        "days": days,
        "willing": willing,
        "organisation_id": workplace.organisation_id,
        "organisation": workplace.organisation,
        "regions_willing": {"own": "", "neighbour": ";".join(_near(region)), "all": ";".join(REGIONS)}[serves],
        "phases": _phases(rng, school, role),
        "base_urn": school.urn if placed_by == "base_urn" else "",
        "postcode": place.postcode if placed_by == "postcode" else "",
        "easting": str(place.easting) if placed_by == "grid" else "",
        "northing": str(place.northing) if placed_by == "grid" else "",
        "max_matches": matches,
        "max_travel_km": travel,
        "faith": FAITHS[school.faith][0] if school.faith != "Does not apply" else "",
        "specialisms": ";".join(sorted({rng.choice(AREAS), rng.choice(AREAS), rng.choice(AREAS)})),
        "interests_checked_on": on[checked],
    }


def _designation(first: date | None, last: date | None) -> Row:
    return {
        "designated_from": first.isoformat() if first else "",
        "designated_to": last.isoformat() if last else "",
    }


def _phases(rng: RandomStream, school: SampleSchool, role: str) -> str:
    """Most cover their own phase; few cover special schools, nurseries and alternative provision."""
    phases = {"primary", school.phase} if role == "trust_ceo" else {school.phase}
    if school.phase == "secondary" or rng.chance(0.5):
        phases |= {"secondary", "all-through"}
    if role != "trust_ceo" and rng.chance(0.5):
        phases |= {"primary"}
    if rng.chance(0.25):
        phases |= {rng.choice(("special", "middle", "alternative-provision"))}
    return ";".join(sorted(phases))


def _near(region: str) -> tuple[str, str]:
    neighbour = {
        "East Midlands": "West Midlands",
        "East of England": "London",
        "London": "South East",
        "North East": "Yorkshire and the Humber",
        "North West": "Yorkshire and the Humber",
        "South East": "London",
        "South West": "West Midlands",
        "West Midlands": "East Midlands",
        "Yorkshire and the Humber": "North East",
    }
    return (region, neighbour[region])


def _with_neighbour(region: str, size: Size) -> Sequence[str]:
    return _near(region) if len(size.regions) > 1 else (region,)
