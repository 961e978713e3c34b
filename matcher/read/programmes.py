"""The programmes' dated numbers and the documents they cite, as this package ships them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import cast

from matcher.errors import Defect, Fault
from matcher.policy import OwnProgramme, Policy
from matcher.read.parsing.yaml_marks import Mark, YamlNode, plain_value, read_bytes, with_mark
from matcher.wording.terms import USUAL, Noun, Words

HOUSE = "house"  # numbers every programme starts from; no programme itself
ONE_VALUE = frozenset({"value", "unit", "source", "clause", "date", "assumed", "impact"})


@dataclass(frozen=True, slots=True)
class Source:
    """One document that rules and numbers cite. `basis`: primary, copy or report."""

    key: str
    title: str
    publisher: str
    date: str
    basis: str
    clauses: tuple[str, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeSetting:
    """One number or switch of a programme, and where it comes from. `value` is as a scenario would write it."""

    value: YamlNode
    unit: str
    source: str
    clause: str
    date: str
    assumed: bool
    impact: str


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme year. `settings` and `figures` are by dotted key; figures are on record but no run obeys them.

    `words` are what it calls people and schools. Of a programme that a project wrote itself, `own` holds its gates and
    `file` is the file's name.
    `rulebook` None: who qualifies is not built, so only registered recipients can be used.
    """

    name: str
    title: str
    year_from: date
    year_to: date
    rulebook: str | None
    settings: Mapping[str, ProgrammeSetting]
    figures: Mapping[str, ProgrammeSetting]
    words: Words = USUAL
    own: OwnProgramme | None = None
    file: str = ""

    @property
    def rules_of(self) -> str:
        """The shipped programme whose rules on pairs, limits and goals it has; '' for none."""
        return self.own.like if self.own else self.rulebook or ""

    @property
    def written_in(self) -> str:
        """What the marks of its values name: the program's own programme, or the project's file."""
        return self.file or f"programme {self.name}"

    def tree(self) -> YamlNode:
        """The settings as a scenario would write them, each marked as the programme's."""
        mark = Mark(self.written_in)
        root: dict[str, YamlNode] = {}
        for key, setting in self.settings.items():
            *sections, last = key.split(".")
            place = root
            for section in sections:
                place = cast(dict[str, YamlNode], place.setdefault(section, YamlNode({}, mark, mark)).value)
            place[last] = setting.value if setting.value.mark.file == self.file else with_mark(setting.value, mark)
        return YamlNode(root, mark)


@cache
def programme_names() -> tuple[str, ...]:
    names = (entry.name for entry in files("matcher").joinpath("programmes").iterdir())
    return tuple(sorted(n.removesuffix(".yaml") for n in names if n.endswith(".yaml") and n != f"{HOUSE}.yaml"))


@cache
def programme(name: str) -> Programme:
    """The programme of that name. Raises KeyError where there is none."""
    if name not in programme_names():
        raise KeyError(name)
    tree = _mapping(_shipped("programmes", name))
    settings = {**_house(), **_settings(tree["settings"])}
    year = _mapping(tree["year"])
    rulebook = str(plain_value(tree["rulebook"]))
    return Programme(
        name=name,
        title=str(plain_value(tree["title"])),
        year_from=cast(date, plain_value(year["from"])),
        year_to=cast(date, plain_value(year["to"])),
        rulebook=None if rulebook == "none" else rulebook,
        settings=settings,
        figures=_settings(tree["figures"]),
        words=_words(tree.get("words"), tree.get("roles")),
    )


def _words(node: YamlNode | None, roles: YamlNode | None) -> Words:
    """What a shipped programme calls people and schools: the usual words but for those that it gives."""
    if node is None or roles is None:
        return USUAL
    given = cast(dict[str, dict[str, str]], plain_value(node))
    leader, recipient = Noun(**given["provider"]), Noun(**given["recipient"])
    return replace(
        USUAL,
        leader=leader,
        system_leader=leader,
        recipient=recipient,
        school=recipient.one[:1].upper() + recipient.one[1:],
        roles=tuple(cast(dict[str, str], plain_value(roles)).items()),
    )


def title_of(policy: Policy) -> str:
    """The full name of a run's programme."""
    return policy.own.title if policy.own else programme(policy.programme).title


@cache
def sources() -> Mapping[str, Source]:
    """Every document cited, by its key."""
    result = cast(dict[str, dict[str, object]], plain_value(_shipped("rules", "sources")))
    return {key: _source(key, entry) for key, entry in result.items()}


def _source(key: str, entry: dict[str, object]) -> Source:
    clauses = cast(list[object], entry["clauses"])
    words = {k: str(v) for k, v in entry.items() if k != "clauses"}
    return Source(key=key, clauses=tuple(map(str, clauses)), **words)


@cache
def _house() -> Mapping[str, ProgrammeSetting]:
    return _settings(_mapping(_shipped("programmes", HOUSE))["settings"])


def _settings(node: YamlNode, path: str = "") -> dict[str, ProgrammeSetting]:
    """Every value below, by dotted key. A mapping of value, unit, source and so on is one value."""
    result: dict[str, ProgrammeSetting] = {}
    for key, child in _mapping(node).items():
        below = f"{path}.{key}" if path else key
        if set(_mapping(child)) == ONE_VALUE:
            result[below] = setting_of(_mapping(child))
        else:
            result.update(_settings(child, below))
    return result


def setting_of(entry: dict[str, YamlNode]) -> ProgrammeSetting:
    def word(key: str) -> str:
        return str(plain_value(entry[key]))

    return ProgrammeSetting(
        value=entry["value"],
        unit=word("unit"),
        source=word("source"),
        clause=word("clause"),
        date=word("date"),
        assumed=plain_value(entry["assumed"]) is True,
        impact=word("impact"),
    )


def _mapping(node: YamlNode) -> dict[str, YamlNode]:
    if not isinstance(node.value, dict):
        raise Defect(f"{node.mark}: a mapping was expected in a file of this package")
    return node.value


def _shipped(folder: str, name: str) -> YamlNode:
    faults: list[Fault] = []
    raw = files("matcher").joinpath(folder, f"{name}.yaml").read_bytes()
    tree = read_bytes(raw, f"{folder}/{name}.yaml", faults)
    if faults or tree is None:
        raise Defect(f"a file of this package cannot be read: {faults[0] if faults else name}")
    return tree
