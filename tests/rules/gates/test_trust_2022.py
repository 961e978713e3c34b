"""Trusts: two schools for three years, and half of them poor or an overall decline since joining."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from matcher.domain import Judgement
from matcher.rules.base import Gate
from matcher.rules.gates.body import Member
from matcher.rules.gates.trust_2022 import TRUST_DECLINE, TRUST_EITHER, TRUST_SHARE
from matcher.rules.gates.trust_analysis import READS, analyse_trust
from tests.rules.gates.builders import a_judgement, a_member, a_policy, a_school, a_trust

GOOD = a_member("1", (2020, 2))
POOR = a_member("2", (2020, 3))
DOWN = a_member("3", (2010, 1), (2020, 2))
UP = a_member("4", (2010, 4), (2020, 3))


def reason_of(gate: Gate, *members: Member, **reading: Any) -> str:
    return gate.judge(a_trust(*members), a_policy(**reading)).reason


def answer(gate: Gate, *members: Member, as_at: date = date(2023, 8, 31), **reading: Any) -> str:
    return gate.judge(a_trust(*members), a_policy(as_at, **reading)).answer


class TestWhatIsRemembered:
    def test_an_analysis_reads_no_switch_but_those_it_is_remembered_by(self) -> None:
        """Whatever else it read would be taken from another reading's analysis."""
        since = {"joined_from": date(2021, 1, 1), "joined_to": date(2022, 1, 1)}
        members = (POOR, DOWN, a_member("5", (2022, None), (2023, 2), forgets=True, **since))
        policy = a_policy()
        only: Any = SimpleNamespace(**{switch: getattr(policy.eligibility, switch) for switch in READS})
        for forgotten in ("as-known", "unknown"):
            only.forgotten = forgotten
            bare, whole = replace(policy, eligibility=only), a_policy(forgotten=forgotten)
            for gate in (TRUST_DECLINE, TRUST_SHARE, TRUST_EITHER):
                answers = gate.answers
                assert answers is not None
                assert answers(a_trust(*members), bare) == answers(a_trust(*members), whole)

    def test_of_a_judgement_only_what_is_compared_of_it_is_read(self) -> None:
        """Schools of one past share what follows from it: whatever else a gate read would be another school's."""
        read = {"urn", "started", "published", "grade", "category", "regime"}
        others: dict[str, Any] = {
            **{"leadership": 4, "areas": (("leadership", 4),), "safeguarding": False, "source": "elsewhere"},
        }
        assert others.keys() | read == {f.name for f in fields(Judgement)}
        members = (POOR, DOWN, UP, a_member("5", (2019, None), (2023, 2), forgets=True))
        for name, value in others.items():
            told = [replace(m, history=tuple(replace(j, **{name: value}) for j in m.history)) for m in members]
            for gate, forgotten in product((TRUST_DECLINE, TRUST_SHARE, TRUST_EITHER), ("as-known", "unknown")):
                was, now = reason_of(gate, *members, forgotten=forgotten), reason_of(gate, *told, forgotten=forgotten)
                assert was == now, name

    def test_another_reading_has_an_analysis_of_its_own(self) -> None:
        trust = a_trust(POOR, DOWN)
        others: dict[str, Any] = {
            **{"tenure_at": "year_start", "schools_at_least": 1, "years_at_least": 0, "share_denominator": "all"},
            **{"share_at_least": Fraction(2, 3), "decline": "net-count", "baseline": "first-in-trust"},
            "forgotten": "unknown",
        }
        assert others.keys() == set(READS)
        policies = [a_policy(), *(a_policy(**{switch: value}) for switch, value in others.items())]
        analyses = [analyse_trust(trust, policy, policy.as_at) for policy in policies]
        assert len({id(analysis) for analysis in analyses}) == len(policies)
        assert analyse_trust(trust, a_policy(date_basis="inspection-start"), a_policy().as_at) is analyses[0]


