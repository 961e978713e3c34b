"""The location of a leader: their own easting and northing, else their base school's, else their postcode's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.read.registers.row_parsing import Record

Place = tuple[int, int]


@dataclass(frozen=True)
class Places:
    """Where schools and postcodes (capitals, no space) are, in metres on the national grid, from the open data."""

    by_urn: Mapping[str, Place] = field(default_factory=dict)
    by_postcode: Mapping[str, Place] = field(default_factory=dict)

    def of_leader(self, record: Record) -> Place | None:
        if record["easting"] is not None and record["northing"] is not None:
            return record["easting"], record["northing"]
        return self.by_urn.get(record["base_urn"] or "") or self.by_postcode.get(postcode_key(record["postcode"] or ""))


def postcode_key(postcode: str) -> str:
    """In capitals without a space, as postcodes are compared."""
    return "".join(postcode.split()).upper()
