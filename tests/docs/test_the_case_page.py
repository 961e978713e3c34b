"""The page `docs/the-case.md`: what it shows as said now is what the one wording says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from matcher.wording import wording
from matcher.wording.answers import asked, wants_support
from matcher.wording.wording import Interests, Standing, State

PAGE = (Path(__file__).parents[2] / "docs" / "the-case.md").read_text(encoding="utf-8")
YES, AS_AT = date(2023, 1, 12), date(2022, 12, 31)


def test_the_page_says_what_is_said() -> None:
    said = (
        f"Interests {wording.interests(Interests(wording.OUT_OF_DATE, date(2021, 2, 15)))}",
        f"Interests {wording.interests(Interests(wording.NEVER))}",
        wording.state(State("proposed", YES, said_yes="school"), "A B"),
        wording.state(State("proposed", YES, until=date(2023, 2, 9), said_yes="school"), "A B"),
        wording.state(State("refused", date(2023, 1, 13), "leader cannot (this school)")),
        wording.state(State("replaced", AS_AT, "A B")),
        wording.no_reserve("REASON"),
        wording.standing(Standing(3, 2, 2)),
        wording.matched(10, 17, 1, 1),
    )
    assert [words for words in said if f"| {words} |" not in PAGE] == []
    for words in (asked(YES), wants_support(YES)):
        assert f"*{words.replace('12 January 2023', 'D')}*" in PAGE
