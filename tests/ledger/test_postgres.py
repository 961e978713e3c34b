"""Against a real PostgreSQL server that the test starts, where the Debian packages are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from matcher.errors import InputFaults
from matcher.ledger import Ledger, Line, NotRecorded, open_ledger
from matcher.runs.opened import OpenedRun
from tests.ledger.postgres_server import NEEDS_SERVER, running_server
from tests.ledger.term import NOW, a_decision, agreed
from tests.ledger.test_store import FORGERIES, made_anew

psycopg = pytest.importorskip("psycopg", reason="the library psycopg is not installed")
pytestmark = NEEDS_SERVER


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_server() as address:
        yield address


@pytest.fixture
def postgres_ledger(url: str) -> Iterator[Ledger]:
    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute("DROP TABLE IF EXISTS lines, asides, ledger_format, lines_format_1")
    ledger = open_ledger(url, now=lambda: NOW)
    yield ledger
    ledger.close()


def test_keeps_and_seals_as_the_file_does(postgres_ledger: Ledger, run: OpenedRun, ledger: Ledger) -> None:
    for one in (postgres_ledger, ledger):
        one.decide([*agreed(run, 0), a_decision(run, "leader-cannot", 1)], run)
    assert postgres_ledger.integrity_faults(postgres_ledger.head) == ()
    assert postgres_ledger.record().matches.keys() == ledger.record().matches.keys()
    assert [line.body["act"] for line in postgres_ledger.lines()] == [line.body["act"] for line in ledger.lines()]


def test_twice_is_the_same_as_once(postgres_ledger: Ledger, run: OpenedRun) -> None:
    postgres_ledger.decide(agreed(run, 0), run)
    head = postgres_ledger.head
    postgres_ledger.decide(agreed(run, 0), run)
    assert postgres_ledger.head == head


def test_nothing_is_recorded_of_a_refused_batch(postgres_ledger: Ledger, run: OpenedRun) -> None:
    with pytest.raises(NotRecorded):
        postgres_ledger.decide([*agreed(run, 0), a_decision(run, "appoint", 1)], run)
    assert postgres_ledger.lines() == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lines SET payload = '' WHERE seq = 2",
        "DELETE FROM lines WHERE seq = 2",
        "TRUNCATE lines",
        "UPDATE asides SET words = 'Somebody Else'",
        "DELETE FROM asides",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_sealed(
    postgres_ledger: Ledger, run: OpenedRun, url: str, statement: str
) -> None:
    postgres_ledger.decide(agreed(run, 0), run)
    with psycopg.connect(url) as raw, pytest.raises(psycopg.errors.RaiseException):
        raw.execute(statement)
    assert postgres_ledger.integrity_faults() == ()


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize("resealed", [False, True])
def test_finds_what_was_changed_behind_its_back(
    postgres_ledger: Ledger, run: OpenedRun, url: str, forgery: str, resealed: bool
) -> None:
    """An edit, a deletion, a reordering or a cut tail, plain or with the whole chain made anew, against the head."""
    postgres_ledger.decide([*agreed(run, 0), a_decision(run, "school-agrees", 1)], run)
    printed, lines = postgres_ledger.head, postgres_ledger.lines()
    rows = made_anew(lines, FORGERIES[forgery]) if resealed else clumsy(lines, forgery)
    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute("ALTER TABLE lines DISABLE TRIGGER USER")
        raw.execute("DELETE FROM lines")
        for row in rows:
            raw.execute("INSERT INTO lines VALUES (%s, %s, %s)", (row.seq, row.payload, row.hash))
        raw.execute("ALTER TABLE lines ENABLE TRIGGER USER")
    assert postgres_ledger.integrity_faults(printed)
    if not resealed and forgery != "cut tail":
        assert postgres_ledger.integrity_faults(), "found without any head"


def clumsy(lines: tuple[Line, ...], forgery: str) -> list[Line]:
    """The rows as somebody would leave them who cannot seal them again."""
    rows = list(lines)
    if forgery == "edit":
        rows[2] = replace(rows[2], payload=rows[2].payload.replace("2023-01-12", "2023-01-11"))
    elif forgery == "deletion":
        del rows[2]
    elif forgery == "reordering":
        rows[1], rows[2] = replace(rows[2], seq=2), replace(rows[1], seq=3)
    else:
        rows.pop()
    return rows


def test_a_name_is_erased_and_the_chain_still_verifies(postgres_ledger: Ledger, run: OpenedRun) -> None:
    postgres_ledger.decide(agreed(run, 0), run)
    postgres_ledger.erase("P003", "P014", "director", "they asked")
    assert "Lionel Barrowden" not in postgres_ledger.words().values()
    assert postgres_ledger.integrity_faults() == ()


def test_two_connections_record_one_refusal_of_one_match(postgres_ledger: Ledger, run: OpenedRun, url: str) -> None:
    other = open_ledger(url, now=lambda: NOW)
    postgres_ledger.decide([a_decision(run, "leader-cannot")], run)
    with pytest.raises(NotRecorded):
        other.decide([a_decision(run, "school-wants-no-support")], run)
    assert len(other.lines()) == 2
    other.close()


def test_a_database_that_is_not_there_is_told_without_its_password() -> None:
    with pytest.raises(InputFaults) as error:
        open_ledger("postgresql://keeper:hush@127.0.0.1:1/none")
    assert "hush" not in str(error.value.faults[0])
