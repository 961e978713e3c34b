"""Trusts of the open files that contradict one another: an id of another kind, two trusts at once, a trust unlisted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise

from matcher.domain import Membership
from matcher.errors import Fault
from matcher.read.open_data.parsed_file import ParsedFile, first_few


def check_trusts(parsed_files: Sequence[ParsedFile], faults: list[Fault]) -> None:
    """A fault for each file whose trusts are schools; notes of the files on the rest."""
    urns = {urn for parsed_file in parsed_files for urn in parsed_file.schools}
    listed = {uid for parsed_file in parsed_files if parsed_file.file.role == "groups" for uid in parsed_file.trusts}
    for parsed_file in parsed_files:
        uids = {*parsed_file.trusts, *(stay.trust_uid for stay in parsed_file.memberships)}
        faults.extend(_schools(parsed_file.file.name, uids & urns))
        _note_two_at_once(parsed_file)
        if listed:
            unlisted = uids - listed
            message = f"trusts are not in the file of groups (UIDs {first_few(unlisted, 10)})"
            parsed_file.note(len(unlisted), message)


def _schools(file: str, ids: Collection[str]) -> Iterator[Fault]:
    if ids:
        message = f"{len(ids):,} ids of trusts are URNs of schools: the column is another than it says"
        yield Fault(file, None, "", first_few(ids), message, "Write the UID that each trust has in GIAS")


def _note_two_at_once(parsed_file: ParsedFile) -> None:
    stays: dict[str, list[Membership]] = defaultdict(list)
    for stay in parsed_file.memberships:
        stays[stay.urn].append(stay)
    twice = [urn for urn, several in stays.items() if len(several) > 1 and _overlap(several)]
    parsed_file.note(len(twice), f"schools are in two trusts at once (URNs {first_few(twice)})")


def _overlap(stays: Sequence[Membership]) -> bool:
    """Whether the school is in two trusts on one day; a stay without a first day began before all others."""
    ordered = sorted(stays, key=lambda stay: (stay.joined or date.min, stay.left or date.max))
    return any(
        one.trust_uid != other.trust_uid and (one.left or date.max) > (other.joined or date.min)
        for one, other in pairwise(ordered)
    )
