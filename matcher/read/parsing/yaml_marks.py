"""Reads YAML safely: plain values, each with its file, line and column; no tags and no execution."""

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
class YamlNode:
    """A value and its position; `key_mark` is the position of its key, for an entry of a mapping."""

    value: Scalar | dict[str, YamlNode] | list[YamlNode]
    mark: Mark
    key_mark: Mark | None = None


def fault_at(mark: Mark, path: str, message: str, suggestion: str = "", value: str = "") -> Fault:
    column = " ".join(part for part in (f"column {mark.column}" if mark.column else "", path) if part)
    return Fault(mark.file, mark.line, column, value, message, suggestion)


class InvalidYaml(Exception):
    """The file cannot be read any further; holds the fault that says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def read_file(path: Path, display_name: str, faults: list[Fault]) -> YamlNode | None:
    """The file's one document, or None where it cannot be read; every fault is added to `faults`."""
    try:
        with path.open("rb") as handle:
            raw = handle.read(MOST_BYTES + 1)
    except OSError as error:
        faults.append(Fault(display_name, None, "", "", f"cannot be opened: {error.strerror or error}"))
        return None
    if len(raw) > MOST_BYTES:
        message = f"is larger than {MOST_BYTES:,} bytes, the most a scenario may be"
        faults.append(Fault(display_name, None, "", "", message, "Keep tables in CSV files and name them under `data`"))
        return None
    return read_bytes(raw, display_name, faults)


def read_bytes(raw: bytes, display_name: str, faults: list[Fault]) -> YamlNode | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        faults.append(Fault(display_name, line, "", "", "is not UTF-8 text", "Save the file again as UTF-8"))
        return None
    return read_text(text, display_name, faults)


def read_text(text: str, display_name: str, faults: list[Fault]) -> YamlNode | None:
    try:
        _refuse_control_characters(text, display_name)
        return _Builder(display_name, faults).document(yaml.parse(text, Loader=yaml.SafeLoader))
    except InvalidYaml as refused:
        faults.append(refused.fault)
    except yaml.MarkedYAMLError as error:
        faults.append(_syntax_fault(error, text, display_name))
    return None


