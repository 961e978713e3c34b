"""The location of a leader: their own easting and northing, else their base school's, else their postcode's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from matcher.domain import Recipient
from matcher.identity import NotAnId, body_id
from matcher.identity.crosswalk import AS_SCHOOL, Crosswalk
from matcher.read.registers.resolution.postcodes import Place, Postcodes
from matcher.read.registers.row_parsing import RegisterRow


@dataclass(frozen=True)
class Places:
    """Where schools and postcodes are, in metres on the national grid, as the open data say. `ids` finds a school of
    the open data by any of its public ids.
    """

    by_urn: Mapping[str, Place] = field(default_factory=dict)
    by_postcode: Postcodes = field(default_factory=Postcodes)
    postcodes: frozenset[str] = frozenset()  # of schools, in capitals with one space
    ids: Crosswalk = field(default_factory=Crosswalk)

    def of_leader(self, record: RegisterRow) -> tuple[Place, str] | None:
        """The place, and how it was found: `place`, `base school`, or a key of `PRECISION`."""
        if record["easting"] is not None and record["northing"] is not None:
            return (record["easting"], record["northing"]), "place"
        at_school = self._of_school(record["base_urn"] or "")
        if at_school is not None:
            return at_school, "base school"
        return self.by_postcode.find(record["postcode"]) if record["postcode"] else None

    def of_body(self, record: RegisterRow, number: str | None = None) -> Place | None:
        """The place of an organisation or an adviser: their own, else the school's with this number, else their
        postcode's."""
        if record["easting"] is not None and record["northing"] is not None:
            return record["easting"], record["northing"]
        at_school = self._of_school(number or "")
        if at_school is not None:
            return at_school
        spot = self.by_postcode.find(record["postcode"]) if record["postcode"] else None
        return spot[0] if spot else None

    def with_registered(self, recipients: Iterable[Recipient]) -> Places:
        """With the schools that stand in a register only."""
        listed = {
            r.id: (r.easting, r.northing)
            for r in recipients
            if r.kind == "school" and r.easting is not None and r.northing is not None
        }
        return replace(self, by_urn={**listed, **self.by_urn})

    def _of_school(self, text: str) -> Place | None:
        if not text or text in self.by_urn:
            return self.by_urn.get(text)
        try:
            return self.by_urn.get(self.ids.find(text, AS_SCHOOL) or body_id(text))
        except NotAnId:  # whoever checks the register's references says what is wrong with it
            return None
