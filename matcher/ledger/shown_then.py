"""Evidence, proposal, reasons, alternatives and declared interests of one school or trust, as its runs then said."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.ledger.as_at import recorded_on
from matcher.ledger.checks import checks_of
from matcher.ledger.known import Known, acted
from matcher.ledger.pieces import EXCEPTION, INTEREST, OTHERS, Entry, Personal, Piece
from matcher.ledger.states import PublishedMatch, PublishedRun
from matcher.ledger.then import Row, Then
from matcher.rules.pairs.columns import in_words
from matcher.words import count, flag, pounds

DECLARED = (
    "sign-off",
    "declared",
    "colleague-interest",
    "potential-sponsor",
    "broker-interest",
)  # flags that tell of it
BY_EXCEPTION = "by-exception"
_OF_REQUESTS = ("by exception", "request ")  # whoever asks and whoever approves stands in these sentences
Said = tuple[Piece, ...]


def evidence(known: Known) -> Iterator[Entry]:
    """Why each run found it eligible, with the cells that it rests on; what a run said again is not repeated."""
    yield from _each_once(known, _evidence)


def what_was_shown(known: Known) -> Iterator[Entry]:
    """What each run proposed, and why, with the alternatives; what a run showed again is not repeated."""
    yield from _each_once(known, _shown)


def _each_once(known: Known, tell: object) -> Iterator[Entry]:
    assert callable(tell)
    before: list[Said] = []
    for run, then in known.runs:
        told: list[Said] = list(tell(known, run, then))
        where = f"Run {run.run}"
        if told == before:
            yield Entry((f"{where} ({run.term}): the same again. {then.said}",), *_place(known, run))
            continue
        first = (f"{where} ({run.term}, facts as at {run.as_at}). {then.said}",)
        yield Entry(first, *_place(known, run))
        yield from (Entry(said) for said in told)
        before = told


def _place(known: Known, run: PublishedRun) -> tuple[str, str, int]:
    body = known.moment.known[run.seq - 1].body
    day = str(recorded_on(body))
    return day, day, run.seq


def _evidence(known: Known, run: PublishedRun, then: Then) -> Iterator[Said]:
    since = run.eligible.get(known.recipient)
    if since:
        yield (f"Eligible since {since}, as the ledger's line says.",)
    row = then.rows.get("eligibility.csv")
    if not then.believed or row is None:
        yield ("Why it was eligible is not known any more: it stood in the run folder.",)
        return
    reason, cells = row["reason"], [c.strip() for c in row["evidence"].split(";") if c.strip()]
    if then.opened is not None:  # what was sealed counts, not the table
        verdict = then.opened.assessments[known.recipient].verdict
        reason, cells = verdict.reason, [str(cell) for cell in verdict.evidence]
    for text in (reason, *cells):
        named = row["route"] == BY_EXCEPTION or any(word in text.casefold() for word in _OF_REQUESTS)
        yield (Personal(text, EXCEPTION) if named else text,)


def _shown(known: Known, run: PublishedRun, then: Then) -> Iterator[Said]:
    match = next((m for m in run.matches if m.recipient == known.recipient), None)
    if match is None:
        yield from _unmatched(then.rows.get("unmatched.csv"), then)
        return
    team = f", {match.team_days} of them the leadership team's" if match.team_days else ""
    yield "Proposed: ", known.leader(match.leader), f", {count(match.days, 'day')}{team}, {pounds(match.pence)}."
    for g in run.governance:
        if g.recipient == known.recipient:
            yield (f"With it {count(g.days, 'day')} of governance support, {pounds(g.pence)}.",)
    yield from _to_know(match)
    row = then.rows.get("proposals.csv")
    if not then.believed or row is None:
        yield ("Its reason and its reserves are not known any more: they stood in the run folder.",)
        return
    yield (f"Why, as shown: {row.get('Why this leader', '')}",)
    reserves = "; ".join(row.get("Reserves, in order", "").splitlines())
    yield ("Alternatives, as shown: ", Personal(reserves, OTHERS) if reserves else "no reserve.")


def _to_know(match: PublishedMatch) -> Iterator[Said]:
    for name in match.flags:
        yield "To know before deciding: ", Personal(flag(name), INTEREST) if name in DECLARED else flag(name), "."


def _unmatched(row: Row | None, then: Then) -> Iterator[Said]:
    yield ("No leader was proposed for it.",)
    if not then.believed or row is None:
        yield ("Why is not known any more: it stood in the run folder.",)
        return
    yield (f"Why, as shown: {row['reason']}.",)
    if row["nearest_change"]:
        yield "What was nearest to changing that: ", Personal(row["nearest_change"], OTHERS)


def conflicts(known: Known) -> Iterator[Entry]:
    """Per leader: what the register said when the run was made, then every check that was written down since."""
    mended = known.mended()
    for leader in known.leaders:
        yield from (Entry(said) for said in _register(known, leader))
        for body in checks_of([line.body for line in known.moment.known], known.recipient, leader):
            yield acted(body, known, mended.get(body["seq"], ""))


def _register(known: Known, leader: str) -> Iterator[Said]:
    told = known.leader(leader)
    then = next((t for _, t in reversed(known.runs) if _knows(t, known.recipient, leader)), None)
    if then is None or then.opened is None:
        yield told, ": what the register said of interests stood in a run folder that cannot be read any more."
        return
    world = then.opened.world
    checked = world.leaders[world.leader_row[leader]].interests_checked_on
    said = f"last checked on {checked}" if checked else "never checked"
    yield told, f": by the register of the run of {then.opened.published.as_at}, {said}."
    from matcher.rules.pairs.interests import conflict_paths

    paths = conflict_paths(world, world.recipient_row[known.recipient], world.leader_row[leader])
    if not paths:
        yield told, ": no declared interest joined the two."
    for path in paths:
        state = "" if path.active else " It had expired."
        by = f" by the {path.declared_by}" if path.declared_by else ""
        words = f"{path.relation}, level {path.level}, declared{by} on {in_words(path.declared_on)}.{state}"
        yield told, ": ", Personal(f"{words} {'; '.join(path.steps)}.", INTEREST)


def _knows(then: Then, recipient: str, leader: str) -> bool:
    opened = then.opened
    return opened is not None and recipient in opened.world.recipient_row and leader in opened.world.leader_row
