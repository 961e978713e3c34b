"""Whether a line may be taken back as a mistake: it stands, nothing rests on it, and it is this person's to record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from matcher.domain import Person
from matcher.ledger.log.acts import ACT, TELL, Decision, Objection
from matcher.ledger.log.published_lines import LineBody
from matcher.ledger.log.states import Record
from matcher.runs.opened import OpenedRun


def lines_that_stand(record: Record) -> Mapping[int, LineBody]:
    """Every line that a person recorded and that is not taken back yet, by number."""
    of_matches = (body for match_state in record.matches.values() for body in match_state.acts)
    about_leaders = (*record.checks, *record.withdrawn.values(), *record.away.values())
    others = (*record.pair_constraints, *record.reopened, *record.told, *record.leader_changes, *record.waits)
    of_steps = (body for acts in _steps(record) for body in acts)
    return {int(body["seq"]): body for body in (*of_matches, *about_leaders, *others, *of_steps)}


def _steps(record: Record) -> tuple[tuple[LineBody, ...], ...]:
    """The lines of each school's milestones, and of each school with an adviser: later ones rest on earlier ones."""
    return (*record.milestones.values(), *(state.acts for state in record.advisers.values()))


def recipients_of(body: LineBody) -> tuple[str, ...]:
    """The schools and trusts that a line is about; none of one that is about a leader in general."""
    named = body["detail"].get("recipients", ())
    return tuple(named) if named else tuple(filter(None, (body["recipient"],)))


def objection_to_mending(decision: Decision, person: Person, run: OpenedRun, record: Record) -> Objection | None:
    """Lines are taken back last first, each by somebody who might have recorded it."""
    seq = decision.detail.get("line")
    body = lines_that_stand(record).get(seq) if isinstance(seq, int) else None
    if body is None:
        return Objection("line", "no line that stands and can be mended has this number", "Give a decision's line")
    later = _later(int(body["seq"]), record)
    if later is not None:
        return Objection("line", f"line {later} rests on it", "Mend that line first")
    return _not_theirs(body, person, run)


def _later(seq: int, record: Record) -> int | None:
    """The last line that rests on this one: of the same match, but that somebody was told; of the same case."""
    for acts in (*(match_state.acts for match_state in record.matches.values()), *_steps(record)):
        if any(body["seq"] == seq for body in acts):
            later = [int(b["seq"]) for b in acts if b["seq"] > seq and b["act"] != TELL]
            if later:
                return later[-1]
    return None


def _not_theirs(body: LineBody, person: Person, run: OpenedRun) -> Objection | None:
    act = ACT[body["act"]]
    if person.role not in act.roles:
        who = " or ".join(act.roles)
        message = f"'{act.words}' is not for a {person.role} to record or to take back"
        return Objection("by", message, f"It takes a {who} of the register")
    regions: Iterable[str] = filter(None, (run.world.region_of.get(id) for id in recipients_of(body)))
    beyond = sorted({region for region in regions if person.regions and region not in person.regions})
    if beyond:
        return Objection("by", f"{' and '.join(beyond)} is not this person's", "Ask who acts for the region")
    return None
