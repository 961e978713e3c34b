"""A run of two regions whose schools, trusts and leaders have ids and names that no pattern finds in a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

from matcher.commands.propose import propose
from tests.web.conftest import SCENARIOS

OURS, THEIRS = "South West", "North West"
SCENARIO = f"""schema: matcher/1
name: two
programme: tsio-2022-23
term: autumn-2022
as_at: 2022-12-31
regions: [{OURS}, {THEIRS}]
data: {{recipients: recipients.csv, leaders: leaders.csv, organisations: organisations.csv, people: people.csv,
  interests: interests.csv}}
rules: {{cross_region: willing}}
pots:
  - {{name: offer, amount: null, pays_for: [leader_days, match_fees], regions: all,
     from: 2022-09-01, to: 2023-08-31, source: made for a test, assumed: true}}
"""
RECIPIENTS = (
    ("SW-1", "Ash School and Nursery", "school", OURS),  # holds another's name
    ("SW-2", "Birch School", "school", OURS),
    ("SW-3", "Cedar Trust", "trust", OURS),
    ("SW-4", "Dogwood School", "school", OURS),
    ("NW-12", "Ash School", "school", THEIRS),
    ("3012001", "Elm & Oak School", "school", THEIRS),
    ("A.B", "Fir (North) Trust", "trust", THEIRS),
    ("St John 7", "St John's School", "school", THEIRS),
    ("10", "Holly School", "school", THEIRS),  # days are ten, too
)
LEADERS = (  # id, name, role, region, days, organisation, what their phase is
    ("L-1", "Rowan Able", "nle", OURS, 10, "", "primary"),
    ("L-2", "Hazel Baker", "nle", THEIRS, 10, "", "primary"),
    ("L-3", "Linden Carter", "trust_ceo", OURS, 20, "TR-7", "primary"),
    ("L-4", "Myrtle Dean", "trust_ceo", THEIRS, 5, "TR-9", "primary"),
)
TRUST_OF = {"SW-2": "A.B"}  # a school whose trust is of the other region
INTERESTS = ["L-4,A.B,trust,supplies,declare,leader,2022-11-01"]  # joins L-4 to SW-2 by way of that trust


def project(folder: Path) -> Path:
    """The folder with a scenario, its registers, and one proposal called two-1."""
    folder.mkdir()
    (folder / "two.yaml").write_text(SCENARIO, encoding="utf-8")
    _write(
        folder / "recipients.csv", "id,name,kind,region,phases,easting,northing,eligible_since,trust_id", _recipients()
    )
    head = "id,name,role,region,days,willing,organisation_id,organisation,regions_willing,phases,easting,northing"
    _write(folder / "leaders.csv", f"{head},max_matches,designated_from,interests_checked_on", _leaders())
    _write(folder / "organisations.csv", "organisation_id,name,team_days", ["TR-7,Seven Trust,5", "TR-9,Nine Trust,5"])
    _write(folder / "interests.csv", "person_id,party_id,party_kind,relation,level,declared_by,declared_on", INTERESTS)
    shutil.copy(SCENARIOS / "sample" / "people.csv", folder)
    propose(folder / "two.yaml", (), (), None, folder / "runs" / "two-1", False, "auto", lambda _: None)
    return folder


def _write(path: Path, head: str, rows: list[str]) -> None:
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


def _recipients() -> list[str]:
    return [
        f"{id},{name},{kind},{region},primary,{400_000 + 1_000 * k},400000,2022-10-01,{TRUST_OF.get(id, '')}"
        for k, (id, name, kind, region) in enumerate(RECIPIENTS)
    ]


def _leaders() -> list[str]:
    """Each with an easting of their own, so that distances decide."""
    return [
        f"{id},{name},{role},{region},{days},yes,{team},,{OURS};{THEIRS},{phase},{401_500 + 2_000 * k},400000"
        ",,2020-01-01,2022-12-01"
        for k, (id, name, role, region, days, team, phase) in enumerate(LEADERS)
    ]
