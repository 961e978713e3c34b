"""Puts invented supporting organisations and advisers at real trusts, schools and authorities, to time RISE runs.

    python -m benchmarks.supporters_for_extracts DATA_DIR OUT_DIR [--organisations 160] [--advisers 66] [--seed 1]

Unpacks the extracts into OUT_DIR and writes organisations, advisers, interests and `rise.yaml` beside them. Every
capacity, person, employment and declaration is invented; nothing here is shipped, and nothing written by it may be.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from benchmarks.registers_for_extracts import EXTRACTS, PHASES, Row, _rows, unpack
from matcher.domain import REGIONS
from matcher.sample.people_and_places.places import person_name
from matcher.sample.random_stream import RandomStream
from matcher.sample.write import write_table

ORGANISATION_COLUMNS = (
    *("organisation_id", "name", "type", "number", "region", "regions_willing", "phases", "capacity", "running"),
    *("willing", "due_diligence", "finance_check", "vendor_account_on", "easting", "northing", "interests_checked_on"),
)
ADVISER_COLUMNS = (
    *("id", "name", "region", "caseload", "running", "employer_id", "former_employer_ids", "easting", "northing"),
    "interests_checked_on",
)
INTEREST_COLUMNS = ("person_id", "party_id", "party_kind", "relation", "declared_by", "declared_on", "source")
TYPES = {"trust": 72, "school": 14, "authority": 7, "traded-service": 4, "federation": 3}  # in a hundred
CAPACITIES = (1, 2, 2, 3, 3, 3, 4, 4, 5, 6)
CASELOADS = (5, 6, 7, 7, 8, 9)
CHECKED = "2025-07-01"

SCENARIO = """\
schema: matcher/1
name: rise-extracts
programme: rise-2025-26
term: autumn-2025
as_at: 2025-08-31
data:
{data}
pots:
  - name: grants
    amount: null
    pays_for: [grants]
    regions: all
    source: "counted, never binding"
    assumed: true
