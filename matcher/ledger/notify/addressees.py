"""Who a letter is addressed to: the head of the school and its address, or the trust and its address, from GIAS."""

from __future__ import annotations

from datetime import date

from matcher.domain import Facts
from matcher.read.for_letters.addresses import AddressBook, PostalAddress

NO_ADDRESS = "the address: no file that was given has it"


def address_of(whom: str, kind: str, recipient: str, facts: Facts, book: AddressBook) -> PostalAddress | None:
    """The address of the body `whom` that is told about this school or trust; None where no file gives it.

    GIAS has none of authorities, dioceses or leaders.
    """
    if whom == "school":
        return book.schools.get(recipient)
    if whom == "trust":
        return book.trusts.get(recipient if kind == "trust" else trust_of(recipient, facts))
    return None


def trust_of(urn: str, facts: Facts) -> str:
    """The UID of the trust that the school is in, by its last membership that has not ended; '' for none."""
    mine = [m for m in facts.memberships if m.urn == urn and m.left is None]
    return max(mine, key=lambda m: m.joined or date.min).trust_uid if mine else ""


def block(name: str, whom: str, address: PostalAddress | None, book: AddressBook) -> str:
    """The lines above a letter. Where files of addresses were given and have none of a school or trust, a gap says so;
    without any file, the name alone."""
    if address is None:
        missing = bool(book) and whom in ("school", "trust")
        return f"{name}\n[TO FILL IN: {NO_ADDRESS}]" if missing else name
    return "\n".join(line for line in (address.head, address.job, name, *address.lines, address.postcode) if line)
