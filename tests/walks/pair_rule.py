"""A pair rule with a column of a register: `max_pupils` of leaders, and the rule *size*, which bars a larger school."""

from __future__ import annotations

from tests.walks.walk import Step, Walk, before

RULE = '''"""A school is not larger than a leader says they can support."""

from __future__ import annotations

from matcher.plan import Pairs
from matcher.rules.base import Cite, PairRule
from matcher.rules.pairs.pair_sets import cached, ints
from matcher.world import Bools, Ints, World

NO_LIMIT = 2**31  # pupils; no school has as many


def most(world: World) -> Ints:
    """Per leader, the pupils of the largest school they support."""
    return cached(
        world,
        "pairs.size.most",
        lambda w: ints(NO_LIMIT if x.max_pupils is None else x.max_pupils for x in w.leaders),
    )


def bars(world: World, pairs: Pairs) -> Bools:
    """A school whose pupils are not known bars nobody."""
    pupils = cached(world, "pairs.size.pupils", lambda w: ints(r.pupils or 0 for r in w.recipients))
    barred: Bools = pupils[pairs.recipient] > most(world)[pairs.leader]
    return barred


def why(world: World, recipient_row: int, leader_row: int) -> str:
    recipient, leader = world.recipients[recipient_row], world.leaders[leader_row]
    return f"{leader.id} supports up to {leader.max_pupils} pupils, and {recipient.name} has {recipient.pupils}"


SIZE = PairRule(
    "size",
    Cite("tsc-capacity-survey-2019", "matching", "expertise is taken into account when a leader is matched"),
    bars,
    why,
    short="larger than they support",
)
'''

BY_HAND = '''"""A school is not larger than a leader says they can support."""

from matcher.rules.pairs.size import SIZE
from tests.rules.pairs.single_pair import bars, why
from tests.worlds import a_leader, a_recipient, a_world


def test_the_limit_itself_is_allowed() -> None:
    assert not bars(SIZE, a_world([a_recipient(pupils=400)], [a_leader(max_pupils=400)]))
    assert bars(SIZE, a_world([a_recipient(pupils=401)], [a_leader(max_pupils=400)]))


def test_what_is_not_known_bars_nobody() -> None:
    assert not bars(SIZE, a_world([a_recipient(pupils=None)], [a_leader(max_pupils=0)]))
    assert not bars(SIZE, a_world([a_recipient(pupils=401)], [a_leader()]))


def test_says_both_numbers() -> None:
    said = why(SIZE, a_world([a_recipient(pupils=401)], [a_leader(max_pupils=400)]))
    assert said.startswith("L1 supports up to 400 pupils") and said.endswith("has 401")
'''

LAW = """    # The walk of CONTRIBUTING.md: a leader's own limit of pupils; what is not known bars nobody.
    if leader.max_pupils is not None and (recipient.pupils or 0) > leader.max_pupils:
        broken.add("size")

    if not designated(world, leader):
"""

SEALED = "tests/read/test_sealed.py"
LISTED = "tests/rules/test_listed.py"
FIELD = Step(
    "the field",
    "matcher/domain/people.py",
    (
        (
            "    max_travel_minutes: int | None = added",
            '    max_pupils: int | None = added("2026-11-29")\n    max_travel_minutes: int | None = added',
        ),
    ),
    tests=("tests/read/test_register_fields.py",),
    says=r"give Leader in matcher/domain the field.*max_pupils",
)
UNMARKED = Step(
    "the day it joined",
    FIELD.file,
    ((FIELD.changes[0][0], "    max_pupils: int | None = None\n    max_travel_minutes: int | None = added"),),
    tests=("tests/formats/test_hashed_fields.py",),
    says=r"Leader: max_pupils would change the id of every run.*Mark a new field: `added\(",
)
COLUMN = Step(
    "the column and its reader",
    "matcher/read/registers/leaders.py",
    (
        (
            '    RegisterColumn("max_travel_km", fields.kilometres),\n',
            '    RegisterColumn("max_travel_km", fields.kilometres),\n'
            '    RegisterColumn("max_pupils", fields.count),\n',
        ),
    ),
    tests=("tests/read/test_registers_page.py",),
    says=r"max_pupils",
)
WALK = Walk(
    "A pair rule with a column of a register",
    (
        FIELD,
        COLUMN,
        Step("the rule", "matcher/rules/pairs/size.py", text=RULE),
        Step(
            "its place in the order",
            "matcher/rules/rulebooks.py",
            (
                (
                    "from matcher.rules.pairs.rise.advisers import (",
                    "from matcher.rules.pairs.size import SIZE\nfrom matcher.rules.pairs.rise.advisers import (",
                ),
                ("        DESIGNATION,\n", "        DESIGNATION,\n        SIZE,\n"),
            ),
            tests=(LISTED,),
            says=r"list it in matcher/rules/rulebooks\.py: size",
        ),
        Step(
            "the page",
            "docs/registers.md",
            (
                (
                    "`max_travel_km` `max_travel_minutes` `faith`",
                    "`max_travel_km` `max_pupils` `max_travel_minutes` `faith`",
                ),
            ),
            tests=("tests/read/test_registers_page.py",),
            says=r"docs/registers\.md, row `leaders`: max_pupils",
        ),
        Step(
            "the law, in plain lines",
            "tests/law_pairs.py",
            (("    if not designated(world, leader):\n", LAW),),
            tests=("tests/test_law.py",),
            says=r"only rules \{'size'\}",
        ),
        Step(
            "the law's worlds vary it",
            "tests/law_worlds.py",
            (
                before(
                    '        kind="trust" if trust else "school",\n        region=of',
                    '        pupils=of("pupils").mostly(50, None, 400),\n',
                ),
                before(
                    '        role=of("role").mostly("trust_ceo"',
                    '        max_pupils=of("max_pupils").mostly(None, 49, 50, odds=0.3),\n',
                ),
            ),
            tests=("tests/test_law_fields.py",),
            says=r"vary in tests/law_worlds\.py: .*Leader\.max_pupils",
        ),
        Step(
            "a break that must be caught",
            "tests/breaks/breaks.py",
            (
                before(
                    '    Break("phase", "rules/pairs/phase.py", "(~trust',
                    '    Break("size", "rules/pairs/size.py", "> most(", ">= most("),\n',
                ),
            ),
            tests=("tests/breaks/test_breaks.py::test_the_list_breaks_every_rule_and_is_long_enough",),
            says=r"add a Break in tests/breaks for: size",
        ),
        Step(
            "the example with every field filled",
            "tests/complete_facts.py",
            (
                (
                    "            max_travel_minutes=45,\n",
                    "            max_travel_minutes=45,\n            max_pupils=400,\n",
                ),
            ),
            tests=("tests/test_digest.py",),
            says=r"fill in tests/complete_facts\.py: Leader\.max_pupils",
        ),
        Step("tests of the rule by hand", "tests/rules/pairs/test_size.py", text=BY_HAND),
    ),
    at_most=8,
    quick=(
        "tests/rules/pairs/test_size.py",
        "tests/read/test_registers_page.py",
        "tests/formats/test_hashed_fields.py",
    ),
    tests=(
        LISTED,
        "tests/test_law.py",
        "tests/test_law_fields.py",
        "tests/test_digest.py",
        SEALED,
        "tests/test_house.py",
    ),
)
