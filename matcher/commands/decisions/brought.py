"""`matcher ledger kept`: what keeping days and money for those who come later won or lost, against what came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say
from matcher.errors import Fault, raise_faults
from matcher.ledger import open_ledger
from matcher.ledger.log.store import ledger_of
from matcher.ledger.wait_decisions.brought import KeptFor, what_it_brought
from matcher.ledger.wait_decisions.brought_words import brought_sentences
from matcher.report.safe_cells import csv_bytes
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording.messages import texts
from matcher.wording.wording import day

COLUMNS = ("what", "recipient_id", "region", "leader_id", "days_kept", "decision", "who_came_and_got_it", "now")


def kept(run: Path, later: Path, where: str | None, out: Path | None, say: Say) -> None:
    """Prints what came of each wait and each kept leader by the later run's day; `out`: the table as a new CSV file."""
    opened, after = open_run(run, store=kept_files()), open_run(later, store=kept_files())
    raise_faults(_wrong(opened, after, run, later))
    if out is not None and out.exists():
        raise_faults([Fault("--out", None, "", str(out), "the file exists already", "Name a new file")])
    ledger = open_ledger(ledger_of(run, where), beside=run.absolute().parent)
    try:
        record = ledger.record_with(opened)
    finally:
        ledger.close()
    brought = what_it_brought(opened, after, record)
    for line in texts(brought_sentences(brought, opened, after)):
        say(line)
    if out is not None:
        out.write_bytes(csv_bytes(COLUMNS, [_row(one) for one in brought.kept]))
        say(f"Table: {out}")


def _wrong(run: OpenedRun, later: OpenedRun, first: Path, second: Path) -> Iterator[Fault]:
    if run.policy.year_ahead.use == "off":
        yield Fault(str(first), None, "", "", "this run did not look at the year ahead", "Name one that did")
    if later.policy.as_at <= run.policy.as_at:
        message = f"it is as at {day(later.policy.as_at)}, not later than {day(run.policy.as_at)}"
        yield Fault(str(second), None, "", "", message, "Name a run of a later day, such as the next term's")
    if (later.policy.year_from, later.policy.regions) != (run.policy.year_from, run.policy.regions):
        message = "it is of another programme year, or of other regions"
        yield Fault(str(second), None, "", "", message, "Name a run of the same year and regions")


def _row(one: KeptFor) -> tuple[object, ...]:
    got = "; ".join(id for id, _ in one.got)
    what = "wait" if one.recipient else "kept leader"
    return (what, one.recipient, one.region, one.leader, one.days or "", one.decision, got, one.now)
