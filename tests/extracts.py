"""The real DfE and Ofsted extracts, unpacked with registers of invented leaders; tests skip where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.registers_for_extracts import write_registers

SHARED = Path(__file__).parents[2] / "shared" / "data"


def extracts() -> Path:
    """The folder of the extracts as they are published, or a skip that says why."""
    if not SHARED.is_dir():
        pytest.skip("the real extracts are not here: they belong in ../shared/data and are never part of the project")
    return SHARED


@pytest.fixture(scope="session")
def extracts_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the extracts unpacked, registers at real schools, and `budget.yaml` and `term.yaml`."""
    folder = tmp_path_factory.mktemp("extracts")
    write_registers(extracts(), folder)
    return folder
