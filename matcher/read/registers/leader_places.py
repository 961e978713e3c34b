"""The location of a leader: their own easting and northing, else their base school's, else their postcode's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.read.registers.postcodes import Place, Postcodes
from matcher.read.registers.row_parsing import Record


@dataclass(frozen=True)
class Places:
    """Where schools and postcodes are, in metres on the national grid, as the open data say."""

    by_urn: Mapping[str, Place] = field(default_factory=dict)
    by_postcode: Postcodes = field(default_factory=Postcodes)
    postcodes: frozenset[str] = frozenset()  # of schools, in capitals with one space

    def of_leader(self, record: Record) -> tuple[Place, str] | None:
        """The place, and how it was found: `place`, `base school`, or a key of `PRECISION`."""
        if record["easting"] is not None and record["northing"] is not None:
            return (record["easting"], record["northing"]), "place"
        at_school = self.by_urn.get(record["base_urn"] or "")
        if at_school is not None:
            return at_school, "base school"
        return self.by_postcode.find(record["postcode"]) if record["postcode"] else None