class TestTheYears:
    def test_two_schools_for_three_years_are_enough_to_the_day(self) -> None:
        late = a_member("2", (2022, 3), joined=date(2020, 8, 31))
        later = a_member("2", (2022, 3), joined=date(2020, 9, 1))
        assert answer(TRUST_SHARE, POOR, late) == "eligible"
        assert answer(TRUST_SHARE, POOR, later) == "not eligible"

    def test_the_years_may_be_counted_to_the_start_of_the_programme_year(self) -> None:
        late = a_member("2", (2022, 3), joined=date(2019, 9, 2))
        assert answer(TRUST_SHARE, POOR, late) == "eligible"
        assert answer(TRUST_SHARE, POOR, late, tenure_at="year_start") == "not eligible"

    def test_the_letter_names_no_years_and_nought_asks_only_for_the_schools(self) -> None:
        new = a_member("2", (2023, 3), joined=date(2022, 9, 1))
        assert answer(TRUST_SHARE, POOR, new) == "not eligible"
        assert answer(TRUST_SHARE, POOR, new, years_at_least=0) == "eligible"

    def test_years_to_the_end_of_february_count_in_every_year(self) -> None:
        member = a_member("2", (2022, 3), joined=date(2021, 2, 28))
        assert answer(TRUST_SHARE, POOR, member, as_at=date(2024, 2, 29)) == "eligible"

    def test_as_many_schools_are_asked_for_as_the_switch_says(self) -> None:
        assert answer(TRUST_SHARE, POOR, POOR, schools_at_least=3) == "not eligible"
        assert answer(TRUST_SHARE, POOR, POOR, POOR, schools_at_least=3) == "eligible"

    def test_one_school_is_no_trust_whatever_the_switch_says(self) -> None:
        maybe = a_member("1", (2020, 3), certain=False)
        assert answer(TRUST_SHARE, POOR, maybe, schools_at_least=1) == "cannot tell"


class TestTheShare:
    def test_half_of_the_schools_inspected_since_joining_is_enough(self) -> None:
        assert answer(TRUST_SHARE, POOR, GOOD) == "eligible"
        assert answer(TRUST_SHARE, POOR, GOOD, GOOD) == "not eligible"

    def test_the_share_may_be_asked_of_all_schools(self) -> None:
        never = a_member("9")
        assert answer(TRUST_SHARE, POOR, GOOD, never) == "eligible"
        assert answer(TRUST_SHARE, POOR, GOOD, never, share_denominator="all") == "not eligible"

    def test_inadequate_counts_as_worse(self) -> None:
        assert answer(TRUST_SHARE, a_member("1", (2020, 4)), GOOD) == "eligible"

    def test_the_share_is_exact(self) -> None:
        assert answer(TRUST_SHARE, POOR, GOOD, GOOD, share_at_least=Fraction(1, 3)) == "eligible"
        assert answer(TRUST_SHARE, POOR, GOOD, GOOD, share_at_least=Fraction(34, 100)) == "not eligible"

    def test_an_inspection_on_the_joining_day_is_since_joining_and_one_the_day_before_is_not(self) -> None:
        inspected = (2020, 3)
        on_the_day = a_member("1", inspected, joined=date(2020, 3, 1))
        day_after = a_member("1", inspected, joined=date(2020, 3, 2))
        assert answer(TRUST_SHARE, on_the_day, GOOD) == "eligible"
        assert answer(TRUST_SHARE, day_after, GOOD) == "not eligible"

    def test_a_predecessors_grade_is_never_since_joining(self) -> None:
        old = a_judgement(3, urn="old", started=date(2020, 3, 1))
        assert answer(TRUST_SHARE, a_member("1", history=(old,)), GOOD) == "not eligible"

    def test_a_trust_with_no_school_inspected_since_joining_does_not_reach_any_share(self) -> None:
        assert answer(TRUST_SHARE, a_member("1"), a_member("2"), share_at_least=Fraction(0)) == "not eligible"

    def test_only_the_latest_judgement_published_by_the_day_counts(self) -> None:
        better = a_member("1", (2020, 3), (2023, 2))
        assert answer(TRUST_SHARE, better, GOOD) == "not eligible"
        assert answer(TRUST_SHARE, better, GOOD, as_at=date(2023, 3, 28)) == "eligible"

    def test_the_reason_gives_the_counts(self) -> None:
        verdict = TRUST_SHARE.judge(a_trust(POOR, GOOD), a_policy())
        assert verdict.reason == (
            "1 of 2 schools inspected since joining are Requires Improvement or worse; the rule asks for 50 % or more."
        )
        assert [cell.urn for cell in verdict.evidence] == ["2", "1"]


