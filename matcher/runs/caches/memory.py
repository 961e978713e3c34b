"""Values kept in memory by key, and the key of who qualifies."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Any, Generic, TypeVar

from cachetools import LRUCache

from matcher.policy import Policy

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Cache(Generic[Key, Value]):
    """Values in memory by key, of at most `most` together; the least recently used goes first. Threads may share it.

    `size` weighs a value, in the unit of `most`; without it each weighs 1. One heavier than `most` is kept alone.
    """

    def __init__(self, most: int, size: Callable[[Value], int] | None = None) -> None:
        weigh = size or (lambda _: 1)
        self._entries: LRUCache[Key, Value] = LRUCache(most, getsizeof=lambda value: min(most, weigh(value)))
        self._lock = Lock()
        self._making: dict[Key, RLock] = {}

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of this key, made where there is none: once, while others who ask for the same key wait.

        Who asks for another key does not wait.
        """
        with self._lock:
            if key in self._entries:
                return self._entries[key]
            making = self._making.setdefault(key, RLock())
        with making:
            with self._lock:
                if key in self._entries:
                    return self._entries[key]
            try:
                value = make()
                with self._lock:
                    self._entries[key] = value
            finally:
                with self._lock:
                    self._making.pop(key, None)
            return value


def eligibility_settings(policy: Policy) -> tuple[Any, ...]:
    """The settings that decide who qualifies: the cache key. A test checks that no gate reads another setting."""
    return (
        policy.programme,
        policy.own,
        policy.words,
        policy.as_at,
        policy.year_from,
        policy.year_to,
        policy.eligibility,
        policy.support.again,
    )
