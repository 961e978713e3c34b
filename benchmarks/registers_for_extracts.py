"""Puts invented leaders at real schools and trusts, so that a run can be timed on the real extracts.

    python -m benchmarks.registers_for_extracts DATA_DIR OUT_DIR [--leaders 600] [--seed 1]

Unpacks the extracts into OUT_DIR and writes registers and three scenarios beside them. Every person, day, interest and
deployment is invented; nothing here is shipped, and nothing written by it may be.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from benchmarks.extract_scenarios import write_scenarios
from matcher.domain import AREAS, REGIONS, RELATIONS
from matcher.sample.people_and_places.declarations import HISTORY_COLUMNS, INTEREST_COLUMNS, PEOPLE_COLUMNS
from matcher.sample.people_and_places.leaders import GOVERNANCE_COLUMNS, LEADER_COLUMNS, ORGANISATION_COLUMNS
from matcher.sample.people_and_places.places import person_name
from matcher.sample.random_stream import RandomStream
from matcher.sample.write import write_table

Row = dict[str, str]

EXTRACTS = {
    "ofsted": "State-funded_schools_inspections_and_outcomes_as_at_31_August_2025.csv",
    "group_links": "alllinksdata20220718.csv",
    "groups": "allgroupsdata20220718.csv",
    "establishment_links": "links_edubasealldata20250422.csv",
    "establishments": "establishments_20221028.csv",
    "coordinates": "school_coordinates.csv",
}
HUBS = "teaching_school_hubs_202305.csv"
PARTNERS = {
    "FLYING HIGH TRUST": ("East Midlands",),
    "GREAT HEIGHTS ACADEMY TRUST": ("North West", "Yorkshire and the Humber"),
    "ASPIRE ACADEMY TRUST": ("South West",),
    "BISHOP HOGARTH CATHOLIC EDUCATION TRUST": ("North East",),
    "MERIDIAN TRUST": ("East of England",),
    "HISP MULTI ACADEMY TRUST LTD": ("South East", "London"),
    "JOHN TAYLOR MAT": ("West Midlands",),
}
ROLES = {"trust_ceo": 55, "nle": 30, "equivalent": 15}
PHASES = {
    "Primary": "primary",
    "Secondary": "secondary;all-through;middle",
    "Special": "special",
    "PRU": "alternative-provision",
    "Nursery": "nursery;primary",
}
REGISTERS = ("leaders", "organisations", "governance_leaders", "interests", "people", "history")
SCARCE = {"South West": 3}  # one leader in so many is kept, so that days run out before recipients do


@dataclass(frozen=True, slots=True)
class Post:
    """Where a leader is put: a real school, and the organisation that runs it."""

    urn: str
    region: str
    phases: str
    faith: str
    organisation_id: str
    organisation: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--leaders", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write_registers(given.data, given.out, given.leaders, given.seed)
    print(f"wrote {', '.join(REGISTERS)}, budget.yaml, three-pots.yaml and term.yaml into {given.out}")


def write_registers(data: Path, out: Path, number: int = 600, seed: int = 1) -> None:
    """Unpack the extracts of `data` into `out` and write the registers and the two scenarios there."""
    unpack(data, out)
    schools = [row for row in _rows(out / EXTRACTS["ofsted"]) if row["URN"]]
    known = {row["urn"] for row in _rows(out / EXTRACTS["establishments"])}
    schools = [row for row in schools if row["URN"] in known]
    partners = _partners(out)
    leaders = _leaders(schools, _hub_urns(data), number, seed)
    tables: dict[str, tuple[Sequence[str], list[Row]]] = {
        "leaders": (LEADER_COLUMNS, leaders),
        "organisations": (ORGANISATION_COLUMNS, _organisations(leaders, partners, seed)),
        "governance_leaders": (GOVERNANCE_COLUMNS, _governance(seed)),
        "interests": (INTEREST_COLUMNS, _interests(leaders, schools, seed)),
        "people": (PEOPLE_COLUMNS, _people(partners, seed)),
        "history": (HISTORY_COLUMNS, _history(leaders, schools)),
    }
    for name, (header, rows) in tables.items():
        write_table(out / f"{name}.csv", header, rows, encoding="utf-8", newline="\n")
    write_scenarios(out, {**EXTRACTS, **{name: f"{name}.csv" for name in REGISTERS}})


def unpack(data: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name in EXTRACTS.values():
        (out / name).write_bytes(gzip.decompress((data / f"{name}.gz").read_bytes()))


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file))


def _partners(out: Path) -> dict[str, str]:
    """The UID of each delivery partner's trust, by its name in the groups file."""
    found = {
        row["Group Name"]: row["Group UID"]
        for row in _rows(out / EXTRACTS["groups"])
        if row["Group Type"] == "Multi-academy trust" and row["Group Status"] == "Open"
    }
    return {name: found[name] for name in PARTNERS}


