"""`matcher ledger answers`: a sheet for the round before the term, and what was answered on it."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say
from matcher.commands.decisions.decide import explain_interrupt
from matcher.commands.decisions.ledger import person_of
from matcher.errors import Fault, raise_faults
from matcher.ledger import Ledger, act_words, open_ledger
from matcher.ledger.history.case_view import view_of
from matcher.ledger.log.store import ledger_of
from matcher.ledger.returned_workbook.leader_answers import record_answers, write_answers
from matcher.ledger.upkeep.opening import IN_MEMORY, refuse_missing
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording.terms import LEADER
from matcher.wording.words import count


def answers(
    run: Path, where: str | None, out: Path | None, source: Path | None, by: str, confirmed: bool, say: Say
) -> None:
    """Writes the sheet, or says what a filled-in one would record, and records it where `confirmed`."""
    if (out is None) == (source is None):
        message = "give --out for a sheet to fill in, or --from for one that was filled in"
        raise_faults([Fault("--out", None, "", "", message, "Give one of the two")])
    opened, ledger = open_run(run, store=kept_files()), ledger_of(run, where)
    if out is not None:
        _write(opened, ledger, out, run, say)
    elif source is not None:
        person = person_of(opened, by).id
        with closing(_ledger(ledger, run, begin=confirmed)) as known, explain_interrupt():
            _record(opened, known, source, person, confirmed, say)


def _ledger(where: str, run: Path, begin: bool) -> Ledger:
    """The ledger; where there is none yet, an empty one in memory unless one is to be begun."""
    is_new = "://" not in where and not Path(where).exists()
    if is_new:
        refuse_missing(Path(where))
    return open_ledger(IN_MEMORY if is_new and not begin else where, beside=run.absolute().parent)


def _write(run: OpenedRun, where: str, out: Path, folder: Path, say: Say) -> None:
    if out.exists():
        raise_faults([Fault("--out", None, "", str(out), "is there already", "Name a new file")])
    with closing(_ledger(where, folder, begin=False)) as ledger:
        view = view_of(ledger.record(), run.term, policy=run.policy)
        ids = _leaders(run)
        with out.open("wb") as file:
            write_answers(file, run, view, ids, ledger.today())
    say(f"{count(len(ids), f'{LEADER}', f'{LEADER:s}')} in {out}. It holds names.")


def _leaders(run: OpenedRun) -> list[str]:
    """Those of the run's regions, or who offer to serve them; of a run of all regions, all."""
    regions = run.policy.regions
    mine = (x for x in run.world.leaders if regions is None or not set(regions).isdisjoint({x.region, *x.regions}))
    return [x.id for x in mine]


def _record(run: OpenedRun, ledger: Ledger, source: Path, by: str, confirmed: bool, say: Say) -> None:
    results = record_answers(source, run, ledger, by, confirmed)
    for row, one in results:
        done = f"recorded already (line {one.already})" if one.already else "recorded" if confirmed else "to record"
        day: date = one.decision.on
        say(f"Row {row}: {LEADER} {one.decision.leader}: {act_words(one.decision.act)}, {day}: {done}")
    new = sum(x.already is None for _, x in results)
    if confirmed:
        say(f"{new} recorded. The head of the ledger is now {ledger.head}")
    else:
        say(f"{new} to record, nothing recorded yet. Add --yes to record them.")
