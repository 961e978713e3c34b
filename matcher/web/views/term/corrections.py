"""What was recorded by mistake is taken back, what was refused is reopened, a loss of the ledger is accepted."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.case.visible import leader_labels
from matcher.ledger import Decision, Ledger, NotRecorded, open_ledger
from matcher.ledger.log.acts import REFUSED, REOPEN
from matcher.ledger.log.states import MatchState
from matcher.ledger.log.store import ledger_of
from matcher.ledger.upkeep.ledger_acts import accept_loss
from matcher.ledger.upkeep.losses import PrintedHead, loss_lines, losses, lost_decisions, printed_heads
from matcher.ledger.upkeep.opening import IN_MEMORY
from matcher.web.content.acts.decision_options import objections
from matcher.web.content.acts.mending import StandingLine, mend_decision, standing_line
from matcher.web.content.cases import state_words
from matcher.web.content.forms import FieldError, date_fields, date_in, day_errors, reason_errors, reason_in, text_in
from matcher.web.project import ReviewRun
from matcher.web.redaction import objection_seen, reader_of
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run, own_recipient
from matcher.web.views.runs import whole
from matcher.wording.words import capital

bp = Blueprint("corrections", __name__, url_prefix="/runs/<run>")
FIELDS = ("leader", "on-day", "on-month", "on-year")
WHY = "Write why, in a sentence that may be read out later"
WHEN = "it was found out"
ANY_LEADER = "any"


@bp.get("/lines/<int:line>/mistake")
def mistake(run: str, line: int) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    return _mistake_page(review_run, permissions, line, {}, ())


@bp.post("/lines/<int:line>/mistake")
def take_back(run: str, line: int) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    shown = _line(review_run, permissions, line)
    form, on = _form(), date_in(request.form, "on")
    wrong = _form_errors(form)
    if wrong or on is None:
        return _mistake_page(review_run, permissions, line, form, wrong)
    wanted = mend_decision(line, review_run, _person(permissions), on, form["reason"])
    wrong = _recorded(review_run, permissions, wanted)
    if wrong:
        return _mistake_page(review_run, permissions, line, form, wrong)
    return redirect(_after(review_run, shown), 303)


@bp.get("/bodies/<recipient>/reopen")
def reopen(run: str, recipient: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    return _reopen_page(review_run, permissions, own_recipient(review_run, permissions, recipient), {}, ())


@bp.post("/bodies/<recipient>/reopen")
def reopened(run: str, recipient: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    own_recipient(review_run, permissions, recipient)
    by = _person(permissions)
    form, on = _form(), date_in(request.form, "on")
    wrong = _form_errors(form)
    if form["leader"] not in (ANY_LEADER, *(m.match.leader for m in _refused(review_run, recipient))):
        wrong = (FieldError("leader", "Choose with whom it may be proposed again"), *wrong)
    if wrong or on is None:
        return _reopen_page(review_run, permissions, recipient, form, wrong)
    leader = "" if form["leader"] == ANY_LEADER else form["leader"]
    wanted = Decision(
        act=REOPEN, on=on, by=by, reason=form["reason"], recipient=recipient, leader=leader, run=review_run.opened.id
    )
    wrong = _recorded(review_run, permissions, wanted)
    if wrong:
        return _reopen_page(review_run, permissions, recipient, form, wrong)
    return redirect(url_for("runs.body", run=run, body=recipient), 303)


@bp.get("/ledger/loss")
def loss(run: str) -> ResponseReturnValue:
    review_run, permissions = _may_accept(run)
    return _loss_page(review_run, permissions, "", ())


@bp.post("/ledger/loss")
def accept(run: str) -> ResponseReturnValue:
    """Record that a person goes on without the lines that are lost."""
    review_run, permissions = _may_accept(run)
    reason = reason_in(request.form)
    wrong = reason_errors(reason, WHY)
    if wrong:
        return _loss_page(review_run, permissions, reason, wrong)
    assert permissions.person is not None
    with closing(_unchecked(review_run, begin=bool(_lost_now(review_run)))) as ledger:
        lost = _lost(review_run, ledger)
        if not lost:
            abort(404)
        decisions = tuple(dict.fromkeys(x for one in lost for x in lost_decisions(one, ledger.record())))
        number = accept_loss(ledger, lost, decisions, permissions.person, reason)
    flash(f"Accepted in line {number} of the ledger.")
    return redirect(url_for("runs.summary", run=run), 303)


def _form() -> dict[str, str]:
    return {name: text_in(request.form, name, 200) for name in FIELDS} | {"reason": reason_in(request.form)}


def _form_errors(form: dict[str, str]) -> tuple[FieldError, ...]:
    return (*reason_errors(form["reason"], WHY), *day_errors(form, app_state().project.today(), WHEN))


def _person(permissions: Permissions) -> str:
    if permissions.person is None:
        abort(403)
    return permissions.person.id


def _recorded(review_run: ReviewRun, permissions: Permissions, wanted: Decision) -> tuple[FieldError, ...]:
    """Records it and says so; else the ledger's objections."""
    try:
        with app_state().project.ledger(review_run) as ledger:
            (result,) = ledger.decide((wanted,), review_run.opened)
    except NotRecorded as refused:
        found = objections(refused.results)
        return tuple(FieldError("reason", f"{capital(objection_seen(permissions, o))}. {o.suggestion}") for o in found)
    flash(f"Recorded in line {result.line or result.already} of the ledger.")
    return ()


