"""What must be settled about a pair: its flags in order of weight, each with a sign, colours and a sentence.

The one builder for report, workbook and pages: nobody else orders, colours or signs a flag.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.case.records import LeaderOffer, PairFacts
from matcher.language.terms import LEADER, RECIPIENT
from matcher.language.wording import CONFLICT, State, absence, day, flag, state
from matcher.language.words import capital, count, kilometres
from matcher.rules import labels
from matcher.runs.closing import closes

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

_WEIGHT_OF = {
    **dict.fromkeys((*labels.BEFORE_APPOINTMENT, "paused"), STOPS),
    **dict.fromkeys(
        ("sign-off", "own-interest", "broker-interest", "own-trust-needs-support", "no-road", "fellow-adviser"),
        SIGNS_OFF,
    ),
    **dict.fromkeys(("same-authority", "same-diocese", "out-of-region", "adviser-out-of-region"), NOTE),
}


OVER = ("refused", "replaced", "finished", "stopped")
SIGNED_OFF = tuple(name for name, weight in _WEIGHT_OF.items() if weight is SIGNS_OFF)  # flags for the director


def weight_of(name: str) -> Weight:
    """That of a flag by its name; a flag that is in no list is asked about."""
    return _WEIGHT_OF.get(name, ASK)


@dataclass(frozen=True, slots=True)
class FlagShown:
    """One thing to settle, as every surface shows it. `name` is the flag's, or one of this module's own."""

    name: str
    weight: Weight
    words: str

    @property
    def text(self) -> str:
        """Sign and words: for media without colour."""
        return f"{self.weight.sign} {self.words}"


def flags_shown(pair: PairFacts, stands: State | None = None) -> tuple[FlagShown, ...]:
    """Everything to settle about a pair, the worst first; empty where there is nothing (`NOTHING` says so).

    `stands` is the state of its offer, from which a pause is told.
    """
    shown = [FlagShown(name, weight_of(name), flag(name, labels.flag(name), pair.interests)) for name in pair.flags]
    shown += _beside_the_flags(pair)
    if stands is not None and stands.code == "paused":
        shown.append(FlagShown("paused", STOPS, state(stands)))
    elif stands is not None and absence(stands):
        shown.insert(0, FlagShown("absent", STOPS, capital(absence(stands).removeprefix("; "))))
    return in_order(shown)


def flags_of_offer(offer: LeaderOffer) -> tuple[FlagShown, ...]:
    """Everything to settle about an offer: its pair's flags, and what the leader has said since that does not fit it.
    Nothing of an offer that is over."""
    if offer.state.code in OVER:
        return ()
    return in_order((*flags_shown(offer.pair, offer.state), *_said_since(offer)))


def _said_since(offer: LeaderOffer) -> Iterator[FlagShown]:
    said, metres = offer.said, offer.pair.journey.metres
    if said.travel_metres is not None and metres is not None and metres > said.travel_metres:
        words = f"The {LEADER} said on {day(said.changed_on)}: up to {kilometres(said.travel_metres)}"
        yield FlagShown("travel-said", ASK, f"{words}, and it is {offer.pair.journey.text}")
    if said.days is not None and offer.days > said.days:
        words = f"The {LEADER} said on {day(said.changed_on)}: {count(said.days, 'day')}"
        yield FlagShown("days-said", ASK, f"{words}, and this match is of {offer.days}")


def in_order(shown: Iterable[FlagShown]) -> tuple[FlagShown, ...]:
    """The worst first; of equal weight as they come."""
    return tuple(sorted(shown, key=lambda one: WEIGHTS.index(one.weight)))


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
        yield FlagShown(CLOSING, ASK, closes(pair.closing))
    if pair.journey.metres == 0:
        words = f"Same place: ask whether the {LEADER} is from that very {RECIPIENT}"
        yield FlagShown("same-place", ASK, words)


def worst(shown: tuple[FlagShown, ...]) -> Weight | None:
    return shown[0].weight if shown else None


def to_settle(shown: tuple[FlagShown, ...]) -> str:
    """One a line, the worst first."""
    return "\n".join(one.text for one in shown) or NOTHING
