"""Names as somebody hostile, or somebody's spreadsheet, may write them; and the sample with such names in it."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

from tests.report.hostile import NAMES

START = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\n=",
    "\r=",
    "'=",
    '"=',
    "|",
    "%",
    " =",
    "\ufeff=",
    "\uff1d",
    "",
    "",
    "<",
    "&",
    "(",
)
PARTS = (
    *('HYPERLINK("http://evil.example","x")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "1+1", "<script>x</script>"),
    *("<img src=x onerror=x>", "{{7*7}}", "{% raw %}", "&lt;", "&#x3D;", "]]>", "-->", "\u202e", "\u2066", "\u200f"),
    *("\x1b[31m", "\x1b]0;title\x07", "\x9b2J", "\x08", "\x7f", "\u2028", "\u0085", "\t", "\n", "\r\n", "\r", ",", ";"),
    *(
        '"',
        "'",
        "`",
        "$(x)",
        "\\",
        "_x000D_",
        "\U0001f600",
        "é",
        "Ann",
        "Lee",
        "O’Brien",
        " ",
        "0",
        "1e9",
        "NULL.",
        "#",
    ),
)
COLUMNS = {
    "leaders.csv": ("name", "organisation"),
    "governance_leaders.csv": ("name",),
    "people.csv": ("name",),
    "organisations.csv": ("name",),
    "establishments.csv": ("EstablishmentName",),
    "groups.csv": ("Group Name",),
    "group_links.csv": ("Group Name", "EstablishmentName"),
    "ofsted.csv": ("School name", "Multi-academy trust name"),
    "requests.csv": ("reason", "requested_by"),
    "interests.csv": ("source",),
    "pairs.csv": ("note",),
}


def generated(seed: int) -> Callable[[str], str]:
    """Gives a new name at every call: the known ones first, then any mixture of their parts."""
    chance, known = random.Random(seed), iter([name for name in NAMES if "\0" not in name and name != "#REF!"])

    def name(_: str) -> str:
        parts = chance.choices(PARTS, k=chance.randint(1, 5))
        return next(known, "") or chance.choice(START) + "".join(parts) + f"{chance.randrange(10**6)}"

    return name


def rename(project: Path, columns: dict[str, tuple[str, ...]], name: Callable[[str], str]) -> list[str]:
    """Every cell of these columns renamed in the sample; the new names."""
    given = []
    for file, named in columns.items():
        path = project / "sample" / file
        rows = list(csv.DictReader(io.StringIO(_text(path), newline="")))
        for row in rows:
            for column in named:
                if row[column]:  # the real files end in blank rows
                    row[column] = name(row[column])
                    given.append(row[column])
        with path.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, list(rows[0]), quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)
    return given


def _text(path: Path) -> str:
    """The DfE's own files come in cp1252."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252")
