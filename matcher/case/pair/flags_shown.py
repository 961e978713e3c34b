"""What must be settled about a pair: its flags in order of weight, each with a sign, colours and a sentence.

The one builder for report, workbook and pages: nobody else orders, colours or signs a flag.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from matcher.case.records import LeaderOffer, LeaderSaid, PairFacts
from matcher.rules import labels
from matcher.runs.closing import closes
from matcher.wording.terms import LEADER, RECIPIENT
from matcher.wording.wording import CONFLICT, DECLARED, Interests, State, absence, day, flag, state
from matcher.wording.words import capital, count, kilometres

NOTHING = "Nothing to settle"
CLOSING, SCHOOL_CLOSES = "closing", "The school closes in the programme year: ask who answers for it"


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a flag weighs. `code` is also a CSS class; colours are hexadecimal; `who` acts on it."""

    code: str
    sign: str
    title: str
    who: str
    fill: str
    text: str
    bar: str


STOPS = Weight("stops", "■", "Stops appointment", "Broker", "#f4d7d7", "#651b1b", "#ca3535")
SIGNS_OFF = Weight("signs-off", "◆", "Director signs off", "Regional Director", "#ddd6ec", "#2a1950", "#54319f")
ASK = Weight("ask", "●", "Ask first", "Broker", "#ffee80", "#0b0c0c", "#7a5c00")
NOTE = Weight("note", "○", "Note", "Nobody", "#f3f2f1", "#0b0c0c", "#767676")
WEIGHTS = (STOPS, SIGNS_OFF, ASK, NOTE)

_WEIGHT_OF = {name: next(w for w in WEIGHTS if w.code == code) for name, code in labels.WEIGHTS.items()}
_WEIGHT_OF["paused"] = STOPS


OF_ADVISER = "adviser-"  # how the name of a flag of the school's adviser begins, beside those of its match
NOT_CHECKED = ("not-checked", f"{OF_ADVISER}not-checked")
# flags for the director
SIGNED_OFF = (*(name for name, weight in _WEIGHT_OF.items() if weight is SIGNS_OFF), f"{OF_ADVISER}sign-off")
_ADVISER_LABELS = {"organisation-unknown": "The adviser's employer is not in the data: may be proposed, not allocated"}
NAME_THE_ADVISER = {*_ADVISER_LABELS, "adviser-out-of-region", "employer-unknown"}  # in their own label
OVER = ("refused", "replaced", "finished", "stopped")


def weight_of(name: str) -> Weight:
    """That of a flag by its name; one that no rule has any more is asked about."""
    return _WEIGHT_OF.get(name, _WEIGHT_OF.get(name.removeprefix(OF_ADVISER), ASK))


class Advised(Protocol):
    """A school's adviser: the flags of the two by name, and what may be said of the adviser's interests."""

    @property
    def flags(self) -> tuple[str, ...]: ...
    @property
    def interests(self) -> Interests: ...


@dataclass(frozen=True, slots=True)
class FlagShown:
    """One thing to settle, as every surface shows it. `name` is the flag's, or one of this module's own.

    `general`: the words without the days and names of one match, for counts and filters of many, where they differ and
    no rule has them; else ''.
    """

    name: str
    weight: Weight
    words: str
    general: str = ""

    @property
    def text(self) -> str:
        """Sign and words: for media without colour."""
        return f"{self.weight.sign} {self.words}"


def flags_shown(pair: PairFacts, stands: State | None = None, adviser: Advised | None = None) -> tuple[FlagShown, ...]:
    """Everything to settle about a pair, the worst first; empty where there is nothing (`NOTHING` says so).

    `stands` is the state of its offer, from which a pause is told; `adviser` the school's, where it has one.
    """
    shown = [FlagShown(name, weight_of(name), flag(name, labels.flag(name), pair.interests)) for name in pair.flags]
    shown += _beside_the_flags(pair)
    if stands is not None and stands.code == "paused":
        shown.append(FlagShown("paused", STOPS, state(stands), "Paused"))
    elif stands is not None and absence(stands):
        words = capital(absence(stands).removeprefix("; "))
        shown.insert(0, FlagShown("absent", STOPS, words, f"The {LEADER} withdrew, or cannot at present"))
    return in_order((*shown, *(adviser_flags_shown(adviser) if adviser else ())))


