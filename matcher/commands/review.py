"""`matcher review`: the pages on which people read a proposal and decide, served to this machine only."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from matcher.commands.inputs import Say
from matcher.errors import Fault, InputFaults
from matcher.web.server import serve


def review(folder: Path, port: int, browser: bool, say: Say) -> None:
    """Serves until it is interrupted."""
    if not folder.is_dir():
        raise InputFaults([Fault(str(folder), None, "", "", "this is not a folder", "Give the project folder")])
    server, link = serve(folder, port)
    say(f"Review pages: {link}")
    say("The link works once, in one browser on this machine. Stop with Ctrl-C.")
    if browser:
        webbrowser.open(link)
    server.serve_forever()  # until Ctrl-C, which it takes itself
    say("Stopped. Everything that was recorded is in the ledger.")