_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _refuse_control_characters(text: str, display_name: str) -> None:
    match = _NOT_ALLOWED.search(text)
    if match:
        before = text[: match.start()]
        mark = Mark(display_name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"the character U+{ord(match.group()):04X} may not stand in a scenario"
        raise InvalidYaml(
            fault_at(mark, "", message, "Remove it: the file may have been saved as something else than text")
        )


def _syntax_fault(error: yaml.MarkedYAMLError, text: str, display_name: str) -> Fault:
    at = error.problem_mark or error.context_mark
    mark = Mark(display_name, at.line + 1, at.column + 1) if at else Mark(display_name)
    if at and text[at.index : at.index + 1] == "\t":
        return fault_at(mark, "", "a tab stands where YAML needs spaces", "Indent with spaces")
    message = f"is not YAML: {error.problem or 'cannot be understood'}"
    hint = "Put quotes round text that holds `: `, `#`, `[`, `{`, `*`, `&`, `!` or `%`"
    return fault_at(mark, "", message, hint)


_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {**dict.fromkeys(("true", "True", "TRUE"), True), **dict.fromkeys(("false", "False", "FALSE"), False)}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*(_[0-9]+)*)", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*(_[0-9]+)*)?\.[0-9]+", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def plain_scalar(text: str) -> Scalar:
    """The value of unquoted text. YAML 1.1's traps stay text: NO, 0123456, 12:30. Raises ValueError on a false date."""
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

    display_name: str
    faults: list[Fault]
    nodes: int = 0
    anchors: dict[str, tuple[YamlNode, int, int]] = field(default_factory=dict)  # value, nodes and levels below

    def document(self, events: Iterator[yaml.Event]) -> YamlNode | None:
        tree = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                if tree is not None:
                    raise InvalidYaml(
                        fault_at(self.mark(event), "", "a second document starts here", "Keep one per file")
                    )
                tree = self.node(event, events, 0, "")
        if tree is None:
            self.faults.append(Fault(self.display_name, None, "", "", "is empty"))
        return tree

    def mark(self, event: yaml.Event) -> Mark:
        at = event.start_mark
        return Mark(self.display_name, at.line + 1, at.column + 1) if at else Mark(self.display_name)

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int, path: str) -> YamlNode:
        mark = self.mark(event)
        self.check_depth(depth, mark)
        self.count_nodes(1, mark)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, depth, mark)
        if getattr(event, "tag", None):
            message = "a tag (starting with `!`) is never read here"
            self.faults.append(fault_at(mark, path, message, "Remove it; put quotes round it if it is text"))
        before = self.nodes
        node = YamlNode(self.content(event, events, depth, path), mark)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.anchors[anchor] = (node, self.nodes - before + 1, depth_below(node))
        return node

    def content(
        self, event: yaml.Event, events: Iterator[yaml.Event], depth: int, path: str
    ) -> Scalar | dict[str, YamlNode] | list[YamlNode]:
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(events, depth, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, depth, path)
        assert isinstance(event, yaml.ScalarEvent)
        return self.scalar(event, path)

    def count_nodes(self, more: int, mark: Mark) -> None:
        self.nodes += more
        if self.nodes > MOST_NODES:
            raise InvalidYaml(fault_at(mark, "", f"holds more than {MOST_NODES:,} values", "Keep tables in CSV files"))

    def check_depth(self, depth: int, mark: Mark) -> None:
        if depth > DEEPEST:
            raise InvalidYaml(fault_at(mark, "", f"is nested deeper than {DEEPEST} levels"))

    def alias(self, event: yaml.AliasEvent, depth: int, mark: Mark) -> YamlNode:
        if event.anchor not in self.anchors:
            raise InvalidYaml(fault_at(mark, "", f"`*{event.anchor}` stands for nothing written before it"))
        target, size, below = self.anchors[event.anchor]
        self.check_depth(depth + below, mark)
        self.count_nodes(size, mark)
        return replace(target, mark=mark)

    def scalar(self, event: yaml.ScalarEvent, path: str) -> Scalar:
        if event.style:
            return event.value
        try:
            return plain_scalar(event.value)
        except ValueError:
            self.faults.append(fault_at(self.mark(event), path, "is not a day of the calendar", value=event.value))
            return None

    def sequence(self, events: Iterator[yaml.Event], depth: int, path: str) -> list[YamlNode]:
        items: list[YamlNode] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event, events, depth + 1, f"{path}[{len(items)}]"))
        return items

    def mapping(self, events: Iterator[yaml.Event], depth: int, path: str) -> dict[str, YamlNode]:
        entries: dict[str, YamlNode] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            mark = self.mark(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise InvalidYaml(fault_at(mark, path, "a key must be plain text"))
            self.count_nodes(1, mark)
            below = dotted_key(path, event.value)
            value = self.node(next(events), events, depth + 1, below)
            if event.value in entries:
                message = f"is written twice; the first is at {entries[event.value].key_mark}"
                self.faults.append(fault_at(mark, below, message, "Keep one of them"))
            else:
                entries[event.value] = replace(value, key_mark=mark)
        return entries


def dotted_key(path: str, key: str) -> str:
    """The dotted path of a key, safe to print: a key that is no plain short word is shown escaped and cut."""
    safe = key if key.isprintable() and len(key) <= 60 else ascii(key[:60])
    return f"{path}.{safe}" if path else safe


def children(node: YamlNode) -> list[YamlNode]:
    if isinstance(node.value, dict):
        return list(node.value.values())
    return node.value if isinstance(node.value, list) else []


def depth_below(node: YamlNode) -> int:
    """How many levels lie below a value."""
    return max((1 + depth_below(child) for child in children(node)), default=0)


def plain_value(node: YamlNode) -> object:
    """The value without its marks."""
    if isinstance(node.value, dict):
        return {key: plain_value(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain_value(child) for child in node.value]
    return node.value


def with_mark(node: YamlNode, mark: Mark) -> YamlNode:
    """The same value with one mark throughout, such as a programme or `--set`."""
    if isinstance(node.value, dict):
        return YamlNode({key: with_mark(child, mark) for key, child in node.value.items()}, mark, mark)
    if isinstance(node.value, list):
        return YamlNode([with_mark(child, mark) for child in node.value], mark, mark)
    return YamlNode(node.value, mark, mark)
