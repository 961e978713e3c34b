"""Copies the project as it would be committed into a new folder: `python3 .ci/copy_project.py FOLDER`."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT, FOLDER = Path(__file__).resolve().parents[1], Path(sys.argv[1])
LEFT_OUT = (".git", ".venv", ".*_cache", "__pycache__", "runs", "studies")


def files() -> list[str] | None:
    """What Git would commit; None where this is no repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        return None
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


names = files()
if names is None:
    shutil.copytree(ROOT, FOLDER, ignore=shutil.ignore_patterns(*LEFT_OUT))
for name in names or ():
    (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(ROOT / name, FOLDER / name)
