"""`matcher explain`: why this match, why not that one, why unmatched, what is short; from the facts sealed in a run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say
from matcher.errors import Fault, InputFaults
from matcher.explain.own_interest import cost_of_cap
from matcher.explain.small_changes import small_changes
from matcher.explain.why.adviser import about_adviser, is_served, of_recipient, why_not_adviser
from matcher.explain.why.leader import about_leader
from matcher.explain.why.match import MatchAnswer, if_declined, why_this
from matcher.explain.why.pair import PairAnswer, why_not
from matcher.explain.why.waterfall import waterfall
from matcher.explain.why_not.not_in_run import RULED_OUT, why_not_in_run
from matcher.explain.why_not.shortages import shortages
from matcher.explain.why_not.why_unmatched import why_unmatched
from matcher.garbage import keep_all_there_is
from matcher.policy import ANY
from matcher.read.parsing.spelling import closest_spelling
from matcher.read.run_folders.seal import UNSEALED
from matcher.report.pages.all_pages import write_all
from matcher.report.pages.leader_page import leader_page
from matcher.report.pages.reader_pages import write_one
from matcher.report.pages.recipient_page import recipient_page
from matcher.rules.pairs.interests.conflict_paths import ConflictPath
from matcher.runs.closing import Closing, closed, closing_of
from matcher.runs.finished import FinishedRun
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording import words
from matcher.wording.messages import texts
from matcher.wording.terms import LEADER, RECIPIENT


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """The options of `matcher explain`."""

    recipient: str = ""
    leader: str = ""
    near: bool = False
    try_changes: bool = False
    as_json: bool = False
    with_interests: bool = False
    page: Path | None = None
    pages: Path | None = None


TRY_HINT = "With --try, changes that could match it are each tried and everything planned again, which takes longer."
Explanation = dict[str, Any]  # an answer's facts by name, and `said`: its sentences


def explain(run: Path, request: ExplainRequest, say: Say) -> None:
    _check_combination(request)
    opened = open_run(run, store=kept_files(), judge_later=True)
    keep_all_there_is()  # looking for garbage among 100,000 facts would take a tenth of the command's time
    run_id, finished_run = opened.id, opened.finished
    if request.pages:
        number = write_all(finished_run, run_id, _outside_run_folder(run, request.pages))
        say(f"{words.count(number, 'page')} written to {request.pages}")
    elif request.page:
        _page(finished_run, run_id, request, _outside_run_folder(run, request.page))
        say(f"Page: {request.page}")
    else:
        _print_explanation(run_id, _of_its_time(opened, answer_of(finished_run, request)), request.as_json, say)


def _of_its_time(run: OpenedRun, explanation: Explanation) -> Explanation:
    """With a first sentence where the run was made before runs had a seal: its own figures may be other ones."""
    if run.seal != UNSEALED:
        return explanation
    version = run.published.version or "unknown"
    first = f"This run is unsealed (made by version {version}); it is explained by the rules as they are now."
    return explanation | {"said": (first, *explanation["said"])}


def _check_combination(request: ExplainRequest) -> None:
    """Raises InputFaults where options cannot be combined."""
    if request.page and bool(request.recipient) == bool(request.leader):
        raise InputFaults(
            [_fault("--page", "", f"a page is of one recipient or of one {LEADER}", "Give one of the two")]
        )
    if request.near and (request.recipient or request.leader):
        raise InputFaults([_fault("--near", "", "is about the whole run", "Leave out --recipient and --leader")])


def _fault(option: str, value: str, message: str, suggestion: str = "") -> Fault:
    return Fault(option, None, "", value, message, suggestion)


def _outside_run_folder(run: Path, target: Path) -> Path:
    """The target, which must lie outside the run folder: a sealed run is not added to."""
    if target.resolve().is_relative_to(run.resolve()):
        raise InputFaults([_fault("--page", str(target), "is inside the run folder", "Name a place outside it")])
    return target


def _page(run: FinishedRun, run_id: str, request: ExplainRequest, target: Path) -> None:
    if request.leader:
        write_one(leader_page(run, run_id, _leader_row(run, request.leader)), target)
    else:
        write_one(recipient_page(run, run_id, _recipient_row(run, request.recipient)), target)


def answer_of(run: FinishedRun, request: ExplainRequest) -> Explanation:
    """The answer's facts by name, and `said`: its sentences. Raises InputFaults for an id that is not in the run."""
    if request.near:
        return {"question": "what was near", **asdict(small_changes(run))}
    if request.recipient and request.recipient not in run.world.recipient_row:
        return _not_asked(run, request.recipient)
    if request.leader in run.world.provider_row["advisers"]:
        return _adviser(run, request)
    if request.recipient and request.leader:
        return _pair(run, request)
    if request.recipient:
        return _recipient(run, _recipient_row(run, request.recipient), request.try_changes)
    if request.leader:
        return {"question": "leader", **asdict(about_leader(run, _leader_row(run, request.leader)))}
    return _overview(run)


def _adviser(run: FinishedRun, request: ExplainRequest) -> Explanation:
    adviser = run.world.provider_row["advisers"][request.leader]
    if not request.recipient:
        return {"question": "adviser", **asdict(about_adviser(run, adviser))}
    said = why_not_adviser(run, _recipient_row(run, request.recipient), adviser)
    return {"question": "why not this adviser", "adviser_id": request.leader, "said": said}


