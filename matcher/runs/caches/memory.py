"""Values kept in memory by key, and the key of who qualifies."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, Generic, TypeVar

from cachetools import LRUCache

from matcher.policy import Policy

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Cache(Generic[Key, Value]):
    """At most `most` values in memory, by key; the least recently used goes first. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._entries: LRUCache[Key, Value] = LRUCache(most)
        self._lock = RLock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of this key, made where there is none. Other threads wait for it, so that it is made once."""
        with self._lock:
            if key not in self._entries:
                self._entries[key] = make()
            return self._entries[key]


def eligibility_settings(policy: Policy) -> tuple[Any, ...]:
    """The settings that decide who qualifies: the cache key. A test checks that no gate reads another setting."""
    return (
        policy.programme,
        policy.as_at,
        policy.year_from,
        policy.year_to,
        policy.eligibility,
        policy.support.again,
    )
