"""A skip that a machine does not allow is a failure there, and stays a skip elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.must_run import VARIABLE

ROOT = Path(__file__).parents[1]
SKIPPED = {
    "test_marked.py": "import pytest\n@pytest.mark.skip('LibreOffice is not on this machine')\ndef test(): 1\n",
    "test_whole.py": "import pytest\npytest.importorskip('nothing', reason='playwright is not installed')\n",
    "test_other.py": "import pytest\n@pytest.mark.skip('the real extracts are not here')\ndef test(): 1\n",
    "test_runs.py": "def test(): assert True\n",
}


@pytest.mark.parametrize(("must", "told"), [("1", "1 passed, 1 skipped, 2 errors"), ("", "1 passed, 3 skipped")])
def test_what_must_run_is_not_skipped(tmp_path: Path, must: str, told: str) -> None:
    for name, text in SKIPPED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.must_run", "-p", "no:cacheprovider", str(tmp_path)]
    more = ["--continue-on-collection-errors", "--rootdir", str(tmp_path), "-c", os.devnull]
    environment = os.environ | {VARIABLE: must, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""}
    done = subprocess.run([*command, *more], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    counted = {part.strip(" =").split(" in ")[0] for part in done.stdout.splitlines()[-1].split(",")}
    assert counted == set(told.split(", ")), done.stdout
    assert bool(done.returncode) == bool(must)
