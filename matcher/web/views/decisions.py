"""Reading one match, seeing what an act would come to, and recording it with its reason: one match at a time."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.explain.pair import why_not
from matcher.ledger import EXPLORED, OUTCOMES, MatchState, NotRecorded, PublishedMatch, own_interest
from matcher.rules.pairs.interests import conflict_paths
from matcher.web import wishes
from matcher.web.context import office, run_called, theirs
from matcher.web.deciding import (
    DETAILS,
    Offered,
    consequences,
    decisions,
    objections,
    offered,
    wishes_of,
    words_of,
    would_object,
)
from matcher.web.forms import Wrong, date_in, text_in
from matcher.web.matches import match_line, who
from matcher.web.project import ShownRun
from matcher.web.reading import act_lines, day, match_page
from matcher.web.reviewer import Standing

bp = Blueprint("decisions", __name__, url_prefix="/runs/<run>")
REASON_AT_MOST = 2000
TO_BE_WRITTEN = "(the reason is still to be written)"
LEGENDS = {
    "outcome": "What the check found",
    "explored": "Was a partnership with a trust explored?",
    "days": "How many days?",
}
CHOICES_OF = {"outcome": OUTCOMES, "explored": EXPLORED}


@bp.get("/matches/<recipient>/<leader>")
def read(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    project, record = office().project, office().project.record(shown)
    held = _held(shown, standing, theirs(shown, standing, recipient), leader)
    line = match_line(shown, held, standing)
    assert line is not None
    wish = _wish(shown, recipient, leader)
    page = match_page(shown, held, record, standing, project.today())
    if held.acts:
        with project.ledger(shown) as ledger:
            page = replace(page, acts=act_lines(held, ledger, standing))
    return render_template(
        "match.html",
        run=shown,
        standing=standing,
        line=line,
        page=page,
        offered=offered(held, standing, bool(wish)),
        wish=wish,
        who=lambda id_: who(shown.opened.world.leaders[shown.opened.world.leader_row[id_]], standing),
    )


@bp.get("/pairs/<recipient>/<leader>")
def pair(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    """A school or trust with another leader: whether it may be, and what would follow."""
    shown, standing = run_called(run)
    world = shown.opened.world
    other = world.leader_row.get(leader)
    row = world.recipient_row[theirs(shown, standing, recipient)]
    if other is None:
        abort(404)
    wish = _wish(shown, recipient, leader)
    return render_template(
        "pair.html",
        run=shown,
        standing=standing,
        recipient=world.recipients[row],
        leader=world.leaders[other],
        who=who(world.leaders[other], standing),
        answer=why_not(shown.finished, row, other),
        paths=conflict_paths(world, row, other) if standing.reviewer.sees_names else (),
        wish=wish,
        wishes=wishes_of(bool(wish)) if standing.decides else {},
    )


@bp.get("/matches/<recipient>/<leader>/decide")
def consider(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    held = _asked_about(shown, standing, theirs(shown, standing, recipient), leader)
    act = request.args.get("act", "")
    if not act:
        return redirect(url_for("decisions.read", run=run, recipient=recipient, leader=leader, nothing=1), 303)
    return _page(shown, standing, held, act, {}, ())


@bp.post("/matches/<recipient>/<leader>/decide")
def record(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    held = _asked_about(shown, standing, theirs(shown, standing, recipient), leader)
    act = request.form.get("act", "")
    form = {name: text_in(request.form, name, REASON_AT_MOST) for name in request.form}
    on, reason = date_in(form, "on"), form.get("reason", "")
    wrong = [] if reason else [Wrong("reason", "Write why, in a sentence that may be read out later")]
    if on is None:
        wrong.append(Wrong("on", "Write the day on which it was decided: day, month and year"))
    elif on > office().project.today():
        wrong.append(Wrong("on", "The day has not come yet: write the day on which it was decided"))
    wrong += _missing(act, form)
    if wrong or on is None:
        return _page(shown, standing, held, act, form, tuple(wrong))
    if standing.person is None or act not in {o.name for o in _open_acts(shown, held, standing)}:
        return _page(shown, standing, held, act, form, (Wrong("reason", "This cannot be done now"),))
    if act in wishes_of(True):
        return _wished(shown, standing, held, act, on.isoformat(), reason)
    wanted = decisions(act, held, shown, standing, on, reason, _detail(act, form))
    try:
        with office().project.ledger(shown) as ledger:
            asked = ledger.decide(wanted, shown.opened)
    except NotRecorded as refused:
        found = [
            Wrong(_field(o.column), f"{o.message[:1].upper()}{o.message[1:]}. {o.suggestion}")
            for o in objections(refused.asked)
        ]
        return _page(shown, standing, held, act, form, tuple(found))
    lines = [a.line or a.already for a in asked]
    new = any(a.line for a in asked)
    said = "Recorded" if new else "This was recorded before; nothing was added. It is"
    flash(f"{said} in line {' and '.join(str(n) for n in lines)} of the ledger.")
    return redirect(url_for("decisions.read", run=run, recipient=recipient, leader=leader), 303)


def _open_acts(shown: ShownRun, held: MatchState, standing: Standing) -> tuple[Offered, ...]:
    return offered(held, standing, bool(_wish(shown, held.match.recipient, held.match.leader)))


def _missing(act: str, form: dict[str, str]) -> list[Wrong]:
    needed = DETAILS.get(act)
    if needed is None:
        return []
    given = form.get(needed, "")
    if needed in CHOICES_OF:
        return [] if given in CHOICES_OF[needed] else [Wrong(needed, "Choose one")]
    good = given.isascii() and given.isdigit() and 0 < int(given[:4]) < 1000
    return [] if good else [Wrong(needed, "Write whole days, 1 or more")]


def _detail(act: str, form: dict[str, str]) -> dict[str, int | str]:
    needed = DETAILS.get(act)
    if needed is None:
        return {}
    return {needed: form[needed] if needed in CHOICES_OF else int(form[needed])}


def _wished(
    shown: ShownRun, standing: Standing, held: MatchState, kind: str, on: str, reason: str
) -> ResponseReturnValue:
    assert standing.person is not None
    recipient, leader = held.match.recipient, held.match.leader
    tie = own_interest(standing.person, recipient, leader, shown.opened.world)
    if tie:
        against = Wrong("reason", f"This person may not decide here: {tie}. Somebody without an interest decides")
        return _page(shown, standing, held, kind, {"reason": reason}, (against,))
    wish = wishes.Wish(kind, recipient, leader, reason, standing.person.id, on, shown.opened.policy.name)
    new = wishes.add(office().project.folder, wish)
    flash("Written down for the next proposal." if new else "This was written down before; nothing was added.")
    page = "decisions.pair" if held.run == "" else "decisions.read"
    return redirect(url_for(page, run=shown.name, recipient=recipient, leader=leader), 303)


def _page(
    shown: ShownRun, standing: Standing, held: MatchState, act: str, form: dict[str, str], wrong: tuple[Wrong, ...]
) -> ResponseReturnValue:
    found = next((o for o in _open_acts(shown, held, standing) if o.name == act), None)
    if found is None and not wrong:
        abort(404)
    project = office().project
    against = []
    if act not in wishes_of(True) and standing.person is not None and found is not None and not wrong:
        wanted = decisions(act, held, shown, standing, project.today(), TO_BE_WRITTEN, _placeholder(act))
        with project.ledger(shown) as ledger:
            against = [o for o in would_object(ledger, wanted, shown) if o.column != "reason"]
    line = match_line(shown, held, standing)
    today = project.today()
    page = render_template(
        "decide.html",
        run=shown,
        standing=standing,
        line=line,
        held=held,
        act=act,
        words_said=words_of(act),
        legends=LEGENDS,
        consequences=consequences(act, held, shown) if found is not None else (),
        against=against,
        form=form or {"on-day": str(today.day), "on-month": str(today.month), "on-year": str(today.year)},
        wrong=wrong,
        needed=DETAILS.get(act),
        choices=CHOICES_OF.get(DETAILS.get(act, ""), ()),
        done=found is None,
    )
    return page, 422 if wrong else 200


def _placeholder(act: str) -> dict[str, int | str]:
    """The detail with which an act is tried before the form is filled in."""
    needed = DETAILS.get(act)
    if needed is None:
        return {}
    return {needed: CHOICES_OF[needed][0] if needed in CHOICES_OF else 1}


def _field(column: str) -> str:
    return column if column in ("reason", "on", "outcome", "days", "explored") else "reason"


def _held(shown: ShownRun, standing: Standing, recipient: str, leader: str) -> MatchState:
    states = shown.states(office().project.record(shown))
    found = next((s for s in states if (s.match.recipient, s.match.leader) == (recipient, leader)), None)
    if found is None or leader not in shown.opened.world.leader_row:
        abort(404)
    return found


def _asked_about(shown: ShownRun, standing: Standing, recipient: str, leader: str) -> MatchState:
    """The match, or a pair that was never proposed, about which only the next proposal can be told something."""
    states = shown.states(office().project.record(shown))
    found = next((s for s in states if (s.match.recipient, s.match.leader) == (recipient, leader)), None)
    if found is not None:
        return found
    world = shown.opened.world
    if leader not in world.leader_row:
        abort(404)
    body = world.recipients[world.recipient_row[recipient]]
    bare = PublishedMatch(
        recipient=recipient, leader=leader, region=body.region, kind=body.kind, days=0, team_days=0, pence=0
    )
    return MatchState(term=shown.opened.term, match=bare, run="", state="replaced")


def _wish(shown: ShownRun, recipient: str, leader: str) -> str:
    """What stands about this pair for the next proposal, in words."""
    found = wishes.standing_wishes(office().project.folder, shown.opened.policy.name)
    mine = next((w for w in found if (w.recipient, w.leader) == (recipient, leader)), None)
    if mine is None:
        return ""
    said = {wishes.PIN: "fixed in", wishes.FORBID: "ruled out of"}[mine.kind]
    return f"Since {day(mine.on)} this pair is {said} the next proposal: {mine.reason}"
