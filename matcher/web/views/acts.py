"""Show the consequences of one act about a match, and record it with its reason."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.ledger import Decision, DecisionResult, Ledger, MatchState, NotRecorded, Objection
from matcher.ledger.checks.case_checks import UNTIL_OF
from matcher.ledger.checks.decision_checks import GOES_ON, DecidedMeanwhile
from matcher.ledger.log.acts import ASK, WITHDRAW
from matcher.ledger.notify.notification_order import TooEarly
from matcher.runs.published import PublishedMatch
from matcher.web.content import pins_and_forbids
from matcher.web.content.acts.before_it_goes_on import to_settle_before
from matcher.web.content.acts.consequences import consequences
from matcher.web.content.acts.decision_options import (
    ANOTHER_DAY,
    BOTH,
    AvailableAct,
    available_acts,
    decisions,
    objections,
    reader_conflict,
    suggestion_on_page,
    words_of,
    would_object,
)
from matcher.web.content.cases import case_on
from matcher.web.content.forms import (
    CHOICES_OF,
    DETAILS,
    LEGENDS,
    FieldError,
    date_fields,
    date_in,
    day_errors,
    detail_in,
    missing,
    placeholder,
    reason_errors,
    reason_in,
    text_in,
    until_errors,
    until_in,
)
from matcher.web.content.match_page import acts_since, last_line_shown
from matcher.web.content.matches import match_line
from matcher.web.content.pins_and_forbids import PairConstraint
from matcher.web.project import ReviewRun
from matcher.web.redaction import objection_seen, reader_of
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run, own_recipient
from matcher.web.views.decisions import state_of
from matcher.wording.messages import grouped
from matcher.wording.words import capital

bp = Blueprint("acts", __name__, url_prefix="/runs/<run>/matches/<recipient>/<leader>/decide")
FIELD_AT_MOST = 200
TICKS = ("out_of_order", "day_is_right")
TO_BE_WRITTEN = "(the reason is still to be written)"
DAYS = tuple(f"{day}-{part}" for day in ("on", "until") for part in ("day", "month", "year"))
FIELDS = ("act", "reason", "seen", *TICKS, *DAYS, *CHOICES_OF, "days")
Against = tuple[tuple[str, Objection | None], ...]
AGAIN = "Somebody decided about this match while you were writing. Nothing of yours was recorded: read it, then decide"


@bp.get("")
def consider(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    match_state = _match_or_bare_pair(review_run, own_recipient(review_run, permissions, recipient), leader)
    act = request.args.get("act", "")
    if not act:
        return redirect(url_for("decisions.read", run=run, recipient=recipient, leader=leader, nothing=1), 303)
    return _page(review_run, permissions, match_state, act, {}, ())


@bp.post("")
def record(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    match_state = _match_or_bare_pair(review_run, own_recipient(review_run, permissions, recipient), leader)
    form = {name: text_in(request.form, name, FIELD_AT_MOST) for name in FIELDS} | {"reason": reason_in(request.form)}
    act, on = form["act"], date_in(form, "on")
    wrong = _form_errors(form)
    if wrong or on is None:
        return _page(review_run, permissions, match_state, act, form, wrong)
    if permissions.person is None or words_of(act) == "":
        return _page(
            review_run, permissions, match_state, act, form, (FieldError("reason", "This cannot be done now"),)
        )
    tie = reader_conflict(act, permissions, match_state, review_run)
    if tie:
        against = FieldError("reason", f"This person may not decide here: {tie}. Somebody without an interest decides")
        return _page(review_run, permissions, match_state, act, form, (against,))
    of_file = _of_file(review_run, match_state) if act == WITHDRAW else None
    if of_file:
        pins_and_forbids.withdraw(
            app_state().project.folder, of_file, form["reason"], permissions.person.id, on.isoformat()
        )
        flash("The line of pins-and-forbids.csv is taken back; what was written there stays readable.")
        return _back(review_run, match_state)
    detail = detail_in(act, form) | ({"out_of_order": True} if act == ASK and form["out_of_order"] else {})
    detail |= until_in(act, form)
    wanted = decisions(act, match_state, review_run, permissions, on, form["reason"], detail)
    wanted = tuple(replace(one, dates_accepted=bool(form["day_is_right"])) for one in wanted)
    if form["seen"].isascii() and form["seen"].isdigit():
        wanted = tuple(replace(one, seen=int(form["seen"])) for one in wanted)
    return _recorded(review_run, permissions, match_state, form, wanted)


def _recorded(
    review_run: ReviewRun,
    permissions: Permissions,
    match_state: MatchState,
    form: dict[str, str],
    wanted: tuple[Decision, ...],
) -> ResponseReturnValue:
    act = form["act"]
    with app_state().project.ledger(review_run) as ledger:
        repeated = all(a.already for a in ledger.dry_run(wanted, review_run.opened))
        if not repeated and acts_since(match_state, form["seen"]):
            return _page(review_run, permissions, match_state, act, form, (FieldError("reason", AGAIN),))
        if not repeated and act not in {o.name for o in _open_acts(review_run, match_state, permissions)}:
            return _page(
                review_run, permissions, match_state, act, form, _refused(ledger, wanted, review_run, permissions)
            )
        try:
            results = ledger.decide(wanted, review_run.opened)
        except NotRecorded as refused:
            now = _match_or_bare_pair(review_run, match_state.match.recipient, match_state.match.leader)
            return _page(review_run, permissions, now, act, form, _field_errors(refused.results, permissions))
        for warning in ledger.warnings:
            flash(warning)
    lines = " and ".join(str(a.line or a.already) for a in results)
    message = "This was recorded before; nothing was added. It is" if repeated else "Recorded"
    flash(f"{message} in line {lines} of the ledger.")
    return _back(review_run, match_state)


def _refused(
    ledger: Ledger, wanted: tuple[Decision, ...], review_run: ReviewRun, permissions: Permissions
) -> tuple[FieldError, ...]:
    """Errors for an act that is not available any more: the ledger's objections."""
    return _field_errors(ledger.dry_run(wanted, review_run.opened), permissions) or (
        FieldError("reason", "This cannot be done now"),
    )