def _hub_urns(data: Path) -> set[str]:
    with (data / HUBS).open(encoding="utf-8", newline="") as file:
        return {row["urn"].removesuffix(".0") for row in csv.DictReader(file) if row["urn"]}


def _leaders(schools: Sequence[Row], hubs: set[str], number: int, seed: int) -> list[Row]:
    rng = RandomStream(seed, "leaders of extracts")
    posts = {
        "trust_ceo": _shuffled_by_region(rng, _strong_trusts(schools)),
        "nle": _shuffled_by_region(rng, [_post(s) for s in schools if s["Overall effectiveness"] in ("1", "2")]),
        "equivalent": _shuffled_by_region(rng, [_post(s) for s in schools if s["URN"] in hubs]),
    }
    roles = [role for role, share in ROLES.items() for _ in range(number * share // 100)]
    taken = [post for role in ROLES for post in islice(cycle(posts[role]), roles.count(role))]
    return [_leader(rng, k, role, post) for k, (role, post) in enumerate(zip(roles, taken, strict=True))]


def _strong_trusts(schools: Sequence[Row]) -> list[Post]:
    """Trusts of at least three schools, none of them judged below good; each at its first school."""
    of_trust = defaultdict(list)
    for school in schools:
        if school["Multi-academy trust UID"]:
            of_trust[school["Multi-academy trust UID"]].append(school)
    return [
        _post(members[0], members)
        for members in of_trust.values()
        if len(members) >= 3
        and not any(s["Overall effectiveness"] in ("3", "4") or s["Category of concern"] for s in members)
    ]


def _post(school: Row, members: Sequence[Row] = ()) -> Post:
    phases = {PHASES[s["Ofsted phase"]] for s in members or [school]}
    trust = school["Multi-academy trust UID"]
    return Post(
        school["URN"],
        school["Region"],
        ";".join(sorted({phase for part in phases for phase in part.split(";")})),
        "" if school["Faith grouping"] == "Non-faith" else school["Faith grouping"],
        trust,
        school["Multi-academy trust name"] if trust else school["School name"],
    )


def _shuffled_by_region(rng: RandomStream, posts: Sequence[Post]) -> list[Post]:
    """In a chance order, with most posts of a scarce region left out."""
    seen: Counter[str] = Counter()
    kept = []
    for post in rng.shuffled(posts):
        seen[post.region] += 1
        if seen[post.region] % SCARCE.get(post.region, 1) == 0:
            kept.append(post)
    return kept


def _leader(rng: RandomStream, index: int, role: str, post: Post) -> Row:
    checked = rng.day(date(2022, 9, 5), date(2022, 12, 9)) if rng.chance(0.85) else date(2021, 6, 14)
    return {
        "id": f"L{index + 1:04d}",
        "name": person_name(rng),
        "role": role,
        "region": post.region,
        "days": rng.choice(("10", "10", "20")),
        "willing": "yes" if rng.chance(0.94) else "no",
        "organisation_id": post.organisation_id,
        "organisation": post.organisation,
        "regions_willing": ";".join((post.region, rng.choice(REGIONS))) if rng.chance(0.1) else "",
        "phases": post.phases,
        "base_urn": post.urn,
        "max_matches": "" if rng.chance(0.7) else rng.choice(("1", "2")),
        "max_travel_km": "" if rng.chance(0.7) else rng.choice(("30", "45", "60")),
        "faith": post.faith,
        "specialisms": ";".join(sorted({rng.choice(AREAS), rng.choice(AREAS)})),
        "designated_from": "2022-09-01" if role == "nle" else "",
        "interests_checked_on": checked.isoformat() if rng.chance(0.95) else "",
    }


def _organisations(leaders: Sequence[Row], partners: dict[str, str], seed: int) -> list[Row]:
    rng = RandomStream(seed, "organisations of extracts")
    names = {row["organisation_id"]: row["organisation"] for row in leaders if row["organisation_id"]}
    names |= {uid: name for name, uid in partners.items()}
    broker_for = {uid: ";".join(PARTNERS[name]) for name, uid in partners.items()}
    return [
        {
            "organisation_id": uid,
            "name": names[uid],
            "team_days": rng.choice(("", "5", "10", "20", "30")),
            "broker_for": broker_for.get(uid, ""),
        }
        for uid in sorted(names)
    ]


def _governance(seed: int) -> list[Row]:
    """About forty people; few in the North and the South West, as the programme's own evaluation found."""
    rng = RandomStream(seed, "governance of extracts")
    people = {region: 2 if region in ("North East", "South West") else 5 for region in REGIONS}
    regions = [region for region, number in people.items() for _ in range(number)]
    return [
        {
            "id": f"G{k + 1:03d}",
            "name": person_name(rng),
            "region": region,
            "days": rng.choice(("5", "10", "15")),
            "max_matches": "3",
            "interests_checked_on": "2022-09-30",
        }
        for k, region in enumerate(regions)
    ]


def _people(partners: dict[str, str], seed: int) -> list[Row]:
    rng = RandomStream(seed, "people of extracts")
    rows: list[Row] = [
        {"role": "broker", "organisation_id": uid, "regions": ";".join(PARTNERS[name])}
        for name, uid in partners.items()
    ]
    rows += [{"role": "director", "regions": region} for region in REGIONS]
    rows += [{"role": "approver"}, {"role": "board"}]
    return [{"id": f"P{k + 1:03d}", "name": person_name(rng), **row} for k, row in enumerate(rows)]


def _interests(leaders: Sequence[Row], schools: Sequence[Row], seed: int) -> list[Row]:
    """One leader in three declares something at a troubled school of the same region; the others declare nothing."""
    rng = RandomStream(seed, "interests of extracts")
    troubled = defaultdict(list)
    for school in _troubled(schools):
        troubled[school["Region"]].append(school["URN"])
    rows = []
    for index, leader in enumerate(leaders):
        near = troubled[leader["region"]]
        real = index % 3 == 0 and near
        rows.append(
            {
                "person_id": leader["id"],
                "party_id": rng.choice(near) if real else leader["id"],
                "party_kind": "school" if real else "person",
                "relation": rng.choice(RELATIONS[:-1]) if real else "none",
                "declared_by": rng.choice(("leader", "recipient", "broker")) if real else "leader",
                "declared_on": rng.day(date(2022, 9, 5), date(2022, 11, 30)).isoformat(),
                "source": "invented",
            }
        )
    return rows


def _troubled(schools: Sequence[Row]) -> Iterator[Row]:
    for school in schools:
        if "3" in (school["Overall effectiveness"], school["Previous graded inspection overall effectiveness"]):
            yield school


def _history(leaders: Sequence[Row], schools: Sequence[Row]) -> list[Row]:
    """Two deployments that run into the autumn of 2022 and three that ended in the summer."""
    near = {leader["region"]: leader for leader in leaders if leader["willing"] == "yes" and leader["days"] == "20"}
    check_answer = [s for s in _troubled(schools) if s["Region"] in near and not s["Multi-academy trust UID"]][:5]
    return [
        {
            "term": "autumn-2022" if k < 2 else "summer-2022",
            "recipient_id": school["URN"],
            "leader_id": near[school["Region"]]["id"],
            "state": "running" if k < 2 else "finished",
            "days_agreed": "10" if k < 2 else "5",
            "days_claimed": "" if k < 2 else "5",
            "cost": "6000" if k < 2 else "3000",
            "starts_on": "2022-09-26" if k < 2 else "2022-05-09",
            "ends_on": "" if k < 2 else "2022-07-15",
        }
        for k, school in enumerate(check_answer)
    ]


if __name__ == "__main__":
    main()
