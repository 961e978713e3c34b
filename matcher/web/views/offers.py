"""Offer the next reserve after a refusal, with a reason."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matcher.explain.bodies import by_id
from matcher.ledger import NotRecorded
from matcher.ledger.replan.offer_chains import chains_instead
from matcher.ledger.replan.offers import Offer, next_offers, offer_decision
from matcher.web.content.acts.decision_options import objections
from matcher.web.content.forms import FieldError, reason_errors, reason_in
from matcher.web.content.matches import leader_label
from matcher.web.project import ReviewRun
from matcher.web.redaction import objection_seen, seen
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run, own_recipient
from matcher.wording.messages import Listed, message

bp = Blueprint("offers", __name__, url_prefix="/runs/<run>/reserves")


@bp.get("")
def listed(run: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    return render_template(
        "decisions/offers.html",
        run=review_run,
        permissions=permissions,
        offers=_named(review_run, permissions, _all(review_run, permissions)),
    )


@bp.get("/<recipient>")
def consider(run: str, recipient: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    return _page(review_run, permissions, own_recipient(review_run, permissions, recipient), "", ())


@bp.post("/<recipient>")
def offer(run: str, recipient: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    next_offer = _one(review_run, permissions, own_recipient(review_run, permissions, recipient))
    reason = reason_in(request.form)
    if permissions.person is None or next_offer.match is None:
        abort(404)
    if request.form.get("leader") != next_offer.match.leader:
        return _page(
            review_run,
            permissions,
            recipient,
            reason,
            (FieldError("reason", "The next reserve is now somebody else: look again"),),
        )
    wrong = reason_errors(reason, "Write why, in a sentence that may be read out later")
    if wrong:
        return _page(review_run, permissions, recipient, reason, wrong)
    project = app_state().project
    tie = permissions.tie(next_offer.match.recipient, next_offer.match.leader, review_run.opened.world)
    if tie:
        message = f"This person may not decide here: {tie}. Somebody without an interest decides"
        return _page(review_run, permissions, recipient, reason, (FieldError("reason", message),))
    decision = offer_decision(next_offer, review_run.opened, permissions.person.id, project.today(), reason)
    try:
        with project.ledger(review_run) as ledger:
            ledger.decide((decision,), review_run.opened)
        for warning in ledger.warnings:
            flash(warning)
    except NotRecorded as refused:
        wrong = tuple(
            FieldError("reason", f"{objection_seen(permissions, o)}. {o.suggestion}")
            for o in objections(refused.results)
        )
        return _page(review_run, permissions, recipient, reason, wrong)
    flash("The reserve is offered and recorded.")
    return redirect(url_for("decisions.read", run=run, recipient=recipient, leader=next_offer.match.leader), 303)


def _all(review_run: ReviewRun, permissions: Permissions) -> list[Offer]:
    project = app_state().project
    offers = next_offers(review_run.opened, project.record(review_run), project.today())
    return [o for o in offers if permissions.sees(o.after.match.region)]


def _one(review_run: ReviewRun, permissions: Permissions, recipient: str) -> Offer:
    next_offer = next((o for o in _all(review_run, permissions) if o.after.match.recipient == recipient), None)
    if next_offer is None:
        abort(404)
    return next_offer


def _named(review_run: ReviewRun, permissions: Permissions, offers: list[Offer]) -> list[tuple[Offer, str, str]]:
    """(offer, recipient's name, leader's label for this reader) for each offer."""
    world = review_run.opened.world
    return [
        (
            o,
            world.recipients[world.recipient_row[o.after.match.recipient]].name,
            leader_label(world.leaders[world.leader_row[o.match.leader]], permissions) if o.match else "",
        )
        for o in offers
    ]


def _page(
    review_run: ReviewRun, permissions: Permissions, recipient: str, reason: str, wrong: tuple[FieldError, ...]
) -> ResponseReturnValue:
    ((next_offer, name, leader),) = _named(review_run, permissions, [_one(review_run, permissions, recipient)])
    page = render_template(
        "decisions/offer.html",
        run=review_run,
        permissions=permissions,
        offer=next_offer,
        name=name,
        leader_label=leader,
        reason=reason,
        wrong=wrong,
        passed=[(leader, seen(permissions, why)) for leader, why in next_offer.passed],
        shared_with=_shared(review_run, permissions, next_offer),
        chains=_chains(review_run, permissions, next_offer),
    )
    return page, 422 if wrong else 200


def _chains(review_run: ReviewRun, permissions: Permissions, next_offer: Offer) -> list[str]:
    """Where no reserve is left: who could step in through another match."""
    project = app_state().project
    found = chains_instead(next_offer, review_run.opened, project.record(review_run), project.today())
    return [seen(permissions, chain.said) for chain in found]


def _shared(review_run: ReviewRun, permissions: Permissions, next_offer: Offer) -> str:
    """The other schools and trusts that have the same reserve, those of other regions counted."""
    others = tuple(by_id(review_run.opened.world, id) for id in next_offer.shared_with)
    return seen(permissions, message("{others}", others=Listed(others, last=", "))) if others else ""