def _field_errors(results: tuple[DecisionResult, ...], permissions: Permissions) -> tuple[FieldError, ...]:
    texts = ((o, capital(objection_seen(permissions, o))) for o in objections(results))
    return tuple(FieldError(_tick(o) or _field(o.column), f"{text}. {suggestion_on_page(o)}") for o, text in texts)


def _tick(objection: Objection) -> str:
    """The box whose tick answers an objection; '' for none."""
    return "out_of_order" if isinstance(objection, TooEarly) else "day_is_right" if objection.question else ""


def _back(review_run: ReviewRun, match_state: MatchState) -> ResponseReturnValue:
    page = "decisions.read" if match_state.run else "decisions.pair"
    return redirect(
        url_for(page, run=review_run.name, recipient=match_state.match.recipient, leader=match_state.match.leader), 303
    )


def _open_acts(review_run: ReviewRun, match_state: MatchState, permissions: Permissions) -> tuple[AvailableAct, ...]:
    constraints = app_state().project.pair_constraints(review_run)
    pair = match_state.match.recipient, match_state.match.leader
    constrained = any((w.recipient, w.leader) == pair for w in constraints)
    away = match_state.match.leader in app_state().project.record(review_run).away
    return available_acts(match_state, permissions, constrained, away)


def _of_file(review_run: ReviewRun, match_state: MatchState) -> PairConstraint | None:
    pair = match_state.match.recipient, match_state.match.leader
    constraints = app_state().project.pair_constraints(review_run)
    return next((w for w in constraints if (w.recipient, w.leader) == pair and not w.line), None)


def _form_errors(form: dict[str, str]) -> tuple[FieldError, ...]:
    return (
        *reason_errors(form["reason"], "Write why, in a sentence that may be read out later"),
        *day_errors(form, app_state().project.today()),
        *missing(form["act"], form),
        *until_errors(form["act"], form),
    )


