"""Other headings that people give the columns of registers: what a column means decides the advice, before spelling."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from matcher.read.parsing.headings import folded

OTHER_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("leader_id", "leader ref", "reference", "ref", "identifier", "unique id"),
    "name": ("full name", "leader name", "leader", "school name", "establishment name", "organisation name"),
    "role": ("leader role", "leader type", "type of leader", "job"),
    "kind": ("type", "body type", "school or trust"),
    "region": ("gor", "government office region", "rdd region", "home region", "area"),
    "days": ("days available", "available days", "number of days", "days offered", "capacity", "days capacity"),
    "willing": ("available", "is willing", "willing to serve", "willing to support"),
    "phases": ("phase", "phase of education", "ofsted phase", "school phase"),
    "organisation_id": ("trust uid", "mat uid", "group uid", "uid", "employer id", "own trust", "organisation uid"),
    "organisation": ("employer", "organisation name", "employing organisation"),
    "base_urn": ("urn", "school urn", "home school", "base school", "own school"),
    "regions_willing": ("willing regions", "other regions", "regions", "will work in"),
    "max_matches": (
        "maximum matches",
        "max schools",
        "maximum schools",
        "match limit",
        "limit",
        "most matches",
        "max number of matches",
        "maximum number of matches",
    ),
    "max_travel_km": (
        "max travel",
        "maximum travel",
        "max distance",
        "maximum distance",
        "travel limit",
        "max km",
        "max travel distance",
        "maximum travel km",
    ),
    "designated_from": ("designation start", "designation from", "designated since", "designation date"),
    "designated_to": (
        "designation end",
        "designation ends",
        "designation to",
        "designated until",
        "designation expires",
        "designation expiry",
        "end of designation",
    ),
    "interests_checked_on": (
        "interests checked",
        "conflicts checked",
        "conflicts checked on",
        "date interests checked",
        "interest check date",
        "last checked",
    ),
    "trust_id": ("trust uid", "mat uid", "group uid", "uid", "multi academy trust uid"),
    "trust_name": ("trust", "mat", "multi academy trust name"),
    "local_authority": ("la", "authority", "la name"),
    "diocese": ("diocese name",),
    "person_id": ("leader_id", "leader", "person", "id", "declared by id"),
    "party_id": ("party", "other party", "interest in", "organisation id", "school id", "urn"),
    "party_kind": ("party type", "kind", "type", "type of party"),
    "relation": ("relationship", "nature of interest", "interest", "type of interest"),
    "level": ("severity", "outcome", "conflict level"),
    "declared_on": ("date declared", "declaration date", "date of declaration", "declared"),
    "expires_on": ("expiry", "expiry date", "expires", "valid until", "until"),
    "recipient_id": ("urn", "school urn", "school id", "recipient", "body id"),
    "leader_id": ("leader", "leader ref"),
    "state": ("status",),
    "days_agreed": ("agreed days", "days"),
    "days_claimed": ("claimed days",),
    "starts_on": ("start date", "start", "started"),
    "ends_on": ("end date", "end", "ended"),
    "team_days": ("days of team", "team"),
    "broker_for": ("broker", "brokers for", "broker regions"),
    "governance_need": ("need for governance", "governance"),
}


def meant_column(heading: str, absent: Collection[str]) -> str | None:
    """The one absent column that this heading means; None where it means none of them, or several."""
    word = folded(heading)
    meant = [name for name in absent if word in map(folded, OTHER_HEADINGS.get(name, ()))]
    return meant[0] if len(meant) == 1 else None


def heading_for(column: str, unknown: Collection[str]) -> str | None:
    """The one of the file's unknown headings that means the column; None where none does, or several do."""
    others = set(map(folded, OTHER_HEADINGS.get(column, ())))
    meant = [heading for heading in unknown if folded(heading) in others]
    return meant[0] if len(meant) == 1 else None
