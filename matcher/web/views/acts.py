"""Seeing what an act would come to, and recording it with its reason: one match at a time."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.ledger import Asked, Decision, Ledger, MatchState, NotRecorded, Objection, PublishedMatch
from matcher.ledger.acts import WITHDRAW
from matcher.web import wishes
from matcher.web.context import office, run_called, theirs
from matcher.web.deciding import (
    Offered,
    consequences,
    decisions,
    objections,
    offered,
    tied,
    words_of,
    would_object,
)
from matcher.web.elsewhere import all_ours
from matcher.web.forms import (
    CHOICES_OF,
    DETAILS,
    LEGENDS,
    Wrong,
    date_fields,
    date_in,
    detail_in,
    missing,
    placeholder,
    text_in,
)
from matcher.web.matches import match_line
from matcher.web.project import ShownRun
from matcher.web.reading import meanwhile, seen_up_to
from matcher.web.reviewer import Standing
from matcher.web.views.decisions import state_of
from matcher.web.wishes import Wish

bp = Blueprint("acts", __name__, url_prefix="/runs/<run>/matches/<recipient>/<leader>/decide")
REASON_AT_MOST = 2000
TO_BE_WRITTEN = "(the reason is still to be written)"
FIELDS = ("act", "reason", "seen", "on-day", "on-month", "on-year", *CHOICES_OF, "days")
AGAIN = "Somebody decided about this match while you were writing. Nothing of yours was recorded: read it, then decide"


@bp.get("")
def consider(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    held = _asked_about(shown, theirs(shown, standing, recipient), leader)
    act = request.args.get("act", "")
    if not act:
        return redirect(url_for("decisions.read", run=run, recipient=recipient, leader=leader, nothing=1), 303)
    return _page(shown, standing, held, act, {}, ())


@bp.post("")
def record(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    held = _asked_about(shown, theirs(shown, standing, recipient), leader)
    form = {name: text_in(request.form, name, REASON_AT_MOST) for name in FIELDS}
    act, on = form["act"], date_in(form, "on")
    wrong = _wrong(form)
    if wrong or on is None:
        return _page(shown, standing, held, act, form, wrong)
    if standing.person is None or words_of(act) == "":
        return _page(shown, standing, held, act, form, (Wrong("reason", "This cannot be done now"),))
    tie = tied(act, standing, held, shown)
    if tie:
        against = Wrong("reason", f"This person may not decide here: {tie}. Somebody without an interest decides")
        return _page(shown, standing, held, act, form, (against,))
    of_file = _of_file(shown, held) if act == WITHDRAW else None
    if of_file:
        wishes.withdraw(office().project.folder, of_file, form["reason"], standing.person.id, on.isoformat())
        flash("The line of pins-and-forbids.csv is taken back; what was written there stays readable.")
        return _back(shown, held)
    wanted = decisions(act, held, shown, standing, on, form["reason"], detail_in(act, form))
    return _recorded(shown, standing, held, form, wanted)


def _recorded(
    shown: ShownRun, standing: Standing, held: MatchState, form: dict[str, str], wanted: tuple[Decision, ...]
) -> ResponseReturnValue:
    act = form["act"]
    with office().project.ledger(shown) as ledger:
        repeated = all(a.already for a in ledger.try_(wanted, shown.opened))
        if not repeated and meanwhile(held, form["seen"]):
            return _page(shown, standing, held, act, form, (Wrong("reason", AGAIN),))
        if not repeated and act not in {o.name for o in _open_acts(shown, held, standing)}:
            return _page(shown, standing, held, act, form, _refused(ledger, wanted, shown))
        try:
            asked = ledger.decide(wanted, shown.opened)
        except NotRecorded as refused:
            return _page(shown, standing, held, act, form, _said(refused.asked))
    lines = " and ".join(str(a.line or a.already) for a in asked)
    said = "This was recorded before; nothing was added. It is" if repeated else "Recorded"
    flash(f"{said} in line {lines} of the ledger.")
    return _back(shown, held)


def _refused(ledger: Ledger, wanted: tuple[Decision, ...], shown: ShownRun) -> tuple[Wrong, ...]:
    """Why an act that is not offered any more is not: in the ledger's own words, which tell who decided what."""
    return _said(ledger.try_(wanted, shown.opened)) or (Wrong("reason", "This cannot be done now"),)


