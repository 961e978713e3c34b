"""Prints the README's n-th block of shell: `python3 .ci/readme_command.py 1`."""

import re
import sys
from pathlib import Path

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
print(re.findall(r"```sh\n(.*?)```", README, re.DOTALL)[int(sys.argv[1]) - 1].strip())
