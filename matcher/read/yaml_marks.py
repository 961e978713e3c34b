"""The only door for YAML: plain values with the file, line and column each was written at, and nothing executed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml

from matcher.errors import Fault

DEEPEST = 50
MOST_BYTES = 250_000
MOST_NODES = 20_000  # read by PyYAML's own slow reader in about a second: the fast one crashes on deep nesting

Scalar = str | int | Decimal | bool | date | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something was written. `line` and `column` count from 1; None where there is no file (`--set`)."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Marked:
    """A value and where it was written; `key_mark` is where its key was, for an entry of a mapping."""

    value: Scalar | dict[str, Marked] | list[Marked]
    mark: Mark
    key_mark: Mark | None = None


def fault_at(mark: Mark, path: str, message: str, suggestion: str = "", value: str = "") -> Fault:
    column = " ".join(part for part in (f"column {mark.column}" if mark.column else "", path) if part)
    return Fault(mark.file, mark.line, column, value, message, suggestion)


class Refused(Exception):
    """The file cannot be read any further; holds the fault that says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def read_file(path: Path, shown: str, faults: list[Fault]) -> Marked | None:
    """The file's one document, or None where it cannot be read; every fault is added to `faults`."""
    try:
        with path.open("rb") as handle:
            raw = handle.read(MOST_BYTES + 1)
    except OSError as error:
        faults.append(Fault(shown, None, "", "", f"cannot be opened: {error.strerror or error}"))
        return None
    if len(raw) > MOST_BYTES:
        said = f"is larger than {MOST_BYTES:,} bytes, the most a scenario may be"
        faults.append(Fault(shown, None, "", "", said, "Keep tables in CSV files and name them under `data`"))
        return None
    return read_bytes(raw, shown, faults)


def read_bytes(raw: bytes, shown: str, faults: list[Fault]) -> Marked | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        faults.append(Fault(shown, line, "", "", "is not UTF-8 text", "Save the file again as UTF-8"))
        return None
    return read_text(text, shown, faults)


def read_text(text: str, shown: str, faults: list[Fault]) -> Marked | None:
    try:
        _refuse_control_characters(text, shown)
        return _Builder(shown, faults).document(yaml.parse(text, Loader=yaml.SafeLoader))
    except Refused as refused:
        faults.append(refused.fault)
    except yaml.MarkedYAMLError as error:
        faults.append(_syntax_fault(error, text, shown))
    return None


_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _refuse_control_characters(text: str, shown: str) -> None:
    found = _NOT_ALLOWED.search(text)
    if found:
        before = text[: found.start()]
        mark = Mark(shown, before.count("\n") + 1, len(before) - before.rfind("\n"))
        said = f"the character U+{ord(found.group()):04X} may not stand in a scenario"
        raise Refused(fault_at(mark, "", said, "Remove it: the file may have been saved as something else than text"))


def _syntax_fault(error: yaml.MarkedYAMLError, text: str, shown: str) -> Fault:
    at = error.problem_mark or error.context_mark
    mark = Mark(shown, at.line + 1, at.column + 1) if at else Mark(shown)
    if at and text[at.index : at.index + 1] == "\t":
        return fault_at(mark, "", "a tab stands where YAML needs spaces", "Indent with spaces")
    said = f"is not YAML: {error.problem or 'cannot be understood'}"
    hint = "Put quotes round text that holds `: `, `#`, `[`, `{`, `*`, `&`, `!` or `%`"
    return fault_at(mark, "", said, hint)


