"""Every page of a run at once: one for each school or trust to be matched, one for each leader who is proposed."""

from __future__ import annotations

from pathlib import Path

from matcher.report.pages.leader_page import leader_page
from matcher.report.pages.reader_pages import file_name, new_folder, write_one
from matcher.report.pages.recipient_page import recipient_page
from matcher.runs.finished import FinishedRun


def write_all(run: FinishedRun, run_id: str, folder: Path) -> int:
    """Writes `recipients/ID.html` and `leaders/ID.html`; gives how many. Raises InputFaults for a folder in use."""
    new_folder(folder)
    for row, recipient in enumerate(run.world.recipients):
        write_one(recipient_page(run, run_id, row), folder / "recipients" / file_name(recipient.id))
    leaders = sorted({int(run.choices.provider[choice]) for choice in run.match_of.values()})
    for row in leaders:
        write_one(leader_page(run, run_id, row), folder / "leaders" / file_name(run.world.leaders[row].id))
    return len(run.world.recipients) + len(leaders)
