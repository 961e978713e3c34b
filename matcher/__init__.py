"""Matches struggling schools and trusts to system leaders, proves the answer and explains it.

From Python: `run = matcher.propose("scenarios/budget.yaml")`, then `run.matches`, a DataFrame. See `docs/api.md`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.api import (
        LoadedScenario,
        Run,
        RunComparison,
        SweptScenario,
        compare,
        explain,
        load,
        open_run,
        propose,
        sweep,
    )
    from matcher.errors import InputFaults

__version__ = "0.2.0"
__all__ = [
    "load",
    "propose",
    "open_run",
    "explain",
    "compare",
    "sweep",
    "LoadedScenario",
    "Run",
    "RunComparison",
    "SweptScenario",
    "InputFaults",
]


def __getattr__(name: str) -> Any:
    """What the library offers, imported when it is first asked for: the commands start without it."""
    if name == "InputFaults":
        from matcher.errors import InputFaults

        return InputFaults
    if name in __all__:
        from matcher import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
