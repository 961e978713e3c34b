"""Reading one match, or a school or trust with another leader: all that is known before anybody decides."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from matcher.explain.finished import Finished
from matcher.explain.pair import why_not
from matcher.ledger import MatchState
from matcher.rules.pairs.interests import conflict_paths
from matcher.web.context import office, run_called, theirs
from matcher.web.deciding import fixed, offered, wishes_of
from matcher.web.elsewhere import all_ours
from matcher.web.matches import match_line, who
from matcher.web.project import ShownRun
from matcher.web.reading import act_lines, match_page, wish_said

bp = Blueprint("decisions", __name__, url_prefix="/runs/<run>")


@bp.get("/matches/<recipient>/<leader>")
def read(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    shown, standing = run_called(run)
    project, record = office().project, office().project.record(shown)
    held = state_of(shown, theirs(shown, standing, recipient), leader)
    if held is None or leader not in shown.opened.world.leader_row:
        abort(404)
    line = match_line(shown, held, standing)
    assert line is not None
    wish = wish_said(project.wishes(shown), recipient, leader, standing)
    page = match_page(shown, held, record, standing, project.today())
    if held.acts:
        with project.ledger(shown) as ledger:
            page = replace(page, acts=act_lines(held, ledger, standing))
    return render_template(
        "match.html",
        run=shown,
        standing=standing,
        line=line,
        page=page,
        offered=offered(held, standing, bool(wish)),
        wish=wish,
        who=lambda id_: who(shown.opened.world.leaders[shown.opened.world.leader_row[id_]], standing),
    )


@bp.get("/pairs/<recipient>/<leader>")
def pair(run: str, recipient: str, leader: str) -> ResponseReturnValue:
    """A school or trust with another leader: whether it may be, and what would follow, as the matches stand now."""
    shown, standing = run_called(run)
    world, project = shown.opened.world, office().project
    row = world.recipient_row[theirs(shown, standing, recipient)]
    other = world.leader_row.get(leader)
    if other is None:
        abort(404)
    wish = wish_said(project.wishes(shown), recipient, leader, standing)
    return render_template(
        "pair.html",
        run=shown,
        standing=standing,
        recipient=world.recipients[row],
        leader=world.leaders[other],
        who=who(world.leaders[other], standing),
        metres=why_not(shown.finished, row, other).metres,
        said=all_ours(shown, standing, _said(shown, recipient, leader)),
        paths=conflict_paths(world, row, other) if standing.reviewer.sees_names else (),
        wish=wish,
        wishes=wishes_of(bool(wish)) if standing.decides else {},
        held=state_of(shown, recipient, leader),
    )


def _said(shown: ShownRun, recipient: str, leader: str) -> tuple[str, ...]:
    stands = office().project.as_it_stands(shown)
    return fixed(recipient, leader, shown, stands) if isinstance(stands, Finished) else stands


def state_of(shown: ShownRun, recipient: str, leader: str) -> MatchState | None:
    """The match as it now stands; None where the pair was never proposed or offered."""
    states = shown.states(office().project.record(shown))
    return next((s for s in states if (s.match.recipient, s.match.leader) == (recipient, leader)), None)
