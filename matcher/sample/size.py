"""How big a sample is: the named sizes, and sizes given as numbers of schools and leaders."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher.domain import REGIONS
from matcher.errors import Fault, InputFaults

# Schools in every hundred, roughly as in England.
REGION_SHARES = dict(zip(REGIONS, (10, 12, 11, 6, 14, 15, 11, 11, 10), strict=True))
HOME_TIMES = 3  # an eventful sample has that many times the schools of the one-region scenario, and no more leaders
HOME = "South West"

FEWEST_SCHOOLS, MOST_SCHOOLS = 150, 50_000


@dataclass(frozen=True, slots=True)
class Size:
    """`authorities_each` None is every authority of each region. `eventful` packs in every kind of case."""

    schools: int
    leaders: int
    regions: tuple[str, ...] = REGIONS
    authorities_each: int | None = None
    eventful: bool = False

    def regions_for(self, number: int, home_times: int = 1) -> list[str]:
        """`number` regions in about their true shares, each as evenly spread and as early as it can be.

        In an eventful sample the home region counts `home_times` as much.
        """
        weight = {region: REGION_SHARES[region] for region in self.regions}
        if self.eventful:
            weight[HOME] *= home_times
        credit = dict.fromkeys(self.regions, 0)
        regions = []
        for _ in range(number):
            for region in self.regions:
                credit[region] += weight[region]
            best = max(self.regions, key=lambda r: credit[r])
            credit[best] -= sum(weight.values())
            regions.append(best)
        return regions


NAMED = {
    "small": Size(300, 45, authorities_each=3, eventful=True),
    "region": Size(2_400, 80, regions=("South West",)),
    "national": Size(22_000, 1_200),
}


def size_of(size_given: str | int) -> Size:
    """`small`, `region`, `national`, a number of schools (2000), or schools x leaders (22000x8000)."""
    if size_given in NAMED:
        return NAMED[str(size_given)]
    parts = re.fullmatch(r"(\d+)(?:x(\d+))?", str(size_given).strip())
    if not parts or not FEWEST_SCHOOLS <= int(parts[1]) <= MOST_SCHOOLS:
        raise InputFaults([_refusal(str(size_given))])
    schools = int(parts[1])
    leaders = int(parts[2]) if parts[2] else max(20, schools * 3 // 20)
    return Size(schools, leaders, authorities_each=3 if schools < 1_000 else None, eventful=schools < 1_000)


def _refusal(size_given: str) -> Fault:
    allowed = f"{FEWEST_SCHOOLS} to {MOST_SCHOOLS} schools"
    return Fault(
        "--size", None, "", size_given, "is not a size", f"Write small, region, national, {allowed}, or 22000x8000"
    )