class TestTheDecline:
    def test_one_step_down_in_all_is_a_decline(self) -> None:
        assert answer(TRUST_DECLINE, DOWN, GOOD) == "eligible"
        assert answer(TRUST_DECLINE, UP, GOOD) == "not eligible"
        assert answer(TRUST_DECLINE, UP, DOWN) == "not eligible"

    def test_steps_are_summed_and_schools_are_counted(self) -> None:
        far_down = a_member("5", (2010, 1), (2020, 4))
        ups = [UP, UP]
        assert answer(TRUST_DECLINE, far_down, *ups) == "eligible"
        assert answer(TRUST_DECLINE, far_down, *ups, decline="mean") == "eligible"
        assert answer(TRUST_DECLINE, far_down, *ups, decline="net-count") == "not eligible"

    @pytest.mark.parametrize(
        ("decline", "said"),
        [
            ("net-steps", "declined since joining (1 grade worse in all, over 1 school)."),
            ("net-count", "declined since joining (1 more school worse than better, over 1 school)."),
            ("mean", "declined since joining (on average worse, 1 grade worse in all, over 1 school)."),
        ],
    )
    def test_the_sum_is_said_in_words(self, decline: str, said: str) -> None:
        assert said in reason_of(TRUST_DECLINE, DOWN, GOOD, decline=decline)
        even = reason_of(TRUST_DECLINE, DOWN, UP, decline="net-steps")
        assert "did not decline since joining (no grade better or worse in all, over 2 schools)." in even

    def test_a_step_may_weigh_as_many_as_its_pupils(self) -> None:
        big_down = a_member("5", (2010, 1), (2020, 2), pupils=401)
        assert answer(TRUST_DECLINE, big_down, UP, UP) == "not eligible"
        assert answer(TRUST_DECLINE, big_down, UP, UP, decline="pupil-weighted") == "eligible"

    def test_the_baseline_is_the_last_grade_before_joining_of_the_one_predecessor_too(self) -> None:
        old = a_judgement(2, urn="old", started=date(2011, 3, 1))
        older = a_judgement(4, urn="old", started=date(2008, 3, 1))
        now = a_judgement(3, urn="1", started=date(2020, 3, 1))
        assert answer(TRUST_DECLINE, a_member("1", history=(older, old, now)), GOOD) == "eligible"

    def test_the_baseline_may_be_the_first_grade_in_the_trust(self) -> None:
        fell_then_rose = a_member("1", (2010, 1), (2016, 3), (2020, 2))
        assert answer(TRUST_DECLINE, fell_then_rose, GOOD) == "eligible"
        assert answer(TRUST_DECLINE, fell_then_rose, GOOD, baseline="first-in-trust") == "not eligible"

    def test_a_school_without_a_grade_before_joining_counts_for_nothing_and_is_listed(self) -> None:
        verdict = TRUST_DECLINE.judge(a_trust(DOWN, POOR), a_policy())
        assert verdict.answer == "eligible"
        assert "No grade before joining, so not compared: URN 2." in verdict.reason

    def test_grades_of_two_regimes_are_not_compared(self) -> None:
        latest = a_judgement(None, urn="1", regime="sub-judgements", started=date(2024, 10, 1))
        across = a_member("1", history=(a_judgement(1, urn="1", started=date(2010, 3, 1)), latest))
        verdict = TRUST_DECLINE.judge(a_trust(across, GOOD), a_policy(date(2025, 8, 31)))
        assert (verdict.answer, verdict.cause) == ("cannot tell", "straddles-regimes")

    def test_the_evidence_holds_both_grades(self) -> None:
        verdict = TRUST_DECLINE.judge(a_trust(DOWN, GOOD), a_policy())
        assert [str(cell) for cell in verdict.evidence][:2] == [
            "URN 3, 2020-03-29: 2 Good (latest since joining on 1 January 2013) [ofsted.csv, row 2]",
            "URN 3, 2010-03-29: 1 Outstanding (before joining) [ofsted.csv, row 2]",
        ]


