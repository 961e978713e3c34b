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

    def dealt(self, number: int, home_times: int = 1) -> list[str]:
        """`number` regions in about their true shares, each as evenly spread and as early as it can be.

        In an eventful sample the home region counts `home_times` as much.
        """
        weight = {region: REGION_SHARES[region] for region in self.regions}
        if self.eventful:
            weight[HOME] *= home_times
        credit = dict.fromkeys(self.regions, 0)
        dealt = []
        for _ in range(number):
            for region in self.regions:
                credit[region] += weight[region]
            best = max(self.regions, key=lambda r: credit[r])
            credit[best] -= sum(weight.values())
            dealt.append(best)
        return dealt


NAMED = {
    "small": Size(300, 45, authorities_each=3, eventful=True),
    "region": Size(2_400, 80, regions=("South West",)),
    "national": Size(22_000, 1_200),
}


def size_of(asked: str | int) -> Size:
    """`small`, `region`, `national`, a number of schools (2000), or schools x leaders (22000x8000)."""
    if asked in NAMED:
        return NAMED[str(asked)]
    found = re.fullmatch(r"(\d+)(?:x(\d+))?", str(asked).strip())
    if not found or not FEWEST_SCHOOLS <= int(found[1]) <= MOST_SCHOOLS:
        raise InputFaults([_refusal(str(asked))])
    schools = int(found[1])
    leaders = int(found[2]) if found[2] else max(20, schools * 3 // 20)
    return Size(schools, leaders, authorities_each=3 if schools < 1_000 else None, eventful=schools < 1_000)


def _refusal(asked: str) -> Fault:
    allowed = f"{FEWEST_SCHOOLS} to {MOST_SCHOOLS} schools"
    return Fault("--size", None, "", asked, "is not a size", f"Write small, region, national, {allowed}, or 22000x8000")
