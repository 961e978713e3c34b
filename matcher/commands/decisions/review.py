"""`matcher review`: the pages on which people read and decide, on this machine or, signed in, on a server."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from matcher.commands.cache_folder import kept_files
from matcher.commands.console import Say
from matcher.errors import Fault, InputFaults
from matcher.web.serving.server import create_local_server, create_public_server

STOPPED = "Stopped. Everything that was recorded is in the ledger."


def review(folder: Path, port: int, browser: bool, say: Say) -> None:
    """Serves the review pages on this machine until interrupted."""
    _check_folder(folder)
    server, link = create_local_server(folder, port, kept_files())
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


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise InputFaults([Fault(str(folder), None, "", "", "this is not a folder", "Give the project folder")])
