"""Render a story as terminal lines, a JSON object or a page to print; whole, or redacted for disclosure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from matcher.ledger.history.passages import Entry, sentence, withheld
from matcher.ledger.history.story import Story
from matcher.report.jinja import html_environment
from matcher.wording.terms import in_words
from matcher.wording.wording import day
from matcher.wording.words import count

DISCLOSURE = (
    "This version is for disclosure. Personal data are withheld, and each place says so: the names of people, who the"
    " leaders are and what describes them, what anybody declared about their interests, and reasons in people's own"
    " words, which may name somebody. Read it before it leaves the house: the name of a small school may itself point"
    " to a person."
)
PERSONAL = "This version holds personal data: names, declared interests and reasons in people's own words."


def lines(story: Story, disclosure: bool) -> Iterator[str]:
    yield f"{heading(story)}, as known {story.as_at}"
    yield in_words(DISCLOSURE) if disclosure else PERSONAL
    for section in story.sections:
        yield ""
        yield section.title
        if not section.entries:
            yield f"  {section.nothing}"
        for entry in section.entries:
            yield f"  {before(entry)}{sentence(entry, disclosure)}{after(entry)}"
    yield ""
    yield from story.notes
    yield f"{count(story.lines, 'line')} known; the head was then {story.head}"


def heading(story: Story) -> str:
    return f"{story.name} ({story.recipient})" if story.name else story.recipient


def before(entry: Entry) -> str:
    if not entry.line:
        return ""
    late = f", written down {day(entry.recorded)}" if entry.recorded != entry.on else ""
    return f"{day(entry.on)}{late}, line {entry.line}: "


def after(entry: Entry) -> str:
    return f" [A mistake, {entry.mended}.]" if entry.mended else ""


def as_json(story: Story, disclosure: bool) -> dict[str, Any]:
    return {
        "recipient": story.recipient,
        "name": story.name,
        "as_at": story.as_at,
        "head": story.head,
        "lines": story.lines,
        "disclosure": disclosure,
        "personal_data": not disclosure,
        "notes": list(story.notes),
        "sections": [
            {
                "title": s.title,
                "nothing": "" if s.entries else s.nothing,
                "told": [_entry_as_json(e, disclosure) for e in s.entries],
            }
            for s in story.sections
        ],
    }


def _entry_as_json(entry: Entry, disclosure: bool) -> dict[str, Any]:
    return {
        "on": entry.on,
        "recorded": entry.recorded,
        "line": entry.line or None,
        "said": sentence(entry, disclosure),
        "mended": entry.mended,
        "withheld": list(withheld(entry, disclosure)),
    }


def page(story: Story, disclosure: bool) -> str:
    """One HTML page that opens offline and prints; it asks search engines not to index it."""
    content = as_json(story, disclosure)
    return str(
        _template().render(content, heading=heading(story), day=day, about=DISCLOSURE if disclosure else PERSONAL)
    )


@cache
def _template() -> Any:
    return html_environment("matcher.ledger", "matcher.report").get_template("story.html.j2")
