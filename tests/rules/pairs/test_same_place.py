"""A leader based in the recipient's own authority or diocese is shown, and never barred for it."""

from matcher.rules.pairs.interests.same_place import SAME_AUTHORITY, SAME_DIOCESE
from matcher.rules.rulebooks import TSIO_2022
from matcher.world import World
from tests.rules.pairs.single_pair import bars, flags, why
from tests.worlds import a_leader, a_recipient, a_school, a_world


def based(**base: str) -> World:
    return a_world(
        [a_recipient(local_authority="Leeds", diocese="Diocese of Leeds")],
        [a_leader(base_urn="110001")],
        schools=[a_school("110001", **base)],
    )


def test_flags_a_shared_authority() -> None:
    assert flags(SAME_AUTHORITY, based(local_authority="LEEDS"))
    assert not flags(SAME_AUTHORITY, based(local_authority="Kirklees"))


def test_flags_a_shared_diocese() -> None:
    assert flags(SAME_DIOCESE, based(diocese="Diocese of Leeds"))
    assert not flags(SAME_DIOCESE, based(diocese="Diocese of Ely"))


def test_what_is_not_known_is_not_shared() -> None:
    world = a_world([a_recipient()], [a_leader(base_urn="110001"), a_leader("L2")], schools=[a_school("110001")])
    for leader in ("L1", "L2"):
        assert not flags(SAME_AUTHORITY, world, leader=leader)
        assert not flags(SAME_DIOCESE, world, leader=leader)


def test_a_shared_place_bars_nobody() -> None:
    world = based(local_authority="Leeds", diocese="Diocese of Leeds")
    assert not any(bars(rule, world) for rule in TSIO_2022.pairs)


def test_says_which_authority() -> None:
    assert why(SAME_AUTHORITY, based(local_authority="Leeds")) == (
        "L1 is based in the same local authority as School R1: Leeds"
    )
