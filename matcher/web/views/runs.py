"""Pages of one run: summary, matches, unmatched, queues, one school or trust, and the published page and workbook."""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template, request, send_file
from flask.typing import ResponseReturnValue

from matcher.case.records import SchoolCase
from matcher.case.tables.candidates import candidates_of
from matcher.case.tasks.tasks import ended_by_diagnosis, tasks_of
from matcher.case.visible import leader_labels
from matcher.domain import Recipient
from matcher.explain.why.adviser import is_served
from matcher.ledger import Record
from matcher.ledger.log.acts import REFUSED, REPLACED, STATE_ORDER, STOPPED
from matcher.ledger.replan.offers import next_offers
from matcher.ledger.wait_decisions.standing import Wait
from matcher.policy import ANY
from matcher.report.words import cause
from matcher.web.content.acts.decision_options import available_acts
from matcher.web.content.cases import case_on, state_words
from matcher.web.content.forms import text_in
from matcher.web.content.matches import MatchLine, choices_to_filter, filter_matches, match_lines
from matcher.web.content.queues import Queue, queues
from matcher.web.content.term.earlier import earlier_matches
from matcher.web.content.term.home import gone_of
from matcher.web.content.term.left_alone import left_alone_said, left_out
from matcher.web.project import ReviewRun
from matcher.web.redaction import reader_of, seen
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run
from matcher.web.serving.request_guard import policy_of
from matcher.web.views.decisions import state_of
from matcher.web.views.term.waits import waits_seen
from matcher.wording.wording import matched

bp = Blueprint("runs", __name__, url_prefix="/runs/<run>")
PAGE = "report.html"
WORKBOOK = "proposal.xlsx"
NOT_HELD = (REFUSED, REPLACED)


