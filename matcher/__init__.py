"""Matches struggling schools and trusts to system leaders, proves the answer and explains it.

From Python: `run = matcher.propose("scenarios/budget.yaml")`, then `run.matches`, a DataFrame. See `docs/api.md`.

    load       a scenario and its files, ready to be asked
    propose    the best plan, as a run
    open_run   a run folder that was published
    explain    why, and why not, for one school, trust or leader of a run
    compare    two runs, side by side
    sweep      one scenario at many values of its settings

Each raises InputFaults, with every fault, where the input is wrong.
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
    from matcher.errors import InputFaults, PinsContradict

__version__ = "1.1.1"
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
    "PinsContradict",
]


def __dir__() -> list[str]:
    """What may be used, so that a notebook completes it before it is imported."""
    return sorted([*__all__, "__version__"])


def __getattr__(name: str) -> Any:
    """What the library offers, imported when it is first asked for: the commands start without it."""
    if name in ("InputFaults", "PinsContradict"):
        from matcher import errors

        return getattr(errors, name)
    if name in __all__:
        from matcher import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
