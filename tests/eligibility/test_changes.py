"""Two days compared: who joined, who left, of whom nothing can be said any more."""

from __future__ import annotations

from matcher.domain import Answer, Assessment, Verdict
from matcher.eligibility.changes import VerdictChange, changes


def found(id_: str, answer: Answer, reason: str = "so it is.", region: str = "London") -> Assessment:
    return Assessment(
        id=id_, name=f"School {id_}", kind="school", region=region, route="", verdict=Verdict(answer, reason)
    )


def moved(before: Answer | None, now: Answer | None) -> list[VerdictChange]:
    earlier = [found("1", before)] if before else []
    later = [found("1", now)] if now else []
    return list(changes(earlier, later, {}))


def test_a_body_whose_verdict_is_the_same_has_not_moved() -> None:
    assert moved("eligible", "eligible") == []
    assert moved(None, "not eligible") == []


def test_one_that_qualifies_now_has_joined() -> None:
    for before in ("not eligible", "cannot tell", None):
        assert [change.move for change in moved(before, "eligible")] == ["joined"]  # type: ignore[arg-type]


def test_of_one_that_left_it_is_said_that_support_is_not_ended() -> None:
    (change,) = moved("eligible", "not eligible")
    assert change.move == "left"
    assert change.reason == ("The files no longer show that it qualifies; support underway is not ended. so it is.")


def test_one_that_is_no_longer_open_has_left() -> None:
    (change,) = moved("eligible", None)
    assert (change.move, change.now) == ("left", None)
    assert "no longer show it as an open school" in change.reason


def test_one_of_which_nothing_can_be_said_any_more_has_not_left() -> None:
    assert [change.move for change in moved("eligible", "cannot tell")] == ["no longer told"]
    assert [change.move for change in moved("not eligible", "cannot tell")] == ["no longer told"]


def test_one_that_can_now_be_told_and_is_out() -> None:
    assert [change.move for change in moved("cannot tell", "not eligible")] == ["now told"]


def test_a_new_urn_is_no_new_school() -> None:
    assert changes([found("1", "eligible")], [found("2", "eligible")], {"1": "2"}) == ()


def test_changes_come_by_region_and_id() -> None:
    later = [found("9", "eligible"), found("2", "eligible", region="North East"), found("1", "eligible")]
    assert [change.id for change in changes([], later, {})] == ["1", "9", "2"]