@bp.get("")
def summary(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    project = app_state().project
    record = project.record(review_run)
    lines = match_lines(review_run, record, permissions, project.today())
    counts = {state: sum(x.state == state for x in lines) for state in (*STATE_ORDER, STOPPED, REFUSED)}
    mine = [r for r in review_run.opened.world.recipients if permissions.sees(r.region)]
    waits = waits_seen(review_run, permissions)
    return render_template(
        "runs/run.html",
        run=review_run,
        permissions=permissions,
        counts=counts,
        matched=_matched(review_run, permissions, lines, len(mine)),
        queues=_queues(review_run, permissions),
        offers=_offers(review_run, permissions),
        waits=waits,
        waits_to_decide=sum(w.to_decide for w in waits),
        whole=whole(review_run, permissions),
        governance=sum(g.days for g in review_run.opened.published.governance if g.recipient in {r.id for r in mine}),
        days=sum(x.match_state.match.days for x in lines if x.state not in NOT_HELD),
        pence=sum(x.match_state.match.pence for x in lines if x.state not in NOT_HELD),
    )


def _matched(review_run: ReviewRun, permissions: Permissions, lines: tuple[MatchLine, ...], of: int) -> str:
    """What the run proposed, and how much of that still stands: `10 of 17 matched when proposed; 8 still stand: ...`"""
    proposed = {(m.recipient, m.leader) for m in review_run.opened.published.matches if permissions.sees(m.region)}
    gone = gone_of(x.match_state for x in lines if (x.recipient.id, x.leader.id) in proposed)
    return matched(len(proposed), of, *gone)


def _queues(review_run: ReviewRun, permissions: Permissions) -> tuple[Queue, ...]:
    project = app_state().project
    return queues(review_run, project.record(review_run), permissions, project.today())


def _offers(review_run: ReviewRun, permissions: Permissions) -> int:
    project = app_state().project
    offers = next_offers(review_run.opened, project.record(review_run), project.today())
    return sum(permissions.sees(o.after.match.region) for o in offers)


@bp.get("/matches")
def matches(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    project = app_state().project
    lines = match_lines(review_run, project.record(review_run), permissions, project.today())
    filters = {name: text_in(request.args, name, 80) for name in ("region", "kind", "state", "flag", "id", "order")}
    return render_template(
        "runs/matches.html",
        run=review_run,
        permissions=permissions,
        lines=filter_matches(lines, filters),
        of=len(lines),
        filters=filters,
        choices=choices_to_filter(lines),
    )


@bp.get("/unmatched")
def unmatched(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    world = review_run.opened.world
    rows = [
        (world.recipients[world.recipient_row[id_]], why.reason, seen(permissions, why.nearest_change))
        for id_, why in review_run.unmatched.items()
        if permissions.sees(world.recipients[world.recipient_row[id_]].region)
    ]
    return render_template(
        "runs/unmatched.html",
        run=review_run,
        permissions=permissions,
        rows=rows,
        advised_alone=advised_alone(review_run, permissions),
        left_out=left_out(review_run, app_state().project.record(review_run), permissions),
    )


def advised_alone(review_run: ReviewRun, permissions: Permissions) -> tuple[Recipient, ...]:
    """Schools of the reader's regions that are to have an adviser and nobody else, and have one in this proposal."""
    run = review_run.finished
    alone = [row for row in range(len(run.world.recipients)) if row not in run.match_of and is_served(run, row)]
    mine = (run.world.recipients[row] for row in alone)
    return tuple(sorted((r for r in mine if permissions.sees(r.region)), key=lambda r: (r.name.casefold(), r.id)))


@bp.get("/queues")
def all_queues(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    found_queues = _queues(review_run, permissions)
    return render_template(
        "runs/queues.html",
        run=review_run,
        queues=found_queues,
        permissions=permissions,
        offers=_offers(review_run, permissions),
    )


@bp.get("/queues/<name>")
def queue(run: str, name: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    found_queue = next((q for q in _queues(review_run, permissions) if q.name == name), None)
    if found_queue is None:
        abort(404)
    return render_template("runs/queue.html", run=review_run, queue=found_queue, permissions=permissions)


@bp.get("/bodies/<body>")
def body(run: str, body: str) -> ResponseReturnValue:
    """Any assessed school or trust: verdict, evidence, matches, and why it is unmatched."""
    review_run, permissions = load_run(run)
    assessment = review_run.finished.assessment_of.get(body)
    if assessment is None or not permissions.sees(assessment.region):
        abort(404)
    project = app_state().project
    record, today = project.record(review_run), project.today()
    texts, notes = project.texts(review_run, permissions), project.notes(review_run, permissions)
    case = case_on(review_run, record, permissions, body, today, texts, notes)
    why = review_run.unmatched.get(body)
    reader = reader_of(permissions)
    return render_template(
        "runs/body.html",
        run=review_run,
        permissions=permissions,
        case=case,
        cause=cause(assessment.cause) if assessment.cause else "",
        label=leader_labels(review_run.opened.world, reader),
        tasks=tasks_of(case),
        open_acts=_open_acts(review_run, permissions, case),
        candidates=candidates_of(review_run.opened, case, record, today, reader, record.matches.values()),
        nearest_change=seen(permissions, why.nearest_change) if why else "",
        story=any(body in one.eligible for one in record.runs),
        earlier=earlier_matches(project, review_run, record, permissions, today, body),
        refused=_refused(review_run, record, permissions, body),
        wait=_wait_of(review_run, permissions, body),
        left_alone=left_alone_said(review_run, record).get((body, ANY), ""),
    )


def _wait_of(review_run: ReviewRun, permissions: Permissions, body: str) -> Wait | None:
    """Its wait in this run with what was decided; None where the run does not ask it to wait."""
    if body not in review_run.opened.holds:
        return None
    return next((w for w in waits_seen(review_run, permissions) if w.recipient == body), None)


def _refused(review_run: ReviewRun, record: Record, permissions: Permissions, body: str) -> str:
    """Where the match stands that was refused last and not reopened since; '' for none."""
    of_term = record.of_term(review_run.opened.term)
    mine = [m for m in of_term if m.state == REFUSED and m.match.recipient == body and not record.was_reopened(m)]
    if not mine:
        return ""
    last = max(mine, key=lambda m: int(m.last["seq"]) if m.last else 0)
    return state_words(review_run, record, permissions, last, app_state().project.today())


def _open_acts(review_run: ReviewRun, permissions: Permissions, case: SchoolCase) -> list[str]:
    """Names of the acts that this reader may record now of the match that is open."""
    if case.current is None:
        return []
    match_state = state_of(review_run, case.id, case.current.pair.leader_id)
    if match_state is None:
        return []
    away = match_state.match.leader in app_state().project.record(review_run).away
    ended = ended_by_diagnosis(case.reached, case.current.state)
    return [a.name for a in available_acts(match_state, permissions, away=away, ended=ended)]


def whole(review_run: ReviewRun, permissions: Permissions) -> bool:
    """Whether the reader may see everything in the run: its page and workbook name leaders of all its regions."""
    inside = {r.region for r in review_run.opened.world.recipients} | set(review_run.opened.policy.regions or ())
    everywhere = review_run.opened.policy.regions is None and permissions.regions is not None
    return permissions.reviewer.sees_names and not everywhere and all(permissions.sees(r) for r in inside)


@bp.get("/report")
def report(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    g.run = review_run
    path = review_run.opened.folder / PAGE
    if not whole(review_run, permissions) or not path.is_file():
        abort(404)
    answer = send_file(path.absolute(), mimetype="text/html", max_age=0)
    answer.headers["Content-Security-Policy"] = policy_of(path.read_text(encoding="utf-8"))
    return answer


@bp.get("/workbook")
def workbook(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    path = review_run.opened.folder / WORKBOOK
    if not whole(review_run, permissions) or not path.is_file():
        abort(404)
    return send_file(path.absolute(), as_attachment=True, download_name=f"{review_run.name}.xlsx", max_age=0)
