"""Public identifiers and the ids that people gave themselves: one reader per kind, the same for every file and column.

Pure functions on text. Every reader returns the one way in which this program writes the id, or raises NotAnId.
"""

from matcher.identity.fillers import is_filler
from matcher.identity.not_an_id import NotAnId
from matcher.identity.numbers import clean, plain_number
from matcher.identity.own_ids import LookAlike, look_alikes, own_id, unlike_the_others
from matcher.identity.public_ids import (
    authority_code,
    body_id,
    company_number,
    group_id,
    laestab,
    trust_uid,
    ukprn,
    urn,
)

__all__ = [
    "LookAlike",
    "NotAnId",
    "authority_code",
    "body_id",
    "clean",
    "company_number",
    "group_id",
    "is_filler",
    "laestab",
    "look_alikes",
    "own_id",
    "plain_number",
    "trust_uid",
    "ukprn",
    "unlike_the_others",
    "urn",
]
