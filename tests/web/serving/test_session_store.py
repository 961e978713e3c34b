"""Sessions survive a restart, end when they should, and their file admits nobody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.web.serving.session_store import Identity, SessionStore
from tests.web.conftest import NOW

KEY, SOMEBODY = "a-random-key", Identity("sub-1", "a.person@office.example")
LATER = NOW + timedelta(hours=8)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "review" / "sessions.sqlite"


def store(path: Path, provider: str = "https://login.example") -> SessionStore:
    return SessionStore(path, provider)


def test_a_session_and_what_signs_the_cookies_are_there_after_a_restart(path: Path) -> None:
    store(path).put(KEY, SOMEBODY, LATER, NOW)
    secret = store(path).secret_key()
    assert store(path).get(KEY, NOW) == SOMEBODY
    assert store(path).secret_key() == secret
    assert len(secret) == 32


def test_a_session_ends_at_its_time_and_at_the_sign_out(path: Path) -> None:
    store(path).put(KEY, SOMEBODY, LATER, NOW)
    assert store(path).get(KEY, LATER) is None
    assert store(path).get(KEY, LATER - timedelta(seconds=1)) == SOMEBODY
    store(path).delete(KEY)
    assert store(path).get(KEY, NOW) is None


def test_a_session_that_has_ended_leaves_nothing_of_the_person_when_the_next_begins(path: Path) -> None:
    store(path).put(KEY, SOMEBODY, LATER, NOW)
    store(path).put("another", Identity("sub-2", ""), LATER + timedelta(hours=9), LATER)
    assert b"a.person" not in path.read_bytes()


def test_another_providers_sessions_count_for_nothing(path: Path) -> None:
    store(path).put(KEY, SOMEBODY, LATER, NOW)
    assert store(path, "https://another.example").get(KEY, NOW) is None


def test_a_deleted_file_ends_every_session_at_once(path: Path) -> None:
    running = store(path)
    running.put(KEY, SOMEBODY, LATER, NOW)
    path.unlink()
    assert running.get(KEY, NOW) is None


def test_the_file_is_its_owners_alone_and_holds_no_key(path: Path) -> None:
    store(path).put(KEY, SOMEBODY, LATER, NOW)
    assert path.stat().st_mode & 0o077 == 0
    assert KEY.encode() not in path.read_bytes()


def test_nobody_comes_in_by_what_the_file_holds(path: Path) -> None:
    from hashlib import sha256

    store(path).put(KEY, SOMEBODY, LATER, NOW)
    assert store(path).get(sha256(KEY.encode()).hexdigest(), NOW) is None
    assert store(path).get("", NOW) is None


def test_a_damaged_file_is_told_before_anybody_is_served(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("nonsense " * 1000, encoding="utf-8")
    with pytest.raises(InputFaults) as error:
        store(path).secret_key()
    assert "the file of sessions cannot be used" in str(error.value.faults[0])
    assert path.read_text(encoding="utf-8").startswith("nonsense")