"""


@dataclass(frozen=True, slots=True)
class Base:
    """Where an organisation is: a real school of it, with the name and the public number that it goes by."""

    name: str
    number: str
    region: str
    phases: str
    urn: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--organisations", type=int, default=160)
    parser.add_argument("--advisers", type=int, default=66)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write_supporters(given.data, given.out, given.organisations, given.advisers, given.seed)
    print(f"wrote organisations, advisers, interests and rise.yaml into {given.out}")


def write_supporters(data: Path, out: Path, organisations: int = 160, advisers: int = 66, seed: int = 1) -> None:
    """Unpack the extracts of `data` into `out` and write the registers and the scenario there."""
    unpack(data, out)
    schools = [row for row in _rows(out / EXTRACTS["ofsted"]) if row["URN"]]
    places = {row["URN"]: row for row in _rows(out / EXTRACTS["coordinates"])}
    supporters = _organisations(schools, places, _ukprns(out), organisations, seed)
    people = _advisers(supporters, advisers, seed)
    tables: dict[str, tuple[Sequence[str], list[Row]]] = {
        "organisations": (ORGANISATION_COLUMNS, supporters),
        "advisers": (ADVISER_COLUMNS, people),
        "interests": (INTEREST_COLUMNS, _interests(supporters, people, schools, seed)),
    }
    for name, (header, rows) in tables.items():
        write_table(out / f"{name}.csv", header, rows, encoding="utf-8", newline="\n")
    files = {**EXTRACTS, **{name: f"{name}.csv" for name in tables}}
    data_lines = "\n".join(f"  {name}: {file}" for name, file in files.items())
    (out / "rise.yaml").write_text(SCENARIO.format(data=data_lines), encoding="utf-8")


def _ukprns(out: Path) -> dict[str, str]:
    return {row["Group UID"]: row["UKPRN"] for row in _rows(out / EXTRACTS["groups"]) if row["UKPRN"]}


def _organisations(
    schools: Sequence[Row], places: dict[str, Row], ukprns: dict[str, str], number: int, seed: int
) -> list[Row]:
    rng = RandomStream(seed, "supporting organisations of extracts")
    bases = {kind: _evenly(rng, found) for kind, found in _bases(schools, ukprns).items()}
    kinds = [kind for kind, share in TYPES.items() for _ in range(round(number * share / 100))]
    kinds += ["trust"] * (number - len(kinds))
    taken = [(kind, base) for kind in TYPES for base in islice(cycle(bases[kind]), kinds.count(kind))]
    return [_organisation(rng, k, kind, base, places) for k, (kind, base) in enumerate(taken)]


def _bases(schools: Sequence[Row], ukprns: dict[str, str]) -> dict[str, list[Base]]:
    good = [s for s in schools if s["Ofsted phase"] in PHASES]
    of_trust, of_authority = defaultdict(list), defaultdict(list)
    for school in good:
        of_authority[school["LAESTAB"][:3]].append(school)
        if school["Multi-academy trust UID"] in ukprns:
            of_trust[school["Multi-academy trust UID"]].append(school)
    strong = [s for s in good if s["Overall effectiveness"] == "1"]
    authorities = [Base(m[0]["Local authority"], code, *_home(m)) for code, m in sorted(of_authority.items())]
    return {
        "trust": [
            Base(m[0]["Multi-academy trust name"], ukprns[uid], *_home(m))
            for uid, m in sorted(of_trust.items())
            if len(m) >= 5
        ],
        "school": [Base(s["School name"], s["URN"], *_home([s])) for s in strong],
        "authority": authorities,
        "traded-service": [
            Base(f"{b.name} traded service", f"0{7_000_000 + int(b.number)}", *_rest(b)) for b in authorities
        ],
        "federation": [Base(f"{s['School name']} partnership", f"P{s['URN']}", *_home([s])) for s in strong],
    }


def _home(members: Sequence[Row]) -> tuple[str, str, str]:
    phases = {phase for s in members for phase in PHASES[s["Ofsted phase"]].split(";")}
    return members[0]["Region"], ";".join(sorted(phases)), members[0]["URN"]


def _rest(base: Base) -> tuple[str, str, str]:
    return base.region, base.phases, base.urn


def _evenly(rng: RandomStream, bases: Sequence[Base]) -> list[Base]:
    """In a chance order, region after region in turn."""
    by_region = defaultdict(list)
    for base in rng.shuffled(bases):
        by_region[base.region].append(base)
    longest = max(map(len, by_region.values()))
    return [by_region[r][k] for k in range(longest) for r in REGIONS if k < len(by_region[r])]


def _organisation(rng: RandomStream, index: int, kind: str, base: Base, places: dict[str, Row]) -> Row:
    capacity = rng.choice(CAPACITIES)
    return {
        "organisation_id": f"O{index + 1:03d}",
        "name": base.name,
        "type": kind,
        "number": base.number,
        "region": base.region,
        "regions_willing": ";".join((base.region, rng.choice(REGIONS))) if rng.chance(0.3) else base.region,
        "phases": base.phases,
        "capacity": str(capacity),
        "running": "1" if capacity > 1 and rng.chance(0.3) else "0",
        "willing": "yes" if rng.chance(0.95) else "no",
        "due_diligence": rng.choice(("yes", "yes", "yes", "pending")) if rng.chance(0.97) else "no",
        "finance_check": rng.choice(("yes", "yes", "pending")),
        "vendor_account_on": rng.choice(("2024-11-04", "2025-03-10", "")),
        **_place(base.urn, places),
        "interests_checked_on": CHECKED if rng.chance(0.9) else "",
    }


def _place(urn: str, places: dict[str, Row]) -> Row:
    found = places.get(urn)
    return {key: str(round(float(found[key]))) if found else "" for key in ("easting", "northing")}


def _advisers(supporters: Sequence[Row], number: int, seed: int) -> list[Row]:
    """Seven or eight a region; six in ten are employed by a supporting organisation of the region."""
    rng = RandomStream(seed, "advisers of extracts")
    by_region = defaultdict(list)
    for row in supporters:
        by_region[row["region"]].append(row)
    return [_adviser(rng, k, region, by_region[region]) for k, region in enumerate(islice(cycle(REGIONS), number))]


def _adviser(rng: RandomStream, index: int, region: str, near: Sequence[Row]) -> Row:
    employer, home = rng.choice(near), rng.choice(near)
    former = rng.choice(near)["organisation_id"] if rng.chance(0.3) else ""
    return {
        "id": f"A{index + 1:02d}",
        "name": person_name(rng),
        "region": region,
        "caseload": str(rng.choice(CASELOADS)),
        "running": "0",
        "employer_id": employer["organisation_id"] if rng.chance(0.6) else "",
        "former_employer_ids": former,
        "easting": home["easting"],
        "northing": home["northing"],
        "interests_checked_on": CHECKED if rng.chance(0.95) else "",
    }


def _interests(supporters: Sequence[Row], people: Sequence[Row], schools: Sequence[Row], seed: int) -> list[Row]:
    """One in five declares something at a troubled school of the region."""
    rng = RandomStream(seed, "interests of supporters")
    troubled = defaultdict(list)
    for school in schools:
        if school["Overall effectiveness"] == "3":
            troubled[school["Region"]].append(school["URN"])
    return list(_declared(rng, supporters, people, troubled))


def _declared(
    rng: RandomStream, supporters: Sequence[Row], people: Sequence[Row], troubled: dict[str, list[str]]
) -> Iterator[Row]:
    for row in (*supporters, *people):
        near = troubled[row["region"]]
        if near and rng.chance(0.2):
            yield {
                "person_id": row.get("organisation_id") or row["id"],
                "party_id": rng.choice(near),
                "party_kind": "school",
                "relation": rng.choice(("business", "formerly_employed_by", "supplies", "supported_before", "family")),
                "declared_by": "broker",
                "declared_on": CHECKED,
                "source": "invented",
            }


if __name__ == "__main__":
    main()
