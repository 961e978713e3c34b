"""A programme year: the numbers of 2022/23 under another name. What it says is invented; nothing of it ships."""

from __future__ import annotations

from tests.walks.walk import Step, Walk

NAME = "tsio-walk"
PROGRAMMES = "tests/read/test_programmes.py"
THE_FIVE = f"{PROGRAMMES}::test_the_four_programmes_are_here_and_each_can_work_out_who_qualifies"
BOOKS = "RULEBOOKS = {book.programme: book for book in ("
WALK = Walk(
    "A programme year",
    (
        Step(
            "the dated numbers",
            f"matcher/programmes/{NAME}.yaml",
            (("rulebook: tsio-2022-23\n", f"rulebook: {NAME}\n"),),
            like="matcher/programmes/tsio-2022-23.yaml",
            tests=(THE_FIVE,),
            says=NAME,
        ),
        Step(
            "the rulebook, and its line in `RULEBOOKS`",
            "matcher/rules/rulebooks.py",
            ((BOOKS, f'TSIO_WALK = replace(TSIO_2022, programme="{NAME}")\n\n{BOOKS}TSIO_WALK, '),),
            tests=(THE_FIVE,),
            says=NAME,
        ),
        Step(
            "school terms and holidays",
            "matcher/programmes/calendars/walk.yaml",
            (("title: School year 2022/23", "title: School year of the walk"),),
            like="matcher/programmes/calendars/2022-23.yaml",
        ),
        Step(
            "who is told, in which order",
            f"matcher/programmes/notifications/{NAME}.yaml",
            like="matcher/programmes/notifications/tsio-2022-23.yaml",
        ),
        Step(
            "the test that names every programme",
            PROGRAMMES,
            (('"tsio-2021-22", "tsio-2022-23")\n', f'"tsio-2021-22", "tsio-2022-23", "{NAME}")\n'),),
            tests=(THE_FIVE,),
            says=NAME,
        ),
    ),
    at_most=6,
    quick=(PROGRAMMES, "tests/read/test_scenario_reference.py"),
    tests=("tests/rules/test_listed.py", "tests/report/test_words.py", "tests/read/test_scenario_ready.py"),
    makes=True,
)
