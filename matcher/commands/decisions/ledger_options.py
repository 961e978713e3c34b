"""The commands and options of `matcher ledger …`; what they do is in `matcher.commands.decisions.ledger`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.commands.console import say

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="What people decided.")

LedgerArgument = Annotated[
    str, typer.Argument(metavar="LEDGER", help="a file, or postgresql://...", show_default=False)
]
RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="a run folder", show_default=False)]
AddressesOption = Annotated[
    list[Path] | None,
    typer.Option("--addresses", help="GIAS's file of establishments or of groups, for addresses; may be repeated"),
]
LedgerOption = Annotated[
    str | None, typer.Option("--ledger", help="a file, or postgresql://...; default: beside the run")
]
DayOption = Annotated[str, typer.Option("--on", help="the day, as 2023-01-12; default: today")]
PersonOption = Annotated[str, typer.Option("--by", help="a person of the register: name or id")]
ReasonOption = Annotated[str, typer.Option("--reason", help="why, in a sentence")]
RecipientOption = Annotated[str, typer.Option("--recipient", help="a school's URN or a trust's UID")]


@app.command()
def show(ledger: LedgerArgument, recipient: RecipientOption = "") -> None:
    """Every line and every match, or those of one school or trust."""
    from matcher.commands.decisions.show import show as show_lines

    show_lines(ledger, recipient, say)


@app.command()
def verify(
    ledger: LedgerArgument, head: Annotated[str, typer.Option(help="the head hash printed on a report")] = ""
) -> None:
    """Whether every line is as it was sealed; exit status 1 where not."""
    from matcher.commands.decisions import ledger as job

    job.verify(ledger, head, say)


@app.command()
def story(
    recipient: Annotated[str, typer.Argument(metavar="ID", help="a school's URN or a trust's UID", show_default=False)],
    ledger: Annotated[str, typer.Option("--ledger", help="a file, or postgresql://...")] = "runs/ledger.sqlite",
    runs: Annotated[Path | None, typer.Option(help="the folder of run folders; default: the ledger's")] = None,
    as_at: Annotated[str, typer.Option(help="a day, 'line 12' or a printed head; default: now")] = "",
    disclosure: Annotated[bool, typer.Option("--disclosure", help="withhold personal data and say where")] = False,
    json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
    out: Annotated[Path | None, typer.Option(help="a page to print, as a new HTML file")] = None,
) -> None:
    """The answer for the file: one school's or trust's story, as it was known on a day."""
    from matcher.commands.decisions.story import print_story

    print_story(recipient, ledger, runs, as_at, disclosure, json, out, say)


@app.command()
def changes(
    ledger: LedgerArgument,
    out: Annotated[Path | None, typer.Option(help="the CSV file to write; default: lines on the terminal")] = None,
) -> None:
    """The share of proposals that people changed, and why: by act, whose reason, region and term."""
    from matcher.commands.decisions import ledger as job

    job.changes(ledger, out, say)


@app.command()
def history(
    ledger: LedgerArgument,
    out: Annotated[Path | None, typer.Option(help="the file to write; default: the terminal")] = None,
    days: Annotated[bool, typer.Option("--days", help="days agreed, claimed and paid instead")] = False,
) -> None:
    """The register history.csv for the next term."""
    from matcher.commands.decisions import ledger as job

    job.history(ledger, out, days, say)


@app.command()
def erase(
    ledger: LedgerArgument,
    about: Annotated[str, typer.Argument(metavar="ABOUT", help="a person's id, or 'line 12'", show_default=False)],
    run: Annotated[Path, typer.Option(help="a run folder whose register names who erases", show_default=False)],
    by: PersonOption = "",
    reason: ReasonOption = "",
) -> None:
    """Erase a person's name, or the reason beside a line; the chain still verifies."""
    from matcher.commands.decisions import ledger as job

    job.erase(ledger, about, run, by, reason, say)


