"""The hash chain: each line is hashed with the one before; personal text is stored apart under a salted digest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from matcher.ledger.log.acts import ERASE

START = "0" * 64  # the hash before the first line
SHORTEST = 8  # the fewest characters of a head hash that are accepted


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chain. `body` holds no personal data: `who` and `why` are digests of text stored apart."""

    seq: int
    payload: str
    hash: str

    @property
    def body(self) -> Mapping[str, Any]:
        parsed: Mapping[str, Any] = json.loads(self.payload)
        return parsed


@dataclass(frozen=True, slots=True)
class PersonalText:
    """A name or reason, stored apart from the lines. `words` and `salt` are None once erased; `about` is a person's id
    or the line of the text."""

    digest: str
    about: str
    salt: str | None
    words: str | None


def canonical(body: Mapping[str, Any]) -> str:
    """The canonical JSON of a line: sorted keys, no spaces, no escapes."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal_line(seq: int, before: str, body: Mapping[str, Any]) -> Line:
    payload = canonical({**body, "seq": seq, "prev": before})
    return Line(seq, payload, sha256(payload.encode()).hexdigest())


def latest_time(lines: Iterable[Line]) -> str:
    """The latest time at which any of the lines was written down, as ISO text in universal time; '' for none."""
    return max((str(line.body.get("at", "")) for line in lines), key=_moment, default="")


def with_clock_behind(body: Mapping[str, Any], latest: str) -> Mapping[str, Any]:
    """The body of a line; where its clock is behind a line before it, it says so: `clock_behind`, that line's time."""
    if not latest or not body.get("at") or _moment(str(body["at"])) >= _moment(latest):
        return body
    return {**body, "clock_behind": latest}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if text else datetime.min.replace(tzinfo=UTC)


def written_behind(lines: Iterable[Line]) -> Iterator[tuple[Line, str]]:
    """Each line that was written down by a clock behind that of a line before it, with the latest time before it."""
    latest = ""
    for line in lines:
        at = str(line.body.get("at", ""))
        if at and latest and _moment(at) < _moment(latest):
            yield line, latest
        latest = max(at, latest, key=_moment)


def clock_note(line: Line, latest: str) -> str:
    return (
        f"line {line.seq} was written down at {line.body['at']}, by a clock behind a line before it ({latest}):"
        " the order of the lines is right, and one of the two times is not"
    )


def digest_of(salt: str, words: str) -> str:
    return sha256(f"{salt}|{words}".encode()).hexdigest()


def head(lines: Sequence[Line]) -> str:
    return lines[-1].hash if lines else START


def integrity_faults(lines: Sequence[Line], asides: Iterable[PersonalText], printed: str = "") -> Iterator[str]:
    """Every fault of the chain and of its personal texts, a sentence each; nothing where the ledger is intact.

    `printed` is a head hash from a report (at least SHORTEST characters): a truncated or rebuilt chain lacks it.
    """
    texts = {text.digest: text for text in asides}
    yield from _links(lines)
    yield from _words(lines, texts)
    wanted = printed.strip().casefold()
    if wanted and len(wanted) < SHORTEST:
        yield f"the printed head {wanted} is too short to tell: give at least {SHORTEST} of its characters"
    elif wanted and not any(hash_.startswith(wanted) for hash_ in (START, *(line.hash for line in lines))):
        yield f"the printed head {wanted[:12]} is not in this ledger: its end was cut off, or lines were changed"


def _links(lines: Sequence[Line]) -> Iterator[str]:
    before = START
    for place, line in enumerate(lines, 1):
        if line.seq != place:
            yield f"line {place} is missing or out of order (line {line.seq} stands in its place)"
            return
        if sha256(line.payload.encode()).hexdigest() != line.hash:
            yield f"line {line.seq} was changed after it was sealed"
        else:
            body = json.loads(line.payload)
            if body.get("prev") != before or body.get("seq") != line.seq:
                yield f"line {line.seq} does not follow the line before it"
        before = line.hash


def _words(lines: Sequence[Line], texts: Mapping[str, PersonalText]) -> Iterator[str]:
    """Texts that do not match their digest, or are missing without a line that records their erasure."""
    try:
        bodies = [line.body for line in lines]
    except ValueError:
        return  # a payload that is no longer JSON is reported by its hash
    erased = {digest for body in bodies if body["act"] == ERASE for digest in body["detail"]["digests"]}
    wanted = {body[key]: body["seq"] for body in bodies for key in ("who", "why") if body.get(key)}
    for digest, seq in wanted.items():
        text = texts.get(digest)
        if text is None:
            yield f"the words beside line {seq} are gone"
        elif text.words is None or text.salt is None:
            if digest not in erased:
                yield f"the words beside line {seq} were erased, and no line says by whom"
        elif digest_of(text.salt, text.words) != digest:
            yield f"the words beside line {seq} were changed"
