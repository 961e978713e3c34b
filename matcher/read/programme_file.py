"""A programme that a project writes itself, as a YAML file: `docs/writing-a-programme.md` says what it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ValidationError, model_validator

from matcher.domain import PHASES
from matcher.errors import Fault, InputFaults
from matcher.language.terms import USUAL, Noun, Words
from matcher.policy.programme import Compare, OwnProgramme, Sign, SignsGate
from matcher.read.parsing.model_faults import wording
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.yaml_marks import Mark, YamlNode, fault_at, plain_value, read_bytes
from matcher.read.programmes import (
    ONE_VALUE,
    Programme,
    ProgrammeSetting,
    Source,
    programme,
    programme_names,
    setting_of,
    sources,
)
from matcher.read.scenarios.scenario_faults import dotted, find_node, keys_of, section_in, setting_paths
from matcher.read.scenarios.schema.scenario_values import DAY, NUMBER, TEXT, invalid, one_of, some_of, whole
from matcher.read.scenarios.schema.section import Section, setting
from matcher.rules.rulebooks import SHIPPED_GATES

Text = Annotated[str, TEXT]
Limit = Annotated[Fraction | None, NUMBER.or_null()]
Phases = Annotated[tuple[str, ...] | None, some_of(*PHASES).or_null()]
COMPARISONS: tuple[Compare, ...] = ("below", "above", "at_least", "at_most")
MOST_BYTES = 250_000


class NounIn(Section):
    one: Text = setting("the word for one")
    many: Text = setting("the word for several")


class WordsIn(Section):
    provider: NounIn | None = setting("those who support: `lead school`", default=None)
    recipient: NounIn | None = setting("those who are supported: `partner school`", default=None)


class YearIn(Section):
    from_: Annotated[date, DAY] = setting("its first day", alias="from")
    to: Annotated[date, DAY] = setting("its last day")

    @model_validator(mode="after")
    def _in_order(self) -> YearIn:
        if self.to < self.from_:
            raise invalid("ends before it starts")
        return self


class SourceIn(Section):
    title: Text = setting("the document's title")
    publisher: Text = setting("who published it")
    date: Text = setting("when")
    basis: Literal["primary", "copy", "report"] = setting("how it was seen: the publisher's own, a copy, or a report")
    clauses: list[Text] = setting("the places in it that are cited", min_length=1)
    where: Text = setting("where it is", default="")


class SignIn(Section):
    name: Text = setting("what it is called in a verdict")
    column: Text = setting("the heading of the figure in a table of `data.signs`")
    unit: Text = setting("what the figure counts", default="%")
    below: Limit = setting("a sign where the figure is below this", default=None)
    above: Limit = setting("a sign where it is above", default=None)
    at_least: Limit = setting("a sign where it is at least this", default=None)
    at_most: Limit = setting("a sign where it is at most this", default=None)
    source: Text = setting("a document of `sources`, or of the program's own")
    clause: Text = setting("the place in it")
    date: Text = setting("when it was said")
    assumed: bool = setting("whether the limit is an assumption")

    @model_validator(mode="after")
    def _one_limit(self) -> SignIn:
        if sum(getattr(self, name) is not None for name in COMPARISONS) != 1:
            raise invalid(
                "is held against no figure, or against several", "Write one of below, above, at_least, at_most"
            )
        return self

    def made(self) -> Sign:
        compare = next(name for name in COMPARISONS if getattr(self, name) is not None)
        limit: Fraction = getattr(self, compare)
        copied = ("name", "column", "unit", "source", "clause", "date", "assumed")
        return Sign(compare=compare, limit=limit, **{name: getattr(self, name) for name in copied})


class GateIn(Section):
    name: Text = setting("the route's name, as verdicts show it")
    says: Text = setting("what the rule says, in a few words")
    at_least: Annotated[int, whole(1, 100, "signs")] = setting("how many of the signs a school must show")
    signs: list[SignIn] = setting("the signs", min_length=1)
    unlisted: Annotated[int, whole(0, 100, "signs")] = setting(
        "how many more signs the rule has that are not listed, because nobody has found them", default=0
    )
    phases: Phases = setting("only schools of these phases", default=None)
    source: Text = setting("where the rule comes from")
    clause: Text = setting("the place in it")

    @model_validator(mode="after")
    def _reachable(self) -> GateIn:
        if self.at_least > len(self.signs) + self.unlisted:
            most = len(self.signs) + self.unlisted
            raise invalid("asks for more signs than there are", f"Write at most {most}, or say how many are `unlisted`")
        if len({sign.name for sign in self.signs}) < len(self.signs):
            raise invalid("lists a sign twice", "Give each sign a name of its own")
        return self

    def made(self) -> SignsGate:
        signs = tuple(sign.made() for sign in self.signs)
        copied = ("name", "says", "at_least", "unlisted", "source", "clause")
        return SignsGate(signs=signs, phases=frozenset(self.phases or ()), **{n: getattr(self, n) for n in copied})


class ProgrammeIn(Section):
    """A programme of the project's own; `settings` and `figures` are read apart, by dotted key."""

    title: Text = setting("its name in full, as letters and the report print it")
    like: Annotated[str, one_of(*programme_names())] = setting(
        "the shipped programme whose rules on pairs, limits and goals it has, and whose numbers it does not set itself"
    )
    year: YearIn = setting("the programme year")
    words: WordsIn = setting("what it calls people and schools", default_factory=WordsIn)
    roles: dict[str, Text] | None = setting(
        "the roles of those who support: a short word each, and its name", default=None
    )
    sources: dict[str, SourceIn] = setting("the documents it cites", default_factory=dict)
    gates: list[str | GateIn] = setting("who qualifies: names of the program's gates, and gates of its own")
    settings: dict[str, Any] = setting("numbers and switches, each with its source", default_factory=dict)
    figures: dict[str, Any] = setting("numbers on record that no run obeys", default_factory=dict)


