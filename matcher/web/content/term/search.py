"""Search over schools, trusts and leaders by name, id and authority; a slip of the keyboard is forgiven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.case.visible import leader_label, organisation_seen
from matcher.ledger import MatchState, Record
from matcher.ledger.log.acts import REFUSED, REPLACED
from matcher.read.parsing.spelling import closest_spelling, misspelt_as
from matcher.web.content.term.leaders import leader_rows
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions
from matcher.wording import words
from matcher.wording.words import kind

MOST = 50


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One result. `about`: kind, id and authority, or a leader's role and organisation; `state` where it stands."""

    id: str
    name: str
    about: str
    state: str


@dataclass(frozen=True, slots=True)
class SearchResults:
    """`instead` is the nearest name for which these are shown, '' where the words themselves were found."""

    bodies: tuple[SearchHit, ...]
    leaders: tuple[SearchHit, ...]
    instead: str = ""

    def __bool__(self) -> bool:
        return bool(self.bodies or self.leaders)


def search(run: ReviewRun, record: Record, permissions: Permissions, text: str) -> SearchResults:
    """What the reader may see that the words name; else what the nearest name names. Nobody of other regions."""
    bodies, leaders = tuple(_bodies(run, record, permissions)), tuple(_leaders(run, permissions))
    found = _found(bodies, leaders, text)
    if found or len(text) < 3:
        return found
    names = [x.name for x in (*bodies, *leaders)]
    near = misspelt_as(text, names) or _nearest(text, names)
    return _found(bodies, leaders, near, near) if near else found


def _nearest(text: str, names: Iterable[str]) -> str:
    """The name whose words are most like the words given: by the whole name, else by one of its words."""
    by_word = {word: name for name in sorted(names, reverse=True) for word in name.split() if len(word) > 3}
    word = closest_spelling(text.split()[0], by_word, at_least=75)
    return by_word[word] if word else closest_spelling(text, by_word.values(), at_least=75) or ""


def _found(bodies: Iterable[SearchHit], leaders: Iterable[SearchHit], text: str, instead: str = "") -> SearchResults:
    wanted = text.casefold().split()

    def is_named(hit: SearchHit) -> bool:
        said = f"{hit.name} {hit.id} {hit.about}".casefold()
        return bool(wanted) and all(word in said for word in wanted)

    return SearchResults(
        tuple(x for x in bodies if is_named(x))[:MOST], tuple(x for x in leaders if is_named(x))[:MOST], instead
    )


def _bodies(run: ReviewRun, record: Record, permissions: Permissions) -> Iterator[SearchHit]:
    """Everything that the run assessed in the reader's regions, by name."""
    rows, world = run.opened.world.recipient_row, run.opened.world
    states = {m.match.recipient: m for m in run.states(record) if m.state not in (REFUSED, REPLACED)}
    mine = (a for a in run.finished.setup.assessments if permissions.sees(a.region))
    for a in sorted(mine, key=lambda a: (a.id not in rows, a.name.casefold(), a.id)):
        authority = world.recipients[rows[a.id]].local_authority if a.id in rows else None
        about = ", ".join(filter(None, (f"{kind(a.kind)} {a.id}", authority)))
        yield SearchHit(a.id, a.name, about, _state(run, a.id, states, a.verdict.answer))


def _state(run: ReviewRun, id: str, states: dict[str, MatchState], answer: str) -> str:
    if id in states:
        return states[id].state.capitalize()
    why = run.unmatched.get(id)
    return f"Unmatched: {why.reason}" if why else answer.capitalize()


def _leaders(run: ReviewRun, permissions: Permissions) -> Iterator[SearchHit]:
    """Those whom the list of leaders shows to this reader, in the order of what the reader sees of them."""
    reader, world = reader_of(permissions), run.opened.world
    seen = (world.leaders[row] for row in leader_rows(run, permissions))
    for label, x in sorted(((leader_label(x, reader), x) for x in seen), key=lambda y: (y[0].casefold(), y[1].id)):
        about = ", ".join(filter(None, (words.role(x.role), organisation_seen(world, x, reader))))
        yield SearchHit(x.id, label, about, "")