def flags_of_offer(offer: LeaderOffer, adviser: Advised | None = None) -> tuple[FlagShown, ...]:
    """Everything to settle about an offer: the flags of its pair and of the school's adviser, and what the leader has
    said since that does not fit it. Nothing of an offer that is over."""
    return flags_of_match(offer.pair, offer.state, offer.days, offer.said, adviser)


def flags_of_match(
    pair: PairFacts, stands: State, days: int, said: LeaderSaid, adviser: Advised | None = None
) -> tuple[FlagShown, ...]:
    """The same from its parts, where no whole offer is at hand: a list of many matches."""
    if stands.code in OVER:
        return ()
    return in_order((*flags_shown(pair, stands, adviser), *_said_since(pair, days, said)))


def _said_since(pair: PairFacts, days: int, said: LeaderSaid) -> Iterator[FlagShown]:
    metres = pair.journey.metres
    if said.travel_metres is not None and metres is not None and metres > said.travel_metres:
        words = f"The {LEADER} said on {day(said.changed_on)}: up to {kilometres(said.travel_metres)}"
        general = f"Farther than the {LEADER} has said since"
        yield FlagShown("travel-said", ASK, f"{words}, and it is {pair.journey.text}", general)
    if said.days is not None and days > said.days:
        words = f"The {LEADER} said on {day(said.changed_on)}: {count(said.days, 'day')}"
        general = f"More days than the {LEADER} has said since"
        yield FlagShown("days-said", ASK, f"{words}, and this match is of {days}", general)


def adviser_flags_shown(adviser: Advised) -> tuple[FlagShown, ...]:
    """Everything to settle about a school's adviser, each said to be of the adviser; the worst first."""
    names = list(adviser.flags)
    names += ["sign-off"] if adviser.interests.code == DECLARED and "sign-off" not in names else []
    shown = [_of_adviser(name, adviser.interests) for name in names]
    if adviser.interests.code == CONFLICT:
        shown.append(FlagShown(f"{OF_ADVISER}conflict", STOPS, "Adviser: interests: conflict"))
    return in_order(shown)


def _of_adviser(name: str, interests: Interests) -> FlagShown:
    own, label = name if name.startswith(OF_ADVISER) else f"{OF_ADVISER}{name}", labels.flag(name)
    if name in NAME_THE_ADVISER:
        label = _ADVISER_LABELS.get(name, label)
        return FlagShown(own, weight_of(name), label, label)
    return FlagShown(own, weight_of(name), _said_of(flag(name, label, interests)), _said_of(label))


def _said_of(words: str) -> str:
    """The words of a flag as one of the adviser."""
    return f"Adviser: {words[:1].lower()}{words[1:]}"


def in_order(shown: Iterable[FlagShown]) -> tuple[FlagShown, ...]:
    """The worst first; of equal weight as they come."""
    return tuple(sorted(shown, key=lambda one: WEIGHTS.index(one.weight)))


def reviewed_alone() -> FlagShown:
    """For a match of a school whose initial diagnosis was recorded since, and leaves it to an adviser alone."""
    words = f"The initial diagnosis: an adviser reviews its progress, without {LEADER:a}. This match goes no further"
    return FlagShown("reviewed-alone", STOPS, words)


def own_organisation_listed() -> FlagShown:
    """For a leader whose own organisation is to be matched too, where no rule says so."""
    return FlagShown(
        "own-organisation-listed",
        ASK,
        f"The {LEADER}'s own organisation may be supported too: ask whether it can spare them",
    )


def _beside_the_flags(pair: PairFacts) -> Iterator[FlagShown]:
    """What no rule flags: a recorded conflict, a school that closes, a leader at the very place."""
    if pair.interests.code == CONFLICT:
        yield FlagShown("conflict", STOPS, "Interests: conflict")
    if pair.closing is not None:
        yield FlagShown(CLOSING, ASK, closes(pair.closing), SCHOOL_CLOSES)
    if pair.journey.metres == 0:
        words = f"Same place: ask whether the {LEADER} is from that very {RECIPIENT}"
        yield FlagShown("same-place", ASK, words)


def worst(shown: tuple[FlagShown, ...]) -> Weight | None:
    return shown[0].weight if shown else None


def to_settle(shown: tuple[FlagShown, ...]) -> str:
    """One a line, the worst first."""
    return "\n".join(one.text for one in shown) or NOTHING