@app.command()
def note(
    run: RunArgument,
    ledger: LedgerOption = None,
    recipient: RecipientOption = "",
    leader: Annotated[str, typer.Option(help="a leader's id")] = "",
    text: Annotated[str, typer.Option(help="what is to be remembered, at most 500 characters; keeps a new note")] = "",
    expires: Annotated[str, typer.Option(help="the last day on which it is kept, as 2023-03-01")] = "",
    by: PersonOption = "",
    find: Annotated[str, typer.Option(help="a person's name or id: every note that mentions them")] = "",
    erase: Annotated[int | None, typer.Option(help="the number of a note to remove for good")] = None,
) -> None:
    """Notes about a school, trust or leader: outside the sealed lines, erasable, in no export; kept until a day."""
    from matcher.commands.decisions import notes as job

    job.note(run, ledger, {"recipient": recipient, "leader": leader, "text": text, "by": by}, expires, find, erase, say)


@app.command()
def act(
    run: RunArgument,
    name: Annotated[str, typer.Argument(metavar="ACT", help="such as appoint, claim, pin, forbid, withdraw, mend")],
    ledger: LedgerOption = None,
    recipient: RecipientOption = "",
    leader: Annotated[str, typer.Option(help="a leader's id; default: of the open match")] = "",
    adviser: Annotated[str, typer.Option(help="an adviser's id; default: the school's, for acts about advisers")] = "",
    by: PersonOption = "",
    on: DayOption = "",
    reason: ReasonOption = "",
    days: Annotated[int | None, typer.Option(help="for claim and pay")] = None,
    line: Annotated[int | None, typer.Option(help="for mend: the line that was a mistake")] = None,
    until: Annotated[str, typer.Option(help="the last day: of who cannot, or of approve-wait")] = "",
    whom: Annotated[str, typer.Option(help="for tell: authority, diocese, trust, school or leader")] = "",
    outcome: Annotated[
        str,
        typer.Option(
            help="of a check of interests: clear, sign-off or conflict; of an initial diagnosis: match,"
            " review-progress or unable"
        ),
    ] = "",
    explored: Annotated[str, typer.Option(help="for review, a trust partnership: yes, no or 'not asked'")] = "",
    out_of_order: Annotated[
        bool, typer.Option("--out-of-order", help="for tell and ask-school: somebody else comes first")
    ] = False,
    accept_dates: Annotated[
        bool, typer.Option("--accept-dates", help="record a day that contradicts the record as it stands")
    ] = False,
) -> None:
    """Record one act: what the workbook has no column for."""
    from matcher.commands.decisions import ledger as job

    fields = {"recipient": recipient, "leader": leader or adviser, "by": by, "on": on, "reason": reason}
    words = {"whom": whom, "outcome": outcome, "explored": explored}
    numbers = {"days": days, "line": line}
    detail = {k: v for k, v in words.items() if v} | {k: v for k, v in numbers.items() if v is not None}
    detail |= {"out_of_order": True} if out_of_order else {}
    last = job.day_of(until, "--until")
    detail |= {"until": last.isoformat()} if last else {}
    job.act(run, ledger, name, fields, detail, say, accept_dates)


@app.command()
def answers(
    run: RunArgument,
    ledger: LedgerOption = None,
    out: Annotated[Path | None, typer.Option(help="a new workbook to fill in, a row a leader")] = None,
    source: Annotated[Path | None, typer.Option("--from", help="the workbook, or CSV, that was filled in")] = None,
    by: PersonOption = "",
    yes: Annotated[bool, typer.Option("--yes", help="record it; without, only say what would be recorded")] = False,
) -> None:
    """The round before the term: a sheet on which each leader confirms days, travel and interests, and its return."""
    from matcher.commands.decisions import answers as job

    job.answers(run, ledger, out, source, by, yes, say)


@app.command()
def migrate(ledger: LedgerArgument) -> None:
    """Bring an older ledger to this version's format; the older one is kept. The first record does so by itself."""
    from matcher.commands.decisions import ledger_upkeep as job

    job.migrate_ledger(ledger, say)


