"""Each school or trust of whom something changed between two proposals, in its group, once."""

from __future__ import annotations

from matcher.case.tables.changes import ANOTHER, GONE, GOT, HAD_YES, KINDS, LOST, NEWLY, changed_cases, kind_words

BEFORE = {"lost": "L1", "other": "L2", "yes": "L3", "same": "L4", "gone": "L5"}
NOW = {"got": "L1", "other": "L9", "yes": "L8", "same": "L4", "new": "L6"}
HERE = ("lost", "other", "yes", "same", "got", "new", "nobody")


def kinds(**more: object) -> dict[str, str]:
    found = changed_cases(BEFORE, NOW, HERE, **more)  # type: ignore[arg-type]
    return {x.recipient_id: x.kind for x in found}


def test_each_is_in_one_group_and_who_did_not_change_in_none() -> None:
    known = {*BEFORE, "got", "nobody", "waited"}
    told = kinds(known_before=known, said_yes={("yes", "L3")})
    assert told == {
        "lost": LOST,
        "other": ANOTHER,
        "yes": HAD_YES,
        "got": GOT,
        "new": NEWLY,
        "gone": GONE,
        "waited": GONE,  # it had no leader, and waits no longer
    }


def test_nobody_is_called_new_where_it_is_not_known_who_qualified_before() -> None:
    assert kinds() == {"lost": LOST, "other": ANOTHER, "yes": ANOTHER, "got": GOT, "new": GOT, "gone": GONE}


def test_a_yes_to_the_leader_whom_it_keeps_is_no_change() -> None:
    assert "same" not in kinds(said_yes={("same", "L4")})


def test_every_group_has_words_of_its_own() -> None:
    assert len({kind_words(kind) for kind in KINDS}) == len(KINDS)
