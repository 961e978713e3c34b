"""`matcher review`: the pages on which people read and decide, on this machine or, signed in, on a server."""

from __future__ import annotations

import webbrowser
from datetime import date
from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say
from matcher.commands.decisions.ledger import day_of
from matcher.errors import Fault, InputFaults
from matcher.ledger.log.record import clock
from matcher.web.serving.server import create_local_server, create_public_server
from matcher.wording.wording import day

STOPPED = "Stopped. Everything that was recorded is in the ledger."


def review(folder: Path, port: int, browser: bool, lived: str, say: Say) -> None:
    """Serves the review pages on this machine until interrupted; `lived` is the day of a past term, '' for today."""
    _check_folder(folder)
    lived_on = _past_day(lived)
    server, link = create_local_server(folder, port, kept_files(), lived_on)
    if lived_on:
        say(f"The pages judge as of {day(lived_on)}, not of today, and each says so. Lines keep the day of writing.")
    say(f"Review pages: {link}")
    say("The link works once, in one browser on this machine. Stop with Ctrl-C.")
    if browser:
        webbrowser.open(link)
    server.serve_forever()  # until Ctrl-C, which it takes itself
    say(STOPPED)


def review_served(folder: Path, where: str, config: Path, say: Say) -> None:
    """Serves everybody who signs in and has a role, until interrupted."""
    _check_folder(folder)
    server, settings = create_public_server(folder, where, config, kept_files())
    say(f"Review pages: {settings.public_url}, from {where.rpartition(':')[0]}:{server.effective_port}")
    say(f"People sign in at {settings.issuer}; who may see what is in {settings.roles}. Stop with Ctrl-C.")
    server.run()  # until Ctrl-C, which it takes itself
    say(STOPPED)


def _past_day(text: str) -> date | None:
    """A day of a term that is being lived again; today and later days are no such."""
    lived_on = day_of(text)
    if lived_on is not None and lived_on >= clock().date():
        message = "this day is not over yet"
        raise InputFaults([Fault("--on", None, "", text, message, "Leave --on out: the pages judge as of today")])
    return lived_on


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise InputFaults([Fault(str(folder), None, "", "", "this is not a folder", "Give the project folder")])
