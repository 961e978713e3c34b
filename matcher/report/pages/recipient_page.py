"""A school's or trust's own page, one side of A4: what is proposed, why, whose decision it is, how to put facts right.

It holds no score, no reserve, no leader's name and nothing that anybody declared.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from matcher.case.notice_recipients import NoticeRecipient, notice_recipients
from matcher.case.pair.facts import of_choice
from matcher.case.pair.reason import reason, reasons, role_and_organisation
from matcher.domain import Recipient
from matcher.explain.why.adviser import is_served
from matcher.report.pages.reader_pages import render
from matcher.rules.pairs.pair_sets import date_text, kilometres
from matcher.runs.finished import FinishedRun
from matcher.wording import words
from matcher.wording.terms import LEADER, SYSTEM_LEADER

EVIDENCE = 3  # cells shown: the page has one side


def recipient_page(run: FinishedRun, run_id: str, recipient_row: int) -> str:
    recipient = run.world.recipients[recipient_row]
    choice = run.match_of.get(recipient_row)
    body = "trust" if recipient.kind == "trust" else "school"
    context = {
        "recipient": recipient,
        "body": body,
        "voluntary": run.setup.rulebook.voluntary,
        "id_said": "Group UID" if body == "trust" else "URN",
        "run_id": run_id,
        "as_at": date_text(run.policy.as_at),
        "proposal_only": words.PROPOSAL_ONLY,
        "matched": choice is not None,
        "notice_lines": notice_lines(run, recipient, choice is not None),
        **_eligible(run, recipient),
        **(_offer(run, choice) if choice is not None else _nothing(run, recipient_row)),
    }
    return render("recipient_page.html.j2", context)


def _eligible(run: FinishedRun, recipient: Recipient) -> dict[str, Any]:
    body = run.assessment_of[recipient.id]
    cells = [f"{date_text(e.on)}: {e.grade} (URN {e.urn})" for e in body.verdict.evidence]
    more = len(cells) - EVIDENCE
    return {"why_eligible": body.verdict.reason, "cells": cells[:EVIDENCE], "more_cells": max(0, more)}


def _offer(run: FinishedRun, choice: int) -> dict[str, Any]:
    c = run.choices
    days, team = int(c.days[choice]), int(c.team_days[choice])
    pair = of_choice(run, choice)
    return {
        "offer": f"{words.count(days, 'day') + ' of support' if days else 'Support'}: {role_and_organisation(pair)}",
        "team": f"Up to {team} of the days may be given by the {LEADER}'s own team." if team else "",
        "governance": _governance(run, int(c.recipient[choice])) or _adviser(run, int(c.recipient[choice])),
        "reasons": reasons(pair, for_school=True),
        "record": reason(pair, for_school=True),
    }


def _governance(run: FinishedRun, recipient_row: int) -> str:
    own = run.chosen & run.choices.is_governance & (run.choices.recipient == recipient_row)
    days = int(run.choices.days[own].sum())
    return f"{words.count(days, 'day')} from a national leader of governance are proposed as well." if days else ""


def _adviser(run: FinishedRun, recipient_row: int) -> str:
    """By region and distance: who the adviser is, the Regional Director's office says."""
    own = np.flatnonzero(run.chosen & run.choices.is_adviser & (run.choices.recipient == recipient_row))
    if not len(own):
        return ""
    metres = int(run.choices.metres[own[0]])
    away = f", {kilometres(metres)} away," if metres >= 0 else ""
    return f"An adviser of {run.world.advisers[int(run.choices.provider[own[0]])].region}{away} is proposed as well."


def _nothing(run: FinishedRun, recipient_row: int) -> dict[str, Any]:
    """Why no leader is proposed. Declared interests are personal data: they are never given as the reason."""
    own = run.choices_for(recipient_row).tolist()
    short_of = {rule.name: rule.short_of for rule in run.setup.rulebook.limits}
    kinds = [{short_of[run.problem.limits[k].rule] for k, _, _ in run.overruns.get(c, ())} for c in own]
    if is_served(run, recipient_row):
        reason = "Your progress is to be reviewed, by an adviser alone"
    elif not own:
        reason = "Under the rules of the programme nobody on the register may support it"
    elif all("money" in kind for kind in kinds):
        reason = "The money that is left does not pay for one more match"
    elif all(kind & {"days", "room", "money"} for kind in kinds):
        room = "days or room" if run.setup.rulebook.counts_days else "room"
        reason = f"The {LEADER:s} who may support it have no {room} left, or no money is left to pay for them"
    else:
        there = "days and money" if run.setup.rulebook.counts_days else "room and money"
        reason = f"With the {there} there are, not everybody who qualifies can have {LEADER:a}"
    scarce = "days and money" if run.setup.rulebook.counts_days else "room"
    return {"why_nobody": reason, "scarce": scarce, "record": f"No {SYSTEM_LEADER} is proposed at present. {reason}."}


_OVER = {"diocese": "your diocese", "authority": "your local authority", "trust": "your trust"}


def notice_lines(run: FinishedRun, recipient: Recipient, matched: bool) -> tuple[str, ...]:
    """Who hears of the offer, a line for each day, in the order that the programme's notices are dated by."""
    if not matched:
        return ()
    steps: dict[int, list[str]] = {}
    for one in notice_recipients(recipient, run.facts, run.policy):
        steps.setdefault(one.step.step, []).append(_whom(one, recipient))
    return tuple(" and ".join(dict.fromkeys(names)) for names in steps.values())


def _whom(one: NoticeRecipient, recipient: Recipient) -> str:
    who, of = one.step.who, one.step.of
    if who == "leader":
        return f"the {LEADER}"
    if who == recipient.kind == of:
        return "you"
    if recipient.kind == "trust":
        return f"the {_OVER[who].removeprefix('your ')} {one.name or 'of your schools'}" + _gap(one)
    return _OVER[who] + (f", {one.name}" if one.name else "") + _gap(one)


def _gap(one: NoticeRecipient) -> str:
    return f" (to be settled first: {one.gap})" if one.gap else ""
