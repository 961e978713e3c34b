"""Why this leader for this school or trust, in sentences that may be pasted into a decision record: nobody's name."""

from __future__ import annotations

from matcher.case.records import PairFacts
from matcher.rules.pairs.pair_wording import and_list
from matcher.wording import words
from matcher.wording.terms import SYSTEM_LEADER, spoken
from matcher.wording.wording import nearness, standing

LONGEST = 500  # what a decision record takes


def reasons(pair: PairFacts, team_days: int = 0, *, for_school: bool = False) -> tuple[str, ...]:
    """Sentences in order of weight. None says what anybody declared, or what others would have got.

    `for_school`: for the school's or trust's own page, which speaks of no fit.
    """
    placed = (nearness if for_school else standing)(pair.standing) if pair.standing else ""
    return (
        f"{role_and_organisation(pair)}.",
        f"Journey: {pair.journey.text}.",
        *([f"{words.capital(placed)}."] if placed else []),
        *_expertise(pair),
        *([f"The leadership team may give {team_days} of the days."] if team_days else []),
    )


def reason(pair: PairFacts, team_days: int = 0, *, for_school: bool = False) -> str:
    """As many of the reasons as fit into a decision record, whole sentences only."""
    text = ""
    for sentence in reasons(pair, team_days, for_school=for_school):
        longer = f"{text} {sentence}".strip()
        if len(longer) > LONGEST:
            break
        text = longer
    return text or f"{words.capital(words.role(pair.role))} is proposed under the rules of the programme."


def role_and_organisation(pair: PairFacts) -> str:
    """`Trust chief executive, Braefleet Learning Trust`: the leader, never by name."""
    role = dict(spoken().roles).get(pair.role, f"{SYSTEM_LEADER:C}")
    return f"{role}, {pair.organisation}" if pair.organisation else role


def _expertise(pair: PairFacts) -> list[str]:
    sentences = []
    if pair.phases:
        sentences.append(f"They work with the {and_list(pair.phases)} phase{'s' if len(pair.phases) > 1 else ''}.")
    if pair.needs:
        sentences.append(f"They offer help with {and_list(pair.needs)}, where Ofsted saw a need.")
    return sentences
