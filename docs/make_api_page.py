"""Writes `docs/api.md` from the docstrings of what `import matcher` offers: `python docs/make_api_page.py`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEAD = """\
# The library

Made from the docstrings by `python docs/make_api_page.py`: change those, not this page.
[A notebook](library.ipynb) shows it at work.

```python
import matcher

run = matcher.propose("scenarios/budget.yaml")
run.matches  # a DataFrame
```

`import matcher` loads nothing heavy: each name below is imported when it is first asked for. Errors are those of the
commands: `matcher.InputFaults` holds every fault (`faults`), each with its file, row, column, value, and what to write
instead; `matcher.PinsContradict` says that fixed pairs contradict the rules.
"""


def api_page() -> str:
    import matcher
    from matcher import api

    names = [name for name in matcher.__all__ if name not in ("InputFaults", "PinsContradict")]
    parts = [_section(name, getattr(api, name)) for name in names]
    return HEAD + "".join(f"\n{part}" for part in parts)


def _section(name: str, thing: Any) -> str:
    lines = list(_class(name, thing) if inspect.isclass(thing) else _function(f"matcher.{name}", thing, "##"))
    return "\n".join(lines) + "\n"


def _function(name: str, function: Any, level: str) -> Iterator[str]:
    yield f"{level} `{name}`"
    yield ""
    yield f"`{name}{_signature(function)}`"
    yield ""
    yield inspect.cleandoc(function.__doc__ or "")


def _signature(function: Any) -> str:
    """Without `self`, and with types as they are written."""
    signature = inspect.signature(function)
    own = [p for p in signature.parameters.values() if p.name != "self"]
    typed = {p.annotation: str(p.annotation) for p in own} | {signature.return_annotation: ""}
    text = str(signature.replace(parameters=own))
    for annotation in typed:
        text = text.replace(repr(annotation), str(annotation))
    return text


def _class(name: str, kind: Any) -> Iterator[str]:
    yield f"## `{name}`"
    yield ""
    yield inspect.cleandoc(kind.__doc__ or "")
    members = [
        (n, m)
        for n, m in vars(kind).items()
        if not n.startswith("_") and (inspect.isfunction(m) or isinstance(m, property))
    ]
    properties = [(n, m) for n, m in members if isinstance(m, property)]
    if properties:
        yield ""
        yield "| | |"
        yield "|---|---|"
        for own, member in properties:
            kind_of = inspect.signature(member.fget).return_annotation if member.fget else ""
            yield f"| `{own}`: {_escaped(str(kind_of))} | {_escaped(' '.join((member.__doc__ or '').split()))} |"
    for own, member in members:
        if inspect.isfunction(member):
            yield ""
            yield from _function(f"{name}.{own}", member, "###")


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    root = Path(__file__).parents[1]
    sys.path.insert(0, str(root))
    (root / "docs" / "api.md").write_text(api_page(), encoding="utf-8")
