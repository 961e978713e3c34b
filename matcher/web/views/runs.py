"""One run: its figures, its matches as a list, its unmatched, its queues, and the page and workbook it published."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, g, render_template, request, send_file
from flask.typing import ResponseReturnValue

from matcher.ledger.acts import LADDER, REFUSED, REPLACED, STOPPED
from matcher.ledger.offers import next_offers
from matcher.report.words import cause
from matcher.result import Unmatched
from matcher.web.context import office, run_called
from matcher.web.elsewhere import ours
from matcher.web.forms import text_in
from matcher.web.guard import policy_of
from matcher.web.matches import choices_to_filter, filtered, match_lines
from matcher.web.project import ShownRun
from matcher.web.queues import Queue, queues
from matcher.web.reviewer import Standing

bp = Blueprint("runs", __name__, url_prefix="/runs/<run>")
PAGE = "report.html"
WORKBOOK = "proposal.xlsx"
NOT_HELD = (REFUSED, REPLACED)


@bp.get("")
def summary(run: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    project = office().project
    record = project.record(shown)
    lines = match_lines(shown, record, standing)
    counts = {state: sum(x.state == state for x in lines) for state in (*LADDER, STOPPED, REFUSED)}
    mine = [r for r in shown.opened.world.recipients if standing.sees(r.region)]
    return render_template(
        "run.html",
        run=shown,
        standing=standing,
        counts=counts,
        matched=len({x.recipient.id for x in lines if x.state not in NOT_HELD}),
        eligible=len(mine),
        queues=_queues(shown, standing),
        offers=_offers(shown, standing),
        whole=whole(shown, standing),
        governance=sum(g.days for g in shown.opened.published.governance if g.recipient in {r.id for r in mine}),
        days=sum(x.held.match.days for x in lines if x.state not in NOT_HELD),
        pence=sum(x.held.match.pence for x in lines if x.state not in NOT_HELD),
    )


def _queues(shown: ShownRun, standing: Standing) -> tuple[Queue, ...]:
    project = office().project
    return queues(shown, project.record(shown), standing, project.today())


def _offers(shown: ShownRun, standing: Standing) -> int:
    project = office().project
    found = next_offers(shown.opened, project.record(shown), project.today())
    return sum(standing.sees(o.after.match.region) for o in found)


@bp.get("/matches")
def matches(run: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    lines = match_lines(shown, office().project.record(shown), standing)
    asked = {name: text_in(request.args, name, 80) for name in ("region", "kind", "state", "flag", "id", "order")}
    return render_template(
        "matches.html",
        run=shown,
        standing=standing,
        lines=filtered(lines, asked),
        of=len(lines),
        asked=asked,
        choices=choices_to_filter(lines),
    )


@bp.get("/unmatched")
def unmatched(run: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    world = shown.opened.world
    found = [
        (world.recipients[world.recipient_row[id_]], seen_by(shown, standing, why))
        for id_, why in shown.unmatched.items()
        if standing.sees(world.recipients[world.recipient_row[id_]].region)
    ]
    return render_template("unmatched.html", run=shown, standing=standing, found=found)


@bp.get("/queues")
def all_queues(run: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    found = _queues(shown, standing)
    return render_template("queues.html", run=shown, queues=found, standing=standing, offers=_offers(shown, standing))


@bp.get("/queues/<name>")
def queue(run: str, name: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    found = next((q for q in _queues(shown, standing) if q.name == name), None)
    if found is None:
        abort(404)
    return render_template("queue.html", run=shown, queue=found, standing=standing)


@bp.get("/bodies/<body>")
def body(run: str, body: str) -> ResponseReturnValue:
    """Any school or trust that was looked at: whether it qualifies, on what evidence, and what became of it."""
    shown, standing = run_called(run)
    found = shown.finished.assessment_of.get(body)
    if found is None or not standing.sees(found.region):
        abort(404)
    held = [s for s in shown.states(office().project.record(shown)) if s.match.recipient == body]
    return render_template(
        "body.html",
        run=shown,
        standing=standing,
        found=found,
        cause=cause(found.cause) if found.cause else "",
        unmatched=seen_by(shown, standing, shown.unmatched[body]) if body in shown.unmatched else None,
        held=held,
        in_run=body in shown.opened.world.recipient_row,
    )


def seen_by(shown: ShownRun, standing: Standing, why: Unmatched) -> Unmatched:
    said = {"reason": ours(shown, standing, why.reason), "nearest_change": ours(shown, standing, why.nearest_change)}
    return replace(why, **said)


def whole(shown: ShownRun, standing: Standing) -> bool:
    """Whether the reader may see everything in the run: its page and workbook name leaders of all its regions."""
    inside = {r.region for r in shown.opened.world.recipients} | set(shown.opened.policy.regions or ())
    everywhere = shown.opened.policy.regions is None and standing.regions is not None
    return standing.reviewer.sees_names and not everywhere and all(standing.sees(r) for r in inside)


@bp.get("/report")
def report(run: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    g.run = shown
    path = shown.opened.folder / PAGE
    if not whole(shown, standing) or not path.is_file():
        abort(404)
    answer = send_file(path.absolute(), mimetype="text/html", max_age=0)
    answer.headers["Content-Security-Policy"] = policy_of(path.read_text(encoding="utf-8"))
    return answer


@bp.get("/workbook")
def workbook(run: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    path = shown.opened.folder / WORKBOOK
    if not whole(shown, standing) or not path.is_file():
        abort(404)
    return send_file(path.absolute(), as_attachment=True, download_name=f"{shown.name}.xlsx", max_age=0)
