"""`matcher audit`: judge a finished run, or an edited plan, from the facts sealed in the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from matcher import __version__
from matcher.commands.console import Say
from matcher.domain import Leader, Recipient
from matcher.errors import CheckFailed, Fault, InputFaults
from matcher.plan import MATCH
from matcher.proof.audit import audit as breaches_of
from matcher.read.run_folders.plans import read_plan, rows_as_written
from matcher.read.run_folders.run_folder import run_record, version_of
from matcher.read.run_folders.seal import UNSEALED, filled_in, manifest_faults
from matcher.report.run_folder.certificate_rows import differing_certificate
from matcher.report.run_folder.law_tables import differing_tables
from matcher.report.run_folder.on_trust import taken_on_trust
from matcher.report.run_folder.year_audit import AuditedYear, audited_year
from matcher.rules.costs import cost_pence
from matcher.rules.pairs.pair_sets import ints
from matcher.runs.identity import rerun_id, run_id_of
from matcher.runs.opened import OpenedRun, open_inputs, open_run
from matcher.wording.terms import LEADER
from matcher.wording.words import amount
from matcher.world import World


def audit(run: Path, plan: Path | None, say: Say) -> None:
    """Prints every breach and raises CheckFailed where there is one; else prints that the plan keeps every rule."""
    if plan is not None and not plan.exists():
        raise InputFaults([Fault("--plan", None, "", str(plan), "there is no such file", "Name a table of matches")])
    sealed = open_inputs(run)
    world, rulebook = sealed.world, sealed.rulebook
    matches = plan or run / "matches.csv"
    own_governance = matches.with_name("governance.csv")
    governance = own_governance if own_governance.is_file() else run / "governance.csv"
    own_advisers = matches.with_name("adviser_matches.csv")
    advisers = own_advisers if own_advisers.is_file() else run / "adviser_matches.csv"
    audited = read_plan(matches, governance, advisers if advisers.is_file() else None)
    breaches = breaches_of(world, audited, rulebook)
    lines = [f"{breach.rule}: {breach.message}" for breach in breaches]
    lines += altered_cells(world, rows_as_written(matches))
    otherwise = list(_not_as_published(run, say)) if plan is None else []
    for line in (*lines, *otherwise):
        say(line)
    beside = f"{len(audited.governance)} offers of governance days"
    if audited.advisers:
        beside = f"{len(audited.advisers)} advisers"
    count = f"{len(audited.matches)} matches and {beside}"
    proposed = run_record(run)["matched"]
    if proposed != len(audited.matches):
        say(f"The run proposed {proposed} matches; this plan has {len(audited.matches)}.")
    if lines:
        say(f"{len(lines)} broken rule(s) in {count}.")
    if otherwise:
        say(f"{len(otherwise)} line(s) above on what was published: not as it was, or not as the rules give it.")
    if lines or otherwise:
        raise CheckFailed
    names = [rule.name for rule in rulebook.pairs] + [rule.name for rule in rulebook.limits]
    say(f"{count} keep every rule: {', '.join(names)}.")


def _not_as_published(run: Path, say: Say) -> Iterator[str]:
    """A line for each file that is not as it was published, and each table that the rules do not give."""
    opened = open_run(run)
    if opened.seal == UNSEALED:
        say("This folder is unsealed: it was made before runs had a seal, so only the plan itself is judged.")
        return
    made_by = version_of(run_record(run))
    year, same = audited_year(opened), made_by == __version__
    say("Taken on trust, not worked out again:")
    for line in taken_on_trust(opened, year, same):
        say(f"  {line}")
    if not same:
        say(f"Made by version {made_by or 'unknown'}: wording and reserves are not worked out again by {__version__}.")
    elif opened.id not in _ids_of(opened, run):
        yield "run.json: the sealed inputs and scenario are not those of this run's id"
    yield from _changed_files(run, say)
    yield from differing_tables(opened, year, same)
    against = tuple(differing_certificate(opened, year.problem))
    yield from against
    if not against:
        say(f"Certificate: every row and goal is as the rules give it, and the proof follows{_if_right(year)}.")
    say(f"Seal: {opened.seal}")


def _ids_of(opened: OpenedRun, run: Path) -> tuple[str, ...]:
    """The ids that the sealed inputs and scenario may have: their own, and that of a re-run beside its ledger.

    Before 29 November 2026 a re-run had the first.
    """
    question, ledger = run_id_of(opened.facts, opened.policy), run_record(run).get("ledger")
    head = ledger.get("head") if isinstance(ledger, dict) else None
    return (question, rerun_id(question, head)) if isinstance(head, str) else (question,)


def _changed_files(run: Path, say: Say) -> Iterator[str]:
    filled = filled_in(run)
    for name in filled:
        say(f"{name} was filled in since it was published: only cells for decisions differ.")
    for fault in manifest_faults(run, filled):
        yield f"changed: {Path(fault.file).relative_to(run).as_posix()} {fault.message}"


def _if_right(year: AuditedYear) -> str:
    """Who must not be asked to wait rests on today's best plan alone, of which no proof is kept."""
    rests = year.report is not None and year.report.use == "who-and-when"
    return ": proved if what is taken on trust is right" if rests else ""


def altered_cells(world: World, rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[str]:
    """Yields a line for each row with cells that differ from what the facts and rates give for its ids and days.

    It names the cells, never their values: one of them is a person's name.
    """
    for number, cells in rows:
        r, j = world.recipient_row.get(cells["recipient_id"]), world.leader_row.get(cells["leader_id"])
        if r is None or j is None:
            continue
        expected = _expected_cells(world, world.recipients[r], world.leaders[j], cells["days"])
        wrong = [name for name, value in expected.items() if name in cells and _plain(cells[name]) != _plain(value)]
        if wrong:
            yield (
                f"written-otherwise: in row {number} {' and '.join(wrong)} cannot be right for recipient"
                f" {cells['recipient_id']} and {LEADER} {cells['leader_id']}: the ids decide, so mend one of them"
            )


def _plain(cell: str) -> list[str]:
    """The words of a cell without their case: format 1 wrote names as the files do, in capitals."""
    return cell.casefold().split()


def _expected_cells(world: World, recipient: Recipient, leader: Leader, days: str) -> dict[str, str]:
    expected = {
        "recipient": recipient.name,
        "kind": recipient.kind,
        "region": recipient.region,
        "leader": leader.name,
        "role": leader.role,
        "organisation_id": leader.organisation_id or "",
    }
    if days.isdigit():
        by_purpose = cost_pence(world, ints([MATCH]), ints([world.leader_row[leader.id]]), ints([int(days)]))
        expected["cost"] = amount(sum(int(pence[0]) for pence in by_purpose.values()))
    return expected
