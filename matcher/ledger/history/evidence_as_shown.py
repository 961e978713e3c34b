"""Story sections taken from run folders: evidence, proposal, reasons, alternatives and declared interests."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.case.visible import evidence_words
from matcher.ledger.checks.interest_checks import checks_of
from matcher.ledger.history.known_on_a_day import KnownOnDay, act_entry
from matcher.ledger.history.passages import DESCRIBED, EXCEPTION, INTEREST, OTHERS, Entry, Passage, RedactableText
from matcher.ledger.history.run_as_published import Row, RunAsPublished
from matcher.ledger.log.as_at import recorded_on
from matcher.report.safe_cells import untamed
from matcher.rules.labels import flag
from matcher.rules.pairs.pair_sets import date_text
from matcher.runs.published import PublishedMatch, PublishedRun
from matcher.wording.terms import LEADER
from matcher.wording.wording import NEVER, Interests, day, interests
from matcher.wording.words import count, pounds

DECLARED = (
    "sign-off",
    "declared",
    "colleague-interest",
    "potential-sponsor",
    "broker-interest",
)  # flags that reveal a declared interest
Sentence = tuple[Passage, ...]


def evidence(snapshot: KnownOnDay) -> Iterator[Entry]:
    """Why each run found the recipient eligible, with its source cells; an unchanged run is not repeated."""
    yield from _each_once(snapshot, _evidence)


def what_was_shown(snapshot: KnownOnDay) -> Iterator[Entry]:
    """What each run proposed, its reason and the alternatives; a run equal to the one before is not repeated."""
    yield from _each_once(snapshot, _proposal_as_shown)


def _each_once(snapshot: KnownOnDay, tell: object) -> Iterator[Entry]:
    assert callable(tell)
    before: list[Sentence] = []
    for run, as_published in snapshot.runs:
        passages: list[Sentence] = list(tell(snapshot, run, as_published))
        where = f"Run {run.run}"
        if passages == before:
            yield Entry((f"{where} ({run.term}): the same again. {as_published.source_note}",), *_place(snapshot, run))
            continue
        first = (f"{where} ({run.term}, facts as at {day(run.as_at)}). {as_published.source_note}",)
        yield Entry(first, *_place(snapshot, run))
        yield from (Entry(sentence) for sentence in passages)
        before = passages


def _place(snapshot: KnownOnDay, run: PublishedRun) -> tuple[str, str, int]:
    body = snapshot.moment.known_lines[run.seq - 1].body
    day = str(recorded_on(body))
    return day, day, run.seq


def _evidence(snapshot: KnownOnDay, run: PublishedRun, as_published: RunAsPublished) -> Iterator[Sentence]:
    since = run.eligible.get(snapshot.recipient)
    if since:
        yield (f"Eligible since {day(since)}, as the ledger's line says.",)
    row = as_published.rows.get("eligibility.csv")
    if as_published.opened is None or row is None:
        yield ("Why it was eligible is not known any more: it stood in the run folder.",)
        return
    # what was sealed counts, not the table
    verdict, requests = as_published.opened.assessments[snapshot.recipient].verdict, as_published.opened.facts.requests
    sources = {r.source for r in requests if r.id == snapshot.recipient}
    yield (RedactableText(verdict.reason, EXCEPTION) if sources else verdict.reason,)
    for cell in verdict.evidence:  # a cell of a request says who asked and who approved
        text = evidence_words(cell)
        yield (RedactableText(text, EXCEPTION) if cell.source in sources else text,)


def _proposal_as_shown(snapshot: KnownOnDay, run: PublishedRun, as_published: RunAsPublished) -> Iterator[Sentence]:
    match = next((m for m in run.matches if m.recipient == snapshot.recipient), None)
    if match is None:
        yield from _unmatched(as_published.rows.get("unmatched.csv"), as_published)
        return
    team = f", {match.team_days} of them the leadership team's" if match.team_days else ""
    days = f", {count(match.days, 'day')}{team}" if match.days else ""
    yield "Proposed: ", snapshot.leader(match.leader), f"{days}, {pounds(match.pence)}."
    for g in run.governance:
        if g.recipient == snapshot.recipient:
            yield (f"With it {count(g.days, 'day')} of governance support, {pounds(g.pence)}.",)
    yield from _to_know(match)
    row = as_published.rows.get("proposals.csv")
    if not as_published.verified or row is None:
        yield ("Its reason and its reserves are not known any more: they stood in the run folder.",)
        return
    # a role, an organisation and a journey point to one person
    why = next((cell for name, cell in row.items() if name.startswith("Why this ")), "")  # leader, as it is called
    yield "Why, as shown: ", RedactableText(untamed(why), DESCRIBED)
    reserves = "; ".join(untamed(row.get("Reserves, in order", "")).splitlines())
    yield ("Alternatives, as shown: ", RedactableText(reserves, OTHERS) if reserves else "no reserve.")


def _to_know(match: PublishedMatch) -> Iterator[Sentence]:
    for name in match.flags:
        yield "To know before deciding: ", RedactableText(flag(name), INTEREST) if name in DECLARED else flag(name), "."


def _unmatched(row: Row | None, as_published: RunAsPublished) -> Iterator[Sentence]:
    yield (f"No {LEADER} was proposed for it.",)
    if not as_published.verified or row is None:
        yield ("Why is not known any more: it stood in the run folder.",)
        return
    yield (f"Why, as shown: {row['reason']}.",)
    if row["nearest_change"]:
        yield "What was nearest to changing that: ", RedactableText(row["nearest_change"], OTHERS)


def conflicts(snapshot: KnownOnDay) -> Iterator[Entry]:
    """Per leader: the declared interests in the latest readable run, then every check recorded since."""
    mended = snapshot.mended()
    for leader in snapshot.leaders:
        yield from (Entry(sentence) for sentence in _register(snapshot, leader))
        for body in checks_of([line.body for line in snapshot.moment.known_lines], snapshot.recipient, leader):
            yield act_entry(body, snapshot, mended.get(body["seq"], ""))


def _register(snapshot: KnownOnDay, leader: str) -> Iterator[Sentence]:
    leader_text = snapshot.leader(leader)
    as_published = next((t for _, t in reversed(snapshot.runs) if _knows(t, snapshot.recipient, leader)), None)
    if as_published is None or as_published.opened is None:
        yield leader_text, ": what the register said of interests stood in a run folder that cannot be read any more."
        return
    world = as_published.opened.world
    registered = world.leaders[world.leader_row[leader]]
    checked = registered.last_checked_on
    sentence = f"last checked {day(checked)}" if checked else interests(Interests(NEVER))
    by = "with what was recorded since" if registered.check_recorded_on else "by the register"
    yield leader_text, f": {by}, as the run of {day(as_published.opened.published.as_at)} has it, {sentence}."
    from matcher.rules.pairs.interests.conflict_paths import conflict_paths

    paths = conflict_paths(world, world.recipient_row[snapshot.recipient], world.leader_row[leader])
    if not paths:
        yield leader_text, ": no declared interest joined the two."
    for path in paths:
        state = "" if path.active else " It had expired."
        by = f" by the {path.declared_by}" if path.declared_by else ""
        words = f"{path.relation}, level {path.level}, declared{by} on {date_text(path.declared_on)}.{state}"
        yield leader_text, ": ", RedactableText(f"{words} {'; '.join(path.steps)}.", INTEREST)


def _knows(as_published: RunAsPublished, recipient: str, leader: str) -> bool:
    opened = as_published.opened
    return opened is not None and recipient in opened.world.recipient_row and leader in opened.world.leader_row
