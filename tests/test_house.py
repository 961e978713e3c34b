"""The house keeps its plan: imports point down, each library stays in its room, every rule is cited and listed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

from benchmarks.house import classes_of_one_name, source_files

HOUSE = Path(__file__).parents[1] / "matcher"

FLOORS = {
    0: {"errors", "garbage", "identity", "domain", "setting", "policy", "world", "plan", "result", "wording"},
    1: {"rules", "programmes", "digest", "bounding", "solver_process", "coast", "journeys"},
    2: {
        "read",
        "eligibility",
        "candidates",
        "problem",
        "greedy",
        "solve",
        "proof",
        "year_ahead",
    },
    3: {"runs", "explain", "case", "run"},
    4: {"report", "study", "sample", "ledger"},
    5: {"cli", "commands", "api", "web", "__main__"},
}
FLOOR_OF = {room: floor for floor, rooms in FLOORS.items() for room in rooms}

# library -> the places that may import it
BORDERS = {
    "ortools": r"solve/",
    "scipy.optimize": r"proof/second_solver\.py",
    "networkx": r"rules/pairs/|explain",
    "pandas": r"(read|report|study|api)/",
    "yaml": r"(read|report)/",
    "jinja2": r"report/(jinja(_terms)?|compiled_templates)\.py|web/serving/templating\.py",
    "rapidfuzz": r"read/parsing/(spelling|personal_data)\.py",
    "difflib": r"$^",
    "random": r"(sample|study)/",
    "secrets": r"(report|web|ledger|cli)",
}


def modules() -> list[Path]:
    return sorted(HOUSE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


@cache
def imported(path: Path) -> tuple[str, ...]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(names)


def test_every_room_is_on_a_floor() -> None:
    rooms = {room_of(path) for path in modules()} - {"__init__"}
    assert rooms <= set(FLOOR_OF), f"say on which floor: {rooms - set(FLOOR_OF)}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(HOUSE)))
def test_imports_point_down_only(path: Path) -> None:
    here = room_of(path)
    if here == "__init__":
        return
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "matcher" or len(parts) < 2 or parts[1] not in FLOOR_OF:
            continue
        there = parts[1]
        if there == here:
            continue
        assert FLOOR_OF[there] <= FLOOR_OF[here], f"{here} (floor {FLOOR_OF[here]}) imports {there} from above"
        assert not (FLOOR_OF[here] == FLOOR_OF[there] == 2), (
            f"rooms of floor 2 do not import each other: {here}, {there}"
        )


# Folders of more than 13 files, and why.
FULL_FOLDERS: dict[str, str] = {}


def test_no_folder_has_more_than_about_a_dozen_files() -> None:
    """A folder that grows past this wants an inner folder, whose docstring says what belongs there.

    Templates and other data count too; a README beside them does not.
    """
    data = (p for p in HOUSE.rglob("*") if p.is_file() and p.suffix in {".html", ".j2", ".yaml", ".css", ".js"})
    files = Counter(path.parent for path in (*modules(), *data) if path.name != "__init__.py")
    folders = {folder.relative_to(HOUSE).as_posix(): n for folder, n in files.items()}
    full = {folder: n for folder, n in folders.items() if n > 13 and folder not in FULL_FOLDERS}
    assert not full, f"move what belongs together into an inner folder: {full}"


# Classes of one name, and what tells them apart. New ones get names of their own.
SAME_NAME = {
    "Registers": "the certificate's checker stands alone and imports nothing of the package",
}


def test_no_two_classes_have_one_name() -> None:
    same = classes_of_one_name(source_files(HOUSE))
    new = {name: files for name, files in same.items() if name not in SAME_NAME}
    assert not new, f"one name for one thing: rename all but one: {new}"
    assert set(SAME_NAME) <= set(same), "take out of SAME_NAME what has a name of its own now"


# Files of more than 300 lines, and why.
LONG_FILES = {
    "proof/certificate_check.py": "stands alone: it is handed out and read as one file",
    "rules/rulebooks.py": "the one page that names every rule",
}


def test_no_file_has_more_than_300_lines() -> None:
    lines_of = {p.relative_to(HOUSE).as_posix(): len(p.read_text(encoding="utf-8").splitlines()) for p in modules()}
    long = {path: lines for path, lines in lines_of.items() if lines > 300}
    new = {path: lines for path, lines in long.items() if path not in LONG_FILES}
    assert not new, f"split what is too long to be read at once: {new}"
    assert set(LONG_FILES) <= set(long), "take out of LONG_FILES what is short now"


def test_the_picture_in_the_readme_is_the_house() -> None:
    """Each floor of README's picture names the rooms that the imports put there, no more and no fewer."""
    lines = (HOUSE.parent / "README.md").read_text(encoding="utf-8").splitlines()
    top = lines.index("```text", lines.index("## How it is built"))
    drawn: dict[int, set[str]] = {}
    floor = -1
    for line in lines[top + 1 : lines.index("```", top)]:
        floor = int(line[0]) if line[:1].isdigit() else floor
        drawn.setdefault(floor, set()).update(line[1:50].split())
    assert drawn == {floor: rooms - {"__main__"} for floor, rooms in FLOORS.items()}


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """The packages that import each other, directly or through others; [] where there are none."""
    graph = nx.DiGraph([(here, there) for here, others in arrows.items() for there in others])
    return sorted(sorted(group) for group in nx.strongly_connected_components(graph) if len(group) > 1)


