"""`matcher explain`: why this match, why not that one, why unmatched, what is short; from the facts sealed in a run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from matcher import words
from matcher.commands.inputs import Say
from matcher.commands.opened import open_run
from matcher.errors import Fault, InputFaults
from matcher.explain.finished import Finished
from matcher.explain.leader import about_leader
from matcher.explain.match import if_declined, why_this
from matcher.explain.near import what_was_near
from matcher.explain.not_asked import why_not_asked
from matcher.explain.own_interest import cost_of_cap
from matcher.explain.pair import why_not
from matcher.explain.shortages import shortages
from matcher.explain.waterfall import waterfall
from matcher.explain.why_unmatched import why_unmatched
from matcher.report.all_pages import write_all
from matcher.report.leader_page import leader_page
from matcher.report.own_pages import write_one
from matcher.report.recipient_page import recipient_page


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a run, as the command line gave it."""

    recipient: str = ""
    leader: str = ""
    near: bool = False
    as_json: bool = False
    with_interests: bool = False
    page: Path | None = None
    pages: Path | None = None


Told = dict[str, Any]  # an answer's facts by name, and `said`: its sentences


def explain(run: Path, asked: Asked, say: Say) -> None:
    _together(asked)
    run_id, opened = open_run(run)
    if asked.pages:
        say(f"{words.count(write_all(opened, run_id, _outside(run, asked.pages)), 'page')} written to {asked.pages}")
    elif asked.page:
        _page(opened, run_id, asked, _outside(run, asked.page))
        say(f"Page: {asked.page}")
    else:
        _tell(run_id, _answer(opened, asked), asked.as_json, say)


def _together(asked: Asked) -> None:
    """Refuse what cannot be asked at once."""
    if asked.page and bool(asked.recipient) == bool(asked.leader):
        raise InputFaults([_fault("--page", "", "a page is of one recipient or of one leader", "Give one of the two")])
    if asked.near and (asked.recipient or asked.leader):
        raise InputFaults([_fault("--near", "", "is about the whole run", "Leave out --recipient and --leader")])


def _fault(option: str, value: str, message: str, suggestion: str = "") -> Fault:
    return Fault(option, None, "", value, message, suggestion)


def _outside(run: Path, target: Path) -> Path:
    """A sealed run is not added to."""
    if target.resolve().is_relative_to(run.resolve()):
        raise InputFaults([_fault("--page", str(target), "is inside the run folder", "Name a place outside it")])
    return target


def _page(run: Finished, run_id: str, asked: Asked, target: Path) -> None:
    if asked.leader:
        write_one(leader_page(run, run_id, _leader_row(run, asked.leader)), target)
    else:
        write_one(recipient_page(run, run_id, _recipient_row(run, asked.recipient)), target)


def _answer(run: Finished, asked: Asked) -> Told:
    if asked.near:
        return {"question": "what was near", **asdict(what_was_near(run))}
    if asked.recipient and asked.recipient not in run.world.recipient_row:
        return _not_asked(run, asked.recipient)
    if asked.recipient and asked.leader:
        return _pair(run, asked)
    if asked.recipient:
        return _recipient(run, _recipient_row(run, asked.recipient))
    if asked.leader:
        return {"question": "leader", **asdict(about_leader(run, _leader_row(run, asked.leader)))}
    return _overview(run)


def _pair(run: Finished, asked: Asked) -> Told:
    recipient, leader = _recipient_row(run, asked.recipient), _leader_row(run, asked.leader)
    answer = asdict(why_not(run, recipient, leader, asked.with_interests))
    if not asked.with_interests:
        del answer["paths"]
    if answer["standing"] == "matched":
        answer["said"] = (*answer["said"], *why_this(run, recipient).said)
    return {"question": "why not this pair", "personal_data": asked.with_interests, **answer}


def _recipient(run: Finished, row: int) -> Told:
    if row not in run.match_of:
        unmatched = asdict(why_unmatched(run, row))
        for verified in unmatched["changes"]:
            del verified["change"]["leaders"]  # whole rows of the register, names and all
        return {"question": "why unmatched", **unmatched}
    answer = asdict(why_this(run, row))
    answer["said"] = (*answer["said"], *if_declined(run, row))
    drawn = ("The fit, part by part:", *waterfall(answer["parts"], answer["fit"]))
    return {"question": "why this match", **answer, "waterfall": drawn}


def _not_asked(run: Finished, recipient_id: str) -> Told:
    body = run.assessment_of.get(recipient_id)
    if body is None:
        raise InputFaults([_unknown("--recipient", recipient_id, "a school or trust of this run", run.assessment_of)])
    return {"question": "why not to be matched", **asdict(why_not_asked(body))}


def _overview(run: Finished) -> Told:
    short = shortages(run.world, run.posed.candidates, run.problem, run.chosen)
    caps = cost_of_cap(run)
    said = (
        f"{len(run.match_of)} of {len(run.world.recipients)} schools and trusts are matched in this proposal.",
        *(["What is short, and for whom:"] if short else []),
        *(s.said for s in short),
        *(line for cap in caps for line in cap.said),
        "Ask about one of them with --recipient, --leader or both, and about small changes with --near.",
    )
    return {
        "question": "overview",
        "shortages": [asdict(s) for s in short],
        "own_interest": [asdict(c) for c in caps],
        "said": said,
    }


def _recipient_row(run: Finished, id_: str) -> int:
    row = run.world.recipient_row.get(id_)
    if row is None:
        what = "a school or trust to be matched in this run"
        raise InputFaults([_unknown("--recipient", id_, what, run.world.recipient_row)])
    return row


def _leader_row(run: Finished, id_: str) -> int:
    row = run.world.leader_row.get(id_)
    if row is None:
        raise InputFaults([_unknown("--leader", id_, "a leader on the register of this run", run.world.leader_row)])
    return row


def _unknown(option: str, id_: str, what: str, known: Iterable[str]) -> Fault:
    near = get_close_matches(id_, list(known), n=1)
    return _fault(option, id_, f"is not {what}", f"Did you mean {near[0]}?" if near else "")


def _tell(run_id: str, told: Told, as_json: bool, say: Say) -> None:
    if not as_json:
        for line in told["said"]:
            say(line)
        for line in told.get("waterfall", ()):
            say(line)
        return
    for line in json.dumps({"run_id": run_id, **told}, ensure_ascii=False, indent=2, default=_plain).splitlines():
        say(line)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an answer")
