"""What changed since the proposal before: who lost, got or changed a leader, by name, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

import numpy as np

from matcher.case.pair.facts import of_choice
from matcher.case.tables.changes import GONE, KINDS, ChangedCase, changed_cases, kind_words
from matcher.case.visible import leader_label, reason_seen
from matcher.explain.bodies import recipient_names, why
from matcher.explain.why.pair import PairAnswer, why_not
from matcher.explain.why_not.full_limits import days_kept_from
from matcher.ledger import Record, act_words
from matcher.ledger.history.last_published import LastPublished, last_before
from matcher.ledger.log.acts import REFUSED
from matcher.ledger.replan.left_alone import returned
from matcher.policy import ANY
from matcher.rules.choices import pairs_at
from matcher.runs.closing import closed, closed_by
from matcher.runs.published import PublishedRun
from matcher.web.content.rise.adviser_changes import AdviserChangeLine, adviser_change_lines
from matcher.web.content.term.left_alone import left_alone_said
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of, seen
from matcher.web.reviewer import Permissions
from matcher.wording import words
from matcher.wording.messages import Message, message, plain
from matcher.wording.terms import LEADER
from matcher.wording.wording import standing
from matcher.year_ahead.holds import refused_ids
from matcher.year_ahead.wait_words import WAIT_REFUSED, kept_leader

ASKED_AT_MOST = 40  # pairs that are planned again to say what keeping them would cost


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One school or trust as the page shows it; `leader_id` links to its match, '' where it has none."""

    recipient_id: str
    name: str
    before: str
    now: str
    why: str
    leader_id: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """`since` is the day on which the proposal before was made; `groups` are headings with their lines."""

    since: date
    of_another_term: bool
    matched: int
    matched_before: int
    groups: tuple[tuple[str, tuple[ChangeLine, ...]], ...]
    same: int

    @property
    def number(self) -> int:
        return sum(len(lines) for _, lines in self.groups)


def changes_page(
    run: ReviewRun, record: Record, permissions: Permissions, published: Mapping[str, date]
) -> ChangesPage | None:
    """None where the ledger has no proposal before this one for its regions. `published`: the day of each run by id."""
    earlier = _before(run, record)
    if not earlier.runs:
        return None
    world, mine = run.opened.world, _regions_seen(run, permissions)
    before = {m.recipient: m.leader for m in earlier.matches if mine(m.region)}
    now = {m.recipient: m.leader for m in run.opened.published.matches if mine(m.region)}
    here = [r.id for r in world.recipients if mine(r.region)]
    known = {id for one in earlier.runs for id in one.eligible if mine(_region(run, id))}
    yeses = {(m.match.recipient, m.match.leader) for m in record.matches.values() if m.one_yes}
    found = changed_cases(before, now, here, known, yeses)
    advised = adviser_change_lines(run, record, permissions, earlier, mine)
    moved = {x.recipient_id for x in found if x.kind != GONE} | {x.recipient_id for x in advised}
    return ChangesPage(
        max(published.get(one.run, date.fromisoformat(one.as_at)) for one in earlier.runs),
        earlier.runs[0].term != run.opened.term,
        len(now),
        len(before),
        (*_groups(run, record, permissions, found), *_of_advisers(advised)),
        len(set(here) - moved),
    )


def _of_advisers(lines: Iterable[AdviserChangeLine]) -> Iterator[tuple[str, tuple[ChangeLine, ...]]]:
    for kind, of_kind in groupby(lines, key=lambda x: x.kind):
        yield kind, tuple(ChangeLine(x.recipient_id, x.name, x.before, x.now, x.why, "") for x in of_kind)


def _before(run: ReviewRun, record: Record) -> LastPublished:
    """What stood published for the run's regions before it: of its term, else of the last term before."""
    own = record.run(run.opened.id)
    regions = run.opened.policy.regions
    earlier = replace(record, runs=tuple(r for r in record.runs if r.run != run.opened.id and _is_before(r, own)))
    earlier = earlier.within(regions) if regions is not None else earlier
    return last_before(earlier, run.opened.term)


def _is_before(one: PublishedRun, own: PublishedRun | None) -> bool:
    return own is None or one.seq < own.seq


def _region(run: ReviewRun, id: str) -> str:
    assessed = run.opened.assessments.get(id)
    return assessed.region if assessed else ""


def _regions_seen(run: ReviewRun, permissions: Permissions) -> Callable[[str], bool]:
    of_run = run.opened.policy.regions
    return lambda region: bool(region) and permissions.sees(region) and (of_run is None or region in of_run)


# One school or trust each.


def _groups(
    run: ReviewRun, record: Record, permissions: Permissions, found: tuple[ChangedCase, ...]
) -> Iterator[tuple[str, tuple[ChangeLine, ...]]]:
    for kind in KINDS:
        lines = [_line(run, record, permissions, x) for x in found if x.kind == kind]
        if lines:
            yield kind_words(kind), tuple(sorted(lines, key=lambda x: (x.name.casefold(), x.recipient_id)))