def test_packages_do_not_import_each_other_in_a_circle() -> None:
    """Each file and folder directly in `matcher` is a package here; within one, files may import each other."""
    arrows: dict[str, set[str]] = {}
    for path in modules():
        here = room_of(path)
        for name in imported(path):
            there = name.removeprefix("matcher.").split(".")[0]
            if name.startswith("matcher.") and there in FLOOR_OF and there != here:
                arrows.setdefault(here, set()).add(there)
    assert circles(arrows) == []


def test_a_circle_of_packages_would_be_noticed() -> None:
    assert circles({"run": {"explain", "plan"}, "explain": {"runs"}, "runs": {"run"}}) == [["explain", "run", "runs"]]


# what makes, judges or reads back a run: asked for through `runs/`, so that there is one way to do it
ONLY_IN_RUNS = ("matcher.candidates", "matcher.problem", "matcher.read.run_folders.sealed", "matcher.read.read_sealed")


@pytest.mark.parametrize("module", ONLY_IN_RUNS)
def test_a_run_is_posed_and_opened_in_one_place(module: str) -> None:
    elsewhere = [
        path.relative_to(HOUSE).as_posix()
        for path in modules()
        if room_of(path) not in ("runs", "read", module.split(".")[1])
        and any(name == module or name.startswith(module + ".") for name in imported(path))
    ]
    assert not elsewhere


@pytest.mark.parametrize("library", BORDERS)
def test_each_library_stays_in_its_room(library: str) -> None:
    allowed = re.compile(BORDERS[library])
    outside = [
        path.relative_to(HOUSE).as_posix()
        for path in modules()
        if any(name == library or name.startswith(library + ".") for name in imported(path))
        and not allowed.search(path.relative_to(HOUSE).as_posix())
    ]
    assert not outside


@pytest.mark.parametrize(
    "path", [p for p in modules() if FLOOR_OF.get(room_of(p), 9) < 3], ids=lambda p: str(p.relative_to(HOUSE))
)
def test_there_is_no_clock_random_or_environment_below_floor_3(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\b(date\.today|datetime\.now|os\.environ|os\.getenv|np\.random|numpy\.random)\b", text)
    assert not {"time", "random", "uuid"} & {name.split(".")[0] for name in imported(path)}


def test_every_module_says_in_its_docstring_what_it_is_for() -> None:
    silent = [
        path.relative_to(HOUSE).as_posix()
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_every_folder_of_data_is_said() -> None:
    """A folder without modules has a README, or is named in the docstring of the room that it belongs to."""
    folders = [p for p in HOUSE.rglob("*") if p.name != "__pycache__" and any(f.is_file() for f in p.glob("*"))]
    data = [p for p in folders if not (p / "__init__.py").exists()]
    silent = [p.relative_to(HOUSE).as_posix() for p in data if not said_of(p)]
    assert not silent


def said_of(folder: Path) -> bool:
    """Whether it or a folder around it is described."""
    room = folder.parent
    described = (folder / "README.md").exists() or (
        (room / "__init__.py").exists() and f"`{folder.name}`" in (room / "__init__.py").read_text(encoding="utf-8")
    )
    return described or (room != HOUSE and not (room / "__init__.py").exists() and said_of(room))


def test_nothing_names_a_machine_or_a_registry() -> None:
    root = HOUSE.parent
    listed = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    wrong = re.compile(r"(?<![\w.])/(?:work|farm|root)/|https?://[\w.-]*pypi|file:///opt")
    named = [
        name
        for name in listed
        if (root / name).is_file()
        and (root / name).stat().st_size < 2_000_000
        and wrong.search((root / name).read_text(encoding="utf-8", errors="replace"))
        and name != "tests/test_house.py"
    ]
    assert not named


def test_no_test_asserts_how_fast_the_machine_is() -> None:
    """A bound on time is scaled by `tests.machine_speed`, or is a deadline that only stops a broken program hanging."""
    clock = re.compile(r"assert .*\b(?:time|monotonic|perf_counter|process_time)\(\)")
    bare = [
        f"{path.name}: {line.strip()}"
        for path in (HOUSE.parent / "tests").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if clock.search(line) and "pace()" not in line and "deadline" not in line and path.name != "test_house.py"
    ]
    assert not bare


def test_nobody_changes_a_body() -> None:
    """`rules.gates.body.Body` is not frozen, so that 20,000 are made in a third of the time."""
    changed = re.compile(
        r"^\s*(?:\w*body|school)\.\w+\s*(?:=(?!=)|[-+|&]=)|\bsetattr\(\s*(?:\w*body|school)\b", re.MULTILINE
    )
    found = [path.name for path in HOUSE.rglob("*.py") if changed.search(path.read_text(encoding="utf-8"))]
    assert not found
    assert changed.search("    body.alone = None\n")


def test_asking_for_help_loads_nothing_heavy() -> None:
    heavy = ("ortools", "pandas", "scipy", "networkx", "altair", "pyarrow", "pydantic")
    code = (
        "import sys\nfrom matcher.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [m for m in {heavy!r} if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "LOADED []" in out
