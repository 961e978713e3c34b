"""`matcher ledger waits`: who is asked to wait for the year ahead, what was decided of each, and who is to be told."""

from __future__ import annotations

from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say
from matcher.commands.decisions.ledger import day_of, new_folder
from matcher.ledger import open_ledger
from matcher.ledger.log.store import ledger_of
from matcher.ledger.wait_decisions.standing import TO_DECIDE, Wait, waits_of
from matcher.ledger.wait_decisions.wait_letters import wait_letters
from matcher.runs.opened import OpenedRun, open_run
from matcher.wording.terms import RECIPIENT
from matcher.wording.words import count
from matcher.year_ahead.wait_words import held


def waits(run: Path, where: str | None, out: Path | None, on: str, contact: str, say: Say) -> None:
    """Prints each wait of the run's term; writes the letters where `out` is given."""
    opened = open_run(run, store=kept_files())
    ledger = open_ledger(ledger_of(run, where), beside=run.absolute().parent)
    try:
        day = day_of(on) or ledger.today()
        found = waits_of(ledger.record_with(opened), opened.term)
    finally:
        ledger.close()
    for wait in found:
        _say_wait(wait, opened, say)
    _say_totals(found, say)
    if out is not None:
        _write(out, wait_letters(found, opened, day, **({"contact": contact} if contact else {})), say)


def _say_wait(wait: Wait, run: OpenedRun, say: Say) -> None:
    names = {r.id: r.name for r in run.world.recipients}
    say(f"{names.get(wait.recipient, wait.recipient)} ({wait.recipient}, {wait.region}): {wait.words}")
    hold = run.holds.get(wait.recipient)
    if hold is not None:
        say(f"  {held(hold)}")


def _say_totals(found: tuple[Wait, ...], say: Say) -> None:
    open_ = sum(w.state == TO_DECIDE for w in found)
    if not found:
        say(f"No {RECIPIENT} is asked to wait.")
    elif open_:
        say(f"The run is not final: {count(open_, 'wait is', 'waits are')} still to be decided (act approve-wait or")
        say("refuse-wait, by the region's director).")
    else:
        say("Every wait is decided.")


def _write(out: Path, letters: dict[str, str], say: Say) -> None:
    new_folder(out)
    for name, text in letters.items():
        (out / name).write_text(text, encoding="utf-8")
    say(f"{count(len(letters), 'letter')} in {out}; the region's broker sends them, and records 'act tell-of-wait'.")