def read_programme(path: Path, display_name: str) -> Programme:
    """The programme in this file. Raises InputFaults with every fault of it."""
    raw = path.read_bytes()[: MOST_BYTES + 1]
    if len(raw) > MOST_BYTES:
        raise InputFaults([Fault(display_name, None, "", "", f"is larger than {MOST_BYTES:,} bytes")])
    return programme_from(raw, path.stem, display_name)


def programme_from(raw: bytes, name: str, display_name: str) -> Programme:
    """The programme in this text, called `name`. Raises InputFaults with every fault of it."""
    faults: list[Fault] = []
    tree = read_bytes(raw, display_name, faults)
    if tree is None or not isinstance(tree.value, dict):
        faults += [] if faults else [Fault(display_name, None, "", "", "is not a mapping of keys to values")]
        raise InputFaults(faults)
    model = _model(tree, faults)
    if name in programme_names():
        hint = "Give the file another name"
        faults.append(Fault(display_name, None, "", name, "is the name of a programme that the program has", hint))
    if faults or model is None:
        raise InputFaults(faults)
    result = _programme(model, tree, raw.decode("utf-8-sig"), name, display_name, faults)
    if faults:
        raise InputFaults(faults)
    return result


def _model(tree: YamlNode, faults: list[Fault]) -> ProgrammeIn | None:
    try:
        return ProgrammeIn.model_validate(plain_value(tree))
    except ValidationError as error:
        for one in error.errors(include_url=False):
            place = [step for step in one["loc"] if step not in ("str", "GateIn")]
            if one["loc"][-1] == "str" and isinstance(find_node(tree, place)[1].value, dict):
                continue  # a gate of its own is no name: what is wrong with it is told beside this
            _, node, _ = find_node(tree, place)
            if one["type"] == "extra_forbidden":
                hint = did_you_mean(str(place[-1]), _keys(place[:-1]), "`")
                faults.append(fault_at(node.key_mark or node.mark, dotted(place), "is not a key known here", hint))
                continue
            message, hint, value = wording(one)
            faults.append(fault_at(node.mark, dotted(place), message, hint, value))
        return None


def _keys(place: Collection[str | int]) -> list[str]:
    """The keys that a mapping of the file may have."""
    model: Any = ProgrammeIn
    for step in place:
        if isinstance(step, str) and model is not None:
            field = next((f for n, f in model.model_fields.items() if step == (f.alias or n)), None)
            model = section_in(field.annotation) if field else None
    return keys_of(model) if model else []


def _programme(
    model: ProgrammeIn, tree: YamlNode, text: str, name: str, display_name: str, faults: list[Fault]
) -> Programme:
    own_sources = {key: Source(key=key, **_source(entry)) for key, entry in model.sources.items()}
    known = {**sources(), **own_sources}
    gates = tuple(_gates(model, tree, known, faults))
    entries = tree.value if isinstance(tree.value, dict) else {}
    written = _settings(entries.get("settings"), "settings", known, faults)
    faults += _unknown_keys(written, entries.get("settings"), gates)
    base = programme(model.like)
    borrowed = {key: _borrowed(one) for key, one in base.settings.items()}
    settings = {key: one for key, one in {**borrowed, **written}.items() if _is_read(key, gates)}
    return Programme(
        name=name,
        title=model.title,
        year_from=model.year.from_,
        year_to=model.year.to,
        rulebook=name,
        settings=settings,
        figures=_settings(entries.get("figures"), "figures", known, faults),
        words=_words(model),
        own=OwnProgramme(title=model.title, like=model.like, gates=gates, text=text),
        file=display_name,
    )


