"""What pydantic finds wrong in a file, in words: what is wrong, and what to write instead."""

from __future__ import annotations

import re

from pydantic_core import ErrorDetails

from matcher.read.parsing.spelling import did_you_mean

MESSAGES = {
    "missing": ("is missing", ""),
    "list_type": ("is not a list", "Write it as a list: [ ... ]"),
    "dict_type": ("is not a mapping of keys to values", ""),
    "model_type": ("is not a mapping of keys to values", ""),
    "too_short": ("is an empty list", "Write at least one, or leave the key out"),
}


def wording(error: ErrorDetails) -> tuple[str, str, str]:
    """The message, the hint, and the value where the error brings its own."""
    kind = error["type"]
    if kind == "wrong":  # made by `scenario_values.invalid`
        own = error["ctx"]
        return own["message"], own["hint"], own["value"]
    if kind == "literal_error":
        names = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
        return "is not one of the names known here", did_you_mean(str(error["input"]), names, "`"), ""
    return *MESSAGES.get(kind, (error["msg"], "")), ""
