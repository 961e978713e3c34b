"""A programme that a project writes itself, as a YAML file: `docs/writing-a-programme.md` says what it holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from matcher.errors import Fault, InputFaults
from matcher.policy.programme import OwnProgramme
from matcher.read.own_programmes.programme_schema import ProgrammeIn, SourceIn
from matcher.read.own_programmes.sourced_values import gates_of, is_read, settings_of, unknown_keys
from matcher.read.parsing.model_faults import wording
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.yaml_marks import YamlNode, fault_at, plain_value, read_bytes
from matcher.read.programmes import (
    Programme,
    ProgrammeSetting,
    Source,
    programme,
    programme_names,
    sources,
)
from matcher.read.scenarios.scenario_faults import dotted, find_node, keys_of, section_in
from matcher.wording.terms import USUAL, Noun, Words

MOST_BYTES = 250_000


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
            place, of_a_name = _place(one["loc"])
            _, node, _ = find_node(tree, place)
            if place[:1] == ["gates"] and len(place) > 1:
                is_own = isinstance(find_node(tree, place[:2])[1].value, dict)
                if is_own == of_a_name:
                    continue  # it was also held against the other sort of gate, which says nothing
                if of_a_name:
                    faults.append(fault_at(node.mark, dotted(place), *_NO_GATE, str(node.value)[:80]))
                    continue
            if one["type"] == "extra_forbidden":
                hint = did_you_mean(str(place[-1]), _keys(place[:-1]), "`")
                faults.append(fault_at(node.key_mark or node.mark, dotted(place), "is not a key known here", hint))
                continue
            message, hint, value = wording(one)
            faults.append(fault_at(node.mark, dotted(place), message, hint, value))
        return None


_NO_GATE = "is neither the name of a gate nor a gate of its own", "Write a name, or `name`, `says`, `signs` and so on"


def _place(loc: Sequence[int | str]) -> tuple[list[int | str], bool]:
    """The place in the file, and whether a gate was held against a name there.

    After a gate's number pydantic writes which sort of gate it held it against: `str`, or the model and its validators.
    """
    if loc[0] == "gates" and len(loc) > 2:
        return [*loc[:2], *loc[3:]], loc[2] == "str"
    return list(loc), False


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
    gates = tuple(gates_of(model, tree, known, faults))
    entries = tree.value if isinstance(tree.value, dict) else {}
    written = settings_of(entries.get("settings"), "settings", known, faults)
    faults += unknown_keys(written, entries.get("settings"), gates)
    base = programme(model.like)
    borrowed = {key: _borrowed(one) for key, one in base.settings.items()}
    settings = {key: one for key, one in {**borrowed, **written}.items() if is_read(key, gates)}
    return Programme(
        name=name,
        title=model.title,
        year_from=model.year.from_,
        year_to=model.year.to,
        rulebook=name,
        settings=settings,
        figures=settings_of(entries.get("figures"), "figures", known, faults),
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