def _said(asked: tuple[Asked, ...]) -> tuple[Wrong, ...]:
    found = ((_field(o.column), f"{o.message[:1].upper()}{o.message[1:]}. {o.suggestion}") for o in objections(asked))
    return tuple(Wrong(field, message) for field, message in found)


def _back(shown: ShownRun, held: MatchState) -> ResponseReturnValue:
    page = "decisions.read" if held.run else "decisions.pair"
    return redirect(url_for(page, run=shown.name, recipient=held.match.recipient, leader=held.match.leader), 303)


def _open_acts(shown: ShownRun, held: MatchState, standing: Standing) -> tuple[Offered, ...]:
    found = office().project.wishes(shown)
    pair = held.match.recipient, held.match.leader
    return offered(held, standing, any((w.recipient, w.leader) == pair for w in found))


def _of_file(shown: ShownRun, held: MatchState) -> Wish | None:
    pair = held.match.recipient, held.match.leader
    found = office().project.wishes(shown)
    return next((w for w in found if (w.recipient, w.leader) == pair and not w.line), None)


def _wrong(form: dict[str, str]) -> tuple[Wrong, ...]:
    on = date_in(form, "on")
    wrong = [] if form["reason"] else [Wrong("reason", "Write why, in a sentence that may be read out later")]
    if on is None:
        wrong.append(Wrong("on", "Write the day on which it was decided: day, month and year"))
    elif on > office().project.today():
        wrong.append(Wrong("on", "The day has not come yet: write the day on which it was decided"))
    return (*wrong, *missing(form["act"], form))


def _page(
    shown: ShownRun,
    standing: Standing,
    held: MatchState,
    act: str,
    form: dict[str, str],
    wrong: tuple[Wrong, ...],
) -> ResponseReturnValue:
    open_ = any(o.name == act for o in _open_acts(shown, held, standing))
    if not open_ and (not wrong or not words_of(act)):
        abort(404)
    page = render_template(
        "decide.html",
        run=shown,
        standing=standing,
        line=match_line(shown, held, standing),
        held=held,
        act=act,
        words_said=words_of(act),
        legends=LEGENDS,
        consequences=_consequences(shown, standing, held, act) if open_ else (),
        against=_against(shown, standing, held, act) if open_ and not wrong else (),
        meanwhile=meanwhile(held, form.get("seen", "")),
        seen=seen_up_to(held),
        form=form or date_fields("on", office().project.today()),
        wrong=wrong,
        needed=DETAILS.get(act),
        choices=CHOICES_OF.get(DETAILS.get(act, ""), ()),
        done=not open_,
    )
    return page, 422 if wrong else 200


def _consequences(shown: ShownRun, standing: Standing, held: MatchState, act: str) -> tuple[str, ...]:
    stands = office().project.as_it_stands(shown)
    return all_ours(shown, standing, consequences(act, held, shown, stands))


def _against(shown: ShownRun, standing: Standing, held: MatchState, act: str) -> tuple[str, ...]:
    """What would refuse the act whatever the form said."""
    tie = tied(act, standing, held, shown)
    if tie:
        return (f"this person may not decide here: {tie}. Somebody without an interest decides",)
    if act == WITHDRAW and _of_file(shown, held):
        return ()
    today = office().project.today()
    wanted = decisions(act, held, shown, standing, today, TO_BE_WRITTEN, placeholder(act))
    with office().project.ledger(shown) as ledger:
        found = would_object(ledger, wanted, shown)
    return tuple(f"{o.message}. {_todo(o)}" for o in found if o.column != "reason")


def _todo(against: Objection) -> str:
    """The ledger's advice; but a refusal on the day of the last decision has no later day to write yet."""
    if against.message.startswith("decided meanwhile"):
        return "It can be recorded from tomorrow on; if the earlier line was a mistake, have that mended"
    return against.suggestion


def _field(column: str) -> str:
    return column if column in ("reason", "on", "outcome", "days", "explored") else "reason"


def _asked_about(shown: ShownRun, recipient: str, leader: str) -> MatchState:
    """The match, or a pair that was never proposed, about which only the next proposal can be told something."""
    world = shown.opened.world
    if leader not in world.leader_row:
        abort(404)
    found = state_of(shown, recipient, leader)
    if found is not None:
        return found
    body = world.recipients[world.recipient_row[recipient]]
    bare = PublishedMatch(
        recipient=recipient, leader=leader, region=body.region, kind=body.kind, days=0, team_days=0, pence=0
    )
    return MatchState(term=shown.opened.term, match=bare, run="", state="replaced")
