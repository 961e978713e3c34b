"""The error raised inside matcher.read where a file or cell cannot be read; callers turn it into a fault."""

from __future__ import annotations


class Unreadable(Exception):
    """Why it cannot be read, and what to write instead; `row` where one row is to blame."""

    def __init__(self, message: str, suggestion: str = "", row: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion
        self.row = row
