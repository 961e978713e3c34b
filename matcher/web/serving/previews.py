"""Files that people upload, look at and then record: kept as a draft of their session until then."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import abort, request

from matcher.errors import Fault, InputFaults
from matcher.web.content.forms import text_in
from matcher.web.content.inputs import named_as_sent
from matcher.web.project import ReviewRun
from matcher.web.serving.context import app_state, draft_of


@dataclass(frozen=True, slots=True)
class UploadKind:
    """A kind of file that is shown before it is recorded. `endings` are the ends of names that it may have."""

    name: str
    endings: tuple[str, ...]

    def keep(self, review_run: ReviewRun) -> tuple[Path, str] | None:
        """The request's upload as a draft, and what the reader called it; None where it is no file of this kind."""
        sent = request.files.get("upload")
        called = Path((sent.filename or "") if sent else "").name
        suffix = Path(called).suffix.lower()
        if sent is None or suffix not in self.endings:
            return None
        folder, whose = app_state().project.folder, draft_of(review_run, self.name)
        return app_state().drafts.keep(folder, whose, suffix, sent.save), called

    def found(self, review_run: ReviewRun) -> Path:
        """The draft that the form names, where it is this session's and still there. Else aborts with 404."""
        name = text_in(request.form, "draft", 40)
        draft = app_state().drafts.find(app_state().project.folder, name, draft_of(review_run, self.name))
        if draft is None:
            abort(404)
        return draft

    def refuse(self, draft: Path, refused: InputFaults, called: str) -> tuple[Fault, ...]:
        """Drops a draft with faults; returns them under the name that the file was sent with."""
        app_state().drafts.drop(draft)
        return tuple(named_as_sent(f, draft.name, called or f"{self.name}{draft.suffix}") for f in refused.faults)
