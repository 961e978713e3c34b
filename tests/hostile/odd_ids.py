"""Ids that a register may hold and a path, an address or a page may stumble over; and a project full of them."""

from __future__ import annotations

import csv
from pathlib import Path

IDS = (
    *("..a", "~a", "~..b", "...c", ".hidden", "ends.", "CON", "nul.txt", "COM1", "aux", "-rf", "--help", "A" * 80),
    *("a b", "C:x", "back\\slash", "..\\..\\up", "100%", "%2e%2e%2a", "%2F..%2Fetc", "a#b?c&d=e", "q+r", "a@b", "a=b"),
    *(
        "O'Brien",
        'say "x"',
        "<i>bold",
        "{{7+7}}",
        "$(x)",
        "`x`",
        "Zoë",
        "名前",
        "\U0001f600z",
        "é" * 79,
        "id~1",
        "=1+1",
    ),
)
RECIPIENT_COLUMNS = ("id", "name", "kind", "region", "phases", "easting", "northing")
LEADER_COLUMNS = (
    *("id", "name", "role", "region", "days", "willing", "regions_willing", "phases"),
    *("easting", "northing", "max_matches", "interests_checked_on"),
)
SCENARIO = """schema: matcher/1
name: odd
programme: tsio-2022-23
term: autumn-2022
as_at: 2022-12-31
regions: [South West]
data: {recipients: recipients.csv, leaders: leaders.csv, people: people.csv}
pots:
  - {name: offer, amount: null, pays_for: [leader_days], regions: all, from: 2022-09-01, to: 2023-08-31, source: none}
goals: [coverage, fit]
"""


def recipient_id(number: int) -> str:
    return IDS[number]


def leader_id(number: int) -> str:
    """Another than the recipient's beside it, so that every pair of oddities is not of one kind."""
    return IDS[-1 - number]


def _write(path: Path, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def project(folder: Path) -> Path:
    """A scenario whose schools and leaders all have odd ids; each school has a leader beside it."""
    folder.mkdir()
    places = [(300_000 + 2_000 * k, 100_000) for k in range(len(IDS))]
    schools = [(recipient_id(k), f"School {k}", "school", "South West", "primary", *at) for k, at in enumerate(places)]
    leaders = [
        (leader_id(k), f"Leader {k}", "nle", "South West", 30, "yes", "South West", "primary", *at, 1, "2022-12-01")
        for k, at in enumerate(places)
    ]
    _write(folder / "recipients.csv", RECIPIENT_COLUMNS, list(schools))
    _write(folder / "leaders.csv", LEADER_COLUMNS, list(leaders))
    people = [
        ("P003", "Ann Broker", "broker", "", "South West"),
        ("P014", "Dan Director", "director", "", "South West"),
    ]
    _write(folder / "people.csv", ("id", "name", "role", "organisation_id", "regions"), list(people))
    (folder / "odd.yaml").write_text(SCENARIO, encoding="utf-8")
    return folder