_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {**dict.fromkeys(("true", "True", "TRUE"), True), **dict.fromkeys(("false", "False", "FALSE"), False)}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*(_[0-9]+)*)", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*(_[0-9]+)*)?\.[0-9]+", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def plain_scalar(text: str) -> Scalar:
    """What unquoted text means. YAML 1.1's traps stay text: NO, 0123456, 12:30. Raises ValueError on a false date."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if len(text) <= 40 and _WHOLE.fullmatch(text):
        return int(text)
    if len(text) <= 40 and _DECIMAL.fullmatch(text):
        return Decimal(text)
    return date.fromisoformat(text) if _DAY.fullmatch(text) else text


@dataclass(slots=True)
class _Builder:
    """Builds one document from YAML events, counting nodes and depth as they come so that nothing can run away."""

    shown: str
    faults: list[Fault]
    nodes: int = 0
    anchors: dict[str, tuple[Marked, int, int]] = field(default_factory=dict)  # value, nodes and levels below

    def document(self, events: Iterator[yaml.Event]) -> Marked | None:
        tree = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                if tree is not None:
                    raise Refused(fault_at(self.mark(event), "", "a second document starts here", "Keep one per file"))
                tree = self.node(event, events, 0, "")
        if tree is None:
            self.faults.append(Fault(self.shown, None, "", "", "is empty"))
        return tree

    def mark(self, event: yaml.Event) -> Mark:
        at = event.start_mark
        return Mark(self.shown, at.line + 1, at.column + 1) if at else Mark(self.shown)

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int, path: str) -> Marked:
        mark = self.mark(event)
        self.deep(depth, mark)
        self.count(1, mark)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, depth, mark)
        if getattr(event, "tag", None):
            said = "a tag (starting with `!`) is never read here"
            self.faults.append(fault_at(mark, path, said, "Remove it; put quotes round it if it is text"))
        before = self.nodes
        made = Marked(self.content(event, events, depth, path), mark)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.anchors[anchor] = (made, self.nodes - before + 1, levels(made))
        return made

    def content(
        self, event: yaml.Event, events: Iterator[yaml.Event], depth: int, path: str
    ) -> Scalar | dict[str, Marked] | list[Marked]:
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(events, depth, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, depth, path)
        assert isinstance(event, yaml.ScalarEvent)
        return self.scalar(event, path)

    def count(self, more: int, mark: Mark) -> None:
        self.nodes += more
        if self.nodes > MOST_NODES:
            raise Refused(fault_at(mark, "", f"holds more than {MOST_NODES:,} values", "Keep tables in CSV files"))

    def deep(self, depth: int, mark: Mark) -> None:
        if depth > DEEPEST:
            raise Refused(fault_at(mark, "", f"is nested deeper than {DEEPEST} levels"))

    def alias(self, event: yaml.AliasEvent, depth: int, mark: Mark) -> Marked:
        if event.anchor not in self.anchors:
            raise Refused(fault_at(mark, "", f"`*{event.anchor}` stands for nothing written before it"))
        target, size, below = self.anchors[event.anchor]
        self.deep(depth + below, mark)
        self.count(size, mark)
        return replace(target, mark=mark)

    def scalar(self, event: yaml.ScalarEvent, path: str) -> Scalar:
        if event.style:
            return event.value
        try:
            return plain_scalar(event.value)
        except ValueError:
            self.faults.append(fault_at(self.mark(event), path, "is not a day of the calendar", value=event.value))
            return None

    def sequence(self, events: Iterator[yaml.Event], depth: int, path: str) -> list[Marked]:
        items: list[Marked] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event, events, depth + 1, f"{path}[{len(items)}]"))
        return items

    def mapping(self, events: Iterator[yaml.Event], depth: int, path: str) -> dict[str, Marked]:
        entries: dict[str, Marked] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            mark = self.mark(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise Refused(fault_at(mark, path, "a key must be plain text"))
            self.count(1, mark)
            below = joined(path, event.value)
            value = self.node(next(events), events, depth + 1, below)
            if event.value in entries:
                said = f"is written twice; the first is at {entries[event.value].key_mark}"
                self.faults.append(fault_at(mark, below, said, "Keep one of them"))
            else:
                entries[event.value] = replace(value, key_mark=mark)
        return entries


def joined(path: str, key: str) -> str:
    """The dotted path of a key, safe to print: a key that is no plain short word is shown escaped and cut."""
    safe = key if key.isprintable() and len(key) <= 60 else ascii(key[:60])
    return f"{path}.{safe}" if path else safe


def children(node: Marked) -> list[Marked]:
    if isinstance(node.value, dict):
        return list(node.value.values())
    return node.value if isinstance(node.value, list) else []


def levels(node: Marked) -> int:
    """How many levels lie below a value."""
    return max((1 + levels(child) for child in children(node)), default=0)


def plain(node: Marked) -> object:
    """The value without its marks."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def remarked(node: Marked, mark: Mark) -> Marked:
    """The same value, said to come from one place: a programme, or a `--set`."""
    if isinstance(node.value, dict):
        return Marked({key: remarked(child, mark) for key, child in node.value.items()}, mark, mark)
    if isinstance(node.value, list):
        return Marked([remarked(child, mark) for child in node.value], mark, mark)
    return Marked(node.value, mark, mark)