def _source(entry: SourceIn) -> dict[str, Any]:
    return entry.model_dump() | {"clauses": tuple(entry.clauses)}


def _borrowed(one: ProgrammeSetting) -> ProgrammeSetting:
    """A number of another programme is an assumption here, whatever it rests on there."""
    return ProgrammeSetting(one.value, one.unit, one.source, one.clause, one.date, True, one.impact)


def _words(model: ProgrammeIn) -> Words:
    base = programme(model.like).words
    provider, recipient = model.words.provider, model.words.recipient
    leader = Noun(provider.one, provider.many) if provider else None
    supported = Noun(recipient.one, recipient.many) if recipient else None
    return Words(
        leader=leader or base.leader,
        system_leader=leader or base.system_leader,
        recipient=supported or base.recipient,
        school=supported.one[:1].upper() + supported.one[1:] if supported else base.school,
        roles=tuple(model.roles.items()) if model.roles else base.roles or USUAL.roles,
    )


def _gates(
    model: ProgrammeIn, tree: YamlNode, known: Mapping[str, Source], faults: list[Fault]
) -> Iterator[str | SignsGate]:
    for i, gate in enumerate(model.gates):
        mark = find_node(tree, ("gates", i))[1].mark
        if isinstance(gate, str):
            if gate not in SHIPPED_GATES:
                hint = did_you_mean(gate, SHIPPED_GATES, "`")
                faults.append(fault_at(mark, f"gates[{i}]", "there is no gate of this name", hint, gate[:80]))
            yield gate
            continue
        made = gate.made()
        for source, clause in ((made.source, made.clause), *((s.source, s.clause) for s in made.signs)):
            faults += _cited(source, clause, known, f"gates[{i}]", mark)
        yield made


def _cited(source: str, clause: str, known: Mapping[str, Source], path: str, mark: Mark) -> list[Fault]:
    if source not in known:
        hint = did_you_mean(source, known, "`") or "List the document under `sources`"
        return [fault_at(mark, path, "cites a document that is not listed", hint, source[:80])]
    if clause not in known[source].clauses:
        hint = did_you_mean(clause, known[source].clauses, "`") or "Add the place to the document's `clauses`"
        return [fault_at(mark, path, f"cites a clause that {source} does not list", hint, clause[:80])]
    return []


def _settings(
    node: YamlNode | None, path: str, known: Mapping[str, Source], faults: list[Fault]
) -> dict[str, ProgrammeSetting]:
    """Every value below, by dotted key; a mapping with `value` is one value."""
    result: dict[str, ProgrammeSetting] = {}
    if node is None or not isinstance(node.value, dict):
        return result
    for key, child in node.value.items():
        below = f"{path}.{key}"
        if not isinstance(child.value, dict):
            hint = "Write it as {value: ..., unit: ..., source: ..., clause: ..., date: ..., assumed: ..., impact: ...}"
            faults.append(fault_at(child.mark, below, "is a value without its source", hint))
        elif "value" not in child.value:
            result |= _settings(child, below, known, faults)
        elif faulty := _incomplete(child, below):
            faults.append(faulty)
        else:
            result[below.partition(".")[2]] = one = setting_of(child.value)
            faults += _cited(one.source, one.clause, known, below, child.mark)
    return result


def _incomplete(child: YamlNode, path: str) -> Fault | None:
    assert isinstance(child.value, dict)
    missing, strange = sorted(ONE_VALUE - child.value.keys()), sorted(child.value.keys() - ONE_VALUE)
    if missing:
        return fault_at(child.mark, path, f"lacks {', '.join(missing)}", "Every number names its source")
    if strange:
        return fault_at(child.mark, path, f"has {', '.join(strange)}, which no value has")
    return None


def _unknown_keys(
    written: Mapping[str, ProgrammeSetting], node: YamlNode | None, gates: Collection[str | SignsGate]
) -> Iterator[Fault]:
    keys = {path for path in setting_paths() if not path.startswith("data.")} | {"priority", "goals"}
    for key in written:
        mark = find_node(node or YamlNode(None, written[key].value.mark), key.split("."))[1].mark
        if key not in keys:
            yield fault_at(mark, f"settings.{key}", "is not a setting known here", did_you_mean(key, keys, "`"))
        elif not _is_read(key, gates):
            yield fault_at(mark, f"settings.{key}", "no gate of this programme reads this", "Leave it out")


def _is_read(key: str, gates: Collection[str | SignsGate]) -> bool:
    """A switch of eligibility stands only where a gate asks for it."""
    if not key.startswith("eligibility."):
        return True
    read = {
        name for gate in gates if isinstance(gate, str) and gate in SHIPPED_GATES for name in SHIPPED_GATES[gate].reads
    }
    return key.removeprefix("eligibility.") in read
