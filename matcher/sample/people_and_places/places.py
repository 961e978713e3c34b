"""Where things are in the sample: real regions and authorities, invented towns, postcodes and names."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import product

from matcher.sample.random_stream import RandomStream, words

# Roughly where an authority's schools are: code, easting, northing and spread in whole kilometres, twenties of schools.
SEATS = """
201:534:181:1:1 202:529:184:2:3 203:543:178:2:4 204:534:185:1:4 205:523:179:1:3 206:531:185:1:3 207:525:180:4:2
208:531:175:2:4 209:537:174:2:4 210:534:178:2:5 211:536:182:1:5 212:527:174:2:4 213:527:182:2:3 301:548:185:2:3
302:525:192:3:7 303:548:176:2:4 304:521:185:2:4 305:542:168:3:5 306:533:166:3:6 307:515:181:2:5 308:534:196:2:5
309:532:190:2:4 310:515:190:2:3 311:553:188:2:4 312:509:183:3:5 313:513:176:3:4 314:519:168:2:3 315:526:169:2:3
316:541:184:1:5 317:544:189:2:4 318:516:173:2:3 319:523:164:1:3 320:538:189:2:4 330:408:286:5:22 331:434:280:3:6
332:392:287:3:5 333:400:291:3:6 334:415:281:4:4 335:401:300:3:6 336:392:299:2:6 340:344:392:3:3 341:339:391:3:8
342:352:396:3:4 343:334:401:6:5 344:330:387:3:6 350:371:409:3:6 351:381:409:3:4 352:385:396:4:9 353:393:405:3:5
354:389:412:3:4 355:377:400:3:5 356:389:389:3:6 357:395:398:2:5 358:378:392:3:5 359:361:403:4:6 370:436:406:4:5
371:458:404:5:6 372:445:393:4:6 373:435:387:4:9 380:414:435:4:10 381:408:424:4:5 382:419:418:5:9 383:430:435:6:14
384:439:421:5:7 390:425:561:4:4 391:422:566:3:5 392:432:570:3:4 393:436:564:2:3 394:436:556:3:6 420:91:10:1:1
800:370:163:5:4 801:359:174:3:8 802:342:164:6:4 803:365:181:5:6 805:450:532:2:2 806:451:518:2:3 807:460:520:4:3
808:444:519:3:4 810:509:431:3:5 811:503:438:16:7 812:527:408:3:3 813:490:410:8:4 815:439:471:28:18 816:460:452:3:3
821:508:223:2:4 822:504:250:5:4 823:503:233:10:6 825:487:199:12:12 826:486:238:4:6 830:437:359:17:21 831:435:335:2:5
838:379:101:17:8 839:407:94:4:5 840:425:541:10:13 841:429:515:2:2 845:560:111:12:9 846:531:106:2:3 850:458:122:19:26
851:465:102:2:3 852:443:114:2:4 855:454:309:12:14 856:460:305:2:6 857:488:309:5:1 860:399:322:17:20 861:389:347:3:5
865:400:158:16:12 866:415:186:3:4 867:486:168:3:2 868:490:179:4:3 869:452:169:8:4 870:472:173:2:3 871:498:181:2:3
872:479:170:3:4 873:542:267:15:13 874:518:300:3:4 876:352:383:2:3 877:362:389:3:4 878:283:93:24:19 879:248:57:3:5
880:291:64:3:2 881:575:209:18:28 882:587:187:2:3 883:562:180:3:3 884:351:241:11:5 885:389:264:12:12 886:588:156:22:30
887:576:167:3:5 888:355:431:16:31 889:369:427:2:4 890:332:435:2:2 891:459:353:13:17 892:456:341:3:5 893:351:313:17:8
894:369:311:4:4 895:378:363:11:8 896:346:372:10:8 908:190:52:25:14 916:386:215:13:15 919:520:209:12:27 921:451:89:6:2
925:509:362:23:18 926:617:310:22:21 929:418:583:21:8 931:450:206:14:15 933:341:132:17:13 935:615:258:21:16
936:506:157:12:20 937:433:273:13:13 938:515:117:16:14 940:489:277:8:7 941:474:261:9:9 942:315:536:20:9
943:344:489:21:7
"""

# How Ofsted spells authorities that GIAS spells otherwise.
OFSTED_SPELLING = {
    "Bristol, City of": "Bristol",
    "County Durham": "Durham",
    "Herefordshire, County of": "Herefordshire",
    "Kingston upon Hull, City of": "Kingston upon Hull",
    "St. Helens": "St Helens",
    "Southend-on-Sea": "Southend on Sea",
}

# Every word made of these two halves was checked against the names of all schools, trusts and towns in the DfE's
# files: none is there. A test checks it again.
FIRST_HALVES = words(
    "Alder Amber Barrow Birk Bracken Brae Briar Cawl Clover Corm Crake Ebb Elder Fal Farn Fenn Gars Gorse Hollin Ivel "
    "Kestr Linn Mallow Mist Penn Quill Raven Rook Rowan Sedge Silver Sorrel Sparr Stane Tarn Teas Thistle Upp Vetch "
    "Wend Yarrow Yew"
)
SECOND_HALVES = words(
    "marsh thwaite garth holme mere minster ness pool reach ridge rigg scar shaw stead stoke tarn thorpe toft wade "
    "water weald well wick wold bourne cote cross den fell fleet haven hay keld low"
)
WORDS = tuple(a + b for a, b in product(FIRST_HALVES, SECOND_HALVES))

FORENAMES = words(
    "Ada Ambrose Beatrix Cyril Dorcas Edwin Esme Felix Greta Hugo Imani Jasper Kezia Lionel Mabel Nadeem Olive Percy "
    "Queenie Rafiq Selina Tobias Una Vikram Winifred Xanthe Yusuf Zelda Amara Bertram Chioma Dilys"
)


LARGE = 3  # twenties of schools


@dataclass(frozen=True, slots=True)
class SampleAuthority:
    code: str
    name: str
    region: str
    easting_km: int
    northing_km: int
    spread_km: int
    twenties: int  # of schools

    @property
    def ofsted_name(self) -> str:
        return OFSTED_SPELLING.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class Place:
    authority: SampleAuthority
    town: str
    postcode: str
    easting: int
    northing: int


def authorities(region: str, at_most: int | None) -> tuple[SampleAuthority, ...]:
    """A region's authorities, or `at_most` of the larger ones from the middle of the region to its edge."""
    seats = {code: tuple(map(int, rest)) for code, *rest in (seat.split(":") for seat in SEATS.split())}
    with resources.files("matcher.programmes").joinpath("authorities.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["region"] == region and row["current"] == "yes"]
    result = [SampleAuthority(row["la_code"], row["name"], region, *seats[row["la_code"]]) for row in rows]
    if at_most is None or at_most >= len(result):
        return tuple(result)
    result = [authority for authority in result if authority.twenties >= LARGE]
    east = sum(a.easting_km for a in result) / len(result)
    north = sum(a.northing_km for a in result) / len(result)
    result.sort(key=lambda a: ((a.easting_km - east) ** 2 + (a.northing_km - north) ** 2, a.code))
    return tuple(result[round(i * (len(result) - 1) / max(1, at_most - 1))] for i in range(at_most))


class Gazetteer:
    """Hands out places and never the same postcode twice."""

    def __init__(self, seed: int, regions: Sequence[str], authorities_each: int | None) -> None:
        self._dice = RandomStream(seed, "places")
        self._handed_out = 0
        self.authorities = {region: authorities(region, authorities_each) for region in regions}
        self._cards = {
            region: [a for a in authorities for _ in range(a.twenties)]
            for region, authorities in self.authorities.items()
        }

    def authority(self, region: str) -> SampleAuthority:
        """One of the region's authorities, the likelier the more schools it has."""
        return self._dice.choice(self._cards[region])

    def beside(self, authority: SampleAuthority) -> SampleAuthority:
        authorities = self.authorities[authority.region]
        return authorities[(authorities.index(authority) + 1) % len(authorities)]

    def place(self, authority: SampleAuthority) -> Place:
        across, up = self._dice.spread(), self._dice.spread()
        return Place(
            authority,
            self.town(),
            self._postcode(),
            round(1000 * (authority.easting_km + across * authority.spread_km * 0.7)),
            round(1000 * (authority.northing_km + up * authority.spread_km * 0.7)),
        )

    def town(self) -> str:
        return self._dice.choice(WORDS)

    def _postcode(self) -> str:
        """No real postcode begins with QX."""
        self._handed_out += 1
        letters = "ABDEFGHJLN"
        sector, unit = divmod(self._handed_out, 100)
        return f"QX{sector // 10 % 90 + 1} {sector % 10}{letters[unit // 10]}{letters[unit % 10]}"


def person_name(rng: RandomStream) -> str:
    return f"{rng.choice(FORENAMES)} {rng.choice(WORDS)}"