def _page(
    review_run: ReviewRun,
    permissions: Permissions,
    match_state: MatchState,
    act: str,
    form: dict[str, str],
    wrong: tuple[FieldError, ...],
) -> ResponseReturnValue:
    open_ = any(o.name == act for o in _open_acts(review_run, match_state, permissions))
    if not open_ and (not wrong or not words_of(act)):
        abort(404)
    project = app_state().project
    against = _against(review_run, permissions, match_state, act) if open_ and not wrong else ()
    page = render_template(
        "decisions/decide.html",
        run=review_run,
        permissions=permissions,
        line=match_line(review_run, project.record(review_run), match_state, permissions, project.today()),
        match_state=match_state,
        act=act,
        action_title=words_of(act),
        legends=LEGENDS,
        consequences=_consequences(review_run, permissions, match_state, act) if open_ else (),
        against=tuple(text for text, o in against if not (o and o.of_day)),
        of_today=tuple(text for text, o in against if o and o.of_day),
        to_settle=_to_settle(review_run, permissions, match_state, act),
        ask_until=act in UNTIL_OF,
        acts_since=acts_since(match_state, form.get("seen", "")),
        seen=last_line_shown(match_state),
        form=form or date_fields("on", app_state().project.today()),
        wrong=wrong,
        ticks=_ticks(act, form, wrong),
        needed=DETAILS.get(act),
        choices=CHOICES_OF.get(DETAILS.get(act, ""), ()),
        done=not open_,
    )
    return page, 422 if wrong else 200


def _ticks(act: str, form: dict[str, str], wrong: tuple[FieldError, ...]) -> tuple[str, ...]:
    """The boxes that the form offers: asking a school may have come first; a day is asked about once it is odd."""
    asked = {error.field for error in wrong} | {name for name in TICKS if form.get(name)}
    return tuple(name for name in TICKS if name in asked or (name == "out_of_order" and act == ASK))


def _consequences(
    review_run: ReviewRun, permissions: Permissions, match_state: MatchState, act: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    project = app_state().project
    current, record = project.current_plan(review_run), project.record(review_run)
    return grouped(consequences(act, match_state, review_run, current, record), reader_of(permissions))


def _against(review_run: ReviewRun, permissions: Permissions, match_state: MatchState, act: str) -> Against:
    """Objections to the act that do not depend on the form, in words; with the ledger's own where it is one."""
    tie = reader_conflict(act, permissions, match_state, review_run)
    if tie:
        return ((f"this person may not decide here: {tie}. Somebody without an interest decides", None),)
    if act == WITHDRAW and _of_file(review_run, match_state):
        return ()
    today = app_state().project.today()
    wanted = decisions(act, match_state, review_run, permissions, today, TO_BE_WRITTEN, placeholder(act))
    with app_state().project.ledger(review_run) as ledger:
        objections_found = would_object(ledger, wanted, review_run)
    final = (o for o in objections_found if o.column != "reason" and not _tick(o))
    return tuple((f"{objection_seen(permissions, o)}. {_todo(o)}", o) for o in final)


def _to_settle(review_run: ReviewRun, permissions: Permissions, match_state: MatchState, act: str) -> tuple[str, ...]:
    """Before a pair goes on: what is to be settled about it, and what its leader declared, as on its page."""
    if act not in (BOTH, *GOES_ON):
        return ()
    project = app_state().project
    recipient, texts = match_state.match.recipient, project.texts(review_run, permissions)
    case = case_on(review_run, project.record(review_run), permissions, recipient, project.today(), texts)
    offer = case.offer_of(match_state.match.leader)
    return to_settle_before(case, offer) if offer else ()


def _todo(against: Objection) -> str:
    """The ledger's suggestion, except on the day of the last decision, when no later day can be written yet."""
    if against.of_day:
        return ANOTHER_DAY
    if isinstance(against, DecidedMeanwhile):
        return "It can be recorded from tomorrow on; if the earlier line was a mistake, have that mended"
    return against.suggestion


def _field(column: str) -> str:
    return column if column in ("reason", "on", "outcome", "days", "explored") else "reason"


def _match_or_bare_pair(review_run: ReviewRun, recipient: str, leader: str) -> MatchState:
    """The match; for a pair that was never proposed a bare state, which only pins and forbids apply to."""
    world = review_run.opened.world
    if leader not in world.leader_row:
        abort(404)
    match_state = state_of(review_run, recipient, leader)
    if match_state is not None:
        return match_state
    body = world.recipients[world.recipient_row[recipient]]
    bare = PublishedMatch(
        recipient=recipient, leader=leader, region=body.region, kind=body.kind, days=0, team_days=0, pence=0
    )
    return MatchState(term=review_run.opened.term, match=bare, run="", state="replaced")
