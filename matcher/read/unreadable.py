"""What a reader raises inside this room when a file or a cell cannot be read; it never leaves the room."""

from __future__ import annotations


class Unreadable(Exception):
    """Why it cannot be read, and what to write instead; `row` where one row is to blame."""

    def __init__(self, message: str, suggestion: str = "", row: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion
        self.row = row