# Taking a line back.


def _line(review_run: ReviewRun, permissions: Permissions, seq: int) -> StandingLine:
    project = app_state().project
    if not project.has_ledger(review_run):
        abort(404)
    with project.ledger(review_run) as ledger:
        lines = ledger.lines()
    texts = project.texts(review_run, permissions)
    found = standing_line(review_run, lines, seq, permissions, texts, project.today())
    if found is None or not permissions.decides:
        abort(404)
    return found


def _after(review_run: ReviewRun, shown: StandingLine) -> str:
    if shown.recipient_id in review_run.opened.world.recipient_row:
        return url_for("runs.body", run=review_run.name, body=shown.recipient_id)
    if shown.leader_id:
        return url_for("leaders.one", run=review_run.name, leader=shown.leader_id)
    return url_for("telling.listed", run=review_run.name)


def _mistake_page(
    review_run: ReviewRun, permissions: Permissions, seq: int, form: dict[str, str], wrong: tuple[FieldError, ...]
) -> ResponseReturnValue:
    line, project = _line(review_run, permissions, seq), app_state().project
    against: tuple[FieldError, ...] = ()
    if not wrong and permissions.person is not None:
        tried = mend_decision(seq, review_run, permissions.person.id, project.today(), "(still to be written)")
        with project.ledger(review_run) as ledger:
            found = objections(ledger.dry_run((tried,), review_run.opened))
        against = tuple(FieldError("", f"{objection_seen(permissions, o)}. {o.suggestion}") for o in found)
    page = render_template(
        "corrections/mistake.html",
        run=review_run,
        line=line,
        back=_after(review_run, line),
        against=[x.message for x in against],
        form=form or date_fields("on", project.today()),
        wrong=wrong,
    )
    return page, 422 if wrong else 200


# Reopening what was refused.


def _refused(review_run: ReviewRun, recipient: str) -> list[MatchState]:
    """The refused matches of the term that nobody has reopened."""
    record = app_state().project.record(review_run)
    of_term = record.of_term(review_run.opened.term)
    mine = [m for m in of_term if m.match.recipient == recipient and m.state == REFUSED]
    return [m for m in mine if not record.was_reopened(m)]


def _reopen_page(
    review_run: ReviewRun, permissions: Permissions, recipient: str, form: dict[str, str], wrong: tuple[FieldError, ...]
) -> ResponseReturnValue:
    project, world = app_state().project, review_run.opened.world
    refused = _refused(review_run, recipient)
    if not permissions.decides or not refused:
        abort(404)
    record, label = project.record(review_run), leader_labels(world, reader_of(permissions))
    stand = [(m, state_words(review_run, record, permissions, m, project.today())) for m in refused]
    page = render_template(
        "corrections/reopen.html",
        run=review_run,
        recipient=world.recipients[world.recipient_row[recipient]],
        refused=[(m.match.leader, label.get(m.match.leader, m.match.leader), words) for m, words in stand],
        any_leader=ANY_LEADER,
        form=form or date_fields("on", project.today()),
        wrong=wrong,
    )
    return page, 422 if wrong else 200


# A ledger that has lost lines.


def _may_accept(run: str) -> tuple[ReviewRun, Permissions]:
    """Who decides and may see everything in the run: what is lost may be about any of it. Else 404."""
    review_run, permissions = load_run(run)
    if not permissions.decides or not whole(review_run, permissions):
        abort(404)
    return review_run, permissions


def _unchecked(review_run: ReviewRun, begin: bool = False) -> Ledger:
    """The ledger although it has lost lines; where the file is gone an empty one, which only `begin` writes."""
    where = ledger_of(review_run.opened.folder, None)
    known = where if begin or Path(where).is_file() else IN_MEMORY
    return open_ledger(known, app_state().project.now, check=False)


def _lost_now(review_run: ReviewRun) -> tuple[PrintedHead, ...]:
    with closing(_unchecked(review_run)) as ledger:
        return _lost(review_run, ledger)


def _lost(review_run: ReviewRun, ledger: Ledger) -> tuple[PrintedHead, ...]:
    where = Path(ledger_of(review_run.opened.folder, None))
    return losses(ledger.lines(), printed_heads(where.parent, where.name))


def _loss_page(
    review_run: ReviewRun, permissions: Permissions, reason: str, wrong: tuple[FieldError, ...]
) -> ResponseReturnValue:
    with closing(_unchecked(review_run)) as ledger:
        lost = _lost(review_run, ledger)
        lines = loss_lines(lost, ledger.lines(), ledger.record())
    if not lost:
        abort(404)
    page = render_template("corrections/loss.html", run=review_run, lines=lines, reason=reason, wrong=wrong)
    return page, 422 if wrong else 200
