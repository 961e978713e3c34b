"""The page of a match, and of a school or trust with another leader."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from matcher.case.pair.facts import of_pair
from matcher.case.tasks.tasks import ended_by_diagnosis
from matcher.case.visible import leader_labels
from matcher.ledger import MatchState, Record
from matcher.rules.pairs.interests.conflict_paths import conflict_paths
from matcher.runs.finished import FinishedRun
from matcher.web.content.acts.consequences import if_pinned
from matcher.web.content.acts.decision_options import available_acts, constraint_choices
from matcher.web.content.match_page import in_order, match_page, pair_constraint_note
from matcher.web.content.matches import leader_label, match_line
from matcher.web.project import ReviewRun
from matcher.web.redaction import paths_seen, reader_of
from matcher.web.reviewer import Permissions
from matcher.web.serving.context import app_state, load_run, own_recipient
from matcher.wording.messages import Message, grouped, plain

bp = Blueprint("decisions", __name__, url_prefix="/runs/<run>")


@bp.get("/matches/<recipient>/<leader>")
def read(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    review_run, permissions = load_run(run)
    project, record = app_state().project, app_state().project.record(review_run)
    match_state = state_of(review_run, own_recipient(review_run, permissions, recipient), leader)
    if match_state is None or leader not in review_run.opened.world.leader_row:
        abort(404)
    line = match_line(review_run, record, match_state, permissions, project.today())
    assert line is not None
    pair_constraint = pair_constraint_note(project.pair_constraints(review_run), recipient, leader, permissions)
    texts = project.texts(review_run, permissions)
    names = leader_labels(review_run.opened.world, reader_of(permissions))
    page = match_page(review_run, match_state, record, permissions, project.today(), texts)
    return render_template(
        "decisions/match.html",
        run=review_run,
        permissions=permissions,
        line=line,
        page=page,
        available_acts=in_order(
            available_acts(
                match_state,
                permissions,
                bool(pair_constraint),
                leader in record.away,
                ended_by_diagnosis(page.case.reached, page.offer.state),
            )
        ),
        number=_number(review_run, record, permissions, match_state),
        pair_constraint=pair_constraint,
        leader_label=lambda id: names.get(id, id),
        labels_of=names,
        story=any(recipient in one.eligible for one in record.runs),
    )


def _number(
    review_run: ReviewRun, record: Record, permissions: Permissions, match_state: MatchState
) -> tuple[int, int]:
    """(No. of the match, of how many): those of the reader, by region and then name."""
    name = {r.id: r.name.casefold() for r in review_run.opened.world.recipients}
    mine = [m for m in review_run.states(record) if permissions.sees(m.match.region) and m.match.recipient in name]
    mine.sort(key=lambda m: (m.match.region, name[m.match.recipient], m.key))
    return next(n for n, m in enumerate(mine, 1) if m.key == match_state.key), len(mine)


@bp.get("/pairs/<recipient>/<leader>")
def pair(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    """A school or trust with another leader: whether the pair is permitted, and the consequences."""
    review_run, permissions = load_run(run)
    world, project = review_run.opened.world, app_state().project
    row = world.recipient_row[own_recipient(review_run, permissions, recipient)]
    other = world.leader_row.get(leader)
    if other is None:
        abort(404)
    pair_constraint = pair_constraint_note(project.pair_constraints(review_run), recipient, leader, permissions)
    return render_template(
        "decisions/pair.html",
        run=review_run,
        permissions=permissions,
        recipient=world.recipients[row],
        leader=world.leaders[other],
        leader_label=leader_label(world.leaders[other], permissions),
        facts=of_pair(review_run.finished, recipient, leader, project.record(review_run).checks, project.today()),
        consequences=grouped(_consequences_if_pinned(review_run, recipient, leader), reader_of(permissions)),
        paths=paths_seen(review_run, permissions, conflict_paths(world, row, other)),
        pair_constraint=pair_constraint,
        pair_constraints=constraint_choices(bool(pair_constraint)) if permissions.decides else {},
        match_state=state_of(review_run, recipient, leader),
    )


def _consequences_if_pinned(review_run: ReviewRun, recipient: str, leader: str) -> tuple[Message, ...]:
    current = app_state().project.current_plan(review_run)
    return (
        if_pinned(recipient, leader, review_run, current)
        if isinstance(current, FinishedRun)
        else tuple(map(plain, current))
    )


def state_of(review_run: ReviewRun, recipient: str, leader: str) -> MatchState | None:
    """The state of the match; None where no run of the term proposed or offered the pair."""
    record, opened = app_state().project.record(review_run), review_run.opened
    states = (*review_run.states(record), *record.within(opened.policy.regions).of_term(opened.term))
    return next((s for s in states if (s.match.recipient, s.match.leader) == (recipient, leader)), None)
