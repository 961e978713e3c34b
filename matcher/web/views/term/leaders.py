"""Pages of leaders: the list, one leader, what they said; and the notes about a school or trust."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.case.tables.candidates import Supportable, supportable_by
from matcher.case.visible import organisation_seen
from matcher.errors import InputFaults
from matcher.explain.bodies import recipient_names
from matcher.ledger import NotRecorded
from matcher.ledger.checks.case_checks import DAYS_AT_MOST, KILOMETRES_AT_MOST
from matcher.ledger.checks.interest_checks import bodies_in
from matcher.ledger.log.notes import LONGEST, NewNote, write_note
from matcher.web.content.acts.decision_options import objections
from matcher.web.content.cases import leader_case_on, ledger_view
from matcher.web.content.forms import FieldError, date_fields, date_in, day_errors, reason_errors, reason_in, text_in
from matcher.web.content.term.leaders import (
    ASK_OFFER,
    CANNOT,
    CHANGED,
    SAID,
    Answer,
    leader_lines,
    leader_rows,
    leaders_of,
    said_decisions,
    said_now,
)
from matcher.web.project import ReviewRun
from matcher.web.redaction import objection_seen, reader_of, seen
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run, own_recipient
from matcher.wording.messages import message
from matcher.wording.terms import in_words
from matcher.wording.words import capital
from matcher.year_ahead.wait_words import kept_days

bp = Blueprint("leaders", __name__, url_prefix="/runs/<run>")
FIELDS = (
    "said",
    "days",
    "km",
    "party",
    *(f"{day}-{part}" for day in ("on", "until") for part in ("day", "month", "year")),
)


@bp.get("/leaders")
def listed(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    project = app_state().project
    view = ledger_view(review_run, project.record(review_run))
    lines = leader_lines(review_run, view, permissions, project.today())
    only = request.args.get("only", "")
    shown = [x for x in lines if not x.answered] if only == "silent" else lines
    return render_template(
        "term/leaders.html",
        run=review_run,
        permissions=permissions,
        lines=shown,
        counted=leaders_of(review_run, permissions).sentence,
        silent=sum(not x.answered for x in lines),
        only=only,
    )


@bp.get("/leaders/<leader>")
def one(run: str, leader: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    return _leader_page(review_run, permissions, leader)


@bp.get("/leaders/<leader>/said")
def consider(run: str, leader: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    said = request.args.get("said", "")
    if not said:
        return redirect(url_for("leaders.one", run=run, leader=leader), 303)
    return _said_page(review_run, permissions, leader, said, {}, ())


@bp.post("/leaders/<leader>/said")
def record(run: str, leader: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    form = {name: text_in(request.form, name, 200) for name in FIELDS} | {"reason": reason_in(request.form)}
    on, said = date_in(form, "on"), form["said"]
    if permissions.person is None:
        abort(403)
    _own_leader(review_run, permissions, leader)
    wrong = (*_form_errors(form), *_offer_errors(form), *_party_errors(form, review_run, permissions))
    if wrong or on is None or said not in SAID:
        return _said_page(review_run, permissions, leader, said, form, wrong)
    wanted = said_decisions(_answer(form, on), leader, review_run, permissions.person.id)
    try:
        with app_state().project.ledger(review_run) as ledger:
            results = ledger.decide(wanted, review_run.opened)
    except NotRecorded as refused:
        against = objections(refused.results)
        errors = tuple(
            FieldError("reason", f"{capital(objection_seen(permissions, o))}. {o.suggestion}") for o in against
        )
        return _said_page(review_run, permissions, leader, said, form, errors)
    flash(f"Recorded in line {' and '.join(str(x.line or x.already) for x in results)} of the ledger.")
    return redirect(url_for("leaders.one", run=run, leader=leader), 303)


@bp.post("/bodies/<recipient>/notes")
def note(run: str, recipient: str) -> ResponseReturnValue:
    """Keep a note about a school or trust, outside the record."""
    review_run, permissions = load_run(run)
    own_recipient(review_run, permissions, recipient)
    if permissions.person is None:
        abort(403)
    text, project = request.form.get("note", "").strip(), app_state().project
    kept = timedelta(days=review_run.opened.policy.rules.note_kept_days)
    new = NewNote(by=permissions.person.id, text=text, recipient=recipient, expires=project.real_day() + kept)
    try:
        with project.ledger(review_run) as ledger:
            write_note(ledger, review_run.opened, new)
    except InputFaults as refused:
        faults = [f"{capital(f.message)}. {f.suggestion}." for f in refused.faults]
        page = render_template("term/note_refused.html", run=review_run, recipient=recipient, faults=faults, text=text)
        return page, 422
    flash("The note is kept, outside the record.")
    return redirect(url_for("runs.body", run=run, body=recipient), 303)


def _own_leader(review_run: ReviewRun, permissions: Permissions, leader: str) -> int:
    """The leader's row; 404 for one whom the reader may not see, as for one that is nowhere."""
    row = review_run.opened.world.leader_row.get(leader)
    if row is None or row not in set(leader_rows(review_run, permissions)):
        abort(404)
    return row


