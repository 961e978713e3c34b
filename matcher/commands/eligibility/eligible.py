"""`matcher eligible`: who qualifies, who does not, who cannot be told, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from matcher.case.visible import evidence_words
from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say
from matcher.commands.eligibility import eligible_cases, eligible_since
from matcher.domain import Assessment, Case, Facts
from matcher.eligibility import bodies
from matcher.errors import Fault, InputFaults, raise_faults
from matcher.explain.settling import by_cost, settling
from matcher.policy import Policy
from matcher.read.inputs import read_inputs
from matcher.read.open_data.cases import read_cases
from matcher.read.parsing.spelling import write_one_of
from matcher.report.tables import eligibility_table
from matcher.runs.setup import Assessments, assess_all
from matcher.wording.terms import RECIPIENT

VERDICTS = ("eligible", "cannot tell", "not eligible")


@dataclass(frozen=True, slots=True)
class EligibleOptions:
    """What to show: one verdict, or one body with its evidence; a table to write; another day; the case list."""

    verdict: str = ""
    id: str = ""
    csv: Path | None = None
    since: str = ""
    cases: Path | None = None


def eligible(
    scenario: Path,
    sets: Sequence[str],
    blocks: Sequence[str],
    project: Path | None,
    options: EligibleOptions,
    say: Say,
) -> None:
    wanted = _verdict(options.verdict)
    if options.csv:
        eligibility_table.refuse_existing(options.csv)
    read, facts = read_inputs(scenario, sets, blocks, project, kept_files(), today=date.today(), matching=False)
    cases = _cases(options.cases, facts)
    known_bodies = bodies(facts, read.policy.as_at)
    assessments = assess_all(facts, read.policy, known_bodies)
    _show(assessments, wanted, options.id, say)
    if options.since:
        name, before = eligible_since.earlier(options.since, scenario, sets, blocks, project)
        say("")
        eligible_since.tell(name, before, assessments, known_bodies, say)
    if cases:
        say("")
        by_files = _without_cases(facts, read.policy, assessments)
        eligible_cases.tell(cases, by_files, known_bodies, facts, say)
    if options.csv:
        eligibility_table.write(assessments, options.csv)
        say("")
        say(f"Table: {options.csv}")
    if not (options.id or wanted):
        for note in facts.notes:
            say(f"Note: {note}")


def _show(assessments: Assessments, wanted: str, id_: str, say: Say) -> None:
    if id_:
        _one(assessments, id_, say)
    elif wanted == "cannot tell":
        _queue(assessments, say)
    elif wanted:
        for a in assessments:
            if a.verdict.answer == wanted:
                say(f"{a.id}  {a.name} ({a.kind}, {a.region}): {a.verdict.reason}")
    else:
        _counts(assessments, say)


def _queue(assessments: Assessments, say: Say) -> None:
    """What may qualify, the cheapest to settle first, under what it takes."""
    for heading, ways in by_cost(settling(assessments)):
        say(f"{heading}: {len(ways):,}")
        for a, way in ((s.assessment, s.way) for s in ways):
            say(f"  {a.id}  {a.name} ({a.kind}, {a.region}): {a.verdict.reason} To settle it: {way}.")


def _without_cases(facts: Facts, policy: Policy, assessments: Assessments) -> Assessments:
    """Who qualifies by the files alone: a case that is in the programme already is no reason against itself."""
    return assess_all(replace(facts, cases=()), policy) if facts.cases else assessments


def _cases(path: Path | None, facts: Facts) -> tuple[Case, ...]:
    """The cases of the file that the command names, or else of the scenario. Raises InputFaults."""
    if path is None:
        return facts.cases
    faults: list[Fault] = []
    parsed_file = read_cases(path, faults)
    raise_faults(faults)
    return parsed_file.cases if parsed_file else ()


def _verdict(text: str) -> str:
    words = text.replace("-", " ")
    if words and words not in VERDICTS:
        raise InputFaults([Fault("--verdict", None, "", text, "not a verdict", write_one_of(VERDICTS))])
    return words


def _one(assessments: Sequence[Assessment], id_: str, say: Say) -> None:
    matching = [a for a in assessments if a.id == id_]
    if not matching:
        raise InputFaults([Fault("--id", None, "", id_, f"not {RECIPIENT:a} that was looked at")])
    for a in matching:
        say(f"{a.name} ({a.id}, {a.kind}, {a.region}): {a.verdict.answer}. {a.verdict.reason}")
        for cell in a.verdict.evidence:
            say(f"  {evidence_words(cell)}")


def _counts(assessments: Sequence[Assessment], say: Say) -> None:
    table: Counter[tuple[str, str, str]] = Counter((a.region, a.kind, a.verdict.answer) for a in assessments)
    say(f"{'region':26}{'kind':9}" + "".join(f"{v:>14}" for v in VERDICTS))
    for region, kind in sorted({(region, kind) for region, kind, _ in table}):
        say(f"{region:26}{kind:9}" + "".join(f"{table[region, kind, v]:>14,}" for v in VERDICTS))
    totals: Counter[str] = Counter(a.verdict.answer for a in assessments)
    say(f"{'all':35}" + "".join(f"{totals[v]:>14,}" for v in VERDICTS))