class TestWhatCannotBeTold:
    def test_a_school_that_may_be_in_another_trust_decides(self) -> None:
        maybe = a_member("5", (2020, 2), certain=False)
        verdict = TRUST_SHARE.judge(a_trust(POOR, GOOD, maybe), a_policy())
        assert (verdict.answer, verdict.cause) == ("cannot tell", "join-date-missing")
        assert "URN 5" in verdict.reason

    def test_and_does_not_where_either_way_the_answer_is_the_same(self) -> None:
        maybe = a_member("5", (2020, 2), certain=False)
        verdict = TRUST_SHARE.judge(a_trust(POOR, POOR, maybe), a_policy())
        assert verdict.answer == "eligible"
        assert "would not change the answer" in verdict.reason

    def test_a_joining_date_that_may_fall_on_either_side_of_the_inspection_decides(self) -> None:
        unsure = a_member("5", (2020, 3), joined_from=date(2019, 1, 1), joined_to=date(2021, 1, 1))
        assert answer(TRUST_SHARE, unsure, GOOD, GOOD, POOR) == "cannot tell"
        before = a_member("5", (2020, 3), joined_from=date(2019, 1, 1), joined_to=date(2020, 3, 1))
        assert answer(TRUST_SHARE, before, GOOD, GOOD, POOR) == "eligible"

    def test_which_of_several_predecessors_is_the_baseline_decides_only_where_they_differ(self) -> None:
        good, outstanding = a_judgement(2, started=date(2010, 1, 1)), a_judgement(1, started=date(2010, 1, 1))
        merged = a_member("5", (2020, 2), predecessors=((good,), (outstanding,)))
        assert answer(TRUST_DECLINE, merged, GOOD) == "cannot tell"
        same = a_member("5", (2020, 2), predecessors=((good,), (good,)))
        assert answer(TRUST_DECLINE, same, GOOD) == "not eligible"

    def test_a_missing_grade_and_a_missing_number_of_pupils(self) -> None:
        ungraded = a_member("5", (2020, None))
        assert TRUST_SHARE.judge(a_trust(ungraded, GOOD), a_policy()).cause == "grade-not-known"
        uncounted = a_member("5", (2010, 1), (2020, 2), pupils=None)
        reading = a_policy(decline="pupil-weighted")
        assert TRUST_DECLINE.judge(a_trust(uncounted, UP), reading).cause == "pupils-missing"
        assert TRUST_DECLINE.judge(a_trust(uncounted, GOOD), reading).answer == "eligible"

    def test_one_of_two_reasons_may_be_sure_where_neither_is(self) -> None:
        # with it two of four are poor and there is no decline; without it one of three, and a decline
        maybe = a_member("5", (2010, 4), (2020, 3), certain=False)
        trust = a_trust(DOWN, POOR, GOOD, maybe)
        answers = [gate.judge(trust, a_policy()).answer for gate in (TRUST_DECLINE, TRUST_SHARE, TRUST_EITHER)]
        assert answers == ["cannot tell", "cannot tell", "eligible"]


class TestSince:
    def test_a_trust_qualifies_from_the_report_that_tipped_it(self) -> None:
        tipped = a_member("1", (2020, 2), (2023, 3))
        assert TRUST_SHARE.judge(a_trust(tipped, GOOD), a_policy()).since == date(2023, 3, 29)

    def test_a_trust_that_qualified_before_the_year_does_so_from_its_first_day(self) -> None:
        assert TRUST_SHARE.judge(a_trust(POOR, GOOD), a_policy()).since == date(2022, 9, 1)

    def test_a_trust_may_qualify_from_the_day_its_second_school_has_the_years(self) -> None:
        late = a_member("2", (2021, 3), joined=date(2020, 2, 1))
        assert TRUST_SHARE.judge(a_trust(POOR, late), a_policy()).since == date(2023, 2, 1)

    def test_a_day_on_which_nobody_could_tell_is_no_day_of_qualifying(self) -> None:
        graded_at_last = a_member(
            "1",
            history=(
                a_judgement(None, urn="1", started=date(2021, 3, 1)),
                a_judgement(3, urn="1", started=date(2023, 1, 9), published=date(2023, 2, 1)),
            ),
        )
        assert TRUST_SHARE.judge(a_trust(graded_at_last, GOOD), a_policy()).since == date(2023, 2, 1)

    def test_a_break_starts_the_count_again(self) -> None:
        ups_and_downs = a_member(
            "1",
            (2021, 3),
            history=(
                a_judgement(3, urn="1", started=date(2021, 3, 1)),
                a_judgement(2, urn="1", started=date(2022, 10, 3), published=date(2022, 11, 1)),
                a_judgement(3, urn="1", started=date(2023, 5, 1), published=date(2023, 6, 1)),
            ),
        )
        assert TRUST_SHARE.judge(a_trust(ups_and_downs, GOOD), a_policy()).since == date(2023, 6, 1)


@pytest.mark.parametrize("gate", [TRUST_DECLINE, TRUST_SHARE, TRUST_EITHER])
def test_is_asked_of_trusts_only(gate: Gate) -> None:
    assert gate.applies(a_trust(GOOD, GOOD))
    assert not gate.applies(a_school())


@pytest.mark.parametrize("gate", [TRUST_DECLINE, TRUST_SHARE, TRUST_EITHER])
def test_the_answer_alone_is_the_verdicts(gate: Gate) -> None:
    assert gate.answers is not None
    for members in ((POOR, GOOD), (GOOD, GOOD), (GOOD,), (DOWN, GOOD), (a_member("5", (2020, None)), GOOD)):
        body, policy = a_trust(*members), a_policy()
        assert gate.answers(body, policy) == gate.judge(body, policy).answer
