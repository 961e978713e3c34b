"""What every mapping of a scenario is: a closed list of keys, each with its meaning."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def setting(text: str, **more: Any) -> Any:
    return Field(description=text, **more)


class Section(BaseModel):
    """A mapping of the scenario; a key that is not listed here is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
