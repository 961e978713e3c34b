"""What a person ruled out bars a pair; what was declined before is shown beside it."""

from dataclasses import replace

from matcher.rules.pairs.declined_before import DECLINED_BEFORE
from matcher.rules.pairs.forbidden import FORBIDDEN
from tests.rules.pairs.single_pair import bars, flags, why
from tests.worlds import a_deployment, a_leader, a_pin, a_policy, a_recipient, a_world

BODIES = ([a_recipient("R1"), a_recipient("R2")], [a_leader("L1"), a_leader("L2")])


def test_bars_the_pair_ruled_out_and_no_other() -> None:
    world = a_world(*BODIES, policy=a_policy(forbid=(a_pin("R1", "L2", "unsuitable"),)))
    barred = {(r, x) for r in ("R1", "R2") for x in ("L1", "L2") if bars(FORBIDDEN, world, r, x)}
    assert barred == {("R1", "L2")}


def test_says_that_a_person_gave_a_reason_and_not_which() -> None:
    world = a_world(*BODIES, policy=a_policy(forbid=(a_pin("R1", "L2", "agreed at the board"),)))
    said = "L2 and School R1 are ruled out by a person, who gave a reason"
    assert why(FORBIDDEN, world, "R1", "L2") == said


def test_says_which_decision_of_the_ledger_ruled_it_out() -> None:
    """The reason is the program's own there: who in which role, when and which line, nothing that a person wrote."""
    pin = replace(a_pin("R1", "L2", "director says no, 18 January 2023 (line 42 of the ledger)"), source="ledger")
    world = a_world(*BODIES, policy=a_policy(forbid=(pin,)))
    said = "L2 and School R1 are ruled out: director says no, 18 January 2023 (line 42 of the ledger)"
    assert why(FORBIDDEN, world, "R1", "L2") == said


def test_a_pair_ruled_out_of_nobody_here_bars_nobody() -> None:
    world = a_world(*BODIES, policy=a_policy(forbid=(a_pin("R9", "L2"),)))
    assert not bars(FORBIDDEN, world, "R1", "L2")


def test_flags_a_pair_that_was_declined_in_any_year() -> None:
    world = a_world(*BODIES, history=[a_deployment("R2", "L1", term="summer-2019", state="declined")])
    flagged = {(r, x) for r in ("R1", "R2") for x in ("L1", "L2") if flags(DECLINED_BEFORE, world, r, x)}
    assert flagged == {("R2", "L1")}


def test_does_not_flag_a_pair_that_finished_well() -> None:
    assert not flags(DECLINED_BEFORE, a_world(*BODIES, history=[a_deployment(state="finished")]))