def _leader_page(review_run: ReviewRun, permissions: Permissions, leader: str) -> ResponseReturnValue:
    world, project = review_run.opened.world, app_state().project
    row = _own_leader(review_run, permissions, leader)
    record, reader = project.record(review_run), reader_of(permissions)
    texts, notes = project.texts(review_run, permissions), project.notes(review_run, permissions)
    case = leader_case_on(review_run, record, permissions, leader, project.today(), texts, notes)
    may = supportable_by(review_run.opened, row)
    return render_template(
        "term/leader.html",
        run=review_run,
        permissions=permissions,
        case=case,
        kept=capital(kept_days(case.days_kept)) if case.days_kept else "",
        organisation=organisation_seen(world, world.leaders[row], reader),
        names={r.id: r.name for r in world.recipients},
        reserve_for=_names(review_run, permissions, may, reserve=True),
        may=_names(review_run, permissions, may, reserve=False),
        said=said_now(leader, ledger_view(review_run, record), project.today()) if permissions.decides else {},
    )


def _names(
    review_run: ReviewRun, permissions: Permissions, found: tuple[Supportable, ...], reserve: bool
) -> list[tuple[str, str]]:
    """(id, name) of those in the reader's regions."""
    world = review_run.opened.world
    rows = (world.recipients[world.recipient_row[x.recipient_id]] for x in found if x.reserve == reserve)
    return [(r.id, r.name) for r in rows if permissions.sees(r.region)]


def _form_errors(form: dict[str, str]) -> tuple[FieldError, ...]:
    wrong = [*reason_errors(form["reason"], "Write how they said it, in a sentence that may be read out later")]
    wrong += day_errors(form, app_state().project.today(), "they said so")
    until = any(form[f"until-{part}"] for part in ("day", "month", "year"))
    if form["said"] == CANNOT and until and date_in(form, "until") is None:
        wrong.append(FieldError("until", "Write the last day on which they cannot, or leave all three boxes empty"))
    return tuple(wrong)


def _answer(form: dict[str, str], on: date) -> Answer:
    offer = form["said"] in ASK_OFFER
    return Answer(
        chosen=form["said"],
        on=on,
        reason=form["reason"],
        until=date_in(form, "until"),
        days=int(form["days"]) if offer and form["days"] else None,
        km=int(form["km"]) if offer and form["km"] else None,
        party=form["party"] if form["said"] == CHANGED else "",
    )


def _offer_errors(form: dict[str, str]) -> Iterator[FieldError]:
    """Days and kilometres are whole numbers, or left empty."""
    for name, most, what in (("days", DAYS_AT_MOST, "days"), ("km", KILOMETRES_AT_MOST, "kilometres")):
        value = form[name]
        if value and not (value.isascii() and value.isdigit() and int(value[:6]) <= most):
            yield FieldError(name, f"Write whole {what}, at most {most:,}, or leave it empty where nothing changed")


def _party_errors(form: dict[str, str], review_run: ReviewRun, permissions: Permissions) -> Iterator[FieldError]:
    """The school or trust is one of the reader's regions; one that is nowhere and one elsewhere are told alike."""
    assessed = review_run.opened.assessments.get(form["party"])
    if form["said"] == CHANGED and form["party"] and (assessed is None or not permissions.sees(assessed.region)):
        message = "No school or trust of your regions has this number: write it, or leave it empty and say it below"
        yield FieldError("party", message)
    in_text = [x for x in bodies_in(form["reason"], review_run.opened.assessments) if _seen(x, review_run, permissions)]
    if form["said"] == CHANGED and not form["party"] and in_text:
        yield FieldError(
            "party", f"What is written below holds {', '.join(in_text)}: write it here, or take it out there"
        )


def _seen(number: str, review_run: ReviewRun, permissions: Permissions) -> bool:
    return permissions.sees(review_run.opened.assessments[number].region)


def _said_page(
    review_run: ReviewRun,
    permissions: Permissions,
    leader: str,
    said: str,
    form: dict[str, str],
    wrong: tuple[FieldError, ...],
) -> ResponseReturnValue:
    world, project = review_run.opened.world, app_state().project
    view = ledger_view(review_run, project.record(review_run))
    _own_leader(review_run, permissions, leader)
    if not permissions.decides or said not in said_now(leader, view, project.today()):
        abort(404)
    case = leader_case_on(review_run, project.record(review_run), permissions, leader, project.today())
    agreed = [o.pair.recipient_id for o in case.agreed + case.running]
    proposed = [o.pair.recipient_id for o in case.proposed]
    page = render_template(
        "term/leader_said.html",
        run=review_run,
        permissions=permissions,
        case=case,
        said=said,
        title=in_words(SAID[said][0]),
        hint=in_words(SAID[said][1]),
        agreed=seen(permissions, message("{who}", who=recipient_names(world, agreed))),
        proposed=seen(permissions, message("{who}", who=recipient_names(world, proposed))),
        ask_until=said == CANNOT,
        ask_offer=said in ASK_OFFER,
        ask_party=said == CHANGED,
        form=form or date_fields("on", project.today()),
        wrong=wrong,
        longest=LONGEST,
    )
    return page, 422 if wrong else 200
