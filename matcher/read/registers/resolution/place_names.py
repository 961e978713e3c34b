"""The names of authorities and dioceses in the data, found by any way in which people write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from matcher.domain import Recipient, School
from matcher.identity.place_names import diocese_key
from matcher.read.gias import geography


@dataclass(frozen=True)
class PlaceNames:
    """`authorities` and `dioceses` are names by their form without case; `alike` the dioceses that share a name."""

    authorities: Mapping[str, str] = field(default_factory=dict)
    dioceses: Mapping[str, str] = field(default_factory=dict)
    alike: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def authority(self, name: str) -> str | None:
        """The authority's name, by any name or code of an authority of England, else as the data have it."""
        known = geography.known_authority(name)
        return known.name if known is not None else self.authorities.get(_folded(name))

    def has_authority(self, name: str) -> bool:
        return _folded(name) in self.authorities

    def diocese(self, name: str) -> str | None:
        """As it is written, else the only one with the same name; None for none, and for one of several."""
        alike = self.alike.get(diocese_key(name), frozenset())
        return self.dioceses.get(_folded(name)) or (next(iter(alike)) if len(alike) == 1 else None)

    def with_recipients(self, recipients: Iterable[Recipient]) -> PlaceNames:
        """With what a register of recipients names, under the open data's names where it has them."""
        several = tuple(recipients)
        authorities = [self.authority(r.local_authority) or r.local_authority for r in several if r.local_authority]
        dioceses = [self.diocese(r.diocese) or r.diocese for r in several if r.diocese]
        return _of_names([*self.authorities.values(), *authorities], [*self.dioceses.values(), *dioceses])


def place_names(schools: Iterable[School]) -> PlaceNames:
    """The names that the open data give."""
    pairs = {(school.local_authority, school.diocese) for school in schools}
    return _of_names([a for a, _ in pairs if a], [d for _, d in pairs if d])


def _of_names(authorities: Iterable[str], dioceses: Iterable[str]) -> PlaceNames:
    by_form = {_folded(name): name for name in sorted(set(dioceses), reverse=True)}
    alike: dict[str, frozenset[str]] = {}
    for name in by_form.values():
        alike[diocese_key(name)] = alike.get(diocese_key(name), frozenset()) | {name}
    return PlaceNames({_folded(name): name for name in sorted(set(authorities), reverse=True)}, by_form, alike)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
