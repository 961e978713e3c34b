"""Leaders who are set aside until the party of a declared interest is known: by name, for the workbook alone."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.report.tables.report_table import Column, ReportTable
from matcher.report.tables.shared_tables import ReportScope
from matcher.rules.pairs.interests.unknown_parties import regions_of, set_aside_people, sets_aside
from matcher.rules.pairs.pair_wording import organisation
from matcher.world import Provider, World


def set_aside(scope: ReportScope) -> ReportTable:
    """Each with the rows of the interests that bar, and never with the party, which is for whoever keeps the register
    to look up.
    """
    world = scope.result.world
    rows = tuple(
        (x.id, x.name, organisation(world, x), x.region, "; ".join(_rows(world, x)))
        for x in set_aside_people(world)
        if scope.region is None or scope.region in regions_of(x)
    )
    return ReportTable(
        "Set aside until the party of a declared interest is known",
        (
            Column("Id", width=12),
            Column("Name", "long", 24),
            Column("Organisation", "long", 34),
            Column("Region", width=20),
            Column("The interest to mend, or to mark as outside", "long", 44),
        ),
        rows,
        "Nobody is set aside.",
    )


def sentence(scope: ReportScope) -> str:
    """For the first sheet; nothing where nobody is set aside."""
    people = [f"{name} ({id_})" for id_, name, *_ in set_aside(scope).rows]
    if not people:
        return ""
    return (
        f"Set aside until the party is known: {', '.join(people)}. Each has declared an interest that bars, in a party"
        " that is not in the data; the sheet Set aside says in which row. Until it is mended they are not proposed."
    )


def _rows(world: World, person: Provider) -> Iterator[str]:
    yield from (x.source for x in world.facts.interests if x.person_id == person.id and sets_aside(world, x))