def _pair(run: FinishedRun, request: ExplainRequest) -> Explanation:
    recipient, leader = _recipient_row(run, request.recipient), _leader_row(run, request.leader)
    answer = _facts(why_not(run, recipient, leader, request.with_interests))
    if not request.with_interests:
        del answer["paths"]
    if answer["standing"] == "matched":
        answer["said"] = (*answer["said"], *texts(why_this(run, recipient).said))
    return {"question": "why not this pair", "personal_data": request.with_interests, **answer}


def _facts(answer: MatchAnswer | PairAnswer) -> Explanation:
    """With its sentences finished: whoever has the run's folder sees everything in it."""
    facts = asdict(answer) | {"said": texts(answer.said)}
    if isinstance(answer, PairAnswer):
        facts["paths"] = tuple(_path(path) for path in answer.paths)
    return facts


def _path(path: ConflictPath) -> Explanation:
    facts = asdict(path)
    del facts["edges"]
    return {"steps": path.steps, **facts}


def _recipient(run: FinishedRun, row: int, try_changes: bool) -> Explanation:
    explanation = _of_recipient(run, row, try_changes)
    return explanation | {"said": (*explanation["said"], *of_recipient(run, row))}


def _of_recipient(run: FinishedRun, row: int, try_changes: bool) -> Explanation:
    if row not in run.match_of and is_served(run, row):
        return {"question": "why this adviser alone", "recipient_id": run.world.recipients[row].id, "said": ()}
    if row not in run.match_of:
        unmatched = asdict(why_unmatched(run, row, try_changes))
        for verified in unmatched["changes"]:
            del verified["change"]["leaders"]  # whole rows of the register, names and all
        if not try_changes:
            unmatched["said"] = (*unmatched["said"], TRY_HINT)
        return {"question": "why unmatched", **unmatched}
    answer = _facts(why_this(run, row))
    answer["said"] = (*answer["said"], *texts(if_declined(run, row)))
    chart_lines = ("The fit, part by part:", *waterfall(answer["parts"], answer["fit"]))
    return {"question": "why this match", **answer, "waterfall": chart_lines}


def _not_asked(run: FinishedRun, recipient_id: str) -> Explanation:
    body = run.assessment_of.get(recipient_id)
    ended = closing_of(run.world.facts, recipient_id)
    if body is None and ended is not None:
        return _closed_school(run, recipient_id, ended)
    if body is None:
        raise InputFaults([_unknown("--recipient", recipient_id, f"{RECIPIENT:a} of this run", run.assessment_of)])
    regions = run.policy.regions
    in_run = regions is None or body.region in regions
    return {"question": "why not to be matched", **asdict(why_not_in_run(body, in_run, _alone(run, recipient_id)))}


def _alone(run: FinishedRun, recipient_id: str) -> str:
    """Which decision of the ledger leaves this school or trust alone; fixed words where a scenario does, whose reason
    may name somebody's interest; empty where none does."""
    about = [pair for pair in run.policy.forbid if (pair.recipient_id, pair.leader_id) == (recipient_id, ANY)]
    return next((pair.reason for pair in about if pair.source), RULED_OUT if about else "")


def _closed_school(run: FinishedRun, urn: str, ended: Closing) -> Explanation:
    """The day, and what this run says of its successor, or of the trust that the successor is in."""
    said = [f"{run.world.facts.schools[urn].name} ({urn}) {closed(ended)}."]
    now = run.assessment_of.get(ended.successor)
    if now is not None:
        said.append(f"{now.verdict_words}. {now.verdict.reason}")
    elif ended.successor:
        said.append(
            f"{ended.successor} is not assessed by itself in this run: it may be in a trust, or in another region."
        )
    return {"question": "why not to be matched", "id": urn, "successor": ended.successor, "said": tuple(said)}


def _overview(run: FinishedRun) -> Explanation:
    short = shortages(run.world, run.setup.candidates, run.problem, run.chosen)
    caps = cost_of_cap(run)
    sentences = (
        f"{len(run.match_of)} of {len(run.world.recipients)} {RECIPIENT:s} are matched in this proposal.",
        *(["What is short, and for whom:"] if short else []),
        *(s.said for s in short),
        *(line for cap in caps for line in cap.said),
        "Ask about one of them with --recipient, --leader or both, and about small changes with --near.",
    )
    return {
        "question": "overview",
        "shortages": [asdict(s) for s in short],
        "own_interest": [asdict(c) for c in caps],
        "said": sentences,
    }


def _recipient_row(run: FinishedRun, id_: str) -> int:
    row = run.world.recipient_row.get(id_)
    if row is None:
        what = f"{RECIPIENT:a} to be matched in this run"
        raise InputFaults([_unknown("--recipient", id_, what, run.world.recipient_row)])
    return row


def _leader_row(run: FinishedRun, id_: str) -> int:
    row = run.world.leader_row.get(id_)
    if row is None:
        raise InputFaults([_unknown("--leader", id_, f"{LEADER:a} on the register of this run", run.world.leader_row)])
    return row


def _unknown(option: str, id_: str, what: str, ids: Iterable[str]) -> Fault:
    closest = closest_spelling(id_, ids)
    return _fault(option, id_, f"is not {what}", f"Did you mean {closest}?" if closest else "")


def _print_explanation(run_id: str, explanation: Explanation, as_json: bool, say: Say) -> None:
    if not as_json:
        for line in explanation["said"]:
            say(line)
        for line in explanation.get("waterfall", ()):
            say(line)
        return
    for line in json.dumps(
        {"run_id": run_id, **explanation}, ensure_ascii=False, indent=2, default=_plain
    ).splitlines():
        say(line)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an answer")
