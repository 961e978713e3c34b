"""Letters as files, of the reader's own regions: who may be written to now, who not yet and why, all in one zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from matcher.ledger import Letter, MatchState, Record, letters_of, mail_merge
from matcher.ledger.log.acts import FROZEN, PROPOSED
from matcher.ledger.notify.telling import SupportNotice, not_told, support_notices
from matcher.ledger.notify.telling_letters import support_letter
from matcher.web.project import ReviewRun
from matcher.web.reviewer import Permissions
from matcher.wording.terms import in_words

MAIL_MERGE = "mail-merge.csv"
STAMP = (1980, 1, 1, 0, 0, 0)  # the same letters give the same file


@dataclass(frozen=True, slots=True)
class FiledLetter:
    """A letter with its file's name, which holds no person's name. `about` are schools and trusts; `held_back` says why
    it may not be sent yet, '' where it may; `gap` what is to be filled in."""

    file: str
    whom: str
    to: str
    about: tuple[str, ...]
    text: str
    held_back: str = ""
    gap: str = ""

    @property
    def may_be_sent(self) -> bool:
        """Not one to somebody who must be found out first, nor one that is held back."""
        return bool(self.to) and not self.held_back

    @property
    def to_be_found_out(self) -> bool:
        """Its turn has come, and to whom it goes is not known."""
        return not self.to and not self.held_back


def own_notices(run: ReviewRun, record: Record, permissions: Permissions) -> tuple[SupportNotice, ...]:
    """Who hears that support will be offered: those about schools and trusts of the reader's regions, with these alone.

    `record` is one in which the run is published.
    """
    region = run.opened.world.region_of
    found = support_notices(run.opened, record)
    own = (replace(n, recipients=tuple(r for r in n.recipients if permissions.sees(region.get(r, "")))) for n in found)
    return tuple(n for n in own if n.recipients)


def support_letters(run: ReviewRun, record: Record, permissions: Permissions, day: date) -> tuple[FiledLetter, ...]:
    """Telling, part one: one letter each to those who have not been told, no leader named."""
    name = {r.id: r.name for r in run.opened.world.recipients}
    open_ = [n for n in own_notices(run, record, permissions) if n.open]
    return tuple(
        FiledLetter(
            f"support-{n.step}-{n.whom}-{place}.txt",
            n.whom,
            n.name,
            tuple(name[r] for r in n.open),
            support_letter(n, run.opened, record, day),
            held_back=_others_first(n, run, record, day),
            gap=n.gap,
        )
        for place, n in enumerate(open_, 1)
    )


def _others_first(notice: SupportNotice, run: ReviewRun, record: Record, day: date) -> str:
    """Who must be told before this body, of the same schools and trusts, and is not recorded as told; '' for nobody."""
    late = (x for id in notice.open for x in not_told(run.opened, record, id, notice.step, day))
    before = tuple(dict.fromkeys(late))
    return f"the {' and the '.join(before)} must be told first, and that is not recorded" if before else ""


def match_letters(run: ReviewRun, record: Record, permissions: Permissions, day: date) -> tuple[Letter, ...]:
    """Telling, part two: the letters of every open or agreed match of the reader's regions, also those held back."""
    matches = _matches(run, record, permissions)
    return tuple(letter for m in matches for letter in letters_of(m, run.opened, record, day))


def _matches(run: ReviewRun, record: Record, permissions: Permissions) -> Iterator[MatchState]:
    world = run.opened.world
    for m in record.of_term(run.opened.term):
        known = m.match.recipient in world.recipient_row and m.match.leader in world.leader_row
        if m.state in (PROPOSED, *FROZEN) and known and permissions.sees(m.match.region):
            yield m


def filed(letter: Letter) -> FiledLetter:
    n = letter.notice
    return FiledLetter(letter.file, in_words(n.whom), n.name, (letter.recipient,), letter.text, letter.held_back, n.gap)


def merge_table(letters: Iterable[Letter]) -> bytes:
    """The mail merge of the letters that may be sent, without those to somebody who must be found out, as a spreadsheet
    opens it."""
    return mail_merge(x for x in letters if filed(x).may_be_sent).encode("utf-8-sig")


def zipped(first: Iterable[FiledLetter], second: tuple[Letter, ...]) -> bytes:
    """Every letter that may be sent now, with the mail merge of those that name a leader. Not those to somebody who
    must be found out first."""
    ready = [x for x in (*first, *map(filed, second)) if x.may_be_sent]
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for letter in ready:
            archive.writestr(zipfile.ZipInfo(letter.file, STAMP), letter.text.encode("utf-8"))
        archive.writestr(zipfile.ZipInfo(MAIL_MERGE, STAMP), merge_table(second))
    return into.getvalue()
