"""This week: what is overdue, due and next, and how much waits in each queue."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matcher.ledger.replan.offers import next_offers
from matcher.web.content.queues import queues
from matcher.web.content.term.earlier import runs_that_go_on
from matcher.web.content.term.week import WHOSE, week
from matcher.web.serving.context import app_state, load_run
from matcher.web.views.term.telling import notices
from matcher.web.views.term.waits import waits_to_decide

bp = Blueprint("week", __name__, url_prefix="/runs/<run>/week")


@bp.get("", endpoint="week")
def this_week(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    project = app_state().project
    record, today = project.record(review_run), project.today()
    whose = request.args.get("whose", "mine")
    offers = next_offers(review_run.opened, record, today)
    return render_template(
        "term/week.html",
        run=review_run,
        permissions=permissions,
        week=week(
            review_run,
            record,
            permissions,
            today,
            whose if whose in WHOSE else "mine",
            runs_that_go_on(project, review_run, record),
        ),
        whose=whose,
        choices=WHOSE,
        today=today,
        to_tell=sum(bool(n.open) for n in notices(review_run, permissions)),
        queues=queues(review_run, record, permissions, today),
        waits_to_decide=waits_to_decide(review_run, permissions),
        offers=sum(permissions.sees(o.after.match.region) for o in offers),
    )