def _line(run: ReviewRun, record: Record, permissions: Permissions, x: ChangedCase) -> ChangeLine:
    assessed = run.opened.assessments.get(x.recipient_id)
    row = run.opened.world.recipient_row.get(x.recipient_id)
    school = run.opened.facts.schools.get(x.recipient_id)
    name = assessed.name if assessed else school.name if school else x.recipient_id
    name = run.opened.world.recipients[row].name if row is not None else name
    was, now = (_label(run, permissions, leader) for leader in (x.was, x.now))
    return ChangeLine(
        x.recipient_id, name, was, "–" if x.kind == GONE else now, _why(run, record, permissions, x), x.now
    )


def _label(run: ReviewRun, permissions: Permissions, leader: str) -> str:
    if not leader:
        return f"No {LEADER}"
    row = run.opened.world.leader_row.get(leader)
    if row is None:
        return f"{LEADER:C} {leader}, no longer on the register"
    return leader_label(run.opened.world.leaders[row], reader_of(permissions))


def _why(run: ReviewRun, record: Record, permissions: Permissions, x: ChangedCase) -> str:
    """The refusal that came between; why it may no longer be offered support; else what keeping it would cost."""
    before = record.matches.get((run.opened.term, x.recipient_id, x.was))
    if before is not None and before.state == REFUSED and before.refusal:
        return f"Refused: {act_words(before.refusal)}"
    said = left_alone_said(run, record) if x.was != x.now else {}
    left_alone_because = said.get((x.recipient_id, ANY)) or said.get((x.recipient_id, x.was))
    if left_alone_because:
        return left_alone_because
    if x.kind == GONE:
        return _why_gone(run, permissions, x)
    unmatched = run.unmatched.get(x.recipient_id)
    if x.was and x.was != x.now and x.recipient_id not in run.opened.holds:
        return words.capital(seen(permissions, _kept_would(run, x)))
    if not x.now and unmatched:
        return unmatched.reason
    if x.now and not x.was and x.recipient_id in refused_ids(run.opened.policy):
        return f"{WAIT_REFUSED}. {_standing(run, x)}".strip()
    again = returned(record, {x.recipient_id: x.now}, run.opened.policy).get(x.recipient_id)
    return f"{seen(permissions, again) if again else ''} {_standing(run, x)}".strip()


def _why_gone(run: ReviewRun, permissions: Permissions, x: ChangedCase) -> str:
    """Its verdict; of a school that has closed, when, and as which it goes on where the reader may see that one."""
    assessed = run.opened.assessments.get(x.recipient_id)
    ended = closed_by(run.opened.facts, x.recipient_id, run.opened.policy.as_at)
    if ended is not None and permissions.sees(_region(run, ended.successor) if ended.successor else ""):
        return f"It {closed(ended)}"
    if ended is not None:
        return f"It {closed(replace(ended, successor=''))}"
    if assessed is None:
        return "It is in no file any more"
    return f"{assessed.verdict_words}. {reason_seen(run.finished, reader_of(permissions), assessed)}"


def _standing(run: ReviewRun, x: ChangedCase) -> str:
    """How near and how fit the leader is that it has now; '' where nothing changed but that it qualifies."""
    number = run.finished.match_of.get(run.opened.world.recipient_row[x.recipient_id])
    if number is None:
        return ""
    found = of_choice(run.finished, number).standing
    return words.capital(standing(found)) if found else ""


def _kept_would(run: ReviewRun, x: ChangedCase) -> Message:
    """Why it does not keep its leader: a rule, no room, or whom keeping it would cost; worked out once for a run."""
    memo: dict[tuple[str, str], Message] = run.finished.memo.setdefault("what changed", {})
    key = x.recipient_id, x.was
    if key not in memo:
        if len(memo) >= ASKED_AT_MOST:
            return plain(f"The page of the pair says what keeping the {LEADER} would cost")
        memo[key] = _cost(run, x)
    return memo[key]


def _cost(run: ReviewRun, x: ChangedCase) -> Message:
    world = run.opened.world
    row, other = world.recipient_row.get(x.recipient_id), world.leader_row.get(x.was)
    if row is None or other is None:
        return plain(f"The {LEADER} is no longer on the register")
    rule = run.opened.rulebook.provider("leaders").bar(world, pairs_at(world, np.array([row]), np.array([other])))
    if rule is not None:
        return message("{why}", why=why(world, rule, row, other))
    kept = days_kept_from(run.finished, row, other)
    if kept:
        return plain(kept_leader(kept))
    answer = why_not(run.finished, row, other)
    if answer.consequence is None:
        return answer.said[0] if answer.said else plain("It can no longer be proposed")
    return _cost_of(run, answer)


def _cost_of(run: ReviewRun, answer: PairAnswer) -> Message:
    assert answer.consequence is not None
    world, then = run.opened.world, answer.consequence
    if then.leaves:
        its = "its" if len(then.leaves) == 1 else "their"
        text = f"Keeping it would cost {{who}} {its} {LEADER}{'' if len(then.leaves) == 1 else 's'}"
        return message(text, who=recipient_names(world, then.leaves))
    moves = [m.recipient_id for m in then.moves if m.recipient_id != answer.recipient_id]
    if moves:
        return message(f"Keeping it would give {{who}} another {LEADER}", who=recipient_names(world, moves))
    return next(iter(answer.said), plain("Another is better by the goals"))
