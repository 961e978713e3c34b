"""After a refusal: the next reserve, checked again, offered by a person with a reason."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.ledger import NotRecorded
from matcher.ledger.offers import Offer, next_offers, offer_decision
from matcher.web.context import office, run_called, theirs
from matcher.web.deciding import objections
from matcher.web.elsewhere import all_ours, ours
from matcher.web.forms import Wrong, text_in
from matcher.web.matches import who
from matcher.web.project import ShownRun
from matcher.web.reviewer import Standing

bp = Blueprint("offers", __name__, url_prefix="/runs/<run>/reserves")


@bp.get("")
def listed(run: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    return render_template(
        "offers.html", run=shown, standing=standing, offers=_named(shown, standing, _all(shown, standing))
    )


@bp.get("/<recipient>")
def consider(run: str, recipient: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    return _page(shown, standing, theirs(shown, standing, recipient), "", ())


@bp.post("/<recipient>")
def offer(run: str, recipient: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    found = _one(shown, standing, theirs(shown, standing, recipient))
    reason = text_in(request.form, "reason", 2000)
    if standing.person is None or found.match is None:
        abort(404)
    if request.form.get("leader") != found.match.leader:
        return _page(
            shown, standing, recipient, reason, (Wrong("reason", "The next reserve is now somebody else: look again"),)
        )
    if not reason:
        return _page(
            shown, standing, recipient, "", (Wrong("reason", "Write why, in a sentence that may be read out later"),)
        )
    project = office().project
    tie = standing.tie(found.match.recipient, found.match.leader, shown.opened.world)
    if tie:
        said = f"This person may not decide here: {tie}. Somebody without an interest decides"
        return _page(shown, standing, recipient, reason, (Wrong("reason", said),))
    decision = offer_decision(found, shown.opened, standing.person.id, project.today(), reason)
    try:
        with project.ledger(shown) as ledger:
            ledger.decide((decision,), shown.opened)
    except NotRecorded as refused:
        wrong = tuple(Wrong("reason", f"{o.message}. {o.suggestion}") for o in objections(refused.asked))
        return _page(shown, standing, recipient, reason, wrong)
    flash("The reserve is offered and recorded.")
    return redirect(url_for("decisions.read", run=run, recipient=recipient, leader=found.match.leader), 303)


def _all(shown: ShownRun, standing: Standing) -> list[Offer]:
    project = office().project
    found = next_offers(shown.opened, project.record(shown), project.today())
    return [o for o in found if standing.sees(o.after.match.region)]


def _one(shown: ShownRun, standing: Standing, recipient: str) -> Offer:
    found = next((o for o in _all(shown, standing) if o.after.match.recipient == recipient), None)
    if found is None:
        abort(404)
    return found


def _named(shown: ShownRun, standing: Standing, offers: list[Offer]) -> list[tuple[Offer, str, str]]:
    """Each with the school's or trust's name and the leader's, as the reader may see it."""
    world = shown.opened.world
    return [
        (
            o,
            world.recipients[world.recipient_row[o.after.match.recipient]].name,
            who(world.leaders[world.leader_row[o.match.leader]], standing) if o.match else "",
        )
        for o in offers
    ]


def _page(
    shown: ShownRun, standing: Standing, recipient: str, reason: str, wrong: tuple[Wrong, ...]
) -> ResponseReturnValue:
    ((found, name, leader),) = _named(shown, standing, [_one(shown, standing, recipient)])
    page = render_template(
        "offer.html",
        run=shown,
        standing=standing,
        offer=found,
        name=name,
        who=leader,
        reason=reason,
        wrong=wrong,
        passed=[(leader, ours(shown, standing, why)) for leader, why in found.passed],
        shared_with=all_ours(shown, standing, found.shared_with),
    )
    return page, 422 if wrong else 200
