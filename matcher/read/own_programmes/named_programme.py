"""The programme that a scenario names: one of the program's own, or a YAML file of the project."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from matcher.errors import Fault, InputFaults
from matcher.read.own_programmes.programme_file import read_programme
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.yaml_marks import YamlNode, fault_at
from matcher.read.programmes import Programme, programme, programme_names
from matcher.read.scenarios.merge import display_path
from matcher.read.scenarios.paths import UnusablePath, folder_of, resolve_inside

FALLBACK = "tsio-2022-23"  # whose numbers stand in while a scenario with a false programme is searched for faults
ENDINGS = (".yaml", ".yml")


class Folders(NamedTuple):
    """The project's folder, and the scenario's own."""

    project: Path
    home: Path


def named_programme(name: YamlNode | None, folders: Folders, faults: list[Fault]) -> Programme:
    """The programme; where there is none of this name, a fault, and another programme to find more faults with."""
    if name is None:
        return programme(FALLBACK)
    text = str(name.value)
    if text in programme_names():
        return programme(text)
    if text.casefold().endswith(ENDINGS):
        return _from_file(name, text, folders, faults)
    hint = did_you_mean(text, programme_names(), "`") or "Or name a YAML file of the project"
    faults.append(fault_at(name.mark, "programme", "there is no programme of this name", hint, text[:80]))
    return programme(FALLBACK)


def _from_file(name: YamlNode, text: str, folders: Folders, faults: list[Fault]) -> Programme:
    try:
        path = resolve_inside(text, folder_of(name.mark, folders.project, folders.home), folders.project)
        if not path.is_file():
            raise UnusablePath("is not a file")
        return read_programme(path, display_path(path, folders.project))
    except UnusablePath as why:
        hint = "Paths are relative to the file that names them; `--project` allows a larger folder"
        faults.append(fault_at(name.mark, "programme", f"the programme's file {why}", hint, text[:200]))
    except InputFaults as problem:
        faults += problem.faults
    return programme(FALLBACK)