@app.command("accept-loss")
def accept_loss(
    ledger: LedgerArgument,
    run: Annotated[Path, typer.Option(help="a run folder, for the register of people", show_default=False)],
    by: PersonOption = "",
    reason: ReasonOption = "",
) -> None:
    """Go on with a ledger that has lost lines, by what the runs beside it print; what is lost is listed."""
    from matcher.commands.decisions import ledger_upkeep as job

    job.accept(ledger, run, by, reason, say)


@app.command("accept-seal")
def accept_seal(
    run: RunArgument, ledger: LedgerOption = None, by: PersonOption = "", reason: ReasonOption = ""
) -> None:
    """Let this folder's answer count, where the ledger knows the run with another seal."""
    from matcher.commands.decisions import ledger_upkeep as job

    job.accept_second_seal(run, ledger, by, reason, say)


@app.command()
def offers(
    run: RunArgument,
    ledger: LedgerOption = None,
    recipient: RecipientOption = "",
    by: PersonOption = "",
    on: DayOption = "",
    reason: ReasonOption = "",
) -> None:
    """The next reserve after each refusal, checked again; with --recipient, --by and --reason the offer is recorded."""
    from matcher.commands.decisions import ledger as job

    job.offers(run, ledger, by, reason, on, recipient, say)


@app.command()
def tell(run: RunArgument, ledger: LedgerOption = None, on: DayOption = "") -> None:
    """Who is told of each open match, in what order and on what day."""
    from matcher.commands.decisions import ledger as job

    job.tell(run, ledger, on, say)


@app.command("tell-of-support")
def tell_of_support(
    run: RunArgument,
    ledger: LedgerOption = None,
    whom: Annotated[str, typer.Option(help="authority, diocese or trust; default: everybody whose turn it is")] = "",
    name: Annotated[str, typer.Option(help="of the authority, diocese or trust")] = "",
    by: PersonOption = "",
    on: DayOption = "",
    reason: ReasonOption = "",
    out_of_order: Annotated[bool, typer.Option("--out-of-order", help="somebody else comes first")] = False,
    out: Annotated[
        Path | None, typer.Option(help="a new folder for the letters, one for each authority, diocese or trust")
    ] = None,
    addresses: AddressesOption = None,
) -> None:
    """Who is told that support will be offered, before a school is asked; recorded with --by and --reason."""
    from matcher.commands.decisions import telling as job

    fields = {"by": by, "on": on, "reason": reason}
    job.tell_of_support(run, ledger, whom, name, fields, out_of_order, out, addresses or (), say)


@app.command()
def waits(
    run: RunArgument,
    ledger: LedgerOption = None,
    out: Annotated[Path | None, typer.Option(help="a new folder for the letters to those still to be told")] = None,
    on: DayOption = "",
    contact: Annotated[str, typer.Option(help="whom the letters say to write to or telephone")] = "",
) -> None:
    """Who is asked to wait for the year ahead, what a director decided of each, and who is still to be told."""
    from matcher.commands.decisions import waits as job

    job.waits(run, ledger, out, on, contact, say)


@app.command()
def kept(
    run: RunArgument,
    later: Annotated[Path, typer.Argument(metavar="LATER", help="a run folder of a later day", show_default=False)],
    ledger: LedgerOption = None,
    out: Annotated[Path | None, typer.Option(help="the table, as a new CSV file")] = None,
) -> None:
    """What keeping days and money for those who come later won or lost, against what came by the later run's day."""
    from matcher.commands.decisions import brought as job

    job.kept(run, later, ledger, out, say)


@app.command()
def letters(
    run: RunArgument,
    out: Annotated[Path, typer.Option(help="a new folder", show_default=False)],
    ledger: LedgerOption = None,
    on: DayOption = "",
    contact: Annotated[str, typer.Option(help="whom to write to or telephone")] = "",
    drafts: Annotated[bool, typer.Option("--drafts", help="also those not to be sent yet, each marked so")] = False,
    addresses: AddressesOption = None,
) -> None:
    """Draft letters to those whose turn it is to be told of an agreed match, and a mail-merge table."""
    from matcher.commands.decisions import ledger as job

    job.letters(run, ledger, out, on, contact, drafts, addresses or (), say)
