"""The matches of a run as lines of a list, and what a reader may filter them by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matcher.case import visible
from matcher.case.leader_said import leader_said
from matcher.case.pair.flags_shown import FlagShown, flags_of_match
from matcher.case.records import PairFacts
from matcher.case.rise.adviser import adviser_offer
from matcher.case.rise.progress import open_cases, reached_of
from matcher.case.states import state_of
from matcher.case.tasks.tasks import shown_after_diagnosis
from matcher.domain import Leader, Recipient
from matcher.journeys import journey_of
from matcher.ledger import MatchState, Record
from matcher.ledger.log.acts import REFUSED, REPLACED, STATE_ORDER, STOPPED
from matcher.rules import labels
from matcher.web.content.cases import ledger_view, state_words
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of
from matcher.web.reviewer import Permissions
from matcher.wording import words

STATES = (*STATE_ORDER, STOPPED, REFUSED, REPLACED)
COLOURS = {
    "proposed": "govuk-tag--blue",
    "agreed": "govuk-tag--yellow",
    "approved": "govuk-tag--teal",
    "appointed": "govuk-tag--green",
    "delivering": "govuk-tag--green",
    "finished": "govuk-tag--grey",
    "stopped": "govuk-tag--orange",
    "refused": "govuk-tag--red",
    "replaced": "govuk-tag--grey",
}
ORDERS = {"name": "Name", "distance": "Longest journey first", "fit": "Poorest fit first"}


@dataclass(frozen=True, slots=True)
class MatchLine:
    """One match of the list on one day. `metres` and `fit` are -1 where not known; `stands` says where it stands.

    `leader_label` and `stands` are redacted for the reader.
    """

    recipient: Recipient
    leader: Leader
    leader_label: str
    match_state: MatchState
    metres: int
    journey: str
    fit: int
    pair: PairFacts
    stands: str
    shown: tuple[FlagShown, ...]  # what is to be settled of it and of the school's adviser, as its own page has it

    @property
    def flags(self) -> tuple[str, ...]:
        """Names of the pair's own flags on the day of the page."""
        return self.pair.flags

    @property
    def state(self) -> str:
        return self.match_state.state

    @property
    def colour(self) -> str:
        return COLOURS[self.match_state.state]


def leader_label(leader: Leader, permissions: Permissions) -> str:
    """A leader's name where the reader needs it, else the id."""
    return visible.leader_label(leader, reader_of(permissions))


def match_lines(run: ReviewRun, record: Record, permissions: Permissions, on: date) -> tuple[MatchLine, ...]:
    """Those of the reader's regions, by name."""
    mine = (match_state for match_state in run.states(record) if permissions.sees(match_state.match.region))
    match_lines_or_none = (match_line(run, record, match_state, permissions, on) for match_state in mine)
    return tuple(
        sorted((x for x in match_lines_or_none if x), key=lambda x: (x.recipient.name.casefold(), x.recipient.id))
    )


def match_line(
    run: ReviewRun, record: Record, match_state: MatchState, permissions: Permissions, on: date
) -> MatchLine | None:
    """None for a match of an earlier run whose school or leader this run does not know."""
    world = run.opened.world
    row, other = world.recipient_row.get(match_state.match.recipient), world.leader_row.get(match_state.match.leader)
    if row is None or other is None:
        return None
    pair_choices = run.finished.choices_of_pair(row, other)
    choices = run.finished.choices
    pair = run.pair_facts(record, match_state.match.recipient, match_state.match.leader, on)
    return MatchLine(
        recipient=world.recipients[row],
        leader=world.leaders[other],
        leader_label=leader_label(world.leaders[other], permissions),
        match_state=match_state,
        metres=int(choices.metres[pair_choices[0]]) if len(pair_choices) else -1,
        journey=journey_of(world, row, other).text,
        fit=int(choices.fit[pair_choices[0]]) if len(pair_choices) else -1,
        pair=pair,
        stands=state_words(run, record, permissions, match_state, on),
        shown=_shown(run, record, permissions, match_state, pair, on),
    )


def _shown(
    run: ReviewRun, record: Record, permissions: Permissions, match_state: MatchState, pair: PairFacts, on: date
) -> tuple[FlagShown, ...]:
    """The builder of the match's own page, from its parts: a list may have hundreds."""
    view, m, reader = ledger_view(run, record), match_state.match, reader_of(permissions)
    found = state_of(match_state, view, run.opened.policy.as_at, {}, on)
    said = leader_said(view, m.leader, on, run.opened.policy)
    if not run.opened.world.advisers:
        return flags_of_match(pair, found, m.days, said)
    school = run.opened.world.recipients[run.opened.world.recipient_row[m.recipient]]
    adviser = adviser_offer(run.opened, school, on, view, reader)
    reached = reached_of(open_cases(run.opened.facts).get(school.id), view.milestones.get(school.id, ()))
    return shown_after_diagnosis(flags_of_match(pair, found, m.days, said, adviser), reached, found)


def filter_matches(lines: Iterable[MatchLine], filters: Mapping[str, str]) -> tuple[MatchLine, ...]:
    """The lines that match every filter, in the requested order; an empty filter matches everything."""
    selected = [
        x
        for x in lines
        if filters.get("region", "") in ("", x.recipient.region)
        and filters.get("kind", "") in ("", x.recipient.kind)
        and filters.get("state", "") in ("", x.state)
        and (not filters.get("flag") or filters["flag"] in {f.name for f in x.shown})
        and _called(x, filters.get("id", ""))
    ]
    if filters.get("order") == "distance":
        selected.sort(key=lambda x: -x.metres)
    if filters.get("order") == "fit":
        selected.sort(key=lambda x: x.fit)
    return tuple(selected)


def _called(line: MatchLine, text: str) -> bool:
    """Search by id or part of a recipient's name; not by a person's name, which would appear in the URL."""
    wanted = text.strip().casefold()
    return (
        not wanted
        or wanted in (line.recipient.id, line.leader.id.casefold())
        or wanted in line.recipient.name.casefold()
    )


def choices_to_filter(lines: Iterable[MatchLine]) -> dict[str, list[tuple[str, str]]]:
    """Filter name -> (value, label) options: only values that occur."""
    all_lines = tuple(lines)
    regions = sorted({x.recipient.region for x in all_lines})
    kinds = sorted({x.recipient.kind for x in all_lines})
    states = [s for s in STATES if any(x.state == s for x in all_lines)]
    flags = {f.name: f.general or f.words for x in all_lines for f in x.shown}
    return {
        "region": [(r, r) for r in regions],
        "kind": [(k, words.kind(k)) for k in kinds],
        "state": [(s, s.capitalize()) for s in states],
        "flag": [(f, labels.FLAGS[f] if f in labels.FLAGS else flags[f]) for f in sorted(flags)],
        "order": list(ORDERS.items()),
    }
