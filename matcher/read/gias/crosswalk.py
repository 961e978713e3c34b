"""The public ids that the open files give, each with its body; and trusts named by another id put under their UID."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from matcher.domain import Membership, School, Trust, TrustNumber
from matcher.identity.crosswalk import Crosswalk, Key, one_each
from matcher.read.open_data.parsed_file import ParsedFile, fill_missing


def crosswalk(
    parsed_files: Iterable[ParsedFile],
    schools: Mapping[str, School],
    trusts: Mapping[str, Trust],
    memberships: Sequence[Membership],
    other_urns: Iterable[str] = (),
) -> Crosswalk:
    """Every id under which a school or trust of the open files is known."""
    uids = {*trusts, *(stay.trust_uid for stay in memberships)}
    others = dict.fromkeys(pair for parsed_file in parsed_files for pair in parsed_file.ids)
    laestabs = ((key, body) for key, body in others if key[0] == "laestab")
    rest = (pair for pair in others if pair[0][0] != "laestab")
    bodies: dict[Key, str] = one_each([*rest, *_open_ones(laestabs, schools)])
    bodies |= {("urn", urn): urn for urn in (*schools, *(stay.urn for stay in memberships), *other_urns)}
    bodies |= {("uid", uid): uid for uid in uids}
    return Crosswalk(bodies, {uid: uid for uid in uids} | {urn: urn for urn in schools})


def trust_numbers(ids: Crosswalk, trusts: Iterable[str]) -> tuple[TrustNumber, ...]:
    """The Group ID and UKPRN of each trust that has one, in order of UID; of several the lowest."""
    found: dict[str, dict[str, str]] = {uid: {} for uid in sorted(trusts)}
    named = [(key, body) for key, body in ids.bodies.items() if key[0] in ("group", "ukprn") and body in found]
    for (kind, value), body in sorted(named):
        found[body].setdefault(kind, value)
    return tuple(
        TrustNumber(uid=uid, group_id=numbers.get("group"), ukprn=numbers.get("ukprn"))
        for uid, numbers in found.items()
        if numbers
    )


def _open_ones(pairs: Iterable[tuple[Key, str]], schools: Mapping[str, School]) -> Iterator[tuple[Key, str]]:
    """A school that became an academy keeps its LAESTAB under a new URN: of several, those that are open."""
    by_key: dict[Key, list[str]] = {}
    for key, urn in pairs:
        by_key.setdefault(key, []).append(urn)
    for key, urns in by_key.items():
        still_open = [urn for urn in urns if urn in schools and schools[urn].closed is None]
        yield from ((key, urn) for urn in (still_open or urns))


def under_uids(parsed_files: Sequence[ParsedFile]) -> None:
    """Where a file names a trust by its Group ID or UKPRN, put the UID that another file gives for it."""
    pairs = [pair for parsed_file in parsed_files for pair in parsed_file.ids if pair[0][0] in ("group", "ukprn")]
    uid_of = {value: body for (_, value), body in one_each(pairs).items() if body != value}
    for parsed_file in parsed_files:
        named = [uid for uid in parsed_file.trusts if uid in uid_of]
        if named or any(stay.trust_uid in uid_of for stay in parsed_file.memberships):
            _put_uids(parsed_file, uid_of, named)


def _put_uids(parsed_file: ParsedFile, uid_of: Mapping[str, str], named: Iterable[str]) -> None:
    for other in named:
        fill_missing(parsed_file.trusts, {uid_of[other]: parsed_file.trusts.pop(other)})
    parsed_file.memberships = [
        replace(stay, trust_uid=uid_of.get(stay.trust_uid, stay.trust_uid)) for stay in parsed_file.memberships
    ]
