"""One builder draws every random world, each field from its own stream: what joins changes no other draw."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.world import World
from tests import law_worlds, random_worlds, supporter_worlds, test_candidates
from tests.explain import small_runs
from tests.rules.pairs import test_conflict_paths
from tests.world_builder import FieldStreams, Stream, Streams

HERE = Path(__file__).parent
DRAWN_IN = (
    *("law_worlds.py", "law_policies.py", "law_journeys.py", "random_worlds.py", "random_policies.py"),
    *("supporter_worlds.py", "test_candidates.py", "explain/small_runs.py", "rules/pairs/test_conflict_paths.py"),
)
WORLDS: dict[str, Callable[[int], World]] = {
    "law": law_worlds.random_world,
    "small, every table": random_worlds.a_random_world,
    "larger, every table": lambda seed: random_worlds.a_random_world(seed, random_worlds.LARGER),
    "supporters and advisers": supporter_worlds.random_world,
    "crowded": test_candidates.a_random_world,
    "conflicts": test_conflict_paths.a_random_world,
    "to be asked about": lambda seed: small_runs.random_run(seed).world,
}


def leaders(streams: Streams, more: bool) -> list[tuple[int, str]]:
    """Days and role of two leaders; with `more`, a field before them and a leader between them join."""
    found = []
    for id in ("L1", "L9", "L2") if more else ("L1", "L2"):
        of = streams.of("leader", id)
        if more:
            of("pupils").randint(1, 1_000)
            streams.of("table that joins", id)("number").random()
        drawn = of("days").choice(range(1_000)), of("role").choice(("nle", "trust_ceo"))
        found += [drawn] if id != "L9" else []
    return found


@pytest.mark.parametrize("seed", range(20))
def test_a_field_a_fact_or_a_table_that_joins_changes_no_other_draw(seed: int) -> None:
    assert leaders(Streams(seed), more=True) == leaders(Streams(seed), more=False)


def test_fields_facts_kinds_and_seeds_draw_apart() -> None:
    names = [(s, k, i, f) for s in (1, 2) for k in ("a", "b") for i in ("1", "2") for f in ("x", "y")]
    drawn = [Streams(s).of(k, i)(f).random() for s, k, i, f in names]
    assert len(set(drawn)) == len(names)


def test_a_field_that_is_asked_for_twice_goes_on_drawing() -> None:
    streams = Streams(1)
    assert streams.of("leader", "L1")("days").random() != streams.of("leader", "L1")("days").random()


def test_a_calm_world_is_mostly_usual() -> None:
    def unusual(calm: float) -> int:
        return sum(Streams(seed, (calm,)).of("a")("x").mostly(False, True, odds=0.5) for seed in range(400))

    assert unusual(0.2) < 70 < 160 < unusual(1.0)


def test_nothing_can_be_drawn_from_what_others_share() -> None:
    draws = {name for name in dir(Stream) if not name.startswith("_")} - {"calm"}
    assert draws & set(dir(Streams)) == draws & set(dir(FieldStreams)) == set()


@pytest.mark.parametrize("name", DRAWN_IN)
def test_no_drawer_of_worlds_has_random_numbers_of_its_own(name: str) -> None:
    tree = ast.parse((HERE / name).read_text(encoding="utf-8"))
    imported = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    imported |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    called = Counter(
        n.func.attr for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    )
    assert "tests.world_builder" in imported
    assert "random" not in imported
    assert called["default_rng"] == 0


@pytest.mark.parametrize("kind", WORLDS)
def test_the_same_seed_gives_the_same_world_and_another_seed_another(kind: str) -> None:
    drawn = WORLDS[kind]
    assert repr(drawn(101).facts) == repr(drawn(101).facts)
    assert len({repr(drawn(seed).facts) for seed in range(101, 111)}) == 10
