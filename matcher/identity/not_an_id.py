"""The error of a reader of ids: the text cannot be the id of anything."""

from __future__ import annotations


class NotAnId(ValueError):
    """Why the text is no id, and what to write instead."""

    def __init__(self, message: str, suggestion: str) -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion
