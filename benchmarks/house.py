"""Measures the package's source: `python -m benchmarks.house [FOLDER ...]`, each the `matcher` folder of a checkout.

Per folder: files and lines; median, 90th percentile and longest of functions and files, in lines; the share of lines
that are docstrings; classes whose name is used twice; circles of packages. Nothing is imported.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import networkx as nx

HERE = Path(__file__).parents[1] / "matcher"
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class SourceFile:
    """One file of the package: its path within it, its lines and its syntax tree."""

    path: str
    lines: int
    tree: ast.Module

    @property
    def package(self) -> str:
        """The folder or file directly in `matcher` that it belongs to."""
        return self.path.split("/")[0].removesuffix(".py")


def source_files(package: Path) -> list[SourceFile]:
    """Every file of Python under a folder, in order of path."""
    found = []
    for path in sorted(package.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(SourceFile(path.relative_to(package).as_posix(), len(text.splitlines()), ast.parse(text)))
    return found


def function_lengths(files: list[SourceFile]) -> list[int]:
    """The lines of every function and method, from its `def` to its end, docstring included."""
    nodes = (node for file in files for node in ast.walk(file.tree))
    return [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def docstring_lines(files: list[SourceFile]) -> int:
    nodes = (node for file in files for node in ast.walk(file.tree))
    return sum(map(_docstring_lines, nodes))


def _docstring_lines(node: ast.AST) -> int:
    if not isinstance(node, Documented) or ast.get_docstring(node) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def classes_of_one_name(files: list[SourceFile]) -> dict[str, list[str]]:
    """The names that more than one class has, each with the files of those classes."""
    named: dict[str, list[str]] = {}
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ClassDef):
                named.setdefault(node.name, []).append(file.path)
    return {name: paths for name, paths in sorted(named.items()) if len(paths) > 1}


def circles(files: list[SourceFile]) -> list[list[str]]:
    """Groups of packages that import one another, directly or through others."""
    packages = {file.package for file in files}
    arrows = [(file.package, there) for file in files for there in _imported(file.tree) & packages - {file.package}]
    return sorted(sorted(group) for group in nx.strongly_connected_components(nx.DiGraph(arrows)) if len(group) > 1)


def _imported(tree: ast.Module) -> set[str]:
    return {name.split(".")[1] for name in _names(tree) if name.startswith("matcher.")}


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def spread(lengths: list[int]) -> str:
    """Median, 90th percentile and largest."""
    return f"{median(lengths):.0f} / {quantiles(lengths, n=10)[-1]:.0f} / {max(lengths)}"


def measured(package: Path) -> dict[str, str]:
    """What is printed of one folder, by its name in the table."""
    files = source_files(package)
    lines = sum(file.lines for file in files)
    return {
        "files": str(len(files)),
        "lines": f"{lines:,}",
        "lines of a function: median / p90 / max": spread(function_lengths(files)),
        "lines of a file: median / p90 / max": spread([file.lines for file in files]),
        "files of more than 300 lines": str(sum(file.lines > 300 for file in files)),
        "functions of more than 40 lines": str(sum(length > 40 for length in function_lengths(files))),
        "docstring lines": f"{100 * docstring_lines(files) / lines:.0f} %",
        "class names used twice or more": str(len(classes_of_one_name(files))),
        "circles of packages": "; ".join(", ".join(group) for group in circles(files)) or "none",
    }


def main(folders: list[str]) -> None:
    columns = [measured(Path(folder)) for folder in folders] or [measured(HERE)]
    for name in columns[0]:
        print(f"| {name} | {' | '.join(column[name] for column in columns)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
