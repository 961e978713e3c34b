"""Who stands alone on the day, and who is in which trust, as far as two files of different days show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from matcher.domain import Trust
from tests.eligibility.facts import (
    LINKS,
    OFSTED,
    academy,
    answers,
    assessed,
    facts,
    followed,
    joined,
    judged,
    school,
    shown,
)
from tests.rules.gates.builders import a_policy

AUGUST = date(2023, 8, 31)


def test_a_maintained_school_stands_alone() -> None:
    found = assessed(facts([school("1")], judgements=[judged("1")]))
    assert found["1"].verdict.answer == "eligible"
    assert found["1"].route == "standalone-ri"


def test_a_single_academy_trust_and_a_trust_with_one_school_stand_alone() -> None:
    given = facts([academy("1")], judgements=[judged("1")], memberships=[joined("1", "T"), shown("1", "T")])
    found = assessed(given)
    assert list(found) == ["1"]
    recipient = found["1"].recipient
    assert recipient is not None
    assert (recipient.kind, recipient.trust_id, recipient.trust_name) == ("school", "T", "Trust T")


def test_a_school_in_a_trust_of_two_does_not_qualify_by_itself() -> None:
    stays = [joined(urn, "T") for urn in "12"]
    found = answers(facts([academy("1"), academy("2")], judgements=[judged("1")], memberships=stays))
    assert found["1"] == "not eligible"
    assert set(found) == {"1", "2", "T"}


def test_a_membership_lasts_until_a_later_file_contradicts_it() -> None:
    stays = [joined(urn, "T") for urn in "12"]
    assert answers(facts([academy("1"), academy("2")], judgements=[judged("1")], memberships=stays))["1"] == (
        "not eligible"
    )


def test_between_two_files_that_disagree_nobody_can_tell() -> None:
    others = [joined(urn, uid) for urn, uid in (("2", "A"), ("3", "B"))] + [shown("2", "A"), shown("3", "B")]
    moved = [joined("1", "S"), shown("1", "B")]
    schools = [academy(urn) for urn in "123"]
    given = facts(schools, judgements=[judged("1")], memberships=others + moved)
    found = assessed(replace(given, trusts=given.trusts | {"S": Trust(uid="S", name="Trust S", multi=False)}))
    assert (found["1"].verdict.answer, found["1"].cause) == ("cannot tell", "join-date-missing")


def test_between_two_multi_academy_trusts_it_may_have_stood_alone_in_theory_alone() -> None:
    others = [joined(urn, uid) for urn, uid in (("2", "A"), ("3", "B"))] + [shown("2", "A"), shown("3", "B")]
    moved = [joined("1", "S"), shown("1", "B")]
    given = facts([academy(urn) for urn in "123"], judgements=[judged("1")], memberships=others + moved)
    found = assessed(given)
    assert (found["1"].verdict.answer, found["1"].cause) == ("cannot tell", "between-trusts")


def test_and_can_where_in_either_place_it_was_in_a_trust_of_several() -> None:
    stays = [joined("1", "A"), shown("1", "B")]
    stays += [m for urn, uid in (("2", "A"), ("3", "B")) for m in (joined(urn, uid), shown(urn, uid))]
    found = answers(facts([academy(urn) for urn in "123"], judgements=[judged("1")], memberships=stays))
    assert found["1"] == "not eligible"


def test_a_school_whose_trust_may_have_grown_by_the_day_may_have_stood_alone() -> None:
    stays = [joined("1", "T"), shown("1", "T"), joined("2", "S"), shown("2", "T")]
    found = assessed(facts([academy("1"), academy("2")], judgements=[judged("1")], memberships=stays))
    assert (found["1"].verdict.answer, found["1"].cause) == ("cannot tell", "join-date-missing")


def test_a_joining_date_after_the_day_settles_that_it_was_not_there_yet() -> None:
    later = joined("1", "B", date(2023, 9, 1), seen_on=OFSTED)
    stays = [joined("1", "S"), later, joined("2", "B"), joined("3", "B"), shown("2", "B"), shown("3", "B")]
    given = facts([academy(urn) for urn in "123"], judgements=[judged("1")], memberships=stays)
    assert answers(given)["1"] == "eligible"


def test_a_joining_date_before_the_day_settles_that_it_was() -> None:
    earlier = joined("1", "B", date(2023, 8, 31), seen_on=OFSTED)
    stays = [joined("1", "S"), earlier, joined("2", "B"), shown("2", "B")]
    given = facts([academy("1"), academy("2")], judgements=[judged("1")], memberships=stays)
    assert answers(given)["1"] == "not eligible"


def test_an_academy_that_no_file_of_memberships_can_have_shown_is_a_question() -> None:
    new = academy("1", opened=date(2022, 9, 1))
    given = facts(
        [new, academy("2"), academy("3")], judgements=[judged("1")], memberships=[joined("2", "T"), joined("3", "T")]
    )
    found = assessed(given)["1"]
    assert (found.verdict.answer, found.cause) == ("cannot tell", "membership-not-seen")


def test_an_academy_in_no_trust_of_the_files_before_and_after_stands_alone() -> None:
    given = facts(
        [academy("1"), academy("2")], judgements=[judged("1")], memberships=[joined("2", "T"), shown("2", "T")]
    )
    assert answers(given)["1"] == "eligible"


def test_a_stay_that_ended_with_its_trust_is_over() -> None:
    left = [joined(urn, "T", left=date(2023, 3, 1), seen_on=OFSTED) for urn in "12"]
    given = facts([academy("1"), academy("2")], judgements=[judged("1")], memberships=left)
    assert "T" not in answers(given)
    assert answers(given, a_policy(date(2023, 2, 28)))["1"] == "not eligible"


class TestConversions:
    """A school judged in the year under one URN that became an academy under another."""

    OLD, NEW = "1", "2"

    def convert(self, on: date, uid: str | None) -> dict[str, str]:
        schools = [school(self.OLD, closed=on - timedelta(days=1)), academy(self.NEW, opened=on), academy("3")]
        stays = [joined("3", "T"), shown("3", "T")]
        if uid:
            stays.append(joined(self.NEW, uid, on, seen_on=OFSTED))
        given = facts(
            schools, judgements=[judged(self.OLD)], memberships=stays, successions=[followed(self.OLD, self.NEW)]
        )
        return answers(given)

    def test_in_a_trust_of_several_by_the_day_it_is_judged_with_its_trust(self) -> None:
        found = self.convert(date(2023, 6, 1), "T")
        assert self.OLD not in found
        assert found[self.NEW] == "not eligible"

    def test_alone_under_its_new_urn_it_qualifies_by_the_judgement_of_the_old(self) -> None:
        found = self.convert(date(2023, 6, 1), "S")
        assert self.OLD not in found
        assert found[self.NEW] == "eligible"

    def test_after_the_day_it_qualifies_under_its_old_urn(self) -> None:
        found = self.convert(date(2023, 9, 1), "T")
        assert self.NEW not in found
        assert found[self.OLD] == "eligible"

    def test_on_the_day_itself_the_old_school_is_open_and_the_next_morning_the_new(self) -> None:
        assert self.OLD in self.convert(AUGUST + timedelta(days=1), "T")
        assert self.NEW in self.convert(AUGUST, "T")
        assert self.OLD not in self.convert(AUGUST, "T")


def test_a_closing_date_that_was_only_planned_gives_way_to_the_day_the_successor_opened() -> None:
    slipped = school("1", closed=date(2022, 12, 31))
    given = facts(
        [slipped, academy("2", opened=date(2023, 9, 1))],
        judgements=[judged("1")],
        successions=[followed("1", "2", on=date(2022, 9, 1))],
    )
    assert answers(given) == {"1": "eligible"}


def test_a_school_that_closed_before_the_day_is_no_body() -> None:
    assert answers(facts([school("1", closed=date(2023, 7, 31))], judgements=[judged("1")])) == {}
    assert answers(facts([school("1", closed=AUGUST)], judgements=[judged("1")])) == {"1": "eligible"}


def test_a_school_that_takes_another_in_was_there_before() -> None:
    given = facts(
        [school("1"), school("2")],
        judgements=[judged("1")],
        successions=[followed("2", "1", plain=False, on=date(2024, 9, 1))],
    )
    assert answers(given)["1"] == "eligible"


def test_of_several_predecessors_one_judged_so_leaves_a_question_only_for_the_school_that_opened_after() -> None:
    links = [followed("1", "3", plain=False), followed("2", "3", plain=False)]
    old = [school(urn, closed=date(2023, 3, 31)) for urn in "12"]
    after = facts([*old, school("3", opened=date(2023, 4, 1))], judgements=[judged("1")], successions=links)
    assert assessed(after)["3"].cause == "several-predecessors"
    before = facts([*old, school("3", opened=date(2001, 9, 1))], judgements=[judged("1")], successions=links)
    assert answers(before)["3"] == "not eligible"


def test_a_school_of_unknown_type_that_no_file_shows_as_state_funded_is_not_asked_about() -> None:
    unknown = school("1", sector=None)  # type: ignore[arg-type]
    assert answers(facts([unknown])) == {}
    assert answers(facts([unknown], judgements=[judged("1")])) == {"1": "eligible"}


def test_two_schools_may_each_be_said_to_follow_the_other() -> None:
    links = [followed("1", "2", plain=False), followed("2", "1", plain=False)]
    assert set(answers(facts([school("1"), school("2")], successions=links))) == {"1", "2"}
    circle = [followed("1", "2"), followed("2", "1")]
    assert set(answers(facts([school("1"), school("2")], successions=circle))) == {"1", "2"}


def test_the_files_days_are_what_matters_not_their_order() -> None:
    assert LINKS < AUGUST < OFSTED
    stays = [joined("1", "T"), shown("1", "T"), joined("2", "T"), shown("2", "T")]
    schools = [academy("1"), academy("2")]
    one = facts(schools, judgements=[judged("1")], memberships=stays)
    other = facts(schools[::-1], judgements=[judged("1")], memberships=stays[::-1])
    assert list(assessed(one).values()) == list(assessed(other).values())
