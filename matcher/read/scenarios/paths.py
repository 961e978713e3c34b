"""Where the files of a scenario may lie: inside the project folder, whatever links and dots the name holds."""

from __future__ import annotations

from pathlib import Path

from matcher.errors import Fault
from matcher.read.parsing.yaml_marks import Mark, YamlNode, fault_at
from matcher.read.scenarios.schema.scenario_model import Data


class UnusablePath(Exception):
    """Why a path cannot be used."""


def resolve_inside(text: str, folder: Path, project: Path) -> Path:
    """The absolute path, with links followed. Raises UnusablePath if it leaves the project folder or is not there."""
    try:
        result = (folder / text).resolve()
        if not result.is_relative_to(project):
            raise UnusablePath("lies outside the project folder")
        if not result.exists():
            raise UnusablePath("is not there")
    except (OSError, ValueError, RuntimeError) as error:
        raise UnusablePath("is not a path that can be opened") from error
    return result


def data_paths(tree: YamlNode, project: Path, home: Path, faults: list[Fault]) -> dict[str, Path | tuple[Path, ...]]:
    """Every file under `data`, relative to the file that names it; a list gives a tuple. Faults are added."""
    assert isinstance(tree.value, dict)
    data = tree.value.get("data")
    result: dict[str, Path | tuple[Path, ...]] = {}
    named = data.value.items() if data and isinstance(data.value, dict) else ()
    for key, node in named:
        if key not in Data.model_fields:
            continue  # the model says so
        several = isinstance(node.value, list)
        items = node.value if isinstance(node.value, list) else [node]
        paths = [_one(key, item, project, home, faults) for item in items if item.value is not None]
        good = tuple(path for path in paths if path)
        if good:
            result[key] = good if several else good[0]
    return result


def _one(key: str, node: YamlNode, project: Path, home: Path, faults: list[Fault]) -> Path | None:
    if not isinstance(node.value, str):
        return None  # the model says what is wrong with it
    try:
        path = resolve_inside(node.value, folder_of(node.mark, project, home), project)
        if path.is_file() == (key == "previous"):
            raise UnusablePath("is a file and not a run folder" if key == "previous" else "is not a file")
        return path
    except UnusablePath as why:
        hint = "Paths are relative to the file that names them; `--project` allows a larger folder"
        faults.append(fault_at(node.mark, f"data.{key}", f"the path {why}", hint, node.value[:200]))
        return None


def folder_of(mark: Mark, project: Path, home: Path) -> Path:
    """The folder of the file that named the path; the scenario's own for `--set`."""
    return (project / mark.file).parent if mark.line is not None else home
