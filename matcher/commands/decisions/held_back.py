"""What `matcher ledger letters` says of letters that wait, and of matches about which nobody is written to yet."""

from __future__ import annotations

from matcher.commands.console import Say
from matcher.ledger.log.states import MatchState
from matcher.ledger.notify.letters import Letter
from matcher.ledger.notify.notification_order import may_be_written_about
from matcher.wording.words import count


def say_held_back(open_matches: list[MatchState], all_letters: list[Letter], say: Say) -> None:
    not_informed = {
        match_state.match.recipient for match_state in open_matches if not may_be_written_about(match_state)
    }
    for letter in all_letters:
        n = letter.notice
        if letter.held_back and not n.notified_on and n.recipient not in not_informed:
            say(f"  waits: the {n.whom}'s letter about {n.recipient}: {letter.held_back}")
    if not_informed:
        many = count(len(not_informed), "match that is", "matches that are")
        say(f"  nobody is written to about {many} only proposed; once the first is told, the next letter is ready")
