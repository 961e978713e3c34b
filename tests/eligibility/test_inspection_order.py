"""One dated history for each school from any number of files: what one has forgotten another supplies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from matcher.domain import Facts, InspectionRow, Judgement
from matcher.eligibility import bodies
from matcher.rules.gates.body import Body
from matcher.rules.gates.rise.stuck_2025 import answer
from tests.eligibility.facts import academy, facts, followed, judged, school
from tests.rules.gates.rise import rise_policy

OLD, MIDDLE, NEW = date(2017, 3, 7), date(2020, 1, 14), date(2023, 5, 9)
MARCH_2022, AUGUST_2025 = date(2022, 3, 31), date(2025, 8, 31)


def row(urn: str, started: date, before: date | None = None, *, school: str = "1", **rest: Any) -> InspectionRow:
    """Shown as the latest in the file of August 2025; `before` under the same URN."""
    given: dict[str, Any] = {"seen_on": AUGUST_2025, "latest": True} | rest
    if before is not None and "before_urn" not in given:
        given["before_urn"] = urn
    return InspectionRow(school=school, urn=urn, started=started, before_started=before, **given)


def body_of(given: Facts, urn: str = "1", on: date = AUGUST_2025) -> Body:
    return bodies(given, on).by_id[urn]


def stuck(given: Facts, urn: str = "1", on: date = AUGUST_2025) -> str:
    return answer(body_of(given, urn, on), rise_policy(on, structure="any"))


def started(history: tuple[Judgement, ...]) -> list[date | None]:
    return [judgement.started for judgement in history]


def test_what_a_later_file_has_forgotten_an_earlier_one_supplies() -> None:
    """August 2025 shows the inspection of 2023 after one of 2020, and forgets that of 2017."""
    judgements = [judged("1", 3, OLD), judged("1", 3, MIDDLE), judged("1", 2, NEW)]
    late = row("1", NEW, MIDDLE)
    alone = facts([school("1")], judgements=judgements[1:], inspection_rows=(late,))
    early = row("1", MIDDLE, OLD, seen_on=MARCH_2022)
    both = facts([school("1")], judgements=judgements, inspection_rows=(late, early))
    on = NEW + timedelta(days=20)  # not yet published
    assert stuck(alone, on=on) == "cannot tell"
    assert stuck(both, on=on) == "eligible"


def test_between_two_files_an_inspection_may_be_forgotten() -> None:
    """March 2022 shows 2017 as the latest; August 2025 shows 2023, and does not say what came before."""
    judgements = [judged("1", 3, OLD), judged("1", 3, NEW)]
    early, late = row("1", OLD, seen_on=MARCH_2022, first=True), row("1", NEW)
    given = facts([school("1")], judgements=judgements, inspection_rows=(early, late))
    assert stuck(given) == "cannot tell"
    shown_later = facts(
        [school("1")], judgements=judgements, inspection_rows=(row("1", OLD, seen_on=date(2023, 5, 31)), late)
    )
    assert stuck(shown_later) == "eligible"  # no inspection fits between the day of that file and the next


def test_a_school_is_inspected_as_the_rows_say_without_any_file_of_links() -> None:
    given = facts(
        [academy("2", opened=date(2024, 9, 1)), school("1", closed=date(2024, 8, 31))],
        judgements=[judged("1", 3, MIDDLE), judged("1", 3, NEW)],
        inspection_rows=(row("1", NEW, MIDDLE, school="2"),),
    )
    assert started(body_of(given, "2").past) == [MIDDLE, NEW]
    assert stuck(given, "2") == "eligible"


def test_rows_and_links_lead_back_through_several_urns() -> None:
    given = facts(
        [academy("3", opened=date(2024, 9, 1)), school("2", closed=date(2024, 8, 31)), school("1", closed=OLD)],
        judgements=[judged("1", 4, OLD), judged("2", 3, MIDDLE), judged("3", 3, date(2025, 2, 4))],
        inspection_rows=(
            row("3", date(2025, 2, 4), MIDDLE, school="3", before_urn="2"),
            row("2", MIDDLE, OLD, school="2", seen_on=MARCH_2022, before_urn="1"),
        ),
        successions=[followed("2", "3")],
    )
    assert started(body_of(given, "3").past) == [OLD, MIDDLE, date(2025, 2, 4)]


def test_a_school_that_lives_on_keeps_its_later_inspections_to_itself() -> None:
    """School 2 was split from school 1, which was inspected again."""
    given = facts(
        [school("1"), school("2", opened=date(2022, 9, 1))],
        judgements=[judged("1", 3, MIDDLE), judged("1", 2, NEW)],
        inspection_rows=(row("1", MIDDLE, school="2"), row("1", NEW, MIDDLE)),
    )
    assert started(body_of(given, "2").past) == [MIDDLE]
    assert started(body_of(given, "1").past) == [MIDDLE, NEW]


def test_the_latest_files_word_on_what_came_before_is_believed() -> None:
    judgements = [judged("1", 2, OLD), judged("1", 3, MIDDLE), judged("1", 3, NEW)]
    early, late = row("1", NEW, OLD, seen_on=date(2023, 8, 31)), row("1", NEW, MIDDLE)
    given = facts([school("1")], judgements=judgements, inspection_rows=(late, early))
    assert body_of(given).order.before["1", NEW] == ("1", MIDDLE)
    assert stuck(given) == "eligible"


def test_a_file_that_forgets_does_not_take_back_what_another_says() -> None:
    """The layout since November 2025 names a card's earlier inspection only loosely: an in-year file is surer."""
    card_on = date(2026, 1, 13)
    loosely = row("1", card_on, NEW, seen_on=date(2026, 8, 31), next_to=False)
    certain = row("1", card_on, NEW, seen_on=date(2026, 2, 28), latest=False)
    given = facts([school("1")], judgements=[judged("1", 3, NEW)], inspection_rows=(loosely, certain))
    assert body_of(given).order.loosely == frozenset()


def test_without_any_row_what_came_before_is_not_known() -> None:
    assert stuck(facts([school("1")], judgements=[judged("1", 3, NEW)])) == "cannot tell"


def test_a_school_that_closed_is_no_body_beside_the_one_that_was_inspected_in_its_place() -> None:
    given = facts(
        [academy("2", opened=date(2016, 9, 1)), school("1", closed=date(2016, 12, 7))],
        judgements=[judged("1", 3, date(2016, 12, 7)), judged("2", 3, NEW)],
        inspection_rows=(row("2", NEW, date(2016, 12, 7), school="2", before_urn="1"),),
    )
    assert set(bodies(given, AUGUST_2025).by_id) == {"2"}
